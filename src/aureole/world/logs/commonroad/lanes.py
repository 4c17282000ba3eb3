"""The lanelets of a CommonRoad file, with what signs, types and users say of them."""

from __future__ import annotations

import math

from aureole.core.kinds import LaneKind, Mark
from aureole.world.logs.commonroad.fields import number, points, refer, references, word
from aureole.world.logs.commonroad.signs import Signs
from aureole.world.roads.lanelets.lanelet import Lanelet
from aureole.world.roads.reading.markup import Element, Markup

MARKS = {
    "solid": Mark.SOLID, "broad_solid": Mark.SOLID, "dashed": Mark.BROKEN, "broad_dashed": Mark.BROKEN,
    "solid_solid": Mark.SOLID_SOLID, "dashed_dashed": Mark.BROKEN_BROKEN, "solid_dashed": Mark.SOLID_BROKEN,
    "dashed_solid": Mark.BROKEN_SOLID, "curb": Mark.KERB, "lowered_curb": Mark.KERB, "no_marking": Mark.NONE,
    "unknown": Mark.NONE,
}  # fmt: skip
BROAD = frozenset({"broad_solid", "broad_dashed"})
TYPES = {  # the most special of a lanelet's types counts: in this order
    "crosswalk": LaneKind.SIDEWALK, "sidewalk": LaneKind.SIDEWALK, "bicycleLane": LaneKind.BIKING,
    "busLane": LaneKind.RESTRICTED, "busStop": LaneKind.PARKING, "parking": LaneKind.PARKING,
    "restricted": LaneKind.RESTRICTED, "restricted_area": LaneKind.RESTRICTED, "shoulder": LaneKind.SHOULDER,
    "border": LaneKind.BORDER, "accessRamp": LaneKind.ON_RAMP, "exitRamp": LaneKind.OFF_RAMP,
    "urban": LaneKind.DRIVING, "country": LaneKind.DRIVING, "highway": LaneKind.DRIVING,
    "interstate": LaneKind.DRIVING, "mainCarriageWay": LaneKind.DRIVING, "driveWay": LaneKind.DRIVING,
    "intersection": LaneKind.DRIVING, "unknown": LaneKind.DRIVING,
}  # fmt: skip
USERS = {"pedestrian": LaneKind.SIDEWALK, "bicycle": LaneKind.BIKING}  # of a lanelet that nobody else may use
WALKED = frozenset({"crosswalk"})  # lies across lanes that are driven: told, and no lane
SIDES = ("Left", "Right")


def read_lanelets(markup: Markup, signs: Signs) -> tuple[Lanelet, ...]:
    """Every lanelet of a file; crosswalks are told and left out, as they lie across lanes."""
    junction = read_intersections(markup)
    found = []
    for element in markup.children(markup.root, "lanelet"):
        types = [word(child) for child in markup.children(element, "laneletType")]
        if WALKED & set(types):
            markup.drop(element, "<lanelet> of type crosswalk: it lies across lanes and is not made a lane")
            continue
        found.append(read_lanelet(markup, element, signs, (types, junction)))
    return tuple(found)


def read_lanelet(
    markup: Markup, element: Element, signs: Signs, about: tuple[list[str], dict[str, str]]
) -> Lanelet:  # fmt: skip
    """One lanelet; `about` are its types, and the intersection of each lanelet that is in one."""
    name = markup.text(element, "id")
    borders, marks, beside = [], [], []
    for side in SIDES:
        bound = markup.only(element, f"{side.lower()}Bound")
        if bound is None:
            raise markup.bad(element, f"no <{side.lower()}Bound>", "give the lanelet both borders")
        borders.append(points(markup, bound))
        marks.append(read_mark(markup, bound))
        beside.append(read_neighbour(markup, element, side))
    speed = markup.only(element, "speedLimit")
    limit = math.inf if speed is None else number(markup, speed, 0.0)
    for sign in references(markup, element, "trafficSignRef"):
        limit = min(limit, signs.limit.get(sign, math.inf))
    return Lanelet(
        name, borders[0], borders[1],
        after=references(markup, element, "successor"), before=references(markup, element, "predecessor"),
        beside_left=beside[0][0], same_left=beside[0][1], beside_right=beside[1][0], same_right=beside[1][1],
        kind=read_kind(markup, element, about[0]), limit=limit,
        mark_left=marks[0], mark_right=marks[1], junction=about[1].get(name, ""),
    )  # fmt: skip


def read_mark(markup: Markup, bound: Element) -> Mark:
    """The mark on a border."""
    element = markup.only(bound, "lineMarking")
    name = word(element)
    if element is None or name in MARKS:
        if element is not None and name in BROAD:
            markup.drop(element, f"<lineMarking>: '{name}' is drawn as wide as any")
        return MARKS.get(name, Mark.NONE)
    raise markup.bad(element, f"'{name[:40]}' is no line marking", f"use one of {', '.join(MARKS)}")


def read_neighbour(markup: Markup, element: Element, side: str) -> tuple[str, bool]:
    """Who lies beside, and whether it runs the same way."""
    beside = markup.only(element, f"adjacent{side}")
    if beside is None:
        return "", True
    return refer(markup, beside), markup.choice(beside, "drivingDir", ("same", "opposite"), "same") == "same"


def read_kind(markup: Markup, element: Element, types: list[str]) -> LaneKind:
    """What a lanelet is for: its most special type, else its users."""
    unknown = [name for name in types if name not in TYPES]
    if unknown:
        markup.drop(element, f"<laneletType>: '{unknown[0][:40]}' is no type of CommonRoad")
    kind = next((kind for name, kind in TYPES.items() if name in types), LaneKind.DRIVING)
    users = {word(user) for name in ("userOneWay", "userBidirectional") for user in markup.children(element, name)}
    both = {word(user) for user in markup.children(element, "userBidirectional")}
    if kind == LaneKind.DRIVING and users:
        if users <= {"pedestrian", "bicycle"}:
            kind = LaneKind.SIDEWALK if "pedestrian" in users else LaneKind.BIKING
        elif both & {"vehicle", "car"}:
            kind = LaneKind.BIDIRECTIONAL
        elif not users & {"vehicle", "car"}:
            markup.drop(element, "<userOneWay>: a lanelet without cars is used as a restricted lane")
            kind = LaneKind.RESTRICTED
    return kind


def read_intersections(markup: Markup) -> dict[str, str]:
    """The intersection of each lanelet that leads over one: those that follow its incoming lanelets by its words."""
    found: dict[str, str] = {}
    for intersection in markup.children(markup.root, "intersection"):
        name = markup.text(intersection, "id")
        for incoming in markup.children(intersection, "incoming"):
            for key in ("successorsRight", "successorsStraight", "successorsLeft"):
                found |= dict.fromkeys(references(markup, incoming, key), f"intersection {name}")
            if markup.only(incoming, "isLeftOf") is not None:
                markup.drop(incoming, "<isLeftOf>: which way in lies left of which is told by the map itself")
        crossing = markup.only(intersection, "crossing")
        if crossing is not None:
            markup.drop(crossing, "<crossing> of an intersection is not used")
    return found
