"""Whether a driver changes lanes: MOBIL's gain and safety, and the changes its way asks for."""

from __future__ import annotations

import math

import numpy as np

from aureole.conduct.following import idm_accel
from aureole.conduct.gaps import mobil_gain, mobil_safe, mobil_wants
from aureole.core.notes import Float64
from aureole.kernels import device
from aureole.world.sensing.noise import uniform
from aureole.world.traffic.brains.crowd import BITS, behind_some, first_of, slot
from aureole.world.traffic.brains.leader import ahead, front_of, rear_of
from aureole.world.traffic.brains.manner import row_of
from aureole.world.traffic.brains.meeting import older
from aureole.world.traffic.brains.path import NOTHING, ONE
from aureole.world.traffic.net.net import Net
from aureole.world.traffic.net.places import value_at
from aureole.world.traffic.state import Agents

THINK = 0.5  # s; how often one thinks of it
COOL = 6.0  # s; from the start of one change to the next
SAFE = 3.0  # m/s^2; so hard the new follower may have to brake (Kesting 2007: below 4)
URGENT = 5.0  # m/s^2; the same for a change that must be
MUST = 300.0  # m; so far before a lane ends one must leave it
CLOSE = 20.0  # m; nearer to a junction nobody changes without need
MOST_GAIN, MOST_LOSS = 3.0, 1.0  # m/s^2; what people who waver count at most, as `people.changing` fits them
WHIMS = 62  # stream of noise, and the next: to the left, to the right
WORTH = 20.0  # m; a lane that leads this much further leads further
STAY = -1  # no change
ABORT = -2  # back to the own lane


@device(inline=True)
def beside_further(net: Net, row: int) -> bool:
    """Whether a lane beside can be changed to that leads further than this one does."""
    for side in range(2):
        other = net.beside[row, side]
        may = other >= 0 and net.open[row, 2 * side] <= net.open[row, 2 * side + 1]
        if may and net.onward[other] > net.onward[row] + WORTH:
            return True
    return False


@device(inline=True)
def aim_of(net: Net, agents: Agents, w: int, a: int, tick: int, step: float, push: float, sight: float) -> int:
    """The stretch agent a changes to now; STAY, or ABORT for a change that somebody has got in the way of."""
    row, target = int(agents.lane[w, a]), int(agents.target[w, a])
    if target >= 0:
        if target != row and taken(net, agents, w, a, row, target):
            return ABORT
        return target
    every = max(int(THINK / step + 0.5), 1)
    if (tick + int(agents.key[w, a] & np.uint64(0xFFFF))) % every != 0 or agents.since[w, a] < COOL:
        return STAY
    if net.junction[row] >= 0 or (agents.speed[w, a] < 1.0 and not beside_further(net, row)):
        return STAY
    best, chosen = 0.0, STAY
    for side in range(2):
        other = int(net.beside[row, side])
        at = agents.along[w, a]
        if other < 0 or at < net.open[row, 2 * side] or at > net.open[row, 2 * side + 1]:
            continue
        need = need_of(net, agents, w, a, row, other)
        if need < 0.0:
            continue
        gain = gain_of(net, agents, w, a, row, other, tick, push, sight, need)
        if gain > best:
            best, chosen = gain, other
    return chosen


@device(inline=True)
def need_of(net: Net, agents: Agents, w: int, a: int, row: int, other: int) -> float:
    """How badly the way asks for a change to a lane, 0 to 1; below zero it must not be."""
    at, goal = agents.along[w, a], agents.goal[w, a]
    left, there = net.onward[row] - at, net.onward[other] - at * net.length[other] / net.length[row]
    if goal >= 0 and net.goal_row[goal] >= 0:
        table = net.goal_row[goal]
        if net.hop[table, row] == other:
            return 1.0
        if net.hop[table, other] == row:
            return -1.0
    if there > left + WORTH and left < MUST:
        return float(min(1.0, 0.3 + (MUST - left) / MUST))
    if there < left - WORTH and there < 2.0 * MUST:
        return -1.0
    close = agents.claim[w, a] >= 0 and net.junction[agents.claim[w, a]] >= 0
    if close and agents.reach[w, a] - at - front_of(agents, w, a) < CLOSE + 2.0 * agents.speed[w, a]:
        return -1.0
    return 0.0


@device(inline=True)
def gain_of(
    net: Net, agents: Agents, w: int, a: int, row: int, other: int, tick: int, push: float, sight: float, need: float
) -> float:
    """What a change gains, m/s^2; 0 if it is not safe or not worth it."""
    at = agents.along[w, a] * net.length[other] / net.length[row]
    v, manner = agents.speed[w, a], net.manner[row_of(net.manner, agents.kind[w, a], agents.key[w, a])]
    most = max(min(agents.wish[w, a], manner[5], value_at(net, other, at, 4)), 1.0)
    gap, lead = ahead(net, agents, w, a, other, at, sight)
    safe = -(SAFE + need * (URGENT - SAFE))
    if gap < manner[9]:
        return 0.0
    after = idm_accel(v, gap, lead, most, manner[0], manner[1], manner[2], manner[3])
    careful = net.manner[agents.kind[w, a]]  # what is safe is not a matter of taste
    if manner[10] > 0.0:
        if not mobil_safe(idm_accel(v, gap, lead, most, careful[0], careful[1], careful[2], careful[3]), -safe):
            return 0.0
    elif not mobil_safe(after, -safe):
        return 0.0
    back, who = behind_of(net, agents, w, a, other, at)
    new_after, new_now = 0.0, 0.0
    if who >= 0:
        if back < manner[9]:
            return 0.0
        new_after = pull(net, agents, w, who, back, v)
        if manner[10] > 0.0:
            if not mobil_safe(pull_by(net.manner[agents.kind[w, who]], agents, w, who, back, v), -safe):
                return 0.0
        elif not mobil_safe(new_after, -safe):
            return 0.0
        new_now = pull(net, agents, w, who, back + agents.length[w, a] + gap, lead) if gap < math.inf else 0.0
    if need > 0.0:
        return 1.0 + need
    if manner[10] > 0.0:
        others = min(max(new_after - new_now, -MOST_LOSS), 0.0) if who >= 0 else 0.0
        own = min(max(after - push, -MOST_LOSS), MOST_GAIN)
        part = uniform(agents.key[w, a], tick, WHIMS + (0 if net.beside[row, 0] == other else 1))
        more = own + manner[6] * others - manner[7] - manner[10] * math.log(part / (1.0 - part))
        return float(max(more, 0.0))
    back, who = behind_of(net, agents, w, a, row, agents.along[w, a])
    old_after, old_now = 0.0, 0.0
    if who >= 0:
        old_now = pull(net, agents, w, who, back, v)
    new_now, old_now = min(new_now, manner[2]), min(old_now, 0.0)
    gain = mobil_gain(after, push, new_after, new_now, old_after, old_now, manner[6])
    return float(gain) if mobil_wants(gain, manner[7], 0.0) else 0.0


@device(inline=True)
def pull(net: Net, agents: Agents, w: int, b: int, gap: float, lead: float) -> float:
    """Acceleration of b behind somebody, m/s^2."""
    manner: Float64 = net.manner[row_of(net.manner, agents.kind[w, b], agents.key[w, b])]
    return pull_by(manner, agents, w, b, gap, lead)


@device(inline=True)
def pull_by(manner: Float64, agents: Agents, w: int, b: int, gap: float, lead: float) -> float:
    """The same by a given manner."""
    most = max(agents.wish[w, b], agents.speed[w, b], 1.0)
    return idm_accel(agents.speed[w, b], gap, lead, most, manner[0], manner[1], manner[2], manner[3])


@device(inline=True)
def behind_of(net: Net, agents: Agents, w: int, a: int, row: int, at: float) -> tuple[float, int]:
    """(gap, agent) of who comes next behind place `at` of a stretch, two stretches back at most; (inf, -1) nobody."""
    best, who = math.inf, -1
    some = behind_some(net, agents, w, row)
    while some != NOTHING:
        first = first_of(some)
        some &= some - ONE
        for b in range(first, agents.x.shape[1], BITS):
            if b == a or not agents.present[w, b]:
                continue
            lane, there = agents.lane[w, b], agents.next[w, b]
            if lane < 0:
                continue
            if lane == row:
                way = at - agents.along[w, b]
                if way < 0.0 and there == row:  # round a ring
                    way += net.length[row]
            elif agents.target[w, b] == row:
                way = at - agents.along[w, b] * net.length[row] / net.length[lane]
            elif there == row:
                way = at + net.length[lane] - agents.along[w, b]
            elif there >= 0 and leads_to(net, there, row):
                way = at + net.length[there] + net.length[lane] - agents.along[w, b]
            else:
                continue
            if way + agents.ahead[w, a] - agents.ahead[w, b] < 0.0:
                continue
            gap = way - rear_of(agents, w, a) - front_of(agents, w, b)
            if gap < best or (gap == best and older(agents, w, b, who)):
                best, who = gap, b
    return best, who


@device(inline=True)
def leads_to(net: Net, row: int, wanted: int) -> bool:
    """Whether a stretch leads into another."""
    for k in range(net.after_first[row], net.after_first[row + 1]):  # noqa: SIM110  # kernels have no generators
        if net.after[k] == wanted:
            return True
    return False


@device(inline=True)
def taken(net: Net, agents: Agents, w: int, a: int, row: int, target: int) -> bool:
    """Whether somebody is beside us in the lane we change to, or comes into it from its other side and goes first."""
    scale = net.length[target] / net.length[row]
    middle = (agents.along[w, a] + agents.ahead[w, a]) * scale
    some = agents.on[w, slot(target, agents.x.shape[1])]
    while some != NOTHING:
        first = first_of(some)
        some &= some - ONE
        for b in range(first, agents.x.shape[1], BITS):
            if b == a or not agents.present[w, b]:
                continue
            lane = agents.lane[w, b]
            if lane == target:
                at = agents.along[w, b] + agents.ahead[w, b]
            elif lane >= 0 and agents.target[w, b] == target and lane != row:
                at = (agents.along[w, b] + agents.ahead[w, b]) * net.length[target] / net.length[lane]
            else:
                continue
            beside = abs(at - middle) < 0.5 * (agents.length[w, a] + agents.length[w, b]) + 0.3
            if beside and (lane == target or older(agents, w, b, a)):
                return True
    return False
