"""The system of a booted car: its own services, with something behind its port."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from aureole.cli.booted.behind import Behind
from aureole.cli.booted.laps import Anew
from aureole.cli.booting.ports import JUDGE
from aureole.cli.booting.system import frames_of, priorities_of, shaped, shared, sound
from aureole.core.errors import BadInput
from aureole.exam.drive import made
from aureole.exam.logged.worlds import AnyWorld
from aureole.exam.setup import Setup
from aureole.runtime.nodes.system import System
from aureole.runtime.services.guarding import GuardService
from aureole.runtime.services.roles import WISH, DriverService, FollowerService
from aureole.vehicle.follower import Follower


def car_system(setup: Setup, world: AnyWorld, behind: Behind) -> System:
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
    own = [shaped(service, car, step) for service in car.services if service.entry != "recorder"]
    services, heard = behind.arranged(own, [shared(topic, own, car, step) for topic in car.topics], step)
    topics = [replace(topic, readers=tuple(name for name in topic.readers if name != JUDGE)) for topic in heard]
    by_role: dict[str, Callable[[], Any]] = {
        **behind.roles(world, frames),
        "driver": lambda: Anew(DriverService(made(setup), mission, frames)),
        "follower": lambda: Anew(FollowerService(Follower(), mission, frames)),
        "guard": lambda: Anew(GuardService(mission, frames), needs=WISH),
    }
    laid = {topic.name: getattr(frames, topic.type.lower()) for topic in topics}
    factories = {each.name: by_role[each.entry] for each in services}
    return System(
        tuple(services), tuple(topics), laid, factories, logical=False, priorities=priorities_of(services, car)
    )
