"""What nodes say to their supervisor: each may speak of itself and its own services, of nobody else."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence

from aureole.runtime.modes.afar import Afar
from aureole.runtime.modes.losses import BRIDGE
from aureole.runtime.nodes import messages
from aureole.runtime.nodes.system import System
from aureole.runtime.supervise.running import Running
from aureole.runtime.supervise.telling import Telling
from aureole.runtime.supervise.wiring import Wiring

WORLDS = ("world", "port", "plant")
"""Entries of services behind which a world may lie: with its end nothing comes from it any more."""


class Hearing:
    """The supervisor's ear."""

    def __init__(self, system: System, wiring: Wiring, telling: Telling, afar: Afar) -> None:
        self.system, self.wiring, self.telling, self.afar = system, wiring, telling, afar
        self.results: dict[str, bytes] = {}
        """What came out of the services that have done what they were there for."""
        self.failed: dict[str, str] = {}
        """What services raised."""
        self.closing = False
        """Everybody was told to stop."""

    @property
    def done(self) -> bool:
        """The drive is over: the world has come to its end, or everybody was told to stop. What ceases may cease."""
        return self.closing or any(each.entry in WORLDS and each.name in self.results for each in self.system.services)

    def take(self, node: Running, word: messages.Word, descriptors: Sequence[int]) -> None:
        """One word of a node; whatever else it hands over is let go."""
        try:
            if not self._taken(node, word, descriptors):
                self.telling.report(node.domain, "odd", type(word).__name__, f"said {type(word).__name__}")
        finally:
            for each in descriptors:
                with contextlib.suppress(OSError):
                    os.close(each)

    def _taken(self, node: Running, word: messages.Word, descriptors: Sequence[int]) -> bool:
        """Whether it may say this."""
        own = {each.name: each.entry for each in self.system.of(node.domain)}
        match word:
            case messages.Sealed(topic) if topic in self.wiring.written_by(node.domain):
                self.wiring.sealed.add(topic)
            case messages.Held():
                node.life.watch()
            case messages.Making(service, step) if service in own or not service:
                node.place = f"{service}.{step}" if service else step
            case messages.Ready():
                node.ready = True
            case messages.Over(service) if service in own and descriptors:
                self.results[service] = messages.read(os.dup(descriptors[0]))
            case messages.Failed(service, text) if service in own:
                self.failed[service] = text
                self.telling.tell(node.domain, "failed", text)
            case messages.Found(service) if own.get(service) == "guard":
                if not self.done:
                    self.telling.found(word, node.domain)
            case messages.Told(service, what, text) if service in own:
                self.telling.tell(node.domain, what, text)
            case messages.Reached(ways) if node.domain == BRIDGE:
                self.telling.reached(self.afar.hear(ways, self.telling.clock.now()), self.afar)
            case messages.Degraded(_, facilities):
                self.telling.tell(node.domain, "degraded", ", ".join(facilities))
            case _:
                return False
        return True
