"""What lies behind all faces along a row: sky and ground."""

from __future__ import annotations

import math

import numpy as np

from aureole.core.notes import Float32, Float64, Int32
from aureole.kernels import device
from aureole.world.sensing.cameras.sky import sky_row
from aureole.world.sensing.cameras.strip import ground_row
from aureole.world.sensing.cameras.tone import Line, Triple
from aureole.world.sensing.shapes.canvas import (
    NOBODY,
    V_EYE,
    V_FAR,
    V_FOCAL,
    V_LATER,
    V_WAY,
    V_WORLD,
    V_X,
    V_Y,
    Canvas,
)
from aureole.world.sensing.shapes.shine import headlamps
from aureole.world.sensing.stage.stage import L_BEAM, L_HORIZON, L_NIGHT, L_SKY, L_SUN, L_WET, Stage


@device
def turned(views: Float64, image: int, share: float, column: int) -> float:
    """One number of the camera's pose at a row, `share` of the way from the first row to the last."""
    first = views[image, column]
    return float(first + share * (views[image, column + V_LATER] - first))


@device
def behind(
    stage: Stage, canvas: Canvas, views: Float64, image: int, at: tuple[int, int], row: int, share: float
) -> None:  # fmt: skip
    """Sky and ground along a row of the frame, which lies at `at` (slot, row) of the canvas."""
    columns, world, w, focal = canvas.near.shape[2], int(views[image, V_WORLD]), V_WAY, views[image, V_FOCAL]
    v, middle = (views[image, V_Y] - row) / focal, views[image, V_X]
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
    high, u0, step = max(eye[2] - stage.ground.low[2], 0.05), middle / focal, -1.0 / focal
    tilt = b[2] if abs(b[2]) > 1e-12 else 0.0
    line = (
        a[0] + u0 * b[0], step * b[0], a[1] + u0 * b[1], step * b[1], -(a[2] + u0 * tilt) / high, -step * tilt / high,
    )  # fmt: skip
    first, last = grounded(line, 1.0 / views[image, V_FAR], columns)
    nearness(canvas, at, line, first, last)
    if first < last:
        night, wet = stage.light[world, L_NIGHT], stage.light[world, L_WET]
        damp = 1.0 - 0.45 * wet
        lit = sunlit(stage.light, world)
        lit = (damp * lit[0], damp * lit[1], damp * lit[2]) if night <= 0.0 else (damp, damp, damp)
        ground_row(stage, canvas, at, eye, line, (focal, high), lit, (first, last))
        if night > 0.0:
            lamped(stage, canvas, views, image, at, eye, line, (first, last))
        if wet > 0.0:
            mirrored(stage, canvas, (at[0], at[1], world), line, high, (first, last))
    where, lens = (at[0], at[1], world), (middle, focal)
    if first >= last:
        sky_row(stage, canvas, where, a, b, lens, (0, columns))
    elif first > 0:
        sky_row(stage, canvas, where, a, b, lens, (0, first))
    elif last < columns:
        sky_row(stage, canvas, where, a, b, lens, (last, columns))


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
    near, name, owner = canvas.near[slot, row], canvas.name[slot, row], canvas.owner[slot, row]
    for k in range(len(near)):
        near[k] = 0.0
    for k in range(len(name)):
        name[k] = -1
    for k in range(len(owner)):
        owner[k] = NOBODY
    part = near[first:last]
    if line[5] == 0.0:
        same = np.float32(line[4])
        for k in range(len(part)):
            part[k] = same
    else:
        for k in range(len(part)):
            part[k] = line[4] + line[5] * (first + k)


@device
def sunlit(light: Float64, world: int) -> Triple:
    """Light on level ground."""
    sun = max(0.0, light[world, L_SUN + 2])
    return (
        sun * light[world, L_BEAM] + light[world, L_SKY], sun * light[world, L_BEAM + 1] + light[world, L_SKY + 1],
        sun * light[world, L_BEAM + 2] + light[world, L_SKY + 2],
    )  # fmt: skip


@device
def lamped(
    stage: Stage, canvas: Canvas, views: Float64, image: int, at: tuple[int, int], eye: Triple, line: Line,
    span: tuple[int, int],
) -> None:  # fmt: skip
    """Light of the sky and of the own low beam on a row of ground in the dark."""
    slot, row = at
    world = int(views[image, V_WORLD])
    night, lit = stage.light[world, L_NIGHT], sunlit(stage.light, world)
    red, green, blue = canvas.colour[slot, 0, row], canvas.colour[slot, 1, row], canvas.colour[slot, 2, row]
    for k in range(span[0], span[1]):
        t = 1.0 / (line[4] + line[5] * k)
        x, y = eye[0] + t * (line[0] + line[1] * k), eye[1] + t * (line[2] + line[3] * k)
        lamp = night * headlamps(views, image, x, y, 0.0)
        red[k] *= lit[0] + lamp
        green[k] *= lit[1] + 0.96 * lamp
        blue[k] *= lit[2] + 0.88 * lamp


@device
def mirrored(
    stage: Stage, canvas: Canvas, at: tuple[int, int, int], line: Line, high: float, span: tuple[int, int]
) -> None:  # fmt: skip
    """The horizon in a film of water, the more the flatter one looks."""
    slot, row, world = at
    light, much = stage.light, 0.55 * stage.light[world, L_WET]
    red, green, blue = canvas.colour[slot, 0, row], canvas.colour[slot, 1, row], canvas.colour[slot, 2, row]
    for k in range(span[0], span[1]):
        ahead, left = line[0] + line[1] * k, line[2] + line[3] * k
        flat = 1.0 - high * (line[4] + line[5] * k) / math.sqrt(ahead * ahead + left * left)
        mirror = much * (flat * flat * flat) ** 2 if flat > 0.0 else 0.0
        red[k] += mirror * (light[world, L_HORIZON] - red[k])
        green[k] += mirror * (light[world, L_HORIZON + 1] - green[k])
        blue[k] += mirror * (light[world, L_HORIZON + 2] - blue[k])


@device
def nearest(near: Float32, owner: Int32, first: float, change: float, f: int) -> None:
    """Make a face the owner of the pixels in which nothing is nearer."""
    own = np.int32(f)
    for k in range(len(near)):
        w = np.float32(first + change * k)
        closer = w > near[k]
        near[k] = w if closer else near[k]
        owner[k] = own if closer else owner[k]
