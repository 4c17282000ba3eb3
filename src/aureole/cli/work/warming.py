"""The first run on a machine compiles the kernels: a second process takes half of them.

While the first process compiles the player, this one compiles senses, driver, follower, judges and digest, by calling
each once on words that hold nothing. Both keep what they make in the cache on disk, where the other finds it.
"""

from __future__ import annotations

import atexit
import dataclasses
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import numpy as np

from aureole.core.brief import Brief, unsigned
from aureole.core.kinds import Kind
from aureole.core.mission import Mission
from aureole.core.plan import REASONS, STEPS
from aureole.core.scene import Scene
from aureole.kernels.compiled import CACHED, cached_at

SIZES = {
    "worlds": 1, "agents": 2, "tracks": 16, "lanes": 8, "points": 32, "sensors": 1, "steps": STEPS, "reasons": REASONS,
    "cameras": 0, "rows": 0, "columns": 0, "returns": 0, "signals": 0, "objects": 0,
}  # fmt: skip
PROBES = ("world.stretches.steps", "drivers.rules.decide", "vehicle.following", "exam.judges.gaps")
"""Modules whose kernels take the longest; a change of our sources can make any of them stale alone."""
EYES = ("world.sensing.cameras.render",)
"""The same of pictures."""
STEP = 0.01  # s


def cold(probes: Sequence[str] = PROBES) -> bool:
    """Whether kernels are still to be compiled, and can be kept."""
    return CACHED and not all(any(cached_at(module).glob(f"**/{module.rpartition('.')[2]}.*.nbi")) for module in probes)


def ahead(tell: Callable[[], Any], *, eyes: bool = False) -> None:
    """Start the second process if this is the first run; what it has not done when we end is not needed.

    Where `eyes` are to see, their kernels are compiled too.
    """
    words = [*([] if not cold() else ["drives"]), *(["eyes"] if eyes and cold(EYES) else [])]
    if not words:
        return
    tell()
    second = subprocess.Popen(  # noqa: S603  # two words of ours
        [sys.executable, "-m", "aureole.cli.work.warming", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    atexit.register(end, second)


def beside() -> subprocess.Popen[bytes]:
    """Start a process that compiles the batched world's kernels."""
    return subprocess.Popen([sys.executable, "-m", "aureole.cli.work.warming", "batches"])


def end(second: subprocess.Popen[bytes]) -> None:
    """Leave no process behind."""
    second.terminate()
    second.wait()


def nothing(word: type) -> Any:
    """A word whose arrays have their declared types and hold zeros."""
    values: dict[str, Any] = {}
    for name, hint in get_type_hints(word, include_extras=True).items():
        if get_origin(hint) is Annotated:
            array, axes, *_ = get_args(hint)
            shape = [int(axis) if axis.isdigit() else SIZES[axis] for axis in axes.split()]
            values[name] = np.zeros(shape, dtype=get_args(get_args(array)[1])[0])
        elif dataclasses.is_dataclass(hint) and isinstance(hint, type):
            values[name] = nothing(hint)
    return word(**values)


def told() -> Brief:
    """A drive about nothing on a road of ours."""
    from aureole.vehicle.cars import load
    from aureole.world.roads.reading.opendrive import read
    from aureole.world.scenarios.embedded import library

    road = read(Path(library.__file__).parent.parent / "maps" / "motorway.xodr")
    letters, none = np.zeros((1, 128), dtype=np.uint8), np.zeros(1, dtype=np.uint64)
    mission = Mission(load("sedan"), STEP, np.full(1, 20.0), letters, np.zeros(1, dtype=np.int32), none)
    return Brief(("warm",), ({},), (0,), none, road, unsigned(1), ("Ego", "Other"), mission, STEP, 1.0, passive=False)


def compile_all() -> None:
    """Call everything but the player once, in the order in which a drive needs it."""
    from aureole.drivers.rules.driver import Rules
    from aureole.exam.judges.bench import Bench
    from aureole.runtime.fingerprint import Digest
    from aureole.vehicle.follower import Follower
    from aureole.world.sensing.sense import Senses

    brief = told()
    mission = brief.mission
    scene = dataclasses.replace(
        nothing(Scene), present=np.ones((1, 2), dtype=np.bool_), s=np.array([[50.0, 90.0]]), t=np.full((1, 2), -8.0),
        xyz=np.array([[[50.0, -8.0, 0.0], [90.0, -8.0, 0.0]]]), size=np.full((1, 2, 3), 1.8),
        kind=np.full((1, 2), int(Kind.CAR), dtype=np.int32), hit=np.full(1, -1, dtype=np.int32),
    )  # fmt: skip
    senses = Senses(mission.car, road=brief.road, step=STEP, set_speed=mission.set_speed, order="", keys=mission.key)
    observation, _ = senses.sense(scene, senses.reset(scene))
    driver, follower = Rules(), Follower()
    plan, _ = driver.drive(observation, driver.reset(mission))
    command, _ = follower.follow(plan, observation, follower.reset(mission))
    bench = Bench(brief, "rules")
    bench.hear(observation)
    for watcher in (Digest(1), bench):
        watcher.watch(scene, plan, command)


def compile_batches() -> None:
    """Step a world for learners, with traffic and without: the batched world's own kernels."""
    from aureole.world.roads.reading.opendrive import read_map
    from aureole.world.scenarios.embedded import library
    from aureole.world.traffic.batch import Batch
    from aureole.world.traffic.demand.demand import Demand
    from aureole.world.traffic.demand.drawing import Start
    from aureole.world.traffic.demand.learners import Learners
    from aureole.world.traffic.site import batch_of, site_of
    from aureole.world.traffic.sizes import Sizes

    site = site_of(read_map(Path(library.__file__).parent.parent / "maps" / "motorway.xodr"))
    busy = batch_of(site, Start(Demand(density=4.0), Learners(1), seed=1), worlds=1)
    alone = Batch(site.ground, busy.agents, Sizes(16, site.ground.points.listed, 1))
    for batch in (busy, alone):
        batch.step()
        batch.reset(np.ones(1, dtype=np.bool_))


def compile_eyes() -> None:
    """Draw a small picture of an empty road, with noise and in the rain."""
    from aureole.core.car import Optics, Sensor
    from aureole.world.sensing.cameras.render import Camera, eye_of
    from aureole.world.sensing.stage.build import lit_by, set_up, staged
    from aureole.world.sensing.stage.light import WEATHERS

    brief, scene = told(), nothing(Scene)
    stage = lit_by(set_up(brief.road, bare=True), [WEATHERS["rain"]])
    optics = Optics(columns=16, rows=8, z=1.4, noise=0.01)
    camera = Camera(Sensor("eye", "camera", 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, optics))
    camera.see(staged(stage, scene, brief.signs), eye_of(scene))


def compile_perception() -> None:
    """Look at a grey picture twice and see what there may be, with the shipped network."""
    from aureole.core.observation import Observation
    from aureole.drivers.passive import Passive
    from aureole.drivers.perception.driver import Perceiving

    driver = Perceiving(Passive())
    mind = driver.reset(told().mission)
    eyes, (rows, columns) = len(mind.seen.sight.eyes), mind.seen.sight.eyes[0].shape
    observation = dataclasses.replace(
        nothing(Observation), images=np.full((1, eyes, rows, columns, 3), 90, dtype=np.uint8),
        age=np.zeros((1, eyes), dtype=np.float32),
    )  # fmt: skip
    for stamp in (0, 100_000_000):
        _, mind = driver.perceive(dataclasses.replace(observation, stamp=np.full(1, stamp, dtype=np.int64)), mind)


if __name__ == "__main__":
    if "batches" in sys.argv:
        compile_batches()
    if "drives" in sys.argv:
        compile_all()
    if "eyes" in sys.argv:
        compile_eyes()
        compile_perception()
