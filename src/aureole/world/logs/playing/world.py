"""The world that plays a recording around an examined car: it fits `core.world.World`."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from aureole.core.brief import Brief
from aureole.core.command import Command
from aureole.core.notes import Bool, Float32, Float64, Int32
from aureole.core.observation import Observation
from aureole.core.scene import Scene
from aureole.vehicle.constants import Chassis
from aureole.world.logs.playing.cast import Cast
from aureole.world.logs.playing.places import Net
from aureole.world.logs.playing.reacting import Reactions
from aureole.world.logs.playing.route import ahead
from aureole.world.logs.playing.stepping import Rules, State, proceed
from aureole.world.logs.playing.tables import Tables
from aureole.world.logs.problem import Problem
from aureole.world.scenarios.player.sheet import Sheet
from aureole.world.sensing.past import RENEWED
from aureole.world.sensing.sense import Senses, SenseState


class Stage(NamedTuple):
    """What the kernels need, the same at every step."""

    track: Tables
    net: Net
    way: Float64
    """[points, 3] x, y and m since the start of the examined car's way."""
    rules: Rules
    chassis: Chassis
    manners: Float64
    """[worlds, agents, 4] how each reacts (`reacting.TEXTBOOK`)."""
    traffic: str
    """Whose manners these are: idm, or human:SITE."""


class Boxes(NamedTuple):
    """Measures and kinds of everybody, [worlds, agents, …], as a `Scene` has them."""

    size: Float64
    box: Float64
    kind: Int32


class Played(NamedTuple):
    """The world's state: what moves, the last sheet, the senses' memory, and the route as it was last given."""

    state: State
    sheet: Sheet
    senses: SenseState
    route: Float32
    reached: Float64
    """[worlds] s at which the goal of the problem was reached; -1 not yet."""


class Logged:
    """Worlds of one recording with one examined car; built by `world.logs.playing.build.build`."""

    def __init__(
        self, brief: Brief, cast: Cast, stage: Stage, boxes: Boxes, first: tuple[State, Sheet], senses: Senses
    ) -> None:
        self._brief, self.cast, self.stage, self._boxes, self._first, self._senses = (
            brief, cast, stage, boxes, first, senses,
        )  # fmt: skip

    @property
    def brief(self) -> Brief:
        """What is driven here."""
        return self._brief

    def reset(self) -> tuple[Scene, Played]:
        """The scene at stamp 0: the first moment of the log in which the examined car is there."""
        state, sheet = copied(self._first[0]), Sheet._make(np.copy(array) for array in self._first[1])
        scene = self.scene(sheet)
        senses = self._senses.reset(scene)
        return scene, Played(state, sheet, senses, senses.route, np.full(len(sheet.stamp), -1.0))

    def sense(self, scene: Scene, state: Played) -> tuple[Observation, Played]:
        """What the examined car can know now; its route is its way on the log."""
        observation, memory = self._senses.sense(scene, state.senses)
        route = state.route
        due: Bool = memory.times[:, RENEWED] != state.senses.times[:, RENEWED]
        if due.any():
            route = np.copy(route)
            ahead(self.stage.way, state.state.progress, scene.xyz, scene.heading, due, route)
        return replace(observation, route=route), state._replace(senses=memory, route=route)

    def step(self, scene: Scene, command: Command, state: Played) -> tuple[Scene, Played]:
        """The scene one step later; a world whose `scene.over` is True stands still, whoever set it."""
        after, stage = copied(state.state), self.stage
        before = state.sheet._replace(flags=np.stack((scene.exercised, scene.over)))
        sheet = Sheet.empty(*scene.heading.shape)
        order = np.stack((command.stamp, command.until, command.lamps.astype(np.int64)), axis=1)
        pull = np.stack((command.steer, command.accel), axis=1)
        proceed(
            stage.track, stage.net, stage.way, stage.rules, stage.chassis, stage.manners, order, pull, after, before,
            sheet,
        )  # fmt: skip
        reached = self._reached(sheet, state.reached)
        return self.scene(sheet), state._replace(state=after, sheet=sheet, reached=reached)

    def _reached(self, sheet: Sheet, before: Float64) -> Float64:
        """When each world reached the goal of the problem that it drives; such a drive is over."""
        problem, found = self.problem, before.copy()
        if problem is None:
            return found
        ahead, since = float(self.stage.track.ahead[0]), problem.tick * self.cast.recording.step
        for world in np.flatnonzero(found < 0.0):
            time, heading = float(sheet.stamp[world]) * 1e-9, float(sheet.plain[0, world, 0])
            x, y = sheet.xyz[world, 0, :2].tolist()
            middle = (x + ahead * math.cos(heading), y + ahead * math.sin(heading))
            speed = float(sheet.plain[3, world, 0])
            if any(goal.reached(since + time, middle, heading, speed) for goal in problem.goals):
                found[world], sheet.flags[1, world] = time, True
        return found

    @property
    def problem(self) -> Problem | None:
        """What is asked of the examined car, if it is the problem's."""
        return None if self.cast.logged else self.cast.recording.problem

    def scene(self, sheet: Sheet) -> Scene:
        """A sheet as the word that judges read."""
        heading, pitch, roll, speed, accel, yaw_rate, steer, s, t = sheet.plain
        lamps, road, lane, present = sheet.whole
        exercised, over = sheet.flags
        boxes = self._boxes
        return Scene(
            stamp=sheet.stamp, present=present == 1, xyz=sheet.xyz, heading=heading, pitch=pitch, roll=roll,
            velocity=sheet.velocity, speed=speed, accel=accel, yaw_rate=yaw_rate, steer=steer, size=boxes.size,
            box_from_reference=boxes.box, kind=boxes.kind, lamps=lamps, road=road, lane=lane, s=s, t=t,
            signals=np.zeros((len(sheet.stamp), 0), dtype=np.int32), hit=sheet.hit, exercised=exercised, over=over,
        )  # fmt: skip

    def transitions(self, state: Played, world: int) -> list[tuple[float, str, str, str, str]]:
        """A recording has no storyboard."""
        return []

    @property
    def told(self) -> dict[str, str]:
        """What a verdict must say of the log: its format, who is examined, what it lacks, who was left out."""
        recording = self.cast.recording
        words = {
            "log": recording.source, "ego": self.cast.names[0],
            "others": "reactive" if self.stage.rules.reactive else "replay", "log_lacks": ", ".join(recording.lacks),
            "traffic": self.stage.traffic if self.stage.rules.reactive else "",
            "left_out": ", ".join(self.cast.left_out),
        }  # fmt: skip
        return {name: word for name, word in words.items() if word}


def copied(state: State) -> State:
    """New arrays with the same values."""
    how = Reactions._make(np.copy(array) for array in state.how)
    return State(np.copy(state.body), np.copy(state.misc), np.copy(state.progress), how)
