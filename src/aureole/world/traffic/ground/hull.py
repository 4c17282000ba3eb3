"""Enclosures: what a border of a lane can be over a stretch of road, never narrower than the truth."""

from __future__ import annotations

from math import inf

from aureole.core.notes import Float64
from aureole.core.road import Road
from aureole.kernels import device
from aureole.world.roads.line import last_at

ROUND = 1e-7  # m; more than what rounding of float64 can do to a border within 100 km


@device
def hull(stations: Float64, cubics: Float64, first: int, end: int, low: float, high: float) -> tuple[float, float]:
    """Least and most of the cubics in rows first…end over low…high; zero if there is no row.

    Mean-value form: value in the middle of each row's part of the span, and the steepest slope there.
    """
    if first >= end:
        return 0.0, 0.0
    row = last_at(stations, first, end, low)
    least, most = inf, -inf
    while True:
        start = low if row == first else max(low, stations[row])
        stop = high if row + 1 >= end else min(high, stations[row + 1])
        half = max(0.5 * (stop - start), 0.0)
        m = 0.5 * (start + stop) - stations[row]
        b, c, d = cubics[row, 1], cubics[row, 2], cubics[row, 3]
        value = cubics[row, 0] + m * (b + m * (c + m * d))
        steep = abs(b + m * (2.0 * c + 3.0 * d * m)) + half * abs(2.0 * c + 6.0 * d * m) + 3.0 * abs(d) * half * half
        least, most = min(least, value - half * steep), max(most, value + half * steep)
        row += 1
        if row >= end or stations[row] > high:
            return least - ROUND, most + ROUND


@device
def width_hull(road: Road, row: int, low: float, high: float) -> tuple[float, float]:
    """Least and most width of a lane over low…high after the start of its section; never below zero."""
    least, most = hull(road.width_s, road.width_cubic, road.width_first[row], road.width_first[row + 1], low, high)
    return max(least, 0.0), max(most, 0.0)


@device
def border_hull(road: Road, r: int, row: int, low: float, high: float, section: int) -> tuple[float, float]:
    """Least and most t of a lane's outer border over the stations low…high of its section; the centre's own line."""
    least, most = hull(road.offset_s, road.offset_cubic, road.offset_first[r], road.offset_first[r + 1], low, high)
    start = road.section_s[section]
    lane_id = road.lane_id[row]
    centre = row - lane_id
    if lane_id > 0:
        for other in range(centre + 1, row + 1):
            thin, wide = width_hull(road, other, low - start, high - start)
            least, most = least + thin, most + wide
    else:
        for other in range(centre - 1, row - 1, -1):
            thin, wide = width_hull(road, other, low - start, high - start)
            least, most = least - wide, most - thin
    return least, most


@device
def span_hull(road: Road, r: int, row: int, low: float, high: float, section: int) -> tuple[float, float, float, float]:
    """Least and most t of a lane's right border, least and most of its left one, over low…high."""
    outer_least, outer_most = border_hull(road, r, row, low, high, section)
    inner = row - 1 if road.lane_id[row] > 0 else row + 1
    least, most = border_hull(road, r, inner, low, high, section)
    if road.lane_id[row] > 0:
        return least, most, outer_least, outer_most
    return outer_least, outer_most, least, most
