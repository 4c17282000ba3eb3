"""A lidar's rays against the faces of a stage: for each face the directions it may lie in, for each of those a test."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Array, Float32, Float64, Uint8
from aureole.kernels import device, kernel
from aureole.world.sensing.cameras.shade import look_at
from aureole.world.sensing.cameras.under import ground_at
from aureole.world.sensing.noise import normal
from aureole.world.sensing.shapes.canvas import (
    F_ALONG,
    F_CLASS,
    F_NAME,
    F_NEAR,
    F_SHADER,
    F_UP,
    FLAT,
    FORMS,
    GLOW,
    SHADOW,
    V_EYE,
    V_FAR,
    V_WAY,
    V_WORLD,
    Canvas,
)  # fmt: skip
from aureole.world.sensing.shapes.gather import gather
from aureole.world.sensing.stage.seen import Seen
from aureole.world.sensing.stage.stage import L_HAZE, Stage

MARKING, SIGN, PERSON, ROAD, TREE, TERRAIN = (
    int(Seen.MARKING), int(Seen.SIGN), int(Seen.PERSON), int(Seen.ROAD), int(Seen.TREE), int(Seen.TERRAIN),
)  # fmt: skip
LEAST = 0.0025  # -; share of its light that must come back through haze, at 10 % reflectance and 1 m: 250 m when clear
N_VIEW, N_LOW, N_TALL, N_NOISE, N_RANGE, N_X, N_Y, N_Z, N_TURN = range(9)  # numbers of a lidar; N_TURN + 0 … 8 its axes


class Echo(NamedTuple):
    """What comes out, one row a world; ring by ring from below, from right to left."""

    points: Float32
    """(worlds, rings × directions, 4): x, y, z in the ego frame (m), reflectance; all zero where nothing came back."""
    kind: Uint8
    name: Array


@device
def reflectance(seen: int) -> float:
    """Of a class, 0 to 1; signs and plates send light straight back."""
    if seen == SIGN:
        return 0.95
    if seen == MARKING:
        return 0.60
    if seen == ROAD:
        return 0.14
    if seen in (TREE, TERRAIN):
        return 0.32
    return 0.30 if seen == PERSON else 0.42


@device
def met(stage: Stage, faces: Float64, f: int, d: tuple[float, float, float]) -> float:
    """How far away a ray of unit length meets a face, m; 0 if it does not."""
    for edge in range(4):
        k = 3 * edge
        if faces[0, f, k] * d[0] + faces[0, f, k + 1] * d[1] + faces[0, f, k + 2] * d[2] < 0.0:
            return 0.0
    near = faces[0, f, F_NEAR] * d[0] + faces[0, f, F_NEAR + 1] * d[1] + faces[0, f, F_NEAR + 2] * d[2]
    if near <= 0.0:
        return 0.0
    t = 1.0 / near
    if int(faces[0, f, F_SHADER]) == FLAT:
        return float(t)
    a = t * (faces[0, f, F_ALONG] * d[0] + faces[0, f, F_ALONG + 1] * d[1] + faces[0, f, F_ALONG + 2] * d[2])
    b = t * (faces[0, f, F_UP] * d[0] + faces[0, f, F_UP + 1] * d[1] + faces[0, f, F_UP + 2] * d[2])
    hit, _, _, _, out = look_at(faces[0, f], stage.grain, stage.pictures, a, b)
    return max(t - out, 0.01) if hit else 0.0


@device
def sweep(stage: Stage, canvas: Canvas, numbers: Float64, f: int) -> None:
    """One face against all rays that may meet it."""
    faces, rings, columns = canvas.faces, canvas.near.shape[1], canvas.near.shape[2]
    middle, half = faces[0, f, FORMS], faces[0, f, FORMS + 1]
    step = numbers[N_VIEW] / columns
    first = math.floor((middle - half + 0.5 * numbers[N_VIEW]) / step - 0.5)
    last = math.ceil((middle + half + 0.5 * numbers[N_VIEW]) / step - 0.5)
    if last - first >= columns:
        first, last = 0, columns - 1
    turn = round(2.0 * math.pi / step)
    for ring in range(rings):
        up = numbers[N_LOW] + numbers[N_TALL] * (ring + 0.5) / rings
        if not faces[0, f, FORMS + 2] - 0.002 <= math.tan(up) <= faces[0, f, FORMS + 3] + 0.002:
            continue
        for c in range(int(first), int(last) + 1):
            column = c % int(turn)
            if column >= columns:
                continue
            aside = -0.5 * numbers[N_VIEW] + (column + 0.5) * step
            flat = math.cos(up)
            t = met(stage, faces, f, (flat * math.cos(aside), flat * math.sin(aside), math.sin(up)))
            if t > 0.0 and (canvas.near[0, ring, column] == 0.0 or t < canvas.near[0, ring, column]):
                canvas.near[0, ring, column] = t
                canvas.kind[0, ring, column] = int(faces[0, f, F_CLASS])
                canvas.name[0, ring, column] = int(faces[0, f, F_NAME])


@device
def floor(stage: Stage, canvas: Canvas, views: Float64, image: int, numbers: Float64) -> None:
    """The ground under every ray."""
    rings, columns, w = canvas.near.shape[1], canvas.near.shape[2], V_WAY
    high = views[image, V_EYE + 2] - stage.ground.low[2]
    for ring in range(rings):
        up = numbers[N_LOW] + numbers[N_TALL] * (ring + 0.5) / rings
        for column in range(columns):
            aside = -0.5 * numbers[N_VIEW] + (column + 0.5) * numbers[N_VIEW] / columns
            a, b, c = math.cos(up) * math.cos(aside), math.cos(up) * math.sin(aside), math.sin(up)
            dz = a * views[image, w + 2] + b * views[image, w + 5] + c * views[image, w + 8]
            canvas.near[0, ring, column], canvas.kind[0, ring, column], canvas.name[0, ring, column] = 0.0, 0, -1
            if dz < 0.0 and -high / dz < views[image, V_FAR]:
                t = -high / dz
                x = views[image, V_EYE] + t * (a * views[image, w] + b * views[image, w + 3] + c * views[image, w + 6])
                y = views[image, V_EYE + 1] + t * (
                    a * views[image, w + 1] + b * views[image, w + 4] + c * views[image, w + 7]
                )  # fmt: skip
                found = ground_at(stage.ground, stage.grain, x, y, (1.0, 0.0), 0.02, 0.02)
                canvas.near[0, ring, column], canvas.kind[0, ring, column] = t, found[3]


@kernel
def scan(
    stage: Stage, canvas: Canvas, views: Float64, image: int, numbers: Float64, echo: Echo, key: np.uint64, tick: int
) -> None:
    """One turn of the lidar of one world, on slot 0."""
    gather(stage, canvas, views, image, 0)
    floor(stage, canvas, views, image, numbers)
    for f in range(canvas.filled[0]):
        if int(canvas.faces[0, f, F_SHADER]) not in (SHADOW, GLOW):
            sweep(stage, canvas, numbers, f)
    rings, columns = canvas.near.shape[1], canvas.near.shape[2]
    haze = stage.light[int(views[image, V_WORLD]), L_HAZE]
    for ring in range(rings):
        up = numbers[N_LOW] + numbers[N_TALL] * (ring + 0.5) / rings
        for column in range(columns):
            k, t = ring * columns + column, float(canvas.near[0, ring, column])
            shine = reflectance(int(canvas.kind[0, ring, column]))
            back = shine * math.exp(-2.0 * haze * t) * 1600.0 / (t * t + 1.0)
            if t <= 0.0 or t > numbers[N_RANGE] or back < LEAST:
                continue
            if numbers[N_NOISE] > 0.0:
                t = max(t + numbers[N_NOISE] * normal(key, tick, k), 0.01)
            aside = -0.5 * numbers[N_VIEW] + (column + 0.5) * numbers[N_VIEW] / columns
            a, b, c = t * math.cos(up) * math.cos(aside), t * math.cos(up) * math.sin(aside), t * math.sin(up)
            n = N_TURN
            for axis in range(3):
                echo.points[image, k, axis] = (
                    numbers[N_X + axis] + a * numbers[n + axis] + b * numbers[n + 3 + axis] + c * numbers[n + 6 + axis]
                )
            echo.points[image, k, 3] = shine
            echo.kind[image, k], echo.name[image, k] = canvas.kind[0, ring, column], canvas.name[0, ring, column]
