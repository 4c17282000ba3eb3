"""The system of a drive: the car's own services, with a world behind its port, and judges beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from aureole.cli.booting.judge import JudgeService
from aureole.cli.booting.ports import JUDGE, Behind, port_of
from aureole.core.car import Car
from aureole.core.errors import BadInput, Unsupported
from aureole.core.resources import Service
from aureole.core.topic import Topic
from aureole.exam.drive import made
from aureole.exam.logged.worlds import AnyWorld
from aureole.exam.setup import Drive, Setup
from aureole.runtime.bus.frames import Frame
from aureole.runtime.loop import asked, begun
from aureole.runtime.nodes.claims import PRIORITIES
from aureole.runtime.nodes.system import System
from aureole.runtime.services.guarding import GuardService
from aureole.runtime.services.roles import DriverService, FollowerService, Frames
from aureole.vehicle.follower import Follower
from aureole.vehicle.manifest.consistency import check

ROLES = ("port", "driver", "follower", "guard")
PLANT = "plant"
MICRO = 1e-6  # s


def system_of(
    drive: Drive, setup: Setup, world: AnyWorld, record: tuple[Path, Mapping[str, str]],
    behind: Behind, *, logical: bool,
) -> System:  # fmt: skip
    """Services, topics and factories of one drive.

    Raises:
        BadInput: the car describes no operating system, or one that cannot work, or nobody drives it.
        Unsupported: it has services of other roles than a drive's.
    """
    if world.brief.passive:
        raise BadInput("--runtime with --driver passive: nothing is controlled", remedy="leave one of them out")
    car, step = world.brief.mission.car, world.brief.step
    sound(car, step)
    frames = frames_of(world, setup)
    services = [shaped(service, car, step) for service in car.services if service.entry != "recorder"]
    topics = [shared(topic, services, car, step) for topic in car.topics]
    services, topics = behind.arranged(services, topics, step)
    services.insert(0, Service(JUDGE, JUDGE, JUDGE, "command", 0.0, 1.0, 1e9, "QM"))
    by_role: dict[str, Callable[[], Any]] = {
        **behind.roles(world, frames),
        "driver": lambda: DriverService(made(setup), world.brief.mission, frames),
        "follower": lambda: FollowerService(Follower(), world.brief.mission, frames),
        "guard": lambda: GuardService(world.brief.mission, frames),
        JUDGE: lambda: JudgeService(drive, setup, world, frames, record),
    }
    laid = {topic.name: getattr(frames, topic.type.lower()) for topic in topics}
    factories = {each.name: by_role[each.entry] for each in services}
    return System(
        tuple(services), tuple(topics), laid, factories, logical, {} if logical else priorities_of(services, car),
        frozenset({JUDGE}), networked=behind.networked(services),
    )  # fmt: skip


def priorities_of(services: Sequence[Service], car: Car) -> dict[str, int]:
    """Domains of services that a chain goes through have real-time priority, by the highest of their levels.

    A world that plays the car has it too: a car does not wait for its computer.
    """
    hurried = {name for chain in car.chains for name in chain.services} | {PLANT}
    found: dict[str, int] = {}
    for service in services:
        if service.name in hurried:
            found[service.domain] = max(found.get(service.domain, 0), PRIORITIES[service.level])
    return found


def sound(car: Car, step: float) -> None:
    """Refuse a car that no drive can be made of."""
    if not car.services:
        remedy = 'write system = "standard" into its TOML, or take an embedded car'
        raise BadInput(f"car {car.name} describes no services to run", remedy=remedy)
    for finding in check(car):
        if finding.severe:
            what, remedy = finding.what[0], finding.remedy[0]
            raise BadInput(f"car {car.name}: {finding.where}: {what}", remedy=remedy)
    odd = [service for service in car.services if service.entry not in (*ROLES, "recorder")]
    if odd:
        raise Unsupported(f"service {odd[0].name}: entry {odd[0].entry}", remedy=f"there are {', '.join(ROLES)}")
    for role in ROLES:
        if sum(service.entry == role for service in car.services) != 1:
            raise BadInput(f"car {car.name}: expected one service of entry {role}")
    if abs(step / MICRO - round(step / MICRO)) > 1e-3:
        raise BadInput(f"--dt {step}: with --runtime a step is a whole number of microseconds")


def shaped(service: Service, car: Car, step: float) -> Service:
    """A service as a drive runs it: the world goes on by time, follower and guard keep its step, the driver its own."""
    if service.entry == "port":
        return replace(service, trigger="", period=step)
    return replace(service, period=car.periods.drive if service.entry == "driver" else 0.0)


def shared(topic: Topic, services: Sequence[Service], car: Car, step: float) -> Topic:
    """A topic with the readers that a drive has: the judges read all, and the world hears when a plan asks to end."""
    by_name = {service.name: service for service in services}
    port = port_of(services).name
    readers = [name for name in topic.readers if name in by_name]
    extra = [JUDGE, *([port] if topic.type == "Plan" and port not in readers else [])]
    decided = by_name[topic.writer].entry == "driver"
    return replace(topic, readers=(*readers, *extra), rate=1.0 / (car.periods.drive if decided else step))


def frames_of(world: AnyWorld, setup: Setup) -> Frames:
    """How the words of this drive lie in memory, from the first of each."""
    place: Any = world
    scene, state = place.reset()
    observation, _ = place.sense(scene, state)
    driver, follower, mission = made(setup), Follower(), world.brief.mission
    plan, _ = asked(driver, observation, begun(driver, mission))
    command, _ = follower.follow(plan, observation, follower.reset(mission))
    return Frames(*map(Frame.of, (scene, observation, plan, command)))
