"""Global actions compiled: what is nobody's own, as a job that is done at once."""

from __future__ import annotations

from aureole.world.scenarios import tables as t
from aureole.world.scenarios.lights.controllers import jumped
from aureole.world.scenarios.read import Node
from aureole.world.scenarios.storyboard.places import position
from aureole.world.scenarios.storyboard.scopes import Local, inside
from aureole.world.scenarios.storyboard.variables import change, shown
from aureole.world.scenarios.storyboard.writer import NO_SLOT, Writer

WEATHER = {  # element of an Environment: attributes that are numbers, others, elements inside (OpenSCENARIO 1.0 to 1.3)
    "TimeOfDay": ("", "animation dateTime", ""),
    "Weather": (
        "atmosphericPressure temperature", "cloudState fractionalCloudCover",
        "Sun Fog Precipitation Wind DomeImage",
    ),
    "Sun": ("azimuth elevation intensity illuminance", "", ""),
    "Fog": ("visualRange", "", "BoundingBox"),
    "Precipitation": ("intensity precipitationIntensity", "precipitationType", ""),
    "Wind": ("direction speed", "", ""),
    "DomeImage": ("azimuthOffset", "", "DomeFile"),
    "DomeFile": ("", "filepath", ""),
    "BoundingBox": ("", "", "Center Dimensions"),
    "Center": ("x y z", "", ""),
    "Dimensions": ("length width height", "", ""),
    "RoadCondition": ("frictionScaleFactor", "wetness", "Properties"),
}  # fmt: skip


def everywhere(writer: Writer, action: Node, element: int) -> None:
    """Append the job of a GlobalAction."""
    words = "EnvironmentAction InfrastructureAction VariableAction ParameterAction EntityAction SetMonitorAction"
    node = action.known("", words).only_child()
    row = dict.fromkeys(range(t.J_COLUMNS), NO_SLOT)
    row.update({t.J_ELEMENT: element, t.J_AGENT: 0, t.J_CONTINUOUS: 0, t.J_KIND: t.NOTHING})
    if node.name == "EnvironmentAction":
        row.update(environment(writer, node))
    elif node.name == "InfrastructureAction":
        signals = node.known("", "TrafficSignalAction").one("TrafficSignalAction")
        words = "TrafficSignalStateAction TrafficSignalControllerAction"
        one = signals.known("", words).only_child()
        row.update((shown if one.name == "TrafficSignalStateAction" else jumped)(writer, one))
    elif node.name == "SetMonitorAction":
        writer.flag(node.known("monitorRef value"), "value")
    elif node.name == "EntityAction":
        row.update(presence(writer, node))
    else:
        row.update(change(writer, node))
    writer.jobs.append([row[column] for column in range(t.J_COLUMNS)])


def presence(writer: Writer, node: Node) -> dict[int, int]:
    """The job of an EntityAction: an entity comes, or goes."""
    agent = writer.agent(node.known("entityRef", "AddEntityAction DeleteEntityAction"))
    child = node.only_child()
    if child.name == "DeleteEntityAction":
        return {t.J_KIND: t.VANISH, t.J_AGENT: agent}
    return {
        t.J_KIND: t.APPEAR,
        t.J_AGENT: agent,
        t.J_PLACE: position(writer, child.known("", "Position").one("Position")),
    }


def environment(writer: Writer, action: Node) -> dict[int, int]:
    """The job of an EnvironmentAction, checked whole: friction is felt, light and weather change nothing simulated."""
    child = action.known("", "Environment CatalogReference").only_child()
    local: Local | None
    if child.name == "CatalogReference":
        child, local = writer.find(child, "Environment")
    else:
        local = inside(writer.local, child)
    job: dict[int, int] = {}
    with writer.within(local):
        for part in child.known("name", "ParameterDeclarations TimeOfDay Weather RoadCondition"):
            if part.name != "ParameterDeclarations":
                _weather(writer, part)
            if part.name == "RoadCondition" and part.has("frictionScaleFactor"):
                slot = writer.number(part, "frictionScaleFactor")
                writer.positive.append((slot, "frictionScaleFactor", "", True, part.place))
                job = {t.J_KIND: t.FRICTION, t.J_TARGET: slot}
    return job


def _weather(writer: Writer, node: Node) -> None:
    numbers, words, below = WEATHER[node.name]
    node.known(f"{numbers} {words}", below)
    for attribute in numbers.split():
        if node.has(attribute):
            writer.number(node, attribute)
    for attribute in words.split():
        if node.has(attribute):
            writer.text(node, attribute)
    for child in node:
        if child.name != "Properties":
            _weather(writer, child)
