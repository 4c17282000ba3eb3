"""The bus within one process: the same rules as between processes, without descriptors."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from aureole.core.bus import Message
from aureole.core.errors import BadInput
from aureole.core.topic import Topic
from aureole.runtime.bus.frames import Frame
from aureole.runtime.bus.ledger import Ledger, slots_for
from aureole.runtime.bus.rights import may_read, may_write
from aureole.runtime.clock import Clock


class Note(NamedTuple):
    """Where a word lies and what it is about."""

    number: int
    stamp: int
    sent: int
    slot: int


class InsideTopic:
    """One topic's slots, and who waits for what."""

    def __init__(self, topic: Topic, frame: Frame, clock: Clock) -> None:
        count = slots_for(topic)
        memory = bytearray(frame.size * count)
        sealed = memoryview(memory).toreadonly()
        self.topic, self.frame, self.clock = topic, frame, clock
        self.ledger = Ledger(count, topic.depth)
        self.words = [frame.word(frame.views(memory, frame.size * k)) for k in range(count)]
        self.written = [frame.views(memory, frame.size * k) for k in range(count)]
        self.seen = [frame.views(sealed, frame.size * k) for k in range(count)]
        self.waiting: dict[str, deque[Note]] = {}
        self.behind: set[str] = set()
        self.refused: dict[str, int] = {}
        self.note: Note | None = None
        self.count, self.loaned = 0, -1

    def join(self, reader: str) -> None:
        """Somebody begins to read."""
        self.ledger.join(reader)
        self.waiting[reader] = deque()
        self.refused.setdefault(reader, 0)
        if self.note is not None and not self.topic.queued:
            self.tell(reader)

    def tell(self, reader: str) -> None:
        """Give the newest word to a reader, if it may have one more."""
        if self.note is not None and self.ledger.lend(self.note.slot, reader):
            self.waiting[reader].append(self.note)
            self.behind.discard(reader)
        else:
            self.behind.add(reader)


class InsideWriter:
    """The writing end."""

    def __init__(self, own: InsideTopic) -> None:
        self.own = own

    @property
    def refused(self) -> dict[str, int]:
        """Words that readers were not given because they had as many as they may have; the newest is given later."""
        return self.own.refused

    def heed(self) -> None:
        """Give the newest word to those who were behind."""
        for reader in tuple(self.own.behind):
            self.own.tell(reader)

    def loan(self) -> Any:
        """A word to be written in place."""
        own = self.own
        if own.loaned < 0:
            self.heed()
            own.loaned = own.ledger.take()
        return own.words[own.loaned]

    def send(self, stamp: int) -> None:
        """Give the loaned word to everybody."""
        own = self.own
        if own.loaned < 0:
            raise BadInput(f"topic {own.topic.name}: nothing was loaned that could be sent")
        if own.note is not None:
            own.ledger.drop(own.note.slot)
        own.note, own.loaned = Note(own.count, stamp, own.clock.now(), own.loaned), -1
        own.count += 1
        for reader in own.waiting:
            own.tell(reader)
            own.refused[reader] += reader in own.behind

    def put(self, word: object, stamp: int) -> None:
        """Copy a whole word in and send it."""
        self.loan()
        self.own.frame.copy(word, self.own.written[self.own.loaned])
        self.send(stamp)


class InsideReader:
    """A reading end."""

    def __init__(self, own: InsideTopic, name: str) -> None:
        self.own, self.name = own, name
        self.lost, self.next = 0, own.count if own.topic.queued or own.note is None else own.note.number
        own.join(name)

    @contextlib.contextmanager
    def take(self, wait: float = 0.0) -> Iterator[Message | None]:
        """The next word, or the newest; nobody else runs meanwhile, so there is nothing to wait for."""
        own, waiting = self.own, self.own.waiting[self.name]
        while len(waiting) > 1 and not own.topic.queued:
            own.ledger.back(waiting.popleft().slot, self.name)
        if not waiting:
            yield None
            return
        note = waiting.popleft()
        self.lost += max(note.number - self.next, 0)
        self.next = note.number + 1
        word = own.frame.word(own.seen[note.slot])
        try:
            yield Message(word, note.stamp, note.sent, note.number, self.lost)
        finally:
            own.frame.end(word)
            own.ledger.back(note.slot, self.name)


class InsideBus:
    """The bus as one service sees it."""

    def __init__(self, name: str, topics: Mapping[str, InsideTopic]) -> None:
        self.name, self.topics = name, topics

    def publish(self, topic: str) -> InsideWriter:
        """The writing end, for the one writer."""
        return InsideWriter(self.topics[may_write(self.name, topic, [own.topic for own in self.topics.values()])])

    def subscribe(self, topic: str) -> InsideReader:
        """A reading end, for those who may read."""
        name = may_read(self.name, topic, [own.topic for own in self.topics.values()])
        return InsideReader(self.topics[name], self.name)


def inside(topics: Sequence[Topic], frames: Mapping[str, Frame], clock: Clock) -> Callable[[str], InsideBus]:
    """The bus of a process: call it with the name of a service."""
    made = {topic.name: InsideTopic(topic, frames[topic.name], clock) for topic in topics}
    return lambda name: InsideBus(name, made)
