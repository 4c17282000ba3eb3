"""Worlds drawn by number: learners on lanes with a way to go, and a demand around them; every beginning is another."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.noise import key, philox
from aureole.core.notes import Float64, Int32, Int64, Uint64
from aureole.world.traffic.demand.demand import Demand
from aureole.world.traffic.demand.fill import keys_of, lot_of, put_all
from aureole.world.traffic.demand.learners import HOPS, Learners, plan_of, put_learners
from aureole.world.traffic.net.net import Net
from aureole.world.traffic.state import Agents

EPISODES = 12  # stream of noise


@dataclass(frozen=True, slots=True)
class Start:
    """How each world begins; the same seed gives the same worlds, in whatever batch."""

    demand: Demand = field(default_factory=Demand)
    learners: Learners = field(default_factory=Learners)
    seed: int = 0
    rows: int = -1
    """Agents of a world, learners included; -1: as many as the demand has on the map."""


class Drawn:
    """Begins worlds by their number and how often they have begun: nothing else decides what is drawn."""

    def __init__(self, net: Net, start: Start, worlds: int) -> None:
        """Raises `BadInput` for more learners than rows, or more walkers, parked cars and things than are left."""
        self.net, self.start = net, start
        learners = start.learners.count
        most = start.rows - learners if start.rows >= 0 else wanted(net, start.demand)
        if most < 0:
            raise BadInput(f"{learners} learners for {start.rows} rows of agents")
        self.rows = learners + most
        self._lot = lot_of(net, start.demand, most)
        self._plan = plan_of(start.learners)
        self.begun: Int64 = np.zeros(worlds, np.int64)
        """How often each world has begun."""
        self.routes: Int32 = np.full((worlds, learners, HOPS if learners else 0), -1, np.int32)
        """Stretches on the way of each learner to its aim, -1 after the last."""
        self.placed: Int32 = np.zeros(worlds, np.int32)
        """Agents that found room at the last beginning."""
        self.seed = start.seed

    def reseed(self, seed: int) -> None:
        """From here on as with another seed, from the first beginning on."""
        self.seed = seed
        self.begun[:] = 0

    def begin(self, agents: Agents, aim: Float64, rows: Int64) -> None:
        """Draws the worlds `rows` anew."""
        empty(agents, rows, world_keys(self.seed, rows, self.begun[rows]))
        self.put(agents, aim, rows)
        self.begun[rows] += 1

    def put(self, agents: Agents, aim: Float64, rows: Int64) -> None:
        """Puts everybody into the worlds `rows`, which are `empty`, by the keys of their agents and nothing else."""
        aim[rows], self.routes[rows], self.placed[rows] = np.nan, -1, 0
        put_learners(self.net, agents, self._lot, self._plan, rows, aim, self.routes, self.placed)
        if sum(self._lot.counts) + len(self._lot.things):
            put_all(self.net, agents, self._lot, self.start.learners.count, rows, self.placed)


def empty(agents: Agents, rows: Int64, keys: Uint64) -> None:
    """Worlds `rows` without anybody, with keys of agents from one key for each world."""
    bare = Agents.empty(1, agents.x.shape[1])
    for name in Agents._fields:
        getattr(agents, name)[rows] = getattr(bare, name)
    agents.key[rows] = keys_of(keys, agents.x.shape[1])


def wanted(net: Net, demand: Demand) -> int:
    """Rows that a demand fills on a net where there is room for all."""
    whole = lot_of(net, demand, 2**31)
    return sum(whole.counts) + len(whole.things)


def world_keys(seed: int, worlds: Int64, begun: Int64) -> Uint64:
    """One key for each world and beginning (`core.noise`)."""
    world, often = worlds.astype(np.uint64), begun.astype(np.uint64)
    zero = np.zeros_like(world)
    words = philox((world, often, zero, zero + np.uint64(EPISODES)), np.full_like(world, key("worlds", seed, "starts")))
    return np.asarray((words[0] << np.uint64(32)) | words[1])
