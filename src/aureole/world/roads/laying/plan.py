"""A plan: nodes, and edges between them with the look of their roads; what a kind of network draws and `lay` builds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from aureole.world.roads.laying.curve import Corner, Piece, Point, Pose

SIDE = {"motorway": 1.5, "rural": 2.0, "town": 2.5}  # m/s²; side acceleration at the limit that a road is made for
TURNING = 2.5  # m/s²; the same in junctions, whose connecting roads have limits of their own
VERTICAL = 0.5  # m/s²; at the limit over crests and through sags
STEPS = 5.0 / 3.6  # m/s; limits are whole multiples of 5 km/h
SLOWEST = 10.0 / 3.6  # m/s; no limit is lower

ENDS, EQUAL, PRIORITY, STOP = "end", "equal", "priority", "stop"
SIGNALS, ROUNDABOUT, GORE = "signals", "roundabout", "gore"


class Beside(NamedTuple):
    """A lane beside those for cars."""

    kind: str
    width: float
    """m."""


@dataclass(frozen=True, slots=True)
class Style:
    """What the roads of an edge look like."""

    name: str
    kind: str
    """Type of the road: motorway, rural, town."""
    limit: float
    """m/s."""
    lane: float
    """Width of a lane for cars, m."""
    beside: tuple[Beside, ...] = ()
    """From the cars' lanes outwards, on both sides."""
    corner: float = 3.0
    """Least radius of the outermost edge where one turns right in a junction, m."""
    rank: int = 0
    """Who goes first: the higher."""
    pockets: bool = False
    """Lanes for turning left before signals."""
    island: float = 1.0
    """Half the width of the island before a roundabout, m."""

    def outer(self) -> float:
        """Width of what lies outside the cars' lanes at a junction, where nobody parks, m."""
        return sum(lane.width for lane in self.beside if lane.kind != "parking")


@dataclass(frozen=True, slots=True)
class Node:
    """Where edges meet or end."""

    x: float
    y: float
    kind: str = ENDS
    """end, equal (who comes from the right goes first), priority, stop, signals, roundabout, gore."""
    z: float = 0.0
    """Height, m."""
    radius: float = 0.0
    """Of a roundabout's island, m."""
    name: str = ""
    gore: Pose | None = None
    """Of a gore: where its ramp begins, as seen by who drives onto it from there."""

    @property
    def point(self) -> Point:
        """Where it is."""
        return self.x, self.y


@dataclass(frozen=True, slots=True)
class Edge:
    """A road between two nodes."""

    a: int
    b: int
    style: Style
    via: tuple[Point, ...] = ()
    """Where the tangents of its curves meet."""
    corners: tuple[Corner, ...] = ()
    """The curves that are wished for; they become tighter, and the limit lower, where there is no room for them."""
    lanes: tuple[int, int] = (1, 1)
    """For cars, from a to b and from b to a."""
    level: int = 0
    """Edges of different levels may cross each other."""
    rise: tuple[float, ...] = ()
    """Heights of the road's knees between its ends, beside the straight way from end to end, m."""
    spaces: float = 0.0
    """Part of the parking lanes' spaces that have a place of their own on the map."""


@dataclass(frozen=True, slots=True)
class Side:
    """One carriageway of a motorway: where ramps leave and join it, from its own start."""

    leaves: tuple[tuple[float, int], ...] = ()
    """Station of a gore and its node."""
    joins: tuple[tuple[float, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Motorway:
    """Two carriageways along one axis."""

    pose: Pose
    pieces: tuple[Piece, ...]
    style: Style
    lanes: int
    """For cars, each way."""
    median: float
    """Between the two carriageways' edges, m."""
    slip: float
    """Length of the lanes for slowing down and speeding up, m."""
    sides: tuple[Side, Side]
    """Along the axis, and against it."""


@dataclass(slots=True)
class Plan:
    """A whole network before it is built."""

    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    motorways: list[Motorway] = field(default_factory=list)

    def node(self, node: Node) -> int:
        """Add a node; gives its number."""
        self.nodes.append(node)
        return len(self.nodes) - 1


class Unfit(Exception):
    """A plan that cannot be built: a drawing with no room for its curves; another is drawn."""
