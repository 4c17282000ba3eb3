"""The eyes of a car: where each pixel looks, and where a place on the road is seen; so one network serves any mounting.

Pictures are flat (a pinhole) with radial distortion (Brown 1966), as `core.car.Optics` says; columns run to the right,
rows down. Pixel (row, column) looks along (1, left, up) in the frame of the eye, up to a factor.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from aureole.core.car import Car, Optics, Sensor
from aureole.core.errors import BadInput
from aureole.core.notes import Bool, Float32, Float64, Int64
from aureole.kernels import device, kernel

STRIDE = 4  # px; side of a cell of the network's features
RAYS = 4  # numbers that tell the network where a cell looks
FORWARD = 0.6  # rad; an eye that looks so little aside looks ahead
NEAREST = 0.3  # m; what is nearer to an eye, along its axis, it does not see
STEPS = 20  # of the inverse of the lens
E_PLACE, E_TURN, E_FOCAL, E_LENS, E_SHAPE = 0, 3, 12, 13, 15  # columns of `numbers_of`


@dataclass(frozen=True, slots=True)
class Eye:
    """One eye; frames as of `core.car.Sensor`."""

    name: str
    place: Float64
    """x, y, z in the frame of the car, m."""
    turn: Float64
    """Car from eye, (3, 3)."""
    focal: float
    """px; of the middle."""
    lens: tuple[float, float]
    """k1, k2."""
    shape: tuple[int, int]
    """Rows, columns, px."""

    @property
    def cells(self) -> tuple[int, int]:
        """Rows and columns of features."""
        return self.shape[0] // STRIDE, self.shape[1] // STRIDE


def eyes_of(car: Car) -> tuple[Eye, ...]:
    """The eyes of a car, in the order of its sensors.

    Raises:
        BadInput: it has none, or they give pictures of different sizes.
    """
    found = tuple(eye_of(one, one.optics) for one in car.sensors if one.optics is not None and one.optics.eye)
    if not found:
        raise BadInput(
            f"the car '{car.name}' has no eyes, so nothing can be perceived", place="senses",
            remedy="take a car with eyes (sedan, suv), or let the world give what is around: --senses given",
        )  # fmt: skip
    for eye in found[1:]:
        if eye.shape != found[0].shape:
            sizes = [f"{one.name} {one.shape[1]} × {one.shape[0]}" for one in (found[0], eye)]
            what = f"the eyes of '{car.name}' give pictures of different sizes: {', '.join(sizes)}"
            raise BadInput(what, place="senses", remedy="give all eyes of a car the same rows and columns")
    return found


def columns(eyes: tuple[Eye, ...]) -> Int64:
    """The column of `Observation.age` of each eye, counted from its end."""
    return np.arange(len(eyes)) - len(eyes)


def ahead(eyes: tuple[Eye, ...]) -> Bool:
    """Which eyes look ahead."""
    return np.array([abs(np.arctan2(eye.turn[1, 0], eye.turn[0, 0])) < FORWARD for eye in eyes], dtype=np.bool_)


def eye_ages(age: Float32, column: Int64) -> Float64:
    """How old the picture of each eye is in each world, s, from `Observation.age`, whose last columns are theirs."""
    if age.shape[1] >= len(column):
        return age[:, column].astype(np.float64)
    return np.full((len(age), len(column)), np.inf)  # nobody says


def eye_of(sensor: Sensor, optics: Optics) -> Eye:
    """An eye as its description says.

    Raises:
        BadInput: its picture does not divide into cells, or its view is none.
    """
    where = f"sensor {sensor.name}"
    if optics.rows % (4 * STRIDE) or optics.columns % (4 * STRIDE):
        what = f"{where}: a picture of {optics.columns} × {optics.rows} pixels"
        raise BadInput(what, remedy=f"an eye's sides must be multiples of {4 * STRIDE} px")
    half = math.tan(0.5 * sensor.view)
    if not 0.0 < half < 8.0:
        raise BadInput(f"{where}: a view of {sensor.view:g} rad is none of a flat picture", remedy="take 0 to 2.8 rad")
    edge = half * (1.0 + half * half * (optics.k1 + half * half * optics.k2))
    ch, sh, cp, sp = (
        math.cos(sensor.heading), math.sin(sensor.heading), math.cos(optics.pitch), math.sin(optics.pitch),
    )  # fmt: skip
    turn = np.array([[ch * cp, -sh, ch * sp], [sh * cp, ch, sh * sp], [-sp, 0.0, cp]])
    return Eye(
        sensor.name, np.array([sensor.x, sensor.y, optics.z]), turn, 0.5 * optics.columns / edge,
        (optics.k1, optics.k2), (optics.rows, optics.columns),
    )  # fmt: skip


def directions(eye: Eye) -> Float64:
    """Where the middle of each cell looks, in the car's frame, (rows, columns, 3); along the eye's axis 1 long."""
    rows, columns = eye.cells
    row, column = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
    middle = 0.5 * (STRIDE - 1)
    up = (0.5 * eye.shape[0] - 0.5 - (STRIDE * row + middle)) / eye.focal
    left = (0.5 * eye.shape[1] - 0.5 - (STRIDE * column + middle)) / eye.focal
    share = opened(np.hypot(up, left), eye.lens)
    own = np.stack((np.ones_like(up), share * left, share * up), axis=-1)
    found: Float64 = (own[..., None, :] * eye.turn).sum(axis=-1)
    return found


def opened(away: Float64, lens: tuple[float, float]) -> Float64:
    """By how much a ray that lands `away` from the middle (tangents) came from further out; 1 without distortion."""
    k1, k2 = lens
    came = np.array(away)
    for _ in range(STEPS if k1 or k2 else 0):
        square = came * came
        slope = np.maximum(1.0 + square * (3.0 * k1 + 5.0 * k2 * square), 0.05)
        came = came - (came * (1.0 + square * (k1 + square * k2)) - away) / slope
    found: Float64 = np.where(away > 1e-9, came / np.maximum(away, 1e-9), 1.0)
    return found


def rays(eyes: tuple[Eye, ...]) -> Float32:
    """What tells the network where each cell looks, (eyes, RAYS, rows, columns).

    Its tangents to the left and up; how near the level ground is that it meets, 10 m as 1, zero above the horizon;
    and 1 for an eye that sees (`blinded` clears it).
    """
    found = []
    for eye in eyes:
        looks = directions(eye)
        over = np.hypot(looks[..., 0], looks[..., 1])
        own = (looks[..., :, None] * eye.turn).sum(axis=-2)  # back into the eye's frame
        tilt = looks[..., 2] / over
        near = np.maximum(-tilt, 0.0) * (10.0 / max(float(eye.place[2]), 0.1))
        found.append(np.stack((own[..., 1] / own[..., 0], tilt, near, np.ones_like(near))))
    return np.stack(found).astype(np.float32)


class Aims(NamedTuple):
    """Where the cells of a car's eyes look."""

    ways: Float64
    """Direction seen from above, in the car's frame, (eyes, rows, columns), rad."""
    drops: Float64
    """Tangent of how far below level, less than zero above, (eyes, rows, columns)."""
    sides: Float64
    """Tangent of a cell's side in the middle, (eyes,); what is told in cells of a picture is alike in every eye."""


def aims(eyes: tuple[Eye, ...]) -> Aims:
    """Where the middle of each cell looks."""
    looks = np.stack([directions(eye) for eye in eyes])
    over = np.hypot(looks[..., 0], looks[..., 1])
    return Aims(
        np.arctan2(looks[..., 1], looks[..., 0]), -looks[..., 2] / over, np.array([STRIDE / eye.focal for eye in eyes])
    )


def numbers_of(eyes: tuple[Eye, ...]) -> Float64:
    """What kernels take of eyes, a row each."""
    rows = [(*eye.place.tolist(), *eye.turn.ravel().tolist(), eye.focal, *eye.lens, *eye.shape) for eye in eyes]
    return np.array(rows, dtype=np.float64)


@device
def met(eyes: Float64, e: int, x: float, y: float, z: float) -> tuple[float, float, float]:
    """Where eye e sees a place in the car's frame: row and column, px, and depth, m; zero where it does not."""
    eye = eyes[e]
    x, y, z = x - eye[E_PLACE], y - eye[E_PLACE + 1], z - eye[E_PLACE + 2]
    ahead = x * eye[E_TURN] + y * eye[E_TURN + 3] + z * eye[E_TURN + 6]
    depth = max(ahead, NEAREST)
    left = (x * eye[E_TURN + 1] + y * eye[E_TURN + 4] + z * eye[E_TURN + 7]) / depth
    up = (x * eye[E_TURN + 2] + y * eye[E_TURN + 5] + z * eye[E_TURN + 8]) / depth
    square = left * left + up * up
    bend = 1.0 + square * (eye[E_LENS] + square * eye[E_LENS + 1])
    row = 0.5 * eye[E_SHAPE] - 0.5 - eye[E_FOCAL] * bend * up
    column = 0.5 * eye[E_SHAPE + 1] - 0.5 - eye[E_FOCAL] * bend * left
    inside = ahead > NEAREST and -0.5 < row < eye[E_SHAPE] - 0.5 and -0.5 < column < eye[E_SHAPE + 1] - 0.5
    return row, column, ahead if inside else 0.0


@kernel
def meet(eyes: Float64, xyz: Float64, out: Float64) -> None:
    """Fill `out`, (3, eyes, n), with rows, columns and depths of places."""
    for e in range(len(eyes)):
        for n in range(len(xyz)):
            out[0, e, n], out[1, e, n], out[2, e, n] = met(eyes, e, xyz[n, 0], xyz[n, 1], xyz[n, 2])


def seen_at(eyes: tuple[Eye, ...], xyz: Float64) -> tuple[Float64, Float64, Float64]:
    """Where places in the car's frame (n, 3) are seen: row and column, px, and depth, m; each (eyes, n).

    Depth is zero where an eye does not see the place.
    """
    found = np.empty((3, len(eyes), len(xyz)))
    meet(numbers_of(eyes), np.ascontiguousarray(xyz, dtype=np.float64), found)
    return found[0], found[1], found[2]


def sampled(eyes: tuple[Eye, ...], xyz: Float64, blind: tuple[bool, ...]) -> tuple[Float32, Float32]:
    """Where in the stacked features of all eyes places are looked up, (n, 2) as GridSample takes it; and whether, (n,).

    Features of the eyes lie under each other; a place is looked up in the eye to which it is nearest to the middle.
    Half a cell at each edge is kept away from, so that no eye's features mix with those below.
    """
    return found_at(numbers_of(eyes), xyz, np.array(blind))


def found_at(numbers: Float64, xyz: Float64, blind: Bool) -> tuple[Float32, Float32]:
    """The same of eyes as `numbers_of` gives them."""
    grid, known = np.zeros((len(xyz), 2), dtype=np.float32), np.zeros(len(xyz), dtype=np.float32)
    look_up(numbers, np.ascontiguousarray(xyz, dtype=np.float64), blind, grid, known)
    return grid, known


@kernel
def look_up(eyes: Float64, xyz: Float64, blind: Bool, grid: Float32, known: Float32) -> None:
    """What `sampled` gives, into arrays of zeros."""
    rows, columns = eyes[0, E_SHAPE] // STRIDE, eyes[0, E_SHAPE + 1] // STRIDE
    middle = 0.5 * (STRIDE - 1)
    for n in range(len(xyz)):
        best, nearest, at_row, at_column = -1, math.inf, 0.0, 0.0
        for e in range(len(eyes)):
            row, column, depth = met(eyes, e, xyz[n, 0], xyz[n, 1], xyz[n, 2])
            aside = abs(column - 0.5 * eyes[0, E_SHAPE + 1])
            if depth > 0.0 and not blind[e] and aside < nearest:
                best, nearest, at_row, at_column = e, aside, row, column
        if best >= 0:
            r = min(max((at_row - middle) / STRIDE, 0.0), rows - 1.0) + best * rows
            c = min(max((at_column - middle) / STRIDE, 0.0), columns - 1.0)
            grid[n, 0] = (2.0 * c + 1.0) / columns - 1.0
            grid[n, 1] = (2.0 * r + 1.0) / (rows * len(eyes)) - 1.0
            known[n] = 1.0
