"""Walks along lanes, station by station, over lane sections and over plain links from road to road.

The reference line is evaluated once a station; every lane walked is a shift of it to the left. Where a formula
needs few tables it takes these alone: handing the whole road from call to call costs more than the formula.
"""

from __future__ import annotations

import math

import numpy as np

from aureole.core.notes import Float64, Int32, Int64
from aureole.core.road import Road
from aureole.kernels import device
from aureole.kernels.small import cosine_sine
from aureole.world.roads.lanes import cubic_at, owner_of
from aureole.world.roads.line import line_pose, piece_at

SPACING = 5.0  # m; between two stations: a chord of a 250 m bend is 12 mm off its arc
EDGES, PIECE, COSINE, SINE, SHIFTED, SHIFTS = range(6)  # what a walk need not work out again at each station
TO_X, TO_Y, HALF = range(3)  # from `SHIFTS` on, of each lane: m from the reference line, half its width
SHORT = 0.01  # m; a last station closer than this to the one before is left out


@device
def wide(index: int) -> int:
    """An index of a table as the machine's own integer, so that each formula is compiled for one type alone."""
    return int(np.int64(index))


@device
def width_of(stations: Float64, cubics: Float64, firsts: Int32, row: int, ds: float) -> float:
    """Width of a lane (m, never below zero), ds after the start of its section."""
    return max(0.0, cubic_at(stations, cubics, firsts[row], firsts[row + 1], ds)[0])


@device
def fill_edges(road: Road, r: int, section: int, s: float, edges: Float64) -> None:
    """Borders (t, m, rising) of a section's lanes at s: lane row first + j lies between edges j and j + 1."""
    first, end = road.lane_first[section], road.lane_first[section + 1]
    centre = first - road.lane_id[first]
    ds = s - road.section_s[section]
    middle, _ = cubic_at(road.offset_s, road.offset_cubic, road.offset_first[r], road.offset_first[r + 1], s)
    edges[centre - first] = middle
    edges[centre - first + 1] = middle
    t = middle
    for row in range(centre + 1, end):
        t += width_of(road.width_s, road.width_cubic, road.width_first, row, ds)
        edges[row - first + 1] = t
    t = middle
    for row in range(centre - 1, first - 1, -1):
        t -= width_of(road.width_s, road.width_cubic, road.width_first, row, ds)
        edges[row - first] = t


@device
def bordered(road: Road, at: tuple[int, int, float], edges: Float64, memo: Float64) -> None:
    """Have `edges` hold the borders at (road, section, s); `memo` tells whose they are if they are so all along."""
    r, section, s = at
    if memo[EDGES] != section:
        fill_edges(road, r, section, s, edges)
        memo[EDGES] = section if even(road, r, section) else -1.0


@device
def even(road: Road, r: int, section: int) -> bool:
    """Whether a section's borders are the same at each of its stations: `fill_edges` need not be asked again."""
    low, high = road.offset_first[r], road.offset_first[r + 1]
    if high - low > 1 or (high > low and not level(road.offset_cubic, low)):
        return False
    for row in range(road.lane_first[section], road.lane_first[section + 1]):
        low, high = road.width_first[row], road.width_first[row + 1]
        if high - low > 1 or (high > low and not level(road.width_cubic, low)):
            return False
    return True


@device
def level(cubics: Float64, row: int) -> bool:
    """Whether a cubic is a constant."""
    return bool(cubics[row, 1] == 0.0 and cubics[row, 2] == 0.0 and cubics[row, 3] == 0.0)


@device
def linked(successors: Int32, predecessors: Int32, row: int, way: int) -> int:
    """Row that a lane is linked to in the `way` of s; -1 none."""
    return wide(successors[row] if way > 0 else predecessors[row])


@device
def goes_on(
    successors: Int32, predecessors: Int32, lane_first: Int32, lane_id: Int32, row: int, section: int, way: int
) -> int:
    """Row of a lane in the next section of the same road; -1 none.

    As linked; where neither it nor the lane of the same id there is linked, the file left it out: the same id.
    """
    first, end = wide(lane_first[section]), wide(lane_first[section + 1])
    after = linked(successors, predecessors, row, way)
    if after < 0:
        same = first + lane_id[row] - lane_id[first]
        if first <= same < end and linked(successors, predecessors, same, -way) < 0:
            after = same
    return after if first <= after < end else -1


@device
def turn_at(road: Road, r: int, other: int, way: int) -> int:
    """Way of s on the next road: 1 if it begins where this one is left, -1 if it ends there."""
    x, y, _, _ = line_pose(road, r, road.road_length[r] if way > 0 else 0.0)
    turn, best = 1, math.inf
    for end in range(2):
        end_x, end_y, _, _ = line_pose(road, other, end * road.road_length[other])
        far = (end_x - x) ** 2 + (end_y - y) ** 2
        if far < best:
            turn, best = 1 - 2 * end, far
    return turn


@device
def hop(road: Road, r: int, section: int, way: int, rows: Int64) -> tuple[int, int, int]:
    """Move lanes on to the next section in the `way` of s (1 or -1): (road, section, way) there; road -1 at an end.

    Over the end of a road the first lane that is linked leads; lanes that lead elsewhere end (row -1).
    """
    successors, predecessors, lane_first = road.lane_successor, road.lane_predecessor, road.lane_first
    after = section + way
    if road.section_first[r] <= after < road.section_first[r + 1]:
        for p in range(len(rows)):
            if rows[p] >= 0:
                rows[p] = goes_on(successors, predecessors, lane_first, road.lane_id, rows[p], after, way)
        return r, after, way
    lead = wide(-1)
    for p in range(len(rows)):
        if rows[p] >= 0 and lead < 0:
            lead = linked(successors, predecessors, rows[p], way)
    if lead < 0:
        return -1, -1, way
    after = owner_of(lane_first, lead)
    other = owner_of(road.section_first, after)
    turn = turn_at(road, r, other, way)
    if after != (road.section_first[other] if turn > 0 else road.section_first[other + 1] - 1):
        return -1, -1, way
    for p in range(len(rows)):
        if rows[p] >= 0:
            row = linked(successors, predecessors, rows[p], way)
            rows[p] = row if row >= 0 and owner_of(lane_first, row) == after else -1
    return other, after, turn


@device
def edge_of(section_s: Float64, section_first: Int32, length: float, r: int, section: int, way: int) -> float:
    """Where a section of a road of this length ends in the `way` of s, m along the road."""
    if way < 0:
        return float(section_s[section])
    if section + 1 < section_first[r + 1]:
        return float(section_s[section + 1])
    return length


@device
def walk(
    road: Road,
    start: tuple[int, int, float],
    way: int,
    rows: Int64,
    count: int,
    edges: Float64,
    memo: Float64,
    xy: Float64,
    half: Float64,
    seen: Int64,
) -> None:
    """Sample `count` points of lanes every `SPACING`: xy (lanes, points, 2), half width, points valid (lanes,).

    Starts at (road, section, s) and changes `rows` as it goes. Where the road ends, so does the last point. `edges` and
    `memo` (`SHIFTS` + 3 lanes,) are room to work in, the first of memo the section that `edges` holds for, -1 none.
    """
    r, section, s = start
    memo[PIECE], memo[SHIFTED] = -1.0, 0.0
    for p in range(len(rows)):
        seen[p] = 0
    done = 0.0
    last = -SPACING
    ended = False
    for i in range(count):
        target = i * SPACING
        while True:
            edge = edge_of(road.section_s, road.section_first, road.road_length[r], r, section, way)
            room = max(0.0, (edge - s) * way)
            if done + room >= target:
                s += way * (target - done)
                done = target
                break
            done += room
            s = edge
            memo[SHIFTED] = 0.0
            other, after, turn = hop(road, r, section, way, rows)
            if other < 0:
                ended = True
                break
            r, section, way = other, after, turn
            s = edge_of(road.section_s, road.section_first, road.road_length[r], r, section, -way)
        if ended and done - last < SHORT:
            return
        sample(road, (r, section, s), rows, i, edges, memo, xy, half, seen)
        last = done
        if ended:
            return


@device
def sample(
    road: Road,
    at: tuple[int, int, float],
    rows: Int64,
    i: int,
    edges: Float64,
    memo: Float64,
    xy: Float64,
    half: Float64,
    seen: Int64,
) -> None:
    """Point i of every lane that is still there, at (road, section, s).

    `memo` tells whose borders `edges` holds, if they are the same all along, and the direction of a straight piece; for
    where both hold, how far each lane lies beside the reference line.
    """
    r, section, s = at
    if memo[SHIFTED] == 1.0 and piece_at(road, r, s) == memo[PIECE]:
        ds = s - road.piece_s[int(memo[PIECE])]
        shift(road.piece_xy[int(memo[PIECE])], ds, rows, i, memo, xy, half, seen)
        return
    memo[SHIFTED] = 0.0
    bordered(road, (r, section, s), edges, memo)
    piece = piece_at(road, r, s)
    if memo[PIECE] == piece:
        ds, cosine, sine = s - road.piece_s[piece], memo[COSINE], memo[SINE]
        x, y = road.piece_xy[piece, 0] + ds * cosine, road.piece_xy[piece, 1] + ds * sine
    else:
        x, y, heading, _ = line_pose(road, r, s)
        cosine, sine = cosine_sine(heading)
        if road.piece_curvature[piece, 0] == 0.0 and road.piece_curvature[piece, 1] == 0.0:
            memo[PIECE], memo[COSINE], memo[SINE] = piece, cosine, sine
    flat = 1.0
    low, high = road.superelevation_first[r], road.superelevation_first[r + 1]
    if low < high:
        flat = math.cos(cubic_at(road.superelevation_s, road.superelevation_cubic, low, high, s)[0])
    elif memo[EDGES] == section and memo[PIECE] == piece:
        memo[SHIFTED] = 1.0
    first = road.lane_first[section]
    for p in range(len(rows)):
        if rows[p] >= 0:
            right, left = edges[rows[p] - first], edges[rows[p] - first + 1]
            t = 0.5 * (right + left) * flat
            to = SHIFTS + 3 * p
            memo[to + TO_X], memo[to + TO_Y], memo[to + HALF] = t * sine, t * cosine, 0.5 * (left - right) * flat
            xy[p, i, 0] = x - memo[to + TO_X]
            xy[p, i, 1] = y + memo[to + TO_Y]
            half[p, i] = memo[to + HALF]
            seen[p] = i + 1


@device
def shift(
    start: Float64, ds: float, rows: Int64, i: int, memo: Float64, xy: Float64, half: Float64, seen: Int64
) -> None:  # fmt: skip
    """The same as far along a straight piece, from its `start`, whose lanes keep their distance."""
    x, y = start[0] + ds * memo[COSINE], start[1] + ds * memo[SINE]
    for p in range(len(rows)):
        if rows[p] >= 0:
            to = SHIFTS + 3 * p
            xy[p, i, 0], xy[p, i, 1], half[p, i] = x - memo[to + TO_X], y + memo[to + TO_Y], memo[to + HALF]
            seen[p] = i + 1
