"""The grain of the ground along a row: how much lighter or darker it is than its material."""

from __future__ import annotations

import math

import numpy as np

from aureole.core.notes import Float32
from aureole.kernels import device
from aureole.world.sensing.cameras.sky import smooth
from aureole.world.sensing.shapes.canvas import CHUNK

LAST = np.int32(255)  # of a tile of grain
TILE = 256.0
AHEAD = 768.0  # texels; keeps their numbers above zero over a chunk
FINE, BROAD, WIDE = 12.0, 1.7, 0.23  # 1/m; texels of the three sizes of grain
SLOPE = np.float32(1.0 / CHUNK)
FOURTHS = np.float32(0.25)
Triple = tuple[float, float, float]
Line = tuple[float, float, float, float, float, float]
"""near · (x - eye), near · (y - eye), near along a row: at pixel 0, and their change from one to the next."""


@device
def scattered(
    grain: Float32, part: Float32, at: tuple[float, float], step: tuple[float, float], size: float, base: float
) -> None:  # fmt: skip
    """A texel for each pixel of a chunk, times `size`, plus `base`."""
    x, y = at[0] - TILE * math.floor(at[0] / TILE) + AHEAD, at[1] - TILE * math.floor(at[1] / TILE) + AHEAD
    x0, y0, dx, dy = np.float32(x), np.float32(y), np.float32(step[0]), np.float32(step[1])
    much, low = np.float32(size), np.float32(base)
    for k in range(CHUNK):
        share = np.float32(k)
        part[k] = low + much * grain[np.int32(y0 + share * dy) & LAST, np.int32(x0 + share * dx) & LAST]


@device
def speckled(
    grain: Float32, part: Float32, at: tuple[float, float], step: tuple[float, float], size: float
) -> None:  # fmt: skip
    """A texel for each pixel of a chunk, times `size`, added to what is there."""
    x, y = at[0] - TILE * math.floor(at[0] / TILE) + AHEAD, at[1] - TILE * math.floor(at[1] / TILE) + AHEAD
    x0, y0, dx, dy, much = np.float32(x), np.float32(y), np.float32(step[0]), np.float32(step[1]), np.float32(size)
    for k in range(CHUNK):
        share = np.float32(k)
        part[k] += much * grain[np.int32(y0 + share * dy) & LAST, np.int32(x0 + share * dx) & LAST]


@device
def spread(
    grain: Float32, part: Float32, at: tuple[float, float], step: tuple[float, float], size: float
) -> None:  # fmt: skip
    """The same where texels are wider than three pixels: one in four pixels, and what lies between them."""
    x, y = at[0] - TILE * math.floor(at[0] / TILE) + AHEAD, at[1] - TILE * math.floor(at[1] / TILE) + AHEAD
    much = np.float32(size)
    low = much * grain[int(y) & 255, int(x) & 255]
    for m in range(CHUNK // 4):
        x, y = x + 4.0 * step[0], y + 4.0 * step[1]
        high = much * grain[int(y) & 255, int(x) & 255]
        rise = FOURTHS * (high - low)
        part[4 * m] += low
        part[4 * m + 1] += low + rise
        part[4 * m + 2] += low + rise + rise
        part[4 * m + 3] += high - rise
        low = high


@device
def coarse(grain: Float32, x: float, y: float, broad: float) -> float:
    """Grain of 0.6 m and of 4 m at a place of the ground."""
    return broad * smooth(grain, BROAD * x, BROAD * y + 31.0) + 0.7 * smooth(grain, WIDE * x + 77.0, WIDE * y)


@device
def grained(grain: Float32, tone: Float32, eye: Triple, line: Line, focal: float, span: tuple[int, int]) -> None:
    """The grain of roughness 1 along a row of ground: of 8 cm, 60 cm and 4 m.

    Written for whole chunks, so up to `CHUNK` - 1 pixels beyond the span. Within a chunk texels are taken in even
    steps; where they are wider than some pixels they are taken now and then.
    """
    t = 1.0 / (line[4] + line[5] * span[0])
    x, y = eye[0] + t * (line[0] + line[1] * span[0]), eye[1] + t * (line[2] + line[3] * span[0])
    low, known = 0.0, False
    for j in range(span[0], span[1], CHUNK):
        end = min(j + CHUNK, span[1])
        t2 = 1.0 / (line[4] + line[5] * end)
        x2, y2 = eye[0] + t2 * (line[0] + line[1] * end), eye[1] + t2 * (line[2] + line[3] * end)
        share = 1.0 / (end - j)
        dx, dy, across = share * (x2 - x), share * (y2 - y), 0.25 * (t + t2) / focal
        step, broad = max(abs(dx), abs(dy)), 0.55 / (1.0 + 1.5 * across)
        part = tone[j : j + CHUNK]
        if BROAD * CHUNK * step < 2.0:
            if not known:
                low = coarse(grain, x, y, broad)
            high = coarse(grain, x + CHUNK * dx, y + CHUNK * dy, broad)
            start, rise = np.float32(low), np.float32(high - low) * SLOPE
            for k in range(CHUNK):
                part[k] = start + rise * np.float32(k)
            low, known = high, True
        else:
            wide = 0.7 * grain[int(math.floor(WIDE * y)) & 255, int(math.floor(WIDE * x + 77.0)) & 255]
            scattered(grain, part, (BROAD * x, BROAD * y + 31.0), (BROAD * dx, BROAD * dy), broad, wide)
        if across < 0.25:
            size = 1.0 / (1.0 + 22.0 * across)
            if FINE * step < 0.3:
                spread(grain, part, (FINE * x, FINE * y), (FINE * dx, FINE * dy), size)
            else:
                speckled(grain, part, (FINE * x, FINE * y), (FINE * dx, FINE * dy), size)
        x, y, t = x2, y2, t2
