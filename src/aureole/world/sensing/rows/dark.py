"""Shadows on the ground along a row: how much light they leave to each pixel."""

from __future__ import annotations

import numpy as np

from aureole.core.notes import Float32, Float64
from aureole.kernels import device
from aureole.world.sensing.shapes.canvas import BLOCK, DIMMED, F_LOW, F_MORE, SHIFT, Canvas

STEEP = 1e9  # 1 / the sun's slope along an axis that it does not follow
ZERO, ONE, BEYOND, LEAST, CLEAR, THICK = (np.float32(n) for n in (0.0, 1.0, 1.0 / 0.85, 0.62, 0.94, 1.0 / 0.30))
SEEN = np.float32(0.999)  # what leaves more light darkens nothing
Pair = tuple[float, float]
Real = np.float32


@device
def shadow_row(
    canvas: Canvas, at: tuple[int, int], span: tuple[int, int], face: Float64, near: Pair, a: Pair, b: Pair
) -> None:  # fmt: skip
    """The ground under and beside a thing, darkened; the sun is looked for through the thing's boxes."""
    slot, line = at
    soil, start = canvas.soil, span[0]
    left, dimmed = soil.lit[slot, line, start : span[1]], soil.left[slot, line, start : span[1]]
    half_l, half_w, height = face[F_MORE], face[F_MORE + 1], face[F_MORE + 2]
    length, width, dark = np.float32(half_l), np.float32(half_w), np.float32(face[F_LOW + 1])
    slack = np.float32(1.0 / (0.8 * half_w + 0.05))
    low_w, low_x, low_y = near[0] + near[1] * start, a[0] + a[1] * start, b[0] + b[1] * start
    w0, dw = np.float32(low_w), np.float32(near[1])
    x0, dx, y0, dy = (
        np.float32(face[F_MORE + 6] * low_w + face[F_MORE + 7] * low_x),
        np.float32(face[F_MORE + 6] * near[1] + face[F_MORE + 7] * a[1]),
        np.float32(face[F_MORE + 8] * low_w + face[F_MORE + 9] * low_y),
        np.float32(face[F_MORE + 8] * near[1] + face[F_MORE + 9] * b[1]),
    )  # fmt: skip
    place = (x0, dx, y0, dy, w0, dw)
    for k in range(len(left)):
        j = np.float32(k)
        t = ONE / (w0 + dw * j)
        x, y = abs(t * (x0 + dx * j)), abs(t * (y0 + dy * j))
        ox, oy = max(x - length, ZERO), max(y - width, ZERO)
        away = np.sqrt(ox * ox + oy * oy)
        inner = width - y if away <= ZERO else ZERO
        soft = max(ONE - BEYOND * away, ZERO)
        left[k] = ONE - dark * soft * soft * min(ONE, LEAST + slack * inner)
    if face[F_LOW] > 0.0:
        sun, much = (face[F_MORE + 3], face[F_MORE + 4], face[F_MORE + 5]), face[F_LOW]
        if face[F_LOW + 2] > 0.5:
            box = (half_l, half_w, 0.12 * height, 0.60 * height, 0.0)
            cabin = (0.5 * half_l, 0.84 * half_w, 0.55 * height, height, 0.05 * half_l)
            sunless(left, place, sun, box, cabin, much)
        else:
            box = (half_l, half_w, 0.03 * height, height, 0.0)
            sunless(left, place, sun, box, box, much)
    mixed = soil.mixed[slot, line]
    for block in range(start >> SHIFT, (span[1] - 1 >> SHIFT) + 1):
        begin, end = max(block * BLOCK - start, 0), min(block * BLOCK + BLOCK - start, len(left))
        darkest = ONE
        for k in range(begin, end):
            darkest = min(darkest, left[k])
        if darkest < SEEN:
            mixed[block] |= DIMMED
            for k in range(begin, end):
                dimmed[k] *= left[k]


@device
def slabs(sun: tuple[float, float, float], box: tuple[float, float, float, float, float]) -> tuple[
    np.float32, np.float32, np.float32, np.float32, np.float32, np.float32, np.float32
]:  # fmt: skip
    """A box as rays towards the sun meet it: enters and leaves its heights, half its length and width, slopes."""
    return (
        np.float32(box[2] / sun[2]), np.float32(box[3] / sun[2]), np.float32(abs(box[0])), np.float32(abs(box[1])),
        np.float32(1.0 / sun[0] if abs(sun[0]) > 1.0 / STEEP else STEEP),
        np.float32(1.0 / sun[1] if abs(sun[1]) > 1.0 / STEEP else STEEP), np.float32(box[4]),
    )  # fmt: skip


@device
def sunless(
    left: Float32, place: tuple[np.float32, np.float32, np.float32, np.float32, np.float32, np.float32],
    sun: tuple[float, float, float], one: tuple[float, float, float, float, float],
    other: tuple[float, float, float, float, float], much: float,
) -> None:  # fmt: skip
    """Take the sun from where a ray towards it goes through one of two boxes, the more the longer that way is."""
    x0, dx, y0, dy, w0, dw = place
    low, high, length, width, slope_x, slope_y, aside = slabs(sun, one)
    low2, high2, length2, width2, _, _, aside2 = slabs(sun, other)
    share = CLEAR * np.float32(much)
    for k in range(len(left)):
        j = np.float32(k)
        t = ONE / (w0 + dw * j)
        x, y = t * (x0 + dx * j) + aside, t * (y0 + dy * j)
        a, b, c, d = slope_x * (-length - x), slope_x * (length - x), slope_y * (-width - y), slope_y * (width - y)
        cut = min(high, max(a, b), max(c, d)) - max(low, min(a, b), min(c, d))
        x += aside2 - aside
        a, b, c, d = slope_x * (-length2 - x), slope_x * (length2 - x), slope_y * (-width2 - y), slope_y * (width2 - y)
        cut2 = min(high2, max(a, b), max(c, d)) - max(low2, min(a, b), min(c, d))
        cut = min(max(cut, cut2, ZERO) * THICK, ONE)
        left[k] *= ONE - share * cut
