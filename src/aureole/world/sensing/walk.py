"""Walks along lanes, station by station, over lane sections and over plain links from road to road.

The reference line is evaluated once a station; every lane walked is a shift of it to the left.
"""

from __future__ import annotations

import math

import numpy as np

from aureole.core.notes import Float64, Int64
from aureole.core.road import Road
from aureole.kernels import device
from aureole.world.roads.lanes import offset_at, road_of, section_of, width_at
from aureole.world.roads.line import line_pose
from aureole.world.roads.place import superelevation_at

SPACING = 5.0  # m; between two stations: a chord of a 250 m bend is 12 mm off its arc
SHORT = 0.01  # m; a last station closer than this to the one before is left out


@device
def fill_edges(road: Road, r: int, section: int, s: float, edges: Float64) -> None:
    """Borders (t, m, rising) of a section's lanes at s: lane row first + j lies between edges j and j + 1."""
    first, end = road.lane_first[section], road.lane_first[section + 1]
    centre = first - road.lane_id[first]
    ds = s - road.section_s[section]
    middle = offset_at(road, r, s)
    edges[centre - first] = middle
    edges[centre - first + 1] = middle
    t = middle
    for row in range(centre + 1, end):
        t += width_at(road, row, ds)[0]
        edges[row - first + 1] = t
    t = middle
    for row in range(centre - 1, first - 1, -1):
        t -= width_at(road, row, ds)[0]
        edges[row - first] = t


@device
def begin_of(road: Road, section: int) -> float:
    """Where a section begins, m along its road."""
    return float(road.section_s[section])


@device
def end_of(road: Road, r: int, section: int) -> float:
    """Where a section of road r ends, m along its road."""
    if section + 1 < road.section_first[r + 1]:
        return float(road.section_s[section + 1])
    return float(road.road_length[r])


@device
def wide(index: int) -> int:
    """An index of a table as the machine's own integer, so that each formula is compiled for one type alone."""
    return int(np.int64(index))


@device
def linked(road: Road, row: int, way: int) -> int:
    """Row that a lane is linked to in the `way` of s; -1 none."""
    return wide(road.lane_successor[row] if way > 0 else road.lane_predecessor[row])


@device
def goes_on(road: Road, row: int, section: int, way: int) -> int:
    """Row of a lane in the next section of the same road; -1 none.

    As linked; where neither it nor the lane of the same id there is linked, the file left it out: the same id.
    """
    first, end = wide(road.lane_first[section]), wide(road.lane_first[section + 1])
    after = linked(road, row, way)
    if after < 0:
        same = first + road.lane_id[row] - road.lane_id[first]
        if first <= same < end and linked(road, same, -way) < 0:
            after = same
    return after if first <= after < end else -1


@device
def hop(road: Road, r: int, section: int, way: int, rows: Int64) -> tuple[int, int, int]:
    """Move lanes on to the next section in the `way` of s (1 or -1): (road, section, way) there; road -1 at an end.

    Over the end of a road the first lane that is linked leads; lanes that lead elsewhere end (row -1).
    """
    after = section + way
    if road.section_first[r] <= after < road.section_first[r + 1]:
        for p in range(len(rows)):
            if rows[p] >= 0:
                rows[p] = goes_on(road, rows[p], after, way)
        return r, after, way
    lead = -1
    for p in range(len(rows)):
        if rows[p] >= 0 and lead < 0:
            lead = linked(road, rows[p], way)
    if lead < 0:
        return -1, -1, way
    other = road_of(road, lead)
    x, y, _, _ = line_pose(road, r, road.road_length[r] if way > 0 else 0.0)
    x0, y0, _, _ = line_pose(road, other, 0.0)
    x1, y1, _, _ = line_pose(road, other, road.road_length[other])
    turn = 1 if (x0 - x) ** 2 + (y0 - y) ** 2 <= (x1 - x) ** 2 + (y1 - y) ** 2 else -1
    after = road.section_first[other] if turn > 0 else road.section_first[other + 1] - 1
    if section_of(road, lead) != after:
        return -1, -1, way
    for p in range(len(rows)):
        if rows[p] >= 0:
            row = linked(road, rows[p], way)
            rows[p] = row if row >= 0 and section_of(road, row) == after else -1
    return other, after, turn


@device
def walk(
    road: Road,
    start: tuple[int, int, float],
    way: int,
    rows: Int64,
    edges: Float64,
    xy: Float64,
    half: Float64,
    seen: Int64,
) -> None:
    """Sample lanes every `SPACING`: xy (lanes, points, 2), half width (lanes, points), points valid (lanes,).

    Starts at (road, section, s) and changes `rows` as it goes. Where the road ends, so does the last point.
    """
    r, section, s = start
    for p in range(len(rows)):
        seen[p] = 0
    done = 0.0
    last = -SPACING
    ended = False
    for i in range(xy.shape[1]):
        target = i * SPACING
        while True:
            edge = end_of(road, r, section) if way > 0 else begin_of(road, section)
            room = max(0.0, (edge - s) * way)
            if done + room >= target:
                s += way * (target - done)
                done = target
                break
            done += room
            s = edge
            other, after, turn = hop(road, r, section, way, rows)
            if other < 0:
                ended = True
                break
            r, section, way = other, after, turn
            s = begin_of(road, section) if way > 0 else end_of(road, r, section)
        if ended and done - last < SHORT:
            return
        sample(road, (r, section, s), rows, i, edges, xy, half, seen)
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
    xy: Float64,
    half: Float64,
    seen: Int64,
) -> None:
    """Point i of every lane that is still there, at (road, section, s)."""
    r, section, s = at
    fill_edges(road, r, section, s, edges)
    x, y, heading, _ = line_pose(road, r, s)
    cosine, sine = math.cos(heading), math.sin(heading)
    flat = 1.0
    if road.superelevation_first[r] < road.superelevation_first[r + 1]:
        flat = math.cos(superelevation_at(road, r, s))
    first = road.lane_first[section]
    for p in range(len(rows)):
        if rows[p] >= 0:
            right, left = edges[rows[p] - first], edges[rows[p] - first + 1]
            t = 0.5 * (right + left) * flat
            xy[p, i, 0] = x - t * sine
            xy[p, i, 1] = y + t * cosine
            half[p, i] = 0.5 * (left - right) * flat
            seen[p] = i + 1
