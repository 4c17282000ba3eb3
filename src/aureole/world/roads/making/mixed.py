"""Plans of a motorway whose interchange leads to a town behind a roundabout, and into the country."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from aureole.world.roads.laying.curve import Pose
from aureole.world.roads.laying.plan import PRIORITY, ROUNDABOUT, Edge, Node, Plan
from aureole.world.roads.making.draw import Draw
from aureole.world.roads.making.frame import at
from aureole.world.roads.making.grid import grid
from aureole.world.roads.making.motorway import motorway
from aureole.world.roads.making.rural import rural, sides
from aureole.world.roads.making.styles import BARE

ISLAND = (14.0, 20.0)  # m; radius of the roundabout before the town


def mixed(plan: Plan, draw: Draw, values: Mapping[str, float], pose: Pose) -> None:
    """Add a motorway, a town and a rural road to a plan."""
    (junction,) = motorway(plan, draw, {**values, "slip": 200.0}, pose)
    town, country = junction.headings
    here = plan.nodes[junction.ends[0]]
    plan.nodes[junction.ends[0]] = replace(here, kind=ROUNDABOUT, radius=draw.between(*ISLAND, 0.5))
    for side in (-1.0, 1.0):
        look = Pose(town.x, town.y, town.heading + side * (0.5 * math.pi + draw.between(-0.15, 0.15, 0.01)))
        end = plan.node(Node(*at(look, draw.between(120.0, 180.0, 10.0), 0.0)))
        plan.edges.append(Edge(junction.ends[0], end, BARE))
    gate = Pose(*at(town, draw.between(40.0, 90.0, 5.0), 0.0), town.heading)
    grid(plan, draw, values, gate, junction.ends[0])
    plan.nodes[junction.ends[1]] = replace(plan.nodes[junction.ends[1]], kind=PRIORITY)
    sides(plan, draw, country, junction.ends[1])
    rural(plan, draw, {"radius": 400.0, "junctions": 1, "relief": values["relief"]}, country, junction.ends[1])
