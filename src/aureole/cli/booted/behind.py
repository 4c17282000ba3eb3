"""What stands behind the port of a booted car: so far a world that goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from aureole.cli.booted.laps import Board, LapService
from aureole.core.errors import BadInput, Unsupported
from aureole.core.resources import Chain, Service
from aureole.core.topic import Topic
from aureole.exam.logged.worlds import AnyWorld
from aureole.runtime.services.roles import Frames

Roles = Mapping[str, Callable[[], Any]]
"""Who makes a service, by its role."""


class Behind(Protocol):
    """What stands behind a port."""

    def arranged(
        self, services: Sequence[Service], topics: Sequence[Topic], step: float
    ) -> tuple[list[Service], list[Topic]]:
        """The car's services and topics with what this port adds and moves."""

    def roles(self, world: AnyWorld, frames: Frames) -> Roles:
        """Who makes the services behind the port; called before any process is forked."""

    def chain(self, chain: Chain) -> Chain:
        """A chain of the car through the services that are there."""


class Laps:
    """A world in the port's own process, drive after drive."""

    def __init__(self, board: Board) -> None:
        self.board = board

    def arranged(
        self, services: Sequence[Service], topics: Sequence[Topic], step: float
    ) -> tuple[list[Service], list[Topic]]:
        """As they are."""
        return list(services), list(topics)

    def roles(self, world: AnyWorld, frames: Frames) -> Roles:
        """The world is the port."""
        return {"port": lambda: LapService(world, frames, self.board)}

    def chain(self, chain: Chain) -> Chain:
        """As it is."""
        return chain


PORTS: dict[str, Callable[[Board], Behind] | None] = {"world": Laps, "can": None, "recorded": None}
"""By name; None: not there yet."""


def port_of(name: str) -> Callable[[Board], Behind]:
    """What makes that which stands behind a port.

    Raises:
        BadInput: there is none of that name.
        Unsupported: it is not there yet.
    """
    if name not in PORTS:
        raise BadInput(f"--port {name}", remedy=f"there are {', '.join(PORTS)}")
    found = PORTS[name]
    if found is None:
        raise Unsupported(f"--port {name} is not there yet", remedy="take --port world")
    return found
