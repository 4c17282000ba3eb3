"""Plans of motorways: curves and straights, diamond interchanges with roads that cross above."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from aureole.world.roads.joining.motorway import NARROWS, TAPER, edge, gore
from aureole.world.roads.laying.curve import Corner, Point, Pose, legs, pose_at, rounded, whole
from aureole.world.roads.laying.plan import ENDS, GORE, PRIORITY, SIGNALS, Edge, Motorway, Node, Plan, Side
from aureole.world.roads.making.draw import Draw
from aureole.world.roads.making.frame import at, eased, tangents
from aureole.world.roads.making.styles import MOTORWAY, RAMP, SMALL

TAIL = 300.0  # m; straight at either end
HALF = 330.0  # m; from the crossing road to a gore
CLEAR = 25.0  # m; straight beyond a gore
MEDIAN = 3.5  # m; (RAA, EKA 1: 4.0 with its barrier's strips)
ABOVE = 6.5  # m; of the crossing road above the motorway
BEND, NEAR, FAR = (
    200.0,
    66.0,
    92.0,
)  # m; radius of a ramp's curves; where its first bends after the gore, its last before the end


class Interchange(NamedTuple):
    """Where a road crosses a motorway: the middle of the crossing, and what its ends became."""

    ends: tuple[int, int]
    """Nodes of the crossing road's ends, left and right of the motorway's axis."""
    headings: tuple[Pose, Pose]
    """The ends, looking away from the motorway."""


def motorway(plan: Plan, draw: Draw, values: Mapping[str, float], pose: Pose) -> list[Interchange]:
    """Add a motorway with its interchanges to a plan; gives the interchanges."""
    count = int(values.get("interchanges", 1))
    slip = values.get("slip", 200.0)
    points, corners, middles = axis(draw, (values["radius"], slip), count, pose)
    start, pieces = rounded(points, corners)
    length = whole(pieces)
    sides = Side(), Side()
    plan.motorways.append(Motorway(start, tuple(pieces), MOTORWAY, int(values["lanes"]), MEDIAN, slip, sides))
    return [interchange(plan, draw, pose_at(start, pieces, s), (s, length)) for s in middles]


def axis(draw: Draw, how: tuple[float, float], count: int, pose: Pose) -> tuple[list[Point], list[Corner], list[float]]:
    """The tangent polygon of an axis, its curves, and the stations of its interchanges."""
    radius, slip = how
    side = draw.side()
    bends = []
    for k in range(count + 1):
        turn = draw.between(320.0, 520.0, 10.0) / radius * (side if k % 2 else -side)
        bends.append((turn, eased(radius, turn, MOTORWAY.limit)))
    reaches = [tangents(corner, turn) for turn, corner in bends]
    straight = 2.0 * (HALF + CLEAR)
    lengths = [TAIL + reaches[0]]
    need = 2.0 * (slip + TAPER) + NARROWS + 60.0 if count > 1 else 0.0
    for k in range(count):
        spare = max(need - 2.0 * CLEAR - abs(bends[k][0]) * radius, 0.0)
        lengths.append(reaches[k] + straight + spare + reaches[k + 1])
    lengths.append(reaches[-1] + TAIL)
    points, here = [(pose.x, pose.y)], pose
    for k, length in enumerate(lengths):
        here = here.ahead(length)
        points.append((here.x, here.y))
        if k < len(bends):
            here = Pose(here.x, here.y, here.heading + bends[k][0])
    middles, s = [], TAIL
    for k in range(count):
        turn, corner = bends[k]
        s += abs(turn) * radius * (1.0 + corner.share)
        run = lengths[k + 1] - reaches[k] - reaches[k + 1]
        middles.append(s + 0.5 * run)
        s += run
    return points, [corner for _, corner in bends], middles


def interchange(plan: Plan, draw: Draw, middle: Pose, where: tuple[float, float]) -> Interchange:
    """Add a diamond interchange around a place of the last motorway; `where` is its station and the axis's length."""
    number = len(plan.motorways) - 1
    motorway_ = plan.motorways[number]
    skew, aside = draw.between(-0.2, 0.2, 0.01), draw.between(66.0, 84.0, 2.0)
    kind = SIGNALS if draw.chance(0.5) else PRIORITY
    terminals, sides = [], list(motorway_.sides)
    for k, sign in ((0, -1.0), (1, 1.0)):
        left = sign * (-edge(motorway_) + aside)
        terminal = plan.node(Node(*at(middle, skew * left, left), kind, ABOVE))
        terminals.append(terminal)
        own = where[0] if k == 0 else where[1] - where[0]
        frame = middle if k == 0 else middle.back()
        off, on = ramps(plan, motorway_, (k, own), frame, (terminal, -aside + edge(motorway_), -sign * skew * left))
        sides[k] = Side((*sides[k].leaves, (own - HALF, off)), (*sides[k].joins, (own + HALF, on)))
    plan.motorways[number] = replace(motorway_, sides=(sides[0], sides[1]))
    road = SMALL
    plan.edges.append(Edge(terminals[0], terminals[1], road, level=1))
    ends, looks = [], []
    for terminal, sign in ((terminals[1], 1.0), (terminals[0], -1.0)):
        left = sign * (-edge(motorway_) + aside + draw.between(260.0, 310.0, 10.0))
        point = at(middle, skew * left, left)
        ends.append(plan.node(Node(*point, ENDS)))
        plan.edges.append(Edge(terminal, ends[-1], road))
        base = plan.nodes[terminal]
        looks.append(facing(base.point, point))
    return Interchange((ends[0], ends[1]), (looks[0], looks[1]))


def facing(one: Point, other: Point) -> Pose:
    """The second of two points, looking away from the first."""
    return Pose(*other, legs([one, other])[0][1])


def ramps(
    plan: Plan, motorway_: Motorway, side: tuple[int, float], frame: Pose, goal: tuple[int, float, float]
) -> tuple[int, int]:
    """Add both ramps of one carriageway; `goal` is the node where they end and where it lies in the frame.

    The frame looks along the carriageway from the middle of the crossing.
    """
    number, own = side
    terminal, left, ahead = goal
    line = edge(motorway_)
    wide = BEND, 0.5
    found = []
    for sign in (-1.0, 1.0):
        pose = gore(motorway_, number, own + sign * HALF)
        node = plan.node(Node(pose.x, pose.y, GORE, gore=pose))
        via = (at(frame, sign * (HALF - NEAR), line), at(frame, ahead + sign * FAR, left))
        corners = (Corner(*wide), Corner(*wide))
        if sign < 0.0:
            plan.edges.append(Edge(node, terminal, RAMP, via, corners, (1, 0)))
        else:
            plan.edges.append(Edge(terminal, node, RAMP, via[::-1], corners, (1, 0)))
        found.append(node)
    return found[0], found[1]
