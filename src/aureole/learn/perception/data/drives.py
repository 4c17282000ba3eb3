"""Which drives the pictures come from, and the driving itself: scenes and what the car was told, at chosen moments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from aureole.core.brief import Brief
from aureole.core.command import Command
from aureole.core.driver import Driver
from aureole.core.mission import Mission
from aureole.core.noise import key, uniform
from aureole.core.observation import Observation
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.core.world import World
from aureole.drivers.expert.driver import Expert
from aureole.drivers.rules.driver import Rules
from aureole.exam.logged.worlds import build_world
from aureole.exam.setup import Drive, Setup
from aureole.exam.suites import made, suite
from aureole.exam.suites.cases import SuiteCase
from aureole.runtime.loop import run
from aureole.vehicle.follower import Follower

SUITES = ("interactive-44-train", "roadworks-20-train", "physics-train")
HELD = ("interactive-44", "roadworks-20", "physics")
"""The same situations on roads, with values and looks that training never draws."""
EVERY = 2.0  # s; between two moments that are kept: many roads teach, and tell, more than many moments of one
RARE = (
    "signalized-junction-left-turn", "signalized-junction-right-turn", "vanilla-signalized-turn-encounter-red-light",
    "alternation-by-light", "hand-against-light", "flagger", "vanilla-signalized-turn-encounter-green-light",
    "opposite-vehicle-running-red-light", "signalized-junction-left-turn-enter-flow", "dynamic-object-crossing",
    "parking-crossing-pedestrian", "worker-steps-out", "narrow-lane-beside-lorry", "vehicle-turning-route-pedestrian",
    "hazard-at-side-lane", "falling-load", "ball-then-child", "bus-hides-crossing", "hidden-road-user",
    "works-vehicle-enters", "arrow-board", "works-at-junction",
)  # fmt: skip
"""Situations with lights, people who direct, people on foot, lorries and what lies on the road."""
SELDOM = 2  # to learn, the others are filmed in one of so many rounds
LONGEST = 60.0  # s of a drive
STEP = 0.02  # s; of the drives that are filmed
DRIVERS: dict[str, Any] = {"expert": Expert, "rules": Rules}


class Wanted(NamedTuple):
    """One drive to be filmed."""

    name: str
    """Situation, seed and driver; of its file too."""
    situation: str
    seed: int
    driver: str
    every: float
    """s."""


def wanted(half: str, seeds: int) -> list[Wanted]:
    """So many seeds of every situation of a half, a round of seeds after the other, each in an order of its own.

    Every third drive is by the rule driver, which goes wrong where the expert does not. To learn, situations without
    what is `RARE` come in one of `SELDOM` rounds.
    """
    found = []
    names = dict.fromkeys(part.seeded[0] for one in (SUITES if half == "train" else HELD) for part in parts(one))
    for round_, seed in enumerate(made.seeds(half, seeds)):
        drivers = {name: "rules" if (k + round_) % 3 == 0 else "expert" for k, name in enumerate(names)}
        due = [name for k, name in enumerate(names) if half == "test" or name in RARE or (k + round_) % SELDOM == 0]
        for name in sorted(due, key=lambda one: key(one, seed, "order")):
            driver = drivers[name]
            found.append(Wanted(f"{name}-{seed}-{driver}", name, seed, driver, EVERY))
    return found


def parts(name: str) -> list[Any]:
    """The seeded parts of a suite."""
    cases: Any = suite.load(name).entries
    return [part for part in cases.parts if part.seeded is not None]


@dataclass
class Film:
    """A watcher that keeps the scene of a moment, and a driver that keeps what it was told then."""

    driver: Driver[Any]
    every: int
    """ns."""
    scenes: list[Scene] = field(default_factory=list)
    looks: list[Observation] = field(default_factory=list)
    due: int = 0
    told: Observation | None = None

    def reset(self, mission: Mission) -> Any:
        """That of the driver within."""
        return self.driver.reset(mission)

    def drive(self, observation: Observation, memory: Any) -> tuple[Plan, Any]:
        """The plan of the driver within."""
        self.told = observation
        return self.driver.drive(observation, memory)

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """Keep it if it is due and the driver has just been told."""
        del plan, command
        stamp = int(scene.stamp[0])
        if stamp >= self.due and self.told is not None and int(self.told.stamp[0]) == stamp:
            self.scenes.append(scene)
            self.looks.append(self.told)
            self.due = stamp + self.every


def filmed(one: Wanted) -> tuple[Film, Brief, SuiteCase]:
    """Drive it, and keep its moments; the first comes at a time of its own, so that starts are not all alike.

    Raises:
        Trouble: the driver or the world broke.
    """
    case = SuiteCase(f"{one.situation}#{one.seed}", made.ready(one.situation, one.seed))
    setup = Setup(one.driver, DRIVERS[one.driver], step=STEP, timeout=LONGEST)
    world = build_world([Drive(case, one.seed)], setup)
    place: World[Any] = world
    late = float(uniform(np.array([key(one.name, 0, "film")], np.uint64), 0, (1,))[0, 0])
    film = Film(DRIVERS[one.driver](), round(one.every * 1e9), due=round(late * one.every * 1e9))
    run(place, film, Follower(), [film])
    return film, world.brief, case
