"""Questions about a map for many places at once: arrays in, arrays out; for tools, pages and tests.

Places are given as arrays of one length n, or as numbers that are then repeated: r (row of the road), s (m along its
reference line), t (m to its left), row (of the lane), xy (n × 2, m, world frame). Rows are those of
`core.road.Road`; -1 is none. Heights and headings are of the world frame: m, rad (not wrapped), counter-clockwise plus.
Nothing is raised for a place off its road: the line goes straight on beyond its ends (ASAM OpenDRIVE 1.8 §8).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from aureole.core.notes import Float64, Int32, Int64
from aureole.core.road import Road
from aureole.kernels import kernel
from aureole.world.roads import lanes, line, place
from aureole.world.roads.limits import Limits
from aureole.world.roads.links import Links
from aureole.world.roads.routes import Route


class Places(NamedTuple):
    """Where points are on the roads."""

    r: Int32
    """Row of the road; -1 off every road."""
    s: Float64
    """m along its reference line; below 0 or above its length for a point before or beyond its ends."""
    t: Float64
    """m to the left of it."""
    row: Int32
    """Row of the lane there; -1 beside the lanes."""
    offset: Float64
    """m to the left of the lane's middle; 0 beside the lanes."""


@kernel
def _poses(road: Road, r: Int64, s: Float64, out: Float64) -> None:
    for k in range(len(r)):
        out[k, 0], out[k, 1], out[k, 2], out[k, 3] = line.line_pose(road, r[k], s[k])


@kernel
def _worlds(road: Road, r: Int64, s: Float64, t: Float64, out: Float64) -> None:
    for k in range(len(r)):
        out[k, 0], out[k, 1], out[k, 2], out[k, 3] = place.to_world(road, r[k], s[k], t[k])
        out[k, 2] += lanes.height_at(road, r[k], s[k], t[k], lanes.lane_at(road, r[k], s[k], t[k]))


@kernel
def _lane_worlds(road: Road, row: Int64, s: Float64, offset: Float64, out: Float64) -> None:
    for k in range(len(row)):
        r = lanes.road_of(road, row[k])
        t, slope = lanes.lane_centre(road, r, s[k], row[k])
        t += offset[k]
        x, y, z, heading = place.to_world(road, r, s[k], t)
        bend = line.line_pose(road, r, s[k])[3]
        out[k, 0], out[k, 1], out[k, 2] = x, y, z + lanes.height_at(road, r, s[k], t, row[k])
        out[k, 3] = heading + math.atan2(slope, 1.0 - bend * t)


@kernel
def _locate(road: Road, xy: Float64, hint_r: Int64, hint_s: Float64, whole: Int32, out: Float64) -> None:
    for k in range(len(xy)):
        r, s, t = place.locate(road, xy[k, 0], xy[k, 1], hint_r[k], hint_s[k])
        row = lanes.lane_at(road, r, s, t)
        whole[k, 0], whole[k, 1] = r, row
        out[k, 0], out[k, 1], out[k, 2] = s, t, 0.0
        if row >= 0:
            out[k, 2] = t - lanes.lane_centre(road, r, s, row)[0]


@kernel
def _lanes_at(road: Road, r: Int64, s: Float64, t: Float64, out: Int32) -> None:
    for k in range(len(r)):
        out[k] = lanes.lane_at(road, r[k], s[k], t[k])


@kernel
def _spans(road: Road, row: Int64, s: Float64, out: Float64) -> None:
    for k in range(len(row)):
        out[k, 0], out[k, 1] = lanes.lane_span(road, lanes.road_of(road, row[k]), s[k], row[k])


@kernel
def _limits(limits: Limits, row: Int64, s: Float64, out: Float64) -> None:
    for k in range(len(row)):
        out[k] = lanes.limit_at(limits, row[k], s[k])


@kernel
def _along(
    spans: tuple[Int64, Float64, Float64, Float64], section: Int64, s: Float64, since: Float64, out: Float64
) -> None:
    sections, start, end, begun = spans
    for k in range(len(s)):
        out[k] = math.nan
        for i in range(len(sections)):
            low, high = min(start[i], end[i]), max(start[i], end[i])
            reached = begun[i] + abs(s[k] - start[i])
            if sections[i] == section[k] and low - 1e-6 <= s[k] <= high + 1e-6 and reached >= since[k]:
                out[k] = reached
                break


def poses(road: Road, r: ArrayLike, s: ArrayLike) -> Float64:
    """Pose of the reference line: n × (x, y, heading, curvature); m, rad, 1/m."""
    rows, stations = together(r, s)
    out = np.empty((len(rows), 4))
    _poses(road, whole(rows), stations, out)
    return out


def to_world(road: Road, r: ArrayLike, s: ArrayLike, t: ArrayLike = 0.0) -> Float64:
    """Points of roads in the world: n × (x, y, z, heading of the reference line); m, rad."""
    rows, stations, asides = together(r, s, t)
    out = np.empty((len(rows), 4))
    _worlds(road, whole(rows), stations, asides, out)
    return out


def lane_to_world(road: Road, row: ArrayLike, s: ArrayLike, offset: ArrayLike = 0.0) -> Float64:
    """Points `offset` m to the left of lanes' middles: n × (x, y, z, heading of the middle in the way of s); m, rad."""
    rows, stations, offsets = together(row, s, offset)
    out = np.empty((len(rows), 4))
    _lane_worlds(road, whole(rows), stations, offsets, out)
    return out


def locate(road: Road, xy: ArrayLike, hint_r: ArrayLike = -1, hint_s: ArrayLike = 0.0) -> Places:
    """Roads and lanes of points of the world (n × 2, m).

    Near a hint the point stays on the hint's road as long as it is beside it; without one (-1) a road whose lane
    holds the point goes before nearer ones, and of several such roads (in a junction) the one with the nearest line.
    """
    points = np.ascontiguousarray(np.asarray(xy, np.float64).reshape(-1, 2))
    roads, stations = (np.ascontiguousarray(np.broadcast_to(flat(value), (len(points),))) for value in (hint_r, hint_s))
    rows, out = np.empty((len(points), 2), np.int32), np.empty((len(points), 3))
    _locate(road, points, whole(roads), stations, rows, out)
    r, row = (np.ascontiguousarray(column) for column in rows.T)
    s, t, offset = (np.ascontiguousarray(column) for column in out.T)
    return Places(r, s, t, row, offset)


def lane_at(road: Road, r: ArrayLike, s: ArrayLike, t: ArrayLike) -> Int32:
    """Lane rows at places of roads; -1 beside the lanes and beyond the ends."""
    rows, stations, asides = together(r, s, t)
    out = np.empty(len(rows), np.int32)
    _lanes_at(road, whole(rows), stations, asides, out)
    return out


def lane_span(road: Road, row: ArrayLike, s: ArrayLike) -> Float64:
    """Borders of lanes at stations of their roads: n × (t of the right one, t of the left one), m."""
    rows, stations = together(row, s)
    out = np.empty((len(rows), 2))
    _spans(road, whole(rows), stations, out)
    return out


def width(road: Road, row: ArrayLike, s: ArrayLike) -> Float64:
    """Widths of lanes, m."""
    span = lane_span(road, row, s)
    return np.asarray(span[:, 1] - span[:, 0])


def speed_limit(limits: Limits, row: ArrayLike, s: ArrayLike) -> Float64:
    """Speed limits of lanes, m/s; infinite where none is given."""
    rows, stations = together(row, s)
    out = np.empty(len(rows))
    _limits(limits, whole(rows), stations, out)
    return out


def neighbours(road: Road, row: ArrayLike) -> Int32:
    """Lanes beside lanes: n × (right, left), seen in the way of s; -1 none. The centre lane is stepped over."""
    rows = whole(flat(row))
    section = np.searchsorted(road.lane_first, rows, side="right") - 1
    first, end = road.lane_first[section], road.lane_first[section + 1]
    found = []
    for step in (-1, 1):
        beside = rows + step
        inside = (beside >= first) & (beside < end)
        beside += np.where(inside & (road.lane_id[np.clip(beside, 0, len(road.lane_id) - 1)] == 0), step, 0)
        found.append(np.where((beside >= first) & (beside < end), beside, -1))
    return np.column_stack(found).astype(np.int32)


def goes_on(links: Links, row: ArrayLike, way: ArrayLike) -> tuple[Int32, Int32, Int32]:
    """Lanes that go on where lanes end in a way of s (1, -1): (first, lane, way there).

    What goes on from the i-th lane asked for lies in rows first[i]:first[i+1] of the other two.
    """
    rows, ways = (whole(values) for values in together(row, way))
    spans = [links[:3] if ways[k] > 0 else links[3:6] for k in range(len(rows))]
    parts = [slice(int(span[0][lane]), int(span[0][lane + 1])) for span, lane in zip(spans, rows, strict=True)]
    first = np.concatenate([[0], np.cumsum([part.stop - part.start for part in parts])]).astype(np.int32)
    nothing = [np.empty(0, np.int32)]
    lane = np.concatenate(nothing + [span[1][part] for span, part in zip(spans, parts, strict=True)])
    there = np.concatenate(nothing + [span[2][part] for span, part in zip(spans, parts, strict=True)])
    return first, lane, there


def along(road: Road, route: Route, row: ArrayLike, s: ArrayLike, since: ArrayLike = 0.0) -> Float64:
    """m from the start of a route to places in lanes (of any lane of its sections); NaN off it.

    A route that comes by twice gives the first time that is at least `since` m along it.
    """
    rows, stations, least = together(row, s, since)
    section = np.searchsorted(road.lane_first, whole(rows), side="right") - 1
    passed = np.searchsorted(road.lane_first, route.lane, side="right") - 1
    out = np.empty(len(rows))
    spans = (whole(passed), route.start, route.end, route.distances()[:-1].copy())
    _along(spans, whole(section), stations, least, out)
    return out


def flat(values: ArrayLike) -> Float64:
    """Numbers as one row."""
    return np.atleast_1d(np.asarray(values, np.float64)).reshape(-1)


def together(*values: ArrayLike) -> tuple[Float64, ...]:
    """Numbers and rows as rows of one length."""
    return tuple(np.ascontiguousarray(row) for row in np.broadcast_arrays(*(flat(value) for value in values)))


def whole(values: ArrayLike) -> Int64:
    """As whole numbers."""
    return np.ascontiguousarray(np.asarray(values), dtype=np.int64)
