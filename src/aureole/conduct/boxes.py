"""Oriented boxes on the ground: corners, exact overlap, distance; the driver and the judge use the same ones.

A box is its centre (x, y) in m, its heading in rad (counter-clockwise from the x axis), its length along the heading
and its width across, in m. All five in one frame; which frame does not matter.
"""

from __future__ import annotations

from math import cos, hypot, sin

from aureole.kernels import device


@device
def corner(x: float, y: float, heading: float, length: float, width: float, index: int) -> tuple[float, float]:
    """Corner `index` of a box: 0 front left, 1 rear left, 2 rear right, 3 front right (counter-clockwise)."""
    return corner_along(x, y, (cos(heading), sin(heading)), length, width, index)


@device
def corner_along(
    x: float, y: float, way: tuple[float, float], length: float, width: float, index: int
) -> tuple[float, float]:  # fmt: skip
    """The same of a box whose heading is known by its cosine and sine."""
    c, s = way
    ahead = 0.5 * length if index in (0, 3) else -0.5 * length
    left = 0.5 * width if index < 2 else -0.5 * width
    return x + c * ahead - s * left, y + s * ahead + c * left


@device
def overlap(
    x1: float, y1: float, heading1: float, length1: float, width1: float,
    x2: float, y2: float, heading2: float, length2: float, width2: float,
) -> bool:  # fmt: skip
    """Whether two boxes share an inner point; boxes that only touch do not overlap.

    Separating axis theorem (Gottschalk, Lin, Manocha: OBBTree, SIGGRAPH 1996, eq. 1, in the plane): exact but for the
    rounding of float64. A value that is not a number overlaps: what cannot be known apart is not apart.
    """
    return overlap_turned(
        x2 - x1, y2 - y1, cos(heading1), sin(heading1), 0.5 * length1, 0.5 * width1,
        cos(heading2), sin(heading2), 0.5 * length2, 0.5 * width2,
    )  # fmt: skip


@device
def overlap_turned(
    dx: float, dy: float,
    c1: float, s1: float, a1: float, b1: float,
    c2: float, s2: float, a2: float, b2: float,
) -> bool:  # fmt: skip
    """`overlap` of two boxes given by the way between their centres, cosine and sine of their headings, half sizes."""
    along, across = abs(c1 * c2 + s1 * s2), abs(c1 * s2 - s1 * c2)
    if abs(dx * c1 + dy * s1) >= a1 + a2 * along + b2 * across:
        return False
    if abs(dy * c1 - dx * s1) >= b1 + a2 * across + b2 * along:
        return False
    if abs(dx * c2 + dy * s2) >= a2 + a1 * along + b1 * across:
        return False
    return not abs(dy * c2 - dx * s2) >= b2 + a1 * across + b1 * along


@device
def point_distance(px: float, py: float, x: float, y: float, heading: float, length: float, width: float) -> float:
    """Metres from a point to a box; 0 inside."""
    c, s = cos(heading), sin(heading)
    dx, dy = px - x, py - y
    ahead = max(abs(dx * c + dy * s) - 0.5 * length, 0.0)
    left = max(abs(dy * c - dx * s) - 0.5 * width, 0.0)
    return hypot(ahead, left)


@device
def distance(
    x1: float, y1: float, heading1: float, length1: float, width1: float,
    x2: float, y2: float, heading2: float, length2: float, width2: float,
) -> float:  # fmt: skip
    """Metres between two boxes; 0 where they overlap or touch.

    Two convex shapes apart from each other are nearest at a corner of one of them, so eight corners are enough.
    """
    if overlap(x1, y1, heading1, length1, width1, x2, y2, heading2, length2, width2):
        return 0.0
    nearest = 1e300
    for index in range(4):
        px, py = corner(x1, y1, heading1, length1, width1, index)
        nearest = min(nearest, point_distance(px, py, x2, y2, heading2, length2, width2))
        px, py = corner(x2, y2, heading2, length2, width2, index)
        nearest = min(nearest, point_distance(px, py, x1, y1, heading1, length1, width1))
    return nearest
