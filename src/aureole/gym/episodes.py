"""How the worlds of a course begin: each by its own seed and how often it has begun, and by nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.noise import key, philox, uniform
from aureole.core.notes import Float64, Int32, Int64, Uint64
from aureole.gym.options import Options
from aureole.world.traffic.demand.drawing import Drawn, Start, empty, wanted
from aureole.world.traffic.demand.learners import Learners
from aureole.world.traffic.site import Site
from aureole.world.traffic.state import Agents

TRIES = 8  # beginnings that are drawn before a map is found too full
STREAM, MAPS = 13, 14  # of noise: beginnings, which map


class Episodes:
    """Draws a new beginning for a world of a batch (`world.traffic.starts.Starts`).

    Worlds are dealt to the maps in equal parts; with fewer worlds than maps each beginning draws its map.
    """

    def __init__(self, sites: Sequence[Site], options: Options, worlds: int) -> None:
        """Raises `BadInput` for traffic that does not fit."""
        demand, count = options.demand(), options.learners
        most = max(wanted(site.traffic.net, demand) for site in sites)
        learners = Learners(count, options.way, options.speed)
        start = Start(demand, learners, 0, min(count + most, options.agents))
        self.drawn = [Drawn(site.traffic.net, start, worlds) for site in sites]
        self.rows = self.drawn[0].rows
        self.routes: Int32 = self.drawn[0].routes
        for each in self.drawn:
            each.routes = self.routes
        self.learners = count
        self.roams = worlds < len(sites)
        self.on: Int32 = (np.arange(worlds) * len(sites) // worlds).astype(np.int32)
        """On which map each world is."""
        self.keys: Uint64 = np.zeros(worlds, np.uint64)
        self.begun: Int64 = np.zeros(worlds, np.int64)
        """How often each world has begun since it was seeded."""

    def seed(self, seeds: Sequence[int], rows: Int64) -> None:
        """From here on the worlds `rows` begin as these seeds say, from their first beginning on."""
        self.keys[rows] = [key("gym", seed, "episodes") for seed in seeds]
        self.begun[rows] = 0

    def begin(self, agents: Agents, aim: Float64, rows: Int64) -> None:
        """Writes the worlds `rows` anew; who finds no room for its learners is drawn again.

        Raises:
            BadInput: a map has no room for the learners.
        """
        waiting = rows
        for _ in range(TRIES):
            keys = self._next(waiting)
            if self.roams:
                part = uniform(keys, MAPS, (1,))[:, 0]
                self.on[waiting] = np.minimum(part * len(self.drawn), len(self.drawn) - 1).astype(np.int32)
            empty(agents, waiting, keys)
            on = self.on[waiting]
            for number in np.unique(on).tolist():
                self.drawn[number].put(agents, aim, waiting[on == number])
            waiting = waiting[~agents.present[waiting, : self.learners].all(axis=1)]
            if not len(waiting):
                return
        raise BadInput(
            f"no room for {self.learners} learners on map {int(self.on[waiting[0]])} of the course",
            remedy="take larger maps, fewer learners or less traffic, or a shorter way",
        )

    def _next(self, rows: Int64) -> Uint64:
        """Keys of the next beginning of worlds."""
        often = self.begun[rows].astype(np.uint64)
        zero = np.zeros_like(often)
        words = philox((often, zero, zero, zero + np.uint64(STREAM)), self.keys[rows])
        self.begun[rows] += 1
        return np.asarray((words[0] << np.uint64(32)) | words[1])
