"""Who is in front of an agent on its way: in its lane, half in it, changing to it, or standing and walking on it."""

from __future__ import annotations

import math

import numpy as np

from aureole.core.kinds import Kind
from aureole.kernels import device
from aureole.world.traffic.brains.crowd import BITS, first_of, slot
from aureole.world.traffic.brains.path import ASIDE, HOPS, NOTHING, ONE, beyond, bit, has
from aureole.world.traffic.net.net import Net
from aureole.world.traffic.net.places import foot, value_at
from aureole.world.traffic.state import Agents, Mind

ROOM = 0.25  # m; beside us that we want free on either side
LANE, WALK = int(Mind.LANE), int(Mind.WALK)
PEDESTRIAN = int(Kind.PEDESTRIAN)
FORESEEN = 5.0  # s; how far ahead a walker's steps are thought of


@device(inline=True)
def front_of(agents: Agents, w: int, a: int) -> float:
    """From the reference point to the front of the box, m."""
    return float(agents.ahead[w, a] + 0.5 * agents.length[w, a])


@device(inline=True)
def rear_of(agents: Agents, w: int, a: int) -> float:
    """From the rear of the box to the reference point, m."""
    return float(0.5 * agents.length[w, a] - agents.ahead[w, a])


@device(inline=True)
def before_entry(net: Net, agents: Agents, w: int, a: int, row: int, wanted: int) -> float:
    """From the entry of `row` to that of `wanted`, if its way leads to it; else infinite."""
    way = 0.0
    for _ in range(HOPS):
        if row == wanted:
            return way
        if row < 0:
            return math.inf
        way += net.length[row]
        row = beyond(net, agents, w, a, row)
    return math.inf


@device(inline=True)
def way_of(
    net: Net, agents: Agents, w: int, a: int, row: int, along: float, sight: float
) -> tuple[np.uint64, np.uint64, float, float, float, float]:
    """(who may be on the way ahead; a bit for each stretch; x and y of the lowest and the highest corner around them).

    Who is on another stretch is not in front of us, nor who walks outside.
    """
    some, mask, way = NOTHING, NOTHING, -along
    left, low, right, high = math.inf, math.inf, -math.inf, -math.inf
    for _ in range(HOPS):
        if row < 0 or way > sight:
            break
        some |= agents.on[w, slot(row, agents.x.shape[1])]
        mask |= bit(row)
        left, low = min(left, net.bounds[row, 0]), min(low, net.bounds[row, 1])
        right, high = max(right, net.bounds[row, 2]), max(high, net.bounds[row, 3])
        way += net.length[row]
        row = beyond(net, agents, w, a, row)
    return some, mask, left, low, right, high


@device(inline=True)
def ahead(net: Net, agents: Agents, w: int, a: int, row: int, along: float, sight: float) -> tuple[float, float]:
    """(gap, speed) of who is nearest in front of agent a, were it at `along` on `row`.

    Gap from bumper to bumper, m; infinite with nobody within `sight`. Speed in the way of travel, m/s.
    """
    front = front_of(agents, w, a)
    some, mask, left, low, right, high = way_of(net, agents, w, a, row, along, sight)
    x, y = agents.x[w, a], agents.y[w, a]
    far = sight + 30.0
    best, speed = math.inf, 0.0
    while some != NOTHING:
        first = first_of(some)
        some &= some - ONE
        for b in range(first, agents.x.shape[1], BITS):
            if b == a or abs(agents.x[w, b] - x) > far or abs(agents.y[w, b] - y) > far:
                continue
            if agents.mind[w, b] == LANE or has(mask, agents.lane[w, b]):
                gap, pace = in_lane(net, agents, w, a, b, row, along, mask)
            else:
                reach = abs(agents.ahead[w, b])
                if not (left - reach < agents.x[w, b] < right + reach and low - reach < agents.y[w, b] < high + reach):
                    continue
                gap, pace = on_way(net, agents, w, a, b, row, along, min(sight, best + front + 10.0))
            gap -= front
            if gap < best:
                best, speed = gap, pace
    return best, speed


@device(inline=True)
def in_lane(
    net: Net, agents: Agents, w: int, a: int, b: int, row: int, along: float, mask: np.uint64
) -> tuple[float, float]:
    """(way from our reference point to b's rear, b's speed) if b is ahead in our lane, at least in part; else inf."""
    lane, target = agents.lane[w, b], agents.target[w, b]
    if lane < 0:
        return math.inf, 0.0
    v, at, rear = agents.speed[w, b], agents.along[w, b], rear_of(agents, w, b)
    if has(mask, lane):
        start, past = row, -along
        for _ in range(2):  # a way that leads round comes back to its own first stretch
            way = past + before_entry(net, agents, w, a, start, lane) + at
            if way == math.inf or not behind(agents, w, a, b, way):
                break
            past += net.length[start]
            start = beyond(net, agents, w, a, start)
            if lane != row or start < 0:
                break
        if way < math.inf:
            if behind(agents, w, a, b, way) or apart(agents, w, a, b, agents.across[w, b], lane == row):
                return math.inf, 0.0
            return way - rear, v
    if target >= 0 and target != lane and has(mask, target):
        way = before_entry(net, agents, w, a, row, target) - along + at * net.length[target] / net.length[lane]
        if way < math.inf:
            if behind(agents, w, a, b, way):
                return math.inf, 0.0
            return way - rear, v
    return half_in(net, agents, w, a, b, row, along, mask)


@device(inline=True)
def half_in(
    net: Net, agents: Agents, w: int, a: int, b: int, row: int, along: float, mask: np.uint64
) -> tuple[float, float]:
    """The same for b in a lane beside ours from which it sticks out."""
    lane, across, at = agents.lane[w, b], agents.across[w, b], agents.along[w, b]
    if lane < 0 or abs(across) < ASIDE:
        return math.inf, 0.0
    half = value_at(net, lane, at, 3)
    if abs(across) + 0.5 * agents.width[w, b] < half:
        return math.inf, 0.0
    side = 0 if across > 0.0 else 1
    other, way_of, sign = net.beside[lane, side], 1.0, 1.0
    if other < 0:
        other, sign = net.against[lane, side], -1.0
    if other < 0 or not has(mask, other):
        return math.inf, 0.0
    at = at * net.length[other] / net.length[lane]
    if sign < 0.0:
        at = net.length[other] - at
    way = before_entry(net, agents, w, a, row, other) - along + at
    between = half + value_at(net, other, at, 3)
    there_across = sign * (across - (between if side == 0 else -between))
    if way == math.inf or behind(agents, w, a, b, way) or apart(agents, w, a, b, there_across, other == row):
        return math.inf, 0.0
    rear = rear_of(agents, w, b) if sign > 0.0 else front_of(agents, w, b)
    return way - rear, way_of * sign * agents.speed[w, b]


@device(inline=True)
def behind(agents: Agents, w: int, a: int, b: int, way: float) -> bool:
    """Whether b's middle is behind ours, `way` from reference point to reference point; of equals one is."""
    way += agents.ahead[w, b] - agents.ahead[w, a]
    if way == 0.0:
        return bool(agents.key[w, b] > agents.key[w, a] or (agents.key[w, b] == agents.key[w, a] and b > a))
    return way < 0.0


@device(inline=True)
def apart(agents: Agents, w: int, a: int, b: int, across: float, here: bool) -> bool:
    """Whether b, its reference point `across` our lane's middle, leaves us room to pass it without steering."""
    own = agents.across[w, a] if here else 0.0
    half = 0.5 * (agents.width[w, a] + agents.width[w, b]) + ROOM
    return bool(across > max(own, 0.0) + half or across < min(own, 0.0) - half)


@device(inline=True)
def on_way(
    net: Net, agents: Agents, w: int, a: int, b: int, row: int, along: float, sight: float
) -> tuple[float, float]:
    """(way from our reference point to b's box, its speed) if it, or a walker's next steps, lie on our way."""
    heading = agents.heading[w, b]
    c, s = math.cos(heading), math.sin(heading)
    x, y = agents.x[w, b] + agents.ahead[w, b] * c, agents.y[w, b] + agents.ahead[w, b] * s
    way = -along
    for _ in range(HOPS):
        if row < 0 or way > sight:
            break
        inside = net.bounds[row, 0] < x < net.bounds[row, 2] and net.bounds[row, 1] < y < net.bounds[row, 3]
        if inside:
            at, across, turned = foot(net, row, x, y)
            cosine, sine = math.cos(heading - turned), math.sin(heading - turned)
            lengthways = 0.5 * (abs(cosine) * agents.length[w, b] + abs(sine) * agents.width[w, b])
            sideways = 0.5 * (abs(sine) * agents.length[w, b] + abs(cosine) * agents.width[w, b])
            if way + at > 0.0 and steps_in(agents, w, a, b, across, sideways, sine, way + at - lengthways):
                return way + at - lengthways, agents.speed[w, b] * cosine
        way += net.length[row]
        row = beyond(net, agents, w, a, row)
    return math.inf, 0.0


@device(inline=True)
def steps_in(agents: Agents, w: int, a: int, b: int, across: float, sideways: float, sine: float, gap: float) -> bool:
    """Whether b is within our width, or will be when we are there: who walks is followed with the eye."""
    reach = 0.5 * agents.width[w, a] + sideways + ROOM
    if abs(across) < reach:
        return True
    if agents.mind[w, b] != WALK and agents.kind[w, b] != PEDESTRIAN:
        return False
    drift = agents.speed[w, b] * sine
    if drift * across >= 0.0 or abs(across) > reach + 4.0:
        return False
    soon = (abs(across) - reach) / abs(drift)
    return bool(soon < min(max(gap, 0.0) / max(agents.speed[w, a], 1.0) + 1.0, FORESEEN))
