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
from aureole.kernels import device, kernel
from aureole.world.roads import queries
from aureole.world.roads.lanes import SEAM, lane_span, section_at
from aureole.world.roads.line import line_pose
from aureole.world.roads.place import away_from, flat_to_t, follow, foot_on

NEAR = 30.0  # m; a lane further from a road's line is not looked for
HOPS = 3  # lanes that follow each other within one car's length
CENTRE, AXLE, CORNERS = 0, 1, 2  # rows of the points of one moment; four corners follow


class Ground(NamedTuple):
    """What the map says about a motion; one row a moment."""

    row: Annotated[Int32, "moments", "-", "-"]
    """Lane of the box's middle; -1 in none that is made for driving along."""
    corner_row: Annotated[Int32, "moments 4", "-", "-"]
    """Lanes of its corners."""
    away: Annotated[Float64, "moments 4", "m", "-"]
    """How far each corner is beside the paved area; 0 on it."""
    direction: Annotated[Float64, "moments", "rad", "world"]
    """Of the traffic in the middle's lane; NaN outside lanes and where they go both ways."""
    limit: Annotated[Float64, "moments", "m/s", "-"]
    """Speed limit there; infinite where none is given, NaN where not known."""
    junction: Annotated[Bool, "moments", "-", "-"]
    """The middle is on a junction's road."""
    axle_junction: Annotated[Bool, "moments", "-", "-"]
    """The reference point is."""
    across: Annotated[Bool, "moments", "-", "-"]
    """Corners lie in lanes that do not follow each other."""

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


@device
def linked(road: Road, one: int, other: int) -> bool:
    """Whether a lane is another one, or follows it within a few lanes."""
    ahead, behind = one, one
    for _ in range(HOPS + 1):
        if other in (ahead, behind):
            return True
        ahead = int(road.lane_successor[ahead]) if ahead >= 0 else -2
        behind = int(road.lane_predecessor[behind]) if behind >= 0 else -2
    return False


@device
def in_section(
    road: Road, mask: Bool, place: tuple[int, float, float], heading: float, hint: int
) -> tuple[int, float, float]:
    """Best lane of a mask at (r, s, t): (row or -1, how little it fits, m beside the nearest)."""
    r, s, t = place
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
        misfit = turn + (0.0 if hint >= 0 and linked(road, hint, row) else 10.0) + aside
        if aside <= SEAM and beyond == 0.0 and misfit < worst:
            best, worst = row, misfit
    return best, worst, nearest


@device
def lane_of(
    road: Road, mask: Bool, point: tuple[float, float, float], near: tuple[int, float], hint: int
) -> tuple[int, int, float, float]:
    """(row, r, s, m beside the nearest lane of the mask) of a point (x, y, heading): on the road nearby, or on any."""
    x, y, heading = point
    r, s = near
    if r >= 0:
        s, aside, found = follow(road, r, s, x, y)
        if found and 0.0 <= s <= road.road_length[r]:
            row, _, _ = in_section(road, mask, (r, s, flat_to_t(road, r, s, aside)), heading, hint)
            if row >= 0:
                return row, r, s, 0.0
    best, best_r, best_s, worst, nearest = -1, -1, 0.0, inf, inf
    for other in range(len(road.road_length)):
        for piece in range(road.piece_first[other], road.piece_first[other + 1]):
            if away_from(road, other, piece, x, y) > min(nearest, NEAR) + NEAR:
                continue
            s, aside, _ = foot_on(road, other, piece, x, y)
            row, misfit, beside = in_section(road, mask, (other, s, flat_to_t(road, other, s, aside)), heading, hint)
            nearest = min(nearest, beside)
            if row >= 0 and misfit < worst:
                best, best_r, best_s, worst = row, other, s, misfit
    return best, best_r, best_s, nearest


@kernel
def survey_points(road: Road, lanes: Bool, area: Bool, points: Float64, whole: Int32, out: Float64) -> None:
    """Lanes of every moment's points (moments, 6, x y heading); `whole` (moments, 6), `out` (moments, 6) in place."""
    near, hint = (-1, 0.0), -1
    for k in range(len(points)):
        for p in range(6):
            point = (points[k, p, 0], points[k, p, 1], points[k, p, 2])
            row, r, s, _ = lane_of(road, lanes, point, near, hint)
            whole[k, p] = row
            if p == CENTRE:
                near, hint = (r, s) if row >= 0 else near, row if row >= 0 else hint
                out[k, 4] = line_pose(road, r, s)[2] if row >= 0 else 0.0
                out[k, 5] = s
            if p >= CORNERS:
                away = 0.0
                if row < 0:
                    away = lane_of(road, area, point, near, -1)[3]
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
    survey_points(terrain.road, terrain.lanes, terrain.area, points, whole, out)
    row, inside = whole[:, CENTRE].copy(), whole[:, CENTRE] >= 0
    way = np.where(inside, terrain.way[row], 0)
    direction = np.where(way == 0, np.nan, out[:, 4] + np.where(way < 0, np.pi, 0.0))
    limit = np.full(count, np.nan)
    if terrain.limits is not None:
        limit[inside] = queries.speed_limit(terrain.limits, row[inside], out[inside, 5])
    junction = crossing(terrain.junction, terrain.road, whole[:, :2])
    corner_row = whole[:, CORNERS : CORNERS + 4].copy()
    return Ground(
        row, corner_row, out[:, :4].copy(), direction, limit, junction[:, CENTRE], junction[:, AXLE],
        across(terrain.road, corner_row),
    )  # fmt: skip


def crossing(junction: Int32 | None, road: Road, rows: Int32) -> Bool:
    """Whether lanes belong to junctions; False outside lanes and where it is not known."""
    if junction is None:
        return np.zeros(rows.shape, np.bool_)
    section = np.searchsorted(road.lane_first, rows, side="right") - 1
    owner = np.searchsorted(road.section_first, section, side="right") - 1
    return np.asarray((rows >= 0) & (junction[np.clip(owner, 0, len(junction) - 1)] >= 0))


def linked_rows(road: Road, one: Int32, other: Int32) -> Bool:
    """Whether lanes are the others, or follow them within a few lanes; False where one is -1."""
    found = one == other
    for chain in (road.lane_successor, road.lane_predecessor):
        reach = one
        for _ in range(HOPS):
            reach = np.where(reach >= 0, chain[reach], -1)
            found = found | (reach == other)
    return np.asarray(found & (one >= 0) & (other >= 0))


def across(road: Road, rows: Int32) -> Bool:
    """Whether two of four lanes (moments, 4) neither are the same nor follow each other; -1 is passed over."""
    found = np.zeros(len(rows), np.bool_)
    for i, j in combinations(range(4), 2):
        one, other = rows[:, i], rows[:, j]
        found |= (one >= 0) & (other >= 0) & ~linked_rows(road, one, other)
    return found
