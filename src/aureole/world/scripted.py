"""The world that plays a scenario: it fits `core.world.World`."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol

import numpy as np

from aureole.core.brief import Brief
from aureole.core.command import Command
from aureole.core.notes import Bool, Float64, Int32, Int64
from aureole.core.observation import Observation
from aureole.core.road import Road
from aureole.core.scene import Scene
from aureole.vehicle.constants import Chassis
from aureole.vehicle.following import Hands, Manner, Memory
from aureole.world.scenarios.player.play import State
from aureole.world.scenarios.player.sheet import Sheet
from aureole.world.scenarios.player.state import A_TRAILER, FAULTS, M_COLUMNS, M_FAULT, M_LOGGED, STATE_NAMES
from aureole.world.scenarios.tables import B_TRAILER, B_X, B_Z, CONNECT, E_KIND, J_KIND, JOBS, KIND_NAMES, Numbers
from aureole.world.signs.table import Shown
from aureole.world.stretches.steps import BEGIN, STEP, Orders, go, nobody
from aureole.world.stretches.stretched import Stretched, moment, plain

UNHURRIED = Manner(0.0, 0.0, 0.0)
NOBODY = nobody()
"""Both for steps in which nobody is followed."""


@dataclass(frozen=True, slots=True)
class Play:
    """The compiled scenario with everything the kernels need, the same at every step."""

    program: Int64
    """`Tables.packed`."""
    numbers: Numbers
    road: Road
    chassis: Chassis
    step: float
    passive: bool

    def begin(self, state: State, sheet: Sheet) -> None:
        """Run Init, in place."""
        worlds = len(state.misc)
        orders = Orders(np.zeros(worlds), np.zeros(worlds), np.zeros(worlds, dtype=np.int32))
        self._go(BEGIN, state, sheet, np.zeros(worlds, dtype=np.bool_), np.zeros(worlds, dtype=np.int64), orders)

    def proceed(self, state: State, sheet: Sheet, command: Command) -> None:
        """Advance by one step, in place; a world that is over stands still."""
        orders = Orders(plain(command.steer), plain(command.accel), plain(command.lamps))
        self._go(STEP, state, sheet, sheet.flags[1].copy(), plain(command.until), orders)

    def _go(self, mode: int, state: State, sheet: Sheet, done: Bool, until: Int64, orders: Orders) -> None:
        """One step in which nobody is followed."""
        go(
            mode, self.program, self.numbers, self.road, (self.chassis, UNHURRIED), state, sheet, *NOBODY, until,
            self.step, (1, 0, 0, 0.0), self.passive, done, sheet, orders,
        )  # fmt: skip


class Cast:
    """Who takes part, by agent, and what the storyboard's elements are called."""

    def __init__(self, elements: tuple[str, ...], table: Int64, kind: Int32, boxes: Float64, shown: Shown) -> None:
        self.elements = elements
        self.types = tuple(KIND_NAMES[row] for row in table[:, E_KIND])
        self.kind = kind
        self.shown = shown
        self.size = np.ascontiguousarray(boxes[:, :, :3])
        self.box_from_reference = np.ascontiguousarray(boxes[:, :, B_X : B_Z + 1])
        self.present = np.ones(kind.shape, dtype=np.bool_)

    def left(self, rows: Int64) -> Cast:
        """The same agents in the worlds of some rows."""
        cast = copy(self)
        names = ("kind", "size", "box_from_reference", "present")
        vars(cast).update({name: getattr(self, name)[rows] for name in names})
        return cast


class Sensing(Protocol):
    """The senses of a batch: those that give things (`sensing.sense`), or pictures (`sensing.eyes.senses`)."""

    def reset(self, scene: Scene) -> Any:
        """What they remember before the first look."""

    def sense(self, scene: Scene, state: Any) -> tuple[Observation, Any]:
        """What the car can know now."""

    def looks(self, tick: int) -> bool:
        """Whether they do anything at this step but feel the car's own motion."""

    def left(self, rows: Int64) -> Any:
        """The same senses for the worlds of some rows."""


class Played(NamedTuple):
    """The world's state: the player's, the last sheet, and the senses' memory."""

    state: State
    sheet: Sheet
    senses: Any


class Scripted:
    """Worlds of one scenario; built by `world.scenarios.build.build`."""

    def __init__(self, brief: Brief, play: Play, cast: Cast, first: tuple[State, Sheet], senses: Sensing) -> None:
        self._brief = brief
        self._play = play
        self._cast = cast
        self._first = first
        self._senses = senses
        self.pulls = bool((play.numbers.boxes[:, 0, B_TRAILER] >= 0.0).any() or connects(play.program))
        """Whether the examined car pulls trailers, or may."""

    @property
    def brief(self) -> Brief:
        """What is driven here."""
        return self._brief

    def reset(self) -> tuple[Scene, Played]:
        """The scene at stamp 0, after Init."""
        state = State._make(np.copy(array) for array in self._first[0])
        sheet = Sheet._make(np.copy(array) for array in self._first[1])
        scene = self.scene(sheet)
        return scene, Played(state, sheet, self._senses.reset(scene))

    def sense(self, scene: Scene, state: Played) -> tuple[Observation, Played]:
        """What the examined car can know now; its sensors leave out the trailers that it pulls."""
        if self.pulls:
            scene = replace(scene, present=scene.present & ~pulled(state.state.agents))
        observation, memory = self._senses.sense(scene, state.senses)
        return observation, state._replace(senses=memory)

    def step(self, scene: Scene, command: Command, state: Played) -> tuple[Scene, Played]:
        """The scene one step later; a world whose `scene.over` is True stands still, whoever set it."""
        after = State._make(np.copy(array) for array in state.state)
        sheet = moment(state.sheet, 1, 0)._replace(flags=np.stack((scene.exercised, scene.over)))
        self._play.proceed(after, sheet, command)
        return self.scene(sheet), Played(after, sheet, state.senses)

    def stretched(self, state: Played, hands: Memory) -> Stretched:
        """The same world going on from a state, many steps at once; what it is given stays as it is."""
        copied, sheet = State._make(np.copy(array) for array in state.state), moment(state.sheet, 1, 0)
        return Stretched(
            self._play, copied, sheet, hands._replace(hands=Hands._make(np.copy(array) for array in hands.hands))
        )

    def sensed(self, make: Callable[[Any], Sensing]) -> Scripted:
        """The same worlds with other senses, made of the ones they have."""
        world = copy(self)
        vars(world).update(_senses=make(self._senses))
        return world

    def left(self, rows: Int64) -> Scripted:
        """The same worlds with the senses of those in some rows alone, for who asks for no more than what these see."""
        world = copy(self)
        vars(world).update(_cast=self._cast.left(rows), _senses=self._senses.left(rows))
        return world

    def looks(self, tick: int) -> bool:
        """Whether the car's sensors do anything at this step but feel its own motion."""
        return self._senses.looks(tick)

    def scene(self, sheet: Sheet) -> Scene:
        """A sheet as the word that judges read; in one of many ticks sizes and kinds have a row for each world."""
        heading, pitch, roll, speed, accel, yaw_rate, steer, s, t = sheet.plain
        lamps, road, lane, present = sheet.whole
        exercised, over = sheet.flags
        cast = self._cast
        return Scene(
            stamp=sheet.stamp, present=present == 1, xyz=sheet.xyz, heading=heading, pitch=pitch, roll=roll,
            velocity=sheet.velocity, speed=speed, accel=accel, yaw_rate=yaw_rate, steer=steer, size=cast.size,
            box_from_reference=cast.box_from_reference, kind=cast.kind, lamps=lamps, road=road, lane=lane, s=s, t=t,
            signals=cast.shown.of(sheet.lights), hit=sheet.hit, exercised=exercised, over=over,
        )  # fmt: skip

    def transitions(self, state: Played, world: int) -> list[tuple[float, str, str, str, str]]:
        """Every transition so far: time in s, element, type, state before, state after; in order."""
        rows = []
        logged = state.state.misc[world, M_COLUMNS : M_COLUMNS + int(state.state.misc[world, M_LOGGED])]
        for number in logged:
            tick, low = int(number) >> 32, int(number) & 0xFFFFFFFF
            element = low >> 8
            names = (self._cast.elements[element], self._cast.types[element])
            rows.append((tick * self._brief.step, *names, STATE_NAMES[low >> 4 & 15], STATE_NAMES[low & 15]))
        return rows

    @staticmethod
    def faults(state: State) -> list[tuple[int, str]]:
        """Worlds that could not go on, and why."""
        return [(int(world), FAULTS[state.misc[world, M_FAULT]]) for world in np.flatnonzero(state.misc[:, M_FAULT])]


def connects(program: Int64) -> bool:
    """Whether an action of a scenario hangs a trailer on somebody."""
    return bool((program[JOBS, :, J_KIND] == CONNECT).any())


def pulled(agents: Float64) -> Bool:
    """Which agents hang on the examined car, one behind the other, shape (worlds, agents)."""
    found = np.zeros(agents.shape[:2], dtype=np.bool_)
    rows, one = np.arange(len(agents)), agents[:, 0, A_TRAILER].astype(np.int64)
    while (one >= 0).any():
        found[rows[one >= 0], one[one >= 0]] = True
        one = np.where(one >= 0, agents[rows, one, A_TRAILER].astype(np.int64), -1)
    return found
