"""A car driving in the world on real time, a process for each of its services, and a witness who notes what it does."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aureole.core.resources import Service
from aureole.core.topic import Topic
from aureole.drivers.rules.driver import Rules
from aureole.exam.logged.worlds import AnyWorld, build_world
from aureole.exam.setup import Drive, Setup
from aureole.exam.suites.cases import SuiteCase
from aureole.runtime.bus.frames import Frame
from aureole.runtime.clock import Monotonic
from aureole.runtime.loop import asked, begun
from aureole.runtime.nodes.ahead.nest import Nest
from aureole.runtime.nodes.pulse import Row
from aureole.runtime.nodes.system import System
from aureole.runtime.services.guarding import GuardService
from aureole.runtime.services.roles import DriverService, FollowerService, Frames, WorldService
from aureole.runtime.services.service import Call
from aureole.runtime.supervise.supervisor import Notice, Supervisor
from aureole.vehicle.follower import Follower

STEP = 0.01  # s
PRIORITIES = {"port": 50, "guard": 49, "follower": 30, "driver": 10, "witness": 5}
"""SCHED_FIFO by service: as levels D, D, B, QM have them; the witness is no part of the car."""
ABOVE = 60  # of supervisor and zygote
CHAIN = ("port", "driver", "follower", "guard")


@dataclass(frozen=True)
class Moment:
    """What the witness saw."""

    time: float  # s of the world
    clock: int  # ns; when this step of the world was due
    x: float  # m
    y: float  # m
    speed: float  # m/s
    wished: float  # m/s^2, of the newest command


class Witness:
    """Notes every step of the world."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.seen, self.over = seconds, list[tuple[float, ...]](), False

    def begin(self) -> None:
        """Nothing is remembered but in this process."""

    def serve(self, call: Call, memory: None) -> None:
        """One moment."""
        scene, command = call.words["scene"], call.words.get("command")
        wished = float("nan") if command is None else float(command.accel[0])
        x, y = scene.xyz[0, 0, :2].tolist()
        time = scene.stamp.item() * 1e-9
        self.seen.append((time, call.stamp, x, y, float(scene.speed[0, 0]), wished))
        still = len(self.seen) > 300 and all(row[4] < 0.01 for row in self.seen[-30:])
        self.over = time >= self.seconds - 2 * STEP or still or bool(scene.over[0])

    def result(self) -> bytes:
        """All of it."""
        return json.dumps(self.seen).encode()


def world_of(path: Path, params: Mapping[str, str], seconds: float) -> tuple[AnyWorld, Setup]:
    """A case with driver `rules`."""
    setup = Setup("rules", Rules, step=STEP, timeout=seconds)
    return build_world([Drive(SuiteCase(path.stem, path, dict(params)), 0)], setup), setup


def system_of(world: AnyWorld, seconds: float, priorities: Mapping[str, int]) -> System:
    """The car's services, each a domain of its own."""
    frames, mission = frames_of(world), world.brief.mission
    kinds = {"port": ("", STEP, 2.5e-3), "driver": ("observation", 0.1, 30e-3), "follower": ("observation", 0.0, 2e-3)}
    kinds |= {"guard": ("wish", 0.0, 2e-3), "witness": ("scene", 0.0, 1e-3)}  # periods and budgets of the usual car
    services = [Service(name, name, name, *how, 1e9, "B") for name, how in kinds.items()]
    topics = [
        Topic("scene", "Scene", 100.0, 1.0, "port", ("witness",), queued=True, depth=64),
        Topic("observation", "Observation", 100.0, 0.01, "port", ("driver", "follower", "guard")),
        Topic("plan", "Plan", 10.0, 0.1, "driver", ("follower", "guard", "port")),
        Topic("wish", "Command", 100.0, 0.01, "follower", ("guard",)),
        Topic("command", "Command", 100.0, 0.01, "guard", ("port", "witness")),
    ]
    laid = dict(zip(("scene", "observation", "plan", "command"), frames[:4], strict=True)) | {"wish": frames.command}
    factories: dict[str, Callable[[], Any]] = {
        "port": lambda: WorldService(world, frames), "driver": lambda: DriverService(Rules(), mission, frames),
        "follower": lambda: FollowerService(Follower(), mission, frames),
        "guard": lambda: GuardService(mission, frames), "witness": lambda: Witness(seconds),
    }  # fmt: skip
    chain = frozenset({"port", "follower", "guard"})  # one core is theirs, as in the usual car
    return System(tuple(services), tuple(topics), laid, factories, False, dict(priorities), together=chain)


def frames_of(world: AnyWorld) -> Frames:
    """How its words lie in memory; every kernel has run once after this, so that no node compiles."""
    place: Any = world
    driver, follower, mission = Rules(), Follower(), world.brief.mission
    guard = GuardService(mission, Frames(*[None] * 4))  # type: ignore[list-item]
    scene, state = place.reset()
    observation, state = place.sense(scene, state)
    plan, _ = asked(driver, observation, begun(driver, mission))
    command, _ = follower.follow(plan, observation, follower.reset(mission))
    command, _, _ = guard.guard.check(command, plan, observation, int(observation.stamp[0]), guard.begin().guard)
    scene, state = place.step(scene, command, state)
    place.sense(scene, state)
    return Frames(*map(Frame.of, (scene, observation, plan, command)))


@dataclass
class Booted:
    """A system that drives; `step` lets the supervisor go on and gathers what calls cost."""

    system: System
    raised: bool
    """Supervisor and zygote have real-time priority."""
    notices: list[Notice] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    killed: set[str] = field(default_factory=set)
    """Services whose node was killed before."""
    children: list[int] = field(default_factory=list)
    """Processes of our own that are to be taken leave of."""

    def __enter__(self) -> Booted:
        """Boot."""
        system, self.asked = self.system, dict[str, tuple[int, int]]()
        zygote = Nest(system, Monotonic()).zygote()
        if self.raised:
            for pid in (zygote.pid, 0):
                os.sched_setscheduler(pid, os.SCHED_FIFO, os.sched_param(ABOVE))
        self.supervisor = Supervisor(system, zygote, Monotonic(), self.notices.append, restarts=1000)
        self.rows = {service.name: [] for service in system.services}
        self.supervisor.boot()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.supervisor.close()
        for child in self.children:
            os.waitpid(child, 0)
        if self.raised:
            os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))

    def step(self, seconds: float) -> None:
        """Go on."""
        self.supervisor.step(seconds)
        for name, kept in self.rows.items():
            rings = self.supervisor.wiring.rings.get(name)
            if rings is not None:
                before, count = self.asked.get(name, (0, 0))
                if before != id(rings) or rings.calls(name) < count:
                    count = 0  # a new node begins to count anew
                found, count = rings.since(name, count)
                kept.extend(found)
                self.asked[name] = id(rings), count

    def calls(self, name: str) -> int:
        """How often the service's present node was called."""
        rings = self.supervisor.wiring.rings.get(name)
        return 0 if rings is None else rings.calls(name)

    def until(self, done: Callable[[], bool], seconds: float) -> bool:
        """Go on until something is so; False if it takes longer."""
        end = self.supervisor.clock.now() + round(seconds * 1e9)
        while not done() and self.supervisor.clock.now() < end:
            self.step(0.02)
        return done()

    def seen(self) -> list[Moment]:
        """What the witness has noted, once it is over."""
        found = json.loads(self.supervisor.results["witness"])
        return [Moment(*row) for row in found]
