"""The grain of the ground along a row: how much lighter or darker it is than its material."""

from __future__ import annotations

import math

import numpy as np

from aureole.core.notes import Float32, Int32
from aureole.kernels import device
from aureole.world.sensing.rows.behind import Line, Triple
from aureole.world.sensing.shapes.canvas import CHUNK, Soil

LAST = np.int32(255)  # of a tile of grain
TILE = 256.0
FIXED = 65536.0  # parts of a texel
ROWED, SHIFTED, UPPER = np.int32(8), np.int32(16), np.int32(0xFF00)  # from those parts to rows and columns of a tile
RIGHT, ABOVE, WITHIN = np.int32(1), np.int32(0x100), np.int32(0xFFFF)  # next column, next row, parts of a texel
PART, NONE = np.float32(1.0 / 65536.0), np.float32(0.0)
ONE, TWO, THREE = np.uint64(1), np.uint64(2), np.uint64(3)
FINE, BROAD, WIDE = 12.0, 1.7, 0.23  # 1/m; texels of the three sizes of grain
FOURTHS = np.float32(0.25)


@device
def begun(at: float) -> np.int32:
    """A place on the tile of grain, in 65536ths of a texel."""
    return np.int32(FIXED * (at - TILE * math.floor(at / TILE)))


@device
def pointed(texel: Int32, span: tuple[int, int], at: tuple[float, float], step: tuple[float, float]) -> None:
    """The texel of each pixel, by number, from places that lie evenly on the tile."""
    x, y, dx, dy = begun(at[0]), begun(at[1]), begun(step[0]), begun(step[1])
    first = np.uint64(span[0])
    for k in range(first, np.uint64(span[1])):
        j = np.int32(k - first)
        column, row = np.int32(x + np.int32(j * dx)), np.int32(y + np.int32(j * dy))
        texel[k] = np.int32(np.int32(row >> ROWED) & UPPER) | np.int32(np.int32(column >> SHIFTED) & LAST)


@device
def scattered(grain: Float32, part: Float32, texel: Int32, span: tuple[int, int], size: float) -> None:
    """A texel for each pixel, times `size`, added to what is there."""
    much = np.float32(size)
    for k in range(np.uint64(span[0]), np.uint64(span[1])):
        part[k] += much * grain[np.uint32(texel[k])]


@device
def spread(
    grain: Float32, part: Float32, span: tuple[int, int], at: tuple[float, float], step: tuple[float, float],
    size: float,
) -> None:  # fmt: skip
    """The same where texels are wider than three pixels: one in four pixels, and what lies between them."""
    x, y, dx, dy = begun(at[0]), begun(at[1]), begun(4.0 * step[0]), begun(4.0 * step[1])
    much = np.float32(size)
    low = much * grain[np.uint32(np.int32(np.int32(y >> ROWED) & UPPER) | np.int32(np.int32(x >> SHIFTED) & LAST))]
    for k in range(np.uint64(span[0]), np.uint64(span[1]), np.uint64(4)):
        x, y = np.int32(x + dx), np.int32(y + dy)
        high = much * grain[np.uint32(np.int32(np.int32(y >> ROWED) & UPPER) | np.int32(np.int32(x >> SHIFTED) & LAST))]
        rise = FOURTHS * (high - low)
        part[k] += low
        part[k + ONE] += low + rise
        part[k + TWO] += low + rise + rise
        part[k + THREE] += high - rise
        low = high


@device
def knotted(
    grain: Float32, knots: Float32, count: int, at: tuple[float, float], step: tuple[float, float], size: float
) -> None:  # fmt: skip
    """The grain between texels at places that lie evenly on the tile, times `size`, added to what is there."""
    x0, y0, dx, dy, much = begun(at[0]), begun(at[1]), begun(step[0]), begun(step[1]), np.float32(size)
    for k in range(np.uint64(count)):
        j = np.int32(k)
        x, y = np.int32(x0 + np.int32(j * dx)), np.int32(y0 + np.int32(j * dy))
        column, row = np.int32(np.int32(x >> SHIFTED) & LAST), np.int32(np.int32(y >> ROWED) & UPPER)
        right, above = np.int32(np.int32(column + RIGHT) & LAST), np.int32(np.int32(row + ABOVE) & UPPER)
        a, b = PART * np.float32(np.int32(x & WITHIN)), PART * np.float32(np.int32(y & WITHIN))
        low, low2 = grain[np.uint32(row | column)], grain[np.uint32(row | right)]
        high, high2 = grain[np.uint32(above | column)], grain[np.uint32(above | right)]
        low += a * (low2 - low)
        high += a * (high2 - high)
        knots[k] += much * (low + b * (high - low))


@device
def flattened(part: Float32, start: int, end: int, value: float) -> None:
    """One value for some pixels."""
    same = np.float32(value)
    for k in range(np.uint64(start), np.uint64(end)):
        part[k] = same


@device
def grained_piece(
    grain: Float32, soil: Soil, at: tuple[int, int], span: tuple[int, int], place: tuple[float, float],
    step: tuple[float, float], across: float, piece: int,
) -> None:  # fmt: skip
    """The grain of pixels that lie evenly on the ground, from `place` on, each `step` m from the last."""
    (x, y), (dx, dy), broad = place, step, 0.55 / (1.0 + 1.5 * across)
    part, texel, flat, size = soil.tone[at[0], at[1]], soil.texel[at[0], at[1]], soil.grain, max(abs(dx), abs(dy))
    if BROAD * CHUNK * size < 2.0:
        knots, count = soil.knots[at[0], at[1]], (span[1] - span[0] + piece - 1) // piece + 1
        for k in range(np.uint64(count)):
            knots[k] = NONE
        knotted(flat, knots, count, (BROAD * x, BROAD * y + 31.0), (BROAD * piece * dx, BROAD * piece * dy), broad)
        knotted(flat, knots, count, (WIDE * x + 77.0, WIDE * y), (WIDE * piece * dx, WIDE * piece * dy), 0.7)
        share = np.float32(1.0 / piece)
        for k in range(count - 1):
            start = np.uint64(span[0] + k * piece)
            low, rise = knots[k], share * (knots[k + 1] - knots[k])
            for j in range(start, np.uint64(min(span[0] + (k + 1) * piece, span[1]))):
                part[j] = low + np.float32(np.int32(j - start)) * rise
    else:
        for k in range(span[0], span[1], CHUNK):
            at_x, at_y = x + (k - span[0]) * dx, y + (k - span[0]) * dy
            wide = 0.7 * grain[int(math.floor(WIDE * at_y)) & 255, int(math.floor(WIDE * at_x + 77.0)) & 255]
            flattened(part, k, k + CHUNK, wide)
        pointed(texel, span, (BROAD * x, BROAD * y + 31.0), (BROAD * dx, BROAD * dy))
        scattered(flat, part, texel, span, broad)
    if across < 0.25:
        much = 1.0 / (1.0 + 22.0 * across)
        if FINE * size < 0.3:
            spread(flat, part, span, (FINE * x, FINE * y), (FINE * dx, FINE * dy), much)
        else:
            pointed(texel, span, (FINE * x, FINE * y), (FINE * dx, FINE * dy))
            scattered(flat, part, texel, span, much)


@device
def grained(
    grain: Float32, soil: Soil, at: tuple[int, int], eye: Triple, line: Line, focal: float, span: tuple[int, int]
) -> None:  # fmt: skip
    """The grain of roughness 1 along a row of ground: of 8 cm, 60 cm and 4 m.

    Written for whole chunks, so up to `CHUNK` - 1 pixels beyond the span. A level row is one piece, for its pixels lie
    evenly on the ground; another row is taken in chunks. Where texels are wider than some pixels they are taken now and
    then.
    """
    t = 1.0 / (line[4] + line[5] * span[0])
    x, y = eye[0] + t * (line[0] + line[1] * span[0]), eye[1] + t * (line[2] + line[3] * span[0])
    if line[5] == 0.0:
        dx, dy, piece = t * line[1], t * line[3], CHUNK
        while piece < 64 and BROAD * 2 * piece * max(abs(dx), abs(dy)) < 1.0:
            piece *= 2
        end = span[0] + (span[1] - span[0] + CHUNK - 1) // CHUNK * CHUNK
        grained_piece(grain, soil, at, (span[0], end), (x, y), (dx, dy), 0.5 * t / focal, piece)
        return
    for j in range(span[0], span[1], CHUNK):
        after = min(j + CHUNK, span[1])
        t2 = 1.0 / (line[4] + line[5] * after)
        x2, y2 = eye[0] + t2 * (line[0] + line[1] * after), eye[1] + t2 * (line[2] + line[3] * after)
        share = 1.0 / (after - j)
        step = (share * (x2 - x), share * (y2 - y))
        grained_piece(grain, soil, at, (j, j + CHUNK), (x, y), step, 0.25 * (t + t2) / focal, CHUNK)
        x, y, t = x2, y2, t2
