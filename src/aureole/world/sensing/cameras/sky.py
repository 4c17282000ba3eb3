"""The sky along a row: a gradient, clouds, the sun, and far hills at the horizon."""

from __future__ import annotations

import math

import numpy as np

from aureole.core.notes import Float32, Float64
from aureole.kernels import device
from aureole.world.sensing.shapes.canvas import Canvas
from aureole.world.sensing.stage.seen import Seen
from aureole.world.sensing.stage.stage import (
    L_CLOUD,
    L_DISC,
    L_FOG,
    L_HAZE,
    L_HORIZON,
    L_SKY,
    L_SUN,
    L_ZENITH,
    Stage,
)  # fmt: skip
from aureole.world.sensing.stage.texture import HILLS, TURNS

LAST, SKY = 255, int(Seen.SKY)
STRIDE, CLOUDY, SUNNY = 32, 8, 4  # px; between two looks at the sky, at clouds, and near the sun
DISC = 0.99985  # cosine of the half angle of the sun's disc
Triple = tuple[float, float, float]


@device
def smooth(grain: Float32, x: float, y: float) -> float:
    """The grain at a place between texels."""
    column, row = math.floor(x), math.floor(y)
    a, b = x - column, y - row
    i, j = int(row) & LAST, int(column) & LAST
    i2, j2 = (i + 1) & LAST, (j + 1) & LAST
    low = grain[i, j] + a * (grain[i, j2] - grain[i, j])
    high = grain[i2, j] + a * (grain[i2, j2] - grain[i2, j])
    return float(low + b * (high - low))


@device
def misted(light: Float64, world: int, up: float, colour: Triple) -> Triple:
    """A colour of the sky behind fog, which lies low."""
    haze = light[world, L_HAZE]
    if haze <= 0.004:
        return colour
    fog = min(1.0, haze * 60.0) * (1.0 - 0.4 * up)
    r, g, b = colour
    return (
        r + fog * (light[world, L_FOG] - r), g + fog * (light[world, L_FOG + 1] - g),
        b + fog * (light[world, L_FOG + 2] - b),
    )  # fmt: skip


@device
def sky_at(light: Float64, world: int, grain: Float32, dx: float, dy: float, dz: float) -> Triple:
    """Radiance of the sky in a direction (world, any length), linear; without the sun's disc and hills."""
    share = 1.0 / math.sqrt(dx * dx + dy * dy + dz * dz)
    dx, dy, dz = share * dx, share * dy, share * dz
    up = max(dz, 0.0)
    rise = min(1.12 * (1.0 - 1.0 / (1.0 + 5.5 * up)), 1.0)
    r = light[world, L_HORIZON] + rise * (light[world, L_ZENITH] - light[world, L_HORIZON])
    g = light[world, L_HORIZON + 1] + rise * (light[world, L_ZENITH + 1] - light[world, L_HORIZON + 1])
    b = light[world, L_HORIZON + 2] + rise * (light[world, L_ZENITH + 2] - light[world, L_HORIZON + 2])
    toward = dx * light[world, L_SUN] + dy * light[world, L_SUN + 1] + dz * light[world, L_SUN + 2]
    if toward > 0.0 and light[world, L_DISC] > 0.0:
        narrow = toward * toward
        narrow *= narrow
        narrow *= narrow
        wide = narrow
        narrow *= narrow
        narrow *= narrow
        narrow *= narrow
        disc = light[world, L_DISC] * (0.022 * narrow + 0.008 * wide)
        r, g, b = r + disc, g + 0.93 * disc, b + 0.78 * disc
    cloud = light[world, L_CLOUD]
    if cloud > 0.0 and dz > 0.02:
        scale = 26.0 / (dz + 0.10)
        x, y = dx * scale, dy * scale
        thick = (
            smooth(grain, x, y) + 0.55 * smooth(grain, 2.7 * x + 40.0, 2.7 * y) + 0.3 * smooth(grain, 7.1 * x, 7.1 * y)
        )
        cover = min(1.0, max(0.0, 1.4 * thick + 1.5 * cloud - 0.55)) * min(1.0, 12.0 * (dz - 0.02))
        cover *= 0.75 if cloud < 0.99 else 0.45
        bright = 1.0 - 0.25 * min(max(thick, 0.0), 1.0)
        cr = 1.75 * bright * light[world, L_SKY] + 0.15 * light[world, L_HORIZON]
        cg = 1.62 * bright * light[world, L_SKY + 1] + 0.15 * light[world, L_HORIZON + 1]
        cb = 1.45 * bright * light[world, L_SKY + 2] + 0.15 * light[world, L_HORIZON + 2]
        r, g, b = r + cover * (cr - r), g + cover * (cg - g), b + cover * (cb - b)
    return misted(light, world, up, (r, g, b))


@device
def ridge_at(ridges: Float32, dx: float, dy: float) -> float:
    """How high the hills reach in a direction, rad."""
    aside = dy / (abs(dx) + abs(dy) + 1e-12)
    turn = (1.0 + (aside if dx >= 0.0 else 2.0 - aside)) * (TURNS // 4)
    k = int(turn)
    share = turn - k
    k &= TURNS - 1
    return float(ridges[k] + share * (ridges[(k + 1) & (TURNS - 1)] - ridges[k]))


@device
def hilly(
    stage: Stage, canvas: Canvas, at: tuple[int, int, int], a: Triple, b: Triple, lens: tuple[float, float],
    span: tuple[int, int],
) -> None:  # fmt: skip
    """Far hills over the sky of a row near the horizon."""
    slot, row, world = at
    light, colour = stage.light, canvas.colour
    clear = 1.0 / (1.0 + 1600.0 * light[world, L_HAZE])
    hill = (0.10 * light[world, L_SKY], 0.17 * light[world, L_SKY + 1], 0.09 * light[world, L_SKY + 2])
    for k in range(span[0], span[1]):
        u = (lens[0] - k) / lens[1]
        dx, dy, dz = a[0] + u * b[0], a[1] + u * b[1], a[2] + u * b[2]
        dz /= math.sqrt(dx * dx + dy * dy + dz * dz)
        ridge = ridge_at(canvas.ridges, dx, dy)
        if dz < ridge:
            edge = min(1.0, (ridge - dz) / 0.0015) * clear
            r, g, blue = misted(light, world, max(dz, 0.0), hill)
            colour[slot, 0, row, k] += edge * (r - colour[slot, 0, row, k])
            colour[slot, 1, row, k] += edge * (g - colour[slot, 1, row, k])
            colour[slot, 2, row, k] += edge * (blue - colour[slot, 2, row, k])


@device
def shining(
    stage: Stage, canvas: Canvas, at: tuple[int, int, int], a: Triple, b: Triple, lens: tuple[float, float],
    span: tuple[int, int],
) -> None:  # fmt: skip
    """The disc of the sun."""
    slot, row, world = at
    light, colour = stage.light, canvas.colour
    disc = light[world, L_DISC]
    for k in range(span[0], span[1]):
        u = (lens[0] - k) / lens[1]
        dx, dy, dz = a[0] + u * b[0], a[1] + u * b[1], a[2] + u * b[2]
        toward = dx * light[world, L_SUN] + dy * light[world, L_SUN + 1] + dz * light[world, L_SUN + 2]
        if toward > DISC * math.sqrt(dx * dx + dy * dy + dz * dz):
            colour[slot, 0, row, k] += disc
            colour[slot, 1, row, k] += 0.93 * disc
            colour[slot, 2, row, k] += 0.78 * disc


@device
def toward_sun(light: Float64, world: int, a: Triple, b: Triple, u: float) -> float:
    """Cosine of the angle between a ray of the row and the sun."""
    dx, dy, dz = a[0] + u * b[0], a[1] + u * b[1], a[2] + u * b[2]
    along = dx * light[world, L_SUN] + dy * light[world, L_SUN + 1] + dz * light[world, L_SUN + 2]
    return float(along / math.sqrt(dx * dx + dy * dy + dz * dz))


@device
def sky_row(
    stage: Stage, canvas: Canvas, at: tuple[int, int, int], a: Triple, b: Triple, lens: tuple[float, float],
    span: tuple[int, int],
) -> None:  # fmt: skip
    """Colours of the pixels of a row that show the sky, looked up now and then with what lies between them.

    Args:
        stage: what there is.
        canvas: where they go.
        at: slot and row of the canvas, world.
        a: the ray where u = 0, world.
        b: its change with u.
        lens: column of u = 0 and focal length, px.
        span: first pixel, and the one after the last.
    """
    slot, row, world = at
    light, grain = stage.light, stage.grain
    sunny = light[world, L_DISC] > 0.0 and (
        a[0] * light[world, L_SUN] + a[1] * light[world, L_SUN + 1] + a[2] * light[world, L_SUN + 2]
        > 0.75 * math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2])
    )
    stride = SUNNY if sunny else CLOUDY if light[world, L_CLOUD] > 0.0 else STRIDE
    u = (lens[0] - span[0]) / lens[1]
    low = sky_at(light, world, grain, a[0] + u * b[0], a[1] + u * b[1], a[2] + u * b[2])
    for start in range(span[0], span[1], stride):
        count = min(stride, span[1] - start)
        u = (lens[0] - start - count) / lens[1]
        high = sky_at(light, world, grain, a[0] + u * b[0], a[1] + u * b[1], a[2] + u * b[2])
        ramp(canvas.colour[slot, 0, row, start : start + count], low[0], high[0])
        ramp(canvas.colour[slot, 1, row, start : start + count], low[1], high[1])
        ramp(canvas.colour[slot, 2, row, start : start + count], low[2], high[2])
        low = high
    kind = canvas.kind[slot, row, span[0] : span[1]]
    for k in range(span[1] - span[0]):
        kind[k] = SKY
    u, u2 = (lens[0] - span[0]) / lens[1], (lens[0] - span[1]) / lens[1]
    lowest = min(a[2] + u * b[2], a[2] + u2 * b[2])
    if lowest < 1.3 * HILLS * math.sqrt(a[0] * a[0] + a[1] * a[1]) * (1.0 + max(u * u, u2 * u2)):
        hilly(stage, canvas, at, a, b, lens, span)
    if sunny:
        shining(stage, canvas, at, a, b, lens, span)


@device
def ramp(part: Float32, low: float, high: float) -> None:
    """From one value to another, evenly."""
    first, rise = np.float32(low), np.float32((high - low) / len(part))
    for k in range(len(part)):
        part[k] = first + np.float32(k) * rise
