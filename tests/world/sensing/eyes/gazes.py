"""Cars with small eyes on a road made by hand, for the tests of what they are given."""

from __future__ import annotations

import dataclasses

import numpy as np

from aureole.core.brief import unsigned
from aureole.core.car import Car, Optics, Sensor
from aureole.core.kinds import Kind
from aureole.world.sensing.eyes.scenery import Scenery
from aureole.world.sensing.eyes.senses import Gaze, Perceived
from aureole.world.sensing.stage.light import WEATHERS, light_of
from tests.world.sensing import maps, shown
from tests.world.sensing.looks import senses

STEP = 10_000_000  # ns
ROWS, COLUMNS = 8, 16
NAMES = ("eye_front", "eye_rear")


def eye(name: str, heading: float = 0.0, **optics: float) -> Sensor:
    made = {"columns": COLUMNS, "rows": ROWS, "z": 1.4, "pitch": 0.03, "noise": 0.02, "eye": True} | optics
    return Sensor(name, "camera", 0.0, 0.0, heading, 1.0, 0.0, 0.0, Optics(**made))


def car(*eyes: Sensor, latency: float = 0.1) -> Car:
    """A car with a sensor that gives things too: what perceives must not be given them."""
    return maps.car(maps.sensor(), *(eyes or (eye(NAMES[0]), eye(NAMES[1], 3.1))), latency=latency)


def scenery(worlds: int, weather: str = "day") -> Scenery:
    stage = shown.stage([[shown.thing(0, 0, 0)]])
    return Scenery((stage,), np.zeros(worlds, dtype=np.int64), light_of(WEATHERS[weather]))


def gaze(worlds: int = 1, *faults: str, weather: str = "day", keys=None, **of_car) -> Perceived:
    """The senses of some worlds."""
    keys = np.arange(worlds, dtype=np.uint64) + np.uint64(11) if keys is None else keys
    body = of_car.pop("body", None) or car(**of_car)
    return Perceived(
        senses(body, worlds, keys=keys), body, Gaze(weather, faults), scenery(worlds, weather), signs=unsigned(worlds),
        keys=keys,
    )  # fmt: skip


def at(tick: int, worlds: int = 1):
    """A car ahead that comes nearer by 20 m/s."""
    other = {"xyz": (30.0 - 0.2 * tick, 0.0, 0.0), "kind": Kind.CAR, "velocity": (-20.0, 0.0)}
    found = maps.scene([other], stamp=tick * STEP, worlds=worlds, road=0, s=100.0, lane=3, t=-1.75)
    return dataclasses.replace(found, xyz=found.xyz + np.array([100.0, -1.75, 0.0]))


def drive(eyes: Perceived, ticks: int, worlds: int = 1):
    """Every tenth of a second of a drive, asked at every step; and the last state."""
    state, found = eyes.reset(at(0, worlds)), []
    for tick in range(ticks):
        observation, state = eyes.sense(at(tick, worlds), state)
        found.append(observation)
    return found, state
