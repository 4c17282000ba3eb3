"""What a booted car needs to know of that which stands behind its port."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from aureole.core.mission import Mission
from aureole.core.resources import Chain, Service
from aureole.core.topic import Topic
from aureole.runtime.services.roles import Frames

Roles = Mapping[str, Callable[[], Any]]
"""Who makes a service, by its role."""


class Ground(NamedTuple):
    """What is driven on, and how words about it lie in memory."""

    case: str
    """Its name."""
    mission: Mission
    step: float  # s
    frames: Frames


class Behind(Protocol):
    """What stands behind a port, drive after drive."""

    ground: Ground

    def arranged(
        self, services: Sequence[Service], topics: Sequence[Topic], step: float
    ) -> tuple[list[Service], list[Topic]]:
        """The car's services and topics with what this port adds and moves."""

    def roles(self) -> Roles:
        """Who makes the services behind the port; called before any process is forked."""

    def hands(self, services: Sequence[Service]) -> Mapping[str, int]:
        """Descriptors for single services, by name; called when the zygote is there, which must not have them."""

    def networked(self, services: Sequence[Service]) -> frozenset[str]:
        """Domains that open a socket of their own."""

    def chain(self, chain: Chain) -> Chain:
        """A chain of the car through the services that are there."""
