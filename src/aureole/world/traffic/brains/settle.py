"""Where an agent is in the net that somebody else has moved: a learner, the player of a scenario, a log."""

from __future__ import annotations

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
