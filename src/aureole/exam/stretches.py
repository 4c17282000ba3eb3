"""The loop at full speed: a driver is asked, its plan obeyed for as many steps as it stands, and so on to the end.

The same drives as in `runtime.loop.run`, to the last bit, without a way back into Python at every step. Whoever watches
gets the steps of a stretch at once, in arrays that are written again afterwards: judges and digest can, whoever keeps a
scene cannot.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from typing import Any, Generic, Protocol, TypeVar

import numpy as np

from aureole.core.driver import Driver
from aureole.core.judge import Watcher
from aureole.core.notes import Bool, Int64
from aureole.core.observation import Observation
from aureole.core.plan import Plan
from aureole.runtime.loop import STANDSTILL, DriverFailure, asked, begun
from aureole.vehicle.follower import Follower
from aureole.world.scripted import Scripted
from aureole.world.stretches.eyes import Eyes
from aureole.world.stretches.stretched import Cut, Stretched

D = TypeVar("D")


class Keeper(Watcher, Protocol):
    """A watcher that must see every `stride`-th tick as the last of those it is shown."""

    @property
    def stride(self) -> int:
        """Ticks; may grow."""


class Hearer(Protocol):
    """Hears what the driver is told."""

    def hear(self, observation: Observation, rows: Int64 | None = None) -> None:
        """Called before each time the driver is asked, with what the worlds `rows` see; all of them if left out."""


SHRINKS = 0.8  # of the drives that a driver is asked for; when no more go on, it is asked for those alone


def run_stretches(
    world: Scripted,
    driver: Driver[D],
    follower: Follower,
    watchers: Sequence[Watcher] = (),
    listeners: Sequence[Hearer] = (),
    kept: Keeper | None = None,
) -> Any:
    """Drive every world of a batch to its end; returns the world's last state; senses remember the last drives alone.

    `kept` watches too, after all others: a stretch is cut behind every moment that it keeps.

    Raises:
        DriverFailure: the driver raised, or gave a plan of the wrong shape or type.
    """
    brief = world.brief
    every = max(1, round(brief.mission.car.periods.drive / brief.step))
    _, state = world.reset()
    asking, eyes = Asking(driver, begun(driver, brief.mission), len(brief.cases)), Eyes(world, state)
    company = [*watchers, kept] if kept is not None else watchers
    ahead = world.stretched(state, follower.reset(brief.mission))
    last, end, tick = round(brief.timeout / brief.step), late(brief.timeout, brief.step), 0
    while True:
        places = asking.leave(ahead.done)
        if places is not None:
            eyes.leave(asking.live, places)
        observation = eyes.look(ahead.now, ahead.state)
        for listener in listeners:
            listener.hear(observation, eyes.rows)
        plan = asking.ask(observation)
        cut = Cut(tick, min(every, last + 1 - tick), end, STANDSTILL)
        for piece in pieces(cut, kept.stride) if kept is not None else (cut,):
            go(world, ahead, plan, piece, (company, eyes), told=tick)
        tick += cut.ticks
        if tick > last or ahead.done.all():
            return eyes.state._replace(state=ahead.state, sheet=ahead.now)


class Asking(Generic[D]):
    """Asks a driver for the drives that go on; of those that are over the last plan stays.

    A driver that has `kept(memory, rows)`, which gives the memory of some rows in their order, is spared the others.
    """

    def __init__(self, driver: Driver[D], memory: D, worlds: int) -> None:
        self.driver, self.memory = driver, memory
        self.live = np.arange(worlds)
        self.kept: Callable[[D, Int64], D] | None = getattr(driver, "kept", None)
        self.plan: Plan | None = None

    def leave(self, done: Bool) -> Int64 | None:
        """Leave out drives that are over, once they are many; gives where the others stood among those asked for.

        Raises:
            DriverFailure: the driver raised.
        """
        left = np.flatnonzero(~done[self.live])
        if self.kept is None or len(left) > SHRINKS * len(self.live):
            return None
        self.memory, self.live = self._left(self.kept, left), self.live[left]
        return left

    def ask(self, observation: Observation) -> Plan:
        """One decision for every world, from an observation of those that are not left out.

        Raises:
            DriverFailure: the driver raised, or gave a plan of the wrong shape or type.
        """
        part, self.memory = asked(self.driver, observation, self.memory)
        whole = self.plan is None or len(self.plan.stamp) == len(self.live)
        self.plan = part if whole or self.plan is None else placed(part, self.live, self.plan)
        return self.plan

    def _left(self, kept: Callable[[D, Int64], D], rows: Int64) -> D:
        try:
            return kept(self.memory, rows)
        except Exception as error:
            raise DriverFailure(f"kept: {type(error).__name__}: {error}") from error


def placed(part: Plan, rows: Int64, plan: Plan) -> Plan:
    """A plan with some rows renewed."""
    found = {field.name: np.copy(getattr(plan, field.name)) for field in fields(plan)}
    for name, array in found.items():
        array[rows] = getattr(part, name)
    return Plan(**found)


def pieces(cut: Cut, stride: int) -> Iterator[Cut]:
    """A stretch in pieces, each of which ends with a tick that is a multiple of `stride`, but for the last.

    >>> [(piece.first, piece.ticks) for piece in pieces(Cut(20, 10, 99, 0.0), 4)]
    [(20, 1), (21, 4), (25, 4), (29, 1)]
    """
    first, end = cut.first, cut.first + cut.ticks
    while first < end:
        after = min(end, -(-first // stride) * stride + 1)
        yield cut._replace(first=first, ticks=after - first)
        first = after


def go(
    world: Scripted, ahead: Stretched, plan: Plan, cut: Cut, company: tuple[Sequence[Watcher], Eyes], *, told: int
) -> None:  # fmt: skip
    """One stretch, watched; the sensors keep what they look back at. At the tick `told` they have looked already."""
    watchers, eyes = company
    seen, command = ahead.go(plan, cut)
    scene = world.scene(seen)
    for watcher in watchers:
        watcher.watch(scene, plan, command)
    for k in range(cut.ticks):
        if cut.first + k != told and world.looks(cut.first + k):
            eyes.look(seen, ahead.state, cut.ticks, k)


def late(timeout: float, step: float) -> int:
    """The first tick at which a drive has lasted for `timeout` seconds, counted as `runtime.loop` does."""
    tick = max(0, math.floor(timeout / step) - 1)
    while tick * step < timeout:
        tick += 1
    return tick
