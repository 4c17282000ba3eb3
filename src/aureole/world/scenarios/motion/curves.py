"""Clothoids of trajectories, sampled for each world: dense vertices of a polyline, seen from the curve's start."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from aureole.core.notes import Float64
from aureole.world.scenarios.tables import SP_H, SP_TIME, SP_X, SP_Y

SPACING = 0.05  # m; a chord of a 5 m bend is 0.06 mm off its arc
MOST = 4000  # vertices of one segment
NODES, WEIGHTS = np.polynomial.legendre.leggauss(5)


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of curvature linear in arc length; slots of its numbers."""

    start: int
    """Curvature at the start, 1/m."""
    end: int
    """Curvature at the end, or its change per metre."""
    by_change: bool
    length: int
    turn: int
    """Heading added at the start, rad."""
    times: tuple[int, int] | None = None
    """Slots of the times at the start and at the end."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Segments that follow each other smoothly from one place; their vertices fill rows first to end."""

    place: int
    first: int
    counts: tuple[int, ...]
    """Vertices of each segment after its first one, which only the first segment of a curve has."""
    segments: tuple[Segment, ...]


def vertices(length: float) -> int:
    """How many vertices a segment of this length gets."""
    return min(max(math.ceil(length / SPACING), 1), MOST)


def fill(curve: Curve, values: Float64, spots: Float64) -> None:
    """Write the vertices of a curve in every world, in the frame of its start: x, y (m), heading (rad), time (s)."""
    worlds = len(values)
    x, y, heading = (np.zeros(worlds) for _ in range(3))
    row = curve.first
    spots[:, row, [SP_X, SP_Y, SP_H]] = 0.0
    for segment, count in zip(curve.segments, curve.counts, strict=True):
        length = values[:, segment.length]
        start, end = values[:, segment.start], values[:, segment.end]
        change = end if segment.by_change else np.divide(end - start, length, out=np.zeros(worlds), where=length > 0.0)
        heading = heading + values[:, segment.turn]
        if row == curve.first:
            spots[:, row, SP_H] = heading
        step, begin = length / count, row
        for k in range(count):
            at = k * step
            inside = at[:, None] + 0.5 * step[:, None] * (NODES + 1.0)
            turned = heading[:, None] + inside * (start[:, None] + 0.5 * change[:, None] * inside)
            x = x + 0.5 * step * (np.cos(turned) * WEIGHTS).sum(axis=1)
            y = y + 0.5 * step * (np.sin(turned) * WEIGHTS).sum(axis=1)
            row, after = row + 1, at + step
            spots[:, row, SP_X], spots[:, row, SP_Y] = x, y
            spots[:, row, SP_H] = heading + after * (start + 0.5 * change * after)
        heading = spots[:, row, SP_H].copy()
        if segment.times is not None:
            first, last = values[:, segment.times[0], None], values[:, segment.times[1], None]
            spots[:, begin : row + 1, SP_TIME] = first + np.linspace(0.0, 1.0, count + 1) * (last - first)
