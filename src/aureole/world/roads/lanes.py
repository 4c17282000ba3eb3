"""Lanes of a road at a station: section, widths, borders, centre, marks, limits (ASAM OpenDRIVE 1.8 §11)."""

from __future__ import annotations

import math

from aureole.core.notes import Float64, Int32
from aureole.core.road import Road
from aureole.kernels import device
from aureole.world.roads.limits import Limits
from aureole.world.roads.line import last_at

RIGHT, LEFT, MIDDLE, HEIGHT = range(4)  # columns of `Road.lane_even`
SEAM = 1e-6  # m; a station this far beyond the end of a road still lies on it: rounding at the seam


@device
def cubic_at(stations: Float64, cubics: Float64, first: int, end: int, s: float) -> tuple[float, float]:
    """Value and slope per metre, at s, of the cubics in rows first…end; zero if there is no row."""
    if first >= end:
        return 0.0, 0.0
    row = last_at(stations, first, end, s)
    ds = s - stations[row]
    b, c, d = cubics[row, 1], cubics[row, 2], cubics[row, 3]
    return cubics[row, 0] + ds * (b + ds * (c + ds * d)), b + ds * (2.0 * c + 3.0 * ds * d)


@device
def owner_of(firsts: Int32, row: int) -> int:
    """Which owner a row belongs to, in a `*_first` table."""
    low, high = 0, len(firsts) - 1
    while high - low > 1:
        middle = (low + high) // 2
        if firsts[middle] <= row:
            low = middle
        else:
            high = middle
    return low


@device
def section_of(road: Road, row: int) -> int:
    """The lane section that a lane row belongs to."""
    return int(road.lane_section[row])


@device
def road_of(road: Road, row: int) -> int:
    """The road that a lane row belongs to."""
    return owner_of(road.section_first, section_of(road, row))


@device
def section_at(road: Road, r: int, s: float) -> int:
    """The lane section of road r at s; the first or the last beyond its ends."""
    return last_at(road.section_s, road.section_first[r], road.section_first[r + 1], s)


@device
def lane_row(road: Road, r: int, s: float, lane_id: int) -> int:
    """The row of the lane with this id at s of road r; -1 if the section has none."""
    section = section_at(road, r, s)
    first = road.lane_first[section]
    row = int(first + lane_id - road.lane_id[first])
    if row < first or row >= road.lane_first[section + 1]:
        return -1
    return row


@device
def lane_on(road: Road, row: int, s: float) -> int:
    """The row as which a lane goes on at station s of its road, over its sections' links; -1 if it ends before."""
    first, end = road.section_first[road_of(road, row)], road.section_first[road_of(road, row) + 1]
    while row >= 0:
        section = section_of(road, row)
        if section > first and s < road.section_s[section]:
            row = int(road.lane_predecessor[row])
        elif section < end - 1 and s >= road.section_s[section + 1]:
            row = int(road.lane_successor[row])
        else:
            return row
    return -1


@device
def centre_border(road: Road, r: int, s: float) -> tuple[float, float]:
    """t of the centre lane (m, left plus) and its slope per metre: the lane offset."""
    return cubic_at(road.offset_s, road.offset_cubic, road.offset_first[r], road.offset_first[r + 1], s)


@device
def offset_at(road: Road, r: int, s: float) -> float:
    """t of the centre lane, m, left plus: the lane offset."""
    return centre_border(road, r, s)[0]


@device
def width_at(road: Road, row: int, ds: float) -> tuple[float, float]:
    """Width of a lane (m, never below zero) and its slope per metre, ds after the start of its section."""
    width, slope = cubic_at(road.width_s, road.width_cubic, road.width_first[row], road.width_first[row + 1], ds)
    if width < 0.0:
        return 0.0, 0.0
    return width, slope


@device
def lane_border(road: Road, row: int, section: int, s: float, r: int) -> tuple[float, float]:
    """t (m, left plus) and slope per metre of a lane's outer border: the one away from the centre lane."""
    t, slope = centre_border(road, r, s)
    ds = s - road.section_s[section]
    lane_id = road.lane_id[row]
    centre = row - lane_id
    if lane_id > 0:
        for other in range(centre + 1, row + 1):
            width, change = width_at(road, other, ds)
            t += width
            slope += change
    else:
        for other in range(centre - 1, row - 1, -1):
            width, change = width_at(road, other, ds)
            t -= width
            slope -= change
    return t, slope


@device
def known(road: Road, row: int) -> bool:
    """Whether a lane's borders are even along its section, hence in a table."""
    return not math.isnan(road.lane_even[row, RIGHT])


@device
def lane_span(road: Road, r: int, s: float, row: int) -> tuple[float, float]:
    """t of the right and of the left border of a lane, m; equal for the centre lane."""
    if known(road, row):
        return road.lane_even[row, RIGHT], road.lane_even[row, LEFT]
    section = section_of(road, row)
    outer, _ = lane_border(road, row, section, s, r)
    width, _ = width_at(road, row, s - road.section_s[section])
    if road.lane_id[row] > 0:
        return outer - width, outer
    return outer, outer + width


@device
def lane_centre(road: Road, r: int, s: float, row: int) -> tuple[float, float]:
    """t of a lane's middle (m, left plus) and its slope dt/ds."""
    if known(road, row):
        return road.lane_even[row, MIDDLE], 0.0
    section = section_of(road, row)
    outer, slope = lane_border(road, row, section, s, r)
    width, change = width_at(road, row, s - road.section_s[section])
    if road.lane_id[row] > 0:
        return outer - 0.5 * width, slope - 0.5 * change
    return outer + 0.5 * width, slope + 0.5 * change


@device
def middle(road: Road, r: int, s: float, lane: int) -> tuple[float, float, bool]:
    """t and slope of a lane's middle, and whether the road has that lane at s."""
    row = lane_row(road, r, s, lane)
    t, slope = centre_or_offset(road, r, s, row)
    return t, slope, row >= 0


@device
def centre_or_offset(road: Road, r: int, s: float, row: int) -> tuple[float, float]:
    """t and slope of a lane's middle (`lane_centre`); where there is none (row -1), the lane offset without a slope."""
    return lane_centre(road, r, s, row) if row >= 0 else (offset_at(road, r, s), 0.0)


@device
def height_at(road: Road, r: int, s: float, t: float, row: int) -> float:
    """Height of a lane's surface above the road's at (s, t), m: evenly from its inner to its outer border."""
    if row < 0 or road.lane_even[row, HEIGHT] == 0.0 or road.width_first[row] >= road.width_first[row + 1]:
        return 0.0
    ds = s - road.section_s[section_of(road, row)]
    k = last_at(road.width_s, road.width_first[row], road.width_first[row + 1], ds)
    ds -= road.width_s[k]
    inner = road.width_cubic[k, 4] + ds * road.width_cubic[k, 5]
    outer = road.width_cubic[k, 6] + ds * road.width_cubic[k, 7]
    if inner == outer:
        return float(inner)
    right, left = lane_span(road, r, s, row)
    part = min(max((t - right) / max(left - right, SEAM), 0.0), 1.0)
    return float(inner + (part if road.lane_id[row] > 0 else 1.0 - part) * (outer - inner))


@device
def lane_at(road: Road, r: int, s: float, t: float) -> int:
    """The row of the lane, of whatever kind, at (s, t) of road r; -1 beside the lanes and beyond the ends.

    A border belongs to the lane outside it; the centre lane's own line to the first lane on its left.
    """
    if r < 0 or s < -SEAM or s > road.road_length[r] + SEAM:
        return -1
    section = section_at(road, r, s)
    first, end = road.lane_first[section], road.lane_first[section + 1]
    centre = first - road.lane_id[first]
    ds = s - road.section_s[section]
    border = road.lane_even[centre, MIDDLE] if known(road, centre) else offset_at(road, r, s)
    if t >= border:
        for row in range(centre + 1, end):
            border = road.lane_even[row, LEFT] if known(road, row) else border + width_at(road, row, ds)[0]
            if t < border:
                return row
        return -1
    for row in range(centre - 1, first - 1, -1):
        border = road.lane_even[row, RIGHT] if known(road, row) else border - width_at(road, row, ds)[0]
        if t > border or (t == border and row == first):
            return row
    return -1


@device
def lane_again(road: Road, at: tuple[int, float, float], section: int, before: int) -> int:
    """What `lane_at` gives at r, s, t, a place in a `section`, looked for first in the lane (row) it was `before`."""
    r, s, t = at
    same = before >= 0 and road.lane_section[before] == section and -SEAM <= s <= road.road_length[r] + SEAM
    if same and road.lane_even[before, RIGHT] < t < road.lane_even[before, LEFT]:
        return before
    return lane_at(road, r, s, t)


@device
def mark_at(road: Road, row: int, s: float) -> int:
    """The row of the mark on a lane's outer border at s; -1 if there is none."""
    first, end = road.mark_first[row], road.mark_first[row + 1]
    ds = s - road.section_s[section_of(road, row)]
    if first >= end or road.mark_s[first] > ds + SEAM:
        return -1
    return last_at(road.mark_s, first, end, ds)


@device
def limit_at(limits: Limits, row: int, s: float) -> float:
    """Speed limit of a lane row at station s of its road, m/s; infinite where none is given."""
    first, end = limits.first[row], limits.first[row + 1]
    if first >= end:
        return math.inf
    return limits.speed[last_at(limits.s, first, end, s)]  # type: ignore[no-any-return]
