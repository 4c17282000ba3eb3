"""Cuts the pieces of a map into slices, and finds the blocks of the ground that their paved lanes may reach."""

from __future__ import annotations

from math import ceil, hypot

import numpy as np

from aureole.core.notes import Array, Float64, Int32
from aureole.core.road import Road
from aureole.kernels import kernel
from aureole.world.roads.line import piece_pose
from aureole.world.traffic.ground.ground import Surface
from aureole.world.traffic.ground.hull import border_hull
from aureole.world.traffic.ground.under import JOIN

LONGEST = 8.0  # m; a longer slice would be looked at from too many blocks
TURNS = 0.4  # rad; the normals at a slice's ends must not meet within its lanes
STEPS = 4  # looks along a slice


def cut(road: Road) -> tuple[Int32, Int32, Float64]:
    """(road, piece, pose) of each slice, in order; columns of pose as in `Surface.slice_pose`."""
    owner = np.repeat(np.arange(len(road.road_length)), np.diff(road.piece_first))
    length = np.minimum(road.piece_length, np.maximum(road.road_length[owner] - road.piece_s, 0.0))
    ends = road.piece_curvature[:, 0] + road.piece_curvature[:, 1] * length
    turn = length * np.maximum(abs(road.piece_curvature[:, 0]), abs(ends))
    parts = np.maximum(np.ceil(np.maximum(length / LONGEST, turn / TURNS)), 1).astype(np.int64)
    piece = np.repeat(np.arange(len(length)), parts)
    place = np.arange(len(piece)) - np.repeat(np.cumsum(parts) - parts, parts)
    step = (length / parts)[piece]
    span = np.column_stack([place * step, (place + 1) * step])
    pose = np.zeros((len(piece), 11))
    _poses(road, piece, span, pose)
    return owner[piece].astype(np.int32), piece.astype(np.int32), pose


@kernel
def _poses(road: Road, piece: Array, span: Float64, pose: Float64) -> None:
    for k in range(len(piece)):
        for end in range(2):
            x, y, heading, _ = piece_pose(road, piece[k], span[k, end])
            row = pose[k, 5 * end : 5 * end + 5]
            row[0], row[1], row[2] = road.piece_s[piece[k]] + span[k, end], x, y
            row[3], row[4] = np.cos(heading), np.sin(heading)


@kernel
def reaches(surface: Surface, reach: Float64) -> None:
    """How far paved lanes reach from the line of each road at most, m; -1 where it has none."""
    road = surface.road
    for r in range(len(road.road_length)):
        reach[r] = -1.0
        for section in range(road.section_first[r], road.section_first[r + 1]):
            high = road.road_length[r] if section + 1 == road.section_first[r + 1] else road.section_s[section + 1]
            for row in range(road.lane_first[section], road.lane_first[section + 1]):
                if surface.paved[row]:
                    least, most = border_hull(road, r, row, road.section_s[section], high, section)
                    reach[r] = max(reach[r], -least, most, abs(road.offset_cubic[road.offset_first[r], 0])
                                   if road.offset_first[r] < road.offset_first[r + 1] else 0.0)  # fmt: skip


@kernel
def mark(surface: Surface, reach: Float64, stamp: Int32, pairs: Int32) -> int:
    """Blocks of the grid that lie within `reach` (m, of each road; below zero: none) of its slices.

    `pairs` receives (row · columns + column, slice) as far as it has rows; gives how many there are. `stamp` (blocks of
    the grid) is scratch, below zero at first.
    """
    size = surface.frame[2]
    rows, columns = surface.block.shape
    pose, found = surface.slice_pose, 0
    for k in range(len(surface.slice_road)):
        far = reach[surface.slice_road[k]]
        if far < 0.0:
            continue
        piece = surface.slice_piece[k]
        start = pose[k, 0] - surface.road.piece_s[piece]
        stride = (pose[k, 5] - pose[k, 0]) / STEPS
        far += 0.5 * stride + JOIN
        for i in range(STEPS + 1):
            x, y, _, _ = piece_pose(surface.road, piece, start + i * stride)
            along, up = x - surface.frame[0], y - surface.frame[1]
            for row in range(max(int((up - far) / size), 0), min(int(ceil((up + far) / size)), rows)):
                for column in range(max(int((along - far) / size), 0), min(int(ceil((along + far) / size)), columns)):
                    dx = max(column * size - along, along - (column + 1) * size, 0.0)
                    dy = max(row * size - up, up - (row + 1) * size, 0.0)
                    block = row * columns + column
                    if stamp[block] != k and hypot(dx, dy) <= far:
                        stamp[block] = k
                        if found < len(pairs):
                            pairs[found, 0], pairs[found, 1] = block, k
                        found += 1
    return found


def marked(surface: Surface, reach: Float64) -> Int32:
    """All pairs of `mark`, in order of blocks and then of slices."""
    fresh = np.full(surface.block.size, -1, np.int32)
    pairs = np.empty((mark(surface, reach, fresh, np.empty((0, 2), np.int32)), 2), np.int32)
    fresh[:] = -1
    mark(surface, reach, fresh, pairs)
    return np.asarray(pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))])
