"""The guard: a pure function from what the follower wants to what the port may have."""

from __future__ import annotations

import numpy as np

from aureole.core.car import Car
from aureole.core.command import Command
from aureole.core.observation import Observation
from aureole.core.plan import Plan
from aureole.runtime.guard import state as rows_kept
from aureole.runtime.guard.bounds import Bounds, bounds_of
from aureole.runtime.guard.decide import decide
from aureole.runtime.guard.findings import Findings, Found, strongest
from aureole.runtime.guard.rows import Wish, wish_of
from aureole.runtime.guard.state import Memory, State


class Guard:
    """For one car; a batch of worlds are as many cars of the same kind, each guarded by itself."""

    def __init__(self, car: Car, step: float = 0.01, *, eyes: bool = False) -> None:
        """`step`: the usual time between two checks, s; `eyes`: what is around is not given but seen."""
        self._bounds: Bounds = bounds_of(car, step, eyes=eyes)

    def reset(self, worlds: int) -> Memory:
        """The memory before the first check."""
        return rows_kept.reset(worlds, self._bounds.accel)

    def check(
        self, wish: Command | None, plan: Plan | None, observation: Observation | None, now: int, memory: Memory,
        *, seen: Observation | None = None,
    ) -> tuple[Command, Memory, Findings]:  # fmt: skip
        """What the port may have at `now` (ns), never anything beyond the limits.

        All words are the newest there are, however old; None if there never was one. `seen` is what the eyes of a car
        see; of one without eyes it is not looked at. Call it at least every `car`'s command period, also when nothing
        came. Where a wish is sound in every world, it is given back itself.
        """
        states: list[State] = []
        given: list[tuple[Wish, bool]] = []
        told: list[tuple[int, int, int, float, float]] = []
        for world in range(len(memory.whole)):
            state = rows_kept.unpack(memory, world)
            found: Found = {}
            row = None if wish is None else wish_of(wish, world)
            order, action = decide(row, (plan, observation, seen, world), now, (state, self._bounds, found))
            states.append(state)
            given.append((order, order == row))
            told.append((int(action), sum(1 << finding for finding in found), *strongest(found)))
        findings = Findings(
            np.array([row[0] for row in told], dtype=np.int32),
            np.array([row[1] for row in told], dtype=np.int64),
            np.array([row[2] for row in told], dtype=np.int32),
            np.array([row[3] for row in told], dtype=np.float64),
            np.array([row[4] for row in told], dtype=np.float64),
        )
        if wish is not None and all(same for _, same in given):
            return wish, rows_kept.pack(states), findings
        return command_of([order for order, _ in given]), rows_kept.pack(states), findings


def command_of(orders: list[Wish]) -> Command:
    """Rows as the word of core."""
    return Command(
        stamp=np.array([order.stamp for order in orders], dtype=np.int64),
        steer=np.array([order.steer for order in orders], dtype=np.float64),
        accel=np.array([order.accel for order in orders], dtype=np.float64),
        gear=np.array([order.gear for order in orders], dtype=np.int32),
        lamps=np.array([order.lamps for order in orders], dtype=np.int32),
        horn=np.array([order.horn for order in orders], dtype=np.bool_),
        until=np.array([order.until for order in orders], dtype=np.int64),
    )
