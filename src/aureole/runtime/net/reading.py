"""The reading end of a topic whose writer is on another machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from aureole.core.topic import Topic
from aureole.runtime.bus.lines import Line, Note
from aureole.runtime.bus.reading import TopicReader

if TYPE_CHECKING:
    from aureole.runtime.net.line import NetLine

SECOND = 1_000_000_000  # ns


class NetReader(TopicReader):
    """`core.bus.Reader` between machines; the line stays through every loss of the network."""

    def __init__(self, topic: Topic, line: NetLine, *, every: bool) -> None:
        super().__init__(line.frame, every=every)
        self.topic, self.far = topic, line
        self.ends: list[Callable[[], object]] = []
        """Called when it closes."""
        self.join(line, line.slots)

    @property
    def odd(self) -> Counter[str]:
        """What came and was refused, by reason."""
        return self.far.counts

    def stale(self, now: int) -> bool:
        """Whether the next word is later than its topic allows, counted from when the last one came."""
        period = 1.0 / self.topic.rate if self.topic.rate > 0.0 else 0.0
        return not self.far.arrived or now - self.far.arrived > round((period + self.topic.deadline) * SECOND)

    def close(self) -> None:
        """Read no more; the writer sees it."""
        for end in self.ends:
            end()
        self.ends.clear()
        super().close()

    def _receive(self, line: Line) -> Note | None:
        note = super()._receive(line)
        if self.far.renewed:
            self.next, self.far.renewed = -1, False
        return note
