"""Crowns of trees: four balls of leaves, or the three cones of a fir, on one face that turns to the eye.

A face for the whole crown, and not one for each ball, is found and coloured once a row; where a ray meets it, the ball
or cone that is nearest there is asked. The face stands upright through the trunk. A ray's place on it counts for every
ball as if all rays ran along the face's normal, so a ball that bulges toward the eye looks a little too small.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from aureole.core.notes import Float64
from aureole.kernels import device
from aureole.world.sensing.shapes.canvas import (
    CROWN,
    F_MORE,
    V_EYE,
    V_WORLD,
    W_CORNERS,
    W_MORE,
    Canvas,
)  # fmt: skip
from aureole.world.sensing.shapes.faces import put
from aureole.world.sensing.shapes.shine import lamp_on
from aureole.world.sensing.shapes.sticks import dyed
from aureole.world.sensing.stage.seen import FIXED, Seen
from aureole.world.sensing.stage.stage import L_SUN, X_HEIGHT, X_SEED, X_X, X_Y, X_Z

TREE = int(Seen.TREE)
C_FIR, C_SIZE, C_LEFT, C_WIDE, C_ASIDE, C_AHEAD, C_SIDE, C_UP, C_FACE = range(9)
"""Numbers of a crown, from F_MORE on: whether it is a fir's; height of the tree, left end and width of the face, m;
where the first ball lies from the trunk, aside and toward the eye (unit length); the sun aside, up and ahead."""
LOBES = 4
BALL, TOP, ROUND = 0.21, 0.19, 0.13  # radii, and how far three balls stand off the trunk; of the height of the tree
FIR, TIP, TALL = 0.19, 0.02, 0.34  # radii of a cone, and its length
APART_COS = (1.0, math.cos(1.9), math.cos(3.8))  # of the turn from the first ball to each of three
APART_SIN = (0.0, math.sin(1.9), math.sin(3.8))
REACH = 0.40  # of the height; how far a crown may bulge toward the eye
ZERO = np.float32(0.0)
Number = Any
"""float for a ray by itself, np.float32 in rows."""
Lobe = tuple[Number, Number, Number, Number, Number, Number]
"""To the side, toward the eye, lower end, length, radius there, its change along; m."""
Hit = tuple[Number, Number, Number, Number, Number]
"""How far toward the eye, how far aside of and over the lobe's middle, how far before it, its radius there; m."""


@device
def ends(fir: bool) -> tuple[float, float]:
    """Lower and upper end of a crown, of the height of the tree."""
    return (0.16 - FIR, 1.0) if fir else (0.62 - BALL, 0.80 + TOP)


@device
def ball_aside(k: int, aside: float, ahead: float) -> tuple[float, float]:
    """Where ball k of three stands off the trunk: to the side, toward the eye; of the height of the tree."""
    c, s = APART_COS[k], APART_SIN[k]
    return ROUND * (c * aside - s * ahead), ROUND * (s * aside + c * ahead)


@device
def lobe_of(face: Float64, k: int) -> Lobe:
    """Ball or cone k of a crown; one that is not there has no radius."""
    size = face[F_MORE + C_SIZE]
    if face[F_MORE + C_FIR] > 0.0:
        if k == 3:
            return 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        radius = FIR - 0.045 * k
        return 0.0, 0.0, (0.16 + 0.24 * k) * size, TALL * size, radius * size, (TIP - radius) / TALL
    if k == 3:
        return 0.0, 0.0, 0.80 * size, 0.0, TOP * size, 0.0
    side, out = ball_aside(k, face[F_MORE + C_ASIDE], face[F_MORE + C_AHEAD])
    return side * size, out * size, (0.62 + 0.09 * (k % 2)) * size, 0.0, BALL * size, 0.0


@device
def lobed(best: Hit, across: Number, up: Number, rough: Number, lobe: Lobe) -> Hit:
    """What is nearer to the eye at a place of the face: what was found before, or this lobe."""
    aside, along = across - lobe[0], up - lobe[2]
    inner = min(max(along, ZERO), lobe[3])
    over = along - inner
    radius = (lobe[4] + lobe[5] * inner) * rough
    square = radius * radius - over * over - aside * aside
    height = np.sqrt(max(square, ZERO))
    out = lobe[1] + height
    closer = square > ZERO and out > best[0]
    return (
        out if closer else best[0], aside if closer else best[1], over if closer else best[2],
        height if closer else best[3], radius if closer else best[4],
    )  # fmt: skip


@device
def crown(canvas: Canvas, views: Float64, image: int, slot: int, light: Float64, row: Float64) -> None:
    """Add the crown of a tree."""
    x, y, z, size, seed = row[X_X], row[X_Y], row[X_Z], row[X_HEIGHT], row[X_SEED]
    work, world, fir = canvas.work, int(views[image, V_WORLD]), int(seed) % 4 == 0
    nx, ny = views[image, V_EYE] - x, views[image, V_EYE + 1] - y
    away = math.hypot(nx, ny)
    if away < 1e-3:
        return
    nx, ny = nx / away, ny / away
    aside, ahead = ny * math.cos(seed) - nx * math.sin(seed), nx * math.cos(seed) + ny * math.sin(seed)
    left, right = -(FIR if fir else TOP), FIR if fir else TOP
    for k in range(0 if fir else 3):
        side, _ = ball_aside(k, aside, ahead)
        left, right = min(left, side - BALL), max(right, side + BALL)
    low, high = ends(fir)
    for k in range(4):
        side, up = size * (left if k < 2 else right), size * (high if k in (1, 2) else low)
        work[slot, W_CORNERS + 3 * k] = x + side * ny
        work[slot, W_CORNERS + 3 * k + 1] = y - side * nx
        work[slot, W_CORNERS + 3 * k + 2] = z + up
    shade = 0.8 + 0.05 * (seed % 7.0)
    lamp = lamp_on(light, world, views, image, x, y, z + (0.33 if fir else 0.62) * size)
    green = (0.030, 0.075, 0.035) if fir else (0.070, 0.125, 0.032)
    dyed(work, slot, light, world, (green[0] * shade, green[1] * shade, green[2] * shade), lamp)
    sun_x, sun_y = light[world, L_SUN], light[world, L_SUN + 1]
    work[slot, W_MORE + C_FIR], work[slot, W_MORE + C_SIZE] = 1.0 if fir else 0.0, size
    work[slot, W_MORE + C_LEFT], work[slot, W_MORE + C_WIDE] = size * left, size * (right - left)
    work[slot, W_MORE + C_ASIDE], work[slot, W_MORE + C_AHEAD] = aside, ahead
    work[slot, W_MORE + C_SIDE], work[slot, W_MORE + C_UP] = ny * sun_x - nx * sun_y, light[world, L_SUN + 2]
    work[slot, W_MORE + C_FACE] = nx * sun_x + ny * sun_y
    put(canvas, views, image, slot, (0.0, 0.0, 0.0), (CROWN, TREE, FIXED), True)
