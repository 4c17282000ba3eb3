"""Who says far more than its topics are meant to carry (AUTOSAR: alive supervision has a largest number, too)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from aureole.core.topic import Topic
from aureole.runtime.nodes.pulse import Rings
from aureole.runtime.nodes.system import System

SPAN = 1_000_000_000  # ns over which words are counted
ODD, MOST = 3.0, 10.0  # -; times the rate of a topic: so much is told, so much is ended
SLACK = 10  # words beside; a topic of a word a second may well have two


class Flood(NamedTuple):
    """A topic that carries too much."""

    topic: Topic
    rate: float  # Hz, as counted
    harmful: bool
    """Whoever writes it has to be ended."""


class Floods:
    """The words of every topic, counted over some time."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.domains = {topic.name: system.domain(topic.writer) for topic in system.topics}
        self.marks: dict[str, tuple[int, int]] = {}
        """By topic: ns, and words by then."""

    def look(self, rings: Mapping[str, Rings], now: int) -> list[Flood]:
        """The topics that carry too much."""
        found = []
        for topic in self.system.topics:
            ring = rings.get(self.domains[topic.name])
            if ring is None or topic.rate <= 0.0:
                continue
            sent = ring.sent(topic.writer, topic.name)
            moment, before = self.marks.get(topic.name, (now, sent))
            if topic.name not in self.marks or sent < before or now - moment >= SPAN:
                self.marks[topic.name] = now, sent
            if sent < before or now - moment < SPAN:  # fewer: its writer began anew
                continue
            span = (now - moment) * 1e-9
            if sent - before > ODD * topic.rate * span + SLACK:
                found.append(Flood(topic, (sent - before) / span, sent - before > MOST * topic.rate * span + SLACK))
        return found
