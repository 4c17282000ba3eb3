"""Alive supervision (AUTOSAR's word): a service that lives but does not answer is found by what it no longer does.

A service that time wakes must be called; one that words wake must be called while words come. Whoever is not is stuck:
stopped, spinning, or waiting for something that does not come.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from aureole.core import resources
from aureole.runtime.nodes.pulse import Rings
from aureole.runtime.nodes.system import System

SILENCE = 1_000_000_000  # ns; so long nobody is called stuck, on however slow a machine
PERIODS = 10  # of its own, after which a service is missed
WORDS = 50  # that woke nobody


class Mark(NamedTuple):
    """When a service was last found to have been called, and what was sent to it by then."""

    moment: int  # ns
    calls: int
    sent: int


class Alive:
    """The supervisor's eye on every service of a system."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.marks: dict[str, Mark] = {}

    def forget(self, domain: str) -> None:
        """A domain begins anew."""
        for service in self.system.of(domain):
            self.marks.pop(service.name, None)

    def stuck(self, domain: str, rings: Mapping[str, Rings], now: int) -> list[str]:
        """The services of a domain that do not answer any more."""
        return [service.name for service in self.system.of(domain) if self._stuck(service, rings, now)]

    def _stuck(self, service: resources.Service, rings: Mapping[str, Rings], now: int) -> bool:
        calls, sent = rings[service.domain].calls(service.name), self._sent(service, rings)
        mark = self.marks.get(service.name)
        if mark is None or calls != mark.calls or sent < mark.sent:  # fewer: their writer began anew
            self.marks[service.name] = Mark(now, calls, sent)
            return False
        silent = now - mark.moment > max(SILENCE, round(PERIODS * service.period * 1e9))
        return silent and (not service.trigger or sent - mark.sent >= WORDS)

    def _sent(self, service: resources.Service, rings: Mapping[str, Rings]) -> int:
        """Words that the writer of its trigger has sent."""
        if not service.trigger:
            return 0
        writer = self.system.topic(service.trigger).writer
        domain = self.system.domain(writer)
        return rings[domain].sent(writer, service.trigger) if domain in rings else 0
