"""Triggers and actions of a storyboard: each is a small function that writes itself below an element."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aureole.world.roads.laying.curve import Pose
from aureole.world.scenarios.export.thing import Element, add
from aureole.world.situations.places import Spot

EGO = "Ego"
Write = Callable[[Element], None]
"""Writes an action, or the inside of a condition."""
When = Sequence[Sequence[Write]]
"""A trigger: one of several groups, in each of which all conditions hold."""


def position(parent: Element, where: Spot | Pose) -> None:
    """A Position: in a lane, or in the world."""
    holder = add(parent, "Position")
    if isinstance(where, Spot):
        about = {"offset": where.offset} if where.offset else {}
        add(holder, "LanePosition", roadId=where.road, laneId=where.lane, s=where.s, **about)
    else:
        add(holder, "WorldPosition", x=round(where.x, 3), y=round(where.y, 3), h=round(where.heading, 4))


# Conditions.


def of(who: str, write: Write) -> Write:
    """A condition on one entity."""

    def inside(parent: Element) -> None:
        by = add(parent, "ByEntityCondition")
        add(add(by, "TriggeringEntities", triggeringEntitiesRule="any"), "EntityRef", entityRef=who)
        write(add(by, "EntityCondition"))

    return inside


def after(seconds: float) -> Write:
    """So long after the start."""
    return lambda parent: _ignore(
        add(add(parent, "ByValueCondition"), "SimulationTimeCondition", value=seconds, rule="greaterThan")
    )


def near(where: Spot | Pose, metres: float, who: str = EGO) -> Write:
    """Somebody is so near to a place."""
    return _apart(where, metres, who, "lessThan")


def beyond(where: Spot | Pose, metres: float, who: str = EGO) -> Write:
    """Somebody is further than that from a place."""
    return _apart(where, metres, who, "greaterThan")


def _apart(where: Spot | Pose, metres: float, who: str, rule: str) -> Write:
    def write(parent: Element) -> None:
        about = {"coordinateSystem": "entity", "relativeDistanceType": "euclidianDistance", "freespace": False}
        position(add(parent, "DistanceCondition", value=metres, rule=rule, **about), where)

    return of(who, write)


def arriving(where: Spot | Pose, seconds: float, who: str = EGO) -> Write:
    """Somebody would be at a place in so many seconds if the speed stayed."""

    def write(parent: Element) -> None:
        about = {"coordinateSystem": "entity", "relativeDistanceType": "euclidianDistance", "freespace": False}
        condition = add(parent, "TimeToCollisionCondition", value=seconds, rule="lessThan", **about)
        position(add(condition, "TimeToCollisionConditionTarget"), where)

    return of(who, write)


def close(who: str, metres: float, other: str = EGO) -> Write:
    """Two entities' boxes are so near to each other."""
    about = {"coordinateSystem": "entity", "relativeDistanceType": "euclidianDistance", "freespace": True}
    return of(who, lambda parent: _ignore(
        add(parent, "RelativeDistanceCondition", entityRef=other, value=metres, rule="lessThan", **about)
    ))  # fmt: skip


def beside(who: str, metres: float, other: str = EGO) -> Write:
    """Two entities are so near to each other sideways, boxes counted."""
    about = {"coordinateSystem": "entity", "relativeDistanceType": "lateral", "freespace": True}
    return of(who, lambda parent: _ignore(
        add(parent, "RelativeDistanceCondition", entityRef=other, value=metres, rule="lessThan", **about)
    ))  # fmt: skip


def away(who: str, metres: float, other: str = EGO) -> Write:
    """Two entities are further than that from each other across the road, boxes counted."""
    about = {"coordinateSystem": "road", "relativeDistanceType": "lateral", "freespace": True}
    return of(who, lambda parent: _ignore(
        add(parent, "RelativeDistanceCondition", entityRef=other, value=metres, rule="greaterThan", **about)
    ))  # fmt: skip


def behind(who: str, seconds: float, other: str = EGO) -> Write:
    """Somebody follows another at less than so many seconds."""
    about = {"coordinateSystem": "entity", "relativeDistanceType": "longitudinal", "freespace": True}
    return of(who, lambda parent: _ignore(
        add(parent, "TimeHeadwayCondition", entityRef=other, value=seconds, rule="lessThan", **about)
    ))  # fmt: skip


def travelled(metres: float, who: str = EGO) -> Write:
    """Somebody has come so far."""
    return of(who, lambda parent: _ignore(add(parent, "TraveledDistanceCondition", value=metres)))


def waits(seconds: float, who: str = EGO) -> Write:
    """Somebody has stood for so long."""
    return of(who, lambda parent: _ignore(add(parent, "StandStillCondition", duration=seconds)))


def done(event: str) -> Write:
    """An event has ended, now or before: an end lasts for one step only, and others may be waited for beside it."""
    return lambda parent: _ignore(add(
        add(parent, "ByValueCondition"), "StoryboardElementStateCondition", storyboardElementType="event",
        storyboardElementRef=event, state="completeState",
    ))  # fmt: skip


def under_way(event: str) -> Write:
    """An event has begun and not ended."""
    return lambda parent: _ignore(add(
        add(parent, "ByValueCondition"), "StoryboardElementStateCondition", storyboardElementType="event",
        storyboardElementRef=event, state="runningState",
    ))  # fmt: skip


def _ignore(element: Element) -> None:
    """An element has nothing below it."""


# Actions of one entity.


def dynamics(parent: Element, tag: str, shape: str, how: tuple[str, float]) -> None:
    """A TransitionDynamics element."""
    add(parent, tag, dynamicsShape=shape, dynamicsDimension=how[0], value=float(how[1]))


def speed(value: float, rate: float = 0.0) -> Write:
    """Another speed, m/s: at once, or with so many m/s²."""

    def write(parent: Element) -> None:
        action = add(add(parent, "LongitudinalAction"), "SpeedAction")
        how = ("rate", rate) if rate else ("time", 0.0)
        dynamics(action, "SpeedActionDynamics", "linear" if rate else "step", how)
        add(add(action, "SpeedActionTarget"), "AbsoluteTargetSpeed", value=float(value))

    return write


def teleport(where: Spot | Pose) -> Write:
    """Be somewhere at once."""
    return lambda parent: position(add(parent, "TeleportAction"), where)


def path(points: Sequence[Pose], name: str = "path") -> Write:
    """Follow a polyline at one's own speed."""

    def write(parent: Element) -> None:
        action = add(add(parent, "RoutingAction"), "FollowTrajectoryAction")
        trajectory = add(add(action, "TrajectoryRef"), "Trajectory", name=name, closed=False)
        line = add(add(trajectory, "Shape"), "Polyline")
        for point in points:
            holder = add(add(line, "Vertex"), "Position")
            add(holder, "WorldPosition", x=round(point.x, 3), y=round(point.y, 3))
        add(add(action, "TimeReference"), "None")
        add(action, "TrajectoryFollowingMode", followingMode="position")

    return write


def route(*spots: Spot) -> Write:
    """Drive along a route."""

    def write(parent: Element) -> None:
        inside = add(add(add(parent, "RoutingAction"), "AssignRouteAction"), "Route", name="way", closed=False)
        for spot in spots:
            position(add(inside, "Waypoint", routeStrategy="shortest"), spot)

    return write


def lane(number: int, seconds: float) -> Write:
    """Change into the lane of this id of the road."""

    def write(parent: Element) -> None:
        action = add(add(parent, "LateralAction"), "LaneChangeAction")
        dynamics(action, "LaneChangeActionDynamics", "sinusoidal", ("time", seconds))
        add(add(action, "LaneChangeTarget"), "AbsoluteTargetLane", value=number)

    return write


def shift(offset: float, accel: float = 0.5) -> Write:
    """Another offset from the lane's middle, along t, with at most so many m/s² sideways."""

    def write(parent: Element) -> None:
        action = add(add(parent, "LateralAction"), "LaneOffsetAction", continuous=False)
        add(action, "LaneOffsetActionDynamics", maxLateralAcc=accel, dynamicsShape="sinusoidal")
        add(add(action, "LaneOffsetTarget"), "AbsoluteTargetLaneOffset", value=round(offset, 3))

    return write


def follow(other: str, seconds: float, fastest: float) -> Write:
    """Stay so many seconds behind another, never faster than `fastest`, m/s."""

    def write(parent: Element) -> None:
        action = add(
            add(parent, "LongitudinalAction"), "LongitudinalDistanceAction", entityRef=other, timeGap=seconds,
            freespace=True, continuous=True, coordinateSystem="entity", displacement="trailingReferencedEntity",
        )  # fmt: skip
        add(action, "DynamicConstraints", maxAcceleration=2.0, maxDeceleration=7.0, maxSpeed=float(fastest))

    return write


def lamps(kind: str, *, on: bool = True) -> Write:
    """Switch a lamp, by OpenSCENARIO's name of it."""

    def write(parent: Element) -> None:
        action = add(add(parent, "AppearanceAction"), "LightStateAction")
        add(add(action, "LightType"), "VehicleLight", vehicleLightType=kind)
        add(action, "LightState", mode="on" if on else "off")

    return write


# Actions of nobody.


def shows(signal: str, state: str) -> Write:
    """A signal of the map, or one that an entity carries, shows a state."""
    return lambda parent: _ignore(add(
        add(add(parent, "InfrastructureAction"), "TrafficSignalAction"), "TrafficSignalStateAction", name=signal,
        state=state,
    ))  # fmt: skip


def friction(share: float) -> Write:
    """The road below the car leaves its tyres this share of a dry road's friction."""
    return lambda parent: _ignore(
        add(
            add(add(parent, "EnvironmentAction"), "Environment", name="road"),
            "RoadCondition",
            frictionScaleFactor=share,
        )
    )


def vanishes(entity: str) -> Write:
    """An entity is gone."""
    return lambda parent: _ignore(add(add(parent, "EntityAction", entityRef=entity), "DeleteEntityAction"))
