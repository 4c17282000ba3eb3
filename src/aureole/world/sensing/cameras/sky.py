"""The sky: a gradient, clouds, the sun's disc, and far hills at the horizon."""

from __future__ import annotations

import math

from aureole.core.notes import Float32, Float64
from aureole.kernels import device
from aureole.world.sensing.stage.stage import (
    L_CLOUD,
    L_DISC,
    L_FOG,
    L_HAZE,
    L_HORIZON,
    L_SKY,
    L_SUN,
    L_ZENITH,
)  # fmt: skip

LAST = 255
HILLS = 0.028  # rad; how high far hills reach


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
def sky_at(light: Float64, world: int, grain: Float32, dx: float, dy: float, dz: float) -> tuple[float, float, float]:
    """Radiance of the sky in a direction (world, any length), linear."""
    share = 1.0 / math.sqrt(dx * dx + dy * dy + dz * dz)
    dx, dy, dz = share * dx, share * dy, share * dz
    up = max(dz, 0.0)
    rise = 1.0 - 1.0 / (1.0 + 5.5 * up)
    rise *= 1.12
    rise = min(rise, 1.0)
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
        disc = light[world, L_DISC] * (1.0 if toward > 0.99985 else 0.0) + 0.022 * light[world, L_DISC] * narrow
        disc += 0.008 * light[world, L_DISC] * wide
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
    if dz < HILLS:
        turn = math.atan2(dy, dx)
        ridge = HILLS * (
            0.42 + 0.5 * smooth(grain, 40.7436654 * turn, 9.0) + 0.2 * smooth(grain, 162.974662 * turn, 60.0)
        )
        if dz < ridge:
            clear = 1.0 / (1.0 + 1600.0 * light[world, L_HAZE])
            r2, g2, b2 = 0.10 * light[world, L_SKY], 0.17 * light[world, L_SKY + 1], 0.09 * light[world, L_SKY + 2]
            edge = min(1.0, (ridge - dz) / 0.0015) * clear
            r, g, b = r + edge * (r2 - r), g + edge * (g2 - g), b + edge * (b2 - b)
    fog = min(1.0, light[world, L_HAZE] * 60.0) if light[world, L_HAZE] > 0.004 else 0.0
    if fog > 0.0:
        fog *= 1.0 - 0.4 * up
        r, g, b = (
            r + fog * (light[world, L_FOG] - r), g + fog * (light[world, L_FOG + 1] - g),
            b + fog * (light[world, L_FOG + 2] - b),
        )  # fmt: skip
    return r, g, b
