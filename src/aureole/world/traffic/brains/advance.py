"""The step that follows an agent's decision: the second half of a step of the traffic."""

from __future__ import annotations

from aureole.core.kinds import Kind
from aureole.kernels import device
from aureole.world.traffic.brains.drive import advance_lane
from aureole.world.traffic.brains.path import settle
from aureole.world.traffic.brains.replay import advance_react, advance_replay
from aureole.world.traffic.brains.walk import advance_walk
from aureole.world.traffic.net.net import Lights, Logs, Net
from aureole.world.traffic.state import Agents, Mind

LANE, WALK, REPLAY, REACT = int(Mind.LANE), int(Mind.WALK), int(Mind.REPLAY), int(Mind.REACT)
CAR, BICYCLE = int(Kind.CAR), int(Kind.BICYCLE)


@device(inline=True)
def advance(
    net: Net, lights: Lights, logs: Logs, agents: Agents, w: int, a: int, tick: int, step: float
) -> None:  # fmt: skip
    """Move agent a of world w from `tick` to the next by what it has decided; it reads no other agent.

    Whoever does not move by itself is left alone: STILL, LEARNER, SCRIPT.
    """
    mind = agents.mind[w, a]
    if mind == LANE:
        advance_lane(net, agents, w, a, tick, step)
    elif mind == WALK:
        advance_walk(net, agents, w, a, step)
    elif mind == REPLAY or mind == REACT:
        if mind == REPLAY:
            advance_replay(logs, agents, w, a, tick, step)
        else:
            advance_react(logs, agents, w, a, tick, step)
        if CAR <= agents.kind[w, a] <= BICYCLE and agents.present[w, a]:
            settle_recorded(net, agents, w, a)


@device(inline=True)
def settle_recorded(net: Net, agents: Agents, w: int, a: int) -> None:
    """Find a recorded vehicle in the net; its `reach` is the way along its track and stays."""
    way = agents.reach[w, a]
    settle(net, agents, w, a)
    agents.claim[w, a], agents.reach[w, a] = -1, way
