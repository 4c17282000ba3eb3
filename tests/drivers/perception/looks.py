"""Observations for tests of perception: pictures of one grey, a route, nothing given."""

import dataclasses

import numpy as np

from aureole.core.observation import EgoMotion, Lanes, Objects, Observation, Signals, Tracks
from aureole.drivers.perception import words


def looking(worlds=1, *, stamp=0.0, grey=90, speed=0.0, yaw_rate=0.0, age=0.1, route=None):
    """A look of cars whose four eyes see one grey."""

    def full(value):
        return np.full(worlds, value, np.float32)

    path = np.stack((5.0 * np.arange(32), np.zeros(32)), axis=-1) if route is None else route
    return Observation(
        stamp=np.full(worlds, round(stamp * 1e9), np.int64),
        ego=EgoMotion(full(speed), full(0.0), full(yaw_rate), full(0.0)),
        tracks=Tracks(**words.no_tracks(worlds)), lanes=Lanes(**words.no_lanes(worlds)),
        signals=Signals(**words.no_signals(worlds)), objects=Objects(**words.no_objects(worlds)),
        route=np.tile(path.astype(np.float32), (worlds, 1, 1)), set_speed=full(10.0),
        images=np.full((worlds, 4, 64, 160, 3), grey, np.uint8), points=np.zeros((worlds, 0, 4), np.float32),
        order=np.zeros((worlds, 128), np.uint8), order_length=np.zeros(worlds, np.int32),
        age=np.full((worlds, 4), age, np.float32),
    )  # fmt: skip


def covered(look, eye=0):
    """The same look with one eye covered."""
    images = look.images.copy()
    images[:, eye] = 0
    return dataclasses.replace(look, images=images)


def aged(look, eye=0, age=np.inf):
    """The same look with one eye that gave nothing for so long."""
    ages = look.age.copy()
    ages[:, eye] = age
    return dataclasses.replace(look, age=ages)
