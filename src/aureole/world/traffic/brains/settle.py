"""Where an agent is in the net that somebody else has moved: a learner, the player of a scenario, a log."""

from __future__ import annotations

from aureole.core.notes import Int32
from aureole.kernels import device
from aureole.world.traffic.brains.path import look
from aureole.world.traffic.net.net import Net
from aureole.world.traffic.net.places import locate
from aureole.world.traffic.state import Agents


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
