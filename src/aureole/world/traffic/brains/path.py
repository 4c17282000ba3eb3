"""Where an agent is, and the way ahead over stretches: what comes next, and the next one where it meets others."""

from __future__ import annotations

import numpy as np

from aureole.core.notes import Int32
from aureole.kernels import device
from aureole.world.sensing.noise import uniform
from aureole.world.traffic.net.net import Net
from aureole.world.traffic.net.places import locate
from aureole.world.traffic.state import Agents

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


ONE, LOW, NOTHING = np.uint64(1), np.int64(63), np.uint64(0)


@device(inline=True)
def bit(row: int) -> np.uint64:
    """The bit of a stretch in a mask."""
    return ONE << np.uint64(row & LOW)


@device(inline=True)
def has(mask: np.uint64, row: int) -> bool:
    """Whether a stretch may be among those a mask stands for."""
    return row >= 0 and (mask >> np.uint64(row & LOW)) & ONE != np.uint64(0)


@device(inline=True)
def settle(net: Net, agents: Agents, w: int, a: int) -> None:
    """Set `lane`, `along`, `across` from the pose of agent a; `next`, `claim`, `reach` when its stretch is a new one.

    The old `lane` is the hint. A learner has no turn of its own choosing: it is taken to go as its goal says, else as
    its noise would.
    """
    before = int(agents.lane[w, a])
    row, along, across = locate(net, agents.x[w, a], agents.y[w, a], agents.heading[w, a], before)
    agents.lane[w, a], agents.along[w, a], agents.across[w, a] = row, along, across
    if row != before:
        look(net, agents, w, a, 0)


@device(inline=True)
def settle_led(net: Net, routes: Int32, agents: Agents, w: int, a: int) -> None:
    """The same for an agent whose route is known: `routes` (worlds, learners, hops), stretches, -1 after the last."""
    before = agents.lane[w, a]
    settle(net, agents, w, a)
    if agents.lane[w, a] != before and a < routes.shape[1]:
        turn = fork_of(net, routes, w, a, int(agents.lane[w, a]))
        if turn >= 0 and turn != agents.turn[w, a]:
            agents.turn[w, a] = turn
            look(net, agents, w, a, 0)


@device(inline=True)
def fork_of(net: Net, routes: Int32, w: int, a: int, row: int) -> int:
    """The stretch a route takes where it forks next after stretch `row`; -1 if it does not, or is not on `row`."""
    on = False
    for k in range(routes.shape[2] - 1):
        here, there = routes[w, a, k], routes[w, a, k + 1]
        on = on or here == row
        if there < 0:
            return -1
        if on and net.after_first[here + 1] - net.after_first[here] > 1:
            return int(there)
    return -1
