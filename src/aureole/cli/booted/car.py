"""The system of a booted car: its own services, with something behind its port."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from aureole.cli.booted.laps import Anew, Board, LapService
from aureole.cli.booting.ports import JUDGE
from aureole.cli.booting.system import frames_of, priorities_of, shaped, shared, sound
from aureole.core.car import Car
from aureole.core.errors import BadInput, Unsupported
from aureole.exam.drive import made
from aureole.exam.logged.worlds import AnyWorld
from aureole.exam.setup import Setup
from aureole.runtime.nodes.system import System
from aureole.runtime.services.guarding import GuardService
from aureole.runtime.services.roles import WISH, DriverService, FollowerService, Frames
from aureole.vehicle.follower import Follower


@dataclass(frozen=True, slots=True)
class Behind:
    """What a port's factory is given."""

    world: AnyWorld
    frames: Frames
    board: Board


Port = Callable[[Behind], Any]
"""Makes the service that stands behind a car's port."""


def world_port(behind: Behind) -> Any:
    """A world, drive after drive."""
    return LapService(behind.world, behind.frames, behind.board)


PORTS: dict[str, Port | None] = {"world": world_port, "can": None, "recorded": None}
"""By name; None: not there yet."""


def port_of(name: str) -> Port:
    """The factory of a port.

    Raises:
        BadInput: there is none of that name.
        Unsupported: it is not there yet.
    """
    if name not in PORTS:
        raise BadInput(f"--port {name}", remedy=f"there are {', '.join(PORTS)}")
    found = PORTS[name]
    if found is None:
        raise Unsupported(f"--port {name} is not there yet", remedy="take --port world")
    return found


def car_system(setup: Setup, world: AnyWorld, port: Port, board: Board) -> System:
    """Services, topics and factories of a booted car.

    Raises:
        BadInput: the car describes no operating system, or one that cannot work, or nobody drives it.
        Unsupported: it has services of other roles than a drive's.
    """
    if world.brief.passive:
        raise BadInput("--driver passive: nothing is controlled", remedy="take a driver that drives")
    mission = world.brief.mission
    car, step = mission.car, world.brief.step
    sound(car, step)
    frames = frames_of(world, setup)
    services = tuple(shaped(service, car, step) for service in car.services if service.entry != "recorder")
    topics = tuple(
        replace(topic, readers=tuple(name for name in topic.readers if name != JUDGE))
        for topic in (shared(each, services, car, step) for each in car.topics)
    )
    by_role: dict[str, Callable[[], Any]] = {
        "port": lambda: port(Behind(world, frames, board)),
        "driver": lambda: Anew(DriverService(made(setup), mission, frames)),
        "follower": lambda: Anew(FollowerService(Follower(), mission, frames)),
        "guard": lambda: Anew(GuardService(mission, frames), needs=WISH),
    }
    laid = {topic.name: getattr(frames, topic.type.lower()) for topic in topics}
    factories = {each.name: by_role[each.entry] for each in services}
    return System(services, topics, laid, factories, logical=False, priorities=priorities_of(services, car))


def car_of(world: AnyWorld) -> Car:
    """The car as it is driven."""
    return world.brief.mission.car
