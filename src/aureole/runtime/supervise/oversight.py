"""Everything the supervisor looks after while the nodes run: who lives, who keeps its promises, who takes too much."""

from __future__ import annotations

from collections.abc import Mapping

from aureole.runtime.nodes.pulse import Rings
from aureole.runtime.nodes.system import System
from aureole.runtime.supervise.alive import Alive
from aureole.runtime.supervise.memory import Memory
from aureole.runtime.supervise.promises.limited import Limited
from aureole.runtime.supervise.promises.promises import Promises
from aureole.runtime.supervise.vitals import Vitals

Told = tuple[str, str, str]
"""Domain, what, text, as a notice has them."""


class Oversight:
    """Alive, deadline and logical supervision, memory, and the car's own motion."""

    def __init__(self, system: System) -> None:
        self.alive, self.promises, self.memory = Alive(system), Promises(system), Memory(system)
        self.vitals, self.limited = Vitals(system), Limited()
        self.harmful: dict[str, str] = {}
        """Domains that flood others, and what with."""

    def forget(self, domain: str, now: int) -> None:
        """A domain begins anew."""
        self.alive.forget(domain)
        self.promises.forget(domain, now)
        self.harmful.pop(domain, None)

    def look(self, rings: Mapping[str, Rings], now: int) -> list[Told]:
        """The promises that were broken since the last time: the first of each kind, then how many."""
        found: list[Told] = []
        for broken in self.promises.look(rings, now):
            if broken.harmful:
                self.harmful[broken.domain] = broken.text
            told = self.limited.take((broken.domain, broken.what, broken.subject), broken.text, now)
            if told is not None:
                found.append((broken.domain, broken.what, told))
        return [*found, *((domain, what, text) for (domain, what, *_), text in self.limited.left(now))]

    def rest(self, now: int) -> list[Told]:
        """What was only counted so far."""
        return [(domain, what, text) for (domain, what, *_), text in self.limited.left(now, all_of_it=True)]

    def wrong(self, domain: str, pid: int, rings: Mapping[str, Rings], now: int) -> list[tuple[str, str]]:
        """Why a node cannot be left running: what, and the text."""
        found = []
        silent = self.alive.stuck(domain, rings, now)
        if silent:
            found.append(("stuck", ", ".join(silent)))
        beyond = self.memory.beyond(domain, pid, now)
        if beyond is not None:
            found.append(("memory", f"{beyond[0] * 1e-6:.0f} MB > {beyond[1] * 1e-6:.0f} MB"))
        if domain in self.harmful:
            found.append(("flood", f"ended for {self.harmful.pop(domain)}"))
        return found
