"""Painted lines and edges of the ground: which of them a view shows, and how much of each pixel of a row they take."""

from __future__ import annotations

import math

import numpy as np

from aureole.core.notes import Float32, Float64, Int32
from aureole.kernels import device
from aureole.world.sensing.cameras.under import PAINTS, SLACK, dashed
from aureole.world.sensing.rows.behind import Line, Triple
from aureole.world.sensing.shapes.canvas import (
    MARKS,
    MEETS,
    SHIFT,
    V_EYE,
    V_FAR,
    V_FOCAL,
    V_LATER,
    V_ROLLS,
    V_WAY,
    V_WIDE,
    V_X,
    V_Y,
    Canvas,
)  # fmt: skip
from aureole.world.sensing.shapes.faces import NEAR, seen_from
from aureole.world.sensing.stage.ground import (
    EDGE,
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
    Ground,
)
from aureole.world.sensing.stage.marks import GROUP

STAIRS = 0.6  # m; nearer than that to an edge the cells of materials are not asked
FAR_OFF = np.float32(1e9)  # m; from any edge
LOWER, MATERIAL, INNER = np.int32(0xFFFF), np.int32(15), (1 << SHIFT) - 1  # bits of materials, of one, of a block
SIXTEEN = np.int32(16)
BEYOND = 1e6  # px; outside of any picture
ZERO, ONE, HALF, FINEST, THIN = (np.float32(n) for n in (0.0, 1.0, 0.5, 0.02, 1e-6))


@device
def gather_marks(ground: Ground, canvas: Canvas, views: Float64, image: int, slot: int) -> None:
    """List the marks that a view may show, and those of each row, in their order."""
    marks = canvas.marks
    marks.filled[slot] = 0
    far, wide, way = views[image, V_FAR], views[image, V_WIDE], V_WAY
    slack = 4.0 * abs(views[image, way + 2])
    for g in range(len(ground.groups)):
        dx, dy = ground.groups[g, 0] - views[image, V_EYE], ground.groups[g, 1] - views[image, V_EYE + 1]
        about = ground.groups[g, 2]
        if dx * dx + dy * dy > (far + about) * (far + about):
            continue
        ahead = views[image, way] * dx + views[image, way + 1] * dy
        left = abs(views[image, way + 3] * dx + views[image, way + 4] * dy)
        if ahead < -about - slack or left > wide * max(ahead, 0.0) + 2.0 * about + 1.0:
            continue
        for k in range(GROUP * g, min(GROUP * (g + 1), len(ground.marks))):
            list_mark(ground, canvas, views, image, slot, k)
    bin_marks(canvas, slot)


@device
def list_mark(ground: Ground, canvas: Canvas, views: Float64, image: int, slot: int, k: int) -> None:
    """Find the rows in which a mark may be seen."""
    marks, mark, rows, columns = canvas.marks, ground.marks[k], canvas.first.shape[1] - 1, canvas.near.shape[2]
    aside = STAIRS if mark[K_WHAT] == EDGE else mark[K_HALF]
    top, bottom, left, right, before, behind = 1e9, -1e9, 1e9, -1e9, 0, 0
    for later in range(2 if views[image, V_ROLLS] > 0.0 else 1):
        for corner in range(4):
            on = mark[K_LENGTH] + SLACK if corner > 1 else -SLACK
            off = aside if corner & 1 else -aside
            x = mark[K_X] + on * mark[K_WAY_X] - off * mark[K_WAY_Y]
            y = mark[K_Y] + on * mark[K_WAY_Y] + off * mark[K_WAY_X]
            ahead, side, up = seen_from(views, image, V_LATER * later, x, y, ground.low[2])
            if ahead < NEAR:
                behind += 1
                continue
            before += 1
            share = views[image, V_FOCAL] / ahead
            row, column = views[image, V_Y] - share * up, views[image, V_X] - share * side
            top, bottom = min(top, row), max(bottom, row)
            left, right = min(left, column), max(right, column)
    if before == 0 or (behind == 0 and (right < -2.0 or left > columns + 1.0)):
        return
    first, last = int(max(math.ceil(top - 1.0), 0.0)), rows - 1
    if behind == 0:
        last = int(min(math.floor(bottom + 1.0), rows - 1.0))
    if first > last:
        return
    n = marks.filled[slot]
    if n >= MARKS:
        canvas.lost[slot] += 1
        return
    marks.listed[slot, n, 0], marks.listed[slot, n, 1], marks.listed[slot, n, 2] = k, first, last
    marks.filled[slot] = n + 1


@device
def bin_marks(canvas: Canvas, slot: int) -> None:
    """List the marks of each row."""
    marks, rows = canvas.marks, canvas.first.shape[1] - 1
    first, order, listed, count = marks.first[slot], marks.order[slot], marks.listed[slot], marks.filled[slot]
    for r in range(rows + 1):
        first[r] = 0
    for n in range(count):
        for r in range(listed[n, 1], listed[n, 2] + 1):
            first[r + 1] += 1
    for r in range(rows):
        first[r + 1] = min(first[r + 1] + first[r], len(order))
    for n in range(count):
        for r in range(listed[n, 1], listed[n, 2] + 1):
            if first[r] < len(order):
                order[first[r]] = listed[n, 0]
                first[r] += 1
    for r in range(rows, 0, -1):
        first[r] = first[r - 1]
    first[0] = 0


@device
def narrowed(low: float, high: float, c: float, s: float) -> tuple[float, float]:
    """The part of an interval in which c + s j is not below zero.

    Along a line that is level in the picture s is a rounding error, and the border further off than any whole number.
    """
    if s > 0.0:
        low = max(low, min(-c / s, BEYOND))
    elif s < 0.0:
        high = min(high, max(-c / s, -BEYOND))
    elif c < 0.0:
        high = low - 1.0
    return low, high


@device
def brushed(
    canvas: Canvas, at: tuple[int, int], span: tuple[int, int], stroke: Float64, line: Line,
    forms: tuple[float, float, float, float], print_: tuple[float, float],
) -> None:  # fmt: skip
    """How much of each pixel a painted stroke covers, and which paint covers most."""
    soil, start = canvas.soil, span[0]
    cover, what = soil.cover[at[0], at[1]], soil.what[at[0], at[1]]
    half, spread, along = np.float32(stroke[K_HALF]), np.float32(print_[0]), print_[1]
    share, paint = HALF / max(spread, THIN), np.int32(np.int32(PAINTS + int(stroke[K_WHAT])) << SIXTEEN)
    near, off, on = line[4] + line[5] * start, forms[2] + forms[3] * start, forms[0] + forms[1] * start
    dashes, much = stroke[K_ON] > 0.0, ONE
    last = span[1] - 1 - start
    if dashes:
        middle = (on + 0.5 * forms[1] * last) / (near + 0.5 * line[5] * last)
        much = np.float32(dashed(stroke[K_PHASE] + middle, along, stroke[K_ON], stroke[K_PERIOD]))
        dashes = abs((on + forms[1] * last) / (near + line[5] * last) - on / near) > 0.2 * along
    if dashes:
        forms2 = (on, forms[1], off, forms[3], near, line[5])
        dashed_on(cover, what, span, stroke, forms2, (float(spread), along))
        return
    first, near2, off2 = np.uint64(start), np.float32(line[5]), np.float32(forms[3])
    near1, off1 = np.float32(near), np.float32(off)
    for k in range(first, np.uint64(span[1])):
        j = np.float32(np.int32(k - first))
        away = (off1 + off2 * j) / (near1 + near2 * j)
        part = much * min(share * (min(away + spread, half) - max(away - spread, -half)), ONE)
        over = part > ZERO and part >= cover[k]
        cover[k] = part if over else cover[k]
        what[k] = np.int32(np.int32(what[k] & LOWER) | paint) if over else what[k]


@device
def dashed_on(
    cover: Float32, what: Int32, span: tuple[int, int], stroke: Float64,
    forms: tuple[float, float, float, float, float, float], print_: tuple[float, float],
) -> None:  # fmt: skip
    """`brushed` where a dash begins or ends from pixel to pixel."""
    spread, along = print_
    on, on2, off, off2, near, near2 = forms
    half, paint = stroke[K_HALF], np.int32(PAINTS + int(stroke[K_WHAT])) << 16
    for k in range(span[0], span[1]):
        j = k - span[0]
        t = 1.0 / (near + near2 * j)
        away = t * (off + off2 * j)
        part = min(0.5 / max(spread, 1e-6) * (min(away + spread, half) - max(away - spread, -half)), 1.0)
        if part > 0.0:
            part *= dashed(stroke[K_PHASE] + t * (on + on2 * j), along, stroke[K_ON], stroke[K_PERIOD])
        if part > 0.0 and part >= cover[k]:
            cover[k], what[k] = part, (what[k] & LOWER) | paint


@device
def edged(
    canvas: Canvas, at: tuple[int, int], span: tuple[int, int], stroke: Float64, line: Line, off: tuple[float, float],
    spread: float,
) -> None:  # fmt: skip
    """Pixels near an edge between two materials, wherever no other edge is nearer."""
    soil, start = canvas.soil, span[0]
    beside, share, what = soil.beside[at[0], at[1]], soil.share[at[0], at[1]], soil.what[at[0], at[1]]
    half, one, other = HALF / max(np.float32(spread), FINEST), int(stroke[K_LEFT]), int(stroke[K_RIGHT])
    left_of, right_of = np.int32(one | other << 8), np.int32(other | one << 8)
    near, near2 = np.float32(line[4] + line[5] * start), np.float32(line[5])
    off1, off2, first = np.float32(off[0] + off[1] * start), np.float32(off[1]), np.uint64(start)
    for k in range(first, np.uint64(span[1])):
        j = np.float32(np.int32(k - first))
        away = (off1 + off2 * j) / (near + near2 * j)
        closer = abs(away) < beside[k]
        beside[k] = abs(away) if closer else beside[k]
        share[k] = max(HALF - half * abs(away), ZERO) if closer else share[k]
        what[k] = (left_of if away >= ZERO else right_of) if closer else what[k]


@device
def parted(canvas: Canvas, at: tuple[int, int], j: int) -> None:
    """The block of a pixel is mixed if the pixel before it is of another material."""
    what = canvas.soil.what[at[0], at[1]]
    if j & INNER and (what[j] ^ what[j - 1]) & MATERIAL:
        canvas.soil.mixed[at[0], at[1], j >> SHIFT] |= MEETS


@device
def flagged(canvas: Canvas, at: tuple[int, int], low: int, high: int) -> None:
    """Blocks of some pixels are mixed."""
    mixed = canvas.soil.mixed[at[0], at[1]]
    for b in range(low >> SHIFT, (high - 1 >> SHIFT) + 1):
        mixed[b] |= MEETS


@device
def marked(
    ground: Ground, canvas: Canvas, at: tuple[int, int], row: int, eye: Triple, line: Line, lens: tuple[float, float],
    span: tuple[int, int],
) -> None:  # fmt: skip
    """The strokes of a row of the frame.

    Args:
        ground: of the map.
        canvas: where they go.
        at: slot and row of the canvas.
        row: of the frame.
        eye: m, world.
        line: where the row lies on the ground.
        lens: focal length, px, and height of the eye above the ground, m.
        span: first pixel, and the one after the last.
    """
    marks, edges = canvas.marks, False
    for i in range(marks.first[at[0], row], marks.first[at[0], row + 1]):
        stroke = ground.marks[marks.order[at[0], i]]
        dx, dy, c, s = stroke[K_X] - eye[0], stroke[K_Y] - eye[1], stroke[K_WAY_X], stroke[K_WAY_Y]
        x, x2, y, y2 = line[0] - dx * line[4], line[1] - dx * line[5], line[2] - dy * line[4], line[3] - dy * line[5]
        on, on2, off, off2 = x * c + y * s, x2 * c + y2 * s, y * c - x * s, y2 * c - x2 * s
        j = min(max(-off / off2 if off2 != 0.0 else 0.0, float(span[0])), span[1] - 1.0)
        near, ahead, left = line[4] + line[5] * j, line[0] + line[1] * j, line[2] + line[3] * j
        over, across = math.sqrt(ahead * ahead + left * left), 0.5 / (near * lens[0])
        along, lined = across * over / (lens[1] * near), abs(ahead * c + left * s) / over
        square = math.sqrt(max(0.0, 1.0 - lined * lined))
        spread = along * square + across * lined
        slack, edge = SLACK + 0.2 * spread, stroke[K_WHAT] == EDGE
        low, high = narrowed(float(span[0]), span[1] - 1.0, on + slack * line[4], on2 + slack * line[5])
        reach = stroke[K_LENGTH] + slack
        low, high = narrowed(low, high, reach * line[4] - on, reach * line[5] - on2)
        reach = max(STAIRS, spread) if edge else stroke[K_HALF] + spread
        low, high = narrowed(low, high, reach * line[4] + off, reach * line[5] + off2)
        low, high = narrowed(low, high, reach * line[4] - off, reach * line[5] - off2)
        k0, k1 = int(math.ceil(low)), int(math.floor(high)) + 1
        if k0 >= k1:
            continue
        if not edge:
            forms, print_ = (on, on2, off, off2), (spread, along * lined + across * square)
            brushed(canvas, at, (k0, k1), stroke, line, forms, print_)
            flagged(canvas, at, k0, k1)
            continue
        if not edges:
            edges, beside = True, canvas.soil.beside[at[0], at[1]]
            for k in range(np.uint64(span[0]), np.uint64(span[1])):
                beside[k] = FAR_OFF
        edged(canvas, at, (k0, k1), stroke, line, (off, off2), spread)
        parted(canvas, at, k0)
        parted(canvas, at, k1)
        reach = max(spread, 0.02)
        low, high = narrowed(low, high, reach * line[4] + off, reach * line[5] + off2)
        low, high = narrowed(low, high, reach * line[4] - off, reach * line[5] - off2)
        flagged(canvas, at, max(int(math.floor(low)), k0), min(int(math.ceil(high)) + 1, k1))
