"""Lanes and route around the car, sampled along the road it is on, in its own frame.

Place 0 is the lane the car is in, the other places follow from right to left as the car sees them; only
lanes a car could drive or stop on count. Lanes that begin further ahead are not listed.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Bool, Float32, Float64, Int32, Int64
from aureole.core.observation import Lanes
from aureole.core.road import Road
from aureole.core.scene import Scene
from aureole.kernels import device, kernel
from aureole.kernels.small import cosine_sine
from aureole.world.roads import queries
from aureole.world.roads.line import last_at, line_pose, piece_at, piece_frame
from aureole.world.sensing.places import LANES, UNMARKED, View, choose, describe
from aureole.world.sensing.walk import EDGES, SHIFTS, SPACING, bordered, walk, wide

POINTS = 32  # every walk.SPACING = 5 m: -20 m … 135 m along a lane, 0 … 155 m along the route
BEHIND = 4  # points behind the car
SPARE = 1.0  # m; so far beyond the last point a section must go on for a look along it alone


def nothing(worlds: int) -> Lanes:
    """No lane anywhere."""
    false = np.zeros((4, worlds, LANES), dtype=np.bool_)
    numbers = np.zeros((6, worlds, LANES), dtype=np.int32)
    numbers[2:4] = -1
    return Lanes(
        present=false[0],
        centre=np.zeros((worlds, LANES, POINTS, 2), dtype=np.float32),
        half_width=np.zeros((worlds, LANES, POINTS), dtype=np.float32),
        seen=numbers[0],
        kind=numbers[1],
        forward=false[1],
        limit=np.zeros((worlds, LANES), dtype=np.float32),
        left=numbers[2],
        right=numbers[3],
        mark_left=numbers[4],
        mark_right=numbers[5],
        may_left=false[2],
        may_right=false[3],
        sure=np.ones((worlds, LANES), dtype=np.float32),
        given=np.ones(worlds, dtype=np.bool_),
    )


def copied(lanes: Lanes, *, whole: bool = False) -> View:
    """New arrays with the same lanes, for a kernel to renew; with anything in them where it renews the `whole`."""
    make = np.empty_like if whole else np.copy
    return View(*((np.copy if name == "given" else make)(getattr(lanes, name)) for name in View._fields))


def renewed(view: View, lanes: Lanes) -> Lanes:
    """The lanes that a kernel has renewed, in the place of these."""
    return Lanes(**view._asdict(), sure=lanes.sure)


def widest(road: Road) -> int:
    """Number of lanes, the centre lane included, of the section that has most."""
    return int(np.max(np.diff(road.lane_first), initial=1))


class Place(NamedTuple):
    """Where the ego of each world is: fields of the `Scene`."""

    xyz: Float64
    heading: Float64
    road: Int32
    lane: Int32
    s: Float64
    t: Float64


def stand(scene: Scene, led: Road | None = None) -> Place:
    """Where the cars are, in which lane by the borders of `led`, if it is not the world's own road that counts."""
    lane = scene.lane
    if led is not None:
        lane = lane.copy()
        lane[:, 0] = queries.lane_at(led, scene.road[:, 0], scene.s[:, 0], scene.t[:, 0])
    return Place(scene.xyz, scene.heading, scene.road, lane, scene.s, scene.t)


@device
def standing(ego: Place, road: Road, w: int) -> tuple[int, int, float, int]:
    """Where a car stands: road (-1 off every one), lane section, s, and 1 if it looks to where s rises, else -1."""
    r = wide(ego.road[w, 0])
    if r < 0:
        return r, wide(-1), 0.0, 1
    s = min(max(ego.s[w, 0], 0.0), road.road_length[r])
    section = last_at(road.section_s, road.section_first[r], road.section_first[r + 1], s)
    way = 1 if math.cos(ego.heading[w, 0] - line_pose(road, r, s)[2]) >= 0.0 else -1
    return r, section, s, way


@device
def frame_of(ego: Place, w: int) -> tuple[float, float, float, float]:
    """The car's frame: x, y, cosine and sine of its heading."""
    heading = ego.heading[w, 0]
    c, s = cosine_sine(heading)
    return ego.xyz[w, 0, 0], ego.xyz[w, 0, 1], c, s


@kernel
def survey(
    due: Bool, ego: Place, road: Road, widest: int, view: View, route: Float32, route_row: Int32, whole: bool
) -> None:  # fmt: skip
    """Renew lanes (`view`) and route of every world where it is due.

    `route_row` is the lane of the route, in the section where the car is; below zero: the car's own. `whole`: there is
    nothing yet in `view` and `route`; else what the look before has left.
    """
    edges, memo = np.empty(widest + 1), np.empty(SHIFTS + 3 * (LANES + 1))
    memo[EDGES] = -1.0
    rows, walked = np.empty(LANES + 1, dtype=np.int64), np.empty(LANES + 1, dtype=np.int64)
    xy, half = np.empty((2, LANES + 1, POINTS, 2)), np.empty((2, LANES + 1, POINTS))
    seen = np.empty((2, LANES + 1), dtype=np.int64)  # first of the pairs behind the car, second ahead
    line, room = np.empty((4, BEHIND + POINTS)), np.empty((2, POINTS), dtype=np.float32)
    for w in range(due.shape[0]):
        if not due[w]:
            continue
        rows[:] = -1
        seen[:] = 0
        level = False
        r, section, s, way = standing(ego, road, w)
        if r >= 0:
            span = (wide(road.lane_first[section]), wide(road.lane_first[section + 1]))
            bordered(road, (r, section, s), edges, memo)
            choose(road.lane_id, road.lane_kind, span, way, wide(ego.lane[w, 0]), ego.t[w, 0], edges, rows)
            if route_row[w] < 0:
                route_row[w] = rows[0]
            rows[LANES] = route_row[w]
            describe(road, r, s, span, way, rows, w, view)
            level = memo[EDGES] == section and rows[LANES] >= 0 and stations(road, (r, section, s), way, line)
            for side in range(0 if level else 2):
                walked[:] = rows
                count = POINTS if side == 1 else 1 + BEHIND
                on = way if side == 1 else -way
                walk(road, (r, section, s), on, walked, count, edges, memo, xy[side], half[side], seen[side])
        frame = frame_of(ego, w)
        first = wide(road.lane_first[section]) if level else 0
        for p in range(LANES):
            view.present[w, p] = rows[p] >= 0
            if rows[p] < 0:
                clear(w, p, view)
                if not whole and view.seen[w, p] == 0:
                    continue  # nor was there one before: all its points are zero
            elif level:
                right, left = edges[rows[p] - first], edges[rows[p] - first + 1]
                beside(frame, line, 0.5 * (right + left), room, view.centre[w, p])
                view.half_width[w, p, :] = 0.5 * (left - right)
                view.seen[w, p] = POINTS
                continue
            view.seen[w, p] = join(frame, xy[:, p], half[:, p], seen[:, p], view.centre[w, p], view.half_width[w, p])
        if level:
            t = 0.5 * (edges[rows[LANES] - first] + edges[rows[LANES] - first + 1])
            ahead_of(line)
            beside(frame, line, t, room, route[w])
        else:
            lead(frame, xy[1, LANES], seen[1, LANES], route[w])


@device
def stations(road: Road, at: tuple[int, int, float], way: int, line: Float64) -> bool:
    """Whether all points of a walk both ways lie in one section; then `line` holds the stations of the reference line.

    (x y cosine sine, points), from the last behind to the last ahead: the numbers of `walk.sample`. A road that leans
    (superelevation) is left to the walk.
    """
    r, section, s = at
    if road.superelevation_first[r] < road.superelevation_first[r + 1]:
        return False
    low, high = road.section_s[section], road.road_length[r]
    if section + 1 < road.section_first[r + 1]:
        high = road.section_s[section + 1]
    back, front = BEHIND * SPACING + SPARE, POINTS * SPACING + SPARE
    if s - (back if way > 0 else front) < low or s + (front if way > 0 else back) > high:
        return False
    last = road.piece_first[r + 1]
    known, cosine, sine, end = -1, 1.0, 0.0, s
    for k in range(BEHIND + POINTS):
        if k == BEHIND:
            known, end = -1, s
        elif k < BEHIND:
            end -= way * SPACING
        else:
            end += way * SPACING
        i = BEHIND - 1 - k if k < BEHIND else k
        if known < 0 or end < road.piece_s[known] or (known + 1 < last and end >= road.piece_s[known + 1]):
            known = piece_at(road, r, end)
            heading = road.piece_heading[known]
            cosine, sine = cosine_sine(heading)
        if road.piece_curvature[known, 0] == 0.0 and road.piece_curvature[known, 1] == 0.0:
            ds = end - road.piece_s[known]
            line[0, i], line[1, i] = road.piece_xy[known, 0] + ds * cosine, road.piece_xy[known, 1] + ds * sine
            line[2, i], line[3, i] = cosine, sine
        else:
            line[0, i], line[1, i], _, _, line[2, i], line[3, i] = piece_frame(road, known, end - road.piece_s[known])
    return True


@device
def beside(frame: tuple[float, float, float, float], line: Float64, t: float, room: Float32, out: Float32) -> None:
    """The points of a lane in the car's frame, whose middle lies t beside the reference line.

    `room` (2, points) is to work in: so the compiler makes several points at once.
    """
    x, y, cosine, sine = frame
    for i in range(POINTS):
        dx, dy = line[0, i] - t * line[3, i] - x, line[1, i] + t * line[2, i] - y
        room[0, i] = cosine * dx + sine * dy
        room[1, i] = cosine * dy - sine * dx
    for i in range(POINTS):
        out[i, 0], out[i, 1] = room[0, i], room[1, i]


@device
def ahead_of(line: Float64) -> None:
    """Leave out the stations behind the car, in place."""
    for k in range(4):
        for i in range(POINTS):
            line[k, i] = line[k, i + BEHIND]


@device
def clear(w: int, p: int, view: View) -> None:
    """No lane at this place."""
    view.kind[w, p] = 0
    view.forward[w, p] = False
    view.limit[w, p] = 0.0
    view.left[w, p] = -1
    view.right[w, p] = -1
    view.mark_left[w, p] = UNMARKED
    view.mark_right[w, p] = UNMARKED
    view.may_left[w, p] = False
    view.may_right[w, p] = False


@device
def put(frame: tuple[float, float, float, float], xy: Float64, i: int, out: Float32, o: int) -> None:
    """One point of the world in the car's frame (x, y, cos, sin)."""
    x, y, cosine, sine = frame
    dx, dy = xy[i, 0] - x, xy[i, 1] - y
    out[o, 0] = cosine * dx + sine * dy
    out[o, 1] = cosine * dy - sine * dx


@device
def join(
    frame: tuple[float, float, float, float], xy: Float64, half: Float64, seen: Int64, centre: Float32, width: Float32
) -> int:
    """One lane from its first point behind the car to its last ahead, zeros after it; how many points it has."""
    before = max(seen[0] - 1, 0)  # both halves begin beside the car
    count = before + min(seen[1], POINTS - BEHIND)
    for i in range(count):
        side, o = (0, before - i) if i < before else (1, i - before)
        put(frame, xy[side], o, centre, i)
        width[i] = half[side, o]
    centre[count:] = 0.0
    width[count:] = 0.0
    return int(count)


@device
def lead(frame: tuple[float, float, float, float], ahead: Float64, seen: int, route: Float32) -> None:
    """The route from beside the car on; where the lane ends its last point is repeated, off every road it is zero."""
    for i in range(POINTS):
        if seen == 0:
            route[i, 0] = 0.0
            route[i, 1] = 0.0
        else:
            put(frame, ahead, min(i, seen - 1), route, i)
