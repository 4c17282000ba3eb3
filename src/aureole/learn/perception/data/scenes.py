"""Moments of a drive side by side, as if they were worlds, and from places beside the car's own: pictures of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from aureole.core.brief import Signs
from aureole.core.car import Car
from aureole.core.noise import key, normal, uniform
from aureole.core.notes import Float64, Uint8
from aureole.core.scene import Scene
from aureole.world.sensing.cameras.render import Camera, Eye, Picture, eye_of
from aureole.world.sensing.stage.build import lit_by, staged
from aureole.world.sensing.stage.light import DAY, WEATHERS, Weather
from aureole.world.sensing.stage.stage import Stage

ASIDE, ASKEW = 0.45, 0.035  # m, rad; standard deviations of where pictures are taken beside the car
FURTHEST = 1.2  # m; at most so far aside
SHARES = {"day": 0.34, "overcast": 0.12, "dusk": 0.1, "night": 0.18, "rain": 0.12, "fog": 0.08, "glare": 0.06}
"""How often it looks like that outside; each is varied."""


class Shots(NamedTuple):
    """What the eyes see at all moments."""

    images: Uint8
    """(moments, eyes, rows, columns, 3)."""
    pictures: list[Picture]
    """Of each eye, with the truth."""
    xyz: Float64
    """Where the car is thought to be, (moments, 3), m, world."""
    heading: Float64
    stage: Stage


def together(scenes: Sequence[Scene]) -> Scene:
    """Moments as worlds."""
    names = [field.name for field in dataclasses.fields(Scene)]
    arrays: dict[str, Any] = {name: np.concatenate([getattr(scene, name) for scene in scenes]) for name in names}
    return Scene(**arrays)


def repeated(signs: Signs, count: int) -> Signs:
    """The signals of one world for many moments."""
    return signs._replace(value=np.repeat(signs.value[:1], count, axis=0))


def shots(stage: Stage, scene: Scene, signs: Signs, car: Car, name: str) -> Shots:
    """Pictures of all moments, each in a weather of its own and from a place a little beside the car's.

    Args:
        stage: of the map.
        scene: moments as worlds.
        signs: of the map.
        car: whose eyes see.
        name: of the drive; all that is drawn depends on it alone.
    """
    count = len(scene.stamp)
    keys = np.array([key(name, k, "shots") for k in range(count)], np.uint64)
    stage = lit_by(staged(stage, scene, repeated(signs, count)), [outside(one) for one in uniform(keys, 0, (10,))])
    aside = np.clip(ASIDE * normal(keys, 1, (1,))[:, 0], -FURTHEST, FURTHEST)
    eye = eye_of(scene)
    angles, heading = eye.angles.copy(), eye.angles[:, 0]
    xyz = eye.xyz + aside[:, None] * np.stack((-np.sin(heading), np.cos(heading), np.zeros(count)), axis=-1)
    angles[:, 0] += ASKEW * normal(keys, 2, (1,))[:, 0]
    placed = Eye(xyz, angles, eye.velocity, eye.yaw_rate)
    looks = [Camera(one, truth=True) for one in car.sensors if one.optics is not None and one.optics.eye]
    seen = [camera.see(stage, placed, keys=keys, ticks=np.arange(count)) for camera in looks]
    return Shots(np.stack([one.image for one in seen], axis=1), seen, xyz, angles[:, 0], stage)


def outside(drawn: Float64) -> Weather:
    """A weather from numbers between 0 and 1."""
    total, name = 0.0, "day"
    for one, share in SHARES.items():
        total += share
        if drawn[0] < total:
            name = one
            break
    was = WEATHERS[name]
    turn = 6.2 * drawn[1] if name != "glare" else 0.6 * (drawn[1] - 0.5) + 6.2 * drawn[2]
    high = 0.1 + 1.2 * drawn[3] if was is DAY else was.sun_height * (0.6 + 0.8 * drawn[3])
    return dataclasses.replace(
        was, sun_heading=turn, sun_height=high, cloud=float(np.clip(was.cloud + 0.6 * (drawn[4] - 0.5), 0.0, 1.0)),
        visibility=was.visibility * (0.6 + 0.8 * drawn[5]), rain=was.rain * (0.5 + drawn[6]),
        wet=float(np.clip(was.wet * (0.6 + 0.8 * drawn[7]), 0.0, 1.0)),
        night=float(np.clip(was.night * (0.85 + 0.3 * drawn[8]), 0.0, 1.0)), glare=was.glare * (0.4 + 0.6 * drawn[9]),
        sun=was.sun * (0.8 + 0.4 * drawn[9]),
    )  # fmt: skip
