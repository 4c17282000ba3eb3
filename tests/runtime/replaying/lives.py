"""A small car on a made-up clock: its processes are called at any time and die at any point; a recorder listens."""

from __future__ import annotations

import random
import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from aureole.core.resources import Service
from aureole.core.topic import Topic
from aureole.runtime.bus.ledger import slots_for
from aureole.runtime.bus.reading import TopicReader
from aureole.runtime.bus.writing import TopicWriter
from aureole.runtime.clock import Logical
from aureole.runtime.nodes.kept import Kept
from aureole.runtime.recorder.tape import Tape
from aureole.runtime.replaying.feeding import FeedService
from aureole.runtime.replaying.rehearsed import RehearsedService
from aureole.runtime.replaying.script import Report, Role
from aureole.runtime.replaying.survey import Survey, surveyed
from aureole.runtime.services.executor import Executor, ServiceFailed
from aureole.runtime.services.heard import PREFIX, frame_of, inputs_of
from aureole.runtime.services.hosted import Hosted, Input
from aureole.runtime.services.recording import RecorderService, Where
from aureole.runtime.services.service import Call
from aureole.runtime.services.together import hosted_together
from tests.runtime.recorder.words import COMMAND
from tests.runtime.words import step

WORD = step(0)[2]
DEPTH = 16
POINTS = ("called", "spoken", "served", "kept")
"""Where a process dies: it was told its call, has said one word, has said all, has kept its state."""
ABOUT = {"case": "made up"}
SERVICES = {
    "port": Service("port", "port", "port", "", 0.01, 1.0, 1e9, "QM"),
    "follower": Service("follower", "follower", "follower", "look", 0.0, 1.0, 1e9, "QM"),
    "guard": Service("guard", "guard", "guard", "wish", 0.0, 1.0, 1e9, "QM"),
}
RECORDER = Service("recorder", "recorder", "recorder", "", 0.001, 1.0, 1e9, "QM")
SPOKEN = [
    Topic("look", "Command", 100.0, 1.0, "port", ("follower", "guard", "recorder"), depth=DEPTH),
    Topic("wish", "Command", 100.0, 1.0, "follower", ("guard", "recorder"), depth=DEPTH),
    Topic("command", "Command", 100.0, 1.0, "guard", ("port", "recorder"), depth=DEPTH),
]
INPUTS = {name: inputs_of(name, SPOKEN) for name in SERVICES}
TOLD = [Topic(PREFIX + name, "Heard", 1.0, 1.0, name, ("recorder",), queued=True, depth=DEPTH) for name in SERVICES]
TOPICS = [*SPOKEN, *TOLD]
FRAMES = {topic.name: COMMAND for topic in SPOKEN} | {PREFIX + name: frame_of(len(INPUTS[name])) for name in SERVICES}


class Died(Exception):
    """Nothing of this process goes on."""


class Ticking:
    """A clock that never says the same twice."""

    def __init__(self) -> None:
        self.moment = 1_000_000_000

    def now(self) -> int:
        """ns."""
        self.moment += 1
        return self.moment


class Toy:
    """Remembers a sum over everything it was ever given, and says it: once, twice, or not at all."""

    patience = 10_000_000

    def __init__(self, output: str) -> None:
        self.output = output
        self.dies = ""

    def begin(self) -> int:
        """Of nothing."""
        return 0

    def serve(self, call: Call, memory: int) -> int:
        """Add up all that a call tells."""
        self.die("called")
        told = (memory, call.now, call.stamp, sorted(call.fresh), sorted(call.stamps.items()))
        memory = zlib.crc32(repr(told).encode())
        for name in sorted(call.words):
            memory = zlib.crc32(bytes(call.words[name].until), memory)
        for turn in range((1, 1, 1, 2, 0)[memory % 5]):
            word = replace(WORD, until=np.array([memory + turn]), stamp=np.array([call.now]))
            call.out[self.output].put(word, call.stamp)
            self.die("spoken")
        self.die("served")
        return memory

    def die(self, point: str) -> None:
        """If it was meant to."""
        if self.dies == point:
            raise Died


class Process:
    """One service with its ends; whoever comes after it of the same name begins with what it kept."""

    def __init__(self, car: Car, about: Service, service: object) -> None:
        self.car, self.about, self.service = car, about, service
        self.readers = {
            topic.name: TopicReader(FRAMES[topic.name], every=topic.queued)
            for topic in TOPICS
            if about.name in topic.readers
        }
        self.writers = {
            topic.name: TopicWriter(topic, FRAMES[topic.name], bytearray(FRAMES[topic.name].size * slots_for(topic)),
                                    car.clock)
            for topic in TOPICS
            if topic.writer == about.name
        }  # fmt: skip
        inputs = {name: Input(next(t for t in TOPICS if t.name == name), each) for name, each in self.readers.items()}
        self.hosted = Hosted(about, service, inputs, self.writers)
        kept = car.kept.get(about.name)
        if kept is not None:
            before = kept.load()
            self.hosted.memory = self.hosted.memory if before is None else before
            self.hosted.kept = kept.number
        self.hosted.due = car.clock.now()
        self.executor = Executor([self.hosted], car.clock, logical=False, watch=self.keep)

    def keep(self, hosted: Hosted, _: int) -> None:
        """The state, unless it dies before."""
        kept = self.car.kept.get(self.about.name)
        if kept is not None and getattr(self.service, "dies", "") != "kept":
            kept.save(hosted.memory)
            hosted.kept = kept.number


class Car:
    """Three processes and a recorder."""

    def __init__(self, folder: Path) -> None:
        self.clock, self.folder = Ticking(), folder
        self.kept = {name: Kept(bytearray(4096)) for name in SERVICES}
        where = Where(folder, ABOUT)
        frames = {name: FRAMES[name] for name in (topic.name for topic in TOPICS)}
        self.processes = {name: self.process(name) for name in SERVICES}
        self.processes["recorder"] = Process(self, RECORDER, RecorderService(where, frames, logical=False))
        for name in (*SERVICES, "recorder"):
            self.join(name)

    def process(self, name: str) -> Process:
        """A new one."""
        return Process(self, SERVICES[name], Toy(next(topic.name for topic in SPOKEN if topic.writer == name)))

    def join(self, name: str) -> None:
        """What it reads, from whoever writes it."""
        for topic, reader in self.processes[name].readers.items():
            writer = next(t.writer for t in TOPICS if t.name == topic)
            self.processes[writer].writers[topic].attach_local(name, reader)

    def restart(self, name: str) -> None:
        """Another process takes a dead one's place: first it is heard, then it hears."""
        self.processes[name] = made = self.process(name)
        for topic, writer in made.writers.items():
            for reader in next(t.readers for t in TOPICS if t.name == topic):
                writer.attach_local(reader, self.processes[reader].readers[topic])
        self.join(name)

    def call(self, name: str, dies: str) -> None:
        """It has its turn; at some point of a call it may die."""
        process = self.processes[name]
        if name in SERVICES:
            process.service.dies = dies
        try:
            called = process.executor.run_ready()
        except ServiceFailed:
            called = 1
        if dies and called:
            self.restart(name)

    def close(self) -> None:
        """The recorder takes what there is, and closes its file."""
        recorder = self.processes["recorder"].hosted
        recorder.call(self.clock.now())
        recorder.service.close()


def recorded(folder: Path, chance: random.Random, turns: int = 200) -> Car:
    """A drive of so many turns, each of somebody, whenever."""
    car = Car(folder)
    for turn in range(turns):
        car.clock.moment += chance.choice((100_000, 1_000_000, 9_000_000))
        name = chance.choice((*SERVICES, *SERVICES, "recorder")) if turn % 6 else "recorder"
        dies = chance.choice(POINTS) if name in SERVICES and chance.random() < 0.1 else ""
        car.call(name, dies)
        if name in SERVICES and chance.random() < 0.02:  # between two calls
            car.restart(name)
    car.close()
    return car


def replayed(folder: Path) -> tuple[Mapping[str, Report], Survey]:
    """What came out when it was fed back, by service."""
    roles = {
        name: Role(name, INPUTS[name], tuple(t.name for t in SPOKEN if t.writer == name)) for name in SERVICES
    }  # fmt: skip
    survey = surveyed(Tape(folder), [roles["follower"], roles["guard"]])
    laid = {topic.name: FRAMES[topic.name] for topic in SPOKEN}
    parts = {
        name: RehearsedService(role, Toy(role.outputs[0]), laid, Tape(folder), survey.courses[name])
        if name != "port" else FeedService(role, laid, Tape(folder))
        for name, role in roles.items()
    }  # fmt: skip
    idle = [Service(name, name, name, "", 0.0, 1.0, 1e9, "QM") for name in SERVICES]
    between = [replace(topic, readers=tuple(r for r in topic.readers if r in SERVICES)) for topic in SPOKEN]
    hosted = hosted_together(idle, between, laid, parts, Logical(), every=True)
    executor = Executor(hosted, Logical(), logical=True)
    while executor.run_ready():
        pass
    for part in parts.values():
        part.close()
        part.result()
    return {name: part.report for name, part in parts.items()}, survey
