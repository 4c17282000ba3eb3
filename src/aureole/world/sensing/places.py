"""Which lanes lie around the car, in which place, and what each of them is."""

from __future__ import annotations

import math
from typing import NamedTuple

from aureole.core.kinds import LaneKind, Mark
from aureole.core.notes import Bool, Float32, Float64, Int32, Int64
from aureole.core.road import Road
from aureole.kernels import device
from aureole.world.roads.lanes import mark_at

LANES = 8

# Kinds as plain numbers, for kernels.
STOP, SHOULDER, BIDIRECTIONAL = int(LaneKind.STOP), int(LaneKind.SHOULDER), int(LaneKind.BIDIRECTIONAL)
DRIVABLE = (
    int(LaneKind.DRIVING), int(LaneKind.ENTRY), int(LaneKind.EXIT), int(LaneKind.ON_RAMP),
    int(LaneKind.OFF_RAMP), int(LaneKind.CONNECTING), int(LaneKind.BIDIRECTIONAL),
)  # fmt: skip
UNMARKED = int(Mark.NONE)
UP, DOWN = 1, 2  # bits of `Road.mark_change`: towards higher lane ids, towards lower ones


class View(NamedTuple):
    """The arrays of `Lanes`, as kernels take them."""

    present: Bool
    centre: Float32
    half_width: Float32
    seen: Int32
    kind: Int32
    forward: Bool
    limit: Float32
    left: Int32
    right: Int32
    mark_left: Int32
    mark_right: Int32
    may_left: Bool
    may_right: Bool
    given: Bool


@device
def choose(
    ids: Int32, kinds: Int32, span: tuple[int, int], way: int, lane: int, t: float, edges: Float64, rows: Int64
) -> None:
    """Put the car's own lane and then its neighbours from right to left into rows; at most `LANES`, nearest ones.

    `span` is the first lane row of the section and the end of its rows, `lane` the row the car is in.
    """
    first, end = span
    own = -1
    if first <= lane < end and listed(ids, kinds, lane):
        own = lane
    else:
        best = math.inf
        for row in range(first, end):
            if ids[row] != 0 and kinds[row] in DRIVABLE:
                far = max(edges[row - first] - t, t - edges[row - first + 1], 0.0)
                if far < best:
                    best, own = far, row
    if own < 0:
        return
    count, before = 0, 0  # lanes listed, and of these to the right of our own
    for row in range(first, end):
        if listed(ids, kinds, row):
            count += 1
            if (own - row) * way > 0:
                before += 1
    skip = min(max(before - LANES // 2, 0), max(count - LANES, 0))
    rows[0] = own
    place, rank = 1, 0
    for i in range(end - first):
        row = first + i if way > 0 else end - 1 - i
        if listed(ids, kinds, row):
            if skip <= rank < skip + LANES and row != own:
                rows[place] = row
                place += 1
            rank += 1


@device
def listed(ids: Int32, kinds: Int32, row: int) -> bool:
    """Whether a car could drive or stop on this lane."""
    kind = kinds[row]
    return ids[row] != 0 and (kind in DRIVABLE or kind == STOP or kind == SHOULDER)


@device
def place_of(rows: Int64, row: int) -> int:
    """Place of a lane in the list; -1 if it is not there."""
    for p in range(LANES):
        if rows[p] == row:
            return p
    return -1


@device
def beside(ids: Int32, span: tuple[int, int], row: int, step: int) -> int:
    """Row of the next lane in the direction of `step` (1 towards higher ids), the centre lane left out; -1 none."""
    other = row + step
    if span[0] <= other < span[1] and ids[other] == 0:
        other += step
    return other if span[0] <= other < span[1] else -1


@device
def line_beside(road: Road, row: int, s: float, step: int) -> tuple[int, bool]:
    """Mark on a lane's border in the direction of `step`, and whether it may be crossed that way.

    A lane's mark lies on its outer border; its inner border carries the mark of the next lane inwards.
    """
    inner = (road.lane_id[row] < 0) == (step > 0)
    mark = mark_at(road, row + step if inner else row, s)
    if mark < 0:
        return UNMARKED, True
    return road.mark_kind[mark], (road.mark_change[mark] & (UP if step > 0 else DOWN)) != 0


@device
def describe(road: Road, r: int, s: float, span: tuple[int, int], way: int, rows: Int64, w: int, view: View) -> None:
    """What the lanes are at the car's station: kind, direction, limit, neighbours, lines."""
    ids, kinds = road.lane_id, road.lane_kind
    for p in range(LANES):
        row = rows[p]
        if row < 0:
            continue
        view.kind[w, p] = kinds[row]
        runs = -1 if (ids[row] > 0) != road.road_left_hand[r] else 1
        view.forward[w, p] = runs == way or kinds[row] == BIDIRECTIONAL
        view.limit[w, p] = road.road_limit[r]
        for step in (-1, 1):
            other = beside(ids, span, row, step)
            place = place_of(rows, other) if other >= 0 else -1
            mark, may = line_beside(road, row, s, step)
            if step == way:
                view.left[w, p], view.mark_left[w, p], view.may_left[w, p] = place, mark, may
            else:
                view.right[w, p], view.mark_right[w, p], view.may_right[w, p] = place, mark, may
