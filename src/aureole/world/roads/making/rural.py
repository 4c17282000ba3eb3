"""Plans of rural roads: a chain of curves with junctions where side roads join and cross."""

from __future__ import annotations

import math
from collections.abc import Mapping

from aureole.world.roads.laying.curve import Corner, Point, Pose
from aureole.world.roads.laying.plan import ENDS, PRIORITY, STOP, Edge, Node, Plan
from aureole.world.roads.making.draw import Draw
from aureole.world.roads.making.frame import at, eased, tangents
from aureole.world.roads.making.styles import MAIN, SMALL


def rural(plan: Plan, draw: Draw, values: Mapping[str, float], pose: Pose, start: int) -> None:
    """Add a main road from a node on, with its side roads."""
    here, node = pose, start
    count = int(values["junctions"])
    for k in range(count + 1):
        points, corners, here = stretch(draw, values["radius"], here)
        last = k == count
        kind = ENDS if last else PRIORITY if draw.chance(0.6) else STOP
        following = plan.node(Node(here.x, here.y, kind))
        rise = knees(draw, values["relief"])
        plan.edges.append(Edge(node, following, MAIN, tuple(points), tuple(corners), rise=rise))
        if not last:
            sides(plan, draw, here, following)
        node = following


def knees(draw: Draw, relief: float) -> tuple[float, ...]:
    """Heights of a road's knees."""
    return tuple(draw.between(-1.0, 1.0, 0.05) * relief for _ in range(2)) if relief else ()


def stretch(draw: Draw, radius: float, pose: Pose) -> tuple[list[Point], list[Corner], Pose]:
    """Tangent points and curves of the way to the next node, and the pose there."""
    points, corners, here = [], [], pose
    side, before = draw.side(), draw.between(50.0, 90.0, 5.0)
    for _ in range(draw.whole(1, 2)):
        turn = side * draw.between(140.0, 260.0, 10.0) / radius
        corner = eased(radius, turn, MAIN.limit)
        way = tangents(corner, turn)
        here = here.ahead(before + way)
        points.append((here.x, here.y))
        corners.append(corner)
        here = Pose(here.x, here.y, here.heading + turn)
        before, side = way + draw.between(10.0, 60.0, 5.0), -side
    return points, corners, here.ahead(before + draw.between(50.0, 90.0, 5.0))


def sides(plan: Plan, draw: Draw, pose: Pose, node: int) -> None:
    """One or two side roads at a node."""
    one = draw.side()
    for side in (one, -one) if draw.chance(0.35) else (one,):
        heading = pose.heading + side * (0.5 * math.pi + draw.between(-0.3, 0.3, 0.01))
        look = Pose(pose.x, pose.y, heading)
        length, aside = draw.between(140.0, 220.0, 10.0), draw.side() * draw.between(0.0, 0.2, 0.01)
        end = plan.node(Node(*at(look, length, aside * length)))
        middle = at(look, 0.55 * length, 0.0)
        via = (middle,) if abs(aside) > 0.03 else ()
        corners = tuple(Corner(150.0, 0.5) for _ in via)
        plan.edges.append(Edge(node, end, SMALL, via, corners))
