"""Makes the surface of a map: slices, blocks, and cells sorted into inside, outside and undecided."""

from __future__ import annotations

import numpy as np

from aureole.core.errors import Unsupported
from aureole.core.notes import Bool, Float64, Int32
from aureole.core.road import Road
from aureole.world.traffic.ground.classify import classify
from aureole.world.traffic.ground.ground import CELLS, EITHER, PAVED, Surface
from aureole.world.traffic.ground.slices import cut, marked, reaches

BLOCK = 8.0  # m; 16 cells of 0.5 m a side
MARGIN = 10.0  # m; so far beside the paved lanes there are blocks
NEARBY = 1.0  # m; seams and gaps between slices are smaller
MOST = 40_000_000  # blocks of a grid, 51 km × 50 km; a larger map has its own problems


def ways(road: Road) -> tuple[Bool, Int32]:
    """Which lanes are paved for vehicles, and which way one drives in them: 1 rising s, -1 falling s, 0 either."""
    paved = np.isin(road.lane_kind, [int(kind) for kind in PAVED]) & (road.lane_id != 0)
    section = np.repeat(np.arange(len(road.lane_first) - 1), np.diff(road.lane_first))
    owner = np.repeat(np.arange(len(road.section_first) - 1), np.diff(road.section_first))[section]
    way = np.where((road.lane_id < 0) != road.road_left_hand[owner], 1, -1)
    way[np.isin(road.lane_kind, [int(kind) for kind in EITHER])] = 0
    return np.asarray(paved), way.astype(np.int32)


def frame_of(pose: Float64, far: float, block: float) -> tuple[Float64, tuple[int, int]]:
    """Lowest corner and size of the blocks, and rows and columns of the grid."""
    xy = np.concatenate([pose[:, 1:3], pose[:, 6:8]])
    low = np.floor((xy.min(axis=0) - far) / block) * block
    columns, rows = (int(n) for n in np.ceil((xy.max(axis=0) + far - low) / block) + 1)
    if rows * columns > MOST:
        raise Unsupported(
            f"a map of {columns * block / 1000:.0f} km × {rows * block / 1000:.0f} km",
            remedy="cut the map into parts of less than 50 km × 50 km",
        )
    return np.array([*low, block, CELLS / block]), (rows, columns)


def surface_of(road: Road, *, block: float = BLOCK, margin: float = MARGIN) -> Surface:
    """The surface of a map's roads; what lies within `margin` m of paved lanes has blocks too."""
    paved, way = ways(road)
    slice_road, slice_piece, pose = cut(road)
    nothing = np.zeros((0, CELLS * CELLS), np.uint16), np.zeros(1, np.int32), np.zeros(0, np.int32)
    bare = Surface(
        road,
        paved,
        way,
        slice_road,
        slice_piece,
        pose,
        np.array([0.0, 0.0, block, CELLS / block]),
        np.zeros((0, 0), np.int32),
        *nothing,
    )
    reach = np.empty(len(road.road_length))
    reaches(bare, reach)
    pose[:, 10] = (np.maximum(reach, 0.0)[slice_road] + pose[:, 5] - pose[:, 0] + NEARBY) ** 2
    frame, shape = frame_of(pose, max(float(reach.max(initial=0.0)), 0.0) + margin + 1.0, block)
    bare = bare._replace(frame=frame, block=np.full(shape, -1, np.int32))
    wide = marked(bare, np.where(reach < 0.0, -1.0, reach + margin))
    rows = np.unique(wide[:, 0])
    numbers = np.full(bare.block.size, -1, np.int32)
    numbers[rows] = np.arange(len(rows), dtype=np.int32)
    pairs = marked(bare, reach)
    first = np.searchsorted(numbers[pairs[:, 0]], np.arange(len(rows) + 1)).astype(np.int32)
    whole = bare._replace(
        block=numbers.reshape(shape), nigh_first=first, nigh=np.ascontiguousarray(pairs[:, 1]),
        cell=np.zeros((len(rows), CELLS * CELLS), np.uint16),
    )  # fmt: skip
    place = np.column_stack(np.divmod(rows, shape[1])).astype(np.int32)
    classify(whole, place, whole.cell)
    return whole
