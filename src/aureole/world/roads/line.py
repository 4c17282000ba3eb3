"""The reference line of a road: pieces whose curvature is linear in arc length (ASAM OpenDRIVE 1.8 §8)."""

from __future__ import annotations

from aureole.core.notes import Float64
from aureole.core.road import Road
from aureole.kernels import device
from aureole.kernels.small import TURN, cosine_sine
from aureole.world.roads.clothoid import displacement

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
def piece_frame(road: Road, piece: int, ds: float) -> tuple[float, float, float, float, float, float]:
    """Pose (`piece_pose`) ds after the start of a piece, and the cosine and sine of its heading."""
    heading = road.piece_heading[piece]
    curvature = road.piece_curvature[piece, 0]
    change = road.piece_curvature[piece, 1]
    x, y = road.piece_xy[piece, 0], road.piece_xy[piece, 1]
    if curvature == 0.0 and change == 0.0:
        c, s = road.piece_way[piece, 0], road.piece_way[piece, 1]
        return x + ds * c, y + ds * s, heading, 0.0, c, s
    if change == 0.0:
        dx, dy, c, s = along_arc(road.piece_way[piece, 0], road.piece_way[piece, 1], heading, curvature, ds)
        return x + dx, y + dy, heading + ds * curvature, curvature, c, s
    dx, dy = _displacement(heading, curvature, change, ds)
    heading += ds * (curvature + 0.5 * change * ds)
    c, s = cosine_sine(heading)
    return x + dx, y + dy, heading, curvature + change * ds, c, s


@device
def along_arc(c: float, s: float, heading: float, curvature: float, ds: float) -> tuple[float, float, float, float]:
    """How far (x, y) an arc leads in ds, and the cosine and sine of the heading there.

    What `clothoid.displacement` gives for an arc, to a rounding of its radius: a short way turns what is known at the
    start, `c` and `s`, by a series; a long one is told by the difference of both headings.
    """
    turn = ds * curvature
    if abs(turn) <= TURN:
        turned_c, turned_s = cosine_sine(turn)
        q = turn * turn
        ahead = ds * (1.0 - q * (1 / 6 - q * (1 / 120 - q * (1 / 5040 - q * (1 / 362880)))))
        aside = ds * turn * (1 / 2 - q * (1 / 24 - q * (1 / 720 - q * (1 / 40320 - q * (1 / 3628800)))))
        return c * ahead - s * aside, s * ahead + c * aside, c * turned_c - s * turned_s, s * turned_c + c * turned_s
    end_c, end_s = cosine_sine(heading + turn)
    return (end_s - s) / curvature, (c - end_c) / curvature, end_c, end_s


@device
def piece_pose(road: Road, piece: int, ds: float) -> tuple[float, float, float, float]:
    """Pose (x, y, heading, curvature) ds after the start of a piece; m, rad, 1/m, world frame."""
    x, y, heading, curvature, _, _ = piece_frame(road, piece, ds)
    return x, y, heading, curvature


@device
def line_frame(road: Road, r: int, s: float) -> tuple[float, float, float, float, float, float]:
    """Pose (`line_pose`) of road r's reference line at s, and the cosine and sine of its heading."""
    _, x, y, heading, curvature, cosine, sine = line_on(road, r, s)
    return x, y, heading, curvature, cosine, sine


@device
def line_on(road: Road, r: int, s: float) -> tuple[int, float, float, float, float, float, float]:
    """The piece that holds s, and `line_frame`."""
    inside = min(max(s, 0.0), road.road_length[r])
    piece = piece_at(road, r, inside)
    x, y, heading, curvature, cosine, sine = piece_frame(road, piece, inside - road.piece_s[piece])
    beyond = s - inside
    if beyond != 0.0:
        x += beyond * cosine
        y += beyond * sine
        curvature = 0.0
    return piece, x, y, heading, curvature, cosine, sine


@device
def line_pose(road: Road, r: int, s: float) -> tuple[float, float, float, float]:
    """Pose (x, y, heading, curvature) of road r's reference line at s; m, rad (not wrapped), 1/m, world frame.

    Beyond its ends the line goes straight on.
    """
    x, y, heading, curvature, _, _ = line_frame(road, r, s)
    return x, y, heading, curvature
