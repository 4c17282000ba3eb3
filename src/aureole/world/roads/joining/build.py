"""Builds a plan: roads first, then what joins them."""

from __future__ import annotations

from collections.abc import Sequence

from aureole.world.roads.joining.arms import Arm, arms_of, pocketed, setbacks
from aureole.world.roads.joining.furniture import limit_sign
from aureole.world.roads.joining.junction import Meeting, lay_junction
from aureole.world.roads.joining.motorway import lay_motorway
from aureole.world.roads.joining.roads import edge_road
from aureole.world.roads.joining.roundabout import lay_roundabout
from aureole.world.roads.laying.network import Network
from aureole.world.roads.laying.plan import ENDS, EQUAL, GORE, ROUNDABOUT, SIGNALS, Edge, Plan
from aureole.world.roads.laying.strip import END, START, Port, Strip, port

SIGNED = 60.0  # m; a shorter road has no sign of its limit
ABUTMENT = 10.0  # m; of a bridge's road at either end


def lay(plan: Plan) -> tuple[Network, list[Strip]]:
    """The network of a plan, and the road of each of its edges.

    Raises:
        Unfit: something has no room; draw another plan.
    """
    network = Network()
    back: dict[tuple[int, bool], float] = {}
    for node in range(len(plan.nodes)):
        back |= setbacks(plan, node)
    roads = [
        edge_road(plan, edge, (back[k, True], back[k, False]), network.number("road"))
        for k, edge in enumerate(plan.edges)
    ]
    network.strips += roads
    for edge, road in zip(plan.edges, roads, strict=True):
        if road.length > SIGNED:
            limit_sign(network, road)
        if edge.level:
            road.bridge = (ABUTMENT, road.length - 2.0 * ABUTMENT)
    for number, place in enumerate(plan.nodes):
        if place.kind not in {ENDS, GORE}:
            meet(network, plan, number, roads)
    ramps = {edge.a if plan.nodes[edge.a].kind == GORE else edge.b: road
             for edge, road in zip(plan.edges, roads, strict=True)
             if GORE in {plan.nodes[edge.a].kind, plan.nodes[edge.b].kind}}  # fmt: skip
    for motorway in plan.motorways:
        lay_motorway(network, plan, motorway, ramps)
    return network, roads


def meet(network: Network, plan: Plan, number: int, roads: Sequence[Strip]) -> None:
    """What joins the roads of a node."""
    node, arms = plan.nodes[number], arms_of(plan, number)
    ports = [port(roads[arm.edge], START if arm.at_a else END) for arm in arms]
    edges = [plan.edges[arm.edge] for arm in arms]
    walked = [walkable(port_) and crossed(edge, edges, node.kind) for edge, port_ in zip(edges, ports, strict=True)]
    if node.kind == ROUNDABOUT:
        lay_roundabout(network, node, arms, (ports, walked), number)
        return
    pockets = [pocketed(plan, edge, node) and coming(edge, arm) > 0 for edge, arm in zip(edges, arms, strict=True)]
    lay_junction(network, node.kind, Meeting(ports, [edge.style.rank for edge in edges], pockets, walked), number)


def coming(edge: Edge, arm: Arm) -> int:
    """How many lanes of an edge come in at an arm."""
    return edge.lanes[1] if arm.at_a else edge.lanes[0]


def walkable(port_: Port) -> bool:
    """Whether an arm has sidewalks on both sides."""
    return all(any(slot.kind == "walking" for slot in side) for side in (port_.leaving, port_.entering))


def crossed(edge: Edge, edges: Sequence[Edge], kind: str) -> bool:
    """Whether a crosswalk leads over an arm: at lights and roundabouts over all, else over those that wait."""
    if kind in {SIGNALS, ROUNDABOUT}:
        return True
    return kind != EQUAL and edge.style.rank < max(other.style.rank for other in edges)
