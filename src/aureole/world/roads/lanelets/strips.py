"""Each road's reference line and borders, out of the lanelets side by side in it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aureole.core.notes import Float64
from aureole.world.roads.lanelets.beside import ALONG, Group
from aureole.world.roads.drawn.bordering import Borders, Drawn, drawn, measured
from aureole.world.roads.lanelets.joining import HIGH, LOW, Cut, Node, ends_of
from aureole.world.roads.lanelets.lanelet import Lanelet
from aureole.world.roads.drawn.polyline import between, length, meets, nearest, stations
from aureole.world.roads.lanelets.sound import place_of
from aureole.world.roads.drawn.tracing import Chain, trace
from aureole.world.roads.reading.markup import Notice

REACH = 25.0  # m; a cut lies at most this far beyond a border's end
SHORTEST = 0.5  # m; a road keeps at least this much of its reference line between its cuts
FOLDED = 0.98  # curvature times reach; more and a place has two stations


@dataclass(frozen=True, slots=True)
class Strip:
    """One road."""

    group: Group
    chain: Chain
    borders: Borders


def strips(
    lanelets: dict[str, Lanelet], groups: Sequence[Group], cuts: dict[Node, Cut], source: str, told: list[Notice]
) -> list[Strip]:
    """Every road; what could not be kept is told."""
    made = []
    for row, group in enumerate(groups):
        sides = [bordered(lanelets, name, way) for name, way in zip(group.members, group.ways, strict=True)]
        lines = [[sides[0][0]], *([a[1], b[0]] for a, b in zip(sides, sides[1:], strict=False)), [sides[-1][1]]]
        place = place_of(source, group.members[0])
        core = lines[group.centre][0]
        base, ends, fell_back = shortened(core, (cuts[row, LOW], cuts[row, HIGH]))
        if fell_back:
            told.append(Notice("its road is too short for the cuts at its ends: they were moved", place))
        reach = (aside(lines[0][0], base), aside(lines[-1][0], base))
        traced = trace(base, ends, reach)
        if traced.fold > FOLDED:
            told.append(Notice("its road bends more sharply than it is wide: places near the inner border have two "
                               f"stations (curvature times width {traced.fold:.2f})", place))  # fmt: skip
        made.append(Strip(group, traced.chain, measured(traced.chain, lines)))
    return made


def aside(border: Drawn, base: Float64) -> float:
    """How far a border lies from the base line at most, m."""
    own = between(border.line, border.start, border.end)
    return float(nearest(own, base)[0].max())


def bordered(lanelets: dict[str, Lanelet], name: str, way: int) -> tuple[Drawn, Drawn]:
    """Right and left border of a lanelet in the direction of its road."""
    lanelet = lanelets[name]
    found = []
    for side in ("right", "left") if way == ALONG else ("left", "right"):
        line: Float64 = getattr(lanelet, side)
        before, after = (straightest(lanelets, lanelet, side, at_end) for at_end in (False, True))
        if way == ALONG:
            found.append(drawn(line, before, after, REACH))
        else:
            found.append(drawn(line[::-1], flipped(after), flipped(before), REACH))
    return found[0], found[1]


def flipped(line: Float64 | None) -> Float64 | None:
    """The line from its end to its start."""
    return None if line is None else line[::-1]


def straightest(lanelets: dict[str, Lanelet], lanelet: Lanelet, side: str, at_end: bool) -> Float64 | None:
    """The border of the lanelet that goes on, or came, most straight; None where there is none."""
    names = lanelet.after if at_end else lanelet.before
    own = ends_of(lanelet, at_end)[1]
    best = max(names, key=lambda name: float(ends_of(lanelets[name], not at_end)[1] @ own), default=None)
    if best is None:
        return None
    line: Float64 = getattr(lanelets[best], side)
    along = stations(line)
    inside = along <= REACH if at_end else along >= along[-1] - REACH
    inside[0 if at_end else -1] = True
    near = np.flatnonzero(inside)
    first, last = max(near[0] - 1, 0), min(near[-1] + 1, len(line) - 1)
    return line[first : last + 1]


def shortened(core: Drawn, cuts: tuple[Cut, Cut]) -> tuple[Float64, tuple[float, float], bool]:
    """The part of a line between two cuts, its headings there, and whether a cut had to be given up."""
    start = chosen(meets(core.line, cuts[0].xy, cuts[0].along), core.start)
    end = chosen(meets(core.line, cuts[1].xy, cuts[1].along), core.end)
    headings = tuple(math.atan2(cut.along[1], cut.along[0]) for cut in cuts)
    fell_back = False
    if end - start < SHORTEST:
        start, end, fell_back = core.start, core.end, True
    if end - start < SHORTEST:  # of a triangle whose middle border is a point: go straight on
        line = core.line
        middle = 0.5 * (start + end)
        start, end = max(0.0, middle - 0.5 * SHORTEST), min(length(line), middle + 0.5 * SHORTEST)
    return between(core.line, start, end), (headings[0], headings[1]), fell_back


def chosen(found: Float64, own: float) -> float:
    """The crossing next to an end of its own, if any is near."""
    if not len(found):
        return own
    best = float(found[np.abs(found - own).argmin()])
    return best if abs(best - own) <= REACH else own
