"""Clothoids of trajectories, sampled for each world: vertices of a polyline, seen from the curve's start.

There is a vertex each metre along the whole trajectory and one at its end, as the reference player has them: a chord of
a bend of 10 m is 12 mm off its arc, and whoever follows both arrives in the same step. The vertices themselves lie on
the curve to rounding, and the way along a leg is that along its arc.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from aureole.core.notes import Float64
from aureole.world.scenarios.tables import SP_H, SP_TIME, SP_TURN, SP_X, SP_Y

SPACING = 1.0  # m
TINY = 1e-9  # m
MOST = 4000.0  # m; longer trajectories have as many vertices, farther apart
NODES, WEIGHTS = np.polynomial.legendre.leggauss(8)


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of curvature linear in arc length; slots of its numbers, but for its length."""

    start: int
    """Curvature at the start, 1/m."""
    end: int
    """Curvature at the end, or its change per metre."""
    by_change: bool
    length: float
    """m"""
    turn: int
    """Heading added at the start, rad."""
    times: tuple[int, int] | None = None
    """Slots of the times at the start and at the end."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Segments that follow each other smoothly from one place."""

    place: int
    first: int
    """Row of its first vertex."""
    segments: tuple[Segment, ...]
    stations: tuple[tuple[float, ...], ...]
    """For each segment, how far from its start its vertices lie, m."""

    @property
    def vertices(self) -> int:
        """How many rows it fills."""
        return sum(map(len, self.stations))


def grid(lengths: list[float]) -> list[tuple[float, ...]]:
    """Where the vertices of segments that follow each other lie, from each one's start: each metre over all."""
    total = math.fsum(lengths)
    spacing = max(SPACING, total / MOST)
    legs = max(int(total / spacing + 1e-9), 1)
    found, begin = [], 0.0
    for row, length in enumerate(lengths):
        end, last = begin + length, row == len(lengths) - 1
        low, high = math.ceil(begin / spacing - 1e-6), legs - 1 if last else math.ceil(end / spacing - 1e-6) - 1
        inner = [min(max(k * spacing - begin, 0.0), length) for k in range(low, min(high, legs - 1) + 1)]
        found.append((*inner, length) if last else tuple(inner))
        begin = end
    return found


def fill(curve: Curve, values: Float64, spots: Float64) -> None:
    """Write the vertices of a curve in every world, in the frame of its start: x, y (m), heading (rad), time (s).

    SP_TURN, which no vertex needs, holds the length of the arc from the vertex before.
    """
    x, y, heading = (np.zeros(len(values)) for _ in range(3))
    row, way = curve.first, 0.0
    for segment, stations in zip(curve.segments, curve.stations, strict=True):
        start, end = values[:, segment.start], values[:, segment.end]
        change = end if segment.by_change else (end - start) / max(segment.length, TINY)
        heading = heading + values[:, segment.turn]
        at = 0.0
        for station in stations:
            x, y = along((x, y), (heading, start, change), at, station)
            way, at = way + station - at, station
            spots[:, row, SP_TURN] = way
            spots[:, row, SP_X], spots[:, row, SP_Y] = x, y
            spots[:, row, SP_H] = heading + at * (start + 0.5 * change * at)
            if segment.times is not None:
                first, last = values[:, segment.times[0]], values[:, segment.times[1]]
                spots[:, row, SP_TIME] = first + (at / max(segment.length, TINY)) * (last - first)
            row, way = row + 1, 0.0
        way += segment.length - at
        x, y = along((x, y), (heading, start, change), at, segment.length)
        heading = heading + segment.length * (start + 0.5 * change * segment.length)


def along(
    place: tuple[Float64, Float64], bend: tuple[Float64, Float64, Float64], begin: float, end: float
) -> tuple[Float64, Float64]:
    """The place at the end of a stretch of a segment, from the place at its beginning (Gauss-Legendre, to rounding).

    `bend` is heading and curvature at the segment's start, and the change of curvature per metre.
    """
    x, y = place
    heading, start, change = (values[:, None] for values in bend)
    parts = max(math.ceil((end - begin) / SPACING), 1)
    step = (end - begin) / parts
    for part in range(parts):
        at = begin + step * (part + 0.5 * (NODES + 1.0))
        turned = heading + at * (start + 0.5 * change * at)
        x = x + 0.5 * step * (np.cos(turned) * WEIGHTS).sum(axis=1)
        y = y + 0.5 * step * (np.sin(turned) * WEIGHTS).sum(axis=1)
    return x, y
