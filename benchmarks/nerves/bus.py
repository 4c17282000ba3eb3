"""Our bus by itself: the ends that services write to and read from, each in a process, without node and supervisor."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from peers.relay import PATIENCE, Settings

from aureole.core.notes import Int64
from aureole.core.topic import Topic
from aureole.runtime.bus import segment, waiting
from aureole.runtime.bus.ends import SharedReader, SharedWriter
from aureole.runtime.bus.frames import Frame
from aureole.runtime.bus.ledger import slots_for
from aureole.runtime.bus.lines import pair, reading, writing
from aureole.runtime.clock import Monotonic


@dataclass(frozen=True, slots=True)
class Words:
    """So many numbers."""

    numbers: Annotated[Int64, "worlds places", "-", "-"]


class Way:
    """What a supervisor hands out for one topic: memory, and a line from its writer to its reader."""

    def __init__(self, hop: int, size: int) -> None:
        self.topic = Topic(f"hop{hop}", "Words", 100.0, 0.01, str(hop), (str(hop + 1),), queued=True, depth=4)
        self.frame = Frame.of(Words(np.zeros((1, size // 8), np.int64)))
        self.memory = segment.create(self.topic.name, self.frame.size * slots_for(self.topic))
        self.mine, self.theirs = pair()

    def writer(self) -> SharedWriter:
        """The writing end, in its process; the memory is sealed behind it."""
        writer = SharedWriter(self.topic, self.frame, self.memory, Monotonic())
        writer.attach(self.topic.readers[0], writing(*map(os.dup, self.mine.descriptors)))
        return writer

    def reader(self) -> SharedReader:
        """The reading end, in its process."""
        reader = SharedReader(self.frame, every=True)
        descriptor = os.open(f"/proc/self/fd/{self.memory}", os.O_RDONLY)
        reader.attach(descriptor, reading(*map(os.dup, self.theirs.descriptors)))
        os.close(descriptor)
        return reader


class OnBus:
    """What a stage holds of it."""

    def __init__(self, ways: list[Way], stage: int) -> None:
        self.reader = ways[stage - 1].reader() if stage else None
        self.writer = ways[stage].writer() if stage < len(ways) else None

    def loan(self) -> np.ndarray:
        """A slot that nobody looks at."""
        return self.writer.loan().numbers[0]

    def send(self) -> None:
        """Tell the reader."""
        self.writer.send(0)

    def take(self) -> np.ndarray | None:
        """The next word, in place."""
        self.context = self.reader.take(PATIENCE)
        message = self.context.__enter__()
        return None if message is None else message.word.numbers[0]

    def back(self) -> None:
        """End of the context."""
        self.context.__exit__(None, None, None)


def ways(settings: Settings) -> list[Way]:
    """Every way of a chain; readers wait in compiled code, loaded before there are processes."""
    waiting.prepare()
    return [Way(hop, size) for hop, size in enumerate(settings.sizes)]
