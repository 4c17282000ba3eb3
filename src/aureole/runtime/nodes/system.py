"""What a booted car is made of; the zygote knows all of it, each node is one part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from aureole.core import resources
from aureole.core.topic import Topic
from aureole.runtime.bus.frames import Frame
from aureole.runtime.services.service import Factory


@dataclass(frozen=True, slots=True)
class System:
    """Services, topics, how words lie in memory, and who makes the services."""

    services: tuple[resources.Service, ...]
    topics: tuple[Topic, ...]
    frames: Mapping[str, Frame]
    """By topic."""
    factories: Mapping[str, Factory]
    """By service."""
    logical: bool
    """By logical time, in lockstep; else by the machine's clock."""
    priorities: Mapping[str, int] = field(default_factory=dict)
    """SCHED_FIFO priority by domain; without one a node runs as anybody does."""

    witnesses: frozenset[str] = frozenset()
    """Domains that must see every word and cannot begin anew, for they would lack what was: judges."""
    together: frozenset[str] = frozenset()
    """Domains of the one synchronous chain that shares a core."""
    writes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Folders that a domain may write in; others write nowhere."""
    reads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Folders and files that a domain may read beside what Python and its libraries are made of."""
    networked: frozenset[str] = frozenset()
    """Domains that speak to other machines."""
    without: frozenset[str] = frozenset()
    """Names of facilities that are switched off (`facilities.claims.NAMES`)."""

    chains: tuple[resources.Chain, ...] = ()
    """From sensors to actuators, with their deadlines."""
    far: Mapping[tuple[str, str], tuple[resources.Service, ...]] = field(default_factory=dict)
    """Of a chip among several: by topic and other chip the services there that write it, or read it."""
    whole: tuple[resources.Chain, ...] = ()
    """Of a chip among several: the chains of the whole car."""

    @property
    def domains(self) -> tuple[str, ...]:
        """The rights domains, each a process, in the order in which services name them."""
        return tuple(dict.fromkeys(service.domain for service in self.services))

    def of(self, domain: str) -> tuple[resources.Service, ...]:
        """The services of a domain."""
        return tuple(service for service in self.services if service.domain == domain)

    def domain(self, service: str) -> str:
        """Where a service runs."""
        return next(each.domain for each in self.services if each.name == service)

    def written(self, domain: str) -> dict[str, list[str]]:
        """What each service of a domain writes."""
        return {
            service.name: [topic.name for topic in self.topics if topic.writer == service.name]
            for service in self.of(domain)
        }

    def topic(self, name: str) -> Topic:
        """A topic by its name."""
        return next(each for each in self.topics if each.name == name)
