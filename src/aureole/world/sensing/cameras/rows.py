"""One row of a picture: sky and ground first, then every face that is seen in it, each in its interval of pixels."""

from __future__ import annotations

import math

import numpy as np

from aureole.core.notes import Float32, Float64
from aureole.kernels import device
from aureole.world.sensing.cameras.behind import behind, nearest
from aureole.world.sensing.cameras.shade import look_at
from aureole.world.sensing.shapes.canvas import (
    F_ALONG,
    F_CLASS,
    F_HIGH,
    F_LOW,
    F_MORE,
    F_NAME,
    F_NEAR,
    F_SHADER,
    F_UP,
    FLAT,
    FORMS,
    GLOW,
    GRADE,
    ITSELF,
    SHADOW,
    V_FOCAL,
    V_ROLLS,
    V_X,
    V_Y,
    Canvas,
)  # fmt: skip
from aureole.world.sensing.stage.seen import Seen
from aureole.world.sensing.stage.stage import Stage

SKY = int(Seen.SKY)
STEEP = 1e9  # 1 / the sun's slope along an axis that it does not follow
ZERO, ONE, BEYOND, LEAST, CLEAR, THICK = (np.float32(n) for n in (0.0, 1.0, 1.0 / 0.85, 0.62, 0.94, 1.0 / 0.30))
Pair = tuple[float, float]
Seam = tuple[int, float, float, float, float]
"""Row of the frame, its share of the way to the last (-1 but for a rolling shutter), focal length, middle x, y, px."""


@device
def form(face: Float64, seam: Seam, at: int) -> Pair:
    """A linear form along a row: its value at pixel 0, and its change from pixel to pixel."""
    row, share, focal, middle_x, middle_y = seam
    if share < 0.0:
        return face[FORMS + at] + face[FORMS + at + 1] * row, face[FORMS + at + 2]
    later, v = at + FORMS, (middle_y - row) / focal
    c = face[at] + v * face[at + 2] + share * (face[later] + v * face[later + 2])
    s = (face[at + 1] + share * face[later + 1]) / focal
    return c + s * middle_x, -s


@device
def interval(face: Float64, seam: Seam, columns: int) -> tuple[int, int]:
    """The pixels of a row inside the cone of a face: the first, and the one after the last."""
    low, high = 0.0, columns - 1.0
    for at in range(0, F_NEAR, 3):
        if seam[1] < 0.0:
            where, side = face[FORMS + at] + face[FORMS + at + 1] * seam[0], face[FORMS + at + 2]
        else:
            c, s = form(face, seam, at)
            where, side = (-c / s, s) if s != 0.0 else (c, 0.0)
        if side > 0.0:
            low = max(low, where)
        elif side < 0.0:
            high = min(high, where)
        elif where < 0.0:
            return 0, 0
    if not low <= high:
        return 0, 0
    return int(math.ceil(low)), int(math.floor(high)) + 1


@device
def face_row(stage: Stage, canvas: Canvas, at: tuple[int, int], seam: Seam, f: int) -> tuple[int, int]:
    """One face in one row; gives the pixels in which it may be the nearest one and has no colour yet."""
    slot, line = at
    face = canvas.faces[slot, f]
    first, last = interval(face, seam, canvas.near.shape[2])
    if first >= last:
        return last, first
    shader = int(face[F_SHADER])
    near = form(face, seam, F_NEAR)
    if shader in (FLAT, GRADE):
        nearest(canvas.near[slot, line, first:last], canvas.owner[slot, line, first:last], near[0] + near[1] * first,
                near[1], f)  # fmt: skip
        return first, last
    a, b = form(face, seam, F_ALONG), form(face, seam, F_UP)
    if shader == SHADOW:
        shadow_row(canvas, at, (first, last), face, near, a, b)
    elif shader == GLOW:
        glow_row(canvas, at, (first, last), face, near, a, b)
    else:
        shaded_row(stage, canvas, at, (first, last), face, near, a, b)
    return last, first


@device
def coloured(canvas: Canvas, at: tuple[int, int], seam: Seam, span: tuple[int, int]) -> None:
    """Lay on the colours of faces that are of one colour or fade from edge to edge, run by run of one owner."""
    slot, line = at
    owner = canvas.owner[slot, line]
    j = span[0]
    while j < span[1]:
        f, start = owner[j], j
        j += 1
        if f < 0:
            continue
        while j < span[1] and owner[j] == f:
            j += 1
        face = canvas.faces[slot, f]
        red, green, blue = (
            canvas.colour[slot, 0, line, start:j], canvas.colour[slot, 1, line, start:j],
            canvas.colour[slot, 2, line, start:j],
        )  # fmt: skip
        r, g, b = np.float32(face[F_LOW]), np.float32(face[F_LOW + 1]), np.float32(face[F_LOW + 2])
        if int(face[F_SHADER]) == FLAT:
            for k in range(j - start):
                red[k] = r
                green[k] = g
                blue[k] = b
        else:
            dr, dg, db = (
                np.float32(face[F_HIGH]) - r, np.float32(face[F_HIGH + 1]) - g, np.float32(face[F_HIGH + 2]) - b,
            )  # fmt: skip
            up, near = form(face, seam, F_UP), canvas.near[slot, line, start:j]
            low, change = np.float32(up[0] + up[1] * start), np.float32(up[1])
            for k in range(j - start):
                share = (low + change * np.float32(k)) / near[k]
                red[k] = r + share * dr
                green[k] = g + share * dg
                blue[k] = b + share * db
        kind, name, seen, own = (
            canvas.kind[slot, line, start:j], canvas.name[slot, line, start:j], int(face[F_CLASS]), int(face[F_NAME]),
        )  # fmt: skip
        for k in range(j - start):
            kind[k] = seen
            name[k] = own


@device
def shaded_row(
    stage: Stage, canvas: Canvas, at: tuple[int, int], span: tuple[int, int], face: Float64, near: Pair, a: Pair,
    b: Pair,
) -> None:  # fmt: skip
    """Pixels of a face with a look of its own."""
    slot, line = at
    seen, name = int(face[F_CLASS]), int(face[F_NAME])
    for j in range(span[0], span[1]):
        w = near[0] + near[1] * j
        if w <= 0.0 or 1.02 * w <= canvas.near[slot, line, j]:
            continue
        t = 1.0 / w
        hit, r, g, blue, out = look_at(face, stage.grain, stage.pictures, (a[0] + a[1] * j) * t, (b[0] + b[1] * j) * t)
        if not hit:
            continue
        if out > 0.0:
            w = 1.0 / max(t - out, 0.01)
        if w > canvas.near[slot, line, j]:
            canvas.near[slot, line, j] = w
            canvas.colour[slot, 0, line, j], canvas.colour[slot, 1, line, j] = r, g
            canvas.colour[slot, 2, line, j] = blue
            canvas.kind[slot, line, j], canvas.name[slot, line, j], canvas.owner[slot, line, j] = seen, name, ITSELF


@device
def glow_row(
    canvas: Canvas, at: tuple[int, int], span: tuple[int, int], face: Float64, near: Pair, a: Pair, b: Pair
) -> None:  # fmt: skip
    """A halo: light that is added to what is there."""
    slot, line = at
    for j in range(span[0], span[1]):
        w = near[0] + near[1] * j
        if w <= 0.0 or 1.05 * w <= canvas.near[slot, line, j]:
            continue
        x, y = 2.0 * (a[0] + a[1] * j) / w - 1.0, 2.0 * (b[0] + b[1] * j) / w - 1.0
        away = 1.0 - x * x - y * y
        if away > 0.0:
            away *= away * away
            for k in range(3):
                canvas.colour[slot, k, line, j] += away * face[F_LOW + k]


@device
def shadow_row(
    canvas: Canvas, at: tuple[int, int], span: tuple[int, int], face: Float64, near: Pair, a: Pair, b: Pair
) -> None:  # fmt: skip
    """The ground under and beside a thing, darkened; the sun is looked for through the thing's boxes."""
    slot, line = at
    left, kind, start = (
        canvas.beside[slot, line, span[0] : span[1]],
        canvas.kind[slot, line, span[0] : span[1]],
        span[0],
    )
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
        shade = ONE - dark * soft * soft * min(ONE, LEAST + slack * inner)
        left[k] = shade if kind[k] != SKY else ONE
    if face[F_LOW] > 0.0:
        sun, much = (face[F_MORE + 3], face[F_MORE + 4], face[F_MORE + 5]), face[F_LOW]
        if face[F_LOW + 2] > 0.5:
            box = (half_l, half_w, 0.12 * height, 0.60 * height, 0.0)
            cabin = (0.5 * half_l, 0.84 * half_w, 0.55 * height, height, 0.05 * half_l)
            sunless(left, place, sun, box, cabin, much)
        else:
            box = (half_l, half_w, 0.03 * height, height, 0.0)
            sunless(left, place, sun, box, box, much)
    for channel in range(3):
        colour = canvas.colour[slot, channel, line, span[0] : span[1]]
        for k in range(len(left)):
            colour[k] *= left[k]


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


@device
def row_of(stage: Stage, canvas: Canvas, views: Float64, image: int, slot: int, row: int) -> None:
    """A whole row of the frame."""
    rows, at = canvas.first.shape[1] - 1, (slot, row % canvas.near.shape[1])
    rolls = views[image, V_ROLLS] > 0.0
    share = row / (rows - 1.0) if rolls and rows > 1 else 0.0
    behind(stage, canvas, views, image, at, row, share)
    seam = (row, share if rolls else -1.0, views[image, V_FOCAL], views[image, V_X], views[image, V_Y])
    low, high = canvas.near.shape[2], 0
    for i in range(canvas.first[slot, row], canvas.first[slot, row + 1]):
        f = canvas.order[slot, i]
        if low < high and int(canvas.faces[slot, f, F_SHADER]) == GLOW:
            coloured(canvas, at, seam, (low, high))
            low, high = canvas.near.shape[2], 0
        first, last = face_row(stage, canvas, at, seam, f)
        if first < last:
            low, high = min(low, first), max(high, last)
    if low < high:
        coloured(canvas, at, seam, (low, high))
