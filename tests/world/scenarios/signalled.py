"""Scenarios with signals, written by a test: on the motorway, with a post, a lorry and a controller or two."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.world.scenarios.drives import at, private, scenario, speed

INIT = private("Ego", at("-4", "100"), speed("20")) + private("Other", at("-5", "200"), speed("10"))


def prop(name: str, value: str) -> str:
    """One Property."""
    return f'<Property name="{name}" value="{value}"/>'


def post(name: str, properties: Mapping[str, str], category: str = "pole", size: str = "0.3") -> str:
    """A MiscObject that carries what its properties say."""
    inner = "".join(prop(key, value) for key, value in properties.items())
    box = f'<Center x="0" y="0" z="1"/><Dimensions length="{size}" width="{size}" height="2"/>'
    return (
        f'<ScenarioObject name="{name}"><MiscObject name="{name}" miscObjectCategory="{category}" mass="1">'
        f"<BoundingBox>{box}</BoundingBox><Properties>{inner}</Properties></MiscObject></ScenarioObject>"
    )


def facing(lane: str, s: str, offset: str = "0") -> str:
    """A teleport to a lane of road 0, turned towards the traffic there."""
    turn = '><Orientation type="relative" h="3.14159265"/></LanePosition></Position>'
    return at(lane, s, offset).replace("/></Position>", turn)


def show(name: str, state: str) -> str:
    """The action by which a signal shows something."""
    one = f'<TrafficSignalStateAction name="{name}" state="{state}"/>'
    return f"<InfrastructureAction><TrafficSignalAction>{one}</TrafficSignalAction></InfrastructureAction>"


def jump(name: str, phase: str) -> str:
    """The action by which a controller goes on from a phase."""
    one = f'<TrafficSignalControllerAction trafficSignalControllerRef="{name}" phase="{phase}"/>'
    return f"<InfrastructureAction><TrafficSignalAction>{one}</TrafficSignalAction></InfrastructureAction>"


def phase(name: str, duration: str, states: Mapping[str, str]) -> str:
    """One Phase."""
    inner = "".join(f'<TrafficSignalState trafficSignalId="{key}" state="{word}"/>' for key, word in states.items())
    return f'<Phase name="{name}" duration="{duration}">{inner}</Phase>'


def controller(name: str, phases: str, more: str = "") -> str:
    """One TrafficSignalController."""
    return f'<TrafficSignalController name="{name}" {more}>{phases}</TrafficSignalController>'


def written(
    folder: Path, *, posts: str = "", controllers: str = "", init: str = "", events: str = "", end: str = "4"
) -> Path:  # fmt: skip
    """A scenario with these entities more, controllers, init actions and events."""
    path = scenario(folder, INIT + init, events, end=end)
    text = path.read_text(encoding="utf-8").replace("</Entities>", f"{posts}</Entities>", 1)
    signals = f"<TrafficSignals>{controllers}</TrafficSignals>" if controllers else ""
    path.write_text(text.replace("</RoadNetwork>", f"{signals}</RoadNetwork>", 1), encoding="utf-8")
    return path
