"""What became of the words of a booted car, over all incarnations of their writers."""

from __future__ import annotations

from dataclasses import dataclass

from aureole.runtime.nodes.system import System
from aureole.runtime.supervise.supervisor import Supervisor


@dataclass(slots=True)
class Words:
    """Of one topic."""

    sent: int = 0
    lost: int = 0
    """For each reader that did not get one."""
    before: tuple[int, int] = (0, 0)
    """What the writer that runs now had told last."""

    def add(self, sent: int, lost: int) -> None:
        """What its writer tells now; one that tells less began anew."""
        before = self.before if sent >= self.before[0] else (0, 0)
        self.sent += sent - before[0]
        self.lost += max(lost - before[1], 0)
        self.before = sent, lost


class Books:
    """Of all topics."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.words = {topic.name: Words() for topic in system.topics}

    def gather(self, supervisor: Supervisor) -> None:
        """What writers have told since the last time."""
        for topic in self.system.topics:
            rings = supervisor.wiring.rings.get(self.system.domain(topic.writer))
            if rings is not None:
                sent, lost = rings.sent(topic.writer, topic.name), rings.lost(topic.writer, topic.name)
                self.words[topic.name].add(sent, lost)
