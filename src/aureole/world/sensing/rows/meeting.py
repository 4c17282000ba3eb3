"""Blocks of a row in which materials, paint or shadows meet, worked out pixel by pixel."""

from __future__ import annotations

import numpy as np

from aureole.core.notes import Float32
from aureole.kernels import device
from aureole.world.sensing.rows.air import shown
from aureole.world.sensing.shapes.canvas import Canvas

MATERIAL = np.int32(15)
UP, UP2 = np.int32(8), np.int32(16)  # bits of the other material and of paint
NONE, UNPAINTED = np.int32(0), np.int32(64)
ZERO, ONE, WORN = (np.float32(n) for n in (0.0, 1.0, 0.10))  # WORN: how much the grain shows in paint
Real = np.float32
Shade = tuple[Real, Real, Real, Real, Real, Real, Real, Real, Real]
"""Of three colours: what the air adds, what a wet road mirrors, and what comes of a white ground; exposed."""
Light = tuple[Real, Real, Real, Real, Real, Real]


@device
def composed(canvas: Canvas, at: tuple[int, int], span: tuple[int, int]) -> tuple[int, int, int]:
    """The two materials and the paint of some pixels; the paint is -1 where there are more of them."""
    soil, row, first, end = canvas.soil, at[1], np.uint64(span[0]), np.uint64(span[1])
    what, share, cover = soil.what[at[0], row], soil.share[at[0], row], soil.cover[at[0], row]
    low, high, paint, paint2 = MATERIAL, NONE, UNPAINTED, NONE
    for k in range(first, end):
        one, paints = np.int32(what[k] & MATERIAL), np.int32(np.int32(what[k] >> UP2) & MATERIAL)
        other = np.int32(np.int32(what[k] >> UP) & MATERIAL) if share[k] > ZERO else one
        low, high = min(low, one, other), max(high, one, other)
        paint = min(paint, paints if cover[k] > ZERO else UNPAINTED)
        paint2 = max(paint2, paints if cover[k] > ZERO else NONE)
    apart = np.int32(0)
    for k in range(first, end):
        one = np.int32(what[k] & MATERIAL)
        other = np.int32(np.int32(what[k] >> UP) & MATERIAL) if share[k] > ZERO else one
        apart |= np.int32((one - low) * (one - high)) | np.int32((other - low) * (other - high))
    if apart != 0 or paint < paint2:
        return int(low), int(high), -1
    return int(low), int(high), int(paint2)


@device
def lightened(canvas: Canvas, at: tuple[int, int], span: tuple[int, int], one: int, other: int) -> None:
    """How bright pixels of two materials are for their materials, and how much of the second is in each."""
    soil, slot, row = canvas.soil, at[0], at[1]
    what, share, lit, tone = soil.what[slot, row], soil.share[slot, row], soil.lit[slot, row], soil.tone[slot, row]
    rough, rough2, second = soil.tints[3, one], soil.tints[3, other], np.int32(other)
    start, end = np.uint64(span[0]), np.uint64(span[1])
    if one == other:
        for k in range(start, end):
            lit[k] = ONE + rough * tone[k]
    else:
        for k in range(start, end):
            mainly = (what[k] & MATERIAL) == second
            lit[k] = ONE + (rough2 if mainly else rough) * tone[k]
            share[k] = ONE - share[k] if mainly else share[k]


@device
def channel(
    colour: Float32, parts: tuple[Float32, Float32, Float32, Float32, Float32], span: tuple[int, int],
    tints: tuple[Real, Real, Real], light: Light,
) -> None:  # fmt: skip
    """One channel of pixels of two materials and a paint."""
    share, lit, cover, tone, left = parts
    one, more, paint = tints
    added, mirror, part, added2, mirror2, part2 = light
    first = np.uint64(span[0])
    for k in range(first, np.uint64(span[1])):
        j = np.float32(np.int32(k - first))
        ground = lit[k] * (one + share[k] * more)
        ground += cover[k] * (ONE + WORN * tone[k]) * (paint - ground)
        colour[k] = shown(added + j * added2 + left[k] * (mirror + j * mirror2 + (part + j * part2) * ground))


@device
def channel_alone(
    colour: Float32, lit: Float32, left: Float32, span: tuple[int, int], tint: np.float32,
    light: tuple[Real, Real, Real],
) -> None:  # fmt: skip
    """One channel of pixels of one material that shadows fall on, in even light."""
    added, mirror, part = light[0], light[1], light[2] * tint
    for k in range(np.uint64(span[0]), np.uint64(span[1])):
        colour[k] = shown(added + left[k] * (mirror + part * lit[k]))


@device
def shadowed(canvas: Canvas, at: tuple[int, int], span: tuple[int, int], material: int, shade: Shade) -> None:
    """Pixels of one material that shadows fall on, which are taken away."""
    slot, row = at
    soil, lit, left = canvas.soil, canvas.soil.lit[slot, row], canvas.soil.left[slot, row]
    lightened(canvas, at, span, material, material)
    for k in range(3):
        light = (shade[k], shade[3 + k], shade[6 + k])
        channel_alone(canvas.colour[slot, k, row], lit, left, span, soil.tints[k, material], light)
    for k in range(np.uint64(span[0]), np.uint64(span[1])):
        left[k] = ONE


@device
def met(canvas: Canvas, at: tuple[int, int], span: tuple[int, int], shade: Shade, change: Shade) -> None:
    """Pixels in which materials, paint or shadows meet; what lies on it is taken away.

    `shade` is that of the first of them, `change` its change from pixel to pixel.
    """
    slot, row = at
    soil, tints = canvas.soil, canvas.soil.tints
    share, lit, cover = soil.share[slot, row], soil.lit[slot, row], soil.cover[slot, row]
    tone, left = soil.tone[slot, row], soil.left[slot, row]
    one, other, paint = composed(canvas, at, span)
    if paint < 0:
        met_one_by_one(canvas, at, span, shade, change)
    else:
        lightened(canvas, at, span, one, other)
        parts = (share, lit, cover, tone, left)
        for k in range(3):
            colours = (tints[k, one], tints[k, other] - tints[k, one], tints[k, paint])
            light = (shade[k], shade[3 + k], shade[6 + k], change[k], change[3 + k], change[6 + k])
            channel(canvas.colour[slot, k, row], parts, span, colours, light)
    for k in range(np.uint64(span[0]), np.uint64(span[1])):
        share[k] = ZERO
        cover[k] = ZERO
        left[k] = ONE


@device
def met_one_by_one(canvas: Canvas, at: tuple[int, int], span: tuple[int, int], shade: Shade, change: Shade) -> None:
    """Pixels in which three materials meet, or two paints."""
    slot, row = at
    soil, tints = canvas.soil, canvas.soil.tints
    for j in range(span[0], span[1]):
        what, on = soil.what[slot, row, j], np.float32(j - span[0])
        one, other, paint = int(what & MATERIAL), int((what >> UP) & MATERIAL), int((what >> UP2) & MATERIAL)
        tone, left = soil.tone[slot, row, j], soil.left[slot, row, j]
        lit, worn = ONE + tints[3, one] * tone, soil.cover[slot, row, j] * (ONE + WORN * tone)
        for k in range(3):
            ground = lit * (tints[k, one] + soil.share[slot, row, j] * (tints[k, other] - tints[k, one]))
            ground += worn * (tints[k, paint] - ground)
            mirror, part = shade[3 + k] + on * change[3 + k], shade[6 + k] + on * change[6 + k]
            canvas.colour[slot, k, row, j] = shown(shade[k] + on * change[k] + left * (mirror + part * ground))
