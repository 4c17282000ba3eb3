"""How ends of roads are linked in OpenDRIVE: to a road, to a junction of connecting roads, or a direct junction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from aureole.world.roads.lanelets.joining import Joint, Node, Places

Pairs = dict[tuple[Node, Node], list[tuple[str, str]]]
"""Lanelets that touch, by the ends of the roads they are in (both orders)."""


@dataclass(frozen=True, slots=True)
class Connection:
    """One may drive from an end of a road over a junction into an end of another."""

    junction: str
    incoming: Node
    other: Node
    pairs: tuple[tuple[str, str], ...]
    """Lanelet of the incoming road, lanelet of the other."""


@dataclass(slots=True)
class Linking:
    """What every end leads to, and over which junctions."""

    roads: dict[Node, Node] = field(default_factory=dict)
    junctions: dict[Node, str] = field(default_factory=dict)
    lanes: Pairs = field(default_factory=dict)
    connections: list[Connection] = field(default_factory=list)
    direct: list[str] = field(default_factory=list)
    """Ids of direct junctions."""


def linking(joints: Sequence[Joint], where: Places, member: dict[int, str]) -> Linking:
    """How to link every end; `member` tells the junction of a group."""
    made = Linking()
    taken = set(member.values())
    for joint in joints:
        pairs: Pairs = defaultdict(list)
        entered: dict[tuple[Node, Node], None] = {}
        for name, other in joint.links:
            one, two = where.exit(name), where.entry(other)
            pairs[one, two].append((name, other))
            if one != two:
                pairs[two, one].append((other, name))
            entered[one, two] = None
        made.lanes |= pairs
        partners: defaultdict[Node, dict[Node, None]] = defaultdict(dict)
        for one, two in pairs:
            partners[one][two] = None
        if all(len(found) == 1 for found in partners.values()):
            made.roads |= {one: next(iter(found)) for one, found in partners.items()}
        elif not over_junction(made, pairs, entered, partners, member):
            over_direct(made, pairs, entered, taken)
    return made


def over_junction(
    made: Linking, pairs: Pairs, entered: dict[tuple[Node, Node], None],
    partners: dict[Node, dict[Node, None]], member: dict[int, str],
) -> bool:  # fmt: skip
    """Link a joint over the junction of its connecting roads, if it is of that kind."""
    inside = {node for node in partners if node[0] in member}
    outside = [node for node in partners if node not in inside]
    names = {member[node[0]] for node in inside}
    apart = all((one in inside) != (two in inside) for one, two in pairs)
    if len(names) != 1 or not apart or any(len(partners[node]) != 1 for node in inside):
        return False
    (name,) = names
    made.junctions |= dict.fromkeys(outside, name)
    made.roads |= {node: next(iter(partners[node])) for node in partners if node in inside}
    for one, two in entered:
        if one not in inside:
            made.connections.append(Connection(name, one, two, tuple(pairs[one, two])))
    return True


def over_direct(made: Linking, pairs: Pairs, entered: dict[tuple[Node, Node], None], taken: set[str]) -> None:
    """Link a joint over a direct junction of its own: roads lead straight into roads."""
    number = len(made.direct) + 1
    while f"d{number}" in taken:
        number += 1
    name = f"d{number}"
    taken.add(name)
    made.direct.append(name)
    for one, two in pairs:
        made.junctions |= {one: name, two: name}
    for one, two in entered:
        if (two, one) not in {(c.incoming, c.other) for c in made.connections if c.junction == name}:
            made.connections.append(Connection(name, one, two, tuple(pairs[one, two])))
