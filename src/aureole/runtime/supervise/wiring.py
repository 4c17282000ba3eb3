"""Memory and lines of all topics, handed out as the manifest allows: to one writer, and to its readers."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from typing import Protocol

from aureole.runtime.bus import segment
from aureole.runtime.bus.ledger import slots_for
from aureole.runtime.bus.lines import pair
from aureole.runtime.nodes import messages
from aureole.runtime.nodes.pulse import Rings
from aureole.runtime.nodes.system import System

KEPT = 1 << 20  # bytes for two states of a service


class Reached(Protocol):
    """A node that can be spoken to."""

    @property
    def control(self) -> socket.socket:
        """The supervisor's end."""


class Wiring:
    """The supervisor's book of who has which memory."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.memory: dict[str, int] = {}
        """Descriptors by topic; nobody but the supervisor and the writer has these."""
        self.sealed: set[str] = set()
        """Topics whose writer has mapped and sealed its memory."""
        self.kept: dict[str, int] = {}
        """Descriptors of what services remember, by service; not in lockstep, where nobody is started anew."""
        self.handed: dict[str, int] = {}
        """Descriptors by service, of what is for it alone; whoever comes after it is handed the same."""
        self.rings: dict[str, Rings] = {}
        """How services fare, by domain; of the node that runs there now."""
        if not system.logical:
            for service in system.services:
                self.kept[service.name] = segment.create(f"kept {service.name}", KEPT)

    def written_by(self, domain: str) -> list[str]:
        """The topics a domain writes."""
        names = {service.name for service in self.system.of(domain)}
        return [topic.name for topic in self.system.topics if topic.writer in names]

    def hand_out(self, domain: str, node: Reached) -> None:
        """New memory for every topic that a domain's new node will write."""
        for name in self.written_by(domain):
            topic = self.system.topic(name)
            self.sealed.discard(name)
            if name in self.memory:
                os.close(self.memory.pop(name))
            size = self.system.frames[name].size * slots_for(topic)
            self.memory[name] = segment.create(name, size)
            messages.say(node.control, messages.Write(name), [self.memory[name]])
        names = [service.name for service in self.system.of(domain)]
        for name in self.kept.keys() & names:
            messages.say(node.control, messages.Keep(name), [self.kept[name]])
        for name in self.handed.keys() & names:
            messages.say(node.control, messages.Hand(name), [self.handed[name]])
        size = Rings.size(len(names))
        board = segment.create(f"board {domain}", size)
        self.rings[domain] = Rings(segment.read_map(board, size), names, self.system.written(domain))
        messages.say(node.control, messages.Board(), [board])
        os.close(board)

    def whole(self, domain: str) -> bool:
        """Whether a domain's node has sealed all it writes."""
        return self.sealed.issuperset(self.written_by(domain))

    def join(self, topic: str, service: str, nodes: Mapping[str, Reached]) -> None:
        """A new line from a topic's writer to one of its readers; within one node there is one already."""
        writer, reader = self.system.domain(self.system.topic(topic).writer), self.system.domain(service)
        if writer == reader or topic not in self.sealed or writer not in nodes or reader not in nodes:
            return
        memory = segment.read_only(self.memory[topic])
        mine, theirs = pair(self.system.topic(topic).depth)
        try:
            messages.say(nodes[reader].control, messages.Read(topic, service), [memory, *theirs.descriptors])
            messages.say(nodes[writer].control, messages.Attach(topic, service), mine.descriptors)
        finally:
            os.close(memory)
            mine.close()
            theirs.close()

    def join_topic(self, topic: str, nodes: Mapping[str, Reached]) -> None:
        """Lines from a topic's writer to all who may read it."""
        for service in self.system.topic(topic).readers:
            self.join(topic, service, nodes)

    def join_readers(self, domain: str, nodes: Mapping[str, Reached]) -> None:
        """Lines to a domain from all whom it may read."""
        for service in self.system.of(domain):
            for topic in self.system.topics:
                if service.name in topic.readers:
                    self.join(topic.name, service.name, nodes)

    def close(self) -> None:
        """Let go of all memory."""
        for book in (self.memory, self.kept, self.handed):
            while book:
                os.close(book.popitem()[1])
