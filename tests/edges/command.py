"""The real command line on a hostile file: its exit code, its words, and what it cost."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import aureole.world.scenarios

ROOM = Path(aureole.world.scenarios.__file__).parent
MOTORWAY = ROOM / "maps" / "motorway.xodr"
HEAD = '<FileHeader revMajor="1" revMinor="2" date="2026-01-01T00:00:00" author="t" description="t"/>'
CAR = """<Vehicle name="car" vehicleCategory="car"><BoundingBox><Center x="1.3" y="0" z="0.8"/>
<Dimensions width="1.8" length="4.5" height="1.5"/></BoundingBox>
<Performance maxSpeed="60" maxAcceleration="5" maxDeceleration="9"/>
<Axles><FrontAxle maxSteering="0.5" wheelDiameter="0.6" trackWidth="1.6" positionX="2.7" positionZ="0.3"/>
<RearAxle maxSteering="0" wheelDiameter="0.6" trackWidth="1.6" positionX="0" positionZ="0.3"/></Axles></Vehicle>"""
PLACE = '<Position><LanePosition roadId="0" laneId="-4" s="50"/></Position>'
TIME = '<ByValueCondition><SimulationTimeCondition value="{}" rule="greaterOrEqual"/></ByValueCondition>'


def at(tag: str, value: str) -> str:
    """A trigger on the simulation time."""
    condition = f'<Condition name="c" delay="0" conditionEdge="none">{TIME.format(value)}</Condition>'
    return f"<{tag}><ConditionGroup>{condition}</ConditionGroup></{tag}>"


def story(
    *, start: str = "", parameters: str = "", catalogs: str = "", road: str = str(MOTORWAY), entity: str = CAR,
    speed: str = "20", action: str = "", end: str = "0.02",
) -> str:  # fmt: skip
    """A whole scenario of one car, with whatever is asked for put into it; `start` stands before the root."""
    act = ""
    if action:
        actors = '<Actors selectTriggeringEntities="false"><EntityRef entityRef="Ego"/></Actors>'
        event = (
            f'<Event name="e" priority="overwrite"><Action name="a">{action}</Action>{at("StartTrigger", "0")}</Event>'
        )
        group = f'<ManeuverGroup name="g" maximumExecutionCount="1">{actors}<Maneuver name="m">{event}</Maneuver>'
        act = f'<Story name="s"><Act name="a">{group}</ManeuverGroup>{at("StartTrigger", "0")}</Act></Story>'
    how = '<SpeedActionDynamics dynamicsShape="step" dynamicsDimension="time" value="0"/>'
    target = f'<SpeedActionTarget><AbsoluteTargetSpeed value="{speed}"/></SpeedActionTarget>'
    init = f"<PrivateAction><TeleportAction>{PLACE}</TeleportAction></PrivateAction>"
    change = f"<SpeedAction>{how}{target}</SpeedAction>"
    init += f"<PrivateAction><LongitudinalAction>{change}</LongitudinalAction></PrivateAction>"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
{start}<OpenSCENARIO>{HEAD}
<ParameterDeclarations>{parameters}</ParameterDeclarations>
<CatalogLocations>{catalogs}</CatalogLocations>
<RoadNetwork><LogicFile filepath="{road}"/></RoadNetwork>
<Entities><ScenarioObject name="Ego">{entity}</ScenarioObject></Entities>
<Storyboard><Init><Actions><Private entityRef="Ego">{init}</Private></Actions></Init>{act}
{at("StopTrigger", end)}</Storyboard></OpenSCENARIO>
"""


WATCH = """
import os, sys
child = os.spawnvp(os.P_NOWAIT, sys.argv[2], sys.argv[2:])
_, status, used = os.wait4(child, 0)
with open(sys.argv[1], "w") as file:
    file.write(f"{used.ru_utime + used.ru_stime} {used.ru_maxrss}")
sys.exit(os.waitstatus_to_exitcode(status))
"""  # a small process between: a child's memory at its fullest counts that of the process that started it


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one command."""

    code: int
    out: str
    err: str
    seconds: float
    """Of processor time."""
    megabytes: float
    """Of memory at its fullest."""
    left: list[str]
    """What lies in --out."""


def drive(path: Path, *, limit: float = 60.0) -> Told:
    """`aureole drive PATH --driver passive --out ...`; killed after `limit` seconds of the wall clock."""
    folder = path.parent / "out"
    words = ["drive", str(path), "--driver", "passive", "--out", str(folder)]
    out, err = path.parent / "told.out", path.parent / "told.err"
    usage = path.parent / "usage"
    with out.open("wb") as told, err.open("wb") as complained:
        command = ["timeout", "-s", "KILL", str(limit), sys.executable, "-m", "aureole", *words]
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", WATCH, str(usage), *command], check=False,
            stdout=told, stderr=complained, stdin=subprocess.DEVNULL, env={**os.environ, "LANG": "C.UTF-8"},
        )  # fmt: skip
    seconds, kilobytes = map(float, usage.read_text().split())
    left = sorted(entry.name for entry in folder.iterdir()) if folder.exists() else []
    return Told(
        done.returncode, out.read_text("utf-8", "replace"), err.read_text("utf-8", "replace"),
        seconds, kilobytes / 1024, left,
    )  # fmt: skip
