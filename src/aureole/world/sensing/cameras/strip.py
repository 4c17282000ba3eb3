"""The ground along a row: materials as runs of pixels, painted lines and edges as intervals of the cells they lie in.

A row of pixels is a straight line on the flat ground. Times near = 1 / depth, a pixel's place on it and its distance to
any line are linear in the pixel, also for an eye that is tilted: every border is one division.
"""

from __future__ import annotations

import math

import numpy as np

from aureole.core.notes import Float64
from aureole.kernels import device
from aureole.world.sensing.cameras.tone import Line, Triple, grained
from aureole.world.sensing.cameras.under import MARKING, SLACK, dashed, paint_of, roughness, stuff
from aureole.world.sensing.shapes.canvas import Canvas
from aureole.world.sensing.stage.ground import (
    BLOCK,
    CELLS,
    EDGE,
    FINE,
    GRASS,
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
    MIXED,
    Ground,
    block_of,
    material_at,
    place_in,
)  # fmt: skip
from aureole.world.sensing.stage.stage import Stage

STAIRS = 0.6  # m; nearer than that to an edge the cells of materials are not asked
WORN = 0.10  # -; how much the grain shows in paint
FAR_OFF = 1e9  # m; from any edge
Print = tuple[float, float, float, float]
"""The footprint of a pixel on the ground: which way its ray goes (x, y), half its length, half its width, m."""


@device
def place_of(line: Line, eye: Triple, j: float) -> tuple[float, float]:
    """Where pixel j of the row lies on the ground, m, world."""
    t = 1.0 / (line[4] + line[5] * j)
    return eye[0] + t * (line[0] + line[1] * j), eye[1] + t * (line[2] + line[3] * j)


@device
def leaving(line: Line, eye: Triple, x: float, y: float, size: float) -> float:
    """Pixel at which the row leaves the cell of a place."""
    found = 1e9
    for axis in range(2):
        at, start, change, own = (x, line[0], line[1], eye[0]) if axis == 0 else (y, line[2], line[3], eye[1])
        rises = change * line[4] - start * line[5] > 0.0
        border = (math.floor(at / size) + (1.0 if rises else 0.0)) * size - own
        slope = change - border * line[5]
        if abs(slope) > 1e-14:
            where = (border * line[4] - start) / slope
            if line[4] + line[5] * where > 0.0:
                found = min(found, where)
    return found


@device
def filled(canvas: Canvas, at: tuple[int, int], low: int, high: int, material: int, light: Triple) -> None:
    """Pixels of one material."""
    slot, row = at
    r, g, b, seen = stuff(material)
    rough = np.float32(roughness(seen))
    red, green, blue = np.float32(r * light[0]), np.float32(g * light[1]), np.float32(b * light[2])
    reds, greens, blues = (
        canvas.colour[slot, 0, row, low:high], canvas.colour[slot, 1, row, low:high],
        canvas.colour[slot, 2, row, low:high],
    )  # fmt: skip
    tone, kind = canvas.tone[slot, row, low:high], canvas.kind[slot, row, low:high]
    for k in range(high - low):
        reds[k] = red + red * (rough * tone[k])
    for k in range(high - low):
        greens[k] = green + green * (rough * tone[k])
    for k in range(high - low):
        blues[k] = blue + blue * (rough * tone[k])
    for k in range(high - low):
        kind[k] = seen


@device
def narrowed(low: float, high: float, c: float, s: float) -> tuple[float, float]:
    """The part of an interval in which c + s j is not below zero."""
    if s > 0.0:
        low = max(low, -c / s)
    elif s < 0.0:
        high = min(high, -c / s)
    elif c < 0.0:
        high = low - 1.0
    return low, high


@device
def within(
    line: Line, on: tuple[float, float], length: float, span: tuple[int, int], slack: float
) -> tuple[float, float]:
    """Pixels of a span beside a stroke, `slack` beyond its ends."""
    low, high = narrowed(float(span[0]), span[1] - 1.0, on[0] + slack * line[4], on[1] + slack * line[5])
    reach = length + slack
    return narrowed(low, high, reach * line[4] - on[0], reach * line[5] - on[1])


@device
def print_of(line: Line, high: float, focal: float, j: float) -> Print:
    """The footprint of a pixel."""
    near, ahead, left = line[4] + line[5] * j, line[0] + line[1] * j, line[2] + line[3] * j
    over, across = math.sqrt(ahead * ahead + left * left), 0.5 / (near * focal)
    return ahead / over, left / over, across * over / (high * near), across


@device
def edged(
    canvas: Canvas, at: tuple[int, int], low: int, high: int, stroke: Float64, line: Line, off: tuple[float, float],
    spread: float, light: Triple,
) -> None:  # fmt: skip
    """Pixels near an edge between two materials, wherever no other edge is nearer."""
    slot, row = at
    near = canvas.beside[slot, row]
    r, g, b, seen = stuff(int(stroke[K_LEFT]))
    r2, g2, b2, seen2 = stuff(int(stroke[K_RIGHT]))
    half, rough, rough2 = 0.5 / max(spread, 0.02), roughness(seen), roughness(seen2)
    for k in range(low, high):
        away = (off[0] + off[1] * k) / (line[4] + line[5] * k)
        if abs(away) >= near[k]:
            continue
        near[k] = abs(away)
        left = min(1.0, max(0.0, 0.5 + half * away))
        right, own = 1.0 - left, left >= 0.5
        tone = 1.0 + (rough if own else rough2) * canvas.tone[slot, row, k]
        canvas.colour[slot, 0, row, k] = tone * light[0] * (left * r + right * r2)
        canvas.colour[slot, 1, row, k] = tone * light[1] * (left * g + right * g2)
        canvas.colour[slot, 2, row, k] = tone * light[2] * (left * b + right * b2)
        canvas.kind[slot, row, k] = seen if own else seen2


@device
def brushed(
    canvas: Canvas, at: tuple[int, int], low: int, high: int, stroke: Float64, line: Line,
    forms: tuple[float, float, float, float], print_: tuple[float, float],
) -> None:  # fmt: skip
    """How much of each pixel a painted stroke covers, and which paint covers most."""
    slot, row = at
    cover, paint = canvas.cover[slot, row], canvas.paint[slot, row]
    half, spread, along, what = stroke[K_HALF], print_[0], print_[1], int(stroke[K_WHAT])
    share = 0.5 / max(spread, 1e-6)
    for k in range(low, high):
        t = 1.0 / (line[4] + line[5] * k)
        off = t * (forms[2] + forms[3] * k)
        part = min(share * (min(off + spread, half) - max(off - spread, -half)), 1.0)
        if part > 0.0 and stroke[K_ON] > 0.0:
            on = t * (forms[0] + forms[1] * k)
            part *= dashed(stroke[K_PHASE] + on, along, stroke[K_ON], stroke[K_PERIOD])
        if part >= cover[k] and part > 0.0:
            cover[k], paint[k] = part, what


@device
def painted(canvas: Canvas, at: tuple[int, int], low: int, high: int, light: Triple) -> None:
    """Lay the paint that covers over what is there."""
    slot, row = at
    red, green, blue = canvas.colour[slot, 0, row], canvas.colour[slot, 1, row], canvas.colour[slot, 2, row]
    cover, tone = canvas.cover[slot, row], canvas.tone[slot, row]
    for k in range(low, high):
        if cover[k] > 0.0:
            r, g, b = paint_of(int(canvas.paint[slot, row, k]))
            worn = cover[k] * (1.0 + WORN * tone[k])
            red[k] += worn * (r * light[0] - red[k])
            green[k] += worn * (g * light[1] - green[k])
            blue[k] += worn * (b * light[2] - blue[k])
            if cover[k] > 0.5:
                canvas.kind[slot, row, k] = MARKING
            cover[k] = 0.0


@device
def stroked(
    ground: Ground, canvas: Canvas, at: tuple[int, int], span: tuple[int, int], cell: int, eye: Triple, line: Line,
    lens: tuple[float, float], light: Triple,
) -> None:  # fmt: skip
    """The strokes of one cell over the pixels of it."""
    strokes = ground.strokes
    way_x, way_y, along, across = print_of(line, lens[1], lens[0], 0.5 * (span[0] + span[1] - 1))
    first, last, edges = span[1], span[0], False
    for i in range(ground.first[cell], ground.first[cell + 1]):
        stroke = strokes[ground.listed[i]]
        dx, dy, c, s = stroke[K_X] - eye[0], stroke[K_Y] - eye[1], stroke[K_WAY_X], stroke[K_WAY_Y]
        x, x2, y, y2 = line[0] - dx * line[4], line[1] - dx * line[5], line[2] - dy * line[4], line[3] - dy * line[5]
        on, on2, off, off2 = x * c + y * s, x2 * c + y2 * s, y * c - x * s, y2 * c - x2 * s
        lined = abs(way_x * c + way_y * s)
        square = math.sqrt(max(0.0, 1.0 - lined * lined))
        spread = along * square + across * lined
        low, high = within(line, (on, on2), stroke[K_LENGTH], span, SLACK + 0.2 * spread)
        edge = stroke[K_WHAT] == EDGE
        reach = max(STAIRS, spread) if edge else stroke[K_HALF] + spread
        low, high = narrowed(low, high, reach * line[4] + off, reach * line[5] + off2)
        low, high = narrowed(low, high, reach * line[4] - off, reach * line[5] - off2)
        k0, k1 = int(math.ceil(max(low, 0.0))), int(math.floor(high)) + 1
        if k0 >= k1:
            continue
        if not edge:
            brushed(canvas, at, k0, k1, stroke, line, (on, on2, off, off2), (spread, along * lined + across * square))
            first, last = min(first, k0), max(last, k1)
            continue
        if not edges:
            edges = True
            for k in range(span[0], span[1]):
                canvas.beside[at[0], at[1], k] = FAR_OFF
        edged(canvas, at, k0, k1, stroke, line, (off, off2), spread, light)
    painted(canvas, at, first, last, light)


@device
def ground_row(
    stage: Stage, canvas: Canvas, at: tuple[int, int], eye: Triple, line: Line, lens: tuple[float, float],
    light: Triple, span: tuple[int, int],
) -> None:  # fmt: skip
    """Colours and classes of the pixels of a row that show the ground.

    Args:
        stage: what there is.
        canvas: where they go.
        at: slot and row of the canvas.
        eye: m, world.
        line: where the row lies on the ground.
        lens: focal length, px, and height of the eye above the ground, m.
        light: on level ground; ones where it is laid on afterwards.
        span: first pixel, and the one after the last.
    """
    ground = stage.ground
    grained(stage.grain, canvas.tone[at[0], at[1]], eye, line, lens[0], span)
    start, begun, running = span[0], span[0], GRASS
    while start < span[1]:
        x, y = place_of(line, eye, float(start))
        block, size, cell, material, strokes = block_of(ground, x, y), BLOCK, -1, GRASS, False
        if block >= 0:
            cell, size = block * CELLS * CELLS + place_in(ground, x, y, CELLS), BLOCK / CELLS
            material, strokes = int(ground.plain[cell]), ground.first[cell + 1] > ground.first[cell]
        stop = min(max(math.ceil(leaving(line, eye, x, y, size)), start + 1), span[1])
        part = start
        while part < stop:  # once where the cell is of one material
            end, found = stop, material
            if material == MIXED:
                x, y = place_of(line, eye, float(part))
                found = material_at(ground, x, y)
                end = min(max(math.ceil(leaving(line, eye, x, y, BLOCK / FINE)), part + 1), stop)
            if found != running:
                if begun < part:
                    filled(canvas, at, begun, part, running, light)
                begun, running = part, found
            part = end
        if strokes:
            filled(canvas, at, begun, stop, running, light)
            begun = stop
            stroked(ground, canvas, at, (start, stop), cell, eye, line, lens, light)
        start = stop
    if begun < span[1]:
        filled(canvas, at, begun, span[1], running, light)
