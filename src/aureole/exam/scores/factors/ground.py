"""Where a car was on the map at every moment: lanes of its middle and corners, how far beside the paved area."""

from __future__ import annotations

from itertools import combinations
from math import cos, hypot, inf
from typing import Annotated, NamedTuple

import numpy as np

from aureole.conduct.boxes import corner
from aureole.core.notes import Bool, Float64, Int32
from aureole.core.road import Road
from aureole.exam.scores.logs.log import Log
from aureole.exam.scores.logs.terrain import Terrain
from aureole.kernels import device, kernel
from aureole.world.roads import queries
from aureole.world.roads.lanes import SEAM, lane_span, section_at
from aureole.world.roads.line import line_pose
from aureole.world.roads.place import away_from, flat_to_t, follow, foot_on

NEAR = 30.0  # m; a lane further from a road's line is not looked for
CENTRE, AXLE, CORNERS = 0, 1, 2  # rows of the points of one moment; four corners follow


class Ground(NamedTuple):
    """What the map says about a motion; one row a moment."""

    row: Annotated[Int32, "moments", "-", "-"]
    """Lane of the box's middle; -1 in none that is made for driving along."""
    corner_row: Annotated[Int32, "moments 4", "-", "-"]
    """Lanes of its corners."""
    away: Annotated[Float64, "moments 4", "m", "-"]
    """How far each corner is beside the paved area; 0 on it, NaN where it is not known."""
    direction: Annotated[Float64, "moments", "rad", "world"]
    """Of the traffic in the middle's lane; NaN outside lanes and where they go both ways."""
    limit: Annotated[Float64, "moments", "m/s", "-"]
    """Speed limit there; infinite where none is given, NaN where not known."""
    junction: Annotated[Bool, "moments", "-", "-"]
    """The middle is on a junction's road."""
    axle_junction: Annotated[Bool, "moments", "-", "-"]
    """The reference point is."""
    across: Annotated[Bool, "moments", "-", "-"]
    """Corners lie in other lanes than the middle, which neither lead to its lane nor follow it."""

    @property
    def off(self) -> Bool:
        """A corner is beside the paved area."""
        return np.asarray((self.away > SEAM).any(axis=1))

    @property
    def scattered(self) -> Bool:
        """Not all corners lie in one lane, or in lanes that follow each other."""
        return np.asarray(self.across | (self.corner_row < 0).any(axis=1))

    def part(self, span: slice) -> Ground:
        """Some of its moments."""
        return Ground._make(values[span] for values in self)


class Net(NamedTuple):
    """The part of a terrain that the kernel takes."""

    road: Road
    lanes: Bool
    area: Bool
    kin_first: Int32
    kin: Int32


@device
def linked(net: Net, one: int, other: int) -> bool:
    """Whether a lane is another one, or one leads to the other within a few lanes."""
    found = False
    for k in range(net.kin_first[one], net.kin_first[one + 1]):
        found = found or net.kin[k] == other
    return found


@device
def in_section(
    net: Net, mask: Bool, place: tuple[int, float, float], heading: float, hint: int
) -> tuple[int, float, float]:
    """Best lane of a mask at (r, s, t): (row or -1, how little it fits, m beside the nearest)."""
    r, s, t = place
    road = net.road
    inside = min(max(s, 0.0), road.road_length[r])
    beyond = max(abs(s - inside) - SEAM, 0.0)
    section = section_at(road, r, inside)
    best, worst, nearest = -1, inf, inf
    turn = 1.0 - abs(cos(heading - line_pose(road, r, inside)[2]))
    for row in range(road.lane_first[section], road.lane_first[section + 1]):
        if not mask[row]:
            continue
        right, left = lane_span(road, r, inside, row)
        if left - right <= SEAM:
            continue
        aside = max(right - t, t - left, 0.0)
        nearest = min(nearest, hypot(aside, beyond))
        misfit = turn + (0.0 if hint >= 0 and linked(net, hint, row) else 10.0) + aside
        if aside <= SEAM and beyond == 0.0 and misfit < worst:
            best, worst = row, misfit
    return best, worst, nearest


@device
def lane_of(
    net: Net, mask: Bool, point: tuple[float, float, float], near: tuple[int, float], hint: int
) -> tuple[int, int, float, float]:
    """(row, r, s, m beside the nearest lane of the mask) of a point (x, y, heading): on the road nearby, or on any."""
    x, y, heading = point
    r, s = near
    road = net.road
    if r >= 0:
        s, aside, found = follow(road, r, s, x, y)
        if found and 0.0 <= s <= road.road_length[r]:
            row, _, _ = in_section(net, mask, (r, s, flat_to_t(road, r, s, aside)), heading, hint)
            if row >= 0:
                return row, r, s, 0.0
    best, best_r, best_s, worst, nearest = -1, -1, 0.0, inf, inf
    for other in range(len(road.road_length)):
        for piece in range(road.piece_first[other], road.piece_first[other + 1]):
            if away_from(road, other, piece, x, y) > min(nearest, NEAR) + NEAR:
                continue
            s, aside, _ = foot_on(road, other, piece, x, y)
            row, misfit, beside = in_section(net, mask, (other, s, flat_to_t(road, other, s, aside)), heading, hint)
            nearest = min(nearest, beside)
            if row >= 0 and misfit < worst:
                best, best_r, best_s, worst = row, other, s, misfit
    return best, best_r, best_s, nearest


@kernel
def survey_points(net: Net, points: Float64, whole: Int32, out: Float64) -> None:
    """Lanes of every moment's points (moments, 6, x y heading); `whole` (moments, 6), `out` (moments, 6) in place."""
    near, hint = (-1, 0.0), -1
    for k in range(len(points)):
        for p in range(6):
            point = (points[k, p, 0], points[k, p, 1], points[k, p, 2])
            row, r, s, _ = lane_of(net, net.lanes, point, near, hint)
            whole[k, p] = row
            if p == CENTRE:
                near, hint = (r, s) if row >= 0 else near, row if row >= 0 else hint
                out[k, 4] = line_pose(net.road, r, s)[2] if row >= 0 else 0.0
                out[k, 5] = s
            if p >= CORNERS:
                away = 0.0
                if row < 0:
                    away = lane_of(net, net.area, point, near, -1)[3]
                out[k, p - CORNERS] = away


@kernel
def corners_of(pose: Float64, length: float, width: float, out: Float64) -> None:
    """Corners of boxes (moments, x y heading): front left, rear left, rear right, front right; `out` in place."""
    for k in range(len(pose)):
        for index in range(4):
            out[k, index, 0], out[k, index, 1] = corner(pose[k, 0], pose[k, 1], pose[k, 2], length, width, index)


def centres(log: Log) -> Float64:
    """Middle of the scored car's box and its heading, shape (moments, 3)."""
    heading = log.ego.heading
    c, s = np.cos(heading), np.sin(heading)
    x = log.ego.xy[:, 0] + c * log.body.ahead - s * log.body.left
    y = log.ego.xy[:, 1] + s * log.body.ahead + c * log.body.left
    return np.stack((x, y, heading), axis=1)


def survey(log: Log) -> Ground | None:
    """Where the scored car was on the map; None without one."""
    terrain = log.terrain
    if terrain is None:
        return None
    pose, count = centres(log), len(log)
    points = np.empty((count, 6, 3))
    points[:, :, 2] = log.ego.heading[:, None]
    points[:, CENTRE, :2], points[:, AXLE, :2] = pose[:, :2], log.ego.xy
    box = np.empty((count, 4, 2))
    corners_of(pose, log.body.length, log.body.width, box)
    points[:, CORNERS:, :2] = box
    whole, out = np.full((count, 6), -1, np.int32), np.zeros((count, 6))
    net = Net(terrain.road, terrain.lanes, terrain.area, terrain.kin_first, terrain.kin)
    survey_points(net, points, whole, out)
    row, inside = whole[:, CENTRE].copy(), whole[:, CENTRE] >= 0
    way = np.where(inside, terrain.way[row], 0)
    direction = np.where(way == 0, np.nan, out[:, 4] + np.where(way < 0, np.pi, 0.0))
    limit = np.full(count, np.nan)
    if terrain.limits is not None:
        limit[inside] = queries.speed_limit(terrain.limits, row[inside], out[inside, 5])
    junction = crossing(terrain.junction, terrain.road, whole[:, :2])
    corner_row = whole[:, CORNERS : CORNERS + 4].copy()
    away = out[:, :4].copy() if terrain.paved else np.full((count, 4), np.nan)
    return Ground(
        row, corner_row, away, direction, limit, junction[:, CENTRE], junction[:, AXLE],
        split(terrain, points, row, corner_row),
    )  # fmt: skip


def crossing(junction: Int32 | None, road: Road, rows: Int32) -> Bool:
    """Whether lanes belong to junctions; False outside lanes and where it is not known."""
    if junction is None:
        return np.zeros(rows.shape, np.bool_)
    section = np.searchsorted(road.lane_first, rows, side="right") - 1
    owner = np.searchsorted(road.section_first, section, side="right") - 1
    return np.asarray((rows >= 0) & (junction[np.clip(owner, 0, len(junction) - 1)] >= 0))


def linked_rows(terrain: Terrain, one: Int32, other: Int32) -> Bool:
    """Whether lanes are the others, or one leads to the other within a few lanes; False where one is -1."""
    count = len(terrain.lanes)
    owner = np.repeat(np.arange(count), np.diff(terrain.kin_first))
    keys = owner * count + terrain.kin  # rising, as both are
    wanted = one.astype(np.int64) * count + other
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.asarray((keys[place] == wanted) & (one >= 0) & (other >= 0))


def across(terrain: Terrain, centre: Int32, corners: Int32) -> Bool:
    """Whether a corner (moments, 4) lies in a lane that neither is the middle's nor leads to or from it.

    Where the middle is in no lane: whether two corners lie in such lanes. -1 is passed over.
    """
    found = np.zeros(len(centre), np.bool_)
    pairs = [(centre, corners[:, k]) for k in range(4)]
    nowhere = centre < 0
    if nowhere.any():
        pairs += [(np.where(nowhere, corners[:, i], -1), corners[:, j]) for i, j in combinations(range(4), 2)]
    for one, other in pairs:
        differ = (one != other) & (one >= 0) & (other >= 0)
        if differ.any():
            found |= differ & ~linked_rows(terrain, one, other)
    return found


def split(terrain: Terrain, points: Float64, centre: Int32, corners: Int32) -> Bool:
    """Moments in which no lane, with those it leads to or comes from, holds all corners that are in lanes.

    In a junction lanes overlap: the middle may be in one, and all corners in another.
    """
    found = across(terrain, centre, corners)
    for row in np.unique(corners[found]):
        moments = np.flatnonzero(found & (corners == row).any(axis=1))
        if row < 0 or moments.size == 0:
            continue
        mask = np.zeros(len(terrain.lanes), np.bool_)
        mask[terrain.kin[terrain.kin_first[row] : terrain.kin_first[row + 1]]] = True
        whole, out = np.full((len(moments), 6), -1, np.int32), np.zeros((len(moments), 6))
        net = Net(terrain.road, mask & terrain.lanes, terrain.area, terrain.kin_first, terrain.kin)
        survey_points(net, np.ascontiguousarray(points[moments]), whole, out)
        found[moments] = ((whole[:, CORNERS:] < 0) & (corners[moments] >= 0)).any(axis=1)
    return found
