"""Small scenarios written by a test, and how to play them to their end without a driver."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import aureole.world.scenarios
from aureole.core.command import Command
from aureole.core.scene import Scene
from aureole.world.scenarios.build import Terms, build
from aureole.world.scenarios.case import Case, Variation
from aureole.world.scripted import Scripted

ROOM = Path(aureole.world.scenarios.__file__).parent
FOREVER = 10**18  # ns
HEAD = f"""<?xml version="1.0" encoding="utf-8"?>
<OpenSCENARIO>
  <FileHeader revMajor="1" revMinor="2" date="2026-01-01T00:00:00" author="test" description="test"/>
  <ParameterDeclarations>
    <ParameterDeclaration name="Speed" parameterType="double" value="20">
      <ConstraintGroup><ValueConstraint rule="greaterThan" value="0"/><ValueConstraint rule="lessThan" value="50"/>
      </ConstraintGroup>
    </ParameterDeclaration>
    <ParameterDeclaration name="Lane" parameterType="integer" value="-4"/>
    <ParameterDeclaration name="Model" parameterType="string" value="car"/>
  </ParameterDeclarations>
  <CatalogLocations><VehicleCatalog><Directory path="{ROOM / "cast"}"/></VehicleCatalog></CatalogLocations>
  <RoadNetwork><LogicFile filepath="{ROOM / "maps" / "motorway.xodr"}"/></RoadNetwork>
  <Entities>
    <ScenarioObject name="Ego"><CatalogReference catalogName="vehicles" entryName="ego"/></ScenarioObject>
    <ScenarioObject name="Other"><CatalogReference catalogName="vehicles" entryName="$Model"/></ScenarioObject>
  </Entities>
"""


def private(entity: str, *actions: str) -> str:
    """Init actions of one entity."""
    return f'<Private entityRef="{entity}">{"".join(f"<PrivateAction>{a}</PrivateAction>" for a in actions)}</Private>'


def at(lane: str, s: str, offset: str = "0") -> str:
    """A teleport to a lane of road 0."""
    place = f'<LanePosition roadId="0" laneId="{lane}" s="{s}" offset="{offset}"/>'
    return f"<TeleportAction><Position>{place}</Position></TeleportAction>"


def speed(value: str, shape: str = "step", dimension: str = "time", size: str = "0") -> str:
    """A speed action to an absolute target."""
    how = f'<SpeedActionDynamics dynamicsShape="{shape}" dynamicsDimension="{dimension}" value="{size}"/>'
    target = f'<SpeedActionTarget><AbsoluteTargetSpeed value="{value}"/></SpeedActionTarget>'
    return f"<LongitudinalAction><SpeedAction>{how}{target}</SpeedAction></LongitudinalAction>"


def lane_change(value: str, shape: str, dimension: str, size: str) -> str:
    """A lane change relative to the ego's lane."""
    how = f'<LaneChangeActionDynamics dynamicsShape="{shape}" dynamicsDimension="{dimension}" value="{size}"/>'
    target = f'<LaneChangeTarget><RelativeTargetLane entityRef="Ego" value="{value}"/></LaneChangeTarget>'
    return f"<LateralAction><LaneChangeAction>{how}{target}</LaneChangeAction></LateralAction>"


def after(seconds: str, *, delay: str = "0", edge: str = "rising") -> str:
    """A start trigger on the simulation time."""
    return trigger(f'<SimulationTimeCondition value="{seconds}" rule="greaterOrEqual"/>', delay=delay, edge=edge)


def trigger(by_value: str, *, delay: str = "0", edge: str = "rising", name: str = "StartTrigger") -> str:
    """A trigger with one condition by value."""
    condition = f'<Condition name="c" delay="{delay}" conditionEdge="{edge}"><ByValueCondition>{by_value}'
    return f"<{name}><ConditionGroup>{condition}</ByValueCondition></Condition></ConditionGroup></{name}>"


def event(name: str, action: str, start: str, *, priority: str = "overwrite", runs: int = 1) -> str:
    """An event with one action called NAMEAction."""
    inner = f'<Action name="{name}Action"><PrivateAction>{action}</PrivateAction></Action>{start}'
    return f'<Event name="{name}" priority="{priority}" maximumExecutionCount="{runs}">{inner}</Event>'


def scenario(folder: Path, init: str, events: str = "", *, actor: str = "Other", end: str = "10") -> Path:
    """A scenario file with one act of one actor."""
    act = ""
    if events:
        actors = f'<Actors selectTriggeringEntities="false"><EntityRef entityRef="{actor}"/></Actors>'
        group = f'<ManeuverGroup name="Group" maximumExecutionCount="1">{actors}<Maneuver name="Maneuver">{events}'
        inner = f"{group}</Maneuver></ManeuverGroup>{after('0', edge='none')}"
        act = f'<Story name="Story"><Act name="Act">{inner}</Act></Story>'
    stop = trigger(f'<SimulationTimeCondition value="{end}" rule="greaterOrEqual"/>', name="StopTrigger")
    text = f"{HEAD}<Storyboard><Init><Actions>{init}</Actions></Init>{act}{stop}</Storyboard></OpenSCENARIO>"
    path = folder / "scenario.xosc"
    path.write_text(text, encoding="utf-8")
    return path


def command(worlds: int, accel: float = 0.0, until: int = FOREVER) -> Command:
    """Straight on with one acceleration."""
    return Command(
        np.zeros(worlds, np.int64), np.zeros(worlds), np.full(worlds, accel), np.zeros(worlds, np.int32),
        np.zeros(worlds, np.int32), np.zeros(worlds, np.bool_), np.full(worlds, until, np.int64),
    )  # fmt: skip


@dataclass(frozen=True)
class Drive:
    """All scenes of a batch."""

    world: Scripted
    scenes: list[Scene]
    state: Any

    def of(self, name: str, field: str, world: int = 0) -> np.ndarray:
        """One field of one agent over time."""
        agent = self.world.brief.names.index(name)
        return np.array([getattr(scene, field)[world, agent] for scene in self.scenes])

    def moments(self, world: int = 0) -> dict[tuple[str, str], float]:
        """When each element last came into each state, s."""
        return {(row[1], row[4]): row[0] for row in self.world.transitions(self.state, world)}


def drive(path: Path, params: list[dict[str, str]] | None = None, accel: float = 0.0, **terms: Any) -> Drive:
    """Play a file to its end."""
    variations = [Variation(values, seed) for seed, values in enumerate(params or [{}])]
    given: Terms = {"passive": True, **terms}  # type: ignore[typeddict-item]
    world = build(Case("test", path), variations, **given)
    scene, state = world.reset()
    scenes, order = [scene], command(len(variations), accel)
    while not scene.over.all() and len(scenes) < 70_000:
        scene, state = world.step(scene, order, state)
        scenes.append(scene)
    return Drive(world, scenes, state)
