"""The system of a booted car: its own services, with something behind its port."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from aureole.cli.behind.laps import Anew
from aureole.cli.behind.port import Behind
from aureole.cli.booting.eyes import eyeless
from aureole.cli.booting.ports import JUDGE
from aureole.cli.booting.system import RECORDER, priorities_of, shaped, shared, sound, together
from aureole.core.topic import Topic
from aureole.exam.drive import made
from aureole.exam.setup import Setup
from aureole.runtime.nodes.system import System
from aureole.runtime.services.guarding import GuardService
from aureole.runtime.services.recording import RecorderService, Where
from aureole.runtime.services.roles import SCENE, WISH, DriverService, FollowerService
from aureole.runtime.services.service import Factory
from aureole.vehicle.follower import Follower


class Keeps(NamedTuple):
    """Where the recorder writes, and how much."""

    folder: Path
    limit: int  # bytes


def car_system(setup: Setup, behind: Behind, keeps: Keeps) -> System:
    """Services, topics and factories of a booted car.

    Raises:
        BadInput: the car describes no operating system, or one that cannot work.
        Unsupported: it has services of other roles than a drive's.
    """
    case, mission, step, frames = behind.ground
    eyeless(car := mission.car)
    sound(car, step)
    own = [shaped(service, car, step) for service in car.services]
    services, heard = behind.arranged(own, [shared(topic, own, car, step) for topic in car.topics], step)
    recorders = tuple(service.name for service in services if service.entry == RECORDER)
    topics = [read(topic, recorders) for topic in heard]
    laid = {topic.name: getattr(frames, topic.type.lower()) for topic in topics}
    about = {"car": car.name, "case": case, "driver": setup.driver}
    kept = {topic.name: laid[topic.name] for topic in topics if set(recorders) & set(topic.readers)}
    by_role: dict[str, Factory] = {
        **behind.roles(),
        "driver": lambda: Anew(DriverService(made(setup), mission, frames)),
        "follower": lambda: Anew(FollowerService(Follower(), mission, frames)),
        "guard": lambda: Anew(GuardService(mission, frames), needs=WISH),
        RECORDER: lambda: RecorderService(Where(keeps.folder, about, keeps.limit), kept, logical=False),
    }
    writing = [service.domain for service in services if service.entry == RECORDER]
    return System(
        tuple(services), tuple(topics), laid, {each.name: by_role[each.entry] for each in services}, logical=False,
        priorities=priorities_of(services, car), together=together(services, car),
        writes=dict.fromkeys(writing, (str(keeps.folder),)), networked=behind.networked(services),
        chains=tuple(map(behind.chain, car.chains)),
    )  # fmt: skip


def read(topic: Topic, recorders: Sequence[str]) -> Topic:
    """A topic without judges: nobody judges here; the truth is for the recorder alone."""
    readers = tuple(name for name in topic.readers if name != JUDGE)
    return replace(topic, readers=(*recorders, *readers) if topic.name == SCENE else readers)
