"""Recorded tracks: at the log's pace, or along the log's path once the examined agent is not where the log had it."""

from __future__ import annotations

import math

from aureole.conduct.following import idm_accel
from aureole.kernels import device
from aureole.world.traffic.brains.manner import row_of
from aureole.world.traffic.net.net import Logs, Net
from aureole.world.traffic.state import Agents

EXACT = 1e-9  # of a period; so near to a recorded tick is at it
WIDE = 0.3  # m; beside us that we want free
SIGHT = 80.0  # m
OFTEN = 2.0  # m; how densely the recorded path is looked along
FREE = 1  # `target` of a driver who no longer keeps the log's pace


@device(inline=True)
def at_time(logs: Logs, time: float) -> tuple[int, float]:
    """(tick, part of the way to the next) of a time in the log."""
    at = time / logs.period
    k = int(math.floor(at + EXACT))
    part = at - k
    return k, 0.0 if part < EXACT else part


@device(inline=True)
def recorded(logs: Logs, track: int, time: float) -> tuple[bool, float, float, float, float, float]:
    """(whether it is there; x, y of its middle, heading, speed, way gone) of a track at a time.

    Exactly as recorded at the log's ticks, evenly between two of them; it is there only where both have it.
    """
    k, part = at_time(logs, time)
    if k < 0 or k >= logs.present.shape[1] or not logs.present[track, k]:
        return False, 0.0, 0.0, 0.0, 0.0, 0.0
    if part == 0.0:
        return (
            True, logs.pose[track, k, 0], logs.pose[track, k, 1], logs.pose[track, k, 2], logs.pose[track, k, 3],
            logs.along[track, k],
        )  # fmt: skip
    if k + 1 >= logs.present.shape[1] or not logs.present[track, k + 1]:
        return False, 0.0, 0.0, 0.0, 0.0, 0.0
    rest = 1.0 - part
    return (
        True, rest * logs.pose[track, k, 0] + part * logs.pose[track, k + 1, 0],
        rest * logs.pose[track, k, 1] + part * logs.pose[track, k + 1, 1],
        rest * logs.pose[track, k, 2] + part * logs.pose[track, k + 1, 2],
        rest * logs.pose[track, k, 3] + part * logs.pose[track, k + 1, 3],
        rest * logs.along[track, k] + part * logs.along[track, k + 1],
    )  # fmt: skip


@device(inline=True)
def put(agents: Agents, w: int, a: int, x: float, y: float, heading: float, speed: float, step: float) -> None:
    """Put the middle of agent a's box at a pose, with the rates that took it there."""
    if agents.present[w, a]:
        agents.accel[w, a] = (speed - agents.speed[w, a]) / step
        turned = heading - agents.heading[w, a]
        turned -= 2.0 * math.pi * math.floor(turned / (2.0 * math.pi) + 0.5)
        agents.yaw_rate[w, a] = turned / step
    else:
        agents.accel[w, a], agents.yaw_rate[w, a] = 0.0, 0.0
    agents.heading[w, a], agents.speed[w, a] = heading, speed
    shift = agents.ahead[w, a]
    if shift == 0.0:
        agents.x[w, a], agents.y[w, a] = x, y
    else:
        agents.x[w, a], agents.y[w, a] = x - shift * math.cos(heading), y - shift * math.sin(heading)
    agents.present[w, a] = True


@device(inline=True)
def advance_replay(logs: Logs, agents: Agents, w: int, a: int, tick: int, step: float) -> None:
    """Put agent a where the log has it after this step."""
    track = int(agents.goal[w, a])
    there, x, y, heading, speed, way = recorded(logs, track, (tick + 1) * step)
    if not there:
        agents.present[w, a] = False
        return
    agents.reach[w, a] = way
    put(agents, w, a, x, y, heading, speed, step)


@device(inline=True)
def astray(logs: Logs, agents: Agents, w: int, time: float) -> bool:
    """Whether the examined agent, 0, is not where the log had it; where the log lacks it, it is not asked for."""
    if logs.ego < 0 or not agents.present[w, 0]:
        return False
    there, x, y, _, _, _ = recorded(logs, logs.ego, time)
    if not there:
        return False
    c, s = math.cos(agents.heading[w, 0]), math.sin(agents.heading[w, 0])
    dx, dy = agents.x[w, 0] + agents.ahead[w, 0] * c - x, agents.y[w, 0] + agents.ahead[w, 0] * s - y
    return bool(dx * dx + dy * dy > logs.bound * logs.bound)


@device(inline=True)
def place_on(logs: Logs, track: int, way: float) -> tuple[bool, float, float, float, float]:
    """(whether the path goes so far; x, y, heading, speed there) of the place `way` along a recorded path."""
    count = logs.present.shape[1]
    low, high = 0, count - 1
    if way > logs.along[track, high]:
        return False, 0.0, 0.0, 0.0, 0.0
    while high - low > 1:
        middle = (low + high) // 2
        if logs.along[track, middle] <= way:
            low = middle
        else:
            high = middle
    span = logs.along[track, high] - logs.along[track, low]
    part = min(max((way - logs.along[track, low]) / span, 0.0), 1.0) if span > 0.0 else 0.0
    rest = 1.0 - part
    return (
        True, rest * logs.pose[track, low, 0] + part * logs.pose[track, high, 0],
        rest * logs.pose[track, low, 1] + part * logs.pose[track, high, 1],
        rest * logs.pose[track, low, 2] + part * logs.pose[track, high, 2],
        max(logs.pose[track, low, 3], logs.pose[track, high, 3]),
    )  # fmt: skip


@device(inline=True)
def before_on(logs: Logs, agents: Agents, w: int, a: int, sight: float) -> tuple[float, float]:
    """(gap, speed) of who is nearest in front of agent a on its recorded path; infinite if nobody is."""
    track, way, front = int(agents.goal[w, a]), agents.reach[w, a], 0.5 * agents.length[w, a]
    best, lead = math.inf, 0.0
    for b in range(agents.x.shape[1]):
        if b == a or not agents.present[w, b]:
            continue
        far = sight + agents.length[w, b]
        if abs(agents.x[w, b] - agents.x[w, a]) > far or abs(agents.y[w, b] - agents.y[w, a]) > far:
            continue
        c, s = math.cos(agents.heading[w, b]), math.sin(agents.heading[w, b])
        x, y = agents.x[w, b] + agents.ahead[w, b] * c, agents.y[w, b] + agents.ahead[w, b] * s
        ahead = OFTEN
        while ahead - OFTEN < min(sight, best + front + 10.0):
            there, px, py, heading, _ = place_on(logs, track, way + ahead)
            if not there:
                break
            cosine, sine = math.cos(heading), math.sin(heading)
            along, across = cosine * (x - px) + sine * (y - py), cosine * (y - py) - sine * (x - px)
            turned_c, turned_s = abs(c * cosine + s * sine), abs(s * cosine - c * sine)
            long = 0.5 * (turned_c * agents.length[w, b] + turned_s * agents.width[w, b])
            wide = 0.5 * (turned_s * agents.length[w, b] + turned_c * agents.width[w, b])
            if abs(along) <= 0.5 * OFTEN and abs(across) < wide + 0.5 * agents.width[w, a] + WIDE:
                gap = ahead + along - long - front
                if gap < best:
                    best, lead = gap, agents.speed[w, b] * (c * cosine + s * sine)
                break
            ahead += OFTEN
    return best, lead


@device(inline=True)
def decide_react(net: Net, logs: Logs, agents: Agents, w: int, a: int, tick: int, step: float) -> None:
    """Whether agent a still keeps the log's pace (`aim`), and if not how hard it pushes."""
    agents.aim[w, a], agents.hold[w, a], agents.push[w, a] = agents.target[w, a], 0.0, 0.0
    if agents.target[w, a] != FREE:
        if not astray(logs, agents, w, tick * step):
            return
        agents.aim[w, a] = FREE
    if not agents.present[w, a]:
        return
    manner = net.manner[row_of(net.manner, agents.kind[w, a], agents.key[w, a])]
    v = agents.speed[w, a]
    gap, lead = before_on(logs, agents, w, a, SIGHT)
    _, _, _, _, pace = place_on(logs, int(agents.goal[w, a]), agents.reach[w, a])
    most = max(agents.wish[w, a], pace, 1.0)
    push = idm_accel(v, gap, lead, most, manner[0], manner[1], manner[2], manner[3])
    agents.push[w, a] = max(push, -manner[4])


@device(inline=True)
def advance_react(logs: Logs, agents: Agents, w: int, a: int, tick: int, step: float) -> None:
    """Put agent a where the log has it, or, once it is free, on by its own push along the recorded path."""
    agents.target[w, a] = agents.aim[w, a]
    if agents.target[w, a] != FREE or not agents.present[w, a]:
        advance_replay(logs, agents, w, a, tick, step)
        return
    v, push = agents.speed[w, a], agents.push[w, a]
    faster = v + push * step
    way = 0.5 * (v + faster) * step
    if faster < 0.0:
        way, faster = 0.5 * v * v / -push, 0.0
    there, x, y, heading, _ = place_on(logs, int(agents.goal[w, a]), agents.reach[w, a] + way)
    if not there:
        agents.present[w, a] = False
        return
    agents.reach[w, a] += way
    if way == 0.0:
        agents.accel[w, a], agents.yaw_rate[w, a], agents.speed[w, a] = (faster - v) / step, 0.0, faster
        return
    put(agents, w, a, x, y, heading, faster, step)
