"""Scenarios over made maps: one car, a route from an open end of a road to another."""

from __future__ import annotations

from pathlib import Path

import aureole.world.scenarios
from aureole.world.roads.laying.strip import Strip
from aureole.world.roads.making.demand import open_ends, splits, steps
from aureole.world.roads.making.draw import Draw
from aureole.world.roads.making.make import Made

CAST = Path(aureole.world.scenarios.__file__).parent / "cast"
SCENARIO = """<?xml version="1.0" encoding="utf-8"?>
<OpenSCENARIO>
  <FileHeader revMajor="1" revMinor="2" date="2026-01-01T00:00:00" author="test" description="test"/>
  <CatalogLocations><VehicleCatalog><Directory path="{cast}"/></VehicleCatalog></CatalogLocations>
  <RoadNetwork><LogicFile filepath="{map}"/></RoadNetwork>
  <Entities><ScenarioObject name="Ego">
  <CatalogReference catalogName="vehicles" entryName="ego"/></ScenarioObject></Entities>
  <Storyboard><Init><Actions><Private entityRef="Ego">
    <PrivateAction><TeleportAction><Position>{start}</Position></TeleportAction></PrivateAction>
    <PrivateAction><LongitudinalAction><SpeedAction>
      <SpeedActionDynamics dynamicsShape="step" dynamicsDimension="time" value="0"/>
      <SpeedActionTarget><AbsoluteTargetSpeed value="{speed}"/></SpeedActionTarget>
    </SpeedAction></LongitudinalAction></PrivateAction>
    <PrivateAction><RoutingAction><AcquirePositionAction><Position>{goal}</Position></AcquirePositionAction></RoutingAction></PrivateAction>
  </Private></Actions></Init>
  <StopTrigger><ConditionGroup><Condition name="End" delay="0" conditionEdge="rising"><ByEntityCondition>
    <TriggeringEntities triggeringEntitiesRule="any"><EntityRef entityRef="Ego"/></TriggeringEntities>
    <EntityCondition><ReachPositionCondition tolerance="8"><Position>{goal}</Position></ReachPositionCondition>
    </EntityCondition>
  </ByEntityCondition></Condition></ConditionGroup></StopTrigger></Storyboard>
</OpenSCENARIO>
"""


def way(made: Made, most: float, least: float) -> list[tuple[str, int]]:
    """A way from an open end to another over as many roads as fit into so many metres, none of a lower limit, m/s."""
    strips = {strip.name: strip for strip in made.network.strips}
    onward = steps(made.network, splits(Draw(made.kind, made.seed, "way"), made.network, strips))
    ends, best = set(open_ends(made.network, inward=False)), []
    for start in open_ends(made.network, inward=True):
        waiting, seen = [(strips[start[0]].length, [start])], set()
        while waiting:
            length, path = waiting.pop(0)
            if path[-1] in seen or length > most or strips[path[-1][0]].limit < least:
                continue
            seen.add(path[-1])
            if path[-1] in ends and len(path) > len(best):
                best = path
            waiting += [(length + strips[other[0]].length, [*path, other]) for other, _ in onward.get(path[-1], ())]
    return best


def place(strip: Strip, sign: int, *, back: float, last: bool) -> str:
    """A lane position so far behind the start of a way, or before its end."""
    section = strip.sections()[-1 if last == (sign > 0) else 0]
    side = section.right if sign > 0 else section.left
    lane = next(lane.number for lane in reversed(side) if lane.column.kind == "driving")
    s = strip.length - back if last == (sign > 0) else back
    return f'<LanePosition roadId="{strip.name}" laneId="{lane}" s="{s:.3f}"/>'


def scenario(made: Made, folder: Path, most: float, least: float) -> Path:
    """Write the map and a scenario over it: a car that keeps to the lowest limit of its way, as `rules` brakes late."""
    strips = {strip.name: strip for strip in made.network.strips}
    path = way(made, most, least)
    (folder / "map.xodr").write_bytes(made.data)
    first, last = strips[path[0][0]], strips[path[-1][0]]
    text = SCENARIO.format(
        cast=CAST, map=folder / "map.xodr", speed=round(min(strips[name].limit for name, _ in path), 2),
        start=place(first, path[0][1], back=12.0, last=False),
        goal=place(last, path[-1][1], back=0.4 * last.length, last=True),
    )  # fmt: skip
    file = folder / f"{made.kind}-{made.seed}.xosc"
    file.write_text(text, encoding="utf-8")
    return file
