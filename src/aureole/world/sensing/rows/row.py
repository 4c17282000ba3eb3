"""One row of a picture: sky and ground first, then every face that is seen in it, each in its interval of pixels."""

from __future__ import annotations

import numpy as np

from aureole.core.notes import Float32, Float64, Int32
from aureole.kernels import device
from aureole.world.sensing.cameras.shade import look_at
from aureole.world.sensing.round.crowns import crown_row
from aureole.world.sensing.round.sticks import rounded_row
from aureole.world.sensing.rows.air import Air, Colour, air_of, clearness, seen_through, shown, unshown
from aureole.world.sensing.rows.behind import grounded, nearness, posed, shared
from aureole.world.sensing.rows.dark import shadow_row
from aureole.world.sensing.rows.sky import sky_row
from aureole.world.sensing.rows.soil import ground_row
from aureole.world.sensing.rows.strip import runs
from aureole.world.sensing.rows.strokes import marked
from aureole.world.sensing.rows.tone import grained
from aureole.world.sensing.shapes.canvas import (
    CONE,
    CROWN,
    F_ALONG,
    F_CLASS,
    F_HIGH,
    F_LOW,
    F_NAME,
    F_NEAR,
    F_SHADER,
    F_UP,
    FLAT,
    GLOW,
    GRADE,
    ITSELF,
    LEAVES,
    SHADOW,
    STICK,
    V_EXPOSURE,
    V_FAR,
    V_FOCAL,
    V_ROLLS,
    V_WORLD,
    VEST,
    Canvas,
)  # fmt: skip
from aureole.world.sensing.shapes.intervals import Seam, form, seam_of
from aureole.world.sensing.stage.stage import Stage

ZERO, ONE = np.float32(0.0), np.float32(1.0)
PIECE = 32  # px; over which a face fades along one parabola
FEW = 8  # px; narrower sticks are worked out pixel by pixel
Pair = tuple[float, float]


@device
def nearest(near: Float32, owner: Int32, span: tuple[int, int], form: Pair, f: int) -> None:
    """Make a face the owner of the pixels in which nothing is nearer; `form` is its 1 / depth along the row."""
    own, start, change = np.int32(f), form[0], form[1]
    for k in range(np.uint64(span[0]), np.uint64(span[1])):
        w = np.float32(start + change * np.float64(np.int64(k)))
        closer = w > near[k]
        near[k] = w if closer else near[k]
        owner[k] = own if closer else owner[k]


@device
def face_row(
    stage: Stage, canvas: Canvas, at: tuple[int, int], air: Air, seam: Seam, span: tuple[int, int], f: int
) -> tuple[int, int]:  # fmt: skip
    """One face in the pixels of a row that it may take; gives those in which it has no colour yet."""
    (slot, line), (first, last) = at, span
    face = canvas.faces[slot, f]
    shader = int(face[F_SHADER])
    near = form(face, seam, F_NEAR)
    if shader in (FLAT, GRADE):
        nearest(canvas.near[slot, line], canvas.owner[slot, line], (first, last), near, f)
        return first, last
    a, b = form(face, seam, F_ALONG), form(face, seam, F_UP)
    wide = shader == CROWN or (last - first >= FEW and shader in (STICK, CONE, LEAVES, VEST))
    if wide and min(near[0] + near[1] * first, near[0] + near[1] * (last - 1)) > 0.0:
        forms = ((near[0] + near[1] * first, near[1]), (a[0] + a[1] * first, a[1]), (b[0] + b[1] * first, b[1]))
        if shader == CROWN:
            crown_row(canvas, at, air, (first, last), face, forms)
        else:
            rounded_row(canvas, at, air, (first, last), face, forms)
    elif shader == GLOW:
        glow_row(canvas, at, air, (first, last), face, near, a, b)
    else:
        shaded_row(stage, canvas, at, air, (first, last), face, near, a, b)
    return last, first


@device
def look_of(face: Float64, air: Air, near: np.float32, up: float) -> Colour:
    """What a picture shows of a face of one colour, or one that fades, at a place."""
    share = up / near if int(face[F_SHADER]) == GRADE else 0.0
    return seen_through(air, near, (
        face[F_LOW] + share * (face[F_HIGH] - face[F_LOW]),
        face[F_LOW + 1] + share * (face[F_HIGH + 1] - face[F_LOW + 1]),
        face[F_LOW + 2] + share * (face[F_HIGH + 2] - face[F_LOW + 2]),
    ))  # fmt: skip


@device
def coloured(canvas: Canvas, at: tuple[int, int], air: Air, seam: Seam, span: tuple[int, int]) -> None:
    """Lay on the colours of faces that are of one colour or fade from edge to edge, run by run of one owner."""
    slot, line = at
    owner, near = canvas.owner[slot, line], canvas.near[slot, line]
    j = span[0]
    while j < span[1]:
        f, start = owner[j], j
        j += 1
        if f < 0:
            continue
        while j < span[1] and owner[j] == f:
            j += 1
        face = canvas.faces[slot, f]
        up, fades = form(face, seam, F_UP), int(face[F_SHADER]) == GRADE
        low = look_of(face, air, near[start], up[0] + up[1] * start)
        for begin in range(start, j, PIECE):
            end = min(begin + PIECE, j)
            high, bend = low, (ZERO, ZERO, ZERO)
            if end - begin > 1:
                high = look_of(face, air, near[end - 1], up[0] + up[1] * (end - 1))
            if fades and end - begin > 3:
                at_j = (begin + end - 1) >> 1
                part = np.float32((at_j - begin) / (end - 1 - begin))
                middle = look_of(face, air, near[at_j], up[0] + up[1] * at_j)
                bend = (bent(low[0], middle[0], high[0], part), bent(low[1], middle[1], high[1], part),
                        bent(low[2], middle[2], high[2], part))  # fmt: skip
            faded(canvas.colour[slot, 0, line], (begin, end), low[0], high[0], bend[0])
            faded(canvas.colour[slot, 1, line], (begin, end), low[1], high[1], bend[1])
            faded(canvas.colour[slot, 2, line], (begin, end), low[2], high[2], bend[2])
            low = high
        if canvas.kind.shape[2] > 0:
            seen, own = int(face[F_CLASS]), int(face[F_NAME])
            for k in range(start, j):
                canvas.kind[slot, line, k], canvas.name[slot, line, k] = seen, own


@device
def bent(low: np.float32, middle: np.float32, high: np.float32, part: np.float32) -> np.float32:
    """How far what is `part` of the way from one value to another lies off it, over part * (1 - part)."""
    return (middle - low - part * (high - low)) / (part * (ONE - part))


@device
def faded(part: Float32, span: tuple[int, int], low: np.float32, high: np.float32, bend: np.float32) -> None:
    """From one value at the first pixel to another at the last, along a parabola."""
    share, rise, first = ONE / np.float32(max(span[1] - span[0] - 1, 1)), high - low, np.uint64(span[0])
    for k in range(first, np.uint64(span[1])):
        at = share * np.float32(np.int32(k - first))
        part[k] = low + at * (rise + (ONE - at) * bend)


@device
def shaded_row(
    stage: Stage, canvas: Canvas, at: tuple[int, int], air: Air, span: tuple[int, int], face: Float64, near: Pair,
    a: Pair, b: Pair,
) -> None:  # fmt: skip
    """Pixels of a face with a look of its own."""
    slot, line = at
    truth = canvas.kind.shape[2] > 0
    for j in range(span[0], span[1]):
        w = near[0] + near[1] * j
        if w <= 0.0 or 1.02 * w <= canvas.near[slot, line, j]:
            continue
        t = 1.0 / w
        hit, r, g, blue, out = look_at(face, stage.grain, stage.pictures, (a[0] + a[1] * j) * t, (b[0] + b[1] * j) * t)
        if not hit:
            continue
        if out != 0.0:
            w = 1.0 / max(t - out, 0.01)
        if w > canvas.near[slot, line, j]:
            canvas.near[slot, line, j], canvas.owner[slot, line, j] = w, ITSELF
            found = seen_through(air, np.float32(w), (r, g, blue))
            canvas.colour[slot, 0, line, j], canvas.colour[slot, 1, line, j] = found[0], found[1]
            canvas.colour[slot, 2, line, j] = found[2]
            if truth:
                canvas.kind[slot, line, j], canvas.name[slot, line, j] = int(face[F_CLASS]), int(face[F_NAME])


@device
def glow_row(
    canvas: Canvas, at: tuple[int, int], air: Air, span: tuple[int, int], face: Float64, near: Pair, a: Pair, b: Pair
) -> None:  # fmt: skip
    """A halo: light that is added to what is there, behind the same air."""
    slot, line = at
    for j in range(span[0], span[1]):
        w = near[0] + near[1] * j
        if w <= 0.0 or 1.05 * w <= canvas.near[slot, line, j]:
            continue
        x, y = 2.0 * (a[0] + a[1] * j) / w - 1.0, 2.0 * (b[0] + b[1] * j) / w - 1.0
        away = 1.0 - x * x - y * y
        if away > 0.0:
            much = np.float32(away * away * away) * air[1] * clearness(air, canvas.near[slot, line, j])
            for k in range(3):
                there = unshown(canvas.colour[slot, k, line, j])
                canvas.colour[slot, k, line, j] = shown(there + much * np.float32(face[F_LOW + k]))


@device
def shadows(canvas: Canvas, at: tuple[int, int], seam: Seam, span: tuple[int, int]) -> int:
    """The shadows of a row, which come before all other faces; gives the first of those."""
    slot, row = at[0], seam[0]
    for i in range(canvas.first[slot, row], canvas.last[slot, row]):
        face = canvas.faces[slot, canvas.order[slot, i, 0]]
        if int(face[F_SHADER]) != SHADOW:
            return i
        first, last = max(int(canvas.order[slot, i, 1]), span[0]), min(int(canvas.order[slot, i, 2]), span[1])
        if first < last:
            forms = (form(face, seam, F_NEAR), form(face, seam, F_ALONG), form(face, seam, F_UP))
            shadow_row(canvas, at, (first, last), face, forms[0], forms[1], forms[2])
    return int(canvas.last[slot, row])


@device
def row_of(stage: Stage, canvas: Canvas, views: Float64, image: int, slot: int, row: int) -> None:
    """A whole row of the frame, as a picture shows it."""
    columns, at = canvas.near.shape[2], (slot, row % canvas.near.shape[1])
    world, rolls, focal = int(views[image, V_WORLD]), views[image, V_ROLLS] > 0.0, views[image, V_FOCAL]
    share = shared(views, image, canvas, row)
    air = air_of(stage.light, world, views[image, V_EXPOSURE])
    eye, _, _, line, high = posed(views, image, row, share, stage.ground.low[2])
    seam = seam_of(views, image, row, share if rolls else -1.0)
    first, last = grounded(line, 1.0 / views[image, V_FAR], columns)
    start, end = canvas.first[slot, row], canvas.last[slot, row]
    if start < end or canvas.kind.shape[2] > 0:
        nearness(canvas, at, line, first, last)
    if first < last:
        grained(stage.grain, canvas.soil, at, eye, line, focal, (first, last))
        runs(stage.ground, canvas, at, eye, line, (first, last))
        marked(stage.ground, canvas, at, row, eye, line, (focal, high), (first, last))
        start = shadows(canvas, at, seam, (first, last))
        ground_row(stage, canvas, views, image, at, air, eye, line, high, (first, last))
    if first >= last:
        sky_row(stage, canvas, views, image, slot, row, air, (0, columns))
    elif first > 0:
        sky_row(stage, canvas, views, image, slot, row, air, (0, first))
    elif last < columns:
        sky_row(stage, canvas, views, image, slot, row, air, (last, columns))
    low, top = columns, 0
    for i in range(start, end):
        f = canvas.order[slot, i, 0]
        shader = int(canvas.faces[slot, f, F_SHADER])
        if shader == SHADOW:
            continue
        if low < top and shader == GLOW:
            coloured(canvas, at, air, seam, (low, top))
            low, top = columns, 0
        taken = (int(canvas.order[slot, i, 1]), int(canvas.order[slot, i, 2]))
        begin, until = face_row(stage, canvas, at, air, seam, taken, f)
        if begin < until:
            low, top = min(low, begin), max(top, until)
    if low < top:
        coloured(canvas, at, air, seam, (low, top))
