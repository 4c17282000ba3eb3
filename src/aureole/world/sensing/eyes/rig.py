"""All eyes of a car at once: those that are alike are drawn by one call, which costs less than one for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aureole.core.car import Sensor
from aureole.core.errors import BadInput
from aureole.core.notes import Bool, Float64, Int64, Uint8, Uint64
from aureole.world.sensing.cameras.render import Camera, Eye, render, rotation
from aureole.world.sensing.cameras.room import room
from aureole.world.sensing.shapes.canvas import V_EGO, V_EYE, V_LATER, V_WAY, V_WORLD, VIEW, Job
from aureole.world.sensing.stage.stage import L_RAIN, Stage

STANDS = Eye(np.zeros((1, 3)), np.zeros((1, 3)), np.zeros((1, 2)), np.zeros(1))
"""A car at the origin."""


@dataclass(frozen=True, slots=True)
class Rig:
    """Cameras that ride on one car and give pictures of one size."""

    cameras: tuple[Camera, ...]
    alike: tuple[tuple[int, ...], ...]
    """Cameras by number that share samples, exposure, noise and lens, but for where they look and how wide."""
    places: Float64
    """Of the cameras in the frame of the car, (cameras, 3), m."""
    turns: Float64
    """Car from camera, (cameras, 3, 3)."""
    plain: Float64
    """Their views from a car at the origin, (cameras, VIEW)."""
    rolls: bool
    """A shutter rolls."""

    def views(self, eye: Eye) -> Float64:
        """The rows that kernels take, (worlds, cameras, VIEW), as `Camera.views` gives them."""
        if self.rolls:
            return np.stack([camera.views(eye) for camera in self.cameras], axis=1)
        worlds, cameras = len(eye.xyz), len(self.cameras)
        found = np.empty((worlds, cameras, VIEW))
        found[:] = self.plain
        turn = rotation(eye.angles[:, 0], eye.angles[:, 1], eye.angles[:, 2])[:, None]
        found[:, :, V_EYE:V_WAY] = eye.xyz[:, None] + (turn * self.places[:, None]).sum(axis=3)
        axes = (turn[..., None] * self.turns[:, None]).sum(axis=3)
        found[:, :, V_WAY:V_LATER] = axes.transpose(0, 1, 3, 2).reshape(worlds, cameras, 9)
        found[:, :, V_LATER : 2 * V_LATER] = found[:, :, :V_LATER]
        found[:, :, V_WORLD] = np.arange(worlds)[:, None]
        ego = (eye.xyz[:, 0], eye.xyz[:, 1], np.cos(eye.angles[:, 0]), np.sin(eye.angles[:, 0]))
        found[:, :, V_EGO : V_EGO + 4] = np.stack(ego, axis=-1)[:, None]
        return found

    def see(self, stage: Stage, eye: Eye, wanted: Bool, keys: Uint64, ticks: Int64) -> Uint8:
        """The pictures (worlds, cameras, rows, columns, 3) that are wanted (worlds, cameras); black the others.

        Args:
            stage: what there is to be seen.
            eye: where the cars are.
            wanted: which pictures.
            keys: of the noise of each picture, (worlds, cameras).
            ticks: which picture of the drive it is, (worlds,).

        Raises:
            BadInput: a car's pose is not a number.
        """
        if not all(bool(np.isfinite(part).all()) for part in eye):
            raise BadInput("the pose of a car with eyes is not a number", place="cameras")
        views, optics = self.views(eye), self.cameras[0].optics
        found = np.zeros((*wanted.shape, optics.rows, optics.columns, 3), dtype=np.uint8)
        for numbers in self.alike:
            world, which = np.nonzero(wanted[:, list(numbers)])
            if len(world):
                number = np.array(numbers)[which]
                given = (views[world, number], keys[world, number], ticks[world])
                found[world, number] = drawn(self.cameras[numbers[0]], stage, *given)
        return found


def drawn(camera: Camera, stage: Stage, views: Float64, keys: Uint64, ticks: Int64) -> Uint8:
    """Pictures of views that share a camera's optics, in one call."""
    optics, warped = camera.optics, camera.lens.warp.size > 0
    shots, lost = room(len(views), optics, truth=False), np.zeros(len(views), np.int32)
    numbers = np.array([optics.samples, optics.exposure, optics.noise, float(warped)])
    with camera.canvas(whole=warped or bool(stage.light[:, L_RAIN].any())) as canvas:
        given = (camera.lens.warp, keys, ticks, numbers, np.zeros(1, np.bool_))
        render(Job(stage, views, canvas, shots, *given), 0, len(views), lost)
    return shots.image


def rig_of(sensors: Sequence[Sensor]) -> Rig:
    """The cameras of some sensors.

    Raises:
        BadInput: one of them has no optics, or its lens cannot be.
    """
    cameras = tuple(Camera(sensor) for sensor in sensors)
    own = [rotation(np.full(1, one.sensor.heading), np.full(1, one.optics.pitch), np.zeros(1))[0] for one in cameras]
    places = np.array([[one.sensor.x, one.sensor.y, one.optics.z] for one in cameras])
    plain, rolls = np.concatenate([one.views(STANDS) for one in cameras]), any(one.optics.shutter for one in cameras)
    return Rig(cameras, tuple(map(tuple, groups(cameras))), places, np.stack(own), plain, rolls)


def groups(cameras: Sequence[Camera]) -> list[list[int]]:
    """Cameras by number, those together that can be drawn by one call."""
    found: list[list[int]] = []
    for number, one in enumerate(cameras):
        for group in found:
            if fits(cameras[group[0]], one):
                group.append(number)
                break
        else:
            found.append([number])
    return found


def fits(one: Camera, other: Camera) -> bool:
    """Whether two cameras differ in no more than where they look and how wide."""
    same = ("rows", "columns", "samples", "exposure", "noise")
    alike = all(getattr(one.optics, name) == getattr(other.optics, name) for name in same)
    return alike and one.lens.shape == other.lens.shape and np.array_equal(one.lens.warp, other.lens.warp)
