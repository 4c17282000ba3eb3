"""How far a piece of a clothoid leads: plain Python for whoever reads a map, the formula of kernels for `line`."""

from __future__ import annotations

import math

TURN = 0.5  # rad; a spiral is cut until it turns less than this: five Gauss points then err < 1e-12 of its length
NODE_1, NODE_2 = 0.5384693101056831, 0.9061798459386640  # Gauss-Legendre, five points, beside 0
WEIGHT_0, WEIGHT_1, WEIGHT_2 = 0.5688888888888889, 0.4786286704993665, 0.2369268850561891


def displacement(heading: float, curvature: float, change: float, ds: float) -> tuple[float, float]:
    """How far (x, y) a clothoid leads in ds: closed form for line and arc, five Gauss-Legendre points for a spiral.

    Args:
        heading: at its start, rad.
        curvature: at its start, 1/m.
        change: of the curvature per metre, 1/m².
        ds: arc length, m; a spiral turns at most about `TURN` in it.
    """
    if change == 0.0:
        half = 0.5 * curvature * ds
        chord = ds * (1.0 - half * half / 6.0) if abs(half) < 1e-4 else ds * math.sin(half) / half
        return chord * math.cos(heading + half), chord * math.sin(heading + half)
    middle = 0.5 * ds
    twice = 0.5 * change
    near, far = middle * NODE_1, middle * NODE_2
    angle_0 = heading + middle * (curvature + middle * twice)
    angle_1 = heading + (middle - near) * (curvature + (middle - near) * twice)
    angle_2 = heading + (middle + near) * (curvature + (middle + near) * twice)
    angle_3 = heading + (middle - far) * (curvature + (middle - far) * twice)
    angle_4 = heading + (middle + far) * (curvature + (middle + far) * twice)
    along_1, along_2 = math.cos(angle_1) + math.cos(angle_2), math.cos(angle_3) + math.cos(angle_4)
    across_1, across_2 = math.sin(angle_1) + math.sin(angle_2), math.sin(angle_3) + math.sin(angle_4)
    return (
        middle * (WEIGHT_0 * math.cos(angle_0) + WEIGHT_1 * along_1 + WEIGHT_2 * along_2),
        middle * (WEIGHT_0 * math.sin(angle_0) + WEIGHT_1 * across_1 + WEIGHT_2 * across_2),
    )
