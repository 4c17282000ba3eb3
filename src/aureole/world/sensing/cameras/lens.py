"""The lens: from the opening angle to pixels, radial distortion and its inverse (Brown 1966, Conrady 1919)."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from aureole.core.car import Optics, Sensor
from aureole.core.errors import BadInput
from aureole.core.notes import Float32, Float64

WIDEST = 2.8  # rad; a flat image plane cannot show half a turn
STEPS = 40  # of the inverse; it converges in a dozen


class Lens(NamedTuple):
    """What a camera's pixels look at."""

    focal: float
    """px; of the middle."""
    middle: tuple[float, float]
    """px; column and row that look along the axis, in the frame."""
    shape: tuple[int, int]
    """Rows and columns of the undistorted frame, samples included."""
    warp: Float32
    """(rows, columns, 2): where in the frame each pixel looks; empty without distortion."""


def distorted(r: Float64, k1: float, k2: float) -> Float64:
    """Distance from the middle (tangents) at which a ray lands that comes at tangent r."""
    square = r * r
    found: Float64 = r * (1.0 + square * (k1 + square * k2))
    return found


def undistorted(r: Float64, k1: float, k2: float) -> Float64:
    """The inverse of `distorted` where that rises: Newton's method from r itself."""
    found = np.array(r, dtype=np.float64)
    for _ in range(STEPS):
        square = found * found
        slope = 1.0 + square * (3.0 * k1 + 5.0 * k2 * square)
        found = found - (distorted(found, k1, k2) - r) / np.maximum(slope, 0.05)
    return found


def furthest(sensor: Sensor, optics: Optics) -> float:
    """Tangent of the angle at the corner of the picture; BadInput if the lens cannot be."""
    half = math.tan(0.5 * sensor.view)
    square = np.linspace(0.0, half, 200) ** 2
    slope = 1.0 + square * (3.0 * optics.k1 + 5.0 * optics.k2 * square)
    what = f"sensor {sensor.name}: no lens has k1 = {optics.k1:g}, k2 = {optics.k2:g} over {sensor.view:g} rad"
    remedy = "its picture would fold over itself; take smaller numbers or a narrower view"
    if slope.min() <= 0.05:
        raise BadInput(what, remedy=remedy)
    edge = float(distorted(np.array(half), optics.k1, optics.k2))
    corner = edge * math.hypot(1.0, optics.rows / optics.columns)
    with np.errstate(all="ignore"):  # of a lens that folds the search runs away
        far = float(undistorted(np.array(corner), optics.k1, optics.k2))
    if not far <= 8.0 or not abs(float(distorted(np.array(far), optics.k1, optics.k2)) - corner) < 1e-6 * corner:
        raise BadInput(what, remedy=remedy)
    return far


def lens_of(sensor: Sensor, optics: Optics) -> Lens:
    """The lens of a camera.

    Raises:
        BadInput: the view is too wide for a flat image, or the distortion folds the picture.
    """
    if not 0.0 < sensor.view <= WIDEST:
        raise BadInput(
            f"sensor {sensor.name}: a view of {sensor.view:g} rad does not fit on a flat picture",
            remedy=f"take at most {WIDEST} rad, or several cameras",
        )
    furthest(sensor, optics)
    half, samples = math.tan(0.5 * sensor.view), optics.samples
    focal = 0.5 * optics.columns / float(distorted(np.array(half), optics.k1, optics.k2))
    rows, columns = optics.rows, optics.columns
    if optics.k1 == 0.0 and optics.k2 == 0.0:
        middle = (0.5 * columns * samples - 0.5, 0.5 * rows * samples - 0.5)
        return Lens(focal * samples, middle, (rows * samples, columns * samples), np.zeros((0, 0, 2), np.float32))
    y, x = np.meshgrid(np.arange(rows) + 0.5 - 0.5 * rows, np.arange(columns) + 0.5 - 0.5 * columns, indexing="ij")
    away = np.hypot(x, y) / focal
    share = undistorted(away, optics.k1, optics.k2) / np.maximum(away, 1e-12)
    up, across = share * y * samples, share * x * samples
    middle = (math.ceil(float(across.max())) + samples + 0.0, math.ceil(float(up.max())) + samples + 0.0)
    frame = (2 * int(middle[1]) + 1, 2 * int(middle[0]) + 1)
    return Lens(
        focal * samples, middle, frame, np.stack((up + middle[1], across + middle[0]), axis=2).astype(np.float32)
    )
