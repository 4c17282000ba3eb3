"""From what is remembered of lanes to the words that a driver reads: the own one first, the others beside it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from aureole.core.kinds import LaneKind, Mark
from aureole.core.notes import Array, Float32, Float64
from aureole.drivers.perception.lanes import SPACING, Line, at, sigmoid
from aureole.drivers.perception.table import (
    BESIDE,
    G_BESIDE,
    G_MARK_LEFT,
    G_MARK_RIGHT,
    G_MAY_LEFT,
    G_MAY_RIGHT,
    MARKS,
    PLACES,
    STATIONS,
    WIDTH_SCALE,
)
from aureole.drivers.perception.words import LANES, POINTS

BEHIND = 4  # points of a lane behind the car
MARK_OF = (Mark.NONE, Mark.SOLID, Mark.BROKEN, Mark.OTHER)


def placed(facts: Float64, centre: Float64, half: Float64) -> dict[int, tuple[Float64, Float64]]:
    """Middles and half widths of the lanes that are there, by place beside the own one, 0."""
    offsets = {0: (centre, half)}
    there = sigmoid(facts[G_BESIDE::BESIDE][: len(PLACES)]) > 0.5
    for side in (1, -1):
        edge = centre + side * half
        for place in (side, 2 * side):
            k = PLACES.index(place)
            if not there[k]:
                break
            width = WIDTH_SCALE * float(np.clip(facts[G_BESIDE + BESIDE * k + 3], 0.5, 2.0))
            offsets[place] = (edge + 0.5 * side * width, np.full(len(edge), 0.5 * width))
            edge = edge + side * width
    return offsets


def tell_lanes(
    facts_: Float32, line: Line, own: tuple[Float64, Float64], view: Mapping[str, Array], w: int
) -> None:  # fmt: skip
    """Fill the lanes of world w: the own one in place 0, the others from right to left; in place.

    Args:
        facts_: as the network told them.
        line: through the car.
        own: middle and half width at `STATIONS`.
        view: the arrays of `Lanes` by name.
        w: the world.
    """
    facts = facts_.astype(np.float64)
    s = SPACING * np.arange(-BEHIND, POINTS - BEHIND).astype(np.float64)
    seen = POINTS if np.isinf(line.end) else int(np.clip(np.floor(line.end / SPACING) + BEHIND + 1, 2, POINTS))
    offsets = placed(facts, np.interp(s, STATIONS, own[0]), np.interp(s, STATIONS, own[1]))
    order = [0, *sorted(place for place in offsets if place != 0)]
    marks = [int(MARK_OF[int(np.argmax(facts[g : g + MARKS]))]) for g in (G_MARK_LEFT, G_MARK_RIGHT)]
    may = [bool(facts[G_MAY_LEFT] > 0.0), bool(facts[G_MAY_RIGHT] > 0.0)]
    for row, place in enumerate(order[:LANES]):
        t, h = offsets[place]
        view["present"][w, row], view["seen"][w, row] = True, seen
        view["centre"][w, row], view["half_width"][w, row] = at(line, s, t), h
        view["centre"][w, row, seen:], view["half_width"][w, row, seen:] = 0.0, 0.0
        kind, forward = LaneKind.DRIVING, True
        if place:
            k = G_BESIDE + BESIDE * PLACES.index(place)
            forward = bool(facts[k + 1] > 0.0)
            kind = LaneKind.DRIVING if facts[k + 2] > 0.0 else LaneKind.SHOULDER
        view["kind"][w, row], view["forward"][w, row] = int(kind), forward
        view["limit"][w, row] = np.inf  # what holds is told by signs alone
        for name, step in (("left", 1), ("right", -1)):
            view[name][w, row] = order.index(place + step) if place + step in offsets else -1
        lines_of(view, (w, row), place, (marks, may))


def lines_of(view: Mapping[str, Array], at_: tuple[int, int], place: int, lines: tuple[list[int], list[bool]]) -> None:
    """Lines beside a lane: those of the own one are known, and from its neighbours they look alike; in place."""
    marks, may = lines
    if place == 0:
        view["mark_left"][at_], view["mark_right"][at_] = marks
        view["may_left"][at_], view["may_right"][at_] = may
    elif place in (-1, 1):
        k, back = (1, "left") if place < 0 else (0, "right")
        view[f"mark_{back}"][at_] = marks[k]
        view[f"may_{back}"][at_] = may[k] or marks[k] in (int(Mark.BROKEN), int(Mark.NONE))
