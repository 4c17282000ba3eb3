"""The ground of a map as cells: what it is made of, and the painted lines and edges that pass through each cell.

Blocks of 32 m lie where there are roads. A block has materials in cells of 0.5 m and lists of strokes in cells of 2 m.
A stroke is a straight piece of a painted line or of an edge between two materials; a ray measures its distance to the
few strokes of its cell, so that lines and edges are exact however near one looks.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from aureole.core.notes import Float64, Int32, Uint8
from aureole.kernels import device, kernel

BLOCK = 32.0  # m
CELLS = 16  # cells of strokes along a block's side
FINE = 64  # cells of materials along a block's side
REACH = 0.75  # m; a stroke is known in every cell that is not further from it
GRASS, ASPHALT, SHOULDER, SIDEWALK, KERB, PARKING, BIKING, GRAVEL = range(8)  # materials
MIXED = 255  # of a cell of strokes that holds several materials
WHITE, YELLOW, BLUE, RED, GREEN, EDGE = range(6)  # what a stroke is: paint, or an edge between materials
K_X, K_Y, K_WAY_X, K_WAY_Y, K_LENGTH, K_HALF, K_ON, K_PERIOD, K_PHASE, K_WHAT, K_LEFT, K_RIGHT = range(12)
STROKE = 12  # columns of a stroke: start, way, length, half its width, dash, period, phase, what, materials of an edge


class Ground(NamedTuple):
    """The ground as kernels take it; m, world frame."""

    low: Float64
    """Lowest corner of the grid of blocks, x and y; height of the plane."""
    block: Int32
    """Number of the block in each row and column of the grid; -1 where there is nothing but grass."""
    material: Uint8
    """Of each block, its 64 × 64 cells row by row."""
    plain: Uint8
    """Of each cell of strokes its one material, or MIXED."""
    wide: Uint8
    """Of each cell of strokes the side of the square of one material that it lies in, cells, as a power of two."""
    first: Int32
    """Strokes of cell c, of 16 × 16 a block, are `strokes[listed[first[c]:first[c + 1]]]`."""
    listed: Int32
    strokes: Float64
    marks: Float64
    """Strokes joined where they go straight on."""
    groups: Float64
    """Circles around GROUP marks each, one after the other: x, y, radius."""


@device
def block_of(ground: Ground, x: float, y: float) -> int:
    """The block at a point; -1 none."""
    column, row = math.floor((x - ground.low[0]) / BLOCK), math.floor((y - ground.low[1]) / BLOCK)
    if not (0 <= row < ground.block.shape[0] and 0 <= column < ground.block.shape[1]):
        return -1
    return int(ground.block[int(row), int(column)])


@device
def place_in(ground: Ground, x: float, y: float, cells: int) -> int:
    """Number of the cell of its block that a point lies in, of `cells` a side."""
    across, up = (x - ground.low[0]) / BLOCK, (y - ground.low[1]) / BLOCK
    column, row = int((across - math.floor(across)) * cells), int((up - math.floor(up)) * cells)
    return min(row, cells - 1) * cells + min(column, cells - 1)


@device
def material_at(ground: Ground, x: float, y: float) -> int:
    """What the ground is made of at a point, to half a metre."""
    block = block_of(ground, x, y)
    if block < 0:
        return GRASS
    return int(ground.material[block, place_in(ground, x, y, FINE)])


@kernel
def pave(ground: Ground, quads: Float64, materials: Int32) -> None:
    """Fill the fine cells whose middles lie in quads (n, 4, 2), in their order; asphalt gives way to nothing."""
    fine = BLOCK / FINE
    for q in range(len(quads)):
        left, right = min(quads[q, :, 0]), max(quads[q, :, 0])
        low, high = min(quads[q, :, 1]), max(quads[q, :, 1])
        for i in range(math.floor(low / fine), math.floor(high / fine) + 1):
            for j in range(math.floor(left / fine), math.floor(right / fine) + 1):
                x, y = (j + 0.5) * fine, (i + 0.5) * fine
                block = block_of(ground, x, y)
                if block >= 0 and inside(quads, q, x, y):
                    cell = place_in(ground, x, y, FINE)
                    if ground.material[block, cell] != ASPHALT:
                        ground.material[block, cell] = materials[q]


@device
def inside(quads: Float64, q: int, x: float, y: float) -> bool:
    """Whether a point lies in a quad, whichever way round that is."""
    left, right = 0, 0
    for k in range(4):
        after = (k + 1) % 4
        turn = (quads[q, after, 0] - quads[q, k, 0]) * (y - quads[q, k, 1]) - (quads[q, after, 1] - quads[q, k, 1]) * (
            x - quads[q, k, 0]
        )
        left += turn >= 0.0
        right += turn <= 0.0
    return left == 4 or right == 4


@kernel
def sum_up(ground: Ground) -> None:
    """Fill `plain` from the materials."""
    wide = FINE // CELLS
    for cell in range(len(ground.plain)):
        block, place = cell // (CELLS * CELLS), cell % (CELLS * CELLS)
        corner = (place // CELLS * FINE + place % CELLS) * wide
        found = ground.material[block, corner]
        for i in range(wide):
            for j in range(wide):
                if ground.material[block, corner + i * FINE + j] != found:
                    found = MIXED
        ground.plain[cell] = found
        ground.wide[cell] = 0
    for block in range(len(ground.plain) // (CELLS * CELLS)):
        for power in range(1, 5):
            widen(ground, block, power)


@device
def widen(ground: Ground, block: int, power: int) -> None:
    """Find the squares of one material in a block that have 2^power cells a side."""
    side, start = 1 << power, block * CELLS * CELLS
    for i in range(0, CELLS, side):
        for j in range(0, CELLS, side):
            found = ground.plain[start + i * CELLS + j]
            same = found != MIXED
            for k in range(side * side):
                same = same and ground.plain[start + (i + k // side) * CELLS + j + k % side] == found
            if same:
                for k in range(side * side):
                    ground.wide[start + (i + k // side) * CELLS + j + k % side] = power


@kernel
def sides(ground: Ground, strokes: Float64, aside: float, found: Int32) -> None:
    """Materials `aside` m to the left and to the right of the middle of each stroke."""
    for k in range(len(strokes)):
        x = strokes[k, K_X] + 0.5 * strokes[k, K_LENGTH] * strokes[k, K_WAY_X]
        y = strokes[k, K_Y] + 0.5 * strokes[k, K_LENGTH] * strokes[k, K_WAY_Y]
        dx, dy = -aside * strokes[k, K_WAY_Y], aside * strokes[k, K_WAY_X]
        found[k, 0] = material_at(ground, x + dx, y + dy)
        found[k, 1] = material_at(ground, x - dx, y - dy)


@kernel
def sort(ground: Ground, strokes: Float64, count: Int32, listed: Int32) -> None:
    """Count the strokes of each cell into `count` if `listed` is empty; else list them from `count` on, which moves."""
    size = BLOCK / CELLS
    for k in range(len(strokes)):
        x, y, dx, dy = strokes[k, K_X], strokes[k, K_Y], strokes[k, K_WAY_X], strokes[k, K_WAY_Y]
        length, reach = strokes[k, K_LENGTH], strokes[k, K_HALF] + REACH
        left, right = min(x, x + length * dx) - reach, max(x, x + length * dx) + reach
        low, high = min(y, y + length * dy) - reach, max(y, y + length * dy) + reach
        for i in range(math.floor(low / size), math.floor(high / size) + 1):
            for j in range(math.floor(left / size), math.floor(right / size) + 1):
                at_x, at_y = (j + 0.5) * size, (i + 0.5) * size
                block = block_of(ground, at_x, at_y)
                along, across = (at_x - x) * dx + (at_y - y) * dy, (at_y - y) * dx - (at_x - x) * dy
                spread = 0.5 * size * (abs(dx) + abs(dy)) + reach
                if block < 0 or abs(across) > spread or along < -spread or along > length + spread:
                    continue
                cell = block * CELLS * CELLS + place_in(ground, at_x, at_y, CELLS)
                if len(listed):
                    listed[count[cell]] = k
                count[cell] += 1
