"""Distances between agents as conditions and actions ask for them: along, across, straight; in the air, on the road."""

from __future__ import annotations

import math

from aureole.conduct.boxes import distance, overlap
from aureole.kernels import device
from aureole.kernels.small import cosine_sine
from aureole.world.scenarios.player.coupling import together
from aureole.world.scenarios.player.state import A_BEND, A_GONE, A_H, A_ROAD, A_S, A_T, A_TURN, A_X, A_Y, Stage
from aureole.world.scenarios.tables import (
    B_LENGTH,
    B_WIDTH,
    B_X,
    B_Y,
    EUCLIDEAN,
    FRAME_ENTITY,
    LATERAL,
    LONGITUDINAL,
    SP_ASIDE,
    SP_AT,
    SP_ON,
)

Box = tuple[float, float, float, float, float]


@device
def box_of(stage: Stage, agent: int) -> Box:
    """Centre, heading, length and width of an agent's box."""
    a, b = stage.agents[agent], stage.boxes[agent]
    c, s = cosine_sine(a[A_H])
    x, y = a[A_X] + c * b[B_X] - s * b[B_Y], a[A_Y] + s * b[B_X] + c * b[B_Y]
    return x, y, a[A_H], b[B_LENGTH], b[B_WIDTH]


@device
def touching(stage: Stage, one: int, other: int) -> bool:
    """Whether two agents collide: their boxes overlap, and they are not parts of one combination."""
    return overlapping(stage, one, other) and not together(stage, one, other)


@device
def overlapping(stage: Stage, one: int, other: int) -> bool:
    """Whether the boxes of two agents overlap."""
    a, b, o, p = stage.agents[one], stage.boxes[one], stage.agents[other], stage.boxes[other]
    far = b[B_LENGTH] + b[B_WIDTH] + p[B_LENGTH] + p[B_WIDTH] + abs(b[B_X]) + abs(p[B_X])
    if abs(a[A_X] - o[A_X]) > far or abs(a[A_Y] - o[A_Y]) > far:
        return False
    if stage.agents[one, A_GONE] == 1.0 or stage.agents[other, A_GONE] == 1.0:
        return False
    x1, y1, h1, l1, w1 = box_of(stage, one)
    x2, y2, h2, l2, w2 = box_of(stage, other)
    return overlap(x1, y1, h1, l1, w1, x2, y2, h2, l2, w2)


@device
def between(low_1: float, high_1: float, low_2: float, high_2: float) -> float:
    """Signed gap from the first interval to the second; 0 where they overlap."""
    if low_2 > high_1:
        return low_2 - high_1
    if low_1 > high_2:
        return high_2 - low_1
    return 0.0


@device
def half(heading: float, length: float, width: float) -> float:
    """Half of what a box covers along an axis it is turned by `heading` from."""
    return 0.5 * (length * abs(math.cos(heading)) + width * abs(math.sin(heading)))


@device
def gap_in_air(stage: Stage, one: int, other: int, kind: int, free: bool) -> float:
    """Distance in the frame of `one`: plus ahead or left, of the boxes if `free`, else of the origins."""
    a, o = stage.agents[one], stage.agents[other]
    axis = a[A_H] if kind == LONGITUDINAL else a[A_H] + 0.5 * math.pi
    c, s = cosine_sine(axis)
    if not free:
        dx, dy = o[A_X] - a[A_X], o[A_Y] - a[A_Y]
        return math.sqrt(dx * dx + dy * dy) if kind == EUCLIDEAN else c * dx + s * dy
    x1, y1, h1, l1, w1 = box_of(stage, one)
    x2, y2, h2, l2, w2 = box_of(stage, other)
    if kind == EUCLIDEAN:
        return distance(x1, y1, h1, l1, w1, x2, y2, h2, l2, w2)
    at = c * (x2 - x1) + s * (y2 - y1)
    mine, its = half(h1 - axis, l1, w1), half(h2 - axis, l2, w2)
    return between(-mine, mine, at - its, at + its)


@device
def cover_on_road(stage: Stage, agent: int, kind: int) -> tuple[float, float]:
    """Lowest and highest s (or t) that an agent's box covers; corners are laid on the local bend."""
    a, b = stage.agents[agent], stage.boxes[agent]
    c, s = cosine_sine(a[A_TURN])
    low, high = math.inf, -math.inf
    for corner in range(4):
        ahead = b[B_X] + (0.5 if corner < 2 else -0.5) * b[B_LENGTH]
        left = b[B_Y] + (0.5 if corner % 2 == 0 else -0.5) * b[B_WIDTH]
        along, across = c * ahead - s * left, s * ahead + c * left
        at = a[A_T] + across
        if kind == LONGITUDINAL:
            at = a[A_S] + along / max(1.0 - a[A_BEND] * at, 0.1)
        low, high = min(low, at), max(high, at)
    return low, high


@device
def onto(stage: Stage, r: int, s: float, q: int, at: float) -> tuple[float, float]:
    """Station `at` of road q seen along road r from s: it is base + way * at; way 0 where no links lead there.

    Of several ways over the links of roads the shortest one counts, ahead or behind.
    """
    if r < 0 or q < 0:
        return 0.0, 0.0
    if r == q:
        return 0.0, 1.0
    if 2 * r >= len(stage.ways):
        return 0.0, 0.0
    last = stage.ways.shape[1] - 1
    length, other = stage.ways[2 * r, last], stage.ways[2 * q, last]
    shortest, base, way = math.inf, 0.0, 0.0
    for end in range(4):
        up, high = end // 2 == 1, end % 2 == 1
        apart = stage.ways[2 * r + end // 2, 2 * q + end % 2]
        far = (length - s if up else s) + apart + (other - at if high else at)
        if far < shortest:
            shortest, way = far, 1.0 if up != high else -1.0
            base = (length + apart if up else -apart) - way * (other if high else 0.0)
    return base, way


@device
def gap_on_road(stage: Stage, one: int, other: int, kind: int, free: bool) -> float:
    """Distance along s or t of the roads, plus ahead or left of `one`; not a number where no links lead there."""
    a, o = stage.agents[one], stage.agents[other]
    base, way = onto(stage, int(a[A_ROAD]), a[A_S], int(o[A_ROAD]), o[A_S])
    if way == 0.0:
        return math.nan
    if kind == LATERAL:
        base = 0.0
    sign = 1.0 if math.cos(a[A_TURN]) >= 0.0 else -1.0
    if not free:
        at = o[A_S] if kind == LONGITUDINAL else o[A_T]
        return float(sign * (base + way * at - (a[A_S] if kind == LONGITUDINAL else a[A_T])))
    low_1, high_1 = cover_on_road(stage, one, kind)
    low_2, high_2 = cover_on_road(stage, other, kind)
    low_2, high_2 = base + way * low_2, base + way * high_2
    return float(sign * between(low_1, high_1, min(low_2, high_2), max(low_2, high_2)))


@device
def gap_to_place(stage: Stage, one: int, row: int, kind: int, free: bool) -> float:
    """Signed distance along s or t of the roads from `one` to a place; not a number where no links lead there."""
    a, spot = stage.agents[one], stage.spots[row]
    base, way = onto(stage, int(a[A_ROAD]), a[A_S], int(spot[SP_ON]), spot[SP_AT])
    if way == 0.0:
        return math.nan
    at = base + way * spot[SP_AT] if kind == LONGITUDINAL else way * spot[SP_ASIDE]
    sign = 1.0 if math.cos(a[A_TURN]) >= 0.0 else -1.0
    if not free:
        return float(sign * (at - (a[A_S] if kind == LONGITUDINAL else a[A_T])))
    low, high = cover_on_road(stage, one, kind)
    return float(sign * between(low, high, at, at))


@device
def gap(stage: Stage, one: int, other: int, frame: int, kind: int, free: bool) -> float:
    """Signed distance from `one` to `other`."""
    if frame == FRAME_ENTITY or kind == EUCLIDEAN:
        return gap_in_air(stage, one, other, kind, free)
    return gap_on_road(stage, one, other, kind, free)


@device
def gap_to_point(stage: Stage, one: int, x: float, y: float, kind: int, free: bool) -> float:
    """Signed distance from `one` to a point of the world, in the frame of `one`."""
    a = stage.agents[one]
    axis = a[A_H] + 0.5 * math.pi if kind == LATERAL else a[A_H]
    c, s = cosine_sine(axis)
    if not free:
        dx, dy = x - a[A_X], y - a[A_Y]
        return math.sqrt(dx * dx + dy * dy) if kind == EUCLIDEAN else c * dx + s * dy
    x1, y1, h1, l1, w1 = box_of(stage, one)
    if kind == EUCLIDEAN:
        return distance(x1, y1, h1, l1, w1, x, y, 0.0, 0.0, 0.0)
    at, mine = c * (x - x1) + s * (y - y1), half(h1 - axis, l1, w1)
    return between(-mine, mine, at, at)
