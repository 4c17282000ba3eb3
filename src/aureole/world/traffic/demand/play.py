"""The traffic of a batch alone, step after step: for tests, for measuring, and as the plainest reference there is."""

from __future__ import annotations

from aureole.kernels import kernel
from aureole.world.traffic.brains.advance import advance
from aureole.world.traffic.brains.crowd import mark
from aureole.world.traffic.brains.decide import decide
from aureole.world.traffic.net.net import Lights, Logs, Net
from aureole.world.traffic.state import Agents


@kernel
def play(net: Net, lights: Lights, logs: Logs, agents: Agents, tick: int, ticks: int, step: float) -> None:
    """Move all agents of all worlds by `ticks` steps of `step` seconds from `tick` on, in place."""
    for w in range(agents.x.shape[0]):
        for t in range(tick, tick + ticks):
            for a in range(agents.x.shape[1]):
                mark(net, agents, w, a)
            for a in range(agents.x.shape[1]):
                decide(net, lights, logs, agents, w, a, t, step)
            for a in range(agents.x.shape[1]):
                advance(net, lights, logs, agents, w, a, t, step)
