"""The reference line of a road: pieces whose curvature is linear in arc length (ASAM OpenDRIVE 1.8 §8)."""

from __future__ import annotations

import math

from aureole.core.notes import Float64
from aureole.core.road import Road
from aureole.kernels import device

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


_displacement = device(displacement)


@device
def last_at(stations: Float64, first: int, end: int, s: float) -> int:
    """The last of rows first…end whose station is not beyond s; the first row if all are."""
    low, high = first, end
    while high - low > 1:
        middle = (low + high) // 2
        if stations[middle] <= s:
            low = middle
        else:
            high = middle
    return low


@device
def piece_at(road: Road, r: int, s: float) -> int:
    """The piece of road r's reference line at station s; the first or the last beyond its ends."""
    return last_at(road.piece_s, road.piece_first[r], road.piece_first[r + 1], s)


@device
def piece_pose(road: Road, piece: int, ds: float) -> tuple[float, float, float, float]:
    """Pose (x, y, heading, curvature) ds after the start of a piece; m, rad, 1/m, world frame."""
    heading = road.piece_heading[piece]
    curvature = road.piece_curvature[piece, 0]
    change = road.piece_curvature[piece, 1]
    dx, dy = _displacement(heading, curvature, change, ds)
    turned = ds * (curvature + 0.5 * change * ds)
    return road.piece_xy[piece, 0] + dx, road.piece_xy[piece, 1] + dy, heading + turned, curvature + change * ds


@device
def line_pose(road: Road, r: int, s: float) -> tuple[float, float, float, float]:
    """Pose (x, y, heading, curvature) of road r's reference line at s; m, rad (not wrapped), 1/m, world frame.

    Beyond its ends the line goes straight on.
    """
    inside = min(max(s, 0.0), road.road_length[r])
    piece = piece_at(road, r, inside)
    x, y, heading, curvature = piece_pose(road, piece, inside - road.piece_s[piece])
    beyond = s - inside
    if beyond != 0.0:
        x += beyond * math.cos(heading)
        y += beyond * math.sin(heading)
        curvature = 0.0
    return x, y, heading, curvature
