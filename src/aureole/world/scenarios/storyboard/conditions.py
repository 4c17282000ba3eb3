"""Triggers compiled: groups of conditions with their edges, delays, rules and operands."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aureole.core.errors import BadInput, Unsupported
from aureole.world.scenarios import tables as t
from aureole.world.scenarios.read import Node
from aureole.world.scenarios.storyboard.actions import FRAMES
from aureole.world.scenarios.storyboard.places import live
from aureole.world.scenarios.storyboard.variables import compared
from aureole.world.scenarios.storyboard.writer import NO_SLOT, Writer

EDGES = {"none": t.EDGE_NONE, "rising": t.EDGE_RISING, "falling": t.EDGE_FALLING, "risingOrFalling": t.EDGE_ANY}
RULES = {
    "lessThan": t.LESS, "lessOrEqual": t.LESS_EQUAL, "equalTo": t.EQUAL, "notEqualTo": t.NOT_EQUAL,
    "greaterOrEqual": t.GREATER_EQUAL, "greaterThan": t.GREATER,
}  # fmt: skip
TYPES = {
    "longitudinal": t.LONGITUDINAL, "lateral": t.LATERAL, "euclidianDistance": t.EUCLIDEAN,
    "cartesianDistance": t.EUCLIDEAN,
}  # fmt: skip
DIRECTIONS = {"longitudinal": t.LONGITUDINAL, "lateral": t.LATERAL}
STATES = {
    "standbyState": t.IN_STANDBY, "runningState": t.IN_RUNNING, "completeState": t.IN_COMPLETE,
    "startTransition": t.AT_START, "endTransition": t.AT_END, "stopTransition": t.AT_STOP, "skipTransition": t.AT_SKIP,
}  # fmt: skip
KEPT = {  # what is kept, the attribute that names it, the others
    "VariableCondition": ("variable", "variableRef", "value rule"),
    "ParameterCondition": ("parameter", "parameterRef", "value rule"),
    "TrafficSignalCondition": ("signal", "name", "state"),
    "TrafficSignalControllerCondition": ("controller", "trafficSignalControllerRef", "phase"),
}
ANGLES = {"heading": 0, "pitch": 1, "roll": 2}
CRITERIA = "criteria_"  # the CARLA runner's word
GAPS = "value rule freespace coordinateSystem relativeDistanceType alongRoute routingAlgorithm"

Row = dict[int, int]


@dataclass(frozen=True, slots=True)
class Reference:
    """A condition that waits for a storyboard element, which may stand further down in the file."""

    row: int
    kind: str
    name: str
    place: str


def trigger(writer: Writer, node: Node | None, references: list[Reference]) -> int:
    """Compile a StartTrigger or StopTrigger; gives its row, -1 if there is none."""
    if node is None or not list(node.known("", "ConditionGroup")):
        return -1  # nothing to wait for: it starts with its parent, and nothing stops it
    groups = []
    for group in node.known("", "ConditionGroup"):
        start = len(writer.conditions)
        for condition in group.known("", "Condition"):
            _condition(writer, condition, references)
        groups.append([start, len(writer.conditions)])
    writer.lists.extend(groups)
    writer.lists.append([len(writer.lists) - len(groups), len(writer.lists)])
    return len(writer.lists) - 1


def triggering(writer: Writer, node: Node | None, agents: Sequence[int]) -> list[int]:
    """The agents that surely trigger a StartTrigger, beside these; Unsupported if only playing it would tell who does.

    Who triggers are the entities of the conditions that are met: all of them under the rule `all`, or a single one.
    """
    found: list[set[int]] = []
    for group in [] if node is None else node.known("", "ConditionGroup"):
        found.append(set())
        for one in (
            kind.one("TriggeringEntities") for condition in group for kind in condition.all("ByEntityCondition")
        ):
            members = {agent for name in one.all("EntityRef") for agent in writer.members(name)} - set(agents)
            if len(members) > 1 and writer.text(one, "triggeringEntitiesRule") != "all":
                what = "which of several triggering entities become actors is known only while playing"
                raise Unsupported(what, place=one.place, remedy="name the actors, or give each an event of its own")
            found[-1] |= members
    if any(one != found[0] for one in found):
        what = "condition groups that make different entities actors"
        raise Unsupported(what, place="" if node is None else node.place, remedy="name the actors")
    return sorted(found[0]) if found else []


def _condition(writer: Writer, node: Node, references: list[Reference]) -> None:
    node.known("name delay conditionEdge", "ByValueCondition ByEntityCondition")
    row = dict.fromkeys(range(t.C_COLUMNS), NO_SLOT)
    row[t.C_EDGE] = writer.choice(node, "conditionEdge", EDGES)
    row[t.C_DELAY] = writer.number(node, "delay", 0.0)
    row[t.C_WHO] = row[t.C_WHO_END] = 0
    row[t.C_ALL] = row[t.C_FREE] = 0
    kind = node.only_child()
    if kind.name == "ByValueCondition":
        inner = kind.known("", f"SimulationTimeCondition StoryboardElementStateCondition {' '.join(KEPT)}").only_child()
        if inner.name == "SimulationTimeCondition":
            row.update(_value(writer, inner.known("value rule"), t.TIME))
        elif inner.name in KEPT:
            word, attribute, others = KEPT[inner.name]
            name = writer.text(inner.known(f"{attribute} {others}"), attribute).lstrip("$")
            if word != "parameter" or not (node.raw("name", "").startswith(CRITERIA) or not name):
                row.update(compared(writer, inner, f"{word} {name}", RULES))
            else:  # what a run is judged by there, not a parameter: never met
                row.update({t.C_KIND: t.TIME, t.C_RULE: t.LESS, t.C_VALUE: writer.constant(-1.0)})
        else:
            inner.known("storyboardElementType storyboardElementRef state")
            row.update({t.C_KIND: t.STATE, t.C_TYPE: writer.choice(inner, "state", STATES)})
            kinds = (writer.text(inner, "storyboardElementType"), writer.text(inner, "storyboardElementRef"))
            references.append(Reference(len(writer.conditions), *kinds, inner.place))
    else:
        row.update(_by_entity(writer, kind))
    writer.conditions.append([row[column] for column in range(t.C_COLUMNS)])


def _by_entity(writer: Writer, node: Node) -> Row:
    node.known("", "TriggeringEntities EntityCondition")
    who = node.one("TriggeringEntities").known("triggeringEntitiesRule", "EntityRef")
    first = len(writer.lists)
    for reference in who:
        writer.lists.extend([agent, 0] for agent in writer.members(reference.known("entityRef")))
    if len(writer.lists) == first:
        raise BadInput("names no entity", place=who.place)
    end = len(writer.lists)
    inner = node.one("EntityCondition").known("", " ".join(READERS)).only_child()
    row = READERS[inner.name](writer, inner)
    row.update({t.C_WHO: first, t.C_WHO_END: end})
    row[t.C_ALL] = writer.choice(who, "triggeringEntitiesRule", {"any": 0, "all": 1})
    return row


def _value(writer: Writer, node: Node, kind: int) -> Row:
    return {t.C_KIND: kind, t.C_VALUE: writer.number(node, "value"), t.C_RULE: writer.choice(node, "rule", RULES)}


def _directed(kind: int) -> Callable[[Writer, Node], Row]:
    """A speed or an acceleration: the whole, or its part along or across the entity (1.2 `direction`)."""

    def read(writer: Writer, node: Node) -> Row:
        known = "value rule direction entityRef" if kind == t.RELATIVE_SPEED else "value rule direction"
        row = _value(writer, node.known(known), kind)
        row[t.C_TYPE] = writer.choice(node, "direction", DIRECTIONS) if node.has("direction") else t.EUCLIDEAN
        if kind == t.RELATIVE_SPEED:
            row[t.C_REF] = writer.agent(node)
        return row

    return read


def _lasting(kind: int) -> Callable[[Writer, Node], Row]:
    return lambda writer, node: {t.C_KIND: kind, t.C_VALUE: writer.number(node.known("duration"), "duration", 0.0)}


def _traveled(writer: Writer, node: Node) -> Row:
    value = writer.number(node.known("value"), "value")
    return {t.C_KIND: t.TRAVELED, t.C_VALUE: value, t.C_RULE: t.GREATER}


def _gap(writer: Writer, node: Node, kind: int) -> Row:
    """What the conditions on distances share; `alongRoute` is the 1.0 word for the road's frame."""
    if node.has("routingAlgorithm"):
        writer.choice(node, "routingAlgorithm", {"undefined": 0})
    along = node.has("alongRoute") and not node.has("coordinateSystem") and writer.flag(node, "alongRoute")
    frame = t.FRAME_ROAD if along else writer.choice(node, "coordinateSystem", FRAMES, "entity")
    form = writer.choice(node, "relativeDistanceType", TYPES, "longitudinal" if along else "euclidianDistance")
    writer.across = writer.across or (frame == t.FRAME_ROAD and form != t.EUCLIDEAN)
    return {
        **_value(writer, node, kind),
        t.C_FREE: int(writer.flag(node, "freespace")),
        t.C_FRAME: frame,
        t.C_TYPE: form,
    }


def _to_entity(kind: int) -> Callable[[Writer, Node], Row]:
    def read(writer: Writer, node: Node) -> Row:
        return {**_gap(writer, node.known(f"entityRef {GAPS}"), kind), t.C_REF: writer.agent(node)}

    return read


def _to_place(writer: Writer, node: Node) -> Row:
    node.known(GAPS, "Position")
    return {**_gap(writer, node, t.DISTANCE), t.C_PLACE: live(writer, node.one("Position"))}


def _collision_time(writer: Writer, node: Node) -> Row:
    row = _gap(writer, node.known(GAPS, "TimeToCollisionConditionTarget"), t.COLLISION_TIME)
    target = node.one("TimeToCollisionConditionTarget").known("", "EntityRef Position").only_child()
    if target.name == "Position":
        return {**row, t.C_PLACE: live(writer, target)}
    return {**row, t.C_REF: writer.agent(target.known("entityRef"))}


def _reach(writer: Writer, node: Node) -> Row:
    node.known("tolerance", "Position")
    place = live(writer, node.one("Position"))
    return {t.C_KIND: t.REACH, t.C_VALUE: writer.number(node, "tolerance"), t.C_RULE: t.LESS_EQUAL, t.C_PLACE: place}


def _collision(writer: Writer, node: Node) -> Row:
    """With one entity, all of a selection or all of a type; the list of them is C_PLACE."""
    other = node.known("", "EntityRef ByType").only_child()
    if other.name == "EntityRef":
        agents = writer.members(other.known("entityRef"))
    else:
        word = "type" if other.known("type objectType").has("type") else "objectType"
        kinds = {name: place for place, name in enumerate(writer.types)}
        agents = list(writer.types.values())[writer.choice(other, word, kinds)]
    return {t.C_KIND: t.COLLISION, t.C_PLACE: _listed(writer, agents)}


def _listed(writer: Writer, agents: Sequence[int]) -> int:
    """The row of `lists` that says where these agents stand in it."""
    first = len(writer.lists)
    writer.lists.extend([agent, 0] for agent in agents)
    writer.lists.append([first, len(writer.lists)])
    return len(writer.lists) - 1


def _clearance(writer: Writer, node: Node) -> Row:
    """Free lanes around (1.2 RelativeClearanceCondition): C_PLACE is the row of the lane ranges, then of the entities.

    C_VALUE is the distance ahead, C_TYPE the one behind, C_FRAME 1 if lanes of the other direction count too.
    """
    node.known("distanceForward distanceBackward freeSpace oppositeLanes", "RelativeLaneRange EntityRef")
    first = len(writer.lists)
    for span in node.all("RelativeLaneRange"):
        span.known("from to")
        ends = (
            writer.number(span, edge, whole=True) if span.has(edge) else writer.constant(most)
            for edge, most in (("from", -math.inf), ("to", math.inf))
        )
        writer.lists.append(list(ends))
    named = [agent for one in node.all("EntityRef") for agent in writer.members(one.known("entityRef"))]
    between = len(writer.lists)
    writer.lists.extend([agent, 0] for agent in named or writer.agents.values())
    writer.lists.extend(([first, between], [between, len(writer.lists)]))
    writer.across = True
    return {
        t.C_KIND: t.CLEARANCE,
        t.C_VALUE: writer.number(node, "distanceForward", 0.0),
        t.C_TYPE: writer.number(node, "distanceBackward", 0.0),
        t.C_FRAME: int(writer.flag(node, "oppositeLanes")),
        t.C_FREE: int(writer.flag(node, "freeSpace")),
        t.C_PLACE: len(writer.lists) - 2,
    }


def _angle(writer: Writer, node: Node) -> Row:
    """An angle within a tolerance; heading also relative to the road (1.3 AngleCondition)."""
    node.known("angle angleTolerance angleType coordinateSystem")
    kind = writer.choice(node, "angleType", ANGLES)
    frames = {"world": t.FRAME_ENTITY, **({"road": t.FRAME_ROAD} if kind == 0 else {})}
    return {
        t.C_KIND: t.ANGLE,
        t.C_RULE: t.LESS_EQUAL,
        t.C_VALUE: writer.number(node, "angleTolerance"),
        t.C_PLACE: writer.number(node, "angle"),
        t.C_TYPE: kind,
        t.C_FRAME: writer.choice(node, "coordinateSystem", frames, "world"),
    }


def _relative_angle(writer: Writer, node: Node) -> Row:
    """An angle to that of another entity within a tolerance (1.3 RelativeAngleCondition)."""
    node.known("entityRef angle angleTolerance angleType coordinateSystem")
    if node.has("coordinateSystem"):
        writer.choice(node, "coordinateSystem", {"entity": 0})
    return {
        t.C_KIND: t.ANGLE,
        t.C_RULE: t.LESS_EQUAL,
        t.C_VALUE: writer.number(node, "angleTolerance"),
        t.C_PLACE: writer.number(node, "angle"),
        t.C_TYPE: writer.choice(node, "angleType", ANGLES),
        t.C_FRAME: t.FRAME_ENTITY,
        t.C_REF: writer.agent(node),
    }


READERS: dict[str, Callable[[Writer, Node], Row]] = {
    "SpeedCondition": _directed(t.SPEED), "AccelerationCondition": _directed(t.ACCELERATION),
    "RelativeSpeedCondition": _directed(t.RELATIVE_SPEED), "StandStillCondition": _lasting(t.STAND_STILL),
    "EndOfRoadCondition": _lasting(t.END_OF_ROAD), "OffroadCondition": _lasting(t.OFF_ROAD),
    "TraveledDistanceCondition": _traveled, "RelativeDistanceCondition": _to_entity(t.RELATIVE_DISTANCE),
    "TimeHeadwayCondition": _to_entity(t.HEADWAY), "DistanceCondition": _to_place,
    "TimeToCollisionCondition": _collision_time, "ReachPositionCondition": _reach, "CollisionCondition": _collision,
    "AngleCondition": _angle, "RelativeAngleCondition": _relative_angle, "RelativeClearanceCondition": _clearance,
}  # fmt: skip
