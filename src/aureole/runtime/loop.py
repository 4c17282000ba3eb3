"""The batched reference loop: a world, a driver, a follower, and whoever watches."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Protocol, TypeVar

import numpy as np

from aureole.core.driver import Driver
from aureole.core.errors import BadWord, Trouble
from aureole.core.follower import Follower
from aureole.core.judge import Watcher
from aureole.core.mission import Mission
from aureole.core.notes import Bool, check
from aureole.core.observation import Observation
from aureole.core.plan import Ask, Plan
from aureole.core.scene import Scene
from aureole.core.world import World

D = TypeVar("D")
F = TypeVar("F")
W = TypeVar("W")
STANDSTILL = 0.01  # m/s; slower counts as standing after a minimal-risk manoeuvre


class DriverFailure(Trouble):
    """The driver raised, or gave a plan that is none; it counts against the driver."""

    exit_code = 1


class Listener(Protocol):
    """Hears what the driver is told, says nothing to the loop."""

    def hear(self, observation: Observation) -> None:
        """Called before each time the driver is asked, and before the watchers see that step's scene."""


def run(
    world: World[W],
    driver: Driver[D],
    follower: Follower[F],
    watchers: Sequence[Watcher] = (),
    listeners: Sequence[Listener] = (),
) -> tuple[Scene, W]:
    """Drive every world of a batch to its end; returns the last scene and state.

    Sense, decide (every `periods.drive`), follow, watch, step. A drive ends when its world says so,
    at standstill after a minimal-risk manoeuvre, or at the brief's timeout.

    Raises:
        DriverFailure: the driver raised, or gave a plan of the wrong shape or type.
    """
    brief = world.brief
    mission = brief.mission
    every = max(1, round(mission.car.periods.drive / brief.step))
    scene, state = world.reset()
    memory, hands = begun(driver, mission), follower.reset(mission)
    plan: Plan | None = None
    for tick in range(round(brief.timeout / brief.step) + 1):
        observation, state = world.sense(scene, state)
        if plan is None or tick % every == 0:
            for listener in listeners:
                listener.hear(observation)
            plan, memory = asked(driver, observation, memory)
        command, hands = follower.follow(plan, observation, hands)
        over = ended(scene, plan, tick * brief.step >= brief.timeout)
        scene = scene if over is scene.over else dataclasses.replace(scene, over=over)
        for watcher in watchers:
            watcher.watch(scene, plan, command)
        if over.all():
            break
        scene, state = world.step(scene, command, state)
    return scene, state


def begun(driver: Driver[D], mission: Mission) -> D:
    """What the driver remembers before its first look; whatever goes wrong in it is the driver's failure."""
    try:
        return driver.reset(mission)
    except Exception as error:
        raise DriverFailure(f"reset: {type(error).__name__}: {error}") from error


def asked(driver: Driver[D], observation: Observation, memory: D) -> tuple[Plan, D]:
    """One decision, checked; whatever goes wrong in it is the driver's failure."""
    try:
        plan, memory = driver.drive(observation, memory)
        expect(plan, observation)
    except BadWord as error:
        raise DriverFailure(str(error)) from error
    except Exception as error:
        raise DriverFailure(f"{type(error).__name__}: {error}") from error
    return plan, memory


def expect(plan: Plan, observation: Observation) -> None:
    """Refuse a plan whose arrays are not what the word declares, or that answers another batch."""
    check(plan)
    worlds = observation.stamp.shape[0]
    if plan.stamp.shape[0] != worlds:
        raise BadWord(f"Plan.stamp: axis 'worlds' is {plan.stamp.shape[0]}, expected {worlds}")


def ended(scene: Scene, plan: Plan, late: bool) -> Bool:
    """Which drives are over: by the world, after a minimal-risk standstill, or by timeout."""
    if late:
        return np.ones_like(scene.over)
    risk = plan.ask == Ask.MINIMAL_RISK
    if not risk.any():
        return scene.over
    over: Bool = scene.over | (risk & (np.abs(scene.speed[:, 0]) < STANDSTILL))
    return over
