"""The batch on a GPU: the same formulas as `step.step_worlds`, a few launches a step, one thread an agent.

The traffic's brains are among them: where all are is one launch, what all decide the next, how all move another.

Held against the CPU in numba's simulator only: on a GPU products and sums may be fused, so that last places differ.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from aureole.core.notes import Array, Float64
from aureole.kernels import gpu
from aureole.world.traffic.batch import Batch
from aureole.world.traffic.bicycle import Limits, obey
from aureole.world.traffic.ground.ground import Ground
from aureole.world.traffic.looking import look, place, survey
from aureole.world.traffic.minds import LEARNER, SCRIPT, drift, note
from aureole.world.traffic.sizes import Flags, Scratch, Seen, scratch_of
from aureole.world.traffic.state import Agents
from aureole.world.traffic.step import find, move, think


class Tables(NamedTuple):
    """All that the kernels read and write."""

    ground: Ground
    traffic: Any
    """`Traffic`; nothing where there are no brains."""
    limits: Limits
    agents: Agents
    actions: Array
    aim: Float64
    flags: Flags
    scratch: Scratch
    seen: Seen
    step: float
    near: float
    longest: int


def find_one(w: int, a: int, tables: Tables) -> None:
    """Before the first: where an agent is, also one that was put somewhere from outside."""
    find(tables.traffic, tables.agents, w, a, SCRIPT)


def note_one(w: int, a: int, tables: Tables) -> None:
    """Then: one thread of a world writes everybody down by stretches."""
    for b in range(tables.agents.present.shape[1] if a == 0 else 0):
        note(tables.traffic.net, tables.agents, w, b)


def think_one(w: int, a: int, tables: Tables) -> None:
    """First launch: what agent a of world w decides."""
    think(tables.traffic, tables.agents, w, a, tables.flags.tick[w], tables.step)


def move_one(w: int, a: int, tables: Tables) -> None:
    """Second launch: moves it, and lays down its box."""
    tick, agents = tables.flags.tick[w], tables.agents
    move(tables.traffic, agents, tables.actions, tables.limits, w, a, tick, tables.step)
    place(agents, tables.scratch, w, a, w)
    survey(tables.ground, tables.scratch, a, w)


def drift_one(w: int, a: int, tables: Tables) -> None:
    """Instead of both where there are no brains."""
    agents = tables.agents
    if agents.mind[w, a] != LEARNER:
        drift(agents, w, a, tables.step)
    elif agents.present[w, a]:
        obey(agents, w, a, tables.actions[w, a], tables.limits, tables.step)
    place(agents, tables.scratch, w, a, w)
    survey(tables.ground, tables.scratch, a, w)


def look_one(w: int, a: int, tables: Tables) -> None:
    """Third launch: flags and observation."""
    agents, flags = tables.agents, tables.flags
    own = w * agents.present.shape[1] + a
    look(tables.ground, agents, tables.aim, tables.near, flags, tables.scratch, tables.seen, w, a, w, own)
    if a == 0:
        flags.tick[w] += 1
        flags.late[w] = flags.tick[w] >= tables.longest


class OnGpu:
    """A batch whose worlds live on the GPU; starts from a `Batch` of the CPU as it is."""

    def __init__(self, batch: Batch) -> None:
        """Takes the batch's state there. Raises `Missing` without a GPU."""
        brains = batch.traffic.net is not None
        launches = (find_one, note_one, think_one, move_one, look_one) if brains else (drift_one, look_one)
        self._launches = [gpu.over(function) for function in launches]
        self.shape = batch.agents.present.shape
        worlds, count = self.shape
        room = max(count, len(batch.ground.points.kind) if batch.sizes.points else 0)
        rules = batch.rules
        longest = max(round(rules.timeout / rules.step), 1)
        traffic, actions = batch.traffic if brains else (), np.zeros((worlds, count, 2))
        everything = Tables(
            batch.ground, traffic, rules.limits, batch.agents, actions, batch.aim, batch.flags,
            scratch_of(worlds, worlds * count, count, room, worlds), batch.seen, rules.step, rules.near, longest,
        )  # fmt: skip
        self.tables: Tables = gpu.carried(everything)

    def step(self, actions: Any) -> tuple[Seen, Flags]:
        """Moves all worlds by one step; `actions` (worlds, agents, 2), there or here. What is returned stays there."""
        self.tables.actions[:] = actions
        for launch in self._launches:
            launch(self.shape, self.tables)
        return self.tables.seen, self.tables.flags
