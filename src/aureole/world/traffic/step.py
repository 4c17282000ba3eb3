"""The fused kernel: each world of a shard is moved, checked and looked at while it is in the cache."""

from __future__ import annotations

from aureole.core.notes import Array, Float64, Int64
from aureole.kernels import device, kernel
from aureole.world.traffic.bicycle import Limits, obey
from aureole.world.traffic.ground.ground import Ground
from aureole.world.traffic.looking import look, place, survey, touch
from aureole.world.traffic.minds import LEARNER, SCRIPT, Traffic, advance, decide, note, settle
from aureole.world.traffic.sizes import Flags, Scratch, Seen
from aureole.world.traffic.state import Agents


@device(inline=True)
def find(traffic: Traffic, agents: Agents, w: int, a: int, mind: int) -> None:
    """Where agent a of world w is in the net, if it has the mind of those whom somebody else has moved."""
    if agents.mind[w, a] == mind:
        settle(traffic.net, traffic.routes, agents, w, a)


@device(inline=True)
def think(traffic: Traffic, agents: Agents, w: int, a: int, tick: int, step: float) -> None:
    """What agent a of world w decides, from everybody's old state; who is not there may come in."""
    decide(traffic.net, traffic.lights, traffic.logs, agents, w, a, tick, step)


@device(inline=True)
def move(
    traffic: Traffic, agents: Agents, actions: Array, limits: Limits, w: int, a: int, tick: int, step: float
) -> None:
    """Moves agent a of world w by one step, by whoever moves it."""
    if agents.mind[w, a] != LEARNER:
        advance(traffic.net, traffic.lights, traffic.logs, agents, w, a, tick, step)
    elif agents.present[w, a]:
        obey(agents, w, a, actions[w, a], limits, step)
        settle(traffic.net, traffic.routes, agents, w, a)


@kernel
def step_worlds(
    order: Int64, first: int, end: int, steps: int, step: float, longest: int,
    ground: Ground, traffic: Traffic, limits: Limits,
    agents: Agents, actions: Array, aim: Float64, near: float, flags: Flags, scratch: Scratch, seen: Seen, own: int,
) -> None:  # fmt: skip
    """`steps` steps of worlds order[first:end] with the same actions, then flags and observations.

    Without steps they begin: everybody is found, looked at, not moved. `actions` (worlds, agents, 2) are read for
    learners alone; `own` is this thread's row of the scratch; `longest` is how many ticks a world lives.
    """
    count, watched = agents.present.shape[1], seen.own.shape[2]
    for k in range(first, end):
        w = order[k]
        for a in range(count):
            find(traffic, agents, w, a, SCRIPT)
            if steps == 0:
                find(traffic, agents, w, a, LEARNER)
        for _ in range(steps):
            tick = flags.tick[w]
            for a in range(count):
                note(traffic.net, agents, w, a)
            for a in range(count):
                think(traffic, agents, w, a, tick, step)
            for a in range(count):
                move(traffic, agents, actions, limits, w, a, tick, step)
            flags.tick[w] = tick + 1
        flags.late[w] = flags.tick[w] >= longest
        for a in range(count if watched > 0 else 0):
            place(agents, scratch, w, a, own)
        for a in range(watched):
            survey(ground, scratch, a, own)
        for a in range(watched):
            touch(ground, scratch, a, own)
        for a in range(watched):
            look(ground, agents, aim, near, flags, scratch, seen, w, a, own, own)
