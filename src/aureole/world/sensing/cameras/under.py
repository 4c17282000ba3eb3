"""What a ray meets on the ground: the colour of the material there, with painted lines, filtered over its footprint."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from aureole.core.notes import Float32, Uint8
from aureole.kernels import device
from aureole.world.sensing.stage.ground import (
    ASPHALT,
    BIKING,
    BLUE,
    CELLS,
    EDGE,
    FINE,
    GRASS,
    GRAVEL,
    GREEN,
    K_HALF,
    K_LEFT,
    K_LENGTH,
    K_ON,
    K_PERIOD,
    K_PHASE,
    K_RIGHT,
    K_WAY_X,
    K_WAY_Y,
    K_WHAT,
    K_X,
    K_Y,
    KERB,
    PARKING,
    RED,
    SHOULDER,
    SIDEWALK,
    YELLOW,
    Ground,
    block_of,
    place_in,
)  # fmt: skip
from aureole.world.sensing.stage.seen import Seen

TEXEL = 12.0  # 1/m; of the finer grain
LAST = 255  # of a tile of grain
SLACK = 0.04  # m; strokes overlap by so much
PAINTS = 8  # materials; behind them come paints
TERRAIN, ROAD, MARKING, KERB_SEEN, WALK = (
    int(Seen.TERRAIN), int(Seen.ROAD), int(Seen.MARKING), int(Seen.KERB), int(Seen.SIDEWALK),
)  # fmt: skip
Found = tuple[float, float, float, int]


@device
def stuff(material: int) -> Found:
    """Colour and class of a material."""
    if material == ASPHALT:
        return 0.115, 0.117, 0.122, ROAD
    if material == SHOULDER:
        return 0.098, 0.100, 0.104, ROAD
    if material == SIDEWALK:
        return 0.30, 0.29, 0.275, WALK
    if material == KERB:
        return 0.36, 0.35, 0.34, KERB_SEEN
    if material == PARKING:
        return 0.145, 0.14, 0.135, ROAD
    if material == BIKING:
        return 0.24, 0.105, 0.085, ROAD
    if material == GRAVEL:
        return 0.22, 0.20, 0.165, TERRAIN
    return 0.082, 0.128, 0.036, TERRAIN


@device
def roughness(seen: int) -> float:
    """How much the grain shows in a class of ground."""
    return 0.42 if seen == TERRAIN else 0.16


@device
def paint_of(what: int) -> tuple[float, float, float]:
    """Colour of a painted line."""
    if what == YELLOW:
        return 0.80, 0.50, 0.03
    if what == BLUE:
        return 0.05, 0.16, 0.50
    if what == RED:
        return 0.50, 0.06, 0.04
    if what == GREEN:
        return 0.05, 0.35, 0.12
    return 0.72, 0.72, 0.70


@lru_cache(maxsize=1)
def tints() -> tuple[Float32, Uint8]:
    """Red, green, blue and roughness (4, 16) of materials and, from PAINTS on, of paints; class of each (16,)."""
    found, classes = np.zeros((4, 16), np.float32), np.full(16, MARKING, np.uint8)
    for material in range(PAINTS):
        r, g, b, seen = stuff(material)
        found[:, material], classes[material] = (r, g, b, roughness(seen)), seen
    for paint in range(EDGE):
        found[:3, PAINTS + paint] = paint_of(paint)
    return found, classes


@device
def dashed(at: float, reach: float, on: float, period: float) -> float:
    """Painted share of a dashed line over `at` ± `reach`, m."""
    reach = max(reach, 0.01)
    low, high = (at - reach) / period, (at + reach) / period
    share = on / period
    first, last = math.floor(low), math.floor(high)
    length = share * (last - first) + min(high - last, share) - min(low - first, share)
    return length / (high - low)


@device
def ground_at(
    ground: Ground, grain: Float32, x: float, y: float, way: tuple[float, float], along: float, across: float
) -> Found:
    """Colour (linear) and class of the ground at a point.

    Args:
        ground: of the map.
        grain: noise, for the texture of materials.
        x: m, world.
        y: m, world.
        way: which way the ray goes over the ground, unit length.
        along: half the footprint of the ray that way, m.
        across: half of it to the side, m.
    """
    block = block_of(ground, x, y)
    material, paint, cover, nearest, blend, other = GRASS, 0, 0.0, 1e9, 0.0, GRASS
    if block >= 0:
        material = int(ground.material[block, place_in(ground, x, y, FINE)])
        strokes = ground.strokes
        cell = block * CELLS * CELLS + place_in(ground, x, y, CELLS)
        for i in range(ground.first[cell], ground.first[cell + 1]):
            k = ground.listed[i]
            dx, dy = x - strokes[k, K_X], y - strokes[k, K_Y]
            on = dx * strokes[k, K_WAY_X] + dy * strokes[k, K_WAY_Y]
            off = dy * strokes[k, K_WAY_X] - dx * strokes[k, K_WAY_Y]
            lined = abs(way[0] * strokes[k, K_WAY_X] + way[1] * strokes[k, K_WAY_Y])
            square = math.sqrt(max(0.0, 1.0 - lined * lined))
            spread = along * square + across * lined
            if on < -SLACK - 0.2 * spread or on > strokes[k, K_LENGTH] + SLACK + 0.2 * spread:
                continue
            if strokes[k, K_WHAT] == EDGE:
                if abs(off) < nearest:
                    nearest = abs(off)
                    left = min(1.0, max(0.0, 0.5 + 0.5 * off / max(spread, 0.02)))
                    material, other, blend = int(strokes[k, K_LEFT]), int(strokes[k, K_RIGHT]), 1.0 - left
                continue
            half = strokes[k, K_HALF]
            part = (min(off + spread, half) - max(off - spread, -half)) / (2.0 * max(spread, 1e-6))
            if part <= 0.0:
                continue
            part = min(part, 1.0)
            if strokes[k, K_ON] > 0.0:
                part *= dashed(
                    strokes[k, K_PHASE] + on, along * lined + across * square, strokes[k, K_ON], strokes[k, K_PERIOD]
                )
            if part >= cover:
                cover, paint = part, int(strokes[k, K_WHAT])
    r, g, b, seen = stuff(material)
    if blend > 0.0:
        r2, g2, b2, seen2 = stuff(other)
        r, g, b = r + blend * (r2 - r), g + blend * (g2 - g), b + blend * (b2 - b)
        if blend > 0.5:
            seen, material = seen2, other
    fine = 1.0 / (1.0 + 22.0 * across)
    speck = grain[int(math.floor(y * TEXEL)) & LAST, int(math.floor(x * TEXEL)) & LAST]
    patch = grain[int(math.floor(y * 1.7 + 31.0)) & LAST, int(math.floor(x * 1.7)) & LAST]
    wide = grain[int(math.floor(y * 0.23)) & LAST, int(math.floor(x * 0.23 + 77.0)) & LAST]
    tone = 1.0 + roughness(seen) * (fine * speck + 0.55 * patch / (1.0 + 1.5 * across) + 0.7 * wide)
    r, g, b = tone * r, tone * g, tone * b
    if cover > 0.0:
        pr, pg, pb = paint_of(paint)
        worn = cover * (1.0 + 0.10 * fine * speck)
        r, g, b = r + worn * (pr - r), g + worn * (pg - g), b + worn * (pb - b)
        if cover > 0.5:
            seen = MARKING
    return r, g, b, seen
