"""Borders of a lane that is given by its middle: cast to the sides of its polygon, or half a width beside it."""

from __future__ import annotations

import numpy as np

from aureole.core.notes import Float64
from aureole.world.roads.drawn.polyline import even

SPACING = 2.0  # m between the points of a border
REACH = 8.0  # m; no border lies further beside the middle
INSIDE = 0.3  # m; the ends of a middle lie on the polygon's ends: its width is taken so far inside
WIDTH = 3.5  # m; of a lane that says nothing


def normals(middle: Float64) -> Float64:
    """Unit vectors to the left at each point of a line."""
    along = np.gradient(middle, axis=0)
    size = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-12)
    return np.stack((-along[:, 1] / size, along[:, 0] / size), axis=1)


def cast(origin: Float64, direction: Float64, ring: Float64) -> Float64:
    """m from each origin along its direction to the nearest side of a closed polygon; infinite if there is none."""
    start, side = ring, np.roll(ring, -1, axis=0) - ring
    gap = start[None] - origin[:, None]
    turn = direction[:, None, 0] * side[None, :, 1] - direction[:, None, 1] * side[None, :, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        far = (gap[..., 0] * side[None, :, 1] - gap[..., 1] * side[None, :, 0]) / turn
        part = (gap[..., 0] * direction[:, None, 1] - gap[..., 1] * direction[:, None, 0]) / turn
    hit = (np.abs(turn) > 1e-12) & (far > 1e-6) & (part >= -1e-9) & (part <= 1.0 + 1e-9)
    return np.asarray(np.where(hit, far, np.inf).min(axis=1), np.float64)


def of_polygon(middle: Float64, ring: Float64) -> tuple[Float64, Float64] | None:
    """Half widths (to the left, to the right) at each point of a middle; None if the polygon is not around it."""
    inner = middle.copy()
    for end, other in ((0, 1), (-1, -2)):
        step = middle[other] - middle[end]
        inner[end] += step * min(INSIDE / max(float(np.hypot(*step)), 1e-9), 0.5)
    aside = normals(middle)
    left, right = cast(inner, aside, ring), cast(inner, -aside, ring)
    good = (left < REACH) & (right < REACH)
    if good.mean() < 0.5:
        return None
    place = np.arange(len(middle))
    return tuple(np.interp(place, place[good], side[good]) for side in (left, right))  # type: ignore[return-value]


def beside(middle: Float64, left: Float64, right: Float64) -> tuple[Float64, Float64]:
    """Left and right border, so many metres beside each point of a middle."""
    aside = normals(middle)
    return middle + aside * left[:, None], middle - aside * right[:, None]


def spaced(middle: Float64) -> Float64:
    """The middle with points every two metres at most, at least two."""
    return even(middle, SPACING)
