"""A recording replayed: driver, follower and guard in processes of their own, the recording in the role of the port."""

from __future__ import annotations

import pickle
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from aureole.cli.booting.eyes import PERCEIVE
from aureole.cli.booting.ports import JUDGE
from aureole.cli.booting.system import BUS, folders_of, frame, frames_of, makers, manned, shaped, shared, sound
from aureole.cli.replaying.driven import driven
from aureole.core.errors import BadInput, Trouble
from aureole.core.resources import Service
from aureole.core.topic import Topic
from aureole.exam.logged.worlds import AnyWorld
from aureole.exam.setup import Setup
from aureole.runtime.bus.frames import Frame
from aureole.runtime.clock import Monotonic
from aureole.runtime.nodes.ahead.nest import Nest
from aureole.runtime.nodes.system import System
from aureole.runtime.recorder.tape import Tape
from aureole.runtime.replay import Record, read
from aureole.runtime.replaying.comparing import Compared
from aureole.runtime.replaying.feeding import FeedService
from aureole.runtime.replaying.rehearsed import RehearsedService
from aureole.runtime.replaying.retraced import CompareService, RetraceService
from aureole.runtime.replaying.script import Report, Role
from aureole.runtime.replaying.survey import Survey, surveyed
from aureole.runtime.services.heard import inputs_of
from aureole.runtime.services.perceiving import PICTURES
from aureole.runtime.services.service import Factory
from aureole.runtime.supervise.supervisor import Notice, Supervisor

PATIENCE = 30.0  # s; a replay in which nobody is called for so long has come to a halt
LITTLE = 5.0  # s; the same once somebody has come to an end: others may wait for it in vain
PORT = "port"
DRIVING = (PORT, PERCEIVE, "driver", "follower", "guard")
SPEAKING = {"plan": "driver", "wish": "follower", "command": "guard"}
COMPARE = "compare"


@dataclass(slots=True)
class Rehearsal:
    """What came of a replay."""

    clock: str
    compared: list[Compared]
    seconds: float  # s of the drive
    took: float  # s
    first: int = 0  # ns; of the recording's clock
    missing: dict[str, int] = field(default_factory=dict)
    """Words that the recording lacks, by topic."""
    cut: list[str] = field(default_factory=list)
    """Parts that were not ended."""
    stopped: dict[str, tuple[str, float]] = field(default_factory=dict)
    """Services that could not be replayed to the end: why, and at which second."""
    anew: dict[str, list[float]] = field(default_factory=dict)
    """Services that had begun anew, and at which seconds."""
    unguarded: bool = False
    """The record is of a drive without a guard: its commands were what the follower wished."""

    @property
    def same(self) -> bool:
        """Nothing differs, and nothing is missing."""
        return all(each.whole for each in self.counted) and not (self.missing or self.stopped or self.cut)

    @property
    def partly(self) -> bool:
        """What was recorded is the same as far as it could be replayed, but not everything was recorded."""
        return not (self.same or any(each.differ or each.only_replayed for each in self.counted))

    @property
    def counted(self) -> list[Compared]:
        """What is to be the same."""
        return [each for each in self.compared if not (self.unguarded and each.topic == "command")]


def rehearsed(folder: Path, record: Path) -> Rehearsal:
    """Replay what a recorder left in a folder; `record`: the drive's record, beside which its case may lie.

    Raises:
        BadInput: the recording is damaged, of another version, or of another car.
        Trouble: the replay came to a halt.
    """
    tape = Tape(folder)
    with driven(tape.about, record) as (_, setup, world):
        car, step = manned(world.brief.mission.car, setup), world.brief.step
        sound(car, step)
        services = [shaped(service, car, step) for service in car.services if service.entry in DRIVING]
        topics = [shared(topic, services, car, step) for topic in car.topics]
        port = next(service.name for service in services if service.entry == PORT)
        roles = {each.name: role_of(each.name, topics) for each in services}
        survey = surveyed(tape, [role for name, role in roles.items() if name != port])
        laid = laid_as(tape, topics, world, setup)
        make = makers(world.brief.mission, setup, frames_of(world, setup))
        factories = {
            each.name: part(roles[each.name], make[each.entry], laid, folder, survey)
            for each in services if each.name != port
        }  # fmt: skip
        factories[port] = lambda: FeedService(roles[port], laid, Tape(folder))
        began = time.perf_counter()
        reads: dict[str, tuple[str, ...]] = {service.domain: (str(folder),) for service in services}
        reads |= {domain: (str(folder), *more) for domain, more in folders_of(services, setup).items()}
        made = replace(system(services, topics, laid, factories), reads=reads)
        results = run(made, {service.name for service in services})
    reports: dict[str, Report] = {name: pickle.loads(text) for name, text in results.items()}  # noqa: S301  # of our forks
    first = survey.first
    return Rehearsal(
        tape.about.get("clock", ""), [each for report in reports.values() for each in report.compared],
        (survey.last - first) * 1e-9, time.perf_counter() - began, first, survey.missing, list(tape.cut),
        {name: (report.stopped, (report.at - first) * 1e-9) for name, report in reports.items() if report.stopped},
        {name: [(at - first) * 1e-9 for at in life.anew] for name, life in survey.courses.items() if life.anew},
    )  # fmt: skip


def retraced(path: Path) -> Rehearsal:
    """Replay a drive's record: the world goes the way it went and gives the observations that a record has not.

    Raises:
        BadInput: the record is damaged, of another version, or of a drive on real time.
        Trouble: the replay came to a halt.
    """
    record = read(path)
    if record.drive.get("clock") == "real":
        what = "a drive on real time: its record does not say which plan was followed when"
        raise BadInput(what, place=str(path), remedy=f"name its folder, with what the recorder kept in {BUS}/")
    with driven(record.drive, path) as (_, setup, world):
        car, step = manned(world.brief.mission.car, setup), world.brief.step
        sound(car, step)
        services = [shaped(service, car, step) for service in car.services if service.entry in DRIVING]
        topics = [reading(shared(topic, services, car, step)) for topic in car.topics]
        laid = laid_of(topics, world, setup)
        fitting(record, laid["scene"], path)
        names = {service.entry: service.name for service in services}
        by = {role: next(t.name for t in topics if t.writer == names[entry]) for role, entry in SPEAKING.items()}
        seen = tuple(t.name for t in topics if t.writer == names["port"] and t.name != PICTURES)
        make = makers(world.brief.mission, setup, frames_of(world, setup))
        factories = {service.name: make.get(service.entry) for service in services}
        factories[names["port"]] = lambda: RetraceService(world, record, laid, seen)
        factories[COMPARE] = lambda: CompareService(record, laid, by)
        services.append(Service(COMPARE, COMPARE, COMPARE, "", 0.0, 1.0, 1e9, "QM"))
        began = time.perf_counter()
        whole = System(
            tuple(services), tuple(topics), laid, {k: v for k, v in factories.items() if v}, logical=True,
            reads=folders_of(services, setup),
        )  # fmt: skip
        results = run(whole, {COMPARE, names["port"]})
    found: list[Compared] = pickle.loads(results[names["port"]]) + pickle.loads(results[COMPARE])  # noqa: S301  # as above
    wish, command = (next(each for each in found if each.topic == role) for role in ("wish", "command"))
    counted = [each for each in found if each is not wish or not command.whole]
    seconds = float(record.scene.stamp[-1] - record.scene.stamp[0]) * 1e-9
    return Rehearsal(
        "logical", counted, seconds, time.perf_counter() - began, unguarded=wish.whole and not command.whole
    )


def reading(topic: Topic) -> Topic:
    """A topic that is compared too, if it is an output."""
    readers = tuple(name for name in topic.readers if name != JUDGE)
    return replace(topic, readers=(*readers, COMPARE) if topic.type != "Observation" else readers)


def laid_of(topics: list[Topic], world: AnyWorld, setup: Setup) -> dict[str, Frame]:
    """How words lie in memory, scenes too."""
    frames = frames_of(world, setup)
    return {"scene": frames.scene, **{topic.name: frame(topic, frames) for topic in topics}}


def fitting(record: Record, scene: Frame, path: Path) -> None:
    """BadInput if the record holds other agents than the case has."""
    had, has = record.scene.present.shape[1], dict(zip(("worlds", "agents"), scene.layout.fields[1].shape, strict=True))
    if had != has["agents"] or not len(record.scene.stamp):
        what = f"the record holds {had} agents, its case has {has['agents']}"
        raise BadInput(what, place=str(path), remedy="replay it with the case as it was")


def role_of(service: str, topics: list[Topic]) -> Role:
    """What a service reads and writes."""
    return Role(
        service, inputs_of(service, topics), tuple(topic.name for topic in topics if topic.writer == service)
    )  # fmt: skip


def part(role: Role, make: Factory, laid: Mapping[str, Frame], folder: Path, survey: Survey) -> Factory:
    """Who plays a service's part again, in the process where it will."""
    return lambda: RehearsedService(role, make(), laid, Tape(folder), survey.courses[role.name])


def laid_as(tape: Tape, topics: list[Topic], world: AnyWorld, setup: Setup) -> dict[str, Frame]:
    """How the words of a replay lie in memory; BadInput if they lay otherwise when they were recorded."""
    laid = laid_of(topics, world, setup)
    for name, lies in laid.items():
        found = tape.layouts.get(name)
        if found is not None and found != lies.layout:
            what = f"topic {name}: its words have other fields or sizes than this version and case give them"
            raise BadInput(what, place=str(tape.folder), remedy="replay it with the version that recorded it")
    return laid


def system(
    services: list[Service], topics: list[Topic], laid: Mapping[str, Frame], factories: dict[str, Factory]
) -> System:
    """Services by logical time, with topics between them and nobody else."""
    names = {service.name for service in services}
    idle = tuple(Service(s.name, s.entry, s.domain, "", 0.0, 1.0, 1e9, "QM") for s in services)
    between = tuple(
        Topic(t.name, t.type, t.rate, t.deadline, t.writer, tuple(r for r in t.readers if r in names), depth=t.depth)
        for t in topics
    )
    return System(idle, between, laid, factories, logical=True)


def run(made: System, wanted: set[str]) -> dict[str, bytes]:
    """Boot, and wait until all that are wanted have said what came out."""
    notices: list[Notice] = []
    supervisor = Supervisor(made, Nest(made, Monotonic()).zygote(), Monotonic(), notices.append, restarts=0)
    rings = supervisor.wiring.rings
    progress, end = -1, 0
    try:
        supervisor.boot()
        while not wanted <= supervisor.results.keys():
            calls = sum(rings[each.domain].calls(each.name) for each in made.services if each.domain in rings)
            if calls != progress:
                patience = LITTLE if supervisor.results else PATIENCE
                progress, end = calls, supervisor.clock.now() + round(patience * 1e9)
            if supervisor.clock.now() > end:
                break  # what came out so far comes when they are told to stop
            supervisor.step(0.1)
    finally:
        supervisor.close()
    silent = ", ".join(sorted(wanted - supervisor.results.keys()))
    if silent:
        raise Trouble(f"the replay came to a halt: {silent} waits for words that do not come")
    return dict(supervisor.results)
