"""Crowns of trees along a row: all pixels at once.

The same formulas as `cameras.shade.crowned`, which takes one ray at a time.
"""

from __future__ import annotations

import numpy as np

from aureole.core.notes import Float32, Float64
from aureole.kernels import device
from aureole.world.sensing.round.sticks import (
    FINE,
    LAST,
    NEAREST,
    ONE,
    ROW,
    SKY,
    SKY_UP,
    TUFT,
    ZERO,
    Pair,
    finished,
    nearer,
)
from aureole.world.sensing.rows.air import Air, clearness, shown
from aureole.world.sensing.shapes.canvas import F_HIGH, F_LOW, F_MORE, Canvas
from aureole.world.sensing.shapes.crowns import (
    C_FACE,
    C_FIR,
    C_LEFT,
    C_SIDE,
    C_SIZE,
    C_UP,
    C_WIDE,
    REACH,
    Lobe,
    ends,
    lobe_of,
    lobed,
)

LEAFED, TUFTED, EVEN = np.float32(0.20), np.float32(0.16), np.float32(0.90)  # of a radius
LEAF_TONE, TUFT_TONE, EVEN_TONE = np.float32(0.65), np.float32(0.35), np.float32(0.95)
NEVER = np.float32(-1e9)
Forms = tuple[Pair, Pair, Pair]


@device
def single(lobe: Lobe) -> Lobe:
    """A lobe in single precision."""
    return (
        np.float32(lobe[0]), np.float32(lobe[1]), np.float32(lobe[2]), np.float32(lobe[3]), np.float32(lobe[4]),
        np.float32(lobe[5]),
    )  # fmt: skip


@device
def hidden(near: Float32, span: tuple[int, int], nearest: float) -> bool:
    """Whether all pixels show what is nearer than that (1 / depth)."""
    limit, open_ = np.float32(nearest), np.int32(0)
    for k in range(np.uint64(span[0]), np.uint64(span[1])):
        open_ |= np.int32(1) if near[k] < limit else np.int32(0)
    return bool(open_ == 0)


@device
def leaved(
    canvas: Canvas, at: tuple[int, int], span: tuple[int, int], face: Float64, forms: Forms, low: float, tall: float
) -> None:  # fmt: skip
    """The grain of leaves, fine and in tufts: how it changes the radius, and the brightness."""
    planes, grain = canvas.round[at[0], at[1]], canvas.soil.grain
    rough, tone, (near, a, b) = planes[4], planes[5], forms
    low0, whole, side0 = np.float32(low), np.float32(tall), np.float32(face[F_MORE + C_LEFT])
    wide, size = np.float32(face[F_MORE + C_WIDE]), face[F_MORE + C_SIZE]
    along2, across2 = np.float32(7.0 * size), np.float32(13.0 * size)
    along3, across3 = np.float32(50.0 * size), np.float32(90.0 * size)
    w0, w1, a0, a1 = np.float32(near[0]), np.float32(near[1]), np.float32(a[0]), np.float32(a[1])
    b0, b1, first = np.float32(b[0]), np.float32(b[1]), np.uint64(span[0])
    for k in range(first, np.uint64(span[1])):
        j = np.float32(np.int32(k - first))
        t = ONE / (w0 + j * w1)
        up, across = low0 + t * (a0 + j * a1) * whole, side0 + t * (b0 + j * b1) * wide
        row, column = np.int32((up + along2) * FINE), np.int32((across + across2) * FINE)
        leaf = grain[np.uint32(np.int32(np.int32(row & LAST) << ROW) | np.int32(column & LAST))]
        row, column = np.int32(up * TUFT + along3), np.int32(across * TUFT + across3)
        tuft = grain[np.uint32(np.int32(np.int32(row & LAST) << ROW) | np.int32(column & LAST))]
        rough[k] = EVEN + LEAFED * leaf + TUFTED * tuft
        tone[k] = EVEN_TONE + LEAF_TONE * leaf + TUFT_TONE * tuft


@device
def bulging(
    canvas: Canvas, at: tuple[int, int], span: tuple[int, int], face: Float64, forms: Forms, low: float, tall: float
) -> None:  # fmt: skip
    """Where a crown is met: 1 / depth, 0 beside it; and how it faces the sun and the sky."""
    planes, (near, a, b) = canvas.round[at[0], at[1]], forms
    met, toward, skyward, rough = planes[0], planes[1], planes[2], planes[4]
    one, two = single(lobe_of(face, 0)), single(lobe_of(face, 1))
    three, four = single(lobe_of(face, 2)), single(lobe_of(face, 3))
    low0, whole = np.float32(low), np.float32(tall)
    side0, wide = np.float32(face[F_MORE + C_LEFT]), np.float32(face[F_MORE + C_WIDE])
    sun_side, sun_up = np.float32(face[F_MORE + C_SIDE]), np.float32(face[F_MORE + C_UP])
    sun_face = np.float32(face[F_MORE + C_FACE])
    w0, w1, a0, a1 = np.float32(near[0]), np.float32(near[1]), np.float32(a[0]), np.float32(a[1])
    b0, b1, first = np.float32(b[0]), np.float32(b[1]), np.uint64(span[0])
    for k in range(first, np.uint64(span[1])):
        j = np.float32(np.int32(k - first))
        t = ONE / (w0 + j * w1)
        up, across = low0 + t * (a0 + j * a1) * whole, side0 + t * (b0 + j * b1) * wide
        much, hit = rough[k], (NEVER, ZERO, ZERO, ZERO, ONE)
        hit = lobed(lobed(hit, across, up, much, one), across, up, much, two)
        hit = lobed(lobed(hit, across, up, much, three), across, up, much, four)
        share = ONE / hit[4]
        toward[k] = max(share * (hit[1] * sun_side + hit[2] * sun_up + hit[3] * sun_face), ZERO)
        skyward[k] = SKY + SKY_UP * share * hit[2]
        met[k] = ONE / max(t - hit[0], NEAREST) if hit[0] > NEVER else ZERO


@device
def crown_row(
    canvas: Canvas, at: tuple[int, int], air: Air, span: tuple[int, int], face: Float64, forms: Forms
) -> None:  # fmt: skip
    """Pixels of a crown in a row, wherever nothing is nearer; `forms` as `sticks.rounded_row` takes them."""
    slot, row = at
    planes, start, end = canvas.round[slot, row], np.uint64(span[0]), np.uint64(span[1])
    near, owner, dim = canvas.near[slot, row], canvas.owner[slot, row], canvas.soil.texel[slot, row]
    (from_, change), size = forms[0], face[F_MORE + C_SIZE]
    most = max(from_, from_ + change * (span[1] - 1 - span[0]))
    if hidden(near, span, 1.0 / max(1.0 / most - REACH * size, 0.01)):
        return
    low, high = ends(face[F_MORE + C_FIR] > 0.0)
    leaved(canvas, at, span, face, forms, low * size, (high - low) * size)
    bulging(canvas, at, span, face, forms, low * size, (high - low) * size)
    met, toward, skyward, tone = planes[0], planes[1], planes[2], planes[5]
    if not nearer(met, near, dim, span):
        return
    clear = clearness(air, np.float32(from_ + 0.5 * change * (span[1] - 1 - span[0])))
    for channel in range(3):
        colour, fog, gain = canvas.colour[slot, channel, row], (ONE - clear) * air[2 + channel], clear * air[1]
        sun, sky = gain * np.float32(face[F_LOW + channel]), gain * np.float32(face[F_HIGH + channel])
        for k in range(start, end):
            colour[k] = shown(fog + tone[k] * (toward[k] * sun + skyward[k] * sky)) if dim[k] else colour[k]
    finished(canvas, at, span, face, dim, met, near, owner)
