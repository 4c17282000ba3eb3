"""The site of motorways: two carriageways, on ours a ramp that leaves or joins; streams in its lanes."""

from __future__ import annotations

from collections.abc import Mapping

from aureole.world.roads.joining.build import lay
from aureole.world.roads.joining.motorway import gore
from aureole.world.roads.laying.curve import Corner, Piece, Pose
from aureole.world.roads.laying.plan import ENDS, GORE, Edge, Motorway, Node, Plan, Side
from aureole.world.roads.making.styles import MOTORWAY, RAMP
from aureole.world.situations.places import Way
from aureole.world.situations.site import KMH, Site, styled
from aureole.world.situations.situation import Span

SPANS = {
    "limit": Span(78.0, 112.0, "km/h", "speed limit", "限速"),
    "station": Span(420.0, 520.0, "m", "where the ramp leaves or joins", "匝道位置"),
    "pace": Span(0.72, 0.95, "-", "speed of others, as part of the limit", "他车速度占限速的比例"),
    "headway": Span(1.5, 2.3, "s", "time between vehicles of a stream", "车流的车头时距"),
}
SLIP, MEDIAN = 200.0, 3.5  # m
STRAIGHT, AWAY, ASIDE = 66.0, 170.0, 0.28  # m, m, rad: a ramp's way beside the motorway, after its bend, its bend
LENGTH = 1150.0  # m


def motorway(values: Mapping[str, float], lanes: int, ramp: str) -> Site:
    """A motorway whose first carriageway is `main 0`, and `main 1` after the ramp: `exit`, `entry` or none.

    Args:
        values: of the situation.
        lanes: each way.
        ramp: exit, entry, or empty.
    """
    plan, bend = Plan(), values["turn"] / LENGTH
    limit = round(values["limit"] / 10.0) * 10.0 * KMH
    axis = (Piece(LENGTH, bend, bend),)
    plan.motorways.append(Motorway(
        Pose(0.0, 0.0, values["bearing"]), axis, styled(MOTORWAY, values, limit), lanes, MEDIAN, SLIP, (Side(), Side())
    ))  # fmt: skip
    if ramp:
        ramp_of(plan, values["station"], ramp)
    network, roads = lay(plan)
    strips = [strip for strip in network.strips if strip.kind == "motorway"]
    ways = {"main 0": Way(strips[0])} | ({"main 1": Way(strips[1]), ramp: Way(roads[0])} if ramp else {})
    return Site(network, ways)


def ramp_of(plan: Plan, station: float, kind: str) -> None:
    """Add the ramp of a motorway's first carriageway."""
    made = plan.motorways[0]
    pose = gore(made, 0, station)
    node = plan.node(Node(pose.x, pose.y, GORE, gore=pose))
    sign = 1.0 if kind == "exit" else -1.0
    corner = pose.ahead(sign * STRAIGHT)
    far = Pose(corner.x, corner.y, pose.heading - sign * ASIDE).ahead(sign * AWAY)
    outer = plan.node(Node(far.x, far.y, ENDS))
    via, corners = ((corner.x, corner.y),), (Corner(200.0, 0.5),)
    if kind == "exit":
        plan.edges.append(Edge(node, outer, RAMP, via, corners, (1, 0)))
        sides = Side(leaves=((station, node),)), Side()
    else:
        plan.edges.append(Edge(outer, node, RAMP, via, corners, (1, 0)))
        sides = Side(joins=((station, node),)), Side()
    plan.motorways[0] = Motorway(
        made.pose, made.pieces, made.style, made.lanes, made.median, made.slip, sides
    )  # fmt: skip
