"""How far learners have come along their routes, what they see of them, and every term of their rewards."""

from __future__ import annotations

from math import cos, inf, isfinite, pi, sin
from typing import Annotated, Any, NamedTuple

import numpy as np

from aureole.core.notes import Array, Bool, Float32, Float64, Int32, Int64
from aureole.gym import rewards
from aureole.kernels import device, kernel
from aureole.world.traffic.bicycle import Limits
from aureole.world.traffic.net.places import foot, pose_at, value_at
from aureole.world.traffic.sizes import Flags
from aureole.world.traffic.state import Agents

WAY = ("left", "across", "turned", "pace", "time")
"""Fields of `Track.way`: m to the aim along the route; m left of it; rad, its own heading against the route's, counter-
clockwise plus; m/s, the limit here or what the bend allows in comfort; s until the time is up."""
ROUTE = ("x", "y", "cosine", "sine", "pace")
"""Fields of `Track.route`: m and direction in the own frame (middle of the box, heading ahead); m/s."""
STILL = 0.1  # m/s; slower than this one stands
PROGRESS, ARRIVED, COLLISION, OFF_ROAD = rewards.PROGRESS, rewards.ARRIVED, rewards.COLLISION, rewards.OFF_ROAD
ASTRAY, WRONG_LANE, SPEEDING, OFF_CENTRE = rewards.ASTRAY, rewards.WRONG_LANE, rewards.SPEEDING, rewards.OFF_CENTRE
TURNED, DISCOMFORT, JERK, STEERING = rewards.TURNED, rewards.DISCOMFORT, rewards.JERK, rewards.STEERING
STANDING, TIME, LATE, BROKEN = rewards.STANDING, rewards.TIME, rewards.LATE, rewards.BROKEN


class Track(NamedTuple):
    """Where learners are on their routes, and what has come of their last step; written in place."""

    hop: Annotated[Int32, "worlds learners", "-", "-"]
    """Place in `routes` of the stretch they are on."""
    passed: Annotated[Float64, "worlds learners", "m", "lane"]
    """Length of the stretches behind, less where they started."""
    gone: Annotated[Float64, "worlds learners", "m", "lane"]
    """From their start along the route."""
    whole: Annotated[Float64, "worlds learners", "m", "lane"]
    """From their start to their aim."""
    last: Annotated[Float64, "2 worlds learners", "-", "-"]
    """Acceleration and steering angle after the step before."""
    broken: Annotated[Int64, "worlds learners", "-", "-"]
    """Actions of this episode that were no numbers."""
    ended: Annotated[Bool, "worlds learners", "-", "-"]
    """Hit, off the road, astray or arrived in the last step."""
    late: Annotated[Bool, "worlds learners", "-", "-"]
    """Not ended, and the time is up."""
    terms: Annotated[Float64, "terms worlds learners", "-", "-"]
    """`rewards.NAMES`."""
    reward: Annotated[Float64, "worlds learners", "-", "-"]
    way: Annotated[Float32, "5 worlds learners", "-", "agent"]
    """`WAY`."""
    route: Annotated[Float32, "5 worlds learners ahead", "-", "agent"]
    """`ROUTE`, nearest first; beyond the aim the aim again."""


class Ways(NamedTuple):
    """What following knows besides the state."""

    lines: Any
    on: Annotated[Int32, "worlds", "-", "-"]
    """On which map each world is."""
    routes: Annotated[Int32, "worlds learners hops", "-", "-"]
    weights: Annotated[Float64, "terms", "-", "-"]
    step: float
    """s; of one action."""
    tick: float
    """s; of one step of the world."""
    timeout: float
    """s."""
    astray: float
    """m."""
    near: float
    """m; of its aim."""
    spacing: float
    """m."""


def track_of(worlds: int, learners: int, ahead: int) -> Track:
    """Learners that are nowhere yet."""
    shape = (worlds, learners)
    gone, passed, whole, reward = (np.zeros(shape) for _ in range(4))
    return Track(
        np.zeros(shape, np.int32), passed, gone, whole, np.zeros((2, *shape)), np.zeros(shape, np.int64),
        np.zeros(shape, np.bool_), np.zeros(shape, np.bool_), np.zeros((len(rewards.NAMES), *shape)), reward,
        np.zeros((len(WAY), *shape), np.float32), np.zeros((len(ROUTE), *shape, ahead), np.float32),
    )  # fmt: skip


@kernel
def heed(actions: Array, limits: Limits, agents: Agents, track: Track, out: Float64) -> None:
    """Actions (worlds, learners, 2) from -1 to 1 as the world takes them, into `out`; what is no number is counted."""
    for w in range(actions.shape[0]):
        for a in range(actions.shape[1]):
            push, turn = float(actions[w, a, 0]), float(actions[w, a, 1])
            whole = isfinite(push) and isfinite(turn)
            track.terms[BROKEN, w, a] = 0.0
            if not whole and agents.present[w, a]:
                track.broken[w, a] += 1
                track.terms[BROKEN, w, a] = 1.0
            push, turn = min(max(push, -1.0), 1.0), min(max(turn, -1.0), 1.0)
            out[w, a, 0] = push * (limits.accel if push > 0.0 else limits.brake) if whole else np.nan
            out[w, a, 1] = turn * (limits.steer if limits.second == 0.0 else limits.steer_rate) if whole else np.nan


@kernel
def outset(order: Int64, ways: Ways, agents: Agents, aim: Float64, flags: Flags, track: Track) -> None:
    """Learners of the worlds `order` stand at the start of their routes."""
    lines = ways.lines
    for w in order:
        base = lines.base[ways.on[w]]
        for a in range(track.hop.shape[1]):
            track.hop[w, a], track.broken[w, a] = 0, 0
            track.ended[w, a], track.late[w, a], track.reward[w, a] = False, False, 0.0
            for k in range(track.terms.shape[0]):
                track.terms[k, w, a] = 0.0
            route = ways.routes[w, a]
            if not agents.present[w, a] or route[0] < 0:
                blind(track, w, a)
                continue
            along, across, heading = foot(lines, base + route[0], agents.x[w, a], agents.y[w, a])
            track.passed[w, a], track.gone[w, a] = -along, 0.0
            track.last[0, w, a], track.last[1, w, a] = agents.accel[w, a], agents.steer[w, a]
            k, whole = 0, -along
            while k + 1 < len(route) and route[k + 1] >= 0:
                whole += lines.length[base + route[k]]
                k += 1
            track.whole[w, a] = whole + foot(lines, base + route[k], aim[w, a, 0], aim[w, a, 1])[0]
            look_ahead(ways, agents, flags, track, w, a, along, across, heading)


@kernel
def follow(order: Int64, ways: Ways, agents: Agents, flags: Flags, track: Track) -> None:
    """After a step of the worlds `order`: where learners are on their routes, what they see of them, what they earn."""
    for w in order:
        for a in range(track.hop.shape[1]):
            track.ended[w, a], track.late[w, a], track.reward[w, a] = False, False, 0.0
            for k in range(BROKEN):
                track.terms[k, w, a] = 0.0
            if not agents.present[w, a] or ways.routes[w, a, 0] < 0:
                track.terms[BROKEN, w, a] = 0.0
                blind(track, w, a)
                continue
            along, across, heading = onto(ways, agents, track, w, a)
            look_ahead(ways, agents, flags, track, w, a, along, across, heading)
            gone = track.passed[w, a] + along
            earn(ways, agents, flags, track, w, a, gone - track.gone[w, a], across)
            track.gone[w, a] = gone
            for k in range(len(ways.weights)):
                track.reward[w, a] += ways.weights[k] * track.terms[k, w, a]


@device(inline=True)
def onto(ways: Ways, agents: Agents, track: Track, w: int, a: int) -> tuple[float, float, float]:
    """(along, across, heading) of learner a's place on its route; it goes on to the next stretch at the end of one."""
    lines, route, hop = ways.lines, ways.routes[w, a], int(track.hop[w, a])
    base = lines.base[ways.on[w]]
    x, y = agents.x[w, a], agents.y[w, a]
    along, across, heading = foot(lines, base + route[hop], x, y)
    while hop + 1 < len(route) and route[hop + 1] >= 0 and along >= lines.length[base + route[hop]] - 1e-6:
        further, aside, there = foot(lines, base + route[hop + 1], x, y)
        if further <= 0.0:
            break
        track.passed[w, a] += lines.length[base + route[hop]]
        hop += 1
        along, across, heading = further, aside, there
    track.hop[w, a] = hop
    return along, across, heading


@device(inline=True)
def blind(track: Track, w: int, a: int) -> None:
    """Who is not there sees no route."""
    for field in range(track.way.shape[0]):
        track.way[field, w, a] = 0.0
    for field in range(track.route.shape[0]):
        for k in range(track.route.shape[3]):
            track.route[field, w, a, k] = 0.0


@device(inline=True)
def look_ahead(
    ways: Ways, agents: Agents, flags: Flags, track: Track, w: int, a: int,
    along: float, across: float, heading: float,
) -> None:  # fmt: skip
    """Writes what learner a sees of its route from a place `along` its stretch on."""
    lines, route, hop = ways.lines, ways.routes[w, a], int(track.hop[w, a])
    base = lines.base[ways.on[w]]
    left = max(track.whole[w, a] - track.passed[w, a] - along, 0.0)
    turned = (agents.heading[w, a] - heading + pi) % (2.0 * pi) - pi
    track.way[0, w, a], track.way[1, w, a], track.way[2, w, a] = left, across, turned
    track.way[3, w, a] = value_at(lines, base + route[hop], along, 4)
    track.way[4, w, a] = ways.timeout - flags.tick[w] * ways.tick
    c, s = cos(agents.heading[w, a]), sin(agents.heading[w, a])
    x, y = agents.x[w, a] + c * agents.ahead[w, a], agents.y[w, a] + s * agents.ahead[w, a]
    before, row = -along, base + route[hop]
    for k in range(track.route.shape[3]):
        far = min((k + 1) * ways.spacing, left)
        while far - before > lines.length[row] and hop + 1 < len(route) and route[hop + 1] >= 0:
            before += lines.length[row]
            hop += 1
            row = base + route[hop]
        px, py, there = pose_at(lines, row, far - before)
        tc, ts = cos(there), sin(there)
        track.route[0, w, a, k] = c * (px - x) + s * (py - y)
        track.route[1, w, a, k] = c * (py - y) - s * (px - x)
        track.route[2, w, a, k], track.route[3, w, a, k] = c * tc + s * ts, c * ts - s * tc
        track.route[4, w, a, k] = value_at(lines, row, far - before, 4)


@device(inline=True)
def earn(ways: Ways, agents: Agents, flags: Flags, track: Track, w: int, a: int, gained: float, across: float) -> None:
    """Writes all terms but `broken` of learner a's last step, and whether that has ended its episode."""
    step, terms, v = ways.step, track.terms, agents.speed[w, a]
    accel, steer = agents.accel[w, a], agents.steer[w, a]
    lost = abs(across) > ways.astray
    there = flags.arrived[w, a] and track.way[0, w, a] <= 2.0 * ways.near + agents.ahead[w, a]  # not passing by it
    limit = ways.lines.limit[ways.lines.base[ways.on[w]] + ways.routes[w, a, track.hop[w, a]]]
    terms[PROGRESS, w, a] = gained
    terms[ARRIVED, w, a] = 1.0 if there else 0.0
    terms[COLLISION, w, a] = 1.0 if flags.hit[w, a] >= 0 else 0.0
    terms[OFF_ROAD, w, a] = 1.0 if flags.off[w, a] else 0.0
    terms[ASTRAY, w, a] = 1.0 if lost else 0.0
    terms[WRONG_LANE, w, a] = step if flags.wrong[w, a] else 0.0
    terms[SPEEDING, w, a] = step * max(v - limit, 0.0) if limit < inf else 0.0
    terms[OFF_CENTRE, w, a] = step * abs(across)
    terms[TURNED, w, a] = step * abs(track.way[2, w, a])
    sideways = v * agents.yaw_rate[w, a]
    terms[DISCOMFORT, w, a] = step * (accel * accel + sideways * sideways)
    terms[JERK, w, a] = abs(accel - track.last[0, w, a])
    terms[STEERING, w, a] = abs(steer - track.last[1, w, a])
    terms[STANDING, w, a] = step if abs(v) < STILL else 0.0
    terms[TIME, w, a] = step
    ended = flags.hit[w, a] >= 0 or flags.off[w, a] or there or lost
    late = flags.late[w] and not ended
    terms[LATE, w, a] = 1.0 if late else 0.0
    track.ended[w, a], track.late[w, a] = ended, late
    track.last[0, w, a], track.last[1, w, a] = accel, steer
