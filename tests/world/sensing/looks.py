"""One look at a scene, for the tests of sensing."""

from __future__ import annotations

from typing import Any

import numpy as np

from aureole.core.car import Car
from aureole.core.notes import check
from aureole.core.observation import Observation
from aureole.core.road import Road
from aureole.core.scene import Scene
from aureole.world.sensing.sense import Senses
from tests.world.sensing import maps

STRAIGHT = maps.road()


def senses(car: Car, worlds: int = 1, road: Road = STRAIGHT, step: float = 0.01, **options: Any) -> Senses:
    """The senses of a car, with a key for each world."""
    keys = options.pop("keys", np.arange(worlds, dtype=np.uint64) + np.uint64(7))
    return Senses(car, road=road, step=step, set_speed=np.full(worlds, 30.0), order="go", keys=keys, **options)


def look(scene: Scene, car: Car | None = None, road: Road = STRAIGHT, **options: Any) -> Observation:
    """The first observation of a drive that begins with this scene."""
    eyes = senses(car or maps.car(maps.sensor()), len(scene.stamp), road, **options)
    observation, _ = eyes.sense(scene, eyes.reset(scene))
    check(observation)
    return observation


def seen(scene: Scene, car: Car | None = None) -> list[int]:
    """Ids of the tracks, nearest first, in world 0."""
    tracks = look(scene, car).tracks
    return [int(i) for i in tracks.id[0][tracks.present[0]]]
