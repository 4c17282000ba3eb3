"""The three buses behind one door: a writer and readers of one topic, in one process."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np

from aureole.core.notes import Float64, Int32
from aureole.core.topic import Topic
from aureole.runtime.bus import segment, waiting
from aureole.runtime.bus.ends import SharedReader, SharedWriter
from aureole.runtime.bus.frames import Frame
from aureole.runtime.bus.inside import inside
from aureole.runtime.bus.ledger import slots_for
from aureole.runtime.bus.lines import pair
from aureole.runtime.bus.reading import Taken
from aureole.runtime.clock import Monotonic


@dataclass(frozen=True, slots=True)
class Inner:
    """A word within a word."""

    value: Annotated[Float64, "worlds", "-", "-"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word for tests."""

    numbers: Annotated[Int32, "worlds places", "-", "-"]
    inner: Inner


def word(value: float, places: int = 5) -> Word:
    """A word that says one number everywhere."""
    return Word(np.full((1, places), int(value), np.int32), Inner(np.full(1, float(value))))


FRAME = Frame.of(word(0.0))
Opened = tuple[Any, list[Any]]


def topic(readers: Sequence[str], *, queued: bool, depth: int) -> Topic:
    """A topic of such words."""
    return Topic("words", "Word", 10.0, 0.1, "writer", tuple(readers), True, queued, depth)


def in_process(of: Topic) -> Opened:
    """All ends on the bus of one process."""
    bus = inside([of], {of.name: FRAME}, Monotonic())
    return bus(of.writer).publish(of.name), [bus(name).subscribe(of.name) for name in of.readers]


def shared(of: Topic, reading: type[SharedReader] = SharedReader) -> Opened:
    """All ends on shared memory, as processes hold them."""
    memory = segment.create(of.name, FRAME.size * slots_for(of))
    writer = SharedWriter(of, FRAME, memory, Monotonic())
    readers = []
    for name in of.readers:
        mine, theirs = pair()
        reader = reading(FRAME, every=of.queued)
        reader.attach(segment.read_only(memory), theirs)
        writer.attach(name, mine)
        readers.append(reader)
    os.close(memory)
    return writer, readers


class Patient(SharedReader):
    """Waits a millisecond where it is asked not to wait: so whoever waits is held to what every reader does."""

    def take(self, wait: float = 0.0) -> Taken:
        return super().take(wait or 1e-3)


def waited_for(of: Topic) -> Opened:
    """The same, where readers wait in compiled code."""
    before = list(waiting.ready)
    waiting.prepare()
    try:
        return shared(of, Patient)
    finally:
        waiting.ready[:] = before


def between_machines(of: Topic) -> Opened:
    """All ends on zenoh, each party with a certificate of its own; skips where zenoh is not installed."""
    from tests.runtime.net import doors

    return doors.between_machines(of)


BUSES: dict[str, Callable[[Topic], Opened]] = {
    "in_process": in_process, "shared": shared, "waited_for": waited_for, "between_machines": between_machines,
}  # fmt: skip
