"""A system booted and looked after for the length of a test."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

from aureole.runtime.clock import Monotonic
from aureole.runtime.nodes.ahead.nest import Nest
from aureole.runtime.nodes.system import System
from aureole.runtime.supervise.supervisor import Supervisor

LIFE = ("started", "stuck", "ended", "failed")


def made(system: System, notices: list, restarts: int = 0, memory: Path | None = None) -> Supervisor:
    zygote = Nest(system, Monotonic()).zygote()
    supervisor = Supervisor(system, zygote, Monotonic(), notices.append, restarts=restarts, memory=memory)
    supervisor.boot()
    return supervisor


class Running:
    """A supervisor at work, and what it has told."""

    def __init__(self, supervisor: Supervisor, notices: list) -> None:
        self.supervisor, self.notices = supervisor, notices

    def wait_for(self, condition: Callable[[], object], seconds: float = 60.0) -> None:
        end = self.supervisor.clock.now() + round(seconds * 1e9)
        while not condition():
            assert self.supervisor.clock.now() < end, f"it took too long: {self.lives()} {self.notices[-9:]}"
            self.supervisor.step(0.05)

    def calls(self, service: str) -> int:
        return self.supervisor.wiring.rings[self.supervisor.system.domain(service)].calls(service)

    def all_called(self, least: int = 2) -> bool:
        supervisor = self.supervisor
        return len(supervisor.nodes) == len(supervisor.system.domains) and all(
            self.calls(service.name) > least for service in supervisor.system.services
        )

    def pid(self, domain: str) -> int:
        return self.supervisor.nodes[domain].pid

    def send(self, domain: str, what: signal.Signals) -> int:
        pid = self.pid(domain)
        os.kill(pid, what)
        return pid

    def replaced(self, domain: str, pid: int) -> bool:
        return domain in self.supervisor.nodes and self.pid(domain) != pid

    def lives(self, *domains: str) -> list[str]:
        """What befell nodes; promises and modes have tests of their own."""
        return [each.what for each in self.notices if each.what in LIFE and (not domains or each.domain in domains)]

    def texts(self, what: str) -> list[str]:
        return [notice.text for notice in self.notices if notice.what == what]

    def modes(self) -> list[str]:
        return [text.split(":")[0].split(" → ")[1] for text in self.texts("mode")]


@contextlib.contextmanager
def running(system: System, restarts: int = 5, memory: Path | None = None) -> Iterator[Running]:
    """Booted, and stopped whatever happens."""
    notices: list = []
    supervisor = made(system, notices, restarts, memory)
    try:
        yield Running(supervisor, notices)
    finally:
        supervisor.close()
