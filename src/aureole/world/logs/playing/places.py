"""On which road and lane somebody is where lanelets overlap: the lane that fits the heading goes first."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from aureole.core.kinds import LaneKind
from aureole.core.notes import Bool, Float64, Int32
from aureole.core.road import Road
from aureole.kernels import device
from aureole.world.roads.lanes import lane_at
from aureole.world.roads.line import line_pose
from aureole.world.roads.place import flat_to_t, follow, foot_on, seek
from aureole.world.roads.queries import to_world
from aureole.world.roads.reading.opendrive import Map
from aureole.world.roads.routes import DRIVEN

KEPT = 0.12  # -; misfit (1 - cosine) up to which somebody stays on the road it is on: 28°
STRANGE = 0.5  # -; a lane that is none for driving, or leads away from the way of the examined car, fits so much worse
FAR = 20.0  # m; a lane that leads so far astray is 0.3 worse
BOTH = int(LaneKind.BIDIRECTIONAL)


class Net(NamedTuple):
    """Roads with what is needed to look for a lane."""

    road: Road
    box: Float64
    """[roads, 4] x low, y low, x high, y high of all its lanes, m."""
    way: Int32
    """[lanes] traffic: 1 with rising s, -1 with falling s, 0 in both."""
    driven: Bool
    """[lanes] made for driving along."""
    astray: Float64
    """[lanes] how much worse a lane is than one along the examined car's way, 0 to 0.5."""


def net(map_: Map, road: Road, astray: Float64) -> Net:
    """The roads of a map with their boxes; `astray` (m) is how far each lane leads from the examined car's way."""
    boxes = np.empty((len(road.road_length), 4))
    for r in range(len(road.road_length)):
        first, end = int(road.section_first[r]), int(road.section_first[r + 1])
        rows = slice(int(road.lane_first[first]), int(road.lane_first[end]))
        widths = road.width_cubic[int(road.width_first[rows.start]) : int(road.width_first[rows.stop])]
        reach = float(np.abs(widths[:, 0]).sum()) + 10.0 if len(widths) else 10.0
        s = np.linspace(0.0, float(road.road_length[r]), max(2, int(road.road_length[r] / 5.0) + 2))
        xy = to_world(road, np.full(len(s), r), s)[:, :2]
        boxes[r, :2], boxes[r, 2:] = xy.min(axis=0) - min(reach, 60.0), xy.max(axis=0) + min(reach, 60.0)
    driven = np.isin(road.lane_kind, [int(kind) for kind in DRIVEN]) & (road.lane_id != 0)
    return Net(road, boxes, map_.links.way, driven, STRANGE * (1.0 - np.exp(-astray / FAR)))


@device
def misfit(net: Net, r: int, s: float, row: int, heading: float) -> float:
    """How little a lane fits a heading: 0 along its traffic, 2 against it; more where it is no lane to drive in."""
    turned = math.cos(heading - line_pose(net.road, r, s)[2])
    way = net.way[row]
    along = abs(turned) if way == 0 or net.road.lane_kind[row] == BOTH else turned * way
    return 1.0 - along + (0.0 if net.driven[row] else STRANGE)


@device
def placed(
    net: Net, x: float, y: float, heading: float, r: int, s: float, choosy: bool
) -> tuple[int, float, float, int]:
    """Road, s, t and lane row (-1 beside all lanes) of a point with a heading, sought first on the road r near s.

    `choosy`: lanes on the examined car's way go before others; the road it was on does not.
    """
    road = net.road
    if r >= 0 and not choosy:
        at, aside, found = follow(road, r, s, x, y)
        if found and 0.0 <= at <= road.road_length[r]:
            t = flat_to_t(road, r, at, aside)
            row = lane_at(road, r, at, t)
            if row >= 0 and misfit(net, r, at, row, heading) <= KEPT:
                return r, at, t, row
    best, best_r, best_s, best_t, best_row = math.inf, -1, 0.0, 0.0, -1
    for other in range(len(road.road_length)):
        if x < net.box[other, 0] or y < net.box[other, 1] or x > net.box[other, 2] or y > net.box[other, 3]:
            continue
        for piece in range(road.piece_first[other], road.piece_first[other + 1]):
            at, aside, square = foot_on(road, other, piece, x, y)
            if not square or at < -1e-6 or at > road.road_length[other] + 1e-6:
                continue
            t = flat_to_t(road, other, at, aside)
            row = lane_at(road, other, at, t)
            if row < 0:
                continue
            worse = misfit(net, other, at, row, heading) + 1e-3 * abs(t)
            if choosy:
                worse += net.astray[row]
            if other == r:
                worse -= 1e-2
            if worse < best:
                best, best_r, best_s, best_t, best_row = worse, other, at, t, row
    if best_row >= 0:
        return best_r, best_s, best_t, best_row
    if r >= 0:
        at, aside, found = follow(road, r, s, x, y)
        if found and 0.0 <= at <= road.road_length[r]:
            t = flat_to_t(road, r, at, aside)
            if abs(t) <= 15.0:
                return r, at, t, -1
    r, s, t = seek(road, x, y)
    return r, s, t, -1
