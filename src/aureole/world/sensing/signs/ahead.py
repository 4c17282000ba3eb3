"""How far ahead on the own way each signal counts: along the lanes that the route is walked on, link by link."""

from __future__ import annotations

import math

from aureole.core.notes import Float32, Float64, Int64
from aureole.core.road import Road
from aureole.kernels import device
from aureole.world.roads.line import line_pose
from aureole.world.sensing.places import DRIVABLE
from aureole.world.sensing.signs.posts import LANE, ROAD, Posts, S
from aureole.world.sensing.walk import edge_of, hop, wide

HORIZON = 300.0  # m; further along its way a car does not ask what counts
SECTIONS = 400  # lane sections that are walked at most
BESIDE = 12.0  # m; who carries a signal off every road stands no further from the way that it speaks to
ALONG = 0.5  # cosine; and speaks to traffic within 60° of it


@device
def reckon(
    road: Road, start: tuple[int, int, float], way: int, row: int, posts: Posts, placed: Float64, heading: Float64,
    rows: Int64, ahead: Float64,
) -> None:  # fmt: skip
    """Fill `ahead` (signals,), m: infinite off the way, or where it speaks to others.

    Args:
        road: with the links of the way.
        start: road, lane section and s of the car.
        way: 1 if it looks to where s rises, else -1.
        row: lane of the route there.
        posts: the signals.
        placed: where the carriers are (carried, PLACED).
        heading: of the traffic that each carried signal speaks to, in the world (carried,).
        rows: room to work in, (1,).
        ahead: the answer.
    """
    r, section, s = start
    rows[0] = row
    done = 0.0
    for _ in range(SECTIONS):
        edge = edge_of(road.section_s, road.section_first, road.road_length[r], r, section, way)
        lane = spoken_to(road, r, rows[0], way)
        for i in range(posts.first[r], posts.first[r + 1]):
            k = posts.rows[i]
            if posts.direction[k] * way >= 0 and posts.lanes[k, 0] <= lane <= posts.lanes[k, 1]:
                note(posts.s[k], s, edge, way, done, ahead, k)
        for i in range(len(posts.carried)):
            k = posts.carried[i]
            if placed[i, ROAD] == r and speaks_along(road, r, placed[i, S], heading[i], way):
                low, high = posts.lanes[k, 0], posts.lanes[k, 1]
                if low > high:
                    low = high = nearest_lane(road, section, int(placed[i, LANE]), rows[0])
                if (low == 0 and high == 0) or low <= lane <= high:
                    along = placed[i, S] + way * posts.s[k]
                    inside = 0.0 <= along <= road.road_length[r]
                    further = 0.0 if inside else posts.s[k]
                    note(along if inside else placed[i, S], s, edge, way, done + further, ahead, k)
        done += max(0.0, (edge - s) * way)
        if done > HORIZON:
            return
        r, section, way = hop(road, r, section, way, rows)
        if r < 0 or rows[0] < 0:
            return
        s = edge_of(road.section_s, road.section_first, road.road_length[r], r, section, -way)


@device
def note(at: float, s: float, edge: float, way: int, done: float, ahead: Float64, k: int) -> None:
    """A signal at a station of a stretch from s to its edge, `done` metres from the car; the nearest place counts."""
    on = (at - s) * way
    if on >= 0.0 and (edge - at) * way >= 0.0 and on + done >= 0.0:
        ahead[k] = min(ahead[k], on + done)


@device
def spoken_to(road: Road, r: int, row: int, way: int) -> int:
    """The id of the lane in which a car is spoken to: its own; on the other side of the road the innermost of its way.

    Who passes an obstacle over there is on the same way as before.
    """
    lane = wide(road.lane_id[row])
    own = -1 if (way > 0) != road.road_left_hand[r] else 1
    return lane if lane * own > 0 else own


@device
def speaks_along(road: Road, r: int, s: float, heading: float, way: int) -> bool:
    """Whether a signal whose traffic has this heading speaks to the way of s."""
    return math.cos(heading - line_pose(road, r, s)[2]) * way > 0.0


@device
def nearest_lane(road: Road, section: int, row: int, own: int) -> int:
    """The id of the lane where a carrier is, from a shoulder the next one inwards; beside all that of the car's own."""
    first, end = wide(road.lane_first[section]), wide(road.lane_first[section + 1])
    while 0 <= row < len(road.lane_id) and road.lane_id[row] != 0:
        if road.lane_kind[row] in DRIVABLE:
            return wide(road.lane_id[row])
        row += 1 if road.lane_id[row] < 0 else -1
    return wide(road.lane_id[own]) if first <= own < end else 0


@device
def beside(route: Float32, x: float, y: float, heading: float) -> float:
    """How far along the route (in the car's frame) something beside it is; infinite if it is too far, or looks away."""
    best, at, done = BESIDE, math.inf, 0.0
    for i in range(route.shape[0] - 1):
        ux, uy = float(route[i + 1, 0] - route[i, 0]), float(route[i + 1, 1] - route[i, 1])
        length = math.hypot(ux, uy)
        if length <= 0.0:
            continue
        dx, dy = x - float(route[i, 0]), y - float(route[i, 1])
        along = (dx * ux + dy * uy) / length
        far = abs(dy * ux - dx * uy) / length
        with_ = (math.cos(heading) * ux + math.sin(heading) * uy) / length
        if 0.0 <= along <= length and far < best and with_ > ALONG:
            best, at = far, done + along
        done += length
    return at
