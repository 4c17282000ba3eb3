"""Who is started anew, and when; who will not come back, and what the car may do without it."""

from __future__ import annotations

from collections.abc import Callable

from aureole.runtime.guard.bounds import STANDS
from aureole.runtime.modes import mode as modes
from aureole.runtime.modes.afar import Afar
from aureole.runtime.modes.backoff import Tries, after_end
from aureole.runtime.modes.losses import BRIDGE, silenced, without
from aureole.runtime.modes.mode import Mode, State
from aureole.runtime.nodes.pulse import Rings
from aureole.runtime.nodes.system import System
from aureole.runtime.supervise.oversight.vitals import Vital

WELL = 1_000_000_000  # ns; a node that has gone on for so long, and was called, is well again


class Recovery:
    """The supervisor's book of ends and restarts, and the mode that follows from them."""

    def __init__(self, system: System, told: Callable[[str, Mode, str], None]) -> None:
        """`told` hears of every change of mode: the domain that caused it, the mode, the text."""
        self.system, self.told = system, told
        self.state = State()
        self.afar = Afar({way: [service.name for service in there] for way, there in system.far.items()})
        far = (service for there in system.far.values() for service in there)
        self.there = {service.name: service for service in far}
        """Services on other chips, by name."""
        self.tries: dict[str, Tries] = {}
        """By domain."""
        self.waiting: dict[str, int] = {}
        """By domain that is to be started anew: ns of the moment."""
        self.gone: set[str] = set()
        """Domains that will not come back."""

    def names(self, domain: str) -> frozenset[str]:
        """The services of a domain."""
        return frozenset(service.name for service in self.system.of(domain))

    def end(self, domain: str, lived: int, now: int, limit: int) -> int | None:
        """A node has ended: how long it has to wait (ns) until it is started anew; None: it is not."""
        tries, wait = after_end(self.tries.get(domain, Tries()), lived, limit)
        self.tries[domain] = tries
        if domain in self.gone:
            return None
        if wait is not None:
            self.waiting[domain] = now + wait
            self._become(domain, modes.ended(self.state, self.names(domain)), "ended")
        return wait

    def due(self, now: int) -> list[str]:
        """Whose time has come to be started anew; each once."""
        found = [domain for domain, moment in self.waiting.items() if moment <= now]
        for domain in found:
            del self.waiting[domain]
        return found

    def lose(self, domain: str, why: str) -> set[str]:
        """A node will not come back; the domains that have to be silenced for it, so that the car stops."""
        self.gone.add(domain)
        self.waiting.pop(domain, None)
        needs = {
            service.name: without(service, self.system.whole or self.system.chains)
            for service in self.system.of(domain)
        }
        self._become(domain, modes.lost(self.state, needs), why)
        return self._silence()

    def look_afar(self, now: int) -> set[str]:
        """Who is missed on other chips, and who is there again; the domains that have to be silenced for it.

        A chip without the port has no car to bring to a standstill: it goes on, degraded, and waits for the others.
        """
        away, known = self.afar.away(now), self.state.away | self.state.lost
        if new := away - known:
            self._become(BRIDGE, modes.ended(self.state, new), self.afar.why(new) or "waits for other chips")
        if back := (self.afar.services - away) & known:
            self._become(BRIDGE, modes.back(self.state, back), self.afar.why(back))
        gone = self.afar.lost(now) - self.state.lost if self.ports else frozenset[str]()
        if not gone:
            return set()
        needs = {name: without(self.there[name], self.system.whole) for name in gone}
        self._become(BRIDGE, modes.lost(self.state, needs), self.afar.why(gone))
        if self.state.mode is not Mode.MINIMAL_RISK:
            return set()
        self.gone.add(BRIDGE)  # who comes back now is not obeyed any more
        return {BRIDGE} | self._silence()

    @property
    def ports(self) -> frozenset[str]:
        """The services here that are the car's port."""
        return frozenset(each.name for each in self.system.services if each.entry in ("port", "world"))

    def _silence(self) -> set[str]:
        """Who has to be silent from now on, so that the car stops; a mind afar is not heard any more."""
        everybody = [*self.system.services, *self.there.values()]
        chains = self.system.whole or self.system.chains
        quiet = silenced(self.state.mode, self.state.lost, everybody, chains)
        here = {service.name: service.domain for service in self.system.services}
        found = {here.get(name, BRIDGE) for name in quiet} - self.gone
        self.gone |= found
        return found

    def look(self, domain: str, rings: Rings, going_for: int) -> bool:
        """A node has been going for so long (ns): whether its services are well again now."""
        names = self.names(domain) & self.state.away
        if names and going_for >= WELL and all(rings.calls(name) for name in names):
            self._become(domain, modes.well(self.state, names), "well again")
            return True
        return False

    def stand(self, vital: Vital) -> None:
        """What the car does: whether it has come to its stop; one that was never seen to move has not begun to."""
        if self.state.mode is Mode.MINIMAL_RISK and not abs(vital.speed) >= STANDS:
            cause = min(self.gone, default="")
            self._become(cause, modes.stands(self.state), f"{vital.speed:.3f} m/s")

    @property
    def over(self) -> bool:
        """Nothing more can come of this drive: the car stands for good, or nobody is left who could say so."""
        blind = self.state.mode is Mode.MINIMAL_RISK and bool(self.ports & self.state.lost)
        return self.state.mode is Mode.STANDSTILL or blind

    def _become(self, domain: str, state: State, why: str) -> None:
        before, self.state = self.state.mode, state
        if state.mode is not before:
            self.told(domain, state.mode, f"{before} → {state.mode}: {domain} {why}")
