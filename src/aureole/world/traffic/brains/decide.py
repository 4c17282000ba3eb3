"""What an agent decides from the old state of its world: the first half of a step of the traffic."""

from __future__ import annotations

from aureole.kernels import device
from aureole.world.traffic.brains.drive import decide_entry
from aureole.world.traffic.brains.lane import decide_lane
from aureole.world.traffic.brains.replay import decide_react
from aureole.world.traffic.brains.walk import decide_walk
from aureole.world.traffic.net.net import Lights, Logs, Net
from aureole.world.traffic.state import Agents, Mind

LANE, WALK, REACT = int(Mind.LANE), int(Mind.WALK), int(Mind.REACT)


@device(inline=True)
def decide(
    net: Net, lights: Lights, logs: Logs, agents: Agents, w: int, a: int, tick: int, step: float
) -> None:  # fmt: skip
    """Write `push`, `aim` and `hold` of agent a in world w, and nothing else.

    It reads the state of all agents of the world, but of these three nobody else's: so the order in which agents
    decide makes no difference. `tick` counts steps of `step` seconds from 0. Who is moved from outside (a learner, the
    player, a learned policy) decides elsewhere.
    """
    mind = agents.mind[w, a]
    if mind == LANE:
        if agents.present[w, a]:
            decide_lane(net, lights, agents, w, a, tick, step)
        else:
            decide_entry(net, agents, w, a, tick)
    elif mind == WALK:
        if agents.present[w, a]:
            decide_walk(net, agents, w, a, step)
    elif mind == REACT:
        decide_react(net, logs, agents, w, a, tick, step)
