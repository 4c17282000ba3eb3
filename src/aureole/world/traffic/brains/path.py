"""The way ahead of an agent over stretches: what comes next, and the next stretch where it meets others."""

from __future__ import annotations

import numpy as np

from aureole.kernels import device
from aureole.world.sensing.noise import uniform
from aureole.world.traffic.net.net import Net
from aureole.world.traffic.state import Agents, Mind

LANE = int(Mind.LANE)
ASIDE = 0.1  # m; who is nearer to the middle of its lane than this is in no lane beside it
HOPS = 10  # stretches ahead that anybody thinks of
FORKS = 40  # stretches ahead among which the next fork is sought
SIGHT = 150.0  # m; further ahead no meeting counts
WORN = 0.5  # m; what leads on less far than another by this leads less far
TURNS = 3  # stream of noise: which way to turn


@device(inline=True)
def beyond(net: Net, agents: Agents, w: int, a: int, row: int) -> int:
    """What agent a goes on to at the end of a stretch: towards its goal, else as it has decided; -1 nowhere."""
    first, end = net.after_first[row], net.after_first[row + 1]
    if end - first == 1:
        return int(net.after[first])
    if first == end:
        return -1
    goal, turn, hop = agents.goal[w, a], agents.turn[w, a], -1
    if goal >= 0 and net.goal_row[goal] >= 0:
        hop = net.hop[net.goal_row[goal], row]
    for k in range(first, end):
        if net.after[k] == hop:
            return int(hop)
    for k in range(first, end):
        if net.after[k] == turn:
            return int(turn)
    return int(net.straight[row])


@device(inline=True)
def decide_turn(net: Net, agents: Agents, w: int, a: int, tick: int) -> None:
    """Choose at random, of those that lead furthest, where agent a turns at the next fork of its way, unless it has."""
    row = int(agents.lane[w, a])
    for _ in range(FORKS):
        first, end = int(net.after_first[row]), int(net.after_first[row + 1])
        if first == end:
            return
        if end - first > 1:
            break
        row = int(net.after[first])
    furthest, count = 0.0, 0
    for k in range(first, end):
        if net.after[k] == agents.turn[w, a]:
            return
        furthest = max(furthest, net.onward[net.after[k]])
    for k in range(first, end):
        if net.onward[net.after[k]] >= furthest - WORN:
            count += 1
    chosen = int(uniform(agents.key[w, a], tick, TURNS) * count)
    for k in range(first, end):
        if net.onward[net.after[k]] >= furthest - WORN:
            if chosen == 0:
                agents.turn[w, a] = net.after[k]
                return
            chosen -= 1


@device(inline=True)
def look(net: Net, agents: Agents, w: int, a: int, tick: int) -> None:
    """Renew what agent a has ahead, on entering a stretch: `turn`, `next`, `claim`, `reach`."""
    row = int(agents.lane[w, a])
    agents.next[w, a], agents.claim[w, a], agents.reach[w, a] = -1, -1, 0.0
    if row < 0:
        return
    decide_turn(net, agents, w, a, tick)
    agents.next[w, a] = beyond(net, agents, w, a, row)
    claim(net, agents, w, a)


@device(inline=True)
def claim(net: Net, agents: Agents, w: int, a: int) -> None:
    """Renew `claim` and `reach` for what is ahead."""
    row, way = int(agents.lane[w, a]), 0.0
    agents.claim[w, a] = -1
    most = SIGHT + net.length[row]
    for _ in range(HOPS):
        past = row == agents.lane[w, a] and agents.along[w, a] - agents.length[w, a] > net.meet_end[row]
        if net.meet_first[row] < net.meet_first[row + 1] and not past:
            agents.claim[w, a], agents.reach[w, a] = row, way
            return
        way += net.length[row]
        row = beyond(net, agents, w, a, row)
        if row < 0 or way > most:
            return


ONE, LOW, NOTHING, ALL = np.uint64(1), np.int64(63), np.uint64(0), np.uint64(0xFFFFFFFFFFFFFFFF)


@device(inline=True)
def bit(row: int) -> np.uint64:
    """The bit of a stretch in a mask."""
    return ONE << np.uint64(row & LOW)


@device(inline=True)
def has(mask: np.uint64, row: int) -> bool:
    """Whether a stretch may be among those a mask stands for."""
    return row >= 0 and (mask >> np.uint64(row & LOW)) & ONE != np.uint64(0)


@device(inline=True)
def mark(net: Net, agents: Agents, w: int, a: int) -> None:
    """Write `on` and `about` of agent a; before anybody decides."""
    on, about = NOTHING, NOTHING
    lane, target = int(agents.lane[w, a]), int(agents.target[w, a])
    if agents.present[w, a] and agents.mind[w, a] != LANE:
        on = ALL
    elif agents.present[w, a] and lane >= 0:
        on = bit(lane)
        if target >= 0:
            on |= bit(target)
        if abs(agents.across[w, a]) >= ASIDE:
            side = 0 if agents.across[w, a] > 0.0 else 1
            other = int(net.beside[lane, side]) if net.beside[lane, side] >= 0 else int(net.against[lane, side])
            on |= bit(other) if other >= 0 else NOTHING
    if agents.present[w, a]:
        there, claimed = int(agents.next[w, a]), int(agents.claim[w, a])
        about |= bit(lane) if lane >= 0 else NOTHING
        about |= bit(there) if there >= 0 else NOTHING
        if claimed >= 0:
            about |= bit(claimed)
            about |= bit(int(net.chain[claimed])) if net.chain[claimed] >= 0 else NOTHING
    agents.on[w, a], agents.about[w, a] = on, about
