"""The part of a scene that judges' kernels take, and where an agent's box lies on its road."""

from __future__ import annotations

from typing import NamedTuple

from aureole.core.notes import Bool, Float64, Int32, Int64
from aureole.core.road import Road
from aureole.core.scene import Scene
from aureole.kernels import device
from aureole.kernels.small import cosine_sine
from aureole.world.roads.lanes import lane_row, lane_span
from aureole.world.roads.line import line_frame

FAR = 1e9  # m or s; stands for none, kernels compare it like a number


class Sight(NamedTuple):
    """Fields of `Scene` under their own names; `box` is `box_from_reference`.

    What changes has a row for each moment that is watched: `ticks` of them for each world, world after world (one
    where the loop goes step by step). What does not (`size`, `box`, `kind`) has a row for each world.
    """

    stamp: Int64
    present: Bool
    xyz: Float64
    heading: Float64
    velocity: Float64
    speed: Float64
    size: Float64
    box: Float64
    kind: Int32
    lamps: Int32
    road: Int32
    lane: Int32
    s: Float64
    t: Float64
    hit: Int32
    over: Bool


def sight(scene: Scene) -> Sight:
    """The scene as a kernel takes it; nothing is copied, so worlds hand over C-contiguous arrays."""
    return Sight(
        scene.stamp, scene.present, scene.xyz, scene.heading, scene.velocity, scene.speed, scene.size,
        scene.box_from_reference, scene.kind, scene.lamps, scene.road, scene.lane, scene.s, scene.t, scene.hit,
        scene.over,
    )  # fmt: skip


@device
def box_centre(sight: Sight, w: int, m: int, a: int) -> tuple[float, float]:
    """Centre of an agent's box at moment m of world w, m, world frame."""
    x, y, _, _ = box_frame(sight, w, m, a)
    return x, y


@device
def box_frame(sight: Sight, w: int, m: int, a: int) -> tuple[float, float, float, float]:
    """The same, and cosine and sine of the box's heading."""
    c, s = cosine_sine(sight.heading[m, a])
    x, y = sight.box[w, a, 0], sight.box[w, a, 1]
    return sight.xyz[m, a, 0] + c * x - s * y, sight.xyz[m, a, 1] + s * x + c * y, c, s


@device
def extent(
    sight: Sight, road: Road, w: int, m: int, a: int
) -> tuple[float, float, float, float, float, float, float, float]:
    """An agent's box on its road, and how it moves there.

    Gives the middle's s and t, half the span along and across (m), cosine and sine of its heading against the road,
    its velocity along the road and to the left (m/s). Seen in the straight frame of the road at the agent's reference
    point: a car of 5 m on a bend of 250 m errs by about 1 cm.
    """
    _, _, direction, _, road_c, road_s = line_frame(road, sight.road[m, a], sight.s[m, a])
    turned = sight.heading[m, a] - direction
    c, s = cosine_sine(turned)
    x, y = sight.box[w, a, 0], sight.box[w, a, 1]
    half_length, half_width = 0.5 * sight.size[w, a, 0], 0.5 * sight.size[w, a, 1]
    vx, vy = sight.velocity[m, a, 0], sight.velocity[m, a, 1]
    return (
        sight.s[m, a] + c * x - s * y,
        sight.t[m, a] + s * x + c * y,
        abs(c) * half_length + abs(s) * half_width,
        abs(s) * half_length + abs(c) * half_width,
        c,
        s,
        road_c * vx + road_s * vy,
        road_c * vy - road_s * vx,
    )


@device
def own_span(sight: Sight, road: Road, m: int, s: float) -> tuple[float, float, bool]:
    """t of the right and left border, at station s, of the lane the ego is in; False if there is no such lane.

    The lane is told by its id on the ego's road; lanes of a road that follows are not searched yet.
    """
    r, lane = sight.road[m, 0], sight.lane[m, 0]
    if r < 0 or lane < 0:
        return 0.0, 0.0, False
    row = lane_row(road, r, s, road.lane_id[lane])
    if row < 0:
        return 0.0, 0.0, False
    right, left = lane_span(road, r, s, row)
    return right, left, True


@device
def lead_of(sight: Sight, road: Road, w: int, m: int, share: float) -> tuple[int, float, float]:
    """Nearest agent ahead in the ego's lane: its place (-1 none), the gap (m) and how fast it closes (m/s).

    In the lane is whatever reaches more than `share` metres into it.
    """
    r, lane = sight.road[m, 0], sight.lane[m, 0]
    best, lead, closing = FAR, -1, 0.0
    if r < 0 or lane < 0:
        return lead, best, closing
    own_s, own_half, way, own_speed = 0.0, 0.0, 1.0, 0.0
    for a in range(sight.present.shape[1]):
        away = way * (sight.s[m, a] - own_s)
        if a > 0 and (not sight.present[m, a] or sight.road[m, a] != r or away < -20.0 or away > best + 40.0):
            continue
        s, t, half, half_width, c, _, speed, _ = extent(sight, road, w, m, a)
        if a == 0:  # the ego comes first: one place in the compiled code finds a box on its road
            own_s, own_half, way, own_speed = s, half, 1.0 if c >= 0.0 else -1.0, speed
            continue
        gap = way * (s - own_s) - own_half - half
        if way * (s - own_s) <= 0.0 or gap >= best:
            continue
        right, left, there = own_span(sight, road, m, s)
        if there and min(left - (t - half_width), t + half_width - right) > share:
            best, lead, closing = gap, a, way * (own_speed - speed)
    return lead, best, closing
