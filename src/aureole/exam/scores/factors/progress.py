"""Progress along a way, and how far to its side: projections onto the line through its points."""

from __future__ import annotations

import numpy as np

from aureole.core.notes import Float64


def project(path: Float64, points: Float64) -> tuple[Float64, Float64]:
    """(m along the path to the nearest place, m from it) for points (n, 2); before and beyond the ends count as there."""
    start, leg = path[:-1], np.diff(path, axis=0)
    length = np.hypot(leg[:, 0], leg[:, 1])
    begun = np.concatenate([[0.0], np.cumsum(length)])[:-1]
    away = points[:, None, :] - start[None]
    square = np.maximum(length**2, 1e-24)
    share = np.clip((away * leg).sum(axis=2) / square, 0.0, 1.0)
    gap = away - share[..., None] * leg
    distance = np.hypot(gap[..., 0], gap[..., 1])
    best = distance.argmin(axis=1)
    pick = np.arange(len(points)), best
    return begun[best] + share[pick] * length[best], distance[pick]


def length(path: Float64) -> float:
    """m along the whole path."""
    leg = np.diff(path, axis=0)
    return float(np.hypot(leg[:, 0], leg[:, 1]).sum())


def headway(path: Float64, points: Float64) -> float:
    """m along the path from the first point to the last, below zero backwards."""
    place, _ = project(path, points[[0, -1]])
    return float(place[1] - place[0])


def headings(path: Float64, points: Float64) -> Float64:
    """Heading of the path at the place nearest to each point, rad."""
    leg = np.diff(path, axis=0)
    begun = np.concatenate([[0.0], np.cumsum(np.hypot(leg[:, 0], leg[:, 1]))])
    row = np.clip(np.searchsorted(begun, project(path, points)[0], side="right") - 1, 0, len(leg) - 1)
    return np.asarray(np.arctan2(leg[row, 1], leg[row, 0]))
