"""What stands behind a car's port: the world itself, a CAN bus with the world at its other end, or a recorded drive."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, cast

from aureole.cli.booting.eyes import PERCEIVE, through
from aureole.core.errors import BadInput, Unsupported
from aureole.core.resources import Chain, Service
from aureole.core.topic import Topic
from aureole.exam.logged.worlds import AnyWorld
from aureole.runtime.services.perceiving import PICTURES, SHOTS, CameraService, Pictured
from aureole.runtime.services.roles import SCENE, Frames, WorldService, period

JUDGE = "judge"
DEPTH = 64  # words that may wait for judges, recorder and cameras
CAMERAS = "cameras"  # the service that draws a world, and its role
DRAWING = 30e-3  # s; its budget, less than a third of a look

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

    @property
    def telling(self) -> frozenset[str]:
        """Services that say in the end how it fared, a moment after the judges or before them."""

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

    @property
    def telling(self) -> frozenset[str]:
        """None."""
        return frozenset()

    def told(self, results: Mapping[str, bytes], lang: str) -> list[str]:
        """Nothing."""
        return []


class WorldBehind(Alone):
    """The world in the port's own process; nothing lies between."""

    def arranged(
        self, services: Sequence[Service], topics: Sequence[Topic], step: float
    ) -> tuple[list[Service], list[Topic]]:
        """The truth is added, for the judges; and cameras where somebody looks at pictures."""
        port = port_of(services).name
        services, topics = filmed(services, topics, port)
        return list(services), [*topics, scene(port, step)]

    def roles(self, world: AnyWorld, frames: Frames) -> Roles:
        """The world is the port; what it looks like is drawn beside it."""
        if frames.pictures is None:
            return {"port": lambda: WorldService(world, frames)}
        plain, every, drawn = undrawn(world), period(world.brief.mission), cast(Pictured, world)
        return {
            "port": lambda: WorldService(plain, frames),
            CAMERAS: lambda: CameraService(drawn, frames.scene, every),
        }

    def chain(self, chain: Chain) -> Chain:
        """What is perceived was drawn before, and that takes its time."""
        return through(chain, CAMERAS, PERCEIVE, DRAWING)


def filmed(
    services: Sequence[Service], topics: Sequence[Topic], port: str
) -> tuple[Sequence[Service], Sequence[Topic]]:  # fmt: skip
    """The world's cameras beside its port, if the car has eyes: they are given the truth, and give pictures."""
    pictures = next((topic for topic in topics if topic.name == PICTURES), None)
    if pictures is None:
        return services, topics
    cameras = Service(CAMERAS, CAMERAS, CAMERAS, SHOTS, 0.0, DRAWING, 1e9, "QM")
    shots = Topic(SHOTS, "Scene", 2.0 * pictures.rate, 1.0, port, (CAMERAS,), recorded=False, queued=True, depth=DEPTH)
    own = replace(pictures, writer=CAMERAS)
    return [*services, cameras], [*(own if topic is pictures else topic for topic in topics), shots]


def undrawn(world: Any) -> AnyWorld:
    """The same world without pictures.

    Raises:
        Unsupported: its car pulls a trailer, which its cameras would see.
    """
    if world.pulls:
        raise Unsupported("--senses perceived with --runtime and a trailer", remedy="leave one of them out")
    found: AnyWorld = world.sensed(lambda senses: senses.undrawn())
    return found


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
