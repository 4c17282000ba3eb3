"""Where signals count: of each a line across the lanes it speaks to, in the world's frame."""

from __future__ import annotations

from math import cos, sin
from typing import NamedTuple

import numpy as np

from aureole.core.brief import Brief, Signs
from aureole.core.notes import Bool, Float64, Int32
from aureole.core.road import Road
from aureole.exam.judges.sight import Sight
from aureole.kernels import device, kernel
from aureole.world.roads.lanes import lane_span, section_at
from aureole.world.roads.line import line_frame

X, Y, COS, SIN, LEFT, RIGHT = range(6)  # m, -, m; a point of the line, the way of traffic over it, how far it reaches
PLACE = 6
AROUND = 4.0  # m; half of what a carried signal closes where its carrier is on no road


class Posts(NamedTuple):
    """The signals of a batch as kernels take them: `Signs` with a line for each that stands."""

    kind: Int32
    value: Float64
    xyz: Float64
    heading: Float64
    carrier: Int32
    road: Int32
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
        signs.kind, np.ascontiguousarray(signs.value), signs.xyz, signs.heading, signs.carrier, signs.road,
        signs.direction, signs.lanes, signs.temporary, place,
    )  # fmt: skip


@device
def across(road: Road, r: int, s: float, way: int, lanes: tuple[int, int]) -> tuple[float, float, bool]:
    """t of the right and the left border of the lanes named, at s of road r; False where it has none of them.

    `lanes`: lowest and highest id. Both zero: all lanes of traffic with rising (`way` 1) or falling s (-1).
    """
    section = section_at(road, r, s)
    low, high, found = 0.0, 0.0, False
    for row in range(road.lane_first[section], road.lane_first[section + 1]):
        id_ = road.lane_id[row]
        leads_on = (id_ < 0) != road.road_left_hand[r]
        whole = lanes[0] == 0 and lanes[1] == 0
        if id_ == 0 or not ((leads_on == (way > 0)) if whole else lanes[0] <= id_ <= lanes[1]):
            continue
        right, left = lane_span(road, r, s, row)
        low, high = (min(low, right), max(high, left)) if found else (right, left)
        found = True
    return low, high, found


@kernel
def lay(signs: Signs, road: Road, place: Float64) -> None:
    """Fill the lines of what stands; `place` in place."""
    for i in range(len(signs.kind)):
        r, s = signs.road[i], signs.s[i]
        if signs.carrier[i] >= 0 or r < 0:
            continue
        way = -1 if signs.direction[i] < 0 else 1
        right, left, found = across(road, r, s, way, (signs.lanes[i, 0], signs.lanes[i, 1]))
        if not found:
            continue
        x, y, _, _, c, sn = line_frame(road, r, s)
        place[i, X], place[i, Y] = x, y
        place[i, COS], place[i, SIN] = way * c, way * sn
        place[i, LEFT], place[i, RIGHT] = (left, right) if way > 0 else (-right, -left)


@device
def carried(posts: Posts, sight: Sight, road: Road, m: int, i: int, place: Float64) -> bool:
    """The line of a signal at the place of its carrier, at moment m; False while that is not there."""
    a = posts.carrier[i]
    if a >= sight.present.shape[1] or not sight.present[m, a]:
        return False
    c, s = cos(sight.heading[m, a]), sin(sight.heading[m, a])
    x, y = posts.xyz[i, 0], posts.xyz[i, 1]
    place[X], place[Y] = sight.xyz[m, a, 0] + c * x - s * y, sight.xyz[m, a, 1] + s * x + c * y
    heading = sight.heading[m, a] + posts.heading[i]
    place[COS], place[SIN], place[LEFT], place[RIGHT] = cos(heading), sin(heading), AROUND, -AROUND
    r = sight.road[m, a]
    if r >= 0:
        _, _, _, _, road_c, road_s = line_frame(road, r, sight.s[m, a])
        way = 1 if road_c * place[COS] + road_s * place[SIN] >= 0.0 else -1
        right, left, found = across(road, r, sight.s[m, a], way, (posts.lanes[i, 0], posts.lanes[i, 1]))
        if found:
            t = sight.t[m, a]
            place[COS], place[SIN] = way * road_c, way * road_s
            place[LEFT], place[RIGHT] = (left - t, right - t) if way > 0 else (t - right, t - left)
    return True


@device
def before(place: Float64, x: float, y: float) -> tuple[float, bool]:
    """Metres from a point to a line along the way of its traffic, below zero beyond it; whether it goes over it."""
    dx, dy = place[X] - x, place[Y] - y
    aside = place[SIN] * dx - place[COS] * dy
    return place[COS] * dx + place[SIN] * dy, place[RIGHT] < aside < place[LEFT]
