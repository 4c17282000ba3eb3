"""Each road's reference line and borders, out of the lanelets side by side in it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from aureole.core.notes import Float64
from aureole.world.roads.drawn.bordering import Borders, Drawn, amid, drawn, measured
from aureole.world.roads.drawn.polyline import between, length, meets, nearest, stations
from aureole.world.roads.drawn.tracing import FOLD, Chain, Traced, trace
from aureole.world.roads.lanelets.beside import ALONG, Group
from aureole.world.roads.lanelets.joining import HIGH, LOW, Cut, Node, ends_of
from aureole.world.roads.lanelets.lanelet import Lanelet
from aureole.world.roads.lanelets.sound import place_of
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
        lines = [[sides[0][0]], *([a[1], b[0]] for a, b in pairwise(sides)), [sides[-1][1]]]
        place = place_of(source, group.members[0])
        traced, fell_back = best(lines, group.centre, (cuts[row, LOW], cuts[row, HIGH]))
        if fell_back:
            told.append(Notice("its road is too short for the cuts at its ends: they were moved", place))
        if traced.fold > FOLDED:
            told.append(Notice("its road bends more sharply than it is wide: places near the inner border have two "
                               f"stations (curvature times width {traced.fold:.2f})", place))  # fmt: skip
        made.append(Strip(group, traced.chain, measured(traced.chain, lines)))
    return made


def best(lines: Sequence[Sequence[Drawn]], centre: int, cuts: tuple[Cut, Cut]) -> tuple[Traced, bool]:
    """The reference line: along the centre lane if that bends gently, else along the middle, or another border."""
    borders = [pair[0] for pair in lines]
    found: tuple[Traced, bool] | None = None
    for base, headings, fell_back in candidates(borders, centre, cuts):
        traced = trace(base, headings, (aside(borders[0], base), aside(borders[-1], base)))
        if found is None or (found[1], found[0].fold) > (fell_back, traced.fold):
            found = (traced, fell_back)
        if not fell_back and traced.fold < FOLD:
            break
    if found is None:
        raise AssertionError("a road has borders")
    return found


Base = tuple[Float64, tuple[float, float], bool]
"""A line to trace, the headings at its ends, and whether the cuts had to be given up."""


def candidates(borders: Sequence[Drawn], centre: int, cuts: tuple[Cut, Cut]) -> Iterator[Base]:
    """Lines that a reference line may follow, the best first; the last is the arc between the cuts."""
    yield shortened(borders[centre], cuts)
    middle = shortened(amid(borders[0], borders[-1]), cuts)
    yield middle
    yield from (shortened(border, cuts) for k, border in enumerate(borders) if k != centre)
    yield between_cuts(middle, cuts)


def between_cuts(base: Base, cuts: tuple[Cut, Cut]) -> Base:
    """The chord of the arc from cut to cut through the middle of a line: of a road that is wider than it is long."""
    line, (first, last), fell_back = base
    way = first + 0.5 * math.remainder(last - first, math.tau)
    along = np.array([math.cos(way), math.sin(way)])
    middle = 0.5 * (line[0] + line[-1])
    ends = []
    for cut in cuts:
        slant = float(along @ cut.along)
        if slant < 0.3:
            return base
        ends.append(middle + float((cut.xy - middle) @ cut.along) / slant * along)
    if fell_back or float((ends[1] - ends[0]) @ along) < SHORTEST:
        return base
    return np.array(ends), (first, last), False


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


def shortened(core: Drawn, cuts: tuple[Cut, Cut]) -> Base:
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
