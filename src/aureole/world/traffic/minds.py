"""Who thinks for the agents that no learner moves: the one place where the traffic's brains are joined.

Order of a step: everybody decides from the old state of the world, then everybody moves, then those whom learners
or scripts have moved are settled in the net of lanes.
"""

from __future__ import annotations

from math import cos, sin
from typing import Any, NamedTuple

from aureole.kernels import device
from aureole.world.traffic.state import Agents, Mind

STILL, LEARNER, SCRIPT = int(Mind.STILL), int(Mind.LEARNER), int(Mind.SCRIPT)


class Traffic(NamedTuple):
    """What the brains know besides the agents: lanes, lights, recorded tracks; kernels take it as it is."""

    net: Any
    lights: Any
    logs: Any


NOBODY = Traffic((), (), ())
"""No lanes, lights or logs: agents that are not learners go on as they are."""


@device
def decide(
    net: Any, lights: Any, logs: Any, agents: Agents, w: int, a: int, tick: int, step: float
) -> None:  # fmt: skip
    """What agent a of world w decides, into its `push`, `target` and `wait`: here to go on as it is."""
    agents.push[w, a] = 0.0


@device
def advance(
    net: Any, lights: Any, logs: Any, agents: Agents, w: int, a: int, tick: int, step: float
) -> None:  # fmt: skip
    """Moves agent a of world w by `step` seconds: here on the arc of its speed and yaw rate, in closed form."""
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


@device
def settle(net: Any, agents: Agents, w: int, a: int) -> None:
    """Finds the lane of an agent that was moved from outside: here there are no lanes."""
    agents.lane[w, a] = -1
