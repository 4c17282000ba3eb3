"""A built network: roads, junctions, controllers; what is written as OpenDRIVE."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from aureole.world.roads.laying.strip import Strip


class Connection(NamedTuple):
    """A way through a junction."""

    incoming: str
    """Road one comes from."""
    other: str
    """Connecting road; of a direct junction the road one goes on."""
    contact: str
    """At which end of the other road."""
    lanes: tuple[tuple[int, int], ...]
    """Lane of the incoming road, lane of the other."""


class Control(NamedTuple):
    """What switches signals together."""

    name: str
    title: str
    signals: tuple[str, ...]


@dataclass(slots=True)
class Crossing:
    """A junction."""

    name: str
    title: str
    kind: str = "default"
    place: int = -1
    """Node of the plan; the junctions of a roundabout have the same."""
    connections: list[Connection] = field(default_factory=list)
    first: list[tuple[str, str]] = field(default_factory=list)
    """Connecting road that goes first, connecting road that waits."""
    controls: list[Control] = field(default_factory=list)


@dataclass(slots=True)
class Network:
    """Everything that is written."""

    strips: list[Strip] = field(default_factory=list)
    crossings: list[Crossing] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def number(self, what: str) -> str:
        """The next id of a kind of thing."""
        self.counts[what] = self.counts.get(what, -1) + 1
        return str(self.counts[what])
