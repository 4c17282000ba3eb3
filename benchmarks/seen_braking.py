"""What the guard would brake for by what eyes see, by how sure they must be; beside what the truth says.

    python benchmarks/seen_braking.py [--json] [--short] [--drivers NAME ...]

Perceived drives of the suite `quick` and of one seed of each situation of `physics`, cut at 20 s, by `rules` and by a
driver that brakes for nobody (`examples/steady.py`). At every step the guard's own formulas look at the perceived
tracks, and at the scene itself; nobody obeys them. A row counts, for a least confidence: of the drives that hit
somebody, those in which it would have braked before; of the drives in which the truth never asked for it, those in
which it would have braked all the same, and in how many of these the driver was not already braking as hard as it can.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from aureole.cli import given
from aureole.core.command import Command
from aureole.core.mission import Mission
from aureole.core.observation import Observation, Tracks
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.exam.drive import made
from aureole.exam.logged.worlds import build_world
from aureole.exam.setup import Drive
from aureole.exam.suites import suite as suites
from aureole.runtime import loop
from aureole.runtime.guard import emergency
from aureole.runtime.guard.bounds import ROLLING, TRACKS_LIFE, bounds_of
from aureole.runtime.guard.rows import Around, around_of
from aureole.runtime.guard.state import State
from aureole.vehicle.follower import Follower

LEVELS = (0.5, 0.6, 0.7, 0.8)
DRIVERS = ("rules", "examples.steady:Steady")
LONGEST = 20.0  # s
HARD = 0.95  # share of full braking; a driver that brakes so is not helped by more


@dataclass(slots=True)
class Shadow:
    """Looks on, and says what the guard would have done."""

    mission: Mission
    step: float
    seen: Observation | None = None
    accel: float = 0.0
    hit: bool = False
    asked: bool = False
    """The truth asked for it."""
    braked: set[float] = field(default_factory=set)
    """Levels at which it would have braked before anything was hit."""
    alone: set[float] = field(default_factory=set)
    """Those at which the driver was not braking hard."""

    def hear(self, observation: Observation) -> None:
        """What the driver is told by its eyes."""
        self.seen = observation

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """One step."""
        self.hit = self.hit or bool(scene.hit[0] >= 0)
        bounds = bounds_of(self.mission.car, self.step, eyes=True)
        speed, turn = float(scene.speed[0, 0]), float(scene.yaw_rate[0, 0])
        state = State(speed=speed, bend=turn / speed if speed >= ROLLING else 0.0, accel=self.accel)
        self.accel = float(command.accel[0])
        if self.hit or self.seen is None:
            return
        danger = emergency.look_ahead(Around(around(scene), 0.0, 0.0), 0, state, bounds)
        self.asked = self.asked or emergency.imminent(danger, bounds)
        told = around_of(self.seen, self.seen, 0, int(scene.stamp[0]), bounds)
        for level in LEVELS if told.late <= TRACKS_LIFE else ():
            if emergency.imminent(emergency.look_ahead(told, 0, state, bounds._replace(sure=level)), bounds):
                self.braked.add(level)
                if self.accel > -HARD * bounds.brake:
                    self.alone.add(level)


def around(scene: Scene) -> Tracks:
    """Everybody there is, as tracks without error."""
    c, s = np.cos(scene.heading[0, 0]), np.sin(scene.heading[0, 0])
    turn, heading = np.array([[c, s], [-s, c]]), scene.heading[0, 1:]
    along = np.stack([np.cos(heading), np.sin(heading)], axis=-1)
    middle = scene.xyz[0, 1:, :2] + along * scene.box_from_reference[0, 1:, :1] - scene.xyz[0, 0, :2]
    codes = np.zeros((1, len(heading)), dtype=np.int32)
    return Tracks(
        scene.present[:, 1:], codes, (middle @ turn.T)[None], (heading - scene.heading[0, 0])[None],
        (scene.velocity[0, 1:] @ turn.T)[None], scene.size[:, 1:, :2], codes, codes,
        np.ones(codes.shape), np.ones(1, dtype=np.bool_),
    )  # fmt: skip


def shadowed(drive: Drive, driver: str) -> Shadow:
    """One drive, looked at."""
    setup = given.setup(driver, None, step=0.01, timeout=LONGEST, senses="perceived")
    world = build_world([drive], setup)
    shadow = Shadow(world.brief.mission, setup.step)
    loop.run(world, made(setup, shadow.hear), Follower(), [shadow])
    return shadow


def drives(short: bool) -> list[Drive]:
    """The cases; of `physics` the first seed of each situation."""
    quick, physics = suites.load("quick").entries, suites.load("physics").entries
    first = {case.name.partition("#")[0]: case for case in reversed(physics)}
    found = [*quick, *(first[name] for name in dict.fromkeys(case.name.partition("#")[0] for case in physics))]
    return [Drive(case, 0) for case in (found[:2] if short else found)]


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--short", action="store_true")
    asked.add_argument("--drivers", nargs="+", default=list(DRIVERS))
    options = asked.parse_args()
    found: dict[str, list[dict[str, float]]] = {}
    for driver in options.drivers:
        seen = [shadowed(drive, driver) for drive in drives(options.short)]
        hit, calm = [one for one in seen if one.hit], [one for one in seen if not one.asked]
        found[driver] = [
            {
                "sure": level, "hits": len(hit), "braked": sum(level in one.braked for one in hit),
                "calm": len(calm), "falsely": sum(level in one.braked for one in calm),
                "alone": sum(level in one.alone for one in calm),
            }
            for level in LEVELS
        ]  # fmt: skip
    if options.json:
        print(json.dumps(found))
        return
    for driver, rows in found.items():
        print(f"{driver}: {rows[0]['hits']} drives hit somebody, in {rows[0]['calm']} nothing was ever imminent")
        for row in rows:
            told = f"{row['braked']} of the first, {row['falsely']} of the second ({row['alone']} before the driver)"
            print(f"  at least {row['sure']:g} sure: would have braked in {told}")


if __name__ == "__main__":
    main()
