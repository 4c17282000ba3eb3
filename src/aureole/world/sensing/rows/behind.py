"""What lies behind all faces along a row: sky and ground."""

from __future__ import annotations

import math

import numpy as np

from aureole.core.notes import Float64
from aureole.kernels import device
from aureole.world.sensing.shapes.canvas import (
    NOBODY,
    V_EYE,
    V_FOCAL,
    V_LATER,
    V_ROLLS,
    V_WAY,
    V_X,
    V_Y,
    Canvas,
)

ZERO = np.float32(0.0)
Triple = tuple[float, float, float]
Line = tuple[float, float, float, float, float, float]
"""near · (x - eye), near · (y - eye), near along a row: at pixel 0, and their change from one to the next."""
Pose = tuple[Triple, Triple, Triple, Line, float]
"""Eye, the ray of a row where u = 0, its change with u, where the row lies on the ground, the eye's height above it."""


@device
def turned(views: Float64, image: int, share: float, column: int) -> float:
    """One number of the camera's pose at a row, `share` of the way from the first row to the last."""
    first = views[image, column]
    return float(first + share * (views[image, column + V_LATER] - first))


@device
def shared(views: Float64, image: int, canvas: Canvas, row: int) -> float:
    """How far a row is on the way from the first to the last, where the shutter rolls; else 0."""
    rows = canvas.first.shape[1] - 1
    return row / (rows - 1.0) if views[image, V_ROLLS] > 0.0 and rows > 1 else 0.0


@device
def posed(views: Float64, image: int, row: int, share: float, floor: float) -> Pose:
    """How a row of the frame looks into the world, in which the ground lies at height `floor`."""
    w, focal = V_WAY, views[image, V_FOCAL]
    v = (views[image, V_Y] - row) / focal
    eye = (
        turned(views, image, share, V_EYE), turned(views, image, share, V_EYE + 1),
        turned(views, image, share, V_EYE + 2),
    )  # fmt: skip
    b = (turned(views, image, share, w + 3), turned(views, image, share, w + 4), turned(views, image, share, w + 5))
    a = (
        turned(views, image, share, w) + v * turned(views, image, share, w + 6),
        turned(views, image, share, w + 1) + v * turned(views, image, share, w + 7),
        turned(views, image, share, w + 2) + v * turned(views, image, share, w + 8),
    )  # fmt: skip
    high, u0, step = max(eye[2] - floor, 0.05), views[image, V_X] / focal, -1.0 / focal
    tilt = b[2] if abs(b[2]) > 1e-12 else 0.0
    line = (
        a[0] + u0 * b[0], step * b[0], a[1] + u0 * b[1], step * b[1], -(a[2] + u0 * tilt) / high, -step * tilt / high,
    )  # fmt: skip
    return eye, a, b, line, high


@device
def grounded(line: Line, far: float, columns: int) -> tuple[int, int]:
    """Pixels in which the ground is nearer than the end of sight: the first, and the one after the last."""
    start, change = line[4] - far, line[5]
    if change == 0.0:
        return 0, columns if start > 0.0 else 0
    border = -start / change
    if change > 0.0:
        return int(min(max(math.floor(border) + 1.0, 0.0), columns)), columns
    return 0, int(min(max(math.ceil(border), 0.0), columns))


@device
def nearness(canvas: Canvas, at: tuple[int, int], line: Line, first: int, last: int) -> None:
    """Nearness of ground and sky, and nobody's name."""
    slot, row = at
    near, owner = canvas.near[slot, row], canvas.owner[slot, row]
    columns, none, start = np.uint64(len(owner)), np.int32(NOBODY), np.uint64(first)
    if last - first < len(owner):
        for k in range(columns):
            near[k] = ZERO
    for k in range(columns):
        owner[k] = none
    if line[5] == 0.0:
        same = np.float32(line[4])
        for k in range(start, np.uint64(last)):
            near[k] = same
    else:
        for k in range(start, np.uint64(last)):
            near[k] = line[4] + line[5] * np.float64(np.int64(k))
    if canvas.name.shape[2] > 0:
        name = canvas.name[slot, row]
        for k in range(columns):
            name[k] = none
