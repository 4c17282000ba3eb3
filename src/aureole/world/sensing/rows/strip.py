"""What the ground is made of along a row: runs of pixels of one material.

A row of pixels is a straight line on the flat ground. Times near = 1 / depth, a pixel's place on it and its distance to
any line are linear in the pixel, also for an eye that is tilted: every border is one division.
"""

from __future__ import annotations

import math

import numpy as np

from aureole.core.notes import Int32
from aureole.kernels import device
from aureole.world.sensing.rows.behind import Line, Triple
from aureole.world.sensing.shapes.canvas import MEETS, SHIFT, Canvas
from aureole.world.sensing.stage.ground import (
    BLOCK,
    CELLS,
    FINE,
    GRASS,
    MIXED,
    Ground,
    block_of,
    material_at,
    place_in,
)  # fmt: skip

INNER = np.int32((1 << SHIFT) - 1)


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
def filled(row: Int32, start: int, end: int, value: int) -> None:
    """One number for some pixels."""
    whole = np.int32(value)
    for k in range(np.uint64(start), np.uint64(end)):
        row[k] = whole


@device
def runs(ground: Ground, canvas: Canvas, at: tuple[int, int], eye: Triple, line: Line, span: tuple[int, int]) -> None:
    """The materials of the pixels of a row.

    Args:
        ground: of the map.
        canvas: where they go.
        at: slot and row of the canvas.
        eye: m, world.
        line: where the row lies on the ground.
        span: first pixel, and the one after the last.
    """
    what, mixed = canvas.soil.what[at[0], at[1]], canvas.soil.mixed[at[0], at[1]]
    start, begun, running = span[0], span[0], -1
    while start < span[1]:
        x, y = place_of(line, eye, float(start))
        block, size, material = block_of(ground, x, y), BLOCK, GRASS
        if block >= 0:
            cell = block * CELLS * CELLS + place_in(ground, x, y, CELLS)
            size, material = (BLOCK / CELLS) * (1 << ground.wide[cell]), int(ground.plain[cell])
            if material == MIXED:
                size, material = BLOCK / FINE, material_at(ground, x, y)
        stop = min(max(math.ceil(leaving(line, eye, x, y, size)), start + 1), span[1])
        if material != running:
            if begun < start:
                filled(what, begun, start, running)
                mixed[start >> SHIFT] |= MEETS if start & INNER else 0
            begun, running = start, material
        start = stop
    if begun < span[1]:
        filled(what, begun, span[1], running)
