"""The tables that a batch of worlds knows a map by: slices of road, cells of its surface, points to be seen."""

from __future__ import annotations

from enum import IntEnum
from typing import Annotated, NamedTuple

import numpy as np

from aureole.core.kinds import LaneKind
from aureole.core.notes import Array, Bool, Float32, Float64, Int32, Uint8
from aureole.core.road import Road

CELLS = 16  # cells along a side of a block
OUTSIDE, UNDECIDED, INSIDE = 0, 1, 2  # what a cell of the surface is, in its two lowest bits
CLASS, SECTOR_BIT = 3, 2  # mask of those, and where the bits of the sectors begin
SECTORS = 12  # of headings, 30° each, from east
PAVED = (
    LaneKind.DRIVING, LaneKind.ENTRY, LaneKind.EXIT, LaneKind.ON_RAMP, LaneKind.OFF_RAMP, LaneKind.CONNECTING,
    LaneKind.BIDIRECTIONAL, LaneKind.STOP, LaneKind.SHOULDER, LaneKind.PARKING,
)  # fmt: skip
"""Lanes that a vehicle can be on without leaving the road: those of the exam's judge of lanes."""
EITHER = (LaneKind.BIDIRECTIONAL, LaneKind.PARKING)
"""Lanes without a direction."""


class Line(IntEnum):
    """What a road point lies on."""

    NONE = 0
    """No point at all: less than asked for are to be had."""
    CENTRE = 1
    """The middle of a lane for driving along; its direction is the traffic's."""
    LANE = 2
    """Between two lanes of one direction."""
    MIDDLE = 3
    """Between two lanes of opposite directions."""
    EDGE = 4
    """Where the paved area ends."""


class Surface(NamedTuple):
    """Which places are on paved lanes. A slice is a part of one piece of a reference line that turns little.

    `*_first` tables have one entry more than their owners: owner i has rows first[i]:first[i+1].
    """

    road: Road
    paved: Annotated[Bool, "lanes", "-", "-"]
    way: Annotated[Int32, "lanes", "-", "-"]
    """1 driven with rising s, -1 with falling s, 0 either way."""
    slice_road: Annotated[Int32, "slices", "-", "-"]
    slice_piece: Annotated[Int32, "slices", "-", "-"]
    slice_pose: Annotated[Float64, "slices 11", "m", "world"]
    """s, x, y, cosine and sine of the heading at its start; the same at its end; the square (m^2) of how far from its
    end paved lanes of it can be."""
    frame: Annotated[Float64, "4", "m", "world"]
    """x and y of the lowest corner of the grid; size of a block; cells a metre."""
    block: Annotated[Int32, "rows columns", "-", "-"]
    """Row of the block in the tables below; -1 far from every paved lane."""
    cell: Annotated[Array, "blocks 256", "-", "-"]
    """uint16: `OUTSIDE`, `UNDECIDED` or `INSIDE`, and a bit for each sector of headings that agree with a lane that
    holds the whole cell."""
    nigh_first: Annotated[Int32, "blocks_and_end", "-", "-"]
    nigh: Annotated[Int32, "nighs", "-", "-"]
    """Slices whose paved lanes may reach into the block."""


class Points(NamedTuple):
    """Road points to be seen, and for every place the few that may be the nearest there."""

    xy: Annotated[Float32, "points 4", "m", "map"]
    """x, y from `origin`, cosine and sine of the direction (world frame)."""
    flat: Annotated[Float32, "four_points", "m", "map"]
    """`xy` row after row, the same memory: kernels find a point there without knowing how long a row is."""
    kind: Annotated[Uint8, "points", "-", "-"]
    """`Line`."""
    origin: Annotated[Float64, "2", "m", "world"]
    cell: Annotated[Int32, "cells 4", "-", "-"]
    """Of each cell: first row of `near`; how many of its points are among the nearest wherever one is in it: they stand
    first; how many others may be; the distance in millimetres of the last of the nearest from the cell's middle. Cells
    lie block by block, `side` × `side` in each; the last one stands for everywhere else and has all points."""
    near: Annotated[Array, "nears", "-", "-"]
    """Rows of points, uint16 where that is enough: every point that is among the nearest somewhere in the cell."""
    side: int
    """Cells along a side of a block: 1, 2, 4, 8 or 16."""
    listed: int
    """How many of the nearest the lists are made for."""


class Ground(NamedTuple):
    """A map for a batch."""

    surface: Surface
    points: Points


def size_of(tables: object) -> int:
    """Bytes of all arrays of a NamedTuple, nested ones included."""
    if isinstance(tables, np.ndarray):
        return int(tables.nbytes)
    return sum(size_of(part) for part in tables) if isinstance(tables, tuple) else 0
