"""Edges become roads: their line between the ends of their nodes, their lanes, limit, heights and parked places."""

from __future__ import annotations

import math
from itertools import pairwise

from aureole.world.roads.joining.arms import pocketed, points_of
from aureole.world.roads.joining.connecting import bent
from aureole.world.roads.laying.columns import Column, Row, between
from aureole.world.roads.laying.curve import Corner, Piece, Point, Pose, legs, reach, rounded, turns, whole
from aureole.world.roads.laying.plan import ENDS, GORE, ROUNDABOUT, SIDE, VERTICAL, Edge, Plan, Unfit
from aureole.world.roads.laying.strip import Strip, Thing
from aureole.world.roads.laying.trig import sine_cosine, wrapped

SPARE = 2.0  # m; left straight on every side of a polygon
TIGHTEST = 15.0  # m; least radius of a road between nodes
POCKET, TAPER = 25.0, 50.0  # m; of a lane for turning left; of the taper: v·sqrt(shift/3), v in km/h (RASt 06, 50 km/h)
ISLAND, FLARE = 10.0, 30.0  # m; of the island before a roundabout
CLEAR = 14.0  # m; nobody parks nearer to a junction
BAY = 4.0  # m; taper of a parking lane
SHORTEST = 16.0  # m; of a parking lane
SPACE = 6.0  # m; length of a parallel parking space
FIRM = 25.0  # m; before a junction nobody changes lanes


def edge_road(plan: Plan, edge: Edge, back: tuple[float, float], name: str) -> Strip:
    """The road of an edge.

    Args:
        plan: the whole plan.
        edge: the edge.
        back: how far its two ends lie from their nodes, m.
        name: its id.

    Raises:
        Unfit: its curves have no room.
    """
    pose, pieces = alignment(plan, edge, back)
    style, length = edge.style, whole(pieces)
    limit = min(style.limit, bent(pieces, SIDE[style.kind]))
    nodes = plan.nodes[edge.a], plan.nodes[edge.b]
    firm = [0.0 if node.kind in {ENDS, GORE} else min(FIRM, 0.3 * length) for node in nodes]
    one_way = 0 in edge.lanes
    strip = Strip(
        name, style.name, pose, pieces, lanes_of(plan, edge, length, ahead=False),
        lanes_of(plan, edge, length, ahead=True), limit, style.kind,
        centre="solid" if one_way else "solid solid" if sum(edge.lanes) > 2 else "broken",
        elevation=heights(edge, (nodes[0].z, nodes[1].z), length, limit), firm=(firm[0], firm[1]),
    )  # fmt: skip
    if edge.spaces:
        spaces(strip, edge.spaces)
    return strip


def alignment(plan: Plan, edge: Edge, back: tuple[float, float]) -> tuple[Pose, list[Piece]]:
    """The line of an edge, its curves as wide as they are wished for and have room."""
    points = points_of(plan, edge)
    trimmed: list[Point] = [
        toward(points[0], points[1], back[0]),
        *points[1:-1],
        toward(points[-1], points[-2], back[1]),
    ]
    for (length, heading), (_, wanted) in zip(legs(trimmed), legs(points), strict=True):
        if length < 2.0 * SPARE or abs(wrapped(heading - wanted)) > 1.0:
            raise Unfit(f"an edge with {length:.1f} m left between its nodes")
    bends = turns(trimmed)
    cuts = [0.0, *(c.radius * reach(t, c.share) for t, c in zip(bends, edge.corners, strict=True)), 0.0]
    scale = min(
        [1.0]
        + [
            (leg - SPARE) / (p + q)
            for (leg, _), (p, q) in zip(legs(trimmed), pairwise(cuts), strict=True)
            if p + q > 0.0
        ]
    )
    corners = [Corner(math.floor(c.radius * scale * 10.0) / 10.0, c.share) for c in edge.corners]
    if any(corner.radius < TIGHTEST for corner in corners):
        raise Unfit("a curve without room")
    return rounded(trimmed, corners)


def toward(point: Point, other: Point, way: float) -> Point:
    """The point so far from one towards another."""
    ((_, heading),) = legs([point, other])
    sine, cosine = sine_cosine(heading)
    return point[0] + way * cosine, point[1] + way * sine


def lanes_of(plan: Plan, edge: Edge, length: float, *, ahead: bool) -> tuple[Column, ...]:
    """The columns of one direction of an edge, from the centre outwards."""
    style, nodes = edge.style, (plan.nodes[edge.a], plan.nodes[edge.b])
    count = edge.lanes[0 if ahead else 1]
    if not count:
        return ()
    goal = nodes[1] if ahead else nodes[0]
    columns = [island for k, node in enumerate(nodes) if node.kind == ROUNDABOUT and 0 not in edge.lanes
               for island in [end_column("median", style.island, (ISLAND, FLARE), length, at_end=k == 1)]]  # fmt: skip
    if pocketed(plan, edge, goal):
        columns.append(end_column("driving", style.lane, (POCKET, TAPER), length, at_end=ahead))
    columns += [Column("driving", style.lane) for _ in range(count)]
    for lane in style.beside:
        if lane.kind != "parking":
            columns.append(Column(lane.kind, lane.width))
        else:
            pocket = POCKET + TAPER if pocketed(plan, edge, goal) else 0.0
            clear = [CLEAR if node.kind != ENDS else BAY for node in nodes]
            clear[1 if ahead else 0] += pocket
            columns += bay(lane.width, clear[0], length - clear[1])
    return tuple(columns)


def end_column(kind: str, width: float, run: tuple[float, float], length: float, *, at_end: bool) -> Column:
    """A column that is there only at one end of a road: full on the last run[0], tapering on run[1] before that."""
    full, taper = run
    if length < 1.2 * (full + taper):
        raise Unfit("a road too short for what its end asks for")
    if at_end:
        return Column(kind, width, start=length - full - taper, full=length - full)
    return Column(kind, width, fade=full, stop=full + taper)


def bay(width: float, low: float, high: float) -> list[Column]:
    """The parking lane of one side between two stations; nothing on a short road."""
    if high - low < SHORTEST:
        return []
    return [Column("parking", width, low, low + BAY, high - BAY, high)]


def heights(edge: Edge, ends: tuple[float, float], length: float, limit: float) -> tuple[Row, ...]:
    """Smooth heights from end to end over the edge's knees, level at each, no more bent than the limit allows.

    A smooth step of height h over a length l bends by 6·h/l² at most; a knee that asks for more is made lower.

    Raises:
        Unfit: the ends alone ask for more.
    """
    knees = [0.0, *edge.rise, 0.0]
    step = length / (len(knees) - 1)
    most = VERTICAL / limit**2 * step**2 / 6.0
    straight = [ends[0] + (ends[1] - ends[0]) * k / (len(knees) - 1) for k in range(len(knees))]
    if abs(straight[1] - straight[0]) > most:
        raise Unfit("a road that climbs too fast")
    found = [ends[0]]
    for k in range(1, len(knees)):
        steps_left = len(knees) - 1 - k
        wished = min(max(straight[k] + knees[k], found[-1] - most), found[-1] + most)
        wished = min(max(wished, ends[1] - most * steps_left), ends[1] + most * steps_left)
        found.append(round(wished, 3) if k + 1 < len(knees) else ends[1])
    if all(value == 0.0 for value in found):
        return ()
    return tuple(between(k * step, step, found[k], found[k + 1]) for k in range(len(knees) - 1))


def spaces(strip: Strip, part: float) -> None:
    """Places of their own for so much of a road's parking lanes."""
    for section in strip.sections():
        for sign, side in ((1, section.left), (-1, section.right)):
            inner = 0.0
            for lane in side:
                if lane.column.kind == "parking":
                    spaces_of(
                        strip, lane.column, (sign * (inner + 0.5 * lane.column.width), section.s, section.end), part
                    )
                inner += lane.column.at(0.5 * (section.s + section.end))


def spaces_of(strip: Strip, column: Column, where: tuple[float, float, float], part: float) -> None:
    """The spaces of one parking lane in one section; `where` is t of its middle and the section's start and end."""
    t, low, high = where
    count = int((column.fade - column.full) / SPACE)
    for k in range(int(count * part + 0.5)):
        s = column.full + (k + 0.5) * SPACE
        if not low + 0.5 * SPACE <= s <= high - 0.5 * SPACE:
            continue
        strip.objects.append(Thing({
            "id": f"{strip.name}.{'p' if t > 0.0 else 'q'}{k}", "name": "", "type": "parkingSpace", "s": s,
            "t": t, "zOffset": 0.0, "hdg": 0.0, "pitch": 0.0, "roll": 0.0,
            "length": SPACE - 0.2, "width": column.width - 0.1, "height": 0.05,
            "orientation": "-" if t > 0.0 else "+",
        }))  # fmt: skip
