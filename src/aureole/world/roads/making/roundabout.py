"""Plans of a roundabout with the roads that meet there."""

from __future__ import annotations

import math
from collections.abc import Mapping

from aureole.world.roads.laying.curve import Corner, Pose
from aureole.world.roads.laying.plan import ROUNDABOUT, Edge, Node, Plan
from aureole.world.roads.making.draw import Draw
from aureole.world.roads.making.frame import at
from aureole.world.roads.making.styles import BARE, SMALL, STREET

JITTER = 0.25  # rad over the number of arms; of an arm's direction


def roundabout(plan: Plan, draw: Draw, values: Mapping[str, float], pose: Pose) -> None:
    """Add a roundabout at a pose, with its arms."""
    count = int(values["arms"])
    centre = plan.node(Node(pose.x, pose.y, ROUNDABOUT, radius=values["radius"]))
    style = draw.one((BARE, STREET, SMALL))
    for k in range(count):
        heading = pose.heading + 2.0 * math.pi * k / count + draw.between(-JITTER, JITTER, 0.01) / count
        look = Pose(pose.x, pose.y, heading)
        length = draw.between(150.0, 260.0, 10.0)
        aside = draw.side() * values["bend"] * draw.between(0.4, 1.0, 0.05)
        via = (at(look, 0.55 * length, 0.0),) if abs(aside) > 0.03 else ()
        end = plan.node(Node(*at(look, length, aside * length)))
        corners = tuple(Corner(120.0, 0.5) for _ in via)
        plan.edges.append(Edge(centre, end, style, via, corners, spaces=0.5))
