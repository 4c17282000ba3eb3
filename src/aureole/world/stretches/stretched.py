"""A scripted world that goes from one question to the driver to the next without coming back in between."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple, Protocol

import numpy as np

from aureole.core.command import Command
from aureole.core.kinds import Gear
from aureole.core.notes import Bool, Int64
from aureole.core.plan import Plan
from aureole.core.road import Road
from aureole.vehicle.follower import LIFE
from aureole.vehicle.following import Memory, Wish
from aureole.world.scenarios.player.play import State
from aureole.world.scenarios.player.sheet import Sheet
from aureole.world.scenarios.tables import Numbers
from aureole.world.stretches.steps import FOLLOW, Orders, go


class Played(Protocol):
    """What is played: `world.scripted.Play`."""

    @property
    def program(self) -> Int64:
        """The storyboard."""

    @property
    def numbers(self) -> Numbers:
        """Each world's own."""

    @property
    def road(self) -> Road:
        """The map."""

    @property
    def step(self) -> float:
        """Seconds."""

    @property
    def passive(self) -> bool:
        """The scenario alone moves the examined car."""


class Cut(NamedTuple):
    """A stretch: the number of its first tick, how many there are, and when every drive is over."""

    first: int
    ticks: int
    late: int
    """The first tick at which every drive is over, whatever happens."""
    still: float
    """m/s; slower counts as standing after a minimal-risk manoeuvre."""


class Stretched:
    """Goes on in place, in arrays of its own: what it gave is gone at the next step, so its watchers keep nothing.

    `core.world.World` is the contract that a driver's examination rests on; this does the same steps with the same
    formulas, and a test holds both to the same digests and verdicts.
    """

    def __init__(self, play: Played, state: State, sheet: Sheet, hands: Memory) -> None:
        """Go on from a state and its sheet; they and `hands` are changed in place."""
        self.play, self.state, self.now, self.hands = play, state, sheet, hands
        worlds, agents = sheet.xyz.shape[:2]
        self.worlds, self.agents = worlds, agents
        self.done: Bool = np.zeros(worlds, dtype=np.bool_)
        """Which drives are over, and whoever watches has seen it."""
        self.room: dict[int, tuple[Sheet, Orders, Command]] = {}

    def go(self, plan: Plan, cut: Cut) -> tuple[Sheet, Command]:
        """Obey a plan for a stretch: what was there at each of its ticks, and what was ordered.

        Row w · ticks + k is the tick k of world w; after a drive is over, its rows stand still.
        """
        seen, orders, command = self._room(cut.ticks)
        wish = Wish(*(plain(getattr(plan, name)) for name in Wish._fields))
        play, hands = self.play, self.hands
        until = plan.stamp + LIFE
        go(
            FOLLOW, play.program, play.numbers, play.road, (hands.chassis, hands.manner), self.state, self.now, wish,
            hands.hands, until, play.step, (cut.ticks, cut.first, cut.late, cut.still), play.passive, self.done, seen,
            orders,
        )  # fmt: skip
        return seen, replace(command, stamp=seen.stamp, until=np.repeat(until, cut.ticks))

    def _room(self, ticks: int) -> tuple[Sheet, Orders, Command]:
        """Arrays for a stretch, made once for each length."""
        if ticks not in self.room:
            count = self.worlds * ticks
            sheet, orders = Sheet.empty(count, self.agents, self.now.lights.shape[1]), Orders.empty(count)
            sheet.stamp[:] = -1
            gear, horn = np.full(count, int(Gear.DRIVE), dtype=np.int32), np.zeros(count, dtype=np.bool_)
            command = Command(sheet.stamp, orders.steer, orders.accel, gear, orders.lamps, horn, sheet.stamp)
            self.room[ticks] = (sheet, orders, command)
        return self.room[ticks]


def plain(array: Any) -> Any:
    """An array as the kernel was compiled for: in one piece, and writeable; itself if it is that."""
    flags = array.flags
    return array if flags.c_contiguous and flags.writeable else np.require(array, requirements=("C", "W"))


def moment(seen: Sheet, ticks: int, k: int, rows: Int64 | None = None) -> Sheet:
    """The sheet of all worlds, or of those in some rows, at one tick of a stretch, in arrays of its own."""
    stamp, xyz, velocity, plain, whole, hit, flags, lights = seen
    if rows is not None:
        at = rows * ticks + k
        return Sheet(
            stamp[at], xyz[at], velocity[at], plain.take(at, axis=1), whole.take(at, axis=1), hit[at],
            flags.take(at, axis=1), lights[at],
        )  # fmt: skip
    cut = slice(k, None, ticks)
    return Sheet(
        stamp[cut].copy(), xyz[cut].copy(), velocity[cut].copy(), plain[:, cut].copy(), whole[:, cut].copy(),
        hit[cut].copy(), flags[:, cut].copy(), lights[cut].copy(),
    )  # fmt: skip
