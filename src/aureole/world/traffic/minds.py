"""Who thinks for the agents that no learner moves: the one place where the traffic's brains are joined to a batch.

Order of a step: everybody decides from the old state of the world, then everybody moves, then those whom learners
have moved are found in the net of lanes again. Without a net there are no brains, and no machine code for them.
"""

from __future__ import annotations

from math import cos, sin
from typing import Annotated, Any, NamedTuple

import numpy as np

from aureole.core.kinds import Kind
from aureole.core.notes import Int32
from aureole.kernels import device
from aureole.world.traffic.brains.advance import advance as advance_agent
from aureole.world.traffic.brains.crowd import mark
from aureole.world.traffic.brains.decide import decide as decide_agent
from aureole.world.traffic.brains.path import settle_led
from aureole.world.traffic.state import Agents, Mind

STILL, LEARNER, SCRIPT = int(Mind.STILL), int(Mind.LEARNER), int(Mind.SCRIPT)
CAR, BICYCLE = int(Kind.CAR), int(Kind.BICYCLE)


class Traffic(NamedTuple):
    """What the brains know besides the agents; kernels take it as it is."""

    net: Any
    """`net.net.Net`: lanes, shared by all worlds; None: there are no brains."""
    lights: Any
    """`net.net.Lights`; None without a net."""
    logs: Any
    """`net.net.Logs`: recorded tracks; None without a net."""
    routes: Annotated[Int32, "worlds learners hops", "-", "-"] = np.zeros((0, 0, 0), np.int32)
    """Stretches that the first agents of each world are taken to go along, -1 after the last; of none: no row."""


NOBODY = Traffic(None, None, None)
"""No lanes, lights or logs: agents that are not learners go on as they are."""


@device(inline=True)
def note(net: Any, agents: Agents, w: int, a: int) -> None:
    """Writes down agent a of world w by stretches, after those before it, before anybody decides."""
    if net is None:  # told apart when it is compiled
        return
    mark(net, agents, w, a)


@device(inline=True)
def decide(
    net: Any, lights: Any, logs: Any, agents: Agents, w: int, a: int, tick: int, step: float
) -> None:  # fmt: skip
    """What agent a of world w decides, there or not: into its `push`, `aim` and `hold`."""
    if net is None:
        return
    decide_agent(net, lights, logs, agents, w, a, tick, step)


@device(inline=True)
def advance(
    net: Any, lights: Any, logs: Any, agents: Agents, w: int, a: int, tick: int, step: float
) -> None:  # fmt: skip
    """Moves agent a of world w, no learner, by `step` seconds."""
    if net is None:
        drift(agents, w, a, step)
        return
    advance_agent(net, lights, logs, agents, w, a, tick, step)


@device(inline=True)
def settle(net: Any, routes: Int32, agents: Agents, w: int, a: int) -> None:
    """Finds a vehicle that was moved from outside in the net of lanes; walkers and things are in no lane."""
    if net is None:
        return
    if agents.present[w, a] and CAR <= agents.kind[w, a] <= BICYCLE:
        settle_led(net, routes, agents, w, a)


@device(inline=True)
def drift(agents: Agents, w: int, a: int, step: float) -> None:
    """Moves an agent without a mind on the arc of its speed and yaw rate, in closed form."""
    mind = agents.mind[w, a]
    if mind in (STILL, LEARNER, SCRIPT):
        return
    way, turn = agents.speed[w, a] * step, agents.yaw_rate[w, a] * step
    middle = agents.heading[w, a] + 0.5 * turn
    chord = way * (1.0 - turn * turn / 24.0)
    agents.x[w, a] += chord * cos(middle)
    agents.y[w, a] += chord * sin(middle)
    agents.heading[w, a] += turn
    agents.accel[w, a] = 0.0
