"""Vehicles and other boxes: the quads of their model, with paint, glass and lamps."""

from __future__ import annotations

import math

from aureole.core.notes import Float64
from aureole.kernels import device
from aureole.world.sensing.shapes.canvas import (
    DISC,
    FLAT,
    GRADE,
    STRIPES,
    V_EYE,
    V_FOCAL,
    V_WORLD,
    W_CORNERS,
    W_HIGH,
    W_LOW,
    W_MORE,
    Canvas,
)  # fmt: skip
from aureole.world.sensing.shapes.faces import put
from aureole.world.sensing.shapes.shine import lamp_on, lit, tint
from aureole.world.sensing.shapes.sticks import Triple
from aureole.world.sensing.stage.models import (
    AMBER_LAMP,
    BRAKE,
    CARGO,
    CHROME,
    GLASS,
    HEAD,
    LEFT,
    M_LAMPS,
    M_LEAST,
    M_MATERIAL,
    M_PLANE,
    M_SHADER,
    PAINT,
    PLATE,
    RED_LAMP,
    RIGHT,
    TAIL,
    TRIM,
    TYRE,
    WHITE_LAMP,
)  # fmt: skip
from aureole.world.sensing.stage.seen import Seen
from aureole.world.sensing.stage.stage import (
    L_HORIZON,
    L_NIGHT,
    L_SKY,
    T_HEADING,
    T_HEIGHT,
    T_KIND,
    T_LAMPS,
    T_LENGTH,
    T_PITCH,
    T_ROLL,
    T_SEED,
    T_WIDTH,
    T_X,
    T_Y,
    T_Z,
    Stage,
)  # fmt: skip

CAR, BARRIER = int(Seen.CAR), 13
SOFT = 0.9  # m; how far contact shadows reach beyond a body
TALLEST = 12.0  # m; a shadow is not longer than that of a sun at a low angle


@device
def paint(seed: float) -> Triple:
    """The colour of a body, from a seed."""
    k = int(seed) % 9
    if k == 0:
        return 0.66, 0.67, 0.68
    if k == 1:
        return 0.045, 0.13, 0.36
    if k == 2:
        return 0.30, 0.32, 0.34
    if k == 3:
        return 0.42, 0.035, 0.03
    if k == 4:
        return 0.025, 0.026, 0.03
    if k == 5:
        return 0.10, 0.11, 0.12
    if k == 6:
        return 0.42, 0.36, 0.27
    if k == 7:
        return 0.03, 0.17, 0.15
    return 0.62, 0.30, 0.05


@device
def matter(material: int, seed: float) -> Triple:
    """The colour of a material."""
    if material == PAINT:
        return paint(seed)
    if material == CARGO:
        return (0.62, 0.63, 0.64) if int(seed) % 3 else (0.10, 0.22, 0.42)
    if material == PLATE:
        return 0.70, 0.70, 0.62
    if material == RED_LAMP:
        return 0.30, 0.012, 0.012
    if material == AMBER_LAMP:
        return 0.42, 0.15, 0.02
    if material == WHITE_LAMP:
        return 0.62, 0.64, 0.66
    if material == CHROME:
        return 0.62, 0.60, 0.58
    if material == TYRE:
        return 0.028, 0.028, 0.030
    if material == TRIM:
        return 0.030, 0.031, 0.033
    return 0.012, 0.012, 0.013


@device
def burning(lamps: int, wanted: int, night: float) -> Triple:
    """What a lamp sends out by itself; zero where it is off."""
    if wanted & (LEFT | RIGHT) & lamps:
        return 2.6, 0.95, 0.06
    if wanted & BRAKE and lamps & BRAKE:
        return 2.6, 0.13, 0.09
    if wanted & TAIL and night > 0.15:
        return 0.55, 0.020, 0.016
    if wanted & HEAD:
        return (7.0, 6.6, 5.8) if night > 0.15 else (0.55, 0.56, 0.58)
    return 0.0, 0.0, 0.0


@device
def frame(thing: Float64) -> tuple[float, float, float, float, float, float, float, float, float]:
    """Axes of a thing in the world, ahead, left and up (ISO 8855: heading, then pitch, then roll)."""
    ch, sh = math.cos(thing[T_HEADING]), math.sin(thing[T_HEADING])
    cp, sp = math.cos(thing[T_PITCH]), math.sin(thing[T_PITCH])
    cr, sr = math.cos(thing[T_ROLL]), math.sin(thing[T_ROLL])
    return (
        ch * cp, sh * cp, -sp, ch * sp * sr - sh * cr, sh * sp * sr + ch * cr, cp * sr,
        ch * sp * cr + sh * sr, sh * sp * cr - ch * sr, cp * cr,
    )  # fmt: skip


@device
def vehicle(
    stage: Stage, canvas: Canvas, views: Float64, image: int, slot: int, motion: Triple, thing: Float64, name: int
) -> None:  # fmt: skip
    """Every quad of a thing's model that is large enough."""
    models, work, light, world = stage.models, canvas.work, stage.light, int(views[image, V_WORLD])
    kind, seed, lamps = int(thing[T_KIND]), thing[T_SEED], int(thing[T_LAMPS])
    model, seen = models.of_kind[kind], int(models.seen[kind])
    fx, fy, fz, lx, ly, lz, ux, uy, uz = frame(thing)
    length, width, height = thing[T_LENGTH], thing[T_WIDTH], thing[T_HEIGHT]
    away = math.hypot(thing[T_X] - views[image, V_EYE], thing[T_Y] - views[image, V_EYE + 1])
    pixels = views[image, V_FOCAL] * height / max(away, 1.0)
    lamp = lamp_on(light, world, views, image, thing[T_X], thing[T_Y], thing[T_Z] + 0.3 * height)
    night, quads = light[world, L_NIGHT], models.quads
    ex, ey, ez = (
        views[image, V_EYE] - thing[T_X],
        views[image, V_EYE + 1] - thing[T_Y],
        views[image, V_EYE + 2] - thing[T_Z],
    )
    at = ((fx * ex + fy * ey + fz * ez) / length, (lx * ex + ly * ey + lz * ez) / width,
          (ux * ex + uy * ey + uz * ez) / height)  # fmt: skip
    for q in range(models.first[model], models.first[model + 1]):
        out = quads[q, M_PLANE] * at[0] + quads[q, M_PLANE + 1] * at[1] + quads[q, M_PLANE + 2] * at[2]
        if out <= quads[q, M_PLANE + 3] or pixels < quads[q, M_LEAST]:
            continue
        for k in range(4):
            ahead, left, up = (
                length * models.quads[q, 3 * k],
                width * models.quads[q, 3 * k + 1],
                height * models.quads[q, 3 * k + 2],
            )
            work[slot, W_CORNERS + 3 * k] = thing[T_X] + fx * ahead + lx * left + ux * up
            work[slot, W_CORNERS + 3 * k + 1] = thing[T_Y] + fy * ahead + ly * left + uy * up
            work[slot, W_CORNERS + 3 * k + 2] = thing[T_Z] + fz * ahead + lz * left + uz * up
        normal = normal_of(work, slot)
        material = int(models.quads[q, M_MATERIAL])
        colour_quad(stage, work, slot, world, (material, seed), normal, lamp)
        own = burning(lamps, int(models.quads[q, M_LAMPS]), night)
        for k in range(3):
            work[slot, W_LOW + k] += own[k]
            work[slot, W_HIGH + k] += own[k]
        shader = GRADE if material in (PAINT, GLASS, CARGO) else FLAT
        shader = DISC if int(models.quads[q, M_SHADER]) == 2 else shader
        if kind == BARRIER:
            shader = STRIPES
            work[slot, W_MORE], work[slot, W_MORE + 1] = max(length, width), height
        put(canvas, views, image, slot, motion, (shader, seen, name), False)


@device
def normal_of(work: Float64, slot: int) -> Triple:
    """Of the quad in the making, unit length, pointing out."""
    c = W_CORNERS
    ax, ay, az = (
        work[slot, c + 3] - work[slot, c],
        work[slot, c + 4] - work[slot, c + 1],
        work[slot, c + 5] - work[slot, c + 2],
    )
    bx, by, bz = (
        work[slot, c + 9] - work[slot, c],
        work[slot, c + 10] - work[slot, c + 1],
        work[slot, c + 11] - work[slot, c + 2],
    )
    nx, ny, nz = ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx
    size = math.sqrt(nx * nx + ny * ny + nz * nz)
    if size == 0.0:
        return 0.0, 0.0, 0.0
    return nx / size, ny / size, nz / size


@device
def colour_quad(
    stage: Stage, work: Float64, slot: int, world: int, matter_of: tuple[int, float], normal: Triple, lamp: float
) -> None:
    """Colours at the lower and the upper edge."""
    material, seed = matter_of
    light = stage.light
    r, g, b = lit(light, world, normal, matter(material, seed), lamp)
    if material == GLASS:
        h0, h1, h2 = light[world, L_HORIZON], light[world, L_HORIZON + 1], light[world, L_HORIZON + 2]
        share = 0.16 + 0.30 * max(0.0, normal[2])
        tint(work, slot, (0.010 + 0.05 * h0, 0.012 + 0.05 * h1, 0.014 + 0.05 * h2),
             (0.012 + share * h0, 0.014 + share * h1, 0.016 + share * h2))  # fmt: skip
        return
    if material == PAINT:
        gloss = 0.035 + 0.10 * max(0.0, normal[2])
        r += gloss * light[world, L_SKY]
        g += gloss * light[world, L_SKY + 1]
        b += gloss * light[world, L_SKY + 2]
        tint(work, slot, (0.84 * r, 0.84 * g, 0.84 * b), (1.04 * r, 1.04 * g, 1.04 * b))
        return
    if material == CARGO:
        tint(work, slot, (0.86 * r, 0.86 * g, 0.86 * b), (r, g, b))
        return
    tint(work, slot, (r, g, b), (r, g, b))
