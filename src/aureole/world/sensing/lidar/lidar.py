"""The lidar of a car: points of any number of worlds, in the frame of the ego."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from aureole.core.car import Sensor
from aureole.core.errors import BadInput, Unsupported
from aureole.core.notes import Float64, Int64, Uint64
from aureole.world.sensing.cameras.lens import Lens
from aureole.world.sensing.cameras.render import Eye, mounted, rotation
from aureole.world.sensing.cameras.room import canvas_of
from aureole.world.sensing.lidar.cast import N_TURN, Echo, scan
from aureole.world.sensing.shapes.canvas import V_FAR, V_SELF, V_WORLD
from aureole.world.sensing.stage.stage import Stage


class Lidar:
    """One lidar: `optics.rows` rings of `optics.columns` directions over `view`, spread over `tall`."""

    def __init__(self, sensor: Sensor) -> None:
        """Prepare it.

        Raises:
            BadInput: it has no optics, or one of its numbers cannot be.
            Unsupported: a turn that takes time.
        """
        optics = sensor.optics
        if optics is None:
            raise BadInput(f"sensor {sensor.name} gives no points", remedy="describe its [optics]")
        numbers = (
            sensor.x,
            sensor.y,
            sensor.heading,
            sensor.view,
            sensor.range,
            sensor.noise,
            optics.z,
            optics.pitch,
            optics.tall,
        )
        fits = 1 <= optics.rows <= 256 and 4 <= optics.columns <= 4096 and sensor.range > 0.0 and sensor.noise >= 0.0
        if not (all(map(math.isfinite, numbers)) and fits and 0.0 < sensor.view < 6.2833 and 0.0 < optics.tall < 2.0):
            what = (
                f"sensor {sensor.name}: {optics.rows} rings of {optics.columns}, {sensor.view:g} × {optics.tall:g} rad"
            )
            raise BadInput(what, remedy="take 1 to 256 rings, 4 to 4096 directions, finite numbers and a range above 0")
        if optics.shutter > 0.0:
            what = (
                f"sensor {sensor.name}: a lidar whose turn takes time (shutter {optics.shutter:g} s) is not there yet"
            )
            raise Unsupported(what, remedy="leave shutter out")
        self.sensor, self.optics = sensor, optics

    def see(
        self,
        stage: Stage,
        eye: Eye,
        *,
        keys: Uint64 | None = None,
        ticks: Int64 | None = None,
        threads: int = 1,
        agent: int = 0,
    ) -> Echo:
        """One turn in every world; the same whatever the batch and the threads. Arguments as of `Camera.see`."""
        worlds, optics, sensor = len(eye.xyz), self.optics, self.sensor
        if not all(bool(np.isfinite(part).all()) for part in eye):
            raise BadInput(f"lidar {sensor.name}: the car's pose is not a number", place="lidar")
        rays = optics.rows * optics.columns
        echo = Echo(
            np.zeros((worlds, rays, 4), np.float32),
            np.zeros((worlds, rays), np.uint8),
            np.full((worlds, rays), -1, np.int32),
        )
        views = mounted(sensor, optics, eye)
        views[:, V_WORLD], views[:, V_SELF], views[:, V_FAR] = np.arange(worlds), agent, sensor.range
        key = np.zeros(worlds, np.uint64) if keys is None else np.ascontiguousarray(keys, dtype=np.uint64)
        tick = np.zeros(worlds, np.int64) if ticks is None else np.ascontiguousarray(ticks, dtype=np.int64)
        numbers = self.numbers()

        def work(low: int, high: int) -> None:
            canvas = canvas_of(Lens(0.0, (0.0, 0.0), (optics.rows, optics.columns), np.zeros((0, 0, 2), np.float32)), 1)
            for image in range(low, high):
                scan(stage, canvas, views, image, numbers, echo, key[image], tick[image])

        cuts = np.linspace(0, worlds, min(max(threads, 1), max(worlds, 1)) + 1).astype(int).tolist()
        with ThreadPoolExecutor(len(cuts) - 1) as pool:
            list(pool.map(work, cuts[:-1], cuts[1:]))
        return echo

    def numbers(self) -> Float64:
        """What the kernel takes: view, lowest ring, height of the view, noise, range, place, axes in the ego frame."""
        sensor, optics = self.sensor, self.optics
        own = rotation(np.array([sensor.heading]), np.array([optics.pitch]), np.zeros(1))[0]
        found = [sensor.view, -0.5 * optics.tall, optics.tall, sensor.noise, sensor.range, sensor.x, sensor.y, optics.z]
        return np.array([*found[:N_TURN], *own.T.ravel()])
