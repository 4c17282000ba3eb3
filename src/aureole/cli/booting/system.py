"""The system of a drive: the car's own services, with a world behind its port, and judges beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from aureole.cli.booting.eyes import PERCEIVE, eyeless, seeing, with_eyes
from aureole.cli.booting.eyes import folder as weights_folder
from aureole.cli.booting.judge import JudgeService
from aureole.cli.booting.ports import CAMERAS, JUDGE, Behind, port_of
from aureole.cli.booting.warm import warmed
from aureole.cli.replaying.driven import MISSION, digest_of
from aureole.core.car import Car
from aureole.core.errors import BadInput, Unsupported
from aureole.core.mission import Mission
from aureole.core.resources import Service
from aureole.core.topic import Topic
from aureole.exam.drive import made
from aureole.exam.given import GIVEN
from aureole.exam.logged.worlds import AnyWorld
from aureole.exam.setup import Drive, Setup
from aureole.runtime.bus.frames import Frame
from aureole.runtime.facilities.priority import PRIORITIES
from aureole.runtime.loop import asked, begun
from aureole.runtime.nodes.system import System
from aureole.runtime.recorder.ring import LIMIT
from aureole.runtime.services.guarding import GuardService
from aureole.runtime.services.heard import PREFIX, frame_of, inputs_of
from aureole.runtime.services.perceiving import PERCEIVED, PICTURES, bare
from aureole.runtime.services.recording import RecorderService, Where
from aureole.runtime.services.roles import SCENE, DriverService, FollowerService, Frames
from aureole.runtime.services.service import Factory
from aureole.vehicle.follower import Follower
from aureole.vehicle.manifest.consistency import check

ROLES = ("port", "driver", "follower", "guard")
RECORDER = "recorder"  # the entry of the one that keeps everything
PLANT = "plant"
BUS = "bus"  # the folder of the recorder, beside the record
DEPTH = 64  # words that may wait for the recorder: 0.64 s of 100 Hz
FETCHED = 5  # steps after which the recorder fetches words, long before those that may wait are all there
BEHIND = 1  # SCHED_FIFO priority of recorder and judges: after everybody in a chain, before all who promised nothing
MICRO = 1e-6  # s
HEARD = "Heard"  # the word in which a service tells what a call was given


class Evidence(NamedTuple):
    """What is to be left of a drive."""

    path: Path
    """Of the record; the recorder's folder lies beside it."""
    about: Mapping[str, str]
    """What is known of the drive beforehand."""
    limit: int = LIMIT
    """Bytes that the recorder may take on the disk."""


def system_of(
    drive: Drive, setup: Setup, world: AnyWorld, record: Evidence, behind: Behind, *, logical: bool
) -> System:  # fmt: skip
    """Services, topics and factories of one drive.

    Raises:
        BadInput: the car describes no operating system, or one that cannot work, or nobody drives it.
        Unsupported: it has services of other roles than a drive's.
    """
    if world.brief.passive:
        raise BadInput("--runtime with --driver passive: nothing is controlled", remedy="leave one of them out")
    mission, step = world.brief.mission, world.brief.step
    sound(car := manned(mission.car, setup), step)
    warmed(drive, setup, world)
    frames = frames_of(world, setup)
    services = [shaped(service, car, step) for service in car.services]
    recorders = tuple(service.name for service in services if service.entry == RECORDER)
    services, topics = behind.arranged(services, [shared(topic, services, car, step) for topic in car.topics], step)
    topics = [replace(each, readers=(*recorders, *each.readers)) if each.name == SCENE else each for each in topics]
    services.insert(0, Service(JUDGE, JUDGE, JUDGE, "command", 0.0, 1.0, 1e9, "QM"))
    inputs = {service.name: inputs_of(service.name, topics) for service in services}
    topics += [called(service, recorders, step) for service in services if recorders and service.entry != RECORDER]
    laid = {
        topic.name: frame_of(len(inputs[topic.writer])) if topic.type == HEARD else frame(topic, frames)
        for topic in topics
    }
    where = Where(record.path.parent / BUS, {**record.about, MISSION: digest_of(mission)}, record.limit)
    kept = {topic.name: laid[topic.name] for topic in topics if set(recorders) & set(topic.readers)}
    by_role: dict[str, Factory] = makers(mission, setup, frames) | {
        **behind.roles(world, frames),
        RECORDER: lambda: RecorderService(where, kept, logical=logical),
        JUDGE: lambda: JudgeService(drive, setup, world, frames, None if recorders else record[:2]),
    }  # fmt: skip
    return System(
        tuple(services), tuple(topics), laid, {each.name: by_role[each.entry] for each in services}, logical,
        {} if logical else priorities_of(services, car),
        witnesses=frozenset({JUDGE}), chains=() if logical else tuple(map(behind.chain, car.chains)),
        together=together(services, car), writes=dict.fromkeys(writing(services), (str(record.path.parent),)),
        reads=folders_of(services, setup), networked=behind.networked(services),
    )  # fmt: skip


def manned(car: Car, setup: Setup) -> Car:
    """The car with the services of a drive: with eyes, where things are perceived.

    Raises:
        Unsupported: it has some already.
    """
    eyeless(car)
    roles = {service.entry for service in car.services}
    return with_eyes(car) if setup.senses != GIVEN and roles >= {*ROLES} else car


def frame(topic: Topic, frames: Frames) -> Frame:
    """How the words of a topic lie in memory; what eyes look at and what they see has pictures in it."""
    if topic.name in (PICTURES, PERCEIVED) and frames.pictures is not None:
        return frames.pictures
    found: Frame = getattr(frames, topic.type.lower())
    return found


def writing(services: Sequence[Service]) -> list[str]:
    """The domains that write files: of recorder and judges."""
    return [service.domain for service in services if service.entry in (RECORDER, JUDGE)]


def folders_of(services: Sequence[Service], setup: Setup) -> dict[str, tuple[str, ...]]:
    """What the drivers' domains read: the folder of a driver that is a file, whatever it has beside it included."""
    file = Path(setup.driver)
    folder = (str(file.resolve().parent),) if file.is_file() else ()
    eyes = (weights_folder(setup),)
    return {
        **{service.domain: folder for service in services if service.entry == "driver"},
        **{service.domain: eyes for service in services if service.entry == PERCEIVE},
    }


def makers(mission: Mission, setup: Setup, frames: Frames) -> dict[str, Factory]:
    """Who makes the services that drive, by their role."""
    return {
        "driver": lambda: DriverService(made(setup), mission, frames),
        "follower": lambda: FollowerService(Follower(), mission, frames),
        "guard": lambda: GuardService(mission, frames),
        **({} if setup.senses == GIVEN else seeing(mission, setup, frames)),
    }


def priorities_of(services: Sequence[Service], car: Car) -> dict[str, int]:
    """Domains of services that a chain goes through have real-time priority, by the highest of their levels.

    Recorder and judges have the lowest of all: on a busy machine too they get their words, and nobody waits for them.
    A world that plays the car has it too: a car does not wait for its computer.
    """
    hurried = {name for chain in car.chains for name in chain.services} | {PLANT, CAMERAS}
    found: dict[str, int] = {}
    for service in services:
        if service.name in hurried:
            found[service.domain] = max(found.get(service.domain, 0), PRIORITIES[service.level])
        elif service.entry in (RECORDER, JUDGE):
            found.setdefault(service.domain, BEHIND)
    return found


def together(services: Sequence[Service], car: Car) -> frozenset[str]:
    """The domains of the chain that has least time: they share a core."""
    quick = min(car.chains, key=lambda chain: chain.deadline, default=None)
    return frozenset(each.domain for each in services if quick is not None and each.name in quick.services)


def sound(car: Car, step: float) -> None:
    """Refuse a car that no drive can be made of."""
    if not car.services:
        remedy = 'write system = "standard" into its TOML, or take an embedded car'
        raise BadInput(f"car {car.name} describes no services to run", remedy=remedy)
    for finding in check(car):
        if finding.severe:
            what, remedy = finding.what[0], finding.remedy[0]
            raise BadInput(f"car {car.name}: {finding.where}: {what}", remedy=remedy)
    odd = [service for service in car.services if service.entry not in (*ROLES, RECORDER, PERCEIVE)]
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
    if service.entry == RECORDER:
        return replace(service, trigger="", period=min(service.period or step, FETCHED * step))
    return replace(service, period=car.periods.drive if service.entry == "driver" else 0.0)


def shared(topic: Topic, services: Sequence[Service], car: Car, step: float) -> Topic:
    """A topic with the readers that a drive has: judges read all but wishes, the world hears a plan that ends it.

    A recorder is told before all others: nobody looks at a word that it is not given.
    """
    by_name = {service.name: service for service in services}
    port = port_of(services).name
    found = [name for name in topic.readers if name in by_name]
    readers = sorted(found, key=lambda name: by_name[name].entry != RECORDER)
    wished = by_name[topic.writer].entry == "follower"  # no judge looks at what was only wished
    unseen = wished or topic.name == PICTURES
    extra = [*([] if unseen else [JUDGE]), *([port] if topic.type == "Plan" and port not in readers else [])]
    decided = by_name[topic.writer].entry in ("driver", PERCEIVE) or topic.name == PICTURES
    return replace(topic, readers=(*readers, *extra), rate=1.0 / (car.periods.drive if decided else step))


def called(service: Service, recorders: tuple[str, ...], step: float) -> Topic:
    """The topic on which a service tells the recorder what each call was given."""
    return Topic(PREFIX + service.name, HEARD, 1.0 / step, 1.0, service.name, recorders, queued=True, depth=2 * DEPTH)


def frames_of(world: AnyWorld, setup: Setup) -> Frames:
    """How the words of this drive lie in memory, from the first of each."""
    place: Any = world
    scene, state = place.reset()
    observation, _ = place.sense(scene, state)
    driver, follower, mission = made(setup), Follower(), world.brief.mission
    plan, _ = asked(driver, observation, begun(driver, mission))
    command, _ = follower.follow(plan, observation, follower.reset(mission))
    pictures = None if setup.senses == GIVEN else Frame.of(observation)
    return Frames(Frame.of(scene), Frame.of(bare(observation)), Frame.of(plan), Frame.of(command), pictures)
