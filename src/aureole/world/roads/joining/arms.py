"""Where the roads of a node end: far enough from it that the turns around its corners have room."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from aureole.world.roads.laying.curve import SHARE, Point, legs, reach
from aureole.world.roads.laying.plan import GORE, ROUNDABOUT, SIGNALS, Edge, Node, Plan, Unfit
from aureole.world.roads.laying.trig import sine_cosine, wrapped

NARROWEST = 0.87  # rad; between two arms of a node (50 degrees)
FLAT = 0.35  # rad; a bend that turns less needs no room
LEAST = 6.0  # m; from a node to its arms
KERB = 6.0  # m; least radius of the kerb of a turn, whatever lies beside it
EASE = 12.0  # m; from a roundabout's outer edge to its arms
POCKETED = 140.0  # m; between two nodes, for a lane that turns left
RING = 4.5  # m; width of a roundabout's lane


class Arm(NamedTuple):
    """One end of an edge at a node."""

    edge: int
    at_a: bool
    heading: float
    """Away from the node."""
    inner: tuple[float, float]
    """Left border of the outermost lane that comes in, and of the one that goes out: from the edge's line, m."""
    outer: tuple[float, float]
    """From there to the outer edge, m."""


def arms_of(plan: Plan, node: int) -> list[Arm]:
    """The arms of a node, counter-clockwise."""
    found = [
        arm(plan, number, edge, at_a)
        for number, edge in enumerate(plan.edges)
        for at_a in (True, False)
        if (edge.a if at_a else edge.b) == node
    ]
    return sorted(found, key=lambda arm: arm.heading)


def arm(plan: Plan, number: int, edge: Edge, at_a: bool) -> Arm:
    """One end of an edge."""
    points = points_of(plan, edge)
    heading = legs(points if at_a else points[::-1])[0][1]
    coming, going = (edge.lanes[1], edge.lanes[0]) if at_a else edge.lanes
    node = plan.nodes[edge.a if at_a else edge.b]
    width = edge.style.lane
    extra = width if pocketed(plan, edge, node) and coming else 0.0
    inner = (max(coming - 1, 0) * width + extra, max(going - 1, 0) * width)
    outer = tuple(width + edge.style.outer() if count else 0.0 for count in (coming, going))
    return Arm(number, at_a, wrapped(heading), inner, (outer[0], outer[1]))


def pocketed(plan: Plan, edge: Edge, node: Node) -> bool:
    """Whether an edge has a lane for turning left before a node: where lights ask for one and it is long enough."""
    if not edge.style.pockets or node.kind != SIGNALS:
        return False
    return sum(length for length, _ in legs(points_of(plan, edge))) > POCKETED


def points_of(plan: Plan, edge: Edge) -> list[Point]:
    """The tangent polygon of an edge, from node to node."""
    return [plan.nodes[edge.a].point, *edge.via, plan.nodes[edge.b].point]


def setbacks(plan: Plan, node: int) -> dict[tuple[int, bool], float]:
    """How far from a node each of its arms ends, by edge and end, m.

    Raises:
        Unfit: two arms stand too close.
    """
    about, arms = plan.nodes[node], arms_of(plan, node)
    if len(arms) == 1 or about.kind == GORE:
        return {(arm.edge, arm.at_a): 0.0 for arm in arms}
    if about.kind == ROUNDABOUT:
        return {(arm.edge, arm.at_a): about.radius + RING + EASE for arm in arms}
    found = {(arm.edge, arm.at_a): LEAST for arm in arms}
    for arm, following in zip(arms, [*arms[1:], arms[0]], strict=True):
        angle = wrapped(following.heading - arm.heading) % (2.0 * math.pi)
        if angle < NARROWEST:
            raise Unfit(f"two arms of a node {angle:.2f} rad apart")
        if angle > math.pi - FLAT:
            continue
        one, other = corner(plan, (arm, following), angle)
        for key, need in (((arm.edge, arm.at_a), one), ((following.edge, following.at_a), other)):
            found[key] = max(found[key], need)
    return found


def corner(plan: Plan, pair: tuple[Arm, Arm], angle: float) -> tuple[float, float]:
    """How far out the turn around a corner begins and ends: its line is the left border of the outermost lanes."""
    one, other = pair
    a, b = one.inner[0], other.inner[1]
    sine, cosine = sine_cosine(angle)
    styles = [plan.edges[arm.edge].style for arm in pair]
    wide = max(one.outer[0], other.outer[1])
    lane = max(style.lane for style in styles)
    radius = max(wide + max(style.corner for style in styles), lane + KERB)
    way = radius * reach(math.pi - angle, SHARE) * 1.002
    return (a * cosine + b) / sine + way, (a + b * cosine) / sine + way


def swing(arms: Sequence[Arm]) -> float:
    """Half the angle of a roundabout's ring that each arm takes up, rad.

    Raises:
        Unfit: two arms stand too close.
    """
    gaps = [wrapped(b.heading - a.heading) % (2.0 * math.pi) for a, b in zip(arms, [*arms[1:], arms[0]], strict=True)]
    least = min(gap or 2.0 * math.pi for gap in gaps)
    half = min(0.66, 0.5 * least - 0.08)
    if half < 0.40:
        raise Unfit(f"two arms of a roundabout {least:.2f} rad apart")
    return half
