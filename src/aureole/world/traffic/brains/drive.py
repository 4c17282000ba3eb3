"""How a driver who keeps to lanes moves in a step: along the middles, from one lane to another, in at the edges."""

from __future__ import annotations

import math

from aureole.kernels import device
from aureole.world.sensing.noise import uniform
from aureole.world.traffic.brains.leader import rear_of
from aureole.world.traffic.brains.manner import row_of
from aureole.world.traffic.brains.meeting import older
from aureole.world.traffic.brains.path import beyond, claim, look
from aureole.world.traffic.net.net import Net
from aureole.world.traffic.net.places import pose_at, value_at
from aureole.world.traffic.state import Agents, Mind

BACK = 0.5  # m/s; how fast one comes back to the middle
ROLLING = 8.0  # m/s; below it a change of lanes takes longer, not to get steeper; at standstill it rests
STEEP = 0.25  # -; no more than this aside for each metre ahead, however little is left of both
CRAWL = 0.02  # m a step; who moves less does not turn
LOCK = 0.7  # rad; the wheels turn no further
FREE = 15.0  # m; around the place where traffic comes in, at least
HEADWAY = 2.0  # s; and ahead of it
WHERE, WHEN = 1, 2  # streams of noise
OFTEN = 0.2  # of the ticks one tries to come in again
LANE = int(Mind.LANE)


@device(inline=True)
def smooth(u: float) -> float:
    """From 0 to 1 without a jerk at either end: minimum jerk (Flash, Hogan 1985)."""
    return u * u * u * (10.0 + u * (6.0 * u - 15.0))


@device(inline=True)
def advance_lane(net: Net, agents: Agents, w: int, a: int, tick: int, step: float) -> None:
    """Move agent a by one step."""
    if not agents.present[w, a]:
        if agents.aim[w, a] >= 0:
            come_in(net, agents, w, a, tick)
        return
    agents.wait[w, a] = agents.hold[w, a]
    if agents.aim[w, a] != agents.target[w, a]:
        if agents.aim[w, a] >= 0:
            agents.since[w, a] = 0.0
        agents.target[w, a] = max(agents.aim[w, a], -1)
    v, push = agents.speed[w, a], agents.push[w, a]
    faster = v + push * step
    if faster < 0.0:
        way, faster = 0.5 * v * v / -push, 0.0
    else:
        way = v * step + 0.5 * push * step * step
    agents.speed[w, a], agents.accel[w, a] = faster, (faster - v) / step
    if agents.lane[w, a] < 0:
        agents.x[w, a] += way * math.cos(agents.heading[w, a])
        agents.y[w, a] += way * math.sin(agents.heading[w, a])
        return
    drift = aside(net, agents, w, a, way, step)
    agents.along[w, a] += way
    if not onward(net, agents, w, a, tick):
        return
    if way > 0.0:
        stand(net, agents, w, a, way, drift, step)
    else:
        agents.yaw_rate[w, a] = 0.0


@device(inline=True)
def aside(net: Net, agents: Agents, w: int, a: int, way: float, step: float) -> float:
    """Move `across` for a step of `way` metres; gives m to the left. Past the border `lane` becomes the new one."""
    row, target, before = int(agents.lane[w, a]), int(agents.target[w, a]), agents.across[w, a]
    pace = min(way / ROLLING, step)
    if target < 0:
        agents.since[w, a] += step
        most = BACK * pace
        agents.across[w, a] = before - min(max(before, -most), most)
        return float(agents.across[w, a] - before)
    last = net.manner[row_of(net.manner, agents.kind[w, a], agents.key[w, a]), 8]
    u, u_after = min(agents.since[w, a] / last, 1.0), min((agents.since[w, a] + pace) / last, 1.0)
    agents.since[w, a] += pace
    half, side, wide = value_at(net, row, agents.along[w, a], 3), 0, 0.0
    if target != row:
        side = 0 if net.beside[row, 0] == target else 1
        wide = half + value_at(net, target, agents.along[w, a] * net.length[target] / net.length[row], 3)
        wide = wide if side == 0 else -wide
    left = (1.0 - smooth(u_after)) / max(1.0 - smooth(u), 1e-9)
    now = wide + (before - wide) * left
    if u_after >= 1.0:
        now, agents.target[w, a] = wide, -1
    agents.across[w, a] = now
    if target != row and (abs(now) > half or u_after >= 1.0):
        agents.along[w, a] *= net.length[target] / net.length[row]
        agents.lane[w, a], agents.across[w, a] = target, now - wide
        look(net, agents, w, a, 0)
    return float(now - before)


@device(inline=True)
def onward(net: Net, agents: Agents, w: int, a: int, tick: int) -> bool:
    """Go on to the next stretches; False if the way ends and the agent is gone."""
    for _ in range(20):
        row = int(agents.lane[w, a])
        if agents.along[w, a] <= net.length[row]:
            break
        there, target = int(agents.next[w, a]), int(agents.target[w, a])
        if agents.goal[w, a] == row:
            agents.goal[w, a] = -1
            there = beyond(net, agents, w, a, row)
        if there < 0:
            agents.present[w, a] = False
            agents.lane[w, a], agents.claim[w, a], agents.next[w, a], agents.target[w, a] = -1, -1, -1, -1
            return False
        if target >= 0:
            side = 0 if net.beside[row, 0] == target else 1
            agents.target[w, a] = there if target == row else net.beside[there, side]
        agents.along[w, a] -= net.length[row]
        agents.lane[w, a] = there
        if net.junction[there] >= 0:
            agents.wait[w, a] = 0.0
        look(net, agents, w, a, tick)
    here = agents.claim[w, a] == agents.lane[w, a]
    if here and agents.along[w, a] - agents.length[w, a] > net.meet_end[agents.lane[w, a]]:
        claim(net, agents, w, a)
    return True


@device(inline=True)
def stand(net: Net, agents: Agents, w: int, a: int, way: float, drift: float, step: float) -> None:
    """Pose of agent a: both axles over the middle of its way, moved aside by `across`."""
    row, along, across, base = int(agents.lane[w, a]), agents.along[w, a], agents.across[w, a], agents.base[w, a]
    x, y, heading = pose_at(net, row, along)
    if across != 0.0:
        x -= across * math.sin(heading)
        y += across * math.cos(heading)
    if base > 0.0 and way < CRAWL:
        heading = agents.heading[w, a]
    elif base > 0.0:
        further, there = along + base, row
        if further > net.length[row] and agents.next[w, a] >= 0:
            further, there = further - net.length[row], int(agents.next[w, a])
        fx, fy, turned = pose_at(net, there, further)
        aim = across + min(max(drift / way, -STEEP), STEEP) * base
        if aim != 0.0:
            fx -= aim * math.sin(turned)
            fy += aim * math.cos(turned)
        heading = math.atan2(fy - y, fx - x)
    before = agents.heading[w, a]
    change = heading - before
    change -= 2.0 * math.pi * math.floor(change / (2.0 * math.pi) + 0.5)
    agents.x[w, a], agents.y[w, a], agents.heading[w, a] = x, y, before + change
    agents.yaw_rate[w, a] = change / step
    agents.steer[w, a] = min(max(math.atan(base * change / way), -LOCK), LOCK) if base > 0.0 else 0.0


@device(inline=True)
def decide_entry(net: Net, agents: Agents, w: int, a: int, tick: int) -> None:
    """Whether an absent driver comes in again, at which source (`aim`) and how fast (`push`)."""
    agents.aim[w, a] = -1
    count = len(net.sources)
    if count == 0 or agents.wish[w, a] <= 0.0 or uniform(agents.key[w, a], tick, WHEN) > OFTEN:
        return
    row = int(net.sources[int(uniform(agents.key[w, a], tick, WHERE) * count)])
    x, y, _ = pose_at(net, row, rear_of(agents, w, a) + agents.ahead[w, a])
    speed = min(
        agents.wish[w, a],
        net.manner[row_of(net.manner, agents.kind[w, a], agents.key[w, a]), 5],
        value_at(net, row, 0.0, 4),
    )
    for b in range(agents.x.shape[1]):
        if b == a:
            continue
        if agents.present[w, b]:
            far = math.hypot(agents.x[w, b] - x, agents.y[w, b] - y)
            if far < FREE + 0.5 * (agents.length[w, a] + agents.length[w, b]):
                return
            if agents.lane[w, b] == row and far < FREE + agents.length[w, b] + HEADWAY * speed:
                speed = min(speed, agents.speed[w, b])
        elif agents.mind[w, b] == LANE and agents.wish[w, b] > 0.0 and older(agents, w, b, a):
            tries = uniform(agents.key[w, b], tick, WHEN) <= OFTEN
            if tries and net.sources[int(uniform(agents.key[w, b], tick, WHERE) * count)] == row:
                return
    agents.aim[w, a], agents.push[w, a] = row, speed


@device(inline=True)
def come_in(net: Net, agents: Agents, w: int, a: int, tick: int) -> None:
    """Put agent a at the source it has decided on."""
    agents.lane[w, a], agents.speed[w, a] = agents.aim[w, a], agents.push[w, a]
    agents.along[w, a], agents.across[w, a] = rear_of(agents, w, a), 0.0
    agents.target[w, a], agents.aim[w, a], agents.goal[w, a] = -1, -1, -1
    agents.wait[w, a], agents.since[w, a], agents.accel[w, a] = 0.0, 0.0, 0.0
    agents.present[w, a] = True
    look(net, agents, w, a, tick)
    _, _, agents.heading[w, a] = pose_at(net, int(agents.lane[w, a]), agents.along[w, a])
    stand(net, agents, w, a, 1.0, 0.0, 1.0)
    agents.yaw_rate[w, a], agents.steer[w, a] = 0.0, 0.0
