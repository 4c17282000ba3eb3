"""A recording replayed: driver, follower and guard in processes of their own, the recording in the role of the port."""

from __future__ import annotations

import pickle
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from aureole.cli.booting.ports import JUDGE
from aureole.cli.booting.system import BUS, folders_of, frames_of, makers, shaped, shared, sound
from aureole.cli.replaying.driven import driven
from aureole.core.errors import BadInput, Trouble
from aureole.core.resources import Service
from aureole.core.topic import Topic
from aureole.exam.logged.worlds import AnyWorld
from aureole.exam.setup import Setup
from aureole.runtime.bus.frames import Frame
from aureole.runtime.clock import Monotonic
from aureole.runtime.nodes.nest import Nest
from aureole.runtime.nodes.system import System
from aureole.runtime.recorder.tape import Tape
from aureole.runtime.replay import Record, read
from aureole.runtime.replaying.comparing import Compared
from aureole.runtime.replaying.feeding import FeedService
from aureole.runtime.replaying.rehearsed import RehearsedService, Report, Role
from aureole.runtime.replaying.retraced import CompareService, RetraceService
from aureole.runtime.services.heard import PREFIX, frame_of, inputs_of
from aureole.runtime.services.service import Factory
from aureole.runtime.supervise.supervisor import Notice, Supervisor

PATIENCE = 30.0  # s; a replay in which nobody is called for so long has come to a halt
LITTLE = 5.0  # s; the same once somebody has come to an end: others may wait for it in vain
DRIVING = ("port", "driver", "follower", "guard")
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
        counted = [each for each in self.compared if not (self.unguarded and each.topic == "command")]
        return all(each.whole for each in counted) and not (self.missing or self.stopped)


def rehearsed(folder: Path, record: Path) -> Rehearsal:
    """Replay what a recorder left in a folder; `record`: the drive's record, beside which its case may lie.

    Raises:
        BadInput: the recording is damaged, of another version, or of another car.
        Trouble: the replay came to a halt.
    """
    tape = Tape(folder)
    first, last, missing = surveyed(tape)
    with driven(tape.about, record) as (_, setup, world):
        car, step = world.brief.mission.car, world.brief.step
        sound(car, step)
        services = [shaped(service, car, step) for service in car.services if service.entry in DRIVING]
        topics = [shared(topic, services, car, step) for topic in car.topics]
        laid = laid_as(tape, topics, world, setup)
        makers_ = makers(world.brief.mission, setup, frames_of(world, setup))
        factories: dict[str, Factory] = {}
        for service in services:
            outputs = tuple(topic.name for topic in topics if topic.writer == service.name)
            role = Role(service.name, inputs_of(service.name, topics), outputs)
            fits(tape, role, folder)
            make = makers_.get(service.entry)
            factories[service.name] = part(role, make, laid, folder)
        began = time.perf_counter()
        reads: dict[str, tuple[str, ...]] = {service.domain: (str(folder),) for service in services}
        reads |= {domain: (str(folder), *more) for domain, more in folders_of(services, setup).items()}
        made = replace(system(services, topics, laid, factories), reads=reads)
        results = run(made, {service.name for service in services})
    reports: dict[str, Report] = {name: pickle.loads(text) for name, text in results.items()}  # noqa: S301  # of our forks
    port = next(service.name for service in services if service.entry == "port")
    return Rehearsal(
        tape.about.get("clock", ""),
        [each for name, report in reports.items() if name != port for each in report.compared],
        (last - first) * 1e-9, time.perf_counter() - began, first, missing, list(tape.cut),
        {name: (report.stopped, (report.at - first) * 1e-9) for name, report in reports.items() if report.stopped},
        {name: [(at - first) * 1e-9 for at in report.anew] for name, report in reports.items() if report.anew},
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
        car, step = world.brief.mission.car, world.brief.step
        sound(car, step)
        services = [shaped(service, car, step) for service in car.services if service.entry in DRIVING]
        topics = [reading(shared(topic, services, car, step)) for topic in car.topics]
        laid = laid_of(topics, world, setup)
        fitting(record, laid["scene"], path)
        names = {service.entry: service.name for service in services}
        by = {role: next(t.name for t in topics if t.writer == names[entry]) for role, entry in SPEAKING.items()}
        seen = tuple(topic.name for topic in topics if topic.writer == names["port"])
        make = makers(world.brief.mission, setup, frames_of(world, setup))
        factories = {service.name: make.get(service.entry) for service in services}
        factories[names["port"]] = lambda: RetraceService(world, record, laid, seen)
        factories[COMPARE] = lambda: CompareService(record, laid, by)
        services.append(Service(COMPARE, COMPARE, COMPARE, "", 0.0, 1.0, 1e9, "QM"))
        began = time.perf_counter()
        whole = System(tuple(services), tuple(topics), laid, {k: v for k, v in factories.items() if v}, logical=True)
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
    return {"scene": frames.scene, **{topic.name: getattr(frames, topic.type.lower()) for topic in topics}}


def fitting(record: Record, scene: Frame, path: Path) -> None:
    """BadInput if the record holds other agents than the case has."""
    had, has = record.scene.present.shape[1], dict(zip(("worlds", "agents"), scene.layout.fields[1].shape, strict=True))
    if had != has["agents"] or not len(record.scene.stamp):
        what = f"the record holds {had} agents, its case has {has['agents']}"
        raise BadInput(what, place=str(path), remedy="replay it with the case as it was")


def part(role: Role, make: Factory | None, laid: Mapping[str, Frame], folder: Path) -> Factory:
    """Who plays a service's part again, in the process where it will; without a maker the recording itself does."""

    def made() -> RehearsedService:
        inner = make() if make is not None else FeedService(role.outputs, laid, Tape(folder))
        return RehearsedService(role, inner, laid, Tape(folder))

    return made


def surveyed(tape: Tape) -> tuple[int, int, dict[str, int]]:
    """The first and the last moment of a recording, ns, and how many words of each topic are missing between."""
    numbers: dict[str, int] = {}
    missing: dict[str, int] = {}
    first, last = -1, 0
    for entry in tape.entries():
        first, last = entry.stamp if first < 0 else min(first, entry.stamp), max(last, entry.stamp)
        before = numbers.get(entry.topic, entry.number - 1)
        if entry.number > before + 1:
            missing[entry.topic] = missing.get(entry.topic, 0) + entry.number - before - 1
        numbers[entry.topic] = entry.number
    if first < 0:
        raise BadInput("the recording holds no word", place=str(tape.folder))
    return first, last, missing


def laid_as(tape: Tape, topics: list[Topic], world: AnyWorld, setup: Setup) -> dict[str, Frame]:
    """How the words of a replay lie in memory; BadInput if they lay otherwise when they were recorded."""
    laid = laid_of(topics, world, setup)
    for name, frame in laid.items():
        found = tape.layouts.get(name)
        if found is not None and found != frame.layout:
            what = f"topic {name}: its words have other fields or sizes than this version and case give them"
            raise BadInput(what, place=str(tape.folder), remedy="replay it with the version that recorded it")
    return laid


def fits(tape: Tape, role: Role, folder: Path) -> None:
    """BadInput if a service read other topics when it was recorded, or never was called."""
    found = tape.layouts.get(PREFIX + role.name)
    if found is None:
        raise BadInput(f"no call of service {role.name} was recorded", place=str(folder))
    if found != frame_of(len(role.inputs)).layout:
        what = f"service {role.name} read other topics when it was recorded"
        raise BadInput(what, place=str(folder), remedy="replay with the car's manifest as it was")


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
