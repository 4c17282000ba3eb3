"""Occupancy: intersection over union of the cells that were taken and of those that were perceived so.

The measure of the occupancy benchmarks (Tian et al., Occ3D, NeurIPS 2023) on the ground instead of in space: over all
cells of all looks together, cells that nobody could see left out.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.notes import Bool, Float64
from aureole.exam.scores.perception.boxes import Boxes

CELL = 0.5  # m
AHEAD, BEHIND, ASIDE = 40.0, 10.0, 15.0  # m; what the grid covers from the reference point


class Tally(NamedTuple):
    """Cells of each drive, (drives,)."""

    both: Float64
    either: Float64


def tally(truth: Bool, seen: Bool, counted: Bool, drive: object, drives: int) -> Tally:
    """Cells that are taken in both and in either, by drive.

    Args:
        truth: what is taken, (looks, rows, columns).
        seen: what was perceived so.
        counted: cells that could be seen.
        drive: of each look, (looks,).
        drives: how many.

    Raises:
        BadInput: grids of unequal shape.
    """
    if truth.shape != seen.shape or truth.shape != counted.shape or truth.ndim != 3:
        shapes = f"{truth.shape}, {seen.shape}, {counted.shape}"
        raise BadInput(f"grids of {shapes}", place="occupancy", remedy="give three of (looks, rows, columns)")
    of = np.asarray(drive, dtype=np.int64)
    both = (truth & seen & counted).sum(axis=(1, 2))
    either = ((truth | seen) & counted).sum(axis=(1, 2))
    sums = Tally(np.zeros(drives), np.zeros(drives))
    np.add.at(sums.both, of, both)
    np.add.at(sums.either, of, either)
    return sums


def iou(counted: Tally, times: Float64 | None = None) -> float:
    """Intersection over union; NaN where nothing was taken and nothing perceived so.

    Args:
        counted: by drive.
        times: how often each drive counts; once, if left out.
    """
    weight = np.ones(len(counted.both)) if times is None else times
    either = float(weight @ counted.either)
    return float(weight @ counted.both) / either if either > 0.0 else float("nan")


def centres() -> Float64:
    """Middles of the cells, (rows, columns, 2), m in the ego's frame: rows forwards, columns to the left."""
    x = np.arange(-BEHIND + CELL / 2, AHEAD, CELL)
    y = np.arange(-ASIDE + CELL / 2, ASIDE, CELL)
    grid: Float64 = np.stack(np.meshgrid(x, y, indexing="ij"), axis=-1)
    return grid


def drawn(rows: Boxes, looks: int) -> Bool:
    """Which cells have their middle in a box, (looks, rows, columns); a box counts as a cell wide at least."""
    grid = centres()
    found = np.zeros((looks, *grid.shape[:2]), dtype=np.bool_)
    for look, xy, heading, size in zip(rows.look, rows.xy, rows.heading, rows.size, strict=True):
        away = grid - xy
        c, s = np.cos(heading), np.sin(heading)
        along, across = c * away[..., 0] + s * away[..., 1], c * away[..., 1] - s * away[..., 0]
        half = np.maximum(size, CELL) / 2
        found[look] |= (np.abs(along) <= half[0]) & (np.abs(across) <= half[1])
    return found
