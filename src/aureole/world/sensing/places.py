"""Which lanes lie around the car, in which place, and what each of them is."""

from __future__ import annotations

import math
from typing import NamedTuple

from aureole.core.kinds import LaneKind, Mark
from aureole.core.notes import Bool, Float32, Float64, Int32, Int64
from aureole.core.road import Road
from aureole.kernels import device
from aureole.world.roads.lanes import mark_at, road_of, section_of
from aureole.world.sensing.walk import hop

LANES = 8
HOPS = 8  # sections that the route is followed over between two renewals

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
def choose(road: Road, section: int, way: int, lane: int, t: float, edges: Float64, rows: Int64) -> None:
    """Put the car's own lane and then its neighbours from right to left into rows; at most `LANES`, nearest ones."""
    first, end = road.lane_first[section], road.lane_first[section + 1]
    own = -1
    if first <= lane < end and listed(road, lane):
        own = lane
    else:
        best = math.inf
        for row in range(first, end):
            kind = road.lane_kind[row]
            if road.lane_id[row] != 0 and kind in DRIVABLE:
                far = max(edges[row - first] - t, t - edges[row - first + 1], 0.0)
                if far < best:
                    best, own = far, row
    if own < 0:
        return
    count, before = 0, 0  # lanes listed, and of these to the right of our own
    for row in range(first, end):
        if listed(road, row):
            count += 1
            if (own - row) * way > 0:
                before += 1
    skip = min(max(before - LANES // 2, 0), max(count - LANES, 0))
    rows[0] = own
    place, rank = 1, 0
    for i in range(end - first):
        row = first + i if way > 0 else end - 1 - i
        if listed(road, row):
            if skip <= rank < skip + LANES and row != own:
                rows[place] = row
                place += 1
            rank += 1


@device
def listed(road: Road, row: int) -> bool:
    """Whether a car could drive or stop on this lane."""
    kind = road.lane_kind[row]
    return road.lane_id[row] != 0 and (kind in DRIVABLE or kind == STOP or kind == SHOULDER)


@device
def carried(road: Road, section: int, row: int, own: int, one: Int64) -> int:
    """The route's lane in this section, followed over links from where it was; our own lane if it got lost.

    `one` is a place to write to, (1,).
    """
    if row < 0:
        return own
    start = section_of(road, row)
    if start == section:
        return row
    for sense in range(2):
        one[0] = row
        r, here, way = road_of(road, row), start, 1 - 2 * sense
        for _ in range(HOPS):
            r, here, way = hop(road, r, here, way, one)
            if r < 0 or one[0] < 0:
                break
            if here == section:
                return int(one[0])
    return own


@device
def place_of(rows: Int64, row: int) -> int:
    """Place of a lane in the list; -1 if it is not there."""
    for p in range(LANES):
        if rows[p] == row:
            return p
    return -1


@device
def beside(road: Road, section: int, row: int, step: int) -> int:
    """Row of the next lane in the direction of `step` (1 towards higher ids), the centre lane left out; -1 none."""
    other = row + step
    if road.lane_first[section] <= other < road.lane_first[section + 1] and road.lane_id[other] == 0:
        other += step
    if road.lane_first[section] <= other < road.lane_first[section + 1]:
        return other
    return -1


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
def describe(road: Road, section: int, r: int, s: float, way: int, rows: Int64, w: int, p: int, view: View) -> None:
    """What a lane is at the car's station: kind, direction, limit, neighbours, lines."""
    row = rows[p]
    if row < 0:
        return
    view.kind[w, p] = road.lane_kind[row]
    runs = -1 if (road.lane_id[row] > 0) != road.road_left_hand[r] else 1
    view.forward[w, p] = runs == way or road.lane_kind[row] == BIDIRECTIONAL
    view.limit[w, p] = road.road_limit[r]
    left, right = beside(road, section, row, way), beside(road, section, row, -way)
    view.left[w, p] = place_of(rows, left) if left >= 0 else -1
    view.right[w, p] = place_of(rows, right) if right >= 0 else -1
    view.mark_left[w, p], view.may_left[w, p] = line_beside(road, row, s, way)
    view.mark_right[w, p], view.may_right[w, p] = line_beside(road, row, s, -way)
