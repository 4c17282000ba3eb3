"""A mission as an OpenSCENARIO XML 1.3 file: the car at one end of its route, told the route, until it is there."""

from __future__ import annotations

import numpy as np
from lxml import etree

from aureole import __version__
from aureole.core.kinds import Kind
from aureole.vehicle.cars import load
from aureole.world.roads.laying.columns import DRIVEN
from aureole.world.roads.laying.strip import Strip
from aureole.world.roads.making.demand import Way
from aureole.world.roads.making.make import Made
from aureole.world.scenarios.export.cast import Member
from aureole.world.scenarios.export.thing import Element, Form, add, thing
from aureole.world.scenarios.missions.choose import Mission

EGO = "Ego"
DATE = "2026-01-01T00:00:00"  # the same bytes at any time
BEFORE, AFTER = 12.0, 0.4  # m after the open end; part of the last road that is left to drive
NEAR = 8.0  # m; of the place that counts as being there


def written(made: Made, mission: Mission, map_file: str) -> bytes:
    """The scenario of a mission on a map that lies beside it; the speed to drive at is the limit of its first road."""
    strips = {strip.name: strip for strip in made.network.strips}
    first, last = mission.way[0], mission.way[-1]
    out, into = leading(made, mission)
    start = place(strips[first[0]], first, out, last=False)
    goal = place(strips[last[0]], last, into, last=True)
    root = etree.Element("OpenSCENARIO")
    words = f"{made.kind} {made.seed} ({made.split}): {mission.name}"
    add(root, "FileHeader", author=f"aureole {__version__}", date=DATE, description=words, revMajor=1, revMinor=3)
    add(root, "CatalogLocations")
    add(add(root, "RoadNetwork"), "LogicFile", filepath=map_file)
    car = load("sedan")
    box = Form(int(Kind.CAR), np.array([car.body.length, car.body.width, car.body.height]),
               np.array([car.body.box_x, 0.0, 0.5 * car.body.height]))  # fmt: skip
    can = car.limits
    ego = Member(EGO, car.body.wheelbase, car.body.track, can.speed, can.accel, can.brake)
    thing(add(root, "Entities"), ego, box)
    board = add(root, "Storyboard")
    told = add(add(add(board, "Init"), "Actions"), "Private", entityRef=EGO)
    lane_position(add(add(action(told), "TeleportAction"), "Position"), start)
    speed = add(add(action(told), "LongitudinalAction"), "SpeedAction")
    add(speed, "SpeedActionDynamics", dynamicsShape="step", dynamicsDimension="time", value=0.0)
    add(add(speed, "SpeedActionTarget"), "AbsoluteTargetSpeed", value=round(strips[first[0]].limit, 6))
    route = add(add(add(action(told), "RoutingAction"), "AssignRouteAction"), "Route", name="way", closed=False)
    for where in (start, goal):
        lane_position(add(add(route, "Waypoint", routeStrategy="shortest"), "Position"), where)
    arrival(board, goal)
    etree.indent(root)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return data


def leading(made: Made, mission: Mission) -> tuple[int, int]:
    """The lane in which the first road is left for the second, and that in which the last one is entered; 0 unknown."""
    strips = {strip.name: strip for strip in made.network.strips}
    names = [name for name, _ in mission.way]
    first, before = lanes_over(made, names[0], names[1]), strips[names[-2]]
    out = [lane for lane, _ in first if lane in cars(strips[names[0]])]
    over = [*before.joins.values()] if before.junction != "-1" else lanes_over(made, names[-2], names[-1])
    into = [lane for _, lane in over if lane in cars(strips[names[-1]])]
    return out[0] if out else 0, into[0] if into else 0


def lanes_over(made: Made, incoming: str, other: str) -> list[tuple[int, int]]:
    """The lanes that a junction joins from a road to the next."""
    return [pair for crossing in made.network.crossings for connection in crossing.connections
            if (connection.incoming, connection.other) == (incoming, other) for pair in connection.lanes]  # fmt: skip


def cars(strip: Strip) -> set[int]:
    """The ids that lanes for cars have anywhere on a road."""
    lanes = [lane for section in strip.sections() for lane in (*section.left, *section.right)]
    return {lane.number for lane in lanes if lane.column.kind in DRIVEN}


def place(strip: Strip, way: Way, lane: int, *, last: bool) -> tuple[str, int, float]:
    """(road, lane, s): shortly after the open end where a way begins, or with a part of its last road left to drive.

    `lane` is a lane at the road's other end: lanes to turn left begin inside the others, so they are counted from
    outside.
    """
    forward, sections = way[1] > 0, strip.sections()
    here, there = (sections[-1], sections[0]) if last == forward else (sections[0], sections[-1])
    side, far = (here.right, there.right) if forward else (here.left, there.left)
    numbers = [one.number for one in far]
    beyond = far[numbers.index(lane) + 1 :] if lane in numbers else ()
    outside = sum(one.column.kind == "driving" for one in beyond)
    lanes = [one.number for one in side if one.column.kind == "driving"]
    back = AFTER * strip.length if last else min(BEFORE, 0.4 * strip.length)
    return (
        strip.name,
        lanes[max(len(lanes) - 1 - outside, 0)],
        round(strip.length - back if last == forward else back, 3),
    )


def action(parent: Element) -> Element:
    """A new private action."""
    return add(parent, "PrivateAction")


def lane_position(parent: Element, where: tuple[str, int, float]) -> None:
    """A place in a lane."""
    add(parent, "LanePosition", roadId=where[0], laneId=where[1], s=where[2])


def arrival(board: Element, goal: tuple[str, int, float]) -> None:
    """The drive ends where the route does."""
    group = add(add(board, "StopTrigger"), "ConditionGroup")
    condition = add(group, "Condition", name="arrived", delay=0.0, conditionEdge="rising")
    by = add(condition, "ByEntityCondition")
    who = add(by, "TriggeringEntities", triggeringEntitiesRule="any")
    add(who, "EntityRef", entityRef=EGO)
    reach = add(add(by, "EntityCondition"), "ReachPositionCondition", tolerance=NEAR)
    lane_position(add(reach, "Position"), goal)
