"""The roles of a drive as services: world, driver, follower, and whoever watches.

Together they do what `runtime.loop.run` does: by logical time the same words come out, bit for bit (a test). What goes
into a kernel is copied first: numba compiles a kernel anew for arrays that cannot be written.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, NamedTuple

from aureole.core.brief import Brief
from aureole.core.driver import Driver
from aureole.core.follower import Follower
from aureole.core.judge import Watcher
from aureole.core.mission import Mission
from aureole.core.observation import Observation
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.core.world import World
from aureole.runtime.bus.frames import Frame
from aureole.runtime.loop import Listener, asked, begun, ended
from aureole.runtime.services.perceiving import PERCEIVED, Retold, give, shot
from aureole.runtime.services.service import Call

SCENE, OBSERVATION, PLAN, WISH, COMMAND = "scene", "observation", "plan", "wish", "command"


class Frames(NamedTuple):
    """How the words of a drive lie in memory."""

    scene: Frame
    observation: Frame
    plan: Frame
    command: Frame
    pictures: Frame | None = None
    """Of an observation with pictures, where eyes look at them; None: what is around is given."""


class Place(NamedTuple):
    """Where a world is; before the first call nowhere."""

    scene: Scene | None
    observation: Observation | None
    state: Any
    over: bool


def period(mission: Mission) -> int:
    """ns between two looks of the driver."""
    return round(mission.car.periods.drive * 1e9)


def is_late(stamp: int, step: float, timeout: float) -> bool:
    """Whether a drive is ended from outside at a moment (ns), reckoned in steps as `runtime.loop` does."""
    return round(stamp * 1e-9 / step) * step >= timeout


class WorldService:
    """A world as one car's plant: a step each time it is woken, by the newest command."""

    def __init__(self, world: World[Any], frames: Frames) -> None:
        self.world, self.frames = world, frames
        self.looks = period(world.brief.mission)
        self.over = False

    def result(self) -> bytes:
        """That it is over is all there is to say: whoever waits in vain from now on does so for no fault."""
        return b""

    def begin(self) -> Place:
        """Nowhere yet."""
        return Place(None, None, None, False)

    def serve(self, call: Call, memory: Place) -> Place:
        """Begin, or take a step; a drive that is over says nothing more, one that nobody commands stays where it is."""
        if memory.over:
            return memory
        scene, observation, state = memory.scene, memory.observation, memory.state
        if scene is None:
            scene, state = self.world.reset()
            observation, state = self.world.sense(scene, state)
        elif COMMAND in call.words:
            brief = self.world.brief
            late = is_late(scene.stamp.item(), brief.step, brief.timeout)
            if late or (PLAN in call.words and ended(scene, call.words[PLAN], late).all()):
                self.over = True
                return memory._replace(over=True)
            scene, state = self.world.step(scene, self.frames.command.copied(call.words[COMMAND]), state)
            observation, state = self.world.sense(scene, state)
        call.out[SCENE].put(scene, call.stamp)
        if observation is not None:
            give(call, OBSERVATION, observation, self.looks)
        shot(call, scene, self.world, (self.world.brief.step, self.looks))
        return Place(scene, observation, state, False)


class DriverService:
    """A driver, asked whenever it is woken."""

    def __init__(self, driver: Driver[Any], mission: Mission, frames: Frames) -> None:
        self.driver, self.mission = driver, mission
        self.topic = OBSERVATION if frames.pictures is None else PERCEIVED
        self.frame = frames.pictures or frames.observation

    def begin(self) -> Any:
        """What the driver remembers before its first look."""
        return begun(self.driver, self.mission)

    def serve(self, call: Call, memory: Any) -> Any:
        """One decision; what the driver looked at is its own, for it may remember it."""
        plan, memory = asked(self.driver, self.frame.copied(call.words[self.topic]), memory)
        call.out[PLAN].put(plan, call.stamp)
        return memory


class Way(NamedTuple):
    """What a follower remembers, and the plan it follows."""

    hands: Any
    plan: Plan | None


class FollowerService:
    """A follower, between two plans by its own odometry."""

    def __init__(self, follower: Follower[Any], mission: Mission, frames: Frames) -> None:
        self.follower, self.mission, self.frames = follower, mission, frames

    def begin(self) -> Way:
        """Before the first step."""
        return Way(self.follower.reset(self.mission), None)

    def serve(self, call: Call, memory: Way) -> Way:
        """One command; before there is a plan nothing is wished."""
        plan = self.frames.plan.copied(call.words[PLAN]) if PLAN in call.fresh else memory.plan
        if plan is None:
            return memory
        observation = self.frames.observation.copied(call.words[OBSERVATION])
        wish, hands = self.follower.follow(plan, observation, memory.hands)
        call.out[WISH].put(wish, call.stamp)
        return Way(hands, plan)


class Watched(NamedTuple):
    """What the watchers were shown last, and whether the drive is over."""

    plan: Plan | None
    over: bool
    moment: int = -1
    """ns; of the scene."""


class WatchService:
    """Judges, recorders, digests: they see what was commanded at each moment, and in which scene."""

    def __init__(
        self, watchers: Sequence[Watcher], listeners: Sequence[Listener], frames: Frames, brief: Brief
    ) -> None:  # fmt: skip
        self.watchers, self.listeners, self.frames = watchers, listeners, frames
        self.step, self.timeout = brief.step, brief.timeout
        self.every = period(brief.mission)
        self.over = False

    def begin(self) -> Watched:
        """Nothing yet."""
        return Watched(None, False)

    def serve(self, call: Call, memory: Watched) -> Watched:
        """One moment, in words of the watchers' own: they may keep them."""
        if memory.over or PLAN not in call.words or SCENE not in call.words:
            return memory
        if call.words[SCENE].stamp.item() % self.every == 0:
            for listener in self.listeners:
                listener.hear(self.frames.observation.copied(call.words[OBSERVATION]))
                if PERCEIVED in call.fresh and self.frames.pictures is not None and isinstance(listener, Retold):
                    listener.retell(self.frames.pictures.copied(call.words[PERCEIVED]))
        plan = memory.plan
        if plan is None or PLAN in call.fresh:
            plan = self.frames.plan.copied(call.words[PLAN])
        scene: Scene = self.frames.scene.copied(call.words[SCENE])
        if scene.stamp.item() == memory.moment:  # a guard that waited in vain speaks again when the wish has come
            return memory._replace(plan=plan)
        over = ended(scene, plan, is_late(scene.stamp.item(), self.step, self.timeout))
        scene = scene if over is scene.over else dataclasses.replace(scene, over=over)
        command = self.frames.command.copied(call.words[COMMAND])
        for watcher in self.watchers:
            watcher.watch(scene, plan, command)
        self.over = bool(over.all())
        return Watched(plan, self.over, scene.stamp.item())
