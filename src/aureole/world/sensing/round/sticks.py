"""Sticks along a row: limbs, trunks, cones, crowns, as if they were round; all pixels of a row at once.

The same formulas as `cameras.shade.rounded`, which takes one ray at a time.
"""

from __future__ import annotations

import numpy as np

from aureole.core.notes import Float32, Float64, Int32
from aureole.kernels import device
from aureole.world.sensing.rows.air import Air, clearness, shown
from aureole.world.sensing.shapes.canvas import (
    CONE,
    F_CLASS,
    F_HIGH,
    F_LOW,
    F_MORE,
    F_NAME,
    F_SHADER,
    ITSELF,
    LEAVES,
    VEST,
    Canvas,
)
from aureole.world.sensing.shapes.sticks import (
    R_AXIS,
    R_AXIS_UP,
    R_FACE,
    R_FACE_UP,
    R_HIGH,
    R_LENGTH,
    R_LOW,
    R_MOST,
    R_SIDE,
    R_SIDE_UP,
)

LAST, ROW = np.int32(255), np.int32(8)  # of a tile of grain
Real = np.float32
Pair = tuple[float, float]
Bands = tuple[Real, Real, Real, Real]
ZERO, ONE, TWO = (np.float32(n) for n in (0.0, 1.0, 2.0))
SKY, SKY_UP, NEAREST, THIN = (np.float32(n) for n in (0.62, 0.38, 0.01, 1e-6))
FINE, TUFT = np.float32(37.0), np.float32(9.0)  # texels a metre


@device
def leafy(
    canvas: Canvas, at: tuple[int, int], span: tuple[int, int], face: Float64, forms: tuple[Pair, Pair, Pair]
) -> None:
    """The grain of leaves, fine and in tufts."""
    soil = canvas.soil
    leaf, tuft, grain = canvas.round[at[0], at[1], 4], canvas.round[at[0], at[1], 5], soil.grain
    near, a, b = forms
    length, low, high = face[F_MORE + R_LENGTH], face[F_MORE + R_LOW], face[F_MORE + R_HIGH]
    whole, most, under = np.float32(length + low + high), np.float32(face[F_MORE + R_MOST]), np.float32(low)
    along2, across2 = np.float32(7.0 * face[F_LOW]), np.float32(13.0 * low)
    along3, across3 = np.float32(50.0 * low), np.float32(90.0 * low)
    w0, w1, a0, a1 = np.float32(near[0]), np.float32(near[1]), np.float32(a[0]), np.float32(a[1])
    b0, b1 = np.float32(b[0]), np.float32(b[1])
    first = np.uint64(span[0])
    for k in range(first, np.uint64(span[1])):
        j = np.float32(np.int32(k - first))
        t = ONE / (w0 + j * w1)
        along, across = t * (a0 + j * a1) * whole - under, (TWO * t * (b0 + j * b1) - ONE) * most
        row, column = np.int32((along + along2) * FINE), np.int32((across + across2) * FINE)
        leaf[k] = grain[np.uint32(np.int32(np.int32(row & LAST) << ROW) | np.int32(column & LAST))]
        row, column = np.int32(along * TUFT + along3), np.int32(across * TUFT + across3)
        tuft[k] = grain[np.uint32(np.int32(np.int32(row & LAST) << ROW) | np.int32(column & LAST))]


@device
def turned(
    canvas: Canvas, at: tuple[int, int], span: tuple[int, int], face: Float64, forms: tuple[Pair, Pair, Pair]
) -> None:
    """Where a stick is met: 1 / depth, 0 beside it; and how it faces the sun, how the sky, how far along."""
    planes, shader = canvas.round[at[0], at[1]], int(face[F_SHADER])
    met, toward, skyward, place = (
        planes[0], planes[1], planes[2], planes[3],
    )  # fmt: skip
    leaf, tuft = planes[4], planes[5]
    near, a, b = forms
    length, low, high = (
        np.float32(face[F_MORE + R_LENGTH]), np.float32(face[F_MORE + R_LOW]), np.float32(face[F_MORE + R_HIGH]),
    )  # fmt: skip
    whole, most, per = length + low + high, np.float32(face[F_MORE + R_MOST]), ONE / max(length, THIN)
    bare, leaves = shader == CONE, shader == LEAVES
    leafed, tufted, even = (
        np.float32(0.20 if leaves else 0.0), np.float32(0.16 if leaves else 0.0), np.float32(0.90 if leaves else 1.0),
    )  # fmt: skip
    sun_side, sun_axis, sun_face = (
        np.float32(face[F_MORE + R_SIDE]), np.float32(face[F_MORE + R_AXIS]), np.float32(face[F_MORE + R_FACE]),
    )  # fmt: skip
    up_side, up_axis, up_face = (
        np.float32(face[F_MORE + R_SIDE_UP]), np.float32(face[F_MORE + R_AXIS_UP]),
        np.float32(face[F_MORE + R_FACE_UP]),
    )  # fmt: skip
    w0, w1, a0, a1 = np.float32(near[0]), np.float32(near[1]), np.float32(a[0]), np.float32(a[1])
    b0, b1 = np.float32(b[0]), np.float32(b[1])
    first = np.uint64(span[0])
    for k in range(first, np.uint64(span[1])):
        j = np.float32(np.int32(k - first))
        t = ONE / (w0 + j * w1)
        along, across = t * (a0 + j * a1) * whole - low, (TWO * t * (b0 + j * b1) - ONE) * most
        inner = min(max(along, ZERO), length)
        over = along - inner
        radius = (low + (high - low) * inner * per) * (even + leafed * leaf[k] + tufted * tuft[k])
        hit = radius > ZERO and over * over + across * across < radius * radius and not (bare and over != ZERO)
        share = ONE / radius if radius > ZERO else ONE
        side, end = across * share, over * share
        out = np.sqrt(max(ONE - side * side - end * end, ZERO))
        toward[k] = max(side * sun_side + end * sun_axis + out * sun_face, ZERO)
        skyward[k] = SKY + SKY_UP * (side * up_side + end * up_axis + out * up_face)
        place[k] = along * per
        met[k] = ONE / max(t - radius * out, NEAREST) if hit else ZERO


@device
def bands_of(shader: int) -> Bands:
    """Between which places along a stick it has another colour: two bands."""
    if shader == VEST:
        return np.float32(0.22), np.float32(0.42), TWO, TWO
    if shader == CONE:
        return np.float32(0.34), np.float32(0.56), np.float32(0.72), np.float32(0.86)
    return TWO, TWO, TWO, TWO


@device
def banded(shader: int, channel: int, colour: float, red: float) -> float:
    """A channel of the colour of those bands."""
    if shader == VEST:
        return (0.9 if channel == 0 else 3.2 if channel == 1 else 14.0) * colour
    return (0.85 if channel == 2 else 0.88) * red if shader == CONE else colour


@device
def nearer(met: Float32, near: Float32, closer: Int32, span: tuple[int, int]) -> bool:
    """Note in `closer` where something is nearer than what is shown (1 / depth); whether it is anywhere."""
    found = np.int32(0)
    for k in range(np.uint64(span[0]), np.uint64(span[1])):
        closer[k] = np.int32(1) if met[k] > near[k] else np.int32(0)
        found |= closer[k]
    return bool(found != 0)


@device
def rounded_row(
    canvas: Canvas, at: tuple[int, int], air: Air, span: tuple[int, int], face: Float64, forms: tuple[Pair, Pair, Pair]
) -> None:  # fmt: skip
    """Pixels of a stick in a row, wherever nothing is nearer.

    `forms`: 1 / depth, and the coordinates along and across times that, at the first pixel and their change.
    """
    slot, row = at
    soil, shader, start, end = canvas.soil, int(face[F_SHADER]), np.uint64(span[0]), np.uint64(span[1])
    planes = canvas.round[slot, row]
    met, near, owner = planes[0], canvas.near[slot, row], canvas.owner[slot, row]
    leaf, tuft, dim = planes[4], planes[5], soil.texel[slot, row]
    if shader == LEAVES:
        leafy(canvas, at, span, face, forms)
    turned(canvas, at, span, face, forms)
    if not nearer(met, near, dim, span):
        return
    middle = np.float32(forms[0][0] + 0.5 * forms[0][1] * (span[1] - 1 - span[0]))
    clear, leaves = clearness(air, middle), shader == LEAVES
    fine, coarse, even = (
        np.float32(0.65 if leaves else 0.0), np.float32(0.35 if leaves else 0.0), np.float32(0.95 if leaves else 1.0),
    )  # fmt: skip
    low, high, low2, high2 = bands_of(shader)
    toward, skyward, place = planes[1], planes[2], planes[3]
    for channel in range(3):
        colour, fog, gain = canvas.colour[slot, channel, row], (ONE - clear) * air[2 + channel], clear * air[1]
        sun, sky = np.float32(face[F_LOW + channel]), np.float32(face[F_HIGH + channel])
        sun2 = np.float32(banded(shader, channel, face[F_LOW + channel], face[F_LOW]))
        sky2 = np.float32(banded(shader, channel, face[F_HIGH + channel], face[F_HIGH]))
        if low < ONE:
            for k in range(start, end):
                other = (low < place[k] < high) or (low2 < place[k] < high2)
                own = toward[k] * (sun2 if other else sun) + skyward[k] * (sky2 if other else sky)
                colour[k] = shown(fog + gain * own) if dim[k] else colour[k]
        else:
            for k in range(start, end):
                own = (even + fine * leaf[k] + coarse * tuft[k]) * (toward[k] * sun + skyward[k] * sky)
                colour[k] = shown(fog + gain * own) if dim[k] else colour[k]
    finished(canvas, at, span, face, dim, met, near, owner)


@device
def finished(
    canvas: Canvas, at: tuple[int, int], span: tuple[int, int], face: Float64, closer: Int32, met: Float32,
    near: Float32, owner: Int32,
) -> None:  # fmt: skip
    """The pixels are the stick's."""
    start, end, itself = np.uint64(span[0]), np.uint64(span[1]), np.int32(ITSELF)
    for k in range(start, end):
        near[k] = met[k] if closer[k] else near[k]
    for k in range(start, end):
        owner[k] = itself if closer[k] else owner[k]
    if canvas.kind.shape[2] > 0:
        for j in range(span[0], span[1]):
            if closer[j]:
                canvas.kind[at[0], at[1], j], canvas.name[at[0], at[1], j] = int(face[F_CLASS]), int(face[F_NAME])
