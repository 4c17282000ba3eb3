"""Many worlds on one map, stepped together: one call moves, checks and observes them all, on as many cores as wished.

Each thread takes shards of worlds and runs the same kernel over them without the interpreter's lock; a world's results
depend on that world alone, so neither shards nor threads nor load change a bit of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.notes import Array, Bool, Float64, Int32, Int64
from aureole.world.traffic.bicycle import Limits
from aureole.world.traffic.ground.ground import Ground
from aureole.world.traffic.minds import NOBODY, Traffic
from aureole.world.traffic.sizes import Flags, Seen, Sizes, flags_of, scratch_of, seen_of
from aureole.world.traffic.starts import Kept, Starts
from aureole.world.traffic.state import Agents, Mind
from aureole.world.traffic.step import step_worlds

AT_ONCE = 512  # agents; a call of the kernel for less costs more than it does
USUAL, LIMITS = Sizes(), Limits()
SHARDS = 4  # shards for each thread, so that a slow one does not keep the others waiting


@dataclass(frozen=True, slots=True)
class Rules:
    """How worlds go on and when they end."""

    step: float = 0.1
    """s; one step."""
    steps: int = 1
    """Steps for each action."""
    timeout: float = 60.0
    """s; a world's time is up."""
    near: float = 2.0
    """m; so close to its aim an agent has arrived."""
    limits: Limits = LIMITS


RULES = Rules()


class Batch:
    """Worlds of agents on one map. `seen` and `flags` are written in place: the same arrays after every step."""

    def __init__(
        self, ground: Ground, agents: Agents, sizes: Sizes = USUAL, *,
        traffic: Traffic = NOBODY, rules: Rules = RULES, threads: int = 1,
    ) -> None:  # fmt: skip
        """Takes the agents as they are, also as the state to come back to at a reset; they are moved in place.

        Raises `BadInput` for sizes that do not fit.
        """
        self.ground, self.agents, self.traffic, self.rules = ground, agents, traffic, rules
        self.worlds, self.count = agents.present.shape
        watched = self.count if sizes.watched < 0 else sizes.watched
        self.sizes = sizes._replace(watched=watched)
        self._check(threads)
        self.starts: Starts = Kept(agents)
        """How worlds begin again: as they were. Yours to set; see `site.batch_of`."""
        self.aim: Float64 = np.full((self.worlds, self.count, 2), np.nan)
        """Where each agent wants to be (world frame, m); NaN nowhere. Yours to write."""
        self.flags: Flags = flags_of(self.worlds, self.count)
        self.seen: Seen = seen_of(self.worlds, watched, self.sizes)
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads, "worlds") if threads > 1 else None
        room = max(self.count, len(ground.points.kind) if sizes.points else 0, 1)
        self._scratch = scratch_of(threads, threads, self.count, room, self.worlds)
        self._still = np.zeros((self.worlds, self.count, 2))
        self._all = np.arange(self.worlds)
        self._sites: Sequence[tuple[Ground, Traffic]] = [(ground, traffic)]
        self._on: Int32 = np.zeros(self.worlds, np.int32)
        self._run(0, self._still, self._all)

    def _check(self, threads: int) -> None:
        """Raises `BadInput` unless all sizes fit together."""
        sizes, listed = self.sizes, self.ground.points.listed
        if not 0 <= sizes.watched <= self.count:
            raise BadInput(f"Sizes.watched: is {sizes.watched}", remedy=f"give 0 to {self.count}, or -1 for all")
        if sizes.neighbours < 0:
            raise BadInput(f"Sizes.neighbours: is {sizes.neighbours}", remedy="give 0 or more")
        if sizes.points not in (0, listed):
            remedy = f"make the ground with ground_of(road, {sizes.points})"
            raise BadInput(f"Sizes.points: is {sizes.points}, the ground's lists hold {listed}", remedy=remedy)
        if threads < 1:
            raise BadInput(f"threads: is {threads}", remedy="give 1 or more")
        for name in Agents._fields:
            values: Array = getattr(self.agents, name)
            if values.shape != (self.worlds, self.count):
                remedy = f"give ({self.worlds}, {self.count}), as `present` has"
                raise BadInput(f"Agents.{name}: has shape {values.shape}", remedy=remedy)

    def lay(self, sites: Sequence[tuple[Ground, Traffic]], on: Int32) -> None:
        """Lays worlds on several maps, one call for all: `on` (worlds,) says which, and is read at every step.

        They count from the next reset on. Raises `BadInput` for maps whose lists hold another number of points.
        """
        if on.shape != (self.worlds,):
            raise BadInput(f"on: has shape {on.shape}", remedy=f"give a map for each world, shape ({self.worlds},)")
        listed = [ground.points.listed for ground, _ in sites]
        if any(self.sizes.points not in (0, each) for each in listed):
            remedy = f"make every ground with ground_of(road, {self.sizes.points})"
            raise BadInput(f"maps with lists of {listed} points, {self.sizes.points} are seen", remedy=remedy)
        room = max(len(ground.points.kind) for ground, _ in sites) if self.sizes.points else 0
        room = max(self.count, room, 1)
        self._scratch = scratch_of(self._threads, self._threads, self.count, room, self.worlds)
        self._sites, self._on = sites, on

    def step(self, actions: Array | None = None) -> tuple[Seen, Flags]:
        """Moves all worlds; `actions` (worlds, agents, 2): acceleration (m/s^2) and steering (`Limits.second`).

        Only learners' actions are read; without any they coast. A number that is none brakes. Raises `BadInput` for
        actions of another shape.
        """
        if actions is None:
            actions = self._still
        if actions.shape != self._still.shape or actions.dtype.kind != "f":
            what = f"actions: shape {actions.shape} of {actions.dtype}"
            raise BadInput(what, remedy=f"give floating-point numbers of shape {self._still.shape}")
        self._run(self.rules.steps, np.ascontiguousarray(actions), self._all)
        return self.seen, self.flags

    def reset(self, which: Bool | None = None) -> tuple[Seen, Flags]:
        """Has worlds (all, or those of a mask) begin again as `starts` says, and looks at them."""
        mask = np.ones(self.worlds, np.bool_) if which is None else np.asarray(which, np.bool_)
        if mask.shape != (self.worlds,):
            raise BadInput(f"which: has shape {mask.shape}", remedy=f"give a mask of shape ({self.worlds},)")
        rows = np.flatnonzero(mask)
        if len(rows):
            self.starts.begin(self.agents, self.aim, rows)
            self.flags.tick[rows] = 0
            self._run(0, self._still, rows)
        return self.seen, self.flags

    @property
    def done(self) -> Bool:
        """(worlds, agents): learners that have hit something, left the road or arrived."""
        ended = (self.flags.hit >= 0) | self.flags.off | self.flags.arrived
        return np.asarray(ended & self.agents.present & (self.agents.mind == Mind.LEARNER))

    @property
    def over(self) -> Bool:
        """(worlds,): the time is up, or every learner is done."""
        learners = self.agents.present & (self.agents.mind == Mind.LEARNER)
        return np.asarray(self.flags.late | (learners.any(axis=1) & (self.done | ~learners).all(axis=1)))

    def _run(self, steps: int, actions: Array, order: Int64) -> None:
        """The kernel over shards of the worlds `order`, map by map."""
        on = self._on[order] if len(self._sites) > 1 else None
        parts = [(site, order if on is None else order[on == k]) for k, site in enumerate(self._sites)]
        if self._pool is None:
            for site, rows in parts:
                self._shard(site, rows, steps, actions, 0)
            return
        size = max(1, AT_ONCE // max(self.count, 1), -(-len(order) // (SHARDS * self._threads)))
        waiting = [
            (site, rows[first : first + size]) for site, rows in parts
            for first in range(0, len(rows), size)
        ]  # fmt: skip
        waiting.reverse()

        def work(own: int) -> None:
            while waiting:
                try:
                    site, rows = waiting.pop()
                except IndexError:  # another thread was faster
                    return
                self._shard(site, rows, steps, actions, own)

        for done in [self._pool.submit(work, own) for own in range(self._threads)]:
            done.result()

    def _shard(self, site: tuple[Ground, Traffic], rows: Int64, steps: int, actions: Array, own: int) -> None:
        rules = self.rules
        step_worlds(
            rows, 0, len(rows), steps, rules.step, max(round(rules.timeout / rules.step), 1),
            *site, rules.limits,
            self.agents, actions, self.aim, rules.near, self.flags, self._scratch, self.seen, own,
        )  # fmt: skip

    def close(self) -> None:
        """Ends the threads; not needed when the program ends."""
        if self._pool is not None:
            self._pool.shutdown()
