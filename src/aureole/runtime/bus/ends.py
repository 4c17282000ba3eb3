"""Both ends of a topic between processes: words in shared memory, notes through pipes, slots back over sockets.

For each word the writer sends each reader a note of 28 bytes: which slot it lies in. A reader sends the slot's number
back when it has looked (Unix sequenced packets). The kernel keeps the order, wakes the reader, and tells either side of
the other's death; nobody polls, and there is nobody in between.
"""

from __future__ import annotations

import os

from aureole.core.errors import BadInput
from aureole.core.topic import Topic
from aureole.runtime.bus import segment
from aureole.runtime.bus.frames import Frame
from aureole.runtime.bus.ledger import slots_for
from aureole.runtime.bus.lines import End, PipeLine
from aureole.runtime.bus.reading import TopicReader
from aureole.runtime.bus.slots import Slots
from aureole.runtime.bus.writing import TopicWriter
from aureole.runtime.clock import Clock


class SharedWriter(TopicWriter):
    """The writing end over memory that nobody else can write from now on."""

    def __init__(self, topic: Topic, frame: Frame, descriptor: int, clock: Clock) -> None:
        super().__init__(topic, frame, segment.write_map(descriptor, frame.size * slots_for(topic)), clock)


class SharedReader(TopicReader):
    """A reading end over memory that it cannot write."""

    def attach(self, descriptor: int, end: End) -> None:
        """Read what another incarnation of the writer writes from now on.

        Raises:
            BadInput: the memory is none of this topic's.
        """
        size = os.fstat(descriptor).st_size
        if size % self.frame.size or not size:
            word, unit = self.frame.kind.__name__, self.frame.size
            raise BadInput(f"memory of {size} bytes for {word}, expected a multiple of {unit}")
        self.memory = segment.read_map(descriptor, size)
        self.join(PipeLine(end), Slots(self.frame, self.memory, size // self.frame.size))
