"""A recorded drive behind a car's port: its driver, follower and guard say what they would have done."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from aureole.cli.booting.eyes import eyeless
from aureole.cli.booting.system import priorities_of, shaped, shared, sound
from aureole.core.errors import BadInput, Trouble
from aureole.core.mission import Mission
from aureole.exam.drive import made
from aureole.exam.setup import Setup
from aureole.runtime.bus.frames import Frame
from aureole.runtime.clock import Monotonic
from aureole.runtime.guard.guard import Guard
from aureole.runtime.loop import asked, begun
from aureole.runtime.nodes.ahead.nest import Nest
from aureole.runtime.nodes.system import System
from aureole.runtime.services.guarding import GuardService
from aureole.runtime.services.ports import PacedPort
from aureole.runtime.services.roles import DriverService, FollowerService, Frames
from aureole.runtime.supervise.supervisor import Notice, Supervisor
from aureole.vehicle.cars import load
from aureole.vehicle.follower import Follower
from aureole.vehicle.recorded.drive import Compared, Drive, fitting

DATABASE = Path("can-opendbc/generator/toyota/_toyota_2017.dbc")  # beside the recording, or in the data folder
CAR = "suv"
STEP = 0.01  # s
LONGEST = 600.0  # s; without an end by then something has come to a halt
WORDS = {
    "open": (
        "open loop: the car goes where the human went, whatever it is told; the lane is the human's own way",
        "开环：无论命令如何，车都走人当时走过的路；车道即人所走的轨迹",
    ),
    "compared": ("commands against the human, RMS of the difference", "命令与人的操作之差（均方根）"),
    "steer": ("steering", "转向"),
    "accel": ("acceleration", "加速度"),
    "own": ("the human's own", "人自身"),
    "over": ("over", "共"),
    "speed": ("set speed, the human's fastest", "设定车速（人的最高车速）"),
}


def recorded_system(folder: Path, setup: Setup, *, logical: bool) -> System:
    """Services, topics and factories of a car with a recorded drive behind its port.

    Raises:
        BadInput: it is no recorded drive, or the database of its bus is not there.
    """
    drive, mission, frames = opened(folder, setup)
    car = mission.car
    services = tuple(shaped(each, car, setup.step) for each in car.services if each.entry != "recorder")
    names = {each.name for each in services}
    topics = tuple(
        dataclasses.replace(topic, readers=tuple(name for name in topic.readers if name in names))
        for topic in (shared(each, services, car, setup.step) for each in car.topics)
    )
    by_role: dict[str, Callable[[], Any]] = {
        "port": lambda: PacedPort(drive, lambda: drive.over, lambda: json.dumps(drive.compared()._asdict()).encode()),
        "driver": lambda: DriverService(made(setup), mission, frames),
        "follower": lambda: FollowerService(Follower(), mission, frames),
        "guard": lambda: GuardService(mission, frames),
    }
    laid = {topic.name: getattr(frames, topic.type.lower()) for topic in topics}
    factories = {each.name: by_role[each.entry] for each in services}
    return System(services, topics, laid, factories, logical, {} if logical else priorities_of(services, car))


def opened(folder: Path, setup: Setup) -> tuple[Drive, Mission, Frames]:
    """A recorded drive before its first moment, what is driven, and how its words lie in memory.

    Raises:
        BadInput: it is no recorded drive, or the database of its bus is not there.
    """
    car = fitting(setup.car or load(CAR))
    eyeless(car)
    sound(car, setup.step)
    drive = Drive(folder, database(folder), car)
    mission = Mission(
        car, setup.step, np.array([drive.set_speed]), np.zeros((1, 128), np.uint8), np.zeros(1, np.int32),
        np.zeros(1, np.uint64),
    )  # fmt: skip
    return drive, mission, frames_of(drive.read(0), setup, mission)


def compared(folder: Path, setup: Setup, *, logical: bool) -> tuple[Compared, list[Notice]]:
    """Replay a recorded drive into a car's processes; how its commands compare with the human's, and what happened.

    Raises:
        Trouble: a process ended, or it came to a halt.
    """
    system, notices = recorded_system(folder, setup, logical=logical), list[Notice]()
    port = next(service.name for service in system.services if service.entry == "port")
    supervisor = Supervisor(system, Nest(system, Monotonic()).zygote(), Monotonic(), notices.append, restarts=0)
    try:
        supervisor.boot()
        if not supervisor.run({port}, LONGEST):
            raise Trouble(f"the recording came to no end within {LONGEST:g} s")
    finally:
        supervisor.close()
    return Compared(**json.loads(supervisor.results[port])), notices


def frames_of(first: Any, setup: Setup, mission: Mission) -> Frames:
    """How the words lie in memory, from the first of each; there is no truth to be told.

    Whatever nodes will call is called once, for they write no kernel cache.
    """
    driver, follower = made(setup), Follower()
    plan, _ = asked(driver, first, begun(driver, mission))
    command, _ = follower.follow(plan, first, follower.reset(mission))
    guard = Guard(mission.car, mission.step)
    guard.check(command, plan, first, int(command.stamp[0]), guard.reset(1))
    observation, plans, commands = map(Frame.of, (first, plan, command))
    return Frames(observation, observation, plans, commands)


def database(folder: Path) -> Path:
    """What the frames of the recording mean."""
    given = os.environ.get("AUREOLE_DATA", "")
    places = [folder.parent / DATABASE, *([Path(given) / DATABASE] if given else [])]
    for place in places:
        if place.is_file():
            return place
    raise BadInput(
        f"there is no {DATABASE}", place=str(folder), remedy="put can-opendbc beside the recording, or set AUREOLE_DATA"
    )  # fmt: skip


def told(found: Compared, lang: str) -> str:
    """Some lines for people."""
    word = {key: both[lang == "zh"] for key, both in WORDS.items()}
    degree = 180.0 / np.pi
    lines = [
        f"  {word['open']}",
        f"  {word['compared']} ({word['over']} {found.seconds:.1f} s, {found.moments}):",
        f"    {word['steer']} {found.steer * degree:.2f}° ({word['own']} {found.human_steer * degree:.2f}°)",
        f"    {word['accel']} {found.accel:.2f} m/s² ({word['own']} {found.human_accel:.2f} m/s²)",
        f"  {word['speed']}: {found.set_speed:.1f} m/s",
    ]
    return "\n".join(lines)


def brief_line(found: Compared) -> str:
    """The comparison in one line, of numbers alone: RMS of the difference, and the human's own."""
    degree = 180.0 / np.pi
    return (
        f"{found.seconds:.1f} s, Δ {found.steer * degree:.2f}° ({found.human_steer * degree:.2f}°), "
        f"Δ {found.accel:.2f} m/s² ({found.human_accel:.2f} m/s²)"
    )
