"""Plans of towns laid out as a grid: main streets, streets, residential streets, blocks of several sizes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from aureole.world.roads.laying.curve import Pose
from aureole.world.roads.laying.plan import EQUAL, PRIORITY, SIGNALS, STOP, Edge, Node, Plan, Style
from aureole.world.roads.making.draw import Draw
from aureole.world.roads.making.frame import at
from aureole.world.roads.making.styles import ARTERY, LANE, STREET

SPREAD = 0.2  # of a block's length: how far blocks differ
LEAN = 0.2  # tangent of the angle at which the two families of streets may lean
STUB = (70.0, 100.0)  # m; of streets that lead out


class Family(NamedTuple):
    """Parallel streets: where each crosses the other family's first street, and what it looks like."""

    places: tuple[float, ...]
    styles: tuple[Style, ...]
    lanes: tuple[int, ...]


def family(draw: Draw, count: int, block: float) -> Family:
    """So many streets, one of them a main street."""
    places = [0.0]
    for _ in range(count - 1):
        places.append(places[-1] + block * draw.between(1.0 - SPREAD, 1.0 + SPREAD, 0.01))
    main = draw.whole(0, count - 1)
    styles = tuple(ARTERY if k == main else draw.one((STREET, LANE)) for k in range(count))
    lanes = tuple(draw.whole(1, 2) if k == main else 1 for k in range(count))
    return Family(tuple(places), tuple(turn_lanes(style, n) for style, n in zip(styles, lanes, strict=True)), lanes)


def turn_lanes(style: Style, lanes: int) -> Style:
    """Main streets have lanes for turning left."""
    return replace(style, pockets=style is ARTERY and lanes > 0)


def grid(plan: Plan, draw: Draw, values: Mapping[str, float], pose: Pose, gate: int = -1) -> None:
    """Add a town; `gate` is the node outside that the foot of its main street leads to, which lies at the pose.

    The main street of the first family starts at the pose and runs ahead; the others lie beside it.
    """
    one = family(draw, int(values["columns"]), values["block"])
    other = family(draw, int(values["rows"]), values["block"])
    lean = draw.between(-LEAN, LEAN, 0.01)
    main = max(range(len(one.places)), key=lambda k: one.styles[k].rank)
    first = STUB[1]
    numbers: dict[tuple[int, int], int] = {}
    for i, u in enumerate(one.places):
        for j, v in enumerate(other.places):
            along = u - one.places[main]
            kind = meeting(draw, (one.styles[i], other.styles[j]), values.get("signals", 0.5))
            numbers[i, j] = plan.node(Node(*at(pose, first + v + lean * along, -along), kind))
    leads = Leads(plan, draw, values.get("parking", 0.5), numbers, (one, other))
    for i in range(len(one.places)):
        for j in range(len(other.places)):
            if j:
                leads.street((i, j - 1), (i, j), 0, i)
            if i:
                leads.street((i - 1, j), (i, j), 1, j)
    leads.outside(pose, lean, (main, gate))


def meeting(draw: Draw, styles: tuple[Style, Style], lit: float) -> str:
    """How two streets meet."""
    ranks = [style.rank for style in styles]
    lot, sign = draw.part(), draw.chance(0.3)
    if min(ranks) == ARTERY.rank:
        return SIGNALS
    if ranks[0] == ranks[1]:
        return EQUAL
    return SIGNALS if max(ranks) == ARTERY.rank and lot < lit else STOP if sign else PRIORITY


class Leads:
    """The streets of a town while they are drawn."""

    def __init__(
        self,
        plan: Plan,
        draw: Draw,
        parking: float,
        numbers: dict[tuple[int, int], int],
        families: tuple[Family, Family],
    ) -> None:
        self.plan, self.draw, self.parking, self.numbers, self.families = plan, draw, parking, numbers, families
        self.left = dict.fromkeys(numbers.values(), 4)
        """How many arms a node may still have."""

    def street(self, one: tuple[int, int], other: tuple[int, int], way: int, number: int) -> None:
        """A street between two crossings, unless it is left out: no main street, and each node keeps three."""
        a, b = self.numbers[one], self.numbers[other]
        style, lanes = self.families[way].styles[number], self.families[way].lanes[number]
        out = self.draw.chance(0.15)
        if out and style.rank < ARTERY.rank and min(self.left[a], self.left[b]) > 3 and self.plain(a, b):
            self.left[a] -= 1
            self.left[b] -= 1
            return
        self.plan.edges.append(Edge(a, b, style, lanes=(lanes, lanes), spaces=self.parking))

    def plain(self, *nodes: int) -> bool:
        """Whether no lights depend on the street: they ask for two arms of each street's."""
        return all(self.plan.nodes[node].kind != SIGNALS for node in nodes)

    def outside(self, pose: Pose, lean: float, gate: tuple[int, int]) -> None:
        """Streets that lead out of the town, one of them to the gate."""
        for (i, j), node in list(self.numbers.items()):
            ends = [(0, i, -1.0)] * (j == 0) + [(0, i, 1.0)] * (j == len(self.families[1].places) - 1)
            ends += [(1, j, -1.0)] * (i == 0) + [(1, j, 1.0)] * (i == len(self.families[0].places) - 1)
            for way, number, sign in ends:
                self.lead(
                    node,
                    (way, number, sign),
                    (pose, lean),
                    gate[1] if (way, number, sign) == (0, gate[0], -1.0) else -1,
                )

    def lead(self, node: int, which: tuple[int, int, float], frame: tuple[Pose, float], gate: int) -> None:
        """One street that leads out."""
        (way, number, sign), (pose, lean) = which, frame
        style, lanes = self.families[way].styles[number], self.families[way].lanes[number]
        length, out = self.draw.between(*STUB, 5.0), self.draw.chance(0.3)
        if gate < 0 and out and style.rank < ARTERY.rank and self.left[node] > 3 and self.plain(node):
            self.left[node] -= 1
            return
        end = gate
        if gate < 0:
            here = self.plan.nodes[node]
            look = Pose(here.x, here.y, pose.heading)
            step = (sign * length, 0.0) if way == 0 else (sign * lean * length, -sign * length)
            end = self.plan.node(Node(*at(look, *step)))
        self.plan.edges.append(Edge(node, end, style, lanes=(lanes, lanes), spaces=self.parking))
