"""The scenes that eyes will look back at, as cameras need them: things, signals, and where the car was."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aureole.core.brief import Signs
from aureole.core.notes import Bool, Float64, Int64
from aureole.core.scene import Scene
from aureole.world.sensing.cameras.render import Eye
from aureole.world.sensing.past import NEVER
from aureole.world.sensing.stage.build import poses, signals_of, things_of
from aureole.world.sensing.stage.stage import SIGNAL, THING

P_XYZ, P_ANGLES, P_VELOCITY, P_YAW_RATE, P_STAMP = 0, 3, 6, 8, 9
POSE = 10  # columns of the car's pose: place, angles, velocity (world), yaw rate, stamp (ns)


class Past(NamedTuple):
    """A ring of scenes; a renewal at tick k looks at place (k // every) % places."""

    things: Float64
    """(worlds, places, agents, 17) as `stage.build.things_of` gives them."""
    signals: Float64
    """(worlds, places, signals, 10)."""
    pose: Float64
    """(worlds, places, 10)."""


class Clock(NamedTuple):
    """When eyes look."""

    step: int
    """ns"""
    every: int
    """Ticks between two renewals."""
    lag: int
    """Ticks by which pictures are old."""

    def ticks(self, stamp: Int64) -> Int64:
        """The step that each stamp stands for."""
        return (stamp + self.step // 2) // self.step

    def keeps(self, stamp: Int64, kept: Int64) -> Bool:
        """Where a scene is to be kept: the first one, and those that a renewal will show."""
        wanted = ((self.ticks(stamp) + self.lag) % self.every == 0) & (kept != stamp)
        return np.asarray(wanted | (kept == NEVER))

    def due(self, stamp: Int64, renewed: Int64) -> Bool:
        """Where pictures are to be renewed."""
        return np.asarray((self.ticks(stamp) % self.every == 0) & (renewed != stamp))

    @property
    def places(self) -> int:
        """Of the ring."""
        return self.lag // self.every + 1


def empty(worlds: int, places: int, agents: int, signals: int) -> Past:
    """A ring without a scene."""
    return Past(
        np.zeros((worlds, places, agents, THING)), np.zeros((worlds, places, signals, SIGNAL)),
        np.zeros((worlds, places, POSE)),
    )  # fmt: skip


def kept(past: Past, scene: Scene, signs: Signs, clock: Clock, rows: Bool, first: Bool) -> Past:
    """The ring with a scene in it, where `rows` say so; in every place where it is a world's `first`."""
    things, signals, pose = (np.copy(part) for part in past)
    shown, posts, here = things_of(scene, poses(scene, signs)), signals_of(scene, signs), pose_of(scene)
    place = (clock.ticks(scene.stamp) + clock.lag) // clock.every % clock.places
    for p in range(clock.places):
        mine = rows & (first | (place == p))
        things[mine, p], signals[mine, p], pose[mine, p] = shown[mine], posts[mine], here[mine]
    return Past(things, signals, pose)


def pose_of(scene: Scene) -> Float64:
    """Where each world's car is, (worlds, 10)."""
    return np.column_stack((
        scene.xyz[:, 0], scene.heading[:, 0], scene.pitch[:, 0], scene.roll[:, 0], scene.velocity[:, 0],
        scene.yaw_rate[:, 0], scene.stamp.astype(np.float64),
    ))  # fmt: skip


def eye(pose: Float64) -> Eye:
    """The same as cameras take it."""
    return Eye(
        np.ascontiguousarray(pose[:, P_XYZ:P_ANGLES]), np.ascontiguousarray(pose[:, P_ANGLES:P_VELOCITY]),
        np.ascontiguousarray(pose[:, P_VELOCITY:P_YAW_RATE]), np.ascontiguousarray(pose[:, P_YAW_RATE]),
    )  # fmt: skip
