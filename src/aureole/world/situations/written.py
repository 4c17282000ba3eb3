"""A stage as an OpenSCENARIO XML 1.3 file beside its OpenDRIVE file: the same stage always gives the same bytes."""

from __future__ import annotations

from lxml import etree

from aureole import __version__
from aureole.vehicle.cars import load
from aureole.world.scenarios.export.thing import Element, add
from aureole.world.scenarios.storyboard.elements import OPTIONAL
from aureole.world.situations.looks import Look
from aureole.world.situations.stage import Actor, Event, Stage, Weather
from aureole.world.situations.storytelling import EGO, Write, after, near, position, route, speed, teleport

DATE = "2026-01-01T00:00:00"  # the same bytes at any time
OKTAS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight")
WHEEL = 0.65  # m; a passenger car's tyre
CAN = {"car": (5.0, 9.0, 60.0), "van": (4.0, 8.0, 45.0), "truck": (2.0, 7.0, 30.0), "bus": (2.0, 7.0, 30.0),
       "bicycle": (2.0, 5.0, 12.0)}  # fmt: skip
"""Acceleration and deceleration in m/s² and speed in m/s."""


def written(stage: Stage, title: str, map_file: str) -> bytes:
    """The scenario; its map lies beside it under this name."""
    root = etree.Element("OpenSCENARIO")
    add(root, "FileHeader", author=f"aureole {__version__}", date=DATE, description=title, revMajor=1, revMinor=3)
    add(root, "CatalogLocations")
    add(add(root, "RoadNetwork"), "LogicFile", filepath=map_file)
    entities = add(root, "Entities")
    car = load("sedan").body
    ego = Look("Vehicle", "car", car.length, car.width, car.height, car.box_x, car.wheelbase)
    entity(entities, Actor(EGO, ego, stage.way[0], stage.speed))
    for actor in stage.actors:
        entity(entities, actor)
    board = add(root, "Storyboard")
    init(add(add(board, "Init"), "Actions"), stage)
    story(board, stage)
    stop = add(add(board, "StopTrigger"), "ConditionGroup")
    condition(stop, "arrived", near(stage.goal_spot, stage.tolerance))
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def entity(parent: Element, actor: Actor) -> None:
    """A ScenarioObject."""
    look = actor.look
    holder = add(parent, "ScenarioObject", name=actor.name)
    if look.element == "Vehicle":
        thing = add(holder, "Vehicle", name=look.category, vehicleCategory=look.category)
    elif look.element == "Pedestrian":
        thing = add(holder, "Pedestrian", mass="75", name=look.category, pedestrianCategory=look.category)
    else:
        thing = add(holder, "MiscObject", mass="10", miscObjectCategory=look.category, name=look.kind or look.category)
    box = add(thing, "BoundingBox")
    add(box, "Center", x=look.box_x, y=0.0, z=0.5 * look.height)
    add(box, "Dimensions", height=look.height, length=look.length, width=look.width)
    if look.element == "Vehicle":
        wheels(thing, look)
    properties = {**({"kind": look.kind} if look.kind else {}), **actor.properties}
    if properties:
        group = add(thing, "Properties")
        for name, value in properties.items():
            add(group, "Property", name=name, value=value)


def wheels(thing: Element, look: Look) -> None:
    """What a vehicle can do, and its axles."""
    accel, brake, fastest = CAN[look.category]
    add(thing, "Performance", maxAcceleration=accel, maxDeceleration=brake, maxSpeed=fastest)
    axles = add(thing, "Axles")
    wheel = {"positionZ": 0.5 * WHEEL, "trackWidth": round(0.85 * look.width, 3), "wheelDiameter": WHEEL}
    add(axles, "FrontAxle", maxSteering="0.6", positionX=look.wheelbase, **wheel)
    add(axles, "RearAxle", maxSteering="0", positionX=0.0, **wheel)


def init(actions: Element, stage: Stage) -> None:
    """Where everybody is at the start, what the weather is, what signals show."""
    environment(actions, stage.weather)
    for signal, state in stage.shown:
        signals = add(add(add(actions, "GlobalAction"), "InfrastructureAction"), "TrafficSignalAction")
        add(signals, "TrafficSignalStateAction", name=signal, state=state)
    start = stage.speed if stage.start_speed < 0.0 else stage.start_speed
    private(actions, EGO, (teleport(stage.way[0]), speed(start), route(*stage.way)))
    for actor in stage.actors:
        private(actions, actor.name, (teleport(actor.where), speed(actor.speed), *actor.init))


def private(actions: Element, who: str, what: tuple[Write, ...]) -> None:
    """What one does at the start."""
    holder = add(actions, "Private", entityRef=who)
    for write in what:
        write(add(holder, "PrivateAction"))


def environment(actions: Element, weather: Weather) -> None:
    """Light and weather."""
    holder = add(add(add(actions, "GlobalAction"), "EnvironmentAction"), "Environment", name="weather")
    hour = 0 if weather.sun < 0.0 else 12
    add(holder, "TimeOfDay", animation=False, dateTime=f"2026-06-21T{hour:02d}:00:00")
    sky = add(
        holder,
        "Weather",
        fractionalCloudCover=f"{OKTAS[weather.cloud]}Oktas",
    )
    light = 0.0 if weather.sun < 0.0 else 100_000.0
    add(sky, "Sun", azimuth=weather.azimuth, elevation=weather.sun, illuminance=light)
    add(sky, "Fog", visualRange=weather.fog)
    kind = "rain" if weather.rain else "dry"
    add(sky, "Precipitation", precipitationType=kind, precipitationIntensity=weather.rain)
    add(holder, "RoadCondition", frictionScaleFactor=weather.friction)


def story(board: Element, stage: Stage) -> None:
    """Everybody's events: a maneuver group for each who does something."""
    act = add(add(board, "Story", name="story"), "Act", name="act")
    for who, optional in dict.fromkeys((event.who, event.optional) for event in stage.events):
        name = who or "signals"
        told = f"{OPTIONAL} {name}" if optional else name
        group = add(act, "ManeuverGroup", name=told, maximumExecutionCount=1)
        actors = add(group, "Actors", selectTriggeringEntities=False)
        if who:
            add(actors, "EntityRef", entityRef=who)
        maneuver = add(group, "Maneuver", name=f"{name} {'may act' if optional else 'acts'}")
        for event in stage.events:
            if (event.who, event.optional) == (who, optional):
                write_event(maneuver, event)
    if not stage.events:
        group = add(act, "ManeuverGroup", name="nobody", maximumExecutionCount=1)
        add(group, "Actors", selectTriggeringEntities=False)
    condition(add(add(act, "StartTrigger"), "ConditionGroup"), "begin", after(0.0))


def write_event(maneuver: Element, event: Event) -> None:
    """One event."""
    holder = add(maneuver, "Event", name=event.name, priority="parallel", maximumExecutionCount=event.runs)
    for k, write in enumerate(event.actions):
        action = add(holder, "Action", name=f"{event.name} {k}")
        write(add(action, "PrivateAction" if event.who else "GlobalAction"))
    trigger = add(holder, "StartTrigger")
    for group in event.when:
        conditions = add(trigger, "ConditionGroup")
        for k, write in enumerate(group):
            condition(conditions, f"{event.name} when {k}", write)


def condition(parent: Element, name: str, write: Write, edge: str = "none") -> None:
    """One condition."""
    delay = float(getattr(write, "delay", 0.0))
    write(add(parent, "Condition", name=name, delay=delay, conditionEdge=edge))


__all__ = ["position", "written"]
