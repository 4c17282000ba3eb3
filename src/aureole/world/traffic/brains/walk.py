"""Walkers: along their paths, over a road when it is safe, or without a look; and when drivers wait for them."""

from __future__ import annotations

import math

from aureole.conduct.boxes import point_distance
from aureole.core.kinds import Kind
from aureole.kernels import device
from aureole.world.sensing.noise import uniform
from aureole.world.traffic.brains.crowd import BITS, ON_ROAD, SOON, first_of, slot
from aureole.world.traffic.brains.leader import front_of
from aureole.world.traffic.brains.path import NOTHING, ONE
from aureole.world.traffic.net.net import Net
from aureole.world.traffic.state import Agents, Mind

WALK, STILL = int(Mind.WALK), int(Mind.STILL)
PEDESTRIAN = int(Kind.PEDESTRIAN)
FAST, SLOW = 1.5, 3.0  # m/s^2; how a walker speeds up, how it stops
EDGE = 0.5  # m; from the kerb to where one waits
SURE = 2.0  # s; that must be left before a car comes
YIELD = 2.5  # m/s^2; drivers who need not brake harder wait at a marked crossing
TRUST = 2.0  # m/s^2; a walker expects it of those who need no more than this
STANDING = 0.5  # m/s; a slower car is taken to wait
CLEAR = 1.0  # m; between a waiting car and a crossing
BEFORE = 0.7  # m; between two walkers one behind the other
STEP_ON = 0.7  # m; so far ahead of it a walker looks where it steps
SLOWLY = 2.0  # m/s; what is faster is not there any more
NEAR = 20.0  # m; no vehicle is longer
LOOKS, PLACE = 5, 6  # streams of noise: who looks, how far to the right one walks
RIGHT, RANGE = 0.25, 0.5  # m; to the right of a path, so that those who meet pass each other


@device(inline=True)
def careless(net: Net, agents: Agents, w: int, a: int) -> bool:
    """Whether a walker does not look."""
    return uniform(agents.key[w, a], 0, LOOKS) < net.careless


@device(inline=True)
def walkers_on(net: Net, agents: Agents, w: int, row: int, way: float, v: float) -> float:
    """Where walkers stop a car, m from its front, the entry of a stretch being `way` ahead of it; infinite if nowhere.

    At a marked crossing for who is on it or about to step on it, elsewhere for who is on the road; none for who has
    passed the lane, none where the car is on the crossing already or cannot stop any more.
    """
    halt = math.inf
    some = agents.about[w, slot(row, agents.x.shape[1])]
    while some != NOTHING:
        first = first_of(some)
        some &= some - ONE
        for b in range(first, agents.x.shape[1], BITS):
            if agents.mind[w, b] != WALK or not agents.present[w, b] or agents.goal[w, b] < 0:
                continue
            path, at = agents.goal[w, b], agents.reach[w, b]
            for k in range(net.kerb_first[path], net.kerb_first[path + 1]):
                crossing = net.kerb_crossing[k]
                on_road = at > net.kerb[k, 0] + ON_ROAD
                about = net.crossing_marked[crossing] and at > net.kerb[k, 0] - SOON
                if not (on_road or about):
                    continue
                for z in range(net.crossing_zebra[crossing], net.crossing_zebra[crossing + 1]):
                    edge = way + net.crossed_span[z, 0]
                    if net.crossed[z] != row or edge < 0.0 or at > net.crossed_span[z, 3] + 0.5:
                        continue
                    near = max(edge - CLEAR, 0.0)
                    if on_road or v * v < 2.0 * YIELD * max(near, 0.1):
                        halt = min(halt, near)
    return halt


@device(inline=True)
def safe_to_cross(net: Net, agents: Agents, w: int, a: int, crossing: int, at: float) -> bool:
    """Whether walker a can be over every lane before a car is there, or sees that the cars wait for it."""
    pace = max(agents.wish[w, a], 0.3)
    for z in range(net.crossing_zebra[crossing], net.crossing_zebra[crossing + 1]):
        row = net.crossed[z]
        clear = (net.crossed_span[z, 3] + 0.5 - at) / pace
        for b in range(agents.x.shape[1]):
            if not agents.present[w, b] or agents.mind[w, b] == WALK or agents.mind[w, b] == STILL:
                continue
            lane, v = agents.lane[w, b], agents.speed[w, b]
            if lane == row:
                way = -agents.along[w, b]
            elif agents.next[w, b] == row:
                way = net.length[lane] - agents.along[w, b]
            elif agents.claim[w, b] == row:
                way = agents.reach[w, b] - agents.along[w, b]
            else:
                continue
            way += net.crossed_span[z, 0] - front_of(agents, w, b)
            over = net.crossed_span[z, 1] - net.crossed_span[z, 0] + agents.length[w, b]
            if way < -over:
                continue
            if way < 0.0:
                return False
            if v < STANDING and way > 0.3:
                continue
            if net.crossing_marked[crossing] and v * v < 2.0 * TRUST * max(way - CLEAR, 0.0):
                continue
            if way < v * (clear + SURE):
                return False
    return True


@device(inline=True)
def blocked(agents: Agents, w: int, a: int) -> bool:
    """Whether a slow vehicle or a thing stands where walker a would step next: nobody walks into it."""
    c, s = math.cos(agents.heading[w, a]), math.sin(agents.heading[w, a])
    x, y = agents.x[w, a] + STEP_ON * c, agents.y[w, a] + STEP_ON * s
    for b in range(agents.x.shape[1]):
        if not agents.present[w, b] or agents.mind[w, b] == WALK or agents.speed[w, b] > SLOWLY:
            continue
        if abs(agents.x[w, b] - x) > NEAR or abs(agents.y[w, b] - y) > NEAR:
            continue
        turn = agents.heading[w, b]
        mx, my = (
            agents.x[w, b] + agents.ahead[w, b] * math.cos(turn),
            agents.y[w, b] + agents.ahead[w, b] * math.sin(turn),
        )
        if point_distance(x, y, mx, my, turn, agents.length[w, b], agents.width[w, b]) < 0.5 * agents.width[w, a] + 0.1:
            return True
    return False


@device(inline=True)
def decide_walk(net: Net, agents: Agents, w: int, a: int, step: float) -> None:
    """Set `push` (m/s^2) and `hold` of a walker."""
    path, at, v = int(agents.goal[w, a]), agents.reach[w, a], agents.speed[w, a]
    agents.aim[w, a], agents.hold[w, a], agents.push[w, a] = agents.target[w, a], 0.0, 0.0
    if path < 0:
        agents.push[w, a] = -v / step
        return
    wish, room = agents.wish[w, a], math.inf
    for k in range(net.kerb_first[path], net.kerb_first[path + 1]):
        left = net.kerb[k, 0] - EDGE - at
        here = -EDGE < left < v * v / (2.0 * SLOW) + v * step + 0.1 and not careless(net, agents, w, a)
        if here and not safe_to_cross(net, agents, w, a, int(net.kerb_crossing[k]), at):
            room = min(room, max(left, 0.0))
            agents.hold[w, a] = max(agents.wait[w, a], 0.0) + step
    for b in range(agents.x.shape[1]):
        same = b != a and agents.present[w, b] and agents.mind[w, b] == WALK and agents.goal[w, b] == path
        if same and agents.reach[w, b] > at:
            gap = agents.reach[w, b] - at - 0.5 * (agents.length[w, a] + agents.length[w, b]) - BEFORE
            if gap < 0.5:
                wish = min(wish, max(agents.speed[w, b] + gap, 0.0))
    if blocked(agents, w, a):
        room = 0.0
    if room < math.inf:
        wish = min(wish, math.sqrt(2.0 * SLOW * max(room - 0.02, 0.0)))
    agents.push[w, a] = min(max((wish - v) / step, -2.0 * SLOW), FAST)


@device(inline=True)
def advance_walk(net: Net, agents: Agents, w: int, a: int, step: float) -> None:
    """Move a walker along its path; at the end it turns round."""
    if not agents.present[w, a] or agents.goal[w, a] < 0:
        return
    v = agents.speed[w, a]
    faster = max(v + agents.push[w, a] * step, 0.0)
    agents.speed[w, a], agents.accel[w, a] = faster, (faster - v) / step
    agents.wait[w, a] = agents.hold[w, a]
    agents.reach[w, a] += 0.5 * (v + faster) * step
    path = int(agents.goal[w, a])
    end = net.path[net.path_first[path + 1] - 1, 2]
    if agents.reach[w, a] >= end:
        agents.goal[w, a], agents.reach[w, a] = path ^ 1, agents.reach[w, a] - end
    tread(net, agents, w, a, step)


@device(inline=True)
def tread(net: Net, agents: Agents, w: int, a: int, step: float) -> None:
    """Pose of a walker from its path and the way gone."""
    path, at = int(agents.goal[w, a]), agents.reach[w, a]
    low, high = int(net.path_first[path]), int(net.path_first[path + 1]) - 1
    while high - low > 1:
        middle = (low + high) // 2
        if net.path[middle, 2] <= at:
            low = middle
        else:
            high = middle
    dx, dy = net.path[low + 1, 0] - net.path[low, 0], net.path[low + 1, 1] - net.path[low, 1]
    part = (at - net.path[low, 2]) / (net.path[low + 1, 2] - net.path[low, 2])
    heading = math.atan2(dy, dx)
    aside = RIGHT + RANGE * uniform(agents.key[w, a], 0, PLACE)
    agents.x[w, a] = net.path[low, 0] + part * dx + aside * math.sin(heading)
    agents.y[w, a] = net.path[low, 1] + part * dy - aside * math.cos(heading)
    change = heading - agents.heading[w, a]
    change -= 2.0 * math.pi * math.floor(change / (2.0 * math.pi) + 0.5)
    agents.heading[w, a] += change
    agents.yaw_rate[w, a] = change / step
