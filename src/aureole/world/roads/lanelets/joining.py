"""Where roads meet end to end: which ends, over which lanes, and the straight cut between one and the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aureole.core.notes import Float64
from aureole.world.roads.drawn.polyline import direction
from aureole.world.roads.lanelets.beside import ALONG, Group
from aureole.world.roads.lanelets.lanelet import Lanelet
from aureole.world.roads.lanelets.sound import place_of
from aureole.world.roads.reading.markup import Notice

LOW, HIGH = 0, 1  # the ends of a road
ASKEW = 0.6  # cosine; a road that meets a joint at a larger angle keeps a cut of its own
TORN = 1.0  # m; followers that begin further off than this are told

Node = tuple[int, int]
"""A group and one of its ends."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a road begins or ends: a straight line through a point, at right angles to a heading."""

    xy: Float64
    along: Float64
    """Unit vector in the direction of the road's reference line."""


@dataclass(frozen=True, slots=True)
class Joint:
    """Ends of roads that lead into each other."""

    nodes: tuple[Node, ...]
    links: tuple[tuple[str, str], ...]
    """Lanelet, lanelet it leads into."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where each lanelet is: its group and its way in it."""

    of: dict[str, tuple[int, int]]

    def exit(self, name: str) -> Node:
        """The end of its group at which one leaves a lanelet."""
        group, way = self.of[name]
        return group, HIGH if way == ALONG else LOW

    def entry(self, name: str) -> Node:
        """The end of its group at which one enters a lanelet."""
        group, way = self.of[name]
        return group, LOW if way == ALONG else HIGH


def places(groups: Sequence[Group]) -> Places:
    """Where each lanelet is."""
    return Places({
        name: (row, way) for row, group in enumerate(groups)
        for name, way in zip(group.members, group.ways, strict=True)
    })  # fmt: skip


def joints(lanelets: dict[str, Lanelet], where: Places) -> list[Joint]:
    """The joints, in the order of the file."""
    root: dict[Node, Node] = {}

    def find(node: Node) -> Node:
        while root.setdefault(node, node) != node:
            node = root[node]
        return node

    pairs = [(name, other) for name, lanelet in lanelets.items() for other in lanelet.after]
    for name, other in pairs:
        one, two = find(where.exit(name)), find(where.entry(other))
        root[max(one, two)] = min(one, two)
    nodes: dict[Node, dict[Node, None]] = {}
    links: dict[Node, list[tuple[str, str]]] = {}
    for name, other in pairs:
        key = find(where.exit(name))
        nodes.setdefault(key, {}).update({where.exit(name): None, where.entry(other): None})
        links.setdefault(key, []).append((name, other))
    return [Joint(tuple(nodes[key]), tuple(links[key])) for key in nodes]


def ends_of(lanelet: Lanelet, at_end: bool) -> tuple[Float64, Float64]:
    """Middle of a lanelet's end, and the direction of travel there."""
    row = -1 if at_end else 0
    middle = 0.5 * (lanelet.left[row] + lanelet.right[row])
    along = direction(lanelet.left, at_end) + direction(lanelet.right, at_end)
    size = float(np.hypot(*along))
    return middle, along / size if size > 1e-6 else direction(lanelet.left, at_end)


def cuts(
    lanelets: dict[str, Lanelet], groups: Sequence[Group], found: Sequence[Joint], source: str, told: list[Notice]
) -> dict[Node, Cut]:
    """The cut at every end of every road: one for all ends of a joint, so that the next road begins where one ends."""
    made = {(row, end): free(lanelets, group, end) for row, group in enumerate(groups) for end in (LOW, HIGH)}
    where = places(groups)
    for joint in found:
        outward = {node: made[node].along * (1.0 if node[1] == HIGH else -1.0) for node in joint.nodes}
        first = outward[joint.nodes[0]]
        along, middle = np.zeros(2), np.zeros(2)
        for name, other in joint.links:
            (here, leaving), (there, entering) = ends_of(lanelets[name], True), ends_of(lanelets[other], False)
            both = leaving + entering
            along += both * (1.0 if where.exit(name) in aligned(outward, first) else -1.0)
            middle += 0.5 * (here + there)
            gap = float(np.hypot(*(here - there)))
            if gap > TORN:
                told.append(Notice(f"begins {gap:.2f} m from the end of {name}, which leads into it",
                                   place_of(source, other)))  # fmt: skip
        size = float(np.hypot(*along))
        along = along / size if size > 1e-6 else first
        middle = middle / len(joint.links)
        for node in joint.nodes:
            own = made[node].along
            share = float(own @ along)
            if abs(share) < ASKEW:
                names = groups[node[0]].members
                what = f"its road turns by {np.degrees(np.arccos(min(1.0, abs(share)))):.0f}° where it meets others"
                told.append(Notice(f"{what}: cut at right angles to itself there", place_of(source, names[0])))
                continue
            made[node] = Cut(middle, along if share > 0.0 else -along)
    return made


def aligned(outward: dict[Node, Float64], first: Float64) -> set[Node]:
    """The ends whose roads lead out in the direction of the first."""
    return {node for node, along in outward.items() if float(along @ first) > 0.0}


def free(lanelets: dict[str, Lanelet], group: Group, end: int) -> Cut:
    """The cut of an end that leads nowhere: so far out that no part of a lanelet lies beyond it."""
    along, corners = np.zeros(2), []
    for name, way in zip(group.members, group.ways, strict=True):
        lanelet, at_end = lanelets[name], (end == HIGH) == (way == ALONG)
        along += way * ends_of(lanelet, at_end)[1]
        corners += [lanelet.left[-1 if at_end else 0], lanelet.right[-1 if at_end else 0]]
    size = float(np.hypot(*along))
    along = along / size if size > 1e-6 else np.array([1.0, 0.0])
    points = np.array(corners)
    reach = points @ along
    far = reach.max() if end == HIGH else reach.min()
    middle = points.mean(axis=0)
    return Cut(middle + (far - middle @ along) * along, along)
