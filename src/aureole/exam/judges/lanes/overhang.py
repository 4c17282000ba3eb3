"""How far the car reaches over the lines of its lane, and beside the paved lanes."""

from __future__ import annotations

from math import sqrt

from aureole.conduct.r157 import past_line
from aureole.core.road import Road
from aureole.exam.judges.lanes.paving import on_road, paved_at
from aureole.exam.judges.sight import FAR, Sight
from aureole.kernels import device
from aureole.world.roads.lanes import LEFT, RIGHT, known, lane_on, lane_row, lane_span, road_of, section_of
from aureole.world.roads.place import step_to

AMID = 50.0  # m; so far from the ends of its section no tyre reaches another one; nor does a car this near the line
CLEAR = 0.5  # m; with all tyres so far inside the lane no corner is beside the road
TOLERANCE = 1e-6  # m; on the line is not beyond it
Pose = tuple[float, float, float, float, float, float]
"""Of a road's line: x, y (m), heading (rad), curvature (1/m), cosine and sine of the heading."""


@device
def paved(road: Road, row: int) -> tuple[int, int]:
    """Rows of the rightmost and leftmost lane around `row` that a car can be on without leaving the road."""
    section = section_of(road, row)
    low, high = row, row
    while low > road.lane_first[section] and on_road(road, low - 1):
        low -= 1
    while high + 1 < road.lane_first[section + 1] and on_road(road, high + 1):
        high += 1
    return low, high


@device
def foot(pose: Pose, s: float, x: float, y: float) -> tuple[float, float]:
    """(s, t) of a point some metres from the road's frame (`line_frame`) at s; exact on lines and arcs."""
    c, sn = pose[4], pose[5]
    dx, dy = x - pose[0], y - pose[1]
    ds, t = step_to(c * dx + sn * dy, c * dy - sn * dx, pose[3], 0.0)
    return s + ds, t


@device
def went_on(road: Road, r: int, s: float, row: int, lane_id: int, here: int) -> int:
    """As which row the lane that the ego was in goes on at s of road r; where links do not say, that of the same id.

    On another road than before it is the lane it is in now, or that of the same id beside all lanes: ids of one road
    say nothing of the lanes of the next.
    """
    if road_of(road, row) == r:
        on = lane_on(road, row, s)
        return on if on >= 0 else lane_row(road, r, s, lane_id)
    return here if here >= 0 else lane_row(road, r, s, lane_id)


@device
def off_arc(along: float, across: float, curvature: float) -> float:
    """What `place.step_to` gives as the distance to the left, without the way along the line."""
    if curvature == 0.0:
        return across
    opposite, adjacent = curvature * along, 1.0 - curvature * across
    ratio = sqrt(opposite * opposite + adjacent * adjacent)
    return (2.0 * across - curvature * (along * along + across * across)) / (1.0 + ratio)


@device
def beyond_lines(
    sight: Sight, road: Road, m: int, row: int, car: tuple[float, float], pose: Pose, turn: tuple[float, float]
) -> tuple[float, float]:
    """As `overhang` for the tyres, where `amid` says that no way along the road need be known of them."""
    right_line, left_line = road.lane_even[row, RIGHT], road.lane_even[row, LEFT]
    c, sn = turn
    over_left, over_right = -FAR, -FAR
    for index in range(4):
        ahead, across = car[0] if index % 2 == 0 else 0.0, car[1] if index % 4 < 2 else -car[1]
        dx = sight.xyz[m, 0, 0] + c * ahead - sn * across - pose[0]
        dy = sight.xyz[m, 0, 1] + sn * ahead + c * across - pose[1]
        t = off_arc(pose[4] * dx + pose[5] * dy, pose[4] * dy - pose[5] * dx, pose[3])
        over_left = max(over_left, past_line(left_line, t, 1))
        over_right = max(over_right, past_line(right_line, t, -1))
    return over_left, over_right


@device
def amid(
    sight: Sight, road: Road, m: int, row: int, car: tuple[float, float], curvature: float, ends: tuple[float, float]
) -> bool:
    """Whether all tyres are surely in the section of this row, from one to the other of its `ends`, and it is even."""
    wide = abs(sight.t[m, 0]) + car[0] + car[1]
    near = wide < AMID and abs(curvature) * AMID < 0.5
    return near and known(road, row) and ends[0] + AMID <= sight.s[m, 0] < ends[1] - AMID


@device
def overhang(
    sight: Sight, road: Road, w: int, m: int, row: int, car: tuple[float, float], pose: Pose, turn: tuple[float, float]
) -> tuple[float, float, float]:
    """How far the ego reaches beyond the left line, the right line (tyres) and the paved lanes (corners); m.

    Below zero inside. `row` is the lane; `car` is the wheelbase and half the span of an axle's tyres; `pose` is the
    road's where the ego is (`line_frame`), `turn` the cosine and sine of the ego's heading. Superelevation is not
    looked at: at 5 % it shortens a lane of 3.5 m by 4 mm.
    """
    r, c, sn = sight.road[m, 0], turn[0], turn[1]
    half_length, half_width = 0.5 * sight.size[w, 0, 0], 0.5 * sight.size[w, 0, 1]
    section = section_of(road, row)
    low_s = road.section_s[section] if section > road.section_first[r] else -FAR
    high_s = road.section_s[section + 1] if section + 1 < road.section_first[r + 1] else FAR
    over_left, over_right, off = -FAR, -FAR, -FAR
    even = amid(sight, road, m, row, car, pose[3], (low_s, high_s))
    if even:
        over_left, over_right = beyond_lines(sight, road, m, row, car, pose, turn)
    for index in range(4 if even else 0, 8):
        tyre = index < 4
        if index == 4 and max(over_left, over_right) < -CLEAR:
            break
        front, left = index % 2 == 0, index % 4 < 2
        if tyre:
            ahead, across = car[0] if front else 0.0, car[1] if left else -car[1]
        else:
            ahead = sight.box[w, 0, 0] + (half_length if front else -half_length)
            across = sight.box[w, 0, 1] + (half_width if left else -half_width)
        x = sight.xyz[m, 0, 0] + c * ahead - sn * across
        y = sight.xyz[m, 0, 1] + sn * ahead + c * across
        point_s, point_t = foot(pose, sight.s[m, 0], x, y)
        point_row = row if low_s <= point_s < high_s else went_on(road, r, point_s, row, int(road.lane_id[row]), -1)
        if point_row < 0:
            continue
        low, high = (point_row, point_row) if tyre else paved(road, point_row)
        right_line, left_line = lane_span(road, r, point_s, low)[0], lane_span(road, r, point_s, high)[1]
        if tyre:
            over_left = max(over_left, past_line(left_line, point_t, 1))
            over_right = max(over_right, past_line(right_line, point_t, -1))
        else:
            over = max(past_line(left_line, point_t, 1), past_line(right_line, point_t, -1))
            if over <= TOLERANCE or not paved_at(road, x, y, sight.xyz[m, 0, 2]):
                off = max(off, over)
    return over_left, over_right, off
