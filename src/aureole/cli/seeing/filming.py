"""A case is driven, unjudged, and what the car's cameras see at chosen moments is written down."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from aureole.cli.seeing.png import write
from aureole.cli.seeing.strip import strip
from aureole.core.brief import Brief
from aureole.core.car import Sensor
from aureole.core.command import Command
from aureole.core.errors import BadInput
from aureole.core.notes import Uint8
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.core.world import World
from aureole.exam.drive import made
from aureole.exam.examine import Drive, Setup, build_world
from aureole.runtime.loop import run
from aureole.vehicle.follower import Follower
from aureole.world.sensing.cameras.render import Camera, cameras, eye_of
from aureole.world.sensing.stage.build import lit_by, set_up, staged
from aureole.world.sensing.stage.light import Weather
from aureole.world.sensing.stage.stage import Stage

MOMENTS = 6  # of a film, if none are chosen
MOST = 200  # pictures of one command
NANO = 1_000_000_000


@dataclass
class Film:
    """A watcher that keeps the scenes of a drive, a few a second."""

    every: int
    """Steps between two."""
    scenes: list[Scene] = field(default_factory=list)
    tick: int = 0

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """Keep it, if it is due."""
        if self.tick % self.every == 0 or bool(scene.over[0]):
            self.scenes.append(scene)
        self.tick += 1

    def near(self, seconds: float) -> Scene:
        """The kept scene next to a moment."""
        return min(self.scenes, key=lambda scene: abs(float(scene.stamp[0]) / NANO - seconds))

    @property
    def end(self) -> float:
        """When the drive was over, s."""
        return float(self.scenes[-1].stamp[0]) / NANO


def chosen(sensors: Sequence[Sensor], names: Sequence[str], car: str) -> list[Sensor]:
    """Cameras by their names.

    Raises:
        BadInput: the car has none of that name.
    """
    known = {sensor.name: sensor for sensor in cameras(sensors)}
    if not known:
        raise BadInput(f"the car '{car}' has no camera that gives pictures", remedy="describe its [sensors.optics]")
    for name in names:
        if name not in known:
            raise BadInput(
                f"--camera {name}: the car '{car}' has none of that name", remedy=f"it has {', '.join(known)}"
            )
    return [known[name] for name in names]


def moments(at: Sequence[float], end: float) -> list[float]:
    """When pictures are taken; BadInput for a moment that is none."""
    for moment in at:
        if not (math.isfinite(moment) and moment >= 0.0):
            raise BadInput(f"--at {moment}: expected seconds from 0 on")
        if moment > end + 1.0:
            raise BadInput(f"--at {moment:g}: the drive is over at {end:.1f} s")
    return list(at) or [end * (k + 0.5) / MOMENTS for k in range(MOMENTS)]


def film(
    drive: Drive, setup: Setup, names: Sequence[str], out: Path, *, at: Sequence[float], weather: Weather
) -> dict[str, Any]:
    """Drive a case, write the pictures of its cameras and a film strip into a folder.

    Raises:
        BadInput: a camera or a moment that is not there.
        Trouble: the folder cannot be written.
    """
    if len(names) * max(len(at), 1) > MOST:
        raise BadInput(f"{len(names)} cameras at {len(at)} moments: at most {MOST} pictures are made at once")
    world = build_world([drive], setup)
    brief = world.brief
    eyes = [Camera(sensor) for sensor in chosen(brief.mission.car.sensors, names, brief.mission.car.name)]
    watcher = Film(max(1, round(0.1 / brief.step)))
    place: World[Any] = world
    run(place, made(setup), Follower(), [watcher])
    wanted = moments(at, watcher.end)
    stage = lit_by(ground(drive, brief), [weather])
    rows, captions, written = [], [], []
    for moment in wanted:
        scene = watcher.near(moment)
        seconds = float(scene.stamp[0]) / NANO
        images = [picture(eye, staged(stage, scene, brief.signs), scene, brief.key) for eye in eyes]
        for name, image in zip(names, images, strict=True):
            path = out / f"{name}-{seconds:06.2f}.png"
            write(path, image)
            written.append(str(path))
        rows.append(images)
        captions.append(f"{seconds:.1f}")
    write(out / "strip.png", strip(rows, captions))
    return {
        "case": drive.case.name, "driver": setup.driver, "seconds": round(watcher.end, 2),
        "written": [*written, str(out / "strip.png")],
    }  # fmt: skip


def ground(drive: Drive, brief: Brief) -> Stage:
    """The stage of a case: its map with what is painted on it; of a log the roads alone."""
    from aureole.world.scenarios.scenario import load, load_map
    from aureole.world.sensing.stage.painted import stage_of

    if drive.case.path.suffix != ".xosc":
        return set_up(brief.road, drive.seed)
    scenario = load(drive.case.path)
    return stage_of(load_map(scenario.map(scenario.parameters.scope(drive.case.params))), drive.seed)


def picture(eye: Camera, stage: Stage, scene: Scene, key: Any) -> Uint8:
    """What one camera sees at a moment."""
    shown = eye.see(stage, eye_of(scene), keys=np.asarray(key, np.uint64), ticks=np.asarray(scene.stamp, np.int64))
    image: Uint8 = shown.image[0]
    return image
