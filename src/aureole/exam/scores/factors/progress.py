"""Progress along a way, and how far to its side: projections onto the line through its points."""

from __future__ import annotations

from math import atan2, inf, sqrt

import numpy as np

from aureole.core.notes import Float64
from aureole.kernels import kernel


@kernel
def nearest(path: Float64, points: Float64, out: Float64) -> None:
    """Station on a path, distance from it and heading there of points (n, 2); `out` (n, 3) in place."""
    for k in range(len(points)):
        begun, best = 0.0, inf
        for leg in range(len(path) - 1):
            dx, dy = path[leg + 1, 0] - path[leg, 0], path[leg + 1, 1] - path[leg, 1]
            px, py = points[k, 0] - path[leg, 0], points[k, 1] - path[leg, 1]
            square = dx * dx + dy * dy
            share = min(max((px * dx + py * dy) / square, 0.0), 1.0) if square > 0.0 else 0.0
            gap_x, gap_y = px - share * dx, py - share * dy
            gap = gap_x * gap_x + gap_y * gap_y
            span = sqrt(square)
            if gap < best:
                best = gap
                out[k, 0], out[k, 1], out[k, 2] = begun + share * span, sqrt(gap), atan2(dy, dx)
            begun += span


def placed(path: Float64, points: Float64) -> Float64:
    """(m along the path, m from it, rad: its heading there) at the place nearest to each point, shape (n, 3)."""
    out = np.zeros((len(points), 3))
    nearest(np.ascontiguousarray(path), np.ascontiguousarray(points), out)
    return out


def project(path: Float64, points: Float64) -> tuple[Float64, Float64]:
    """(m along the path to the nearest place, m from it) of points (n, 2); beyond its ends they count as there."""
    found = placed(path, points)
    return found[:, 0], found[:, 1]


def headings(path: Float64, points: Float64) -> Float64:
    """Heading of the path at the place nearest to each point, rad."""
    return placed(path, points)[:, 2]


def length(path: Float64) -> float:
    """m along the whole path."""
    leg = np.diff(path, axis=0)
    return float(np.hypot(leg[:, 0], leg[:, 1]).sum())


def headway(path: Float64, points: Float64) -> float:
    """m along the path from the first point to the last, below zero backwards."""
    place, _ = project(path, points[[0, -1]])
    return float(place[1] - place[0])
