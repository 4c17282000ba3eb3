"""Eyes on the operating system: a car whose driver is told what it perceives, and who makes its services."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from aureole.core.car import Car
from aureole.core.errors import Unsupported
from aureole.core.mission import Mission
from aureole.core.resources import Chain, Service
from aureole.core.topic import Topic
from aureole.drivers.perception.doubting import Doubting
from aureole.drivers.perception.eyesight import Eyesight
from aureole.drivers.perception.shipped import SHIPPED
from aureole.exam.drive import alone
from aureole.exam.senses import weights
from aureole.exam.setup import Setup
from aureole.runtime.services.perceiving import PERCEIVED, PICTURES, PerceiveService
from aureole.runtime.services.roles import OBSERVATION, DriverService, Frames
from aureole.runtime.services.service import Factory

PERCEIVE = "perceive"  # the service, and its role
DOMAIN = "eyes"
BUDGET = 30e-3  # s; a look took 12.3e-3 (p50) and 13.8e-3 (p95) of a core by itself (benchmarks/perception.py)
MEMORY = 1e9  # bytes
DEPTH = 8  # words of 10 Hz that may wait for the recorder, 0.8 s


def with_eyes(car: Car) -> Car:
    """The car with perception between port and driver: a service in a domain of its own, and what goes to and from it.

    The guard hears what eyes see too, beside the driver: it brakes for what they are sure of, whoever drives. A chain
    through the driver goes through the eyes before it, and has their budget more.
    """
    driver = next(each for each in car.services if each.entry == "driver")
    port = next(each for each in car.services if each.entry == "port")
    recorders = tuple(each.name for each in car.services if each.entry == "recorder")
    guards = tuple(each.name for each in car.services if each.entry == "guard")
    eyes = Service(PERCEIVE, PERCEIVE, DOMAIN, PICTURES, 0.0, BUDGET, MEMORY, driver.level, driver.chip)
    told = (eyes, replace(driver, trigger=PERCEIVED))
    services = [one for each in car.services for one in (told if each is driver else (each,))]
    topics = [
        replace(topic, readers=tuple(name for name in topic.readers if name != driver.name))
        if topic.name == OBSERVATION
        else topic
        for topic in car.topics
    ]
    rate, late = 1.0 / car.periods.drive, car.periods.drive
    topics += [
        Topic(PICTURES, "Observation", rate, late, port.name, (*recorders, PERCEIVE), depth=DEPTH),
        Topic(PERCEIVED, "Observation", rate, late, PERCEIVE, (*recorders, driver.name, *guards), depth=DEPTH),
    ]
    chains = tuple(through(chain, PERCEIVE, driver.name, BUDGET) for chain in car.chains)
    return replace(car, services=tuple(services), topics=tuple(topics), chains=chains)


def eyeless(car: Car) -> None:
    """Refuse a car that describes perception itself: eyes are put in where things are perceived, and only there.

    Raises:
        Unsupported: it does.
    """
    for service in car.services:
        if service.entry == PERCEIVE:
            what = f"car {car.name}: service {service.name}: entry {PERCEIVE}"
            remedy = "leave it and its topics out: aureole drive --senses perceived --runtime puts eyes into any car"
            raise Unsupported(what, remedy=remedy)


def through(chain: Chain, service: str, before: str, seconds: float) -> Chain:
    """The chain with a service before another one, and so much more time; as it is if it does not go through that."""
    if before not in chain.services:
        return chain
    at = chain.services.index(before)
    names = (*chain.services[:at], service, *chain.services[at:])
    return replace(chain, services=names, deadline=chain.deadline + seconds)


def seeing(mission: Mission, setup: Setup, frames: Frames) -> dict[str, Factory]:
    """Who makes the services that see and decide, by their role."""
    pictures = frames.pictures
    assert pictures is not None  # noqa: S101  # where things are perceived there are pictures
    return {
        PERCEIVE: lambda: PerceiveService(Eyesight(weights(setup)()), mission, pictures),
        "driver": lambda: DriverService(Doubting(alone(setup)), mission, frames),
    }


def folder(setup: Setup) -> str:
    """Where the weights lie: the eyes read them in their own process."""
    return str(Path(setup.perception or SHIPPED).resolve().parent)
