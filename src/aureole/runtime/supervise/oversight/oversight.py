"""Everything the supervisor looks after while the nodes run: who lives, who keeps its promises, who takes too much."""

from __future__ import annotations

from collections.abc import Mapping

from aureole.runtime.nodes.pulse import Rings
from aureole.runtime.nodes.system import System
from aureole.runtime.supervise.oversight.alive import Alive
from aureole.runtime.supervise.oversight.kills import Kills
from aureole.runtime.supervise.oversight.making import unmade
from aureole.runtime.supervise.oversight.memory import Memory
from aureole.runtime.supervise.oversight.vitals import Vitals
from aureole.runtime.supervise.promises.promises import Broken, Promises
from aureole.runtime.supervise.running import Running


class Oversight:
    """Alive, deadline and logical supervision, memory, and the car's own motion."""

    def __init__(self, system: System, group: str = "") -> None:
        """`group`: the name under which the system's control groups lie."""
        self.system, self.kills = system, Kills(group)
        self.alive, self.promises, self.memory = Alive(system), Promises(system), Memory(system)
        self.vitals = Vitals(system)
        self.harmful: dict[str, str] = {}
        """Domains that flood others, and what with."""

    def forget(self, domain: str, now: int) -> None:
        """A domain begins anew."""
        self.alive.forget(domain)
        self.promises.forget(domain, now)
        self.harmful.pop(domain, None)
        self.kills.begin(domain)

    def look(self, rings: Mapping[str, Rings], now: int) -> list[Broken]:
        """The promises that were broken since the last time."""
        found = self.promises.look(rings, now)
        self.harmful |= {broken.domain: broken.text for broken in found if broken.harmful}
        return found

    def wrong(self, node: Running, rings: Mapping[str, Rings], now: int) -> list[tuple[str, str]]:
        """Why a node cannot be left running: what, and the text; by logical time, and of witnesses, only its making."""
        found, domain = list[tuple[str, str]](), node.domain
        patient = self.system.logical or domain in self.system.witnesses
        place = unmade(node, now, patient=patient)
        if place is not None:
            found.append(("stuck", place))
        if patient:
            return found
        silent = self.alive.stuck(domain, rings, now) if node.serves else []
        if silent:
            found.append(("stuck", ", ".join(silent)))
        beyond = self.memory.beyond(domain, node.pid, now)
        if beyond is not None:
            found.append(("memory", f"{beyond[0] * 1e-6:.0f} MB > {beyond[1] * 1e-6:.0f} MB"))
        if domain in self.harmful:
            found.append(("flood", f"ended for {self.harmful.pop(domain)}"))
        return found
