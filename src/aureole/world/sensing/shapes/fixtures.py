"""Cones, and what stands beside a road: trees, bushes, posts, guard rails, houses."""

from __future__ import annotations

import math

from aureole.core.notes import Float64
from aureole.kernels import device
from aureole.world.sensing.shapes.canvas import (
    CONE,
    FLAT,
    GRADE,
    LEAVES,
    STICK,
    V_WORLD,
    W_CORNERS,
    W_MORE,
    WINDOWS,
    Canvas,
)  # fmt: skip
from aureole.world.sensing.shapes.crowns import crown
from aureole.world.sensing.shapes.faces import put
from aureole.world.sensing.shapes.shine import lamp_on, lit, tint
from aureole.world.sensing.shapes.sticks import Triple, stick
from aureole.world.sensing.stage.seen import FIXED, Seen
from aureole.world.sensing.stage.stage import (
    BUILDING,
    BUSH,
    L_NIGHT,
    POST,
    RAIL,
    T_HEIGHT,
    T_WIDTH,
    T_X,
    T_Y,
    T_Z,
    TREE,
    X_HEADING,
    X_HEIGHT,
    X_KIND,
    X_LENGTH,
    X_SEED,
    X_WIDTH,
    X_X,
    X_Y,
    X_Z,
    Stage,
)  # fmt: skip

POLE, SIGN, LIGHT, BOARD, TREE_SEEN, CONE_SEEN = (
    int(Seen.POLE), int(Seen.SIGN), int(Seen.LIGHT), int(Seen.BOARD), int(Seen.TREE), int(Seen.CONE),
)  # fmt: skip
BUILDING_SEEN, RAIL_SEEN = int(Seen.BUILDING), int(Seen.BARRIER)
GREY, DARK = (0.30, 0.31, 0.32), (0.018, 0.019, 0.02)
STILL = (0.0, 0.0, 0.0)


@device
def cone(
    stage: Stage, canvas: Canvas, views: Float64, image: int, slot: int, motion: Triple, thing: Float64, name: int
) -> None:  # fmt: skip
    """A traffic cone with two white bands on a rubber plate."""
    size, half = thing[T_HEIGHT], 0.5 * thing[T_WIDTH]
    x, y, z = thing[T_X], thing[T_Y], thing[T_Z]
    panel(canvas.work, slot, (x - half, y - half, z + 0.03), (2.0 * half, 0.0, 0.0), (0.0, 2.0 * half, 0.0))
    world = int(views[image, V_WORLD])
    lamp = lamp_on(stage.light, world, views, image, x, y, z)
    colour = lit(stage.light, world, (0.0, 0.0, 1.0), (0.03, 0.03, 0.03), lamp)
    tint(canvas.work, slot, colour, colour)
    put(canvas, views, image, slot, motion, (FLAT, CONE_SEEN, name), True)
    stick(
        canvas,
        views,
        image,
        slot,
        motion,
        stage.light,
        (x, y, z + 0.03),
        (x, y, z + size),
        (0.72 * half, 0.15 * half),
        (0.95, 0.16, 0.01),
        (CONE, CONE_SEEN, name),
    )


@device
def panel(work: Float64, slot: int, corner: Triple, along: Triple, up: Triple) -> None:
    """Corners of a rectangle from one of them and two sides; the normal is along × up."""
    for k in range(4):
        a, u = (1.0 if k in (1, 2) else 0.0), (1.0 if k > 1 else 0.0)
        work[slot, W_CORNERS + 3 * k] = corner[0] + a * along[0] + u * up[0]
        work[slot, W_CORNERS + 3 * k + 1] = corner[1] + a * along[1] + u * up[1]
        work[slot, W_CORNERS + 3 * k + 2] = corner[2] + a * along[2] + u * up[2]


@device
def fixed(stage: Stage, canvas: Canvas, views: Float64, image: int, slot: int, k: int) -> None:
    """One fixed thing."""
    row, light = stage.fixed[k], stage.light
    kind, x, y, z, size, seed = int(row[X_KIND]), row[X_X], row[X_Y], row[X_Z], row[X_HEIGHT], row[X_SEED]
    if kind == TREE:
        tree(canvas, views, image, slot, light, row)
    elif kind == BUSH:
        green = (0.055 + 0.02 * (seed % 2.0), 0.10, 0.03)
        stick(
            canvas,
            views,
            image,
            slot,
            STILL,
            light,
            (x - 0.3 * size, y, z + 0.3 * size),
            (x + 0.3 * size, y, z + 0.35 * size),
            (0.55 * size, 0.5 * size),
            green,
            (LEAVES, TREE_SEEN, FIXED),
        )
    elif kind == POST:
        stick(canvas, views, image, slot, STILL, light, (x, y, z), (x, y, z + size), (0.06, 0.05), (0.72, 0.72, 0.72),
              (STICK, POLE, FIXED))  # fmt: skip
        stick(
            canvas,
            views,
            image,
            slot,
            STILL,
            light,
            (x, y, z + 0.72 * size),
            (x, y, z + 0.86 * size),
            (0.064, 0.062),
            (0.02, 0.02, 0.02),
            (STICK, POLE, FIXED),
        )
    elif kind == RAIL:
        rail(canvas, views, image, slot, light, row)
    elif kind == BUILDING:
        house(canvas, views, image, slot, light, row)


@device
def tree(canvas: Canvas, views: Float64, image: int, slot: int, light: Float64, row: Float64) -> None:
    """A trunk, and its crown."""
    x, y, z, size = row[X_X], row[X_Y], row[X_Z], row[X_HEIGHT]
    stick(
        canvas,
        views,
        image,
        slot,
        STILL,
        light,
        (x, y, z - 0.2),
        (x, y, z + 0.5 * size),
        (0.028 * size, 0.018 * size),
        (0.10, 0.07, 0.045),
        (STICK, TREE_SEEN, FIXED),
    )
    crown(canvas, views, image, slot, light, row)


@device
def rail(canvas: Canvas, views: Float64, image: int, slot: int, light: Float64, row: Float64) -> None:
    """A stretch of guard rail: a band on posts."""
    x, y, z, length, heading, high = row[X_X], row[X_Y], row[X_Z], row[X_LENGTH], row[X_HEADING], row[X_HEIGHT]
    c, s = math.cos(heading), math.sin(heading)
    world = int(views[image, V_WORLD])
    lamp = lamp_on(light, world, views, image, x, y, z + high)
    for part in range(2):
        low = high - 0.31 + 0.155 * part
        panel(canvas.work, slot, (x, y, z + low), (c * length, s * length, 0.0), (0.0, 0.0, 0.155))
        r, g, b = lit(light, world, (0.0, 0.0, 0.35 - 0.5 * (1 - part)), (0.40, 0.41, 0.42), lamp)
        tint(canvas.work, slot, (0.7 * r, 0.7 * g, 0.7 * b), (1.3 * r, 1.3 * g, 1.3 * b))
        put(canvas, views, image, slot, STILL, (GRADE, RAIL_SEEN, FIXED), True)
    for k in range(2):
        px, py = x + c * length * 0.5 * k, y + s * length * 0.5 * k
        stick(
            canvas,
            views,
            image,
            slot,
            STILL,
            light,
            (px, py, z),
            (px, py, z + high - 0.25),
            (0.05, 0.05),
            (0.30, 0.31, 0.32),
            (STICK, RAIL_SEEN, FIXED),
        )


@device
def house(canvas: Canvas, views: Float64, image: int, slot: int, light: Float64, row: Float64) -> None:
    """A block with rows of windows."""
    heading, length, width, high, seed = row[X_HEADING], row[X_LENGTH], row[X_WIDTH], row[X_HEIGHT], row[X_SEED]
    c, s = math.cos(heading), math.sin(heading)
    k = int(seed) % 4
    wall = (
        (0.52, 0.46, 0.38)
        if k == 0
        else (0.42, 0.24, 0.18)
        if k == 1
        else (0.55, 0.55, 0.53)
        if k == 2
        else (0.36, 0.38, 0.42)
    )
    world = int(views[image, V_WORLD])
    lamp = lamp_on(light, world, views, image, row[X_X], row[X_Y], row[X_Z] + 2.0)
    for side in range(5):
        if side == 4:
            corner = (-0.5 * length, -0.5 * width, high)
            along, up, normal = (length, 0.0, 0.0), (0.0, width, 0.0), (0.0, 0.0, 1.0)
        else:
            turn = 0.5 * math.pi * side
            nx, ny = math.cos(turn), math.sin(turn)
            deep, wide = (length, width) if side % 2 == 0 else (width, length)
            corner = (0.5 * deep * nx + 0.5 * wide * ny, 0.5 * deep * ny - 0.5 * wide * nx, 0.0)
            along, up, normal = (-wide * ny, wide * nx, 0.0), (0.0, 0.0, high), (nx, ny, 0.0)
        at = (row[X_X] + c * corner[0] - s * corner[1], row[X_Y] + s * corner[0] + c * corner[1], row[X_Z] + corner[2])
        panel(canvas.work, slot, at, (c * along[0] - s * along[1], s * along[0] + c * along[1], 0.0),
              (c * up[0] - s * up[1], s * up[0] + c * up[1], up[2]))  # fmt: skip
        out = (c * normal[0] - s * normal[1], s * normal[0] + c * normal[1], normal[2])
        colour = lit(light, world, out, wall if side < 4 else (0.20, 0.19, 0.19), lamp)
        glass = lit(light, world, out, (0.10, 0.13, 0.17), lamp)
        night = light[world, L_NIGHT]
        tint(canvas.work, slot, colour, (glass[0] + 0.5 * night, glass[1] + 0.36 * night, glass[2] + 0.16 * night))
        wide = math.hypot(along[0], along[1])
        numbers = (max(1.0, math.floor(wide / 3.2)), max(1.0, math.floor(high / 3.1)), seed, night)
        for n in range(4):
            canvas.work[slot, W_MORE + n] = numbers[n]
        put(canvas, views, image, slot, STILL, (WINDOWS if side < 4 else FLAT, BUILDING_SEEN, FIXED), False)
