"""Which lanes are under a point, exactly: the point's foot on each slice of road nearby, then the lane there.

A slice owns the points between the normals at its two ends; where two slices meet in a kink or a gap, the earlier one
owns the wedge between them too; and roads go on by `JOIN` beyond both ends, so that the seams of maps hold no holes.
A point may be owned by many slices: roads lie over each other in junctions.
"""

from __future__ import annotations

from math import copysign, cos, floor, hypot, sin

from aureole.kernels import device
from aureole.world.roads.lanes import lane_at
from aureole.world.roads.line import piece_pose
from aureole.world.roads.place import flat_to_t, step_to
from aureole.world.traffic.ground.ground import CELLS, CLASS, OUTSIDE, SECTOR_BIT, SECTORS, UNDECIDED, Surface

CELLS_BITS = 4  # CELLS is 2 to the power of it
JOIN = 0.1  # m; so far a road goes on beyond its ends
STRAY = 1.0  # m; a foot further beyond its slice lies across the centre of a bend
TURN = 6.283185307179586  # rad


@device(inline=True)
def foot(surface: Surface, k: int, x: float, y: float) -> tuple[float, float]:
    """(s, m to the left) of a point on slice k's piece, continued beyond the slice; one step on lines and arcs."""
    road, pose = surface.road, surface.slice_pose
    piece = surface.slice_piece[k]
    start = road.piece_s[piece]
    s = 0.5 * (pose[k, 0] + pose[k, 5])
    across = 0.0
    for _ in range(12):
        line_x, line_y, heading, curvature = piece_pose(road, piece, s - start)
        c, sn = cos(heading), sin(heading)
        dx, dy = x - line_x, y - line_y
        ds, across = step_to(c * dx + sn * dy, c * dy - sn * dx, curvature, road.piece_curvature[piece, 1])
        s += ds
        if road.piece_curvature[piece, 1] == 0.0 or abs(ds) < 1e-9:
            break
    return s, across


@device(inline=True)
def lane_under(surface: Surface, k: int, x: float, y: float) -> tuple[int, float]:
    """(row, s) of the paved lane of slice k that holds the point; row -1 if none does, or the point is another's."""
    road, pose = surface.road, surface.slice_pose
    dx, dy = x - pose[k, 6], y - pose[k, 7]
    if dx * dx + dy * dy > pose[k, 10]:
        return -1, 0.0
    before = (x - pose[k, 1]) * pose[k, 3] + (y - pose[k, 2]) * pose[k, 4]
    if before < -JOIN or (before < 0.0 and pose[k, 0] > 0.0):
        return -1, 0.0
    beyond = dx * pose[k, 8] + dy * pose[k, 9]
    r = 0 + surface.slice_road[k]
    wedge = False
    if beyond > 0.0:
        if k + 1 == len(surface.slice_road) or surface.slice_road[k + 1] != r:
            if beyond > JOIN:
                return -1, 0.0
        else:
            wedge = (x - pose[k + 1, 1]) * pose[k + 1, 3] + (y - pose[k + 1, 2]) * pose[k + 1, 4] <= 0.0
            if not wedge:
                return -1, 0.0
    s, across = foot(surface, k, x, y)
    if s < pose[k, 0] - STRAY or s > pose[k, 5] + STRAY:
        return -1, 0.0
    s = min(max(s, pose[k, 0]), pose[k, 5])
    if wedge:
        s, across = pose[k, 5], copysign(hypot(dx, dy), dy * pose[k, 8] - dx * pose[k, 9])
    row = lane_at(road, r, s, flat_to_t(road, r, s, across))
    if row >= 0 and not surface.paved[row]:
        row = -1
    return row, s


@device(inline=True)
def direction_at(surface: Surface, k: int, s: float) -> tuple[float, float]:
    """Cosine and sine of the heading of slice k's reference line at s."""
    piece = surface.slice_piece[k]
    heading = piece_pose(surface.road, piece, s - surface.road.piece_s[piece])[2]
    return cos(heading), sin(heading)


@device(inline=True)
def cell_at(surface: Surface, x: float, y: float) -> tuple[int, int, int]:
    """(row of the block, row and column of the cell in it) of a point; block -1 where no paved lane is near."""
    along, up = (x - surface.frame[0]) * surface.frame[3], (y - surface.frame[1]) * surface.frame[3]
    if not (0.0 <= along < surface.block.shape[1] * CELLS and 0.0 <= up < surface.block.shape[0] * CELLS):
        return -1, 0, 0
    row, column = int(up), int(along)
    block = int(surface.block[row >> CELLS_BITS, column >> CELLS_BITS])
    return block, row & CELLS - 1, column & CELLS - 1


@device(inline=True)
def class_at(surface: Surface, x: float, y: float) -> int:
    """What the cell of a point says of it: `OUTSIDE`, `UNDECIDED` or `INSIDE` the paved lanes."""
    block, row, column = cell_at(surface, x, y)
    if block < 0:
        return OUTSIDE
    return int(surface.cell[block, row * CELLS + column] & CLASS)


@device
def paved_at(surface: Surface, x: float, y: float) -> bool:
    """Whether a paved lane holds the point: every slice near it is asked where its cell does not say."""
    said = class_at(surface, x, y)
    if said != UNDECIDED:
        return said != OUTSIDE
    block = cell_at(surface, x, y)[0]
    for i in range(surface.nigh_first[block], surface.nigh_first[block + 1]):
        if lane_under(surface, surface.nigh[i], x, y)[0] >= 0:
            return True
    return False


@device
def against_exactly(surface: Surface, block: int, x: float, y: float, heading: float) -> bool:
    """Whether paved lanes hold the point and each leads against the heading: every slice near the block is asked."""
    found = False
    c, sn = cos(heading), sin(heading)
    for i in range(surface.nigh_first[block], surface.nigh_first[block + 1]):
        k = surface.nigh[i]
        row, s = lane_under(surface, k, x, y)
        if row >= 0:
            way = surface.way[row]
            along, left = direction_at(surface, k, s)
            if way == 0 or way * (c * along + sn * left) >= 0.0:
                return False
            found = True
    return found


@device(inline=True)
def against_in(surface: Surface, cell: int, x: float, y: float, heading: float) -> bool:
    """Whether paved lanes hold the point, which is in `cell` (counted through all blocks), and each leads against it.

    `heading`: rad.

    Against: by more than a right angle.
    """
    if cell < 0:
        return False
    block = cell // (CELLS * CELLS)
    code = int(surface.cell[block, cell - block * CELLS * CELLS])
    if code == OUTSIDE:
        return False
    sector = int(floor(heading * (SECTORS / TURN))) % SECTORS
    if code >> (SECTOR_BIT + sector) & 1 != 0:
        return False
    return against_exactly(surface, block, x, y, heading)
