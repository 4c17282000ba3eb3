"""The ends that a node has been given, and its services once they have all of theirs."""

from __future__ import annotations

import mmap
import os
from collections.abc import Callable
from typing import Any

from aureole.core.errors import Trouble
from aureole.runtime.bus.ends import SharedReader, SharedWriter
from aureole.runtime.bus.lines import reading, writing
from aureole.runtime.clock import Clock
from aureole.runtime.nodes.kept import Kept
from aureole.runtime.nodes.messages import Attach, Keep, Read, Write
from aureole.runtime.nodes.pulse import Rings
from aureole.runtime.nodes.system import System
from aureole.runtime.services.hosted import Hosted, Input


class Ends:
    """What the supervisor has handed out to one domain, and nothing else."""

    def __init__(self, system: System, domain: str, clock: Clock) -> None:
        self.system, self.domain, self.clock = system, domain, clock
        self.services = system.of(domain)
        self.writers: dict[str, SharedWriter] = {}
        self.kept: dict[str, Kept] = {}
        """By service."""
        self.handed: dict[str, int] = {}
        """Descriptors by service, until it takes them."""
        self.rings: Rings | None = None
        self.readers: dict[tuple[str, str], SharedReader] = {}
        """By topic and service."""
        names = {service.name for service in self.services}
        for topic in system.topics:
            for name in topic.readers:
                if name in names:
                    every = topic.queued or system.logical or domain in system.witnesses
                    self.readers[topic.name, name] = SharedReader(system.frames[topic.name], every=every)

    def write(self, word: Write, descriptor: int) -> None:
        """Take a topic's memory; services of this very domain read it without a line."""
        topic = self.system.topic(word.topic)
        writer = SharedWriter(topic, self.system.frames[topic.name], descriptor, self.clock)
        os.close(descriptor)
        self.writers[topic.name] = writer
        for (name, service), reader in self.readers.items():
            if name == topic.name:
                writer.attach_local(service, reader)

    def read(self, word: Read, memory: int, *line: int) -> None:
        """Take the reading end of a topic."""
        reader = self.readers.get((word.topic, word.service))
        if reader is None:
            raise Trouble(f"{word.service} was given topic {word.topic}, which it may not read")
        reader.attach(memory, reading(*line))
        os.close(memory)

    def attach(self, word: Attach, *line: int) -> None:
        """A reader elsewhere has come, or come back."""
        self.writers[word.topic].attach(word.service, writing(*line))

    def keep(self, word: Keep, descriptor: int) -> None:
        """Take the memory in which a service's state is kept."""
        with os.fdopen(descriptor, "r+b") as file:
            self.kept[word.service] = Kept(mmap.mmap(file.fileno(), 0))

    def board(self, descriptor: int) -> None:
        """Take the memory in which is told how services fare."""
        with os.fdopen(descriptor, "r+b") as file:
            written = self.system.written(self.domain)
            self.rings = Rings(mmap.mmap(file.fileno(), 0), list(written), written)

    def hosted(self, say: Callable[[str, str], object]) -> list[Hosted]:
        """The services, begun, or begun anew where the last of their name was; `say` is told each step beforehand."""
        found = []
        for about in self.services:
            inputs = {
                topic: Input(self.system.topic(topic), reader)
                for (topic, service), reader in self.readers.items()
                if service == about.name
            }
            outputs = {
                topic.name: self.writers[topic.name] for topic in self.system.topics if topic.writer == about.name
            }
            say(about.name, "making")
            service: Any = self.system.factories[about.name]()
            if about.name in self.handed:
                say(about.name, "take")
                service.take(self.handed.pop(about.name))
            say(about.name, "begin")
            one = Hosted(about, service, inputs, outputs)
            before = self.kept[about.name].load() if about.name in self.kept else None
            one.memory = one.memory if before is None else before
            one.kept = self.kept[about.name].number if about.name in self.kept else 0
            found.append(one)
        return found
