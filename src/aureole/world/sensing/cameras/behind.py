"""What lies behind all faces along a row: sky and ground."""

from __future__ import annotations

import math

from aureole.core.notes import Float64
from aureole.kernels import device
from aureole.world.sensing.cameras.shade import LAST
from aureole.world.sensing.cameras.sky import HILLS, sky_at
from aureole.world.sensing.cameras.under import TERRAIN, ground_at, plain_run, stuff
from aureole.world.sensing.shapes.canvas import (
    V_EYE,
    V_FAR,
    V_FOCAL,
    V_LATER,
    V_ROLLS,
    V_WAY,
    V_WORLD,
    V_X,
    V_Y,
    Canvas,
)
from aureole.world.sensing.shapes.shine import headlamps
from aureole.world.sensing.stage.seen import Seen
from aureole.world.sensing.stage.stage import L_BEAM, L_CLOUD, L_DISC, L_HORIZON, L_NIGHT, L_SKY, L_SUN, L_WET, Stage

SKY = int(Seen.SKY)
STRIDE, HILLY = 8, 4  # px; between two looks at the sky, and at far hills
SHIFT = 33_554_432.0  # texels; keeps their numbers above zero
Triple = tuple[float, float, float]


@device
def turned(views: Float64, image: int, share: float, column: int) -> float:
    """One number of the camera's pose at a row, `share` of the way from the first row to the last."""
    first = views[image, column]
    return float(first + share * (views[image, column + V_LATER] - first))


@device
def behind(stage: Stage, canvas: Canvas, views: Float64, image: int, slot: int, row: int) -> None:
    """Sky and ground along a row."""
    rows, columns = canvas.near.shape[1], canvas.near.shape[2]
    light, world = stage.light, int(views[image, V_WORLD])
    share = row / (rows - 1.0) if views[image, V_ROLLS] > 0.0 and rows > 1 else 0.0
    w, focal = V_WAY, views[image, V_FOCAL]
    v = (views[image, V_Y] - row) / focal
    eye = (
        turned(views, image, share, V_EYE),
        turned(views, image, share, V_EYE + 1),
        turned(views, image, share, V_EYE + 2),
    )
    b = (turned(views, image, share, w + 3), turned(views, image, share, w + 4), turned(views, image, share, w + 5))
    a = (
        turned(views, image, share, w) + v * turned(views, image, share, w + 6),
        turned(views, image, share, w + 1) + v * turned(views, image, share, w + 7),
        turned(views, image, share, w + 2) + v * turned(views, image, share, w + 8),
    )  # fmt: skip
    high, far = max(eye[2] - stage.ground.low[2], 0.05), 1.0 / views[image, V_FAR]
    even = abs(b[2]) < 1e-12 and light[world, L_NIGHT] <= 0.0 and light[world, L_WET] <= 0.0
    j = 0
    while j < columns:
        u = (views[image, V_X] - j) / focal
        dz = a[2] + u * b[2]
        near = -dz / high
        if near > far:
            d = (a[0] + u * b[0], a[1] + u * b[1], dz)
            if even:
                j += ground_run(stage, canvas, slot, (row, j, world), eye, d, b, (near, focal))
            else:
                ground_pixel(stage, canvas, views, image, slot, (row, j), eye, d, near)
                j += 1
        else:
            j += sky_run(stage, canvas, slot, (row, j, world), a, b, (views[image, V_X], focal))


@device
def put(canvas: Canvas, slot: int, row: int, j: int, colour: Triple, near: float, seen: int) -> None:
    """One pixel that is no face."""
    canvas.colour[slot, 0, row, j], canvas.colour[slot, 1, row, j], canvas.colour[slot, 2, row, j] = colour
    canvas.near[slot, row, j], canvas.kind[slot, row, j], canvas.name[slot, row, j] = near, seen, -1


@device
def sky_run(
    stage: Stage, canvas: Canvas, slot: int, at: tuple[int, int, int], a: Triple, b: Triple, lens: tuple[float, float]
) -> int:
    """Pixels of sky up to the end of the row; where it is smooth it is looked at only now and then."""
    row, j, world = at
    light, grain, columns = stage.light, stage.grain, canvas.near.shape[2]
    red, green, blue, depth, kind, name = (
        canvas.colour[slot, 0, row], canvas.colour[slot, 1, row], canvas.colour[slot, 2, row], canvas.near[slot, row],
        canvas.kind[slot, row], canvas.name[slot, row],
    )  # fmt: skip
    u, over = (lens[0] - j) / lens[1], math.hypot(a[0], a[1])
    first = sky_at(light, world, grain, a[0] + u * b[0], a[1] + u * b[1], a[2] + u * b[2])
    toward = a[0] * light[world, L_SUN] + a[1] * light[world, L_SUN + 1] + a[2] * light[world, L_SUN + 2]
    sunny = light[world, L_DISC] > 0.0 and toward > 0.75 * math.hypot(over, a[2])
    if abs(b[2]) > 1e-12 or sunny:
        put(canvas, slot, row, j, first, 0.0, SKY)
        return 1
    stride = STRIDE if light[world, L_CLOUD] > 0.0 else 4 * STRIDE
    if a[2] < 1.3 * HILLS * over:
        stride = HILLY
    start = j
    while start < columns:
        count = min(stride, columns - start)
        u = (lens[0] - start - count) / lens[1]
        last = sky_at(light, world, grain, a[0] + u * b[0], a[1] + u * b[1], a[2] + u * b[2])
        step = 1.0 / count
        dr, dg, db = step * (last[0] - first[0]), step * (last[1] - first[1]), step * (last[2] - first[2])
        for k in range(count):
            red[start + k], green[start + k], blue[start + k] = first[0] + k * dr, first[1] + k * dg, first[2] + k * db
            depth[start + k], kind[start + k], name[start + k] = 0.0, SKY, -1
        start += count
        first = last
    return int(columns - j)


@device
def sunlit(light: Float64, world: int) -> Triple:
    """Light on level ground."""
    sun = max(0.0, light[world, L_SUN + 2])
    return (
        sun * light[world, L_BEAM] + light[world, L_SKY], sun * light[world, L_BEAM + 1] + light[world, L_SKY + 1],
        sun * light[world, L_BEAM + 2] + light[world, L_SKY + 2],
    )  # fmt: skip


@device
def ground_run(
    stage: Stage, canvas: Canvas, slot: int, at: tuple[int, int, int], eye: Triple, d: Triple, b: Triple,
    lens: tuple[float, float],
) -> int:  # fmt: skip
    """Pixels of ground up to the end of the cell, if no stroke is in it; else one. For an eye that is not tilted."""
    row, j, world = at
    near, focal = lens
    t = 1.0 / near
    x, y = eye[0] + t * d[0], eye[1] + t * d[1]
    step_x, step_y = -t * b[0] / focal, -t * b[1] / focal
    lit, across = sunlit(stage.light, world), 0.5 * t / focal
    over = math.sqrt(d[0] * d[0] + d[1] * d[1])
    along = across * over / max(-d[2], 1e-6)
    material, count = plain_run(
        stage.ground, x, y, (step_x, step_y), (d[0] / over, d[1] / over, along, across), canvas.near.shape[2] - j
    )  # fmt: skip
    if count < 1:
        r, g, blue, seen = ground_at(stage.ground, stage.grain, x, y, (d[0] / over, d[1] / over), along, across)
        put(canvas, slot, row, j, (r * lit[0], g * lit[1], blue * lit[2]), near, seen)
        return 1
    r, g, blue, seen = stuff(material)
    r, g, blue = r * lit[0], g * lit[1], blue * lit[2]
    rough = 0.42 if seen == TERRAIN else 0.16
    fine, broad = rough / (1.0 + 22.0 * across), 0.55 * rough / (1.0 + 1.5 * across)
    wide = stage.grain[int(0.23 * y + SHIFT) & LAST, int(0.23 * x + 77.0 + SHIFT) & LAST]
    flat, close = 1.0 + 0.7 * rough * wide, across < 0.25
    red, green, deep, depth = (
        canvas.colour[slot, 0, row], canvas.colour[slot, 1, row], canvas.colour[slot, 2, row], canvas.near[slot, row],
    )  # fmt: skip
    kind, name, grain = canvas.kind[slot, row], canvas.name[slot, row], stage.grain
    for k in range(j, j + count):
        tone = flat + broad * grain[int(1.7 * y + 31.0 + SHIFT) & LAST, int(1.7 * x + SHIFT) & LAST]
        if close:
            tone += fine * grain[int(12.0 * y + SHIFT) & LAST, int(12.0 * x + SHIFT) & LAST]
        red[k], green[k], deep[k], depth[k], kind[k], name[k] = tone * r, tone * g, tone * blue, near, seen, -1
        x += step_x
        y += step_y
    return count


@device
def ground_pixel(
    stage: Stage, canvas: Canvas, views: Float64, image: int, slot: int, at: tuple[int, int], eye: Triple, d: Triple,
    near: float,
) -> None:  # fmt: skip
    """One pixel of ground, in any light and weather."""
    row, j = at
    light, world, t = stage.light, int(views[image, V_WORLD]), 1.0 / near
    over = math.sqrt(d[0] * d[0] + d[1] * d[1])
    across = 0.5 * t / views[image, V_FOCAL]
    x, y = eye[0] + t * d[0], eye[1] + t * d[1]
    along = across * over / max(-d[2], 1e-6)
    r, g, b, seen = ground_at(stage.ground, stage.grain, x, y, (d[0] / over, d[1] / over), along, across)
    night, wet, lit = light[world, L_NIGHT], light[world, L_WET], sunlit(light, world)
    lamp = night * headlamps(views, image, x, y, 0.0) if night > 0.0 else 0.0
    damp = 1.0 - 0.45 * wet
    r, g, b = damp * r * (lit[0] + lamp), damp * g * (lit[1] + 0.96 * lamp), damp * b * (lit[2] + 0.88 * lamp)
    if wet > 0.0:
        flat = 1.0 + d[2] / over
        mirror = wet * 0.55 * flat**6
        r, g, b = (
            r + mirror * (light[world, L_HORIZON] - r), g + mirror * (light[world, L_HORIZON + 1] - g),
            b + mirror * (light[world, L_HORIZON + 2] - b),
        )  # fmt: skip
    put(canvas, slot, row, j, (r, g, b), near, seen)
