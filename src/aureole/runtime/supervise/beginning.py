"""Who begins when: at first all together, when everybody is made; who comes after, as soon as its ends are whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from aureole.runtime.clock import Clock
from aureole.runtime.nodes import messages
from aureole.runtime.nodes.system import System
from aureole.runtime.supervise.running import Running
from aureole.runtime.supervise.wiring import Wiring

LEAD = 20_000_000  # ns; from the moment that all are joined to the first period


class Beginning:
    """Joins nodes, and lets them go."""

    def __init__(self, system: System, wiring: Wiring, clock: Clock) -> None:
        self.system, self.wiring, self.clock = system, wiring, clock
        self.begun = False
        """All were joined."""

    def proceed(self, nodes: Mapping[str, Running], gone: Collection[str]) -> None:
        """Join whoever can be joined, and let those begin who have all their ends; nobody waits for who has `gone`."""
        if self.begun:
            for domain, node in nodes.items():
                if not node.going and self.wiring.whole(domain):
                    self.join(domain, nodes)
                    self.go(node, 0)
        elif all(name in nodes and nodes[name].ready for name in self.system.domains if name not in gone):
            self.begun = True
            for topic in self.system.topics:
                self.wiring.join_topic(topic.name, nodes)
            for node in nodes.values():
                self.go(node, LEAD)

    def join(self, domain: str, nodes: Mapping[str, Running]) -> None:
        """Lines to and from a node that comes after."""
        for name in self.wiring.written_by(domain):
            self.wiring.join_topic(name, nodes)
        self.wiring.join_readers(domain, nodes)

    def go(self, node: Running, lead: int) -> None:
        """Let a node begin, so long (ns) from now."""
        messages.say(node.control, messages.Go(0 if self.system.logical else self.clock.now() + lead))
        node.going, node.began = True, self.clock.now()
