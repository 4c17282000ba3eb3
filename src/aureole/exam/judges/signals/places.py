"""Where signals count: of each a line across the lanes it speaks to, in the world's frame."""

from __future__ import annotations

from math import cos, sin
from typing import NamedTuple

import numpy as np

from aureole.core.brief import Brief, Signs
from aureole.core.notes import Bool, Float64, Int32
from aureole.core.road import Road
from aureole.exam.judges.lanes.paving import drivable
from aureole.exam.judges.sight import Sight
from aureole.kernels import device, kernel
from aureole.world.roads.lanes import lane_span, section_at
from aureole.world.roads.line import line_frame

X, Y, COS, SIN, LEFT, RIGHT = range(6)  # m, -, m; a point of the line, the way of traffic over it, how far it reaches
PLACE = 6
AROUND = 12.0  # m; to both sides of a carrier that is on no road
EVERY = 1000  # lane id; beyond all


class Posts(NamedTuple):
    """The signals of a batch as kernels take them: `Signs` with a line for each that stands."""

    kind: Int32
    value: Float64
    xyz: Float64
    heading: Float64
    carrier: Int32
    road: Int32
    s: Float64
    """Of what is carried: how much further than its carrier it counts, m."""
    direction: Int32
    lanes: Int32
    temporary: Bool
    place: Float64
    """[signals, `PLACE`]; of what is carried: no number."""


def posts(brief: Brief) -> Posts:
    """The signals of a brief, each with its line."""
    signs = brief.signs
    place = np.full((len(signs.kind), PLACE), np.nan)
    if len(place):
        lay(signs, brief.road, place)
    return Posts(
        signs.kind, np.ascontiguousarray(signs.value), signs.xyz, signs.heading, signs.carrier, signs.road, signs.s,
        signs.direction, signs.lanes, signs.temporary, place,
    )  # fmt: skip


@device
def across(road: Road, r: int, s: float, way: int, lanes: tuple[int, int]) -> tuple[float, float, bool]:
    """t of the right and the left border of the lanes that are spoken to, at s of road r; False where there is none.

    `lanes`: lowest and highest id. Who passes something on the other side of the road is spoken to as in the innermost
    lane of its own way (`way` 1: rising s).
    """
    section = section_at(road, r, s)
    inner = -1 if (way > 0) != road.road_left_hand[r] else 1
    over = lanes[0] <= inner <= lanes[1]
    low, high, found = 0.0, 0.0, False
    for row in range(road.lane_first[section], road.lane_first[section + 1]):
        id_ = int(road.lane_id[row])
        if id_ == 0 or not (lanes[0] <= id_ <= lanes[1] or (over and id_ * inner < 0)):
            continue
        right, left = lane_span(road, r, s, row)
        low, high = (min(low, right), max(high, left)) if found else (right, left)
        found = True
    return low, high, found


@device
def stretch(road: Road, r: int, s: float, way: int, lanes: tuple[int, int], place: Float64) -> bool:
    """Fill the line across lanes at s of road r; False where it has none of them."""
    right, left, found = across(road, r, s, way, lanes)
    if found:
        x, y, _, _, c, sn = line_frame(road, r, s)
        place[X], place[Y] = x, y
        place[COS], place[SIN] = way * c, way * sn
        place[LEFT], place[RIGHT] = (left, right) if way > 0 else (-right, -left)
    return found


@kernel
def lay(signs: Signs, road: Road, place: Float64) -> None:
    """Fill the lines of what stands; `place` in place."""
    for i in range(len(signs.kind)):
        r, s = signs.road[i], signs.s[i]
        if signs.carrier[i] >= 0 or r < 0:
            continue
        way = -1 if signs.direction[i] < 0 else 1
        stretch(road, r, s, way, (int(signs.lanes[i, 0]), int(signs.lanes[i, 1])), place[i])


@device
def carried(posts: Posts, sight: Sight, road: Road, m: int, i: int, place: Float64) -> bool:
    """The line of a signal at the place of its carrier, at moment m; False while that is not there."""
    a = posts.carrier[i]
    if a >= sight.present.shape[1] or not sight.present[m, a]:
        return False
    heading = sight.heading[m, a] + posts.heading[i]
    c, s = cos(heading), sin(heading)
    r = sight.road[m, a]
    if r >= 0:
        _, _, _, _, road_c, road_s = line_frame(road, r, sight.s[m, a])
        way = 1 if road_c * c + road_s * s >= 0.0 else -1
        low, high = int(posts.lanes[i, 0]), int(posts.lanes[i, 1])
        if low > high:  # the lane where the carrier is
            low, high = own_lane(sight, road, m, a)
        elif low == 0 and high == 0:  # all of the traffic that it speaks to
            low, high = -EVERY, EVERY
        if stretch(road, r, sight.s[m, a] + way * posts.s[i], way, (low, high), place):
            return True
    ac, as_ = cos(sight.heading[m, a]), sin(sight.heading[m, a])
    x, y = posts.xyz[i, 0], posts.xyz[i, 1]
    place[X] = sight.xyz[m, a, 0] + ac * x - as_ * y + c * posts.s[i]
    place[Y] = sight.xyz[m, a, 1] + as_ * x + ac * y + s * posts.s[i]
    place[COS], place[SIN], place[LEFT], place[RIGHT] = c, s, AROUND, -AROUND
    return True


@device
def own_lane(sight: Sight, road: Road, m: int, a: int) -> tuple[int, int]:
    """The lane where a carrier is; beside all lanes, or on one not for driving, that of the ego; failing that, all."""
    for k in range(2):
        row = sight.lane[m, a if k == 0 else 0]
        same = k == 0 or sight.road[m, 0] == sight.road[m, a]
        if same and row >= 0 and road.lane_id[row] != 0 and drivable(road.lane_kind[row]):
            return int(road.lane_id[row]), int(road.lane_id[row])
    return -EVERY, EVERY


@device
def stood(posts: Posts, i: int, place: Float64) -> None:
    """Fill the line of a signal that stands."""
    for k in range(PLACE):
        place[k] = posts.place[i, k]


@device
def before(place: Float64, x: float, y: float) -> tuple[float, bool]:
    """Metres from a point to a line along the way of its traffic, below zero beyond it; whether it goes over it."""
    dx, dy = place[X] - x, place[Y] - y
    aside = place[SIN] * dx - place[COS] * dy
    return place[COS] * dx + place[SIN] * dy, place[RIGHT] < aside < place[LEFT]
