"""A drive as an OpenSCENARIO XML 1.3 file: every agent follows its own track by time, and the drive ends when it did.

Elements and their order: ASAM OpenSCENARIO XML 1.3, its XML schema.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree

from aureole import __version__
from aureole.core.errors import BadInput, Unsupported
from aureole.world.scenarios.export.cast import Member
from aureole.world.scenarios.export.hung import hung
from aureole.world.scenarios.export.pieces import Piece, pieces, rests
from aureole.world.scenarios.export.thin import Vertices, vertices
from aureole.world.scenarios.export.thing import Element, Form, add, thing
from aureole.world.scenarios.export.tracks import NANO, Tracks
from aureole.world.scenarios.read import LARGEST


class About(NamedTuple):
    """What the file's header says, and where a complaint about the drive points to."""

    description: str
    date: str
    """ISO 8601."""
    place: str


def scenario(tracks: Tracks, members: Sequence[Member], map_file: str, about: About) -> bytes:
    """The scenario of a drive on a map that lies beside it, or on none (an empty name).

    Raises:
        BadInput: the members are not those of the tracks, or a name cannot be one.
        Unsupported: the file would be larger than what is read.
    """
    refuse_names(members, tracks.agents, about.place)
    root = etree.Element("OpenSCENARIO")
    add(
        root, "FileHeader", author=f"aureole {__version__}", date=about.date, description=_legible(about.description),
        revMajor=1, revMinor=3,
    )  # fmt: skip
    add(root, "CatalogLocations")
    network = add(root, "RoadNetwork")
    if map_file:
        add(network, "LogicFile", filepath=map_file)
    entities = add(root, "Entities")
    for member, kind, size, box in zip(members, tracks.kind, tracks.size, tracks.box, strict=True):
        thing(entities, member, Form(int(kind), size, box))
    _storyboard(add(root, "Storyboard"), tracks, members)
    etree.indent(root)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    if len(data) > LARGEST:
        what = f"the scenario would have {len(data)} bytes, readers take {LARGEST}"
        raise Unsupported(what, place=about.place, remedy="drive a shorter case, or with fewer agents")
    return data


def refuse_names(members: Sequence[Member], agents: int, place: str) -> None:
    """Raise BadInput unless every agent has a name of its own that a file can hold."""
    if len(members) != agents:
        what = f"{len(members)} names for {agents} agents"
        raise BadInput(what, place=place, remedy="drive the case again with this version")
    seen: set[str] = set()
    for name in (member.name for member in members):
        if not name.strip() or name != name.strip() or name in seen or "$" in name or name != _legible(name):
            what = f"an agent is called {ascii(name)[:80]}, which cannot be an entity's own name"
            raise BadInput(what, place=place, remedy="give each entity a name of its own, without $")
        seen.add(name)


def _legible(words: str) -> str:
    """The words without what XML cannot hold."""
    return "".join(letter for letter in words if letter.isprintable())


def _storyboard(board: Element, tracks: Tracks, members: Sequence[Member]) -> None:
    names = [member.name for member in members]
    init = add(add(board, "Init"), "Actions")
    ways = [pieces(tracks, agent) for agent in range(tracks.agents)]
    for name, way in zip(names, ways, strict=True):
        if way[0].appears:
            add(add(add(init, "GlobalAction"), "EntityAction", entityRef=name), "DeleteEntityAction")
    for name, way in zip(names, ways, strict=True):
        if not way[0].appears:
            _begin(init, name, way[0])
    pairs = hung(tracks, members, ways)
    for tractor, trailer in pairs:
        action = add(add(init, "Private", entityRef=names[tractor]), "PrivateAction")
        add(add(action, "TrailerAction"), "ConnectTrailerAction", trailerRef=names[trailer])
    free = set(range(len(names))) - {trailer for _, trailer in pairs}
    moving = [(names[agent], ways[agent]) for agent in sorted(free)]
    moving = [(name, way) for name, way in moving if len(way) > 1 or not _stays(way[0])]
    if moving:
        act = add(add(board, "Story", name="drive"), "Act", name="tracks")
        for name, way in moving:
            _group(act, name, way)
        _at(add(act, "StartTrigger"), 0.0)
    _at(add(board, "StopTrigger"), float(tracks.stamp[-1]) / NANO)


def _stays(piece: Piece) -> bool:
    return rests(piece) and not piece.appears and piece.leaves is None


def _begin(init: Element, name: str, piece: Piece) -> None:
    """Where an agent is when the drive begins, and how fast."""
    private = add(init, "Private", entityRef=name)
    teleport = add(add(private, "PrivateAction"), "TeleportAction")
    _place(add(teleport, "Position"), piece.samples.pose[0])
    if not rests(piece):
        action = add(add(add(private, "PrivateAction"), "LongitudinalAction"), "SpeedAction")
        add(action, "SpeedActionDynamics", dynamicsDimension="time", dynamicsShape="step", value=0.0)
        add(add(action, "SpeedActionTarget"), "AbsoluteTargetSpeed", value=float(piece.samples.speed[0]))


def _group(act: Element, name: str, way: Sequence[Piece]) -> None:
    group = add(act, "ManeuverGroup", maximumExecutionCount=1, name=f"{name} drives")
    add(add(group, "Actors", selectTriggeringEntities=False), "EntityRef", entityRef=name)
    maneuver = add(group, "Maneuver", name=f"{name} track")
    for number, piece in enumerate(way, 1):
        if piece.appears:
            action = _event(maneuver, f"{name} appears {number}", float(piece.samples.time[0]))
            entity = add(add(action, "GlobalAction"), "EntityAction", entityRef=name)
            _place(add(add(entity, "AddEntityAction"), "Position"), piece.samples.pose[0])
        action = _event(maneuver, f"{name} follows {number}", float(piece.samples.time[0]))
        routing = add(add(action, "PrivateAction"), "RoutingAction")
        _follow(add(routing, "FollowTrajectoryAction"), f"{name} {number}", vertices(piece.samples))
        if piece.leaves is not None:
            action = _event(maneuver, f"{name} leaves {number}", piece.leaves)
            add(add(add(action, "GlobalAction"), "EntityAction", entityRef=name), "DeleteEntityAction")


def _event(maneuver: Element, name: str, time: float) -> Element:
    """An event at a moment; gives its action, which is still empty."""
    event = add(maneuver, "Event", maximumExecutionCount=1, name=name, priority="parallel")
    action = add(event, "Action", name=f"{name} action")
    _at(add(event, "StartTrigger"), time)
    return action


def _at(trigger: Element, time: float) -> None:
    condition = add(add(trigger, "ConditionGroup"), "Condition", conditionEdge="none", delay=0.0, name="time")
    add(add(condition, "ByValueCondition"), "SimulationTimeCondition", rule="greaterOrEqual", value=time)


def _follow(action: Element, name: str, line: Vertices) -> None:
    reference = add(action, "TimeReference")
    add(reference, "Timing", domainAbsoluteRelative="absolute", offset=0.0, scale=1.0)
    add(action, "TrajectoryFollowingMode", followingMode="position")
    trajectory = add(add(action, "TrajectoryRef"), "Trajectory", closed=False, name=name)
    polyline = add(add(trajectory, "Shape"), "Polyline")
    for time, pose in zip(line.time, line.pose, strict=True):
        _place(add(add(polyline, "Vertex", time=float(time)), "Position"), pose)


def _place(position: Element, pose: Sequence[float]) -> None:
    """A pose of the world; what is level is left out."""
    x, y, z, heading, pitch, roll = map(float, pose)
    slope = {name: value for name, value in (("p", pitch), ("r", roll)) if value != 0.0}
    add(position, "WorldPosition", h=heading, **slope, x=x, y=y, z=z)
