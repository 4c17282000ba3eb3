"""Private actions compiled into jobs: one row for each action and agent."""

from __future__ import annotations

from collections.abc import Callable

from aureole.core.errors import BadInput
from aureole.world.scenarios import tables as t
from aureole.world.scenarios.read import Node
from aureole.world.scenarios.storyboard.appearance import appearance, controller, visibility
from aureole.world.scenarios.storyboard.places import position
from aureole.world.scenarios.storyboard.routes import acquire, assign
from aureole.world.scenarios.storyboard.synchronize import synchronize
from aureole.world.scenarios.storyboard.trajectories import FOLLOWING, follow
from aureole.world.scenarios.storyboard.writer import NO_SLOT, Writer

SHAPES = {"step": t.STEP, "linear": t.LINEAR, "cubic": t.CUBIC, "sinusoidal": t.SINUSOIDAL}
DIMENSIONS = {"time": t.BY_TIME, "rate": t.BY_RATE, "distance": t.BY_DISTANCE}
SIDES = {"trailingReferencedEntity": t.TRAILING, "leadingReferencedEntity": t.LEADING, "any": t.ANY}
BESIDE = {"leftToReferencedEntity": t.ON_LEFT, "rightToReferencedEntity": t.ON_RIGHT, "any": t.ANY}
FRAMES = {"entity": t.FRAME_ENTITY, "road": t.FRAME_ROAD}

LIMITS = {
    "maxAcceleration": t.J_UP, "maxDeceleration": t.J_DOWN, "maxSpeed": t.J_FASTEST,
    "maxAccelerationRate": t.J_UP_RATE, "maxDecelerationRate": t.J_DOWN_RATE,
}  # fmt: skip

Job = dict[int, int]


def action(writer: Writer, private: Node, element: int, agent: int) -> None:
    """Append the job of one agent for a PrivateAction."""
    node = private.known("", f"{' '.join(NESTS)} {ALONE}").only_child()
    while node.name in NESTS:
        node = inner(writer, node.known("", NESTS[node.name]))
    row = dict.fromkeys(range(t.J_COLUMNS), NO_SLOT)
    row.update({t.J_ELEMENT: element, t.J_AGENT: agent, t.J_CONTINUOUS: 0})
    row.update(READERS[node.name](writer, node))
    writer.jobs.append([row[column] for column in range(t.J_COLUMNS)])


def inner(writer: Writer, node: Node) -> Node:
    """What an action holds; an OpenSCENARIO 1.0 ControllerAction assigns and overrides at once, both without effect."""
    children = list(node)
    if node.name == "ControllerAction" and [child.name for child in children] == BOTH:
        READERS[BOTH[0]](writer, children[0])
        return children[1]
    return node.only_child()


def dynamics(writer: Writer, node: Node) -> Job:
    """A TransitionDynamics element: shape, dimension, size."""
    node.known("dynamicsShape dynamicsDimension value followingMode")
    writer.choice(node, "followingMode", FOLLOWING, "position")
    return {
        t.J_SHAPE: writer.choice(node, "dynamicsShape", SHAPES),
        t.J_DIMENSION: writer.choice(node, "dynamicsDimension", DIMENSIONS),
        t.J_SIZE: writer.number(node, "value"),
    }


def _teleport(writer: Writer, node: Node) -> Job:
    return {t.J_KIND: t.TELEPORT, t.J_PLACE: position(writer, node.known("", "Position").one("Position"))}


def _speed(writer: Writer, node: Node) -> Job:
    node.known("", "SpeedActionDynamics SpeedActionTarget")
    job = {t.J_KIND: t.SPEED_CHANGE, **dynamics(writer, node.one("SpeedActionDynamics"))}
    target = node.one("SpeedActionTarget").known("", "AbsoluteTargetSpeed RelativeTargetSpeed").only_child()
    job[t.J_TARGET] = writer.number(target, "value")
    if target.name == "AbsoluteTargetSpeed":
        target.known("value")
        return {**job, t.J_MODE: t.ABSOLUTE}
    target.known("entityRef value speedTargetValueType continuous")
    return {
        **job,
        t.J_MODE: writer.choice(target, "speedTargetValueType", {"delta": t.DELTA, "factor": t.FACTOR}),
        t.J_REF: writer.agent(target),
        t.J_CONTINUOUS: int(writer.flag(target, "continuous")),
    }


def _lane_change(writer: Writer, node: Node) -> Job:
    node.known("targetLaneOffset", "LaneChangeActionDynamics LaneChangeTarget")
    target = node.one("LaneChangeTarget").known("", "AbsoluteTargetLane RelativeTargetLane").only_child()
    target.known("value" if target.name == "AbsoluteTargetLane" else "entityRef value")
    return {
        t.J_KIND: t.LANE_CHANGE,
        **dynamics(writer, node.one("LaneChangeActionDynamics")),
        t.J_TARGET: writer.number(target, "value", whole=True),
        t.J_REF: writer.agent(target) if target.name == "RelativeTargetLane" else -1,
        t.J_EXTRA: writer.number(node, "targetLaneOffset", 0.0),
    }


def _lane_offset(writer: Writer, node: Node) -> Job:
    node.known("continuous", "LaneOffsetActionDynamics LaneOffsetTarget")
    how = node.one("LaneOffsetActionDynamics").known("maxLateralAcc dynamicsShape")
    target = node.one("LaneOffsetTarget").known("", "AbsoluteTargetLaneOffset RelativeTargetLaneOffset").only_child()
    target.known("value" if target.name == "AbsoluteTargetLaneOffset" else "entityRef value")
    return {
        t.J_KIND: t.LANE_OFFSET,
        t.J_SHAPE: writer.choice(how, "dynamicsShape", SHAPES),
        t.J_SIZE: writer.number(how, "maxLateralAcc", float("inf")),
        t.J_TARGET: writer.number(target, "value"),
        t.J_REF: writer.agent(target) if target.name == "RelativeTargetLaneOffset" else -1,
        t.J_CONTINUOUS: int(writer.flag(node, "continuous")),
    }


def _distance(writer: Writer, node: Node) -> Job:
    node.known("entityRef distance timeGap freespace continuous coordinateSystem displacement", "DynamicConstraints")
    if node.has("distance") == node.has("timeGap"):
        raise BadInput("needs either 'distance' or 'timeGap'", place=node.place)
    attribute = "timeGap" if node.has("timeGap") else "distance"
    frame = writer.choice(node, "coordinateSystem", FRAMES, "entity")
    writer.across = writer.across or frame == t.FRAME_ROAD
    return {
        t.J_KIND: t.KEEP_DISTANCE,
        t.J_SHAPE: t.LONGITUDINAL,
        t.J_REF: writer.agent(node),
        t.J_TARGET: writer.number(node, attribute),
        t.J_DIMENSION: t.BY_SECONDS if attribute == "timeGap" else t.BY_METRES,
        t.J_MODE: writer.choice(node, "displacement", SIDES, "trailingReferencedEntity"),
        t.J_CONTINUOUS: int(writer.flag(node, "continuous")),
        t.J_EXTRA: int(writer.flag(node, "freespace")),
        t.J_OTHER: frame,
        **constraints(writer, node.find("DynamicConstraints")),
    }


def _beside(writer: Writer, node: Node) -> Job:
    node.known("entityRef distance freespace continuous coordinateSystem displacement", "DynamicConstraints")
    frame = writer.choice(node, "coordinateSystem", FRAMES, "entity")
    writer.across = writer.across or frame == t.FRAME_ROAD
    return {
        t.J_KIND: t.KEEP_DISTANCE,
        t.J_SHAPE: t.LATERAL,
        t.J_REF: writer.agent(node),
        t.J_TARGET: writer.number(node, "distance") if node.has("distance") else NO_SLOT,
        t.J_MODE: writer.choice(node, "displacement", BESIDE, "any"),
        t.J_CONTINUOUS: int(writer.flag(node, "continuous")),
        t.J_EXTRA: int(writer.flag(node, "freespace")),
        t.J_OTHER: frame,
        **constraints(writer, node.find("DynamicConstraints")),
    }


def _profile(writer: Writer, node: Node) -> Job:
    node.known("entityRef followingMode", "DynamicConstraints SpeedProfileEntry")
    first = len(writer.lists)
    for entry in node.all("SpeedProfileEntry"):
        time = writer.number(entry.known("time speed"), "time") if entry.has("time") else NO_SLOT
        if time >= 0 and writer.now(time) < 0.0:
            raise BadInput("time is below zero", place=entry.place, remedy="it counts from the entry before")
        writer.lists.append([writer.number(entry, "speed"), time])
    entries, place = len(writer.lists) - first, len(writer.places)
    if entries == 0:
        raise BadInput("needs a SpeedProfileEntry", place=node.place)
    row = [t.A_PIECE, -1, *[NO_SLOT] * 5, t.TURN_NONE, NO_SLOT, 0]
    writer.places.extend(list(row) for _ in range(3 * entries + 8))
    return {
        t.J_KIND: t.PROFILE,
        t.J_REF: writer.agent(node) if node.has("entityRef") else -1,
        t.J_MODE: writer.choice(node, "followingMode", FOLLOWING),
        t.J_EXTRA: first,
        t.J_OTHER: first + entries,
        t.J_PLACE: place,
        **constraints(writer, node.find("DynamicConstraints")),
    }


def constraints(writer: Writer, node: Node | None) -> Job:
    """The slots of DynamicConstraints; what is not given is not limited."""
    if node is None:
        return {}
    node.known(" ".join(LIMITS))
    found = {column: writer.number(node, name) for name, column in LIMITS.items() if node.has(name)}
    for name, column in LIMITS.items():
        if node.has(name) and writer.now(found[column]) < 0.0:
            raise BadInput(f"{name} is below zero", place=node.place, remedy="limits are zero or more")
    return found


def _connect(writer: Writer, node: Node) -> Job:
    trailer = writer.agent(node.known("trailerRef"), "trailerRef")
    writer.couplings.append((len(writer.jobs), trailer, node.place))
    return {t.J_KIND: t.CONNECT, t.J_REF: trailer}


def _disconnect(writer: Writer, node: Node) -> Job:
    node.known()
    return {t.J_KIND: t.DISCONNECT}


ALONE = "TeleportAction ActivateControllerAction AppearanceAction VisibilityAction SynchronizeAction"
BOTH = ["AssignControllerAction", "OverrideControllerValueAction"]
NESTS = {
    "LongitudinalAction": "SpeedAction SpeedProfileAction LongitudinalDistanceAction",
    "LateralAction": "LaneChangeAction LaneOffsetAction LateralDistanceAction",
    "RoutingAction": "AssignRouteAction AcquirePositionAction FollowTrajectoryAction",
    "ControllerAction": "ActivateControllerAction AssignControllerAction OverrideControllerValueAction",
    "TrailerAction": "ConnectTrailerAction DisconnectTrailerAction",
}
READERS: dict[str, Callable[[Writer, Node], Job]] = {
    "TeleportAction": _teleport, "SpeedAction": _speed, "LongitudinalDistanceAction": _distance,
    "SpeedProfileAction": _profile, "LaneChangeAction": _lane_change, "LaneOffsetAction": _lane_offset,
    "LateralDistanceAction": _beside,
    "FollowTrajectoryAction": follow,
    "SynchronizeAction": synchronize, "AssignRouteAction": assign, "AcquirePositionAction": acquire,
    "ActivateControllerAction": controller, "AssignControllerAction": controller,
    "OverrideControllerValueAction": controller, "AppearanceAction": appearance, "VisibilityAction": visibility,
    "ConnectTrailerAction": _connect, "DisconnectTrailerAction": _disconnect,
}  # fmt: skip
