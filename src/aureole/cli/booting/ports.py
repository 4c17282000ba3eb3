"""What stands behind a car's port: the world itself, a CAN bus with the world at its other end, or a recorded drive."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from aureole.core.errors import BadInput
from aureole.core.resources import Chain, Service
from aureole.core.topic import Topic
from aureole.exam.logged.worlds import AnyWorld
from aureole.runtime.services.roles import SCENE, Frames, WorldService

JUDGE = "judge"
DEPTH = 64  # words that may wait for judges and recorder

Roles = Mapping[str, Callable[[], Any]]
"""Who makes a service, by its role."""


class Behind(Protocol):
    """What stands behind the port of a drive."""

    def arranged(
        self, services: Sequence[Service], topics: Sequence[Topic], step: float
    ) -> tuple[list[Service], list[Topic]]:
        """The car's services and topics with what this port adds and moves."""

    def roles(self, world: AnyWorld, frames: Frames) -> Roles:
        """Who makes the services behind the port; called before any process is forked."""

    def hands(self, services: Sequence[Service]) -> Mapping[str, int]:
        """Descriptors for single services, by name; called when the zygote is there, which must not have them."""

    def networked(self, services: Sequence[Service]) -> frozenset[str]:
        """Domains that open a socket of their own, to a bus or another machine."""

    def chain(self, chain: Chain) -> Chain:
        """A chain of the car through the services that are there."""

    def told(self, results: Mapping[str, bytes], lang: str) -> list[str]:
        """How it fared, in lines for people."""


class Alone:
    """A port that needs nothing but its own process: what every one answers that says nothing else."""

    def arranged(
        self, services: Sequence[Service], topics: Sequence[Topic], step: float
    ) -> tuple[list[Service], list[Topic]]:
        """As they are."""
        return list(services), list(topics)

    def hands(self, services: Sequence[Service]) -> Mapping[str, int]:
        """Nothing."""
        return {}

    def networked(self, services: Sequence[Service]) -> frozenset[str]:
        """Nobody's."""
        return frozenset()

    def chain(self, chain: Chain) -> Chain:
        """As it is."""
        return chain

    def told(self, results: Mapping[str, bytes], lang: str) -> list[str]:
        """Nothing."""
        return []


class WorldBehind(Alone):
    """The world in the port's own process; nothing lies between."""

    def arranged(
        self, services: Sequence[Service], topics: Sequence[Topic], step: float
    ) -> tuple[list[Service], list[Topic]]:
        """The truth is added, for the judges."""
        return list(services), [*topics, scene(port_of(services).name, step)]

    def roles(self, world: AnyWorld, frames: Frames) -> Roles:
        """The world is the port."""
        return {"port": lambda: WorldService(world, frames)}


def port_of(services: Sequence[Service]) -> Service:
    """The service that is the car's port."""
    return next(service for service in services if service.entry == "port")


def scene(writer: str, step: float) -> Topic:
    """The truth, which only the judges may read."""
    return Topic(SCENE, "Scene", 1.0 / step, 1.0, writer, (JUDGE,), depth=DEPTH)


def make(name: str, *, channel: str = "", key: Path | None = None, logical: bool = False) -> Behind:
    """What stands behind the port of a drive, by its name: `world` or `can`.

    Args:
        name: of the port.
        channel: of `can`: a CAN interface, or a multicast group; else a virtual interface if there is one.
        key: of `can`: the file of its key; else one is made for this boot.
        logical: by logical time.

    Raises:
        BadInput: an option is of another port, or the key is none.
        Missing: this machine has no such bus, or lacks a package.
    """
    if name == "world":
        if channel or key is not None:
            raise BadInput("--channel and --key are of --port can", remedy="add --port can")
        return WorldBehind()
    if name != "can":
        raise BadInput(f"--port {name}: there are world and can", remedy="leave it out")
    from aureole.cli.booting.can import CanBehind

    return CanBehind.joined(channel, key, logical=logical)
