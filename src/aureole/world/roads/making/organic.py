"""Plans of towns that grew: places with room around them, streets between neighbours, bends where two streets meet."""

from __future__ import annotations

import math
from collections.abc import Mapping

from aureole.world.roads.laying.curve import Corner, Point, Pose
from aureole.world.roads.laying.plan import ENDS, EQUAL, PRIORITY, SIGNALS, STOP, Edge, Node, Plan, Style, Unfit
from aureole.world.roads.laying.trig import arc_tangent, length_of, wrapped
from aureole.world.roads.making.draw import Draw
from aureole.world.roads.making.frame import at
from aureole.world.roads.making.styles import ARTERY, LANE, STREET

TRIES = 4000
NARROW = 1.0  # rad; least angle between two streets of a place
LONGEST = 2.2  # of the least distance
OUTLETS = 3  # open ends of a town, at least
BUSIEST = 4  # streets of a place
ROUND = Corner(90.0, 0.6)  # wished for where a street bends
Graph = dict[int, set[int]]


def organic(plan: Plan, draw: Draw, values: Mapping[str, float], pose: Pose) -> None:
    """Add a town to a plan."""
    points = scattered(draw, int(values["junctions"]), values["spacing"])
    graph = connected(pruned(points, gabriel(points, LONGEST * values["spacing"])))
    open_up(points, graph, values["spacing"])
    if sum(len(near) > 2 for near in graph.values()) < 2:
        raise Unfit("a town of less than two junctions")
    main = main_street(points, graph)
    chains = chained(graph)
    numbers: dict[int, int] = {}
    looks = {tuple(chain): style(draw, chain, main) for chain in chains}
    for k, near in graph.items():
        if len(near) != 2:
            here = [looks[tuple(chain)] for chain in chains if k in (chain[0], chain[-1])]
            kind = ENDS if len(near) == 1 else meeting(draw, here, values["signals"])
            numbers[k] = plan.node(Node(*at(pose, *points[k]), kind))
    for chain in chains:
        via = [points[k] for k in chain[1:-1]] or bent(draw, points, graph, chain, values["bend"])
        corners = tuple(ROUND for _ in via)
        plan.edges.append(Edge(
            numbers[chain[0]], numbers[chain[-1]], looks[tuple(chain)], tuple(at(pose, *p) for p in via), corners,
            spaces=values["parking"],
        ))  # fmt: skip


def scattered(draw: Draw, count: int, spacing: float) -> list[Point]:
    """Places no nearer to each other than the spacing, in a square with room for them."""
    side, found = spacing * math.sqrt(count) * 1.25, list[Point]()
    for _ in range(TRIES):
        point = (draw.between(0.0, side, 0.1), draw.between(0.0, side, 0.1))
        if all(length_of(point[0] - x, point[1] - y) >= spacing for x, y in found):
            found.append(point)
            if len(found) == count:
                return found
    raise Unfit("no room for so many places")


def gabriel(points: list[Point], longest: float) -> Graph:
    """Neighbours: no other place lies in the circle over the line between two (Gabriel, Sokal 1969); it is planar."""
    graph: Graph = {k: set() for k in range(len(points))}
    for i, (x, y) in enumerate(points):
        for j, (u, v) in enumerate(points[:i]):
            middle, half = (0.5 * (x + u), 0.5 * (y + v)), 0.5 * length_of(x - u, y - v)
            if 2.0 * half <= longest and all(
                k in (i, j) or length_of(p - middle[0], q - middle[1]) > half for k, (p, q) in enumerate(points)
            ):
                graph[i].add(j)
                graph[j].add(i)
    return graph


def pruned(points: list[Point], graph: Graph) -> Graph:
    """Without the longer of two streets that leave a place at a narrow angle, and the longest of too many."""
    for k in graph:
        while True:
            ways = sorted((heading(points[k], points[j]), j) for j in graph[k])
            narrow = [
                (a, b) for (one, a), (other, b) in zip(ways, [*ways[1:], *ways[:1]], strict=True)
                if a != b and wrapped(other - one) % (2.0 * math.pi) < NARROW
            ]  # fmt: skip
            if not narrow and len(ways) <= BUSIEST:
                break
            rivals = narrow[0] if narrow else [j for _, j in ways]
            worst = max(rivals, key=lambda j: length_of(points[j][0] - points[k][0], points[j][1] - points[k][1]))
            graph[k].discard(worst)
            graph[worst].discard(k)
    return graph


def heading(one: Point, other: Point) -> float:
    """From one point to another, rad."""
    return arc_tangent(other[1] - one[1], other[0] - one[0])


def connected(graph: Graph) -> Graph:
    """The largest part that hangs together."""
    left, best = set(graph), set[int]()
    while left:
        part, waiting = set[int](), [min(left)]
        while waiting:
            k = waiting.pop()
            if k not in part:
                part.add(k)
                waiting += sorted(graph[k])
        left -= part
        best = max(best, part, key=len)
    return {k: graph[k] for k in sorted(best)}


def open_up(points: list[Point], graph: Graph, spacing: float) -> None:
    """Lead streets out of the town, from its outermost places, until it has as many ways out as it should.

    Raises:
        Unfit: there is no room for them.
    """
    middle = tuple(sum(points[k][axis] for k in graph) / len(graph) for axis in (0, 1))
    far = {k: length_of(points[k][0] - middle[0], points[k][1] - middle[1]) for k in graph}
    for k in sorted(graph, key=lambda k: (-far[k], k)):
        if sum(len(near) == 1 for near in graph.values()) >= OUTLETS:
            return
        if len(graph[k]) in (2, 3) and far[k] > 0.0:
            part = spacing / far[k]
            end = tuple(points[k][axis] + part * (points[k][axis] - middle[axis]) for axis in (0, 1))
            look = heading(points[k], (end[0], end[1]))
            clear = all(length_of(end[0] - x, end[1] - y) > 0.8 * spacing for x, y in points)
            if clear and all(abs(wrapped(heading(points[k], points[j]) - look)) > NARROW for j in graph[k]):
                points.append((end[0], end[1]))
                graph[k].add(len(points) - 1)
                graph[len(points) - 1] = {k}
    if sum(len(near) == 1 for near in graph.values()) < OUTLETS:
        raise Unfit("a town without enough ways out")


def chained(graph: Graph) -> list[list[int]]:
    """Streets between places that are no mere bends, each with the bends on its way."""
    knots = [k for k, near in graph.items() if len(near) != 2]
    found = []
    for start in knots:
        for step in sorted(graph[start]):
            chain = [start, step]
            while len(graph[chain[-1]]) == 2:
                chain.append(next(j for j in sorted(graph[chain[-1]]) if j != chain[-2]))
            if chain[-1] == start:
                raise Unfit("a street that leads back to where it began")
            if chain <= chain[::-1]:
                found.append(chain)
    return found


def main_street(points: list[Point], graph: Graph) -> set[tuple[int, int]]:
    """The steps of the shortest way between the two places that lie farthest apart."""
    ways = {start: shortest(points, graph, start) for start in graph}
    start, end = max(((a, b) for a in graph for b in graph), key=lambda pair: (ways[pair[0]][0][pair[1]], pair))
    before, found, k = ways[start][1], set[tuple[int, int]](), end
    while k != start:
        found |= {(k, before[k]), (before[k], k)}
        k = before[k]
    return found


def shortest(points: list[Point], graph: Graph, start: int) -> tuple[dict[int, float], dict[int, int]]:
    """Ways from a place: their lengths, and the place before each on its way."""
    far, before, left = {start: 0.0}, dict[int, int](), set(graph)
    while left:
        k = min((j for j in left if j in far), key=lambda j: (far[j], j))
        left.discard(k)
        for j in sorted(graph[k]):
            way = far[k] + length_of(points[j][0] - points[k][0], points[j][1] - points[k][1])
            if way < far.get(j, math.inf):
                far[j], before[j] = way, k
    return far, before


def style(draw: Draw, chain: list[int], main: set[tuple[int, int]]) -> Style:
    """What a street looks like."""
    drawn = draw.one((STREET, LANE))
    return ARTERY if (chain[0], chain[1]) in main else drawn


def meeting(draw: Draw, styles: list[Style], lit: float) -> str:
    """How the streets of a place meet."""
    ranks, lot, sign = sorted(style.rank for style in styles), draw.part(), draw.chance(0.3)
    if ranks[0] == ranks[-1]:
        return EQUAL if ranks[0] < ARTERY.rank else SIGNALS
    return SIGNALS if ranks[-1] == ARTERY.rank and lot < lit else STOP if sign else PRIORITY


def bent(draw: Draw, points: list[Point], graph: Graph, chain: list[int], bend: float) -> list[Point]:
    """A bend halfway along a straight street, where its ends have room for it."""
    (x, y), (u, v) = points[chain[0]], points[chain[1]]
    length, look = length_of(u - x, v - y), Pose(x, y, heading((x, y), (u, v)))
    aside = draw.side() * draw.between(0.3, 1.0, 0.05) * bend
    middle = at(look, 0.5 * length, aside * length)
    fits = abs(aside) > 0.04 and all(
        abs(wrapped(heading(points[k], points[j]) - heading(points[k], middle))) > NARROW
        for k, other in ((chain[0], chain[1]), (chain[1], chain[0]))
        for j in graph[k]
        if j != other
    )
    return [middle] if fits else []
