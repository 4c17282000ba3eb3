"""Cameras of a car: pictures of any number of worlds, and what is true of every pixel."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np

from aureole.core.car import Optics, Sensor
from aureole.core.errors import BadInput
from aureole.core.notes import Bool, Float32, Float64, Int32, Int64, Uint8, Uint64
from aureole.core.scene import Scene
from aureole.kernels import kernel
from aureole.world.sensing.cameras.finish import finish_row, glare_row
from aureole.world.sensing.cameras.lens import lens_of
from aureole.world.sensing.cameras.room import canvas_of, room
from aureole.world.sensing.rows.row import row_of
from aureole.world.sensing.rows.sky import forgotten
from aureole.world.sensing.rows.strokes import gather_marks
from aureole.world.sensing.shapes.canvas import (
    V_EGO,
    V_EXPOSURE,
    V_EYE,
    V_FAR,
    V_FOCAL,
    V_LATER,
    V_ROLLS,
    V_SELF,
    V_SHUTTER,
    V_WAY,
    V_WIDE,
    V_WORLD,
    V_X,
    V_Y,
    VIEW,
    Canvas,
    Job,
)  # fmt: skip
from aureole.world.sensing.shapes.gather import gather
from aureole.world.sensing.stage.stage import L_RAIN, Stage

FAR = 400.0  # m; the ground ends there
NO_ONE = -1


class Picture(NamedTuple):
    """What one camera gives of each world; truths are empty where they were not asked for."""

    image: Uint8
    """(worlds, rows, columns, 3), sRGB-like."""
    depth: Float32
    """(worlds, rows, columns), m along the camera's axis; infinite in the sky."""
    seen: Uint8
    """`stage.seen.Seen` of each pixel."""
    name: Int32
    """Agent, `SIGN_NAMES` + signal, or -1."""
    lost: Int32
    """Faces of each world for which there was no room."""


class Eye(NamedTuple):
    """Where the cars of a batch are, one row a world; world frame."""

    xyz: Float64
    angles: Float64
    """Heading, pitch, roll, rad."""
    velocity: Float64
    """(worlds, 2), m/s."""
    yaw_rate: Float64


def eye_of(scene: Scene, agent: int = 0) -> Eye:
    """Where an agent's cameras ride."""
    angles = np.stack((scene.heading[:, agent], scene.pitch[:, agent], scene.roll[:, agent]), axis=1)
    return Eye(scene.xyz[:, agent], angles, scene.velocity[:, agent], scene.yaw_rate[:, agent])


@kernel
def render(job: Job, low: int, high: int, lost: Int32) -> None:
    """Images `low` to `high`, one after the other on slot 0; row by row where nothing asks for rows further on."""
    stage, canvas, views = job.stage, job.canvas, job.views
    rows, whole = job.shots.image.shape[1], canvas.near.shape[1] == canvas.first.shape[1] - 1
    for image in range(low, high):
        gather(stage, canvas, views, image, 0)
        gather_marks(stage.ground, canvas, views, image, 0)
        forgotten(canvas, 0)
        if whole:
            for row in range(canvas.near.shape[1]):
                row_of(stage, canvas, views, image, 0, row)
                glare_row(job, image, 0, row)
            for row in range(rows):
                finish_row(job, image, 0, row)
        else:
            samples = canvas.near.shape[1]
            for row in range(rows):
                for sample in range(samples):
                    row_of(stage, canvas, views, image, 0, row * samples + sample)
                    glare_row(job, image, 0, row * samples + sample)
                finish_row(job, image, 0, row)
        lost[image] = canvas.lost[0]


class Camera:
    """One camera of a car, with room to draw in."""

    def __init__(self, sensor: Sensor, *, truth: bool = False, far: float = FAR) -> None:
        """Prepare it.

        Args:
            sensor: a camera with `optics`.
            truth: whether depth, classes and instances are given too.
            far: how far the ground is drawn and things are looked for, m.

        Raises:
            BadInput: it has no optics, or its lens cannot be.
        """
        if sensor.optics is None:
            raise BadInput(f"sensor {sensor.name} gives no pictures", remedy="describe its [optics]")
        check(sensor, sensor.optics)
        self.sensor, self.optics, self.truth, self.far = sensor, sensor.optics, truth, far
        self.lens = lens_of(sensor, sensor.optics)
        self.rooms: dict[int, list[Canvas]] = {}

    def see(
        self, stage: Stage, eye: Eye, *, keys: Uint64 | None = None, ticks: Int64 | None = None, threads: int = 1,
        agent: int = 0,
    ) -> Picture:  # fmt: skip
        """The pictures of all worlds; the same whatever the batch and the threads.

        Args:
            stage: what there is to be seen.
            eye: where the cars are.
            keys: of the noise of each world (`core.noise.key`).
            ticks: which picture of the drive it is, for the noise.
            threads: how many work at it.
            agent: whose camera it is; it does not see its own body.
        """
        worlds = len(eye.xyz)
        if not all(bool(np.isfinite(part).all()) for part in eye):
            raise BadInput(f"camera {self.sensor.name}: the car's pose is not a number", place="cameras")
        views = self.views(eye, agent)
        shots = room(worlds, self.optics, truth=self.truth)
        warped = self.lens.warp.size > 0
        numbers = np.array([self.optics.samples, self.optics.exposure, self.optics.noise, float(warped)])
        key = np.zeros(worlds, np.uint64) if keys is None else np.ascontiguousarray(keys, dtype=np.uint64)
        tick = np.zeros(worlds, np.int64) if ticks is None else np.ascontiguousarray(ticks, dtype=np.int64)
        want: Bool = np.array([self.truth])
        lost = np.zeros(worlds, np.int32)
        whole = warped or bool(stage.light[:, L_RAIN].any())

        def work(low: int, high: int) -> None:
            with self.canvas(whole=whole) as canvas:
                given = (self.lens.warp, key, tick, numbers, want)
                render(Job(stage, views, canvas, shots, *given), low, high, lost)

        cuts = np.linspace(0, worlds, min(max(threads, 1), max(worlds, 1)) + 1).astype(int).tolist()
        if len(cuts) == 2:
            work(0, worlds)
        else:
            with ThreadPoolExecutor(len(cuts) - 1) as pool:
                list(pool.map(work, cuts[:-1], cuts[1:]))
        return Picture(shots.image, shots.depth, shots.kind, shots.name, lost)

    @contextmanager
    def canvas(self, *, whole: bool) -> Iterator[Canvas]:
        """Room to draw in, of the whole frame or of the rows of one row of pixels; it is used again."""
        lines = self.lens.shape[0] if whole else self.optics.samples
        rooms = self.rooms.setdefault(lines, [])
        canvas = rooms.pop() if rooms else canvas_of(self.lens, 1, lines, truth=self.truth)
        yield canvas
        rooms.append(canvas)

    def views(self, eye: Eye, agent: int = 0) -> Float64:
        """The rows that kernels take."""
        optics, worlds = self.optics, len(eye.xyz)
        found = mounted(self.sensor, optics, eye)
        found[:, V_FOCAL], found[:, V_X], found[:, V_Y] = self.lens.focal, *self.lens.middle
        found[:, V_WORLD], found[:, V_SELF] = np.arange(worlds), agent
        found[:, V_ROLLS], found[:, V_SHUTTER], found[:, V_FAR] = float(optics.shutter > 0.0), optics.shutter, self.far
        found[:, V_EXPOSURE] = optics.exposure
        found[:, V_WIDE] = (self.lens.middle[0] + 1.0) / self.lens.focal
        return found


def mounted(sensor: Sensor, optics: Optics, eye: Eye) -> Float64:
    """Views (n, VIEW) with place and axes of a sensor, at its first row and at its last, and where the car is."""
    worlds = len(eye.xyz)
    found = np.zeros((worlds, VIEW))
    for later, back in ((0, optics.shutter), (V_LATER, 0.0)):
        heading = eye.angles[:, 0] - back * eye.yaw_rate
        turn = rotation(heading, eye.angles[:, 1], eye.angles[:, 2])
        at = eye.xyz - back * np.column_stack((eye.velocity, np.zeros(worlds)))
        place = np.array([sensor.x, sensor.y, optics.z])
        own = rotation(np.array([sensor.heading]), np.array([optics.pitch]), np.zeros(1))[0]
        found[:, V_EYE + later : V_EYE + later + 3] = at + (turn * place).sum(axis=2)
        axes = (turn[:, :, :, None] * own[None, None]).sum(axis=2)  # world, axis of the world, axis of the camera
        found[:, V_WAY + later : V_WAY + later + 9] = axes.transpose(0, 2, 1).reshape(worlds, 9)
    found[:, V_EGO : V_EGO + 2] = eye.xyz[:, :2]
    found[:, V_EGO + 2], found[:, V_EGO + 3] = np.cos(eye.angles[:, 0]), np.sin(eye.angles[:, 0])
    return found


def rotation(heading: Float64, pitch: Float64, roll: Float64) -> Float64:
    """World from body (n, 3, 3): heading, then pitch (nose down is plus), then roll (ISO 8855)."""
    ch, sh, cp, sp, cr, sr = (f(a) for a in (heading, pitch, roll) for f in (np.cos, np.sin))
    rows = (
        (ch * cp, ch * sp * sr - sh * cr, ch * sp * cr + sh * sr),
        (sh * cp, sh * sp * sr + ch * cr, sh * sp * cr - ch * sr),
        (-sp, cp * sr, cp * cr),
    )
    return np.stack([np.stack(row, axis=1) for row in rows], axis=1)


def check(sensor: Sensor, optics: Optics) -> None:
    """Raise BadInput for a camera that cannot be, however it came about."""
    where = f"sensor {sensor.name}"
    numbers = (sensor.x, sensor.y, sensor.heading, sensor.view, optics.z, optics.pitch, optics.k1, optics.k2,
               optics.exposure, optics.noise, optics.shutter)  # fmt: skip
    if not all(math.isfinite(number) for number in numbers):
        raise BadInput(f"{where}: its place or its lens is not a number", remedy="correct the car's description")
    if not (1 <= optics.rows <= 4096 and 1 <= optics.columns <= 4096 and 1 <= optics.samples <= 4):
        size = f"{optics.columns} × {optics.rows} pixels with {optics.samples} × {optics.samples} samples"
        raise BadInput(f"{where}: {size}", remedy="take 1 to 4096 pixels and 1 to 4 samples")
    if not (optics.exposure > 0.0 and 0.0 <= optics.noise <= 1.0 and 0.0 <= optics.shutter <= 0.5):
        what = f"exposure {optics.exposure:g}, noise {optics.noise:g}, shutter {optics.shutter:g} s"
        raise BadInput(f"{where}: {what}", remedy="exposure above 0, noise 0 to 1, shutter 0 to 0.5 s")


def cameras(sensors: Sequence[Sensor]) -> tuple[Sensor, ...]:
    """Those sensors of a car that give pictures."""
    return tuple(sensor for sensor in sensors if sensor.optics is not None)
