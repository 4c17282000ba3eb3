"""The bus within one process: the same ends as between processes, over the process's own memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from aureole.core.topic import Topic
from aureole.runtime.bus.frames import Frame
from aureole.runtime.bus.ledger import slots_for
from aureole.runtime.bus.reading import TopicReader
from aureole.runtime.bus.rights import may_read, may_write
from aureole.runtime.bus.writing import TopicWriter
from aureole.runtime.clock import Clock


class InsideBus:
    """The bus as one service sees it."""

    def __init__(self, name: str, writers: Mapping[str, TopicWriter]) -> None:
        self.name, self.writers = name, writers
        self.topics = [writer.topic for writer in writers.values()]

    def publish(self, topic: str) -> TopicWriter:
        """The writing end, for the one writer."""
        return self.writers[may_write(self.name, topic, self.topics)]

    def subscribe(self, topic: str, *, every: bool = False) -> TopicReader:
        """A reading end, for those who may read."""
        writer = self.writers[may_read(self.name, topic, self.topics)]
        reader = TopicReader(writer.frame, every=every or writer.topic.queued)
        writer.attach_local(self.name, reader)
        return reader


def inside(topics: Sequence[Topic], frames: Mapping[str, Frame], clock: Clock) -> Callable[[str], InsideBus]:
    """The bus of a process: call it with the name of a service."""
    writers = {
        topic.name: TopicWriter(
            topic, frames[topic.name], bytearray(frames[topic.name].size * slots_for(topic)), clock
        )
        for topic in topics
    }  # fmt: skip
    return lambda name: InsideBus(name, writers)
