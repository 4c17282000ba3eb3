"""What it costs to be at a place: lanes, lines, oncoming lanes, the edge of the road, and what stands, as cells."""

from __future__ import annotations

import math

import numpy as np

from aureole.drivers.expert.sheet import (
    G_D,
    G_FRONT,
    G_HALF,
    G_HOME,
    G_LENGTH,
    G_REAR,
    G_SLOPE,
    G_SPEED,
    GRAIN,
    LANES,
    OFFSETS,
    STATIONS,
    W_D,
    W_HD,
    W_HS,
    W_MARGIN,
    W_S,
    Sheet,
)  # fmt: skip
from aureole.drivers.rules.change import LaneTable
from aureole.kernels import device

MIDDLE = OFFSETS // 2
OFF_ROAD, DEEPER = 40.0, 60.0  # -, 1/m; cost of a metre of way beside the road
FORBIDDEN, ONCOMING, OTHER = 1.2, 0.4, 0.12  # over a line not to be crossed, in an oncoming lane, in another lane
CLOSE = 1.0  # m; beyond the margin, within which nearness costs
NEARNESS = 0.5
SHY = 0.5  # m; the same to the edge of the road
EDGE = 0.05  # m; free to the edge of the road
WITHIN = 0.25  # m; the same for a path that is laid: a plan is not driven to the centimetre
SOFT = 3.0  # m/s^2; sideways, at most
BEHIND = 1.5  # m; so far behind what stands it may turn back: a car that turns reaches out beside its path
BLOCKED = 1e4


@device
def value(m: int) -> float:
    """Offset of a cell across, m."""
    return (m - MIDDLE) * GRAIN


@device
def borders(lanes: LaneTable, w: int, sheet: Sheet, j: int) -> tuple[float, float, float, float]:
    """At a station: right and left edge of the road, and of what may be driven on our side, as offsets (m).

    The second pair stops at lines that may not be crossed and at lanes that go the other way.
    """
    home = int(sheet.facts[G_HOME])
    right = sheet.lane_d[home, j] - sheet.lane_half[home, j]
    left = sheet.lane_d[home, j] + sheet.lane_half[home, j]
    may_right, may_left = right, left
    for side in range(2):
        place, free = np.int64(home), True
        for _ in range(LANES):
            other = lanes.right[w, place] if side == 0 else lanes.left[w, place]
            if other < 0 or not lanes.present[w, other] or sheet.lane_half[other, j] < 0.3:
                break
            ours = lanes.forward[w, other] and lanes.kind[w, other] != 2 and lanes.kind[w, other] != 3
            free = free and ours and (lanes.may_right[w, place] if side == 0 else lanes.may_left[w, place])
            low = sheet.lane_d[other, j] - sheet.lane_half[other, j]
            high = sheet.lane_d[other, j] + sheet.lane_half[other, j]
            if side == 0:
                if high < right - 0.6:
                    break
                right = min(right, low)
                may_right = min(may_right, low) if free else may_right
            else:
                if low > left + 0.6:
                    break
                left = max(left, high)
                may_left = max(may_left, high) if free else may_left
            place = np.int64(other)
    return right, left, may_right, may_left


@device
def ground(lanes: LaneTable, w: int, sheet: Sheet) -> None:
    """Fill the cost of each cell by what lane it is in; the target of a path is added later."""
    facts = sheet.facts
    half, step, home = facts[G_HALF], facts[G_LENGTH], int(facts[G_HOME])
    for j in range(STATIONS):
        right, left, may_right, may_left = borders(lanes, w, sheet, j)
        own_right = sheet.lane_d[home, j] - sheet.lane_half[home, j]
        own_left = sheet.lane_d[home, j] + sheet.lane_half[home, j]
        slack = max(half + EDGE - sheet.lane_half[home, j], 0.0)
        sheet.edge[0, j], sheet.edge[1, j] = right + half + WITHIN, left - half - WITHIN
        if sheet.edge[0, j] > sheet.edge[1, j]:
            sheet.edge[0, j] = sheet.edge[1, j] = 0.5 * (right + left)
        for m in range(OFFSETS):
            d, cost = value(m), 0.0
            sheet.hard[j, m] = 0.0
            low, high = d - half, d + half
            beyond = max(right + EDGE - slack - low, high - left + EDGE - slack, 0.0)
            free = max(min(low - right, left - high), 0.0)
            if free < SHY:
                cost += NEARNESS * (1.0 - free / SHY) ** 2
            if beyond > 0.0:
                cost += OFF_ROAD + DEEPER * beyond
                sheet.hard[j, m] = 1.0
            over = max(may_right - slack - low, high - may_left - slack, 0.0)
            if over > 0.02:
                may = crosses_oncoming(lanes, w, sheet, j, low, high)
                cost += ONCOMING + 0.5 * over if may else FORBIDDEN * min(over, 1.0)
            out = max(own_right - slack - low, high - own_left - slack, 0.0)
            if out > 0.02:
                cost += OTHER * min(out, 1.0)
            sheet.cells[j, m] = cost * step


@device
def crosses_oncoming(lanes: LaneTable, w: int, sheet: Sheet, j: int, low: float, high: float) -> bool:
    """Whether the car there would be in a lane that goes the other way, over a line that may be crossed."""
    place, may = np.int64(sheet.facts[G_HOME]), True
    for _ in range(LANES):
        other = lanes.left[w, place]
        may = may and lanes.may_left[w, place]
        if other < 0 or not lanes.present[w, other] or sheet.lane_half[other, j] < 0.3:
            return False
        if not lanes.forward[w, other] and high > sheet.lane_d[other, j] - sheet.lane_half[other, j]:
            return bool(may and lanes.kind[w, other] == 1)
        place = np.int64(other)
    return False


@device
def standing(sheet: Sheet) -> None:
    """Add what stands: never through it, better not close by; of several the nearest counts."""
    facts, near = sheet.facts, sheet.best  # which is used for the same later on
    near[:] = 0.0
    step, half, front, rear = facts[G_LENGTH], facts[G_HALF], facts[G_FRONT], facts[G_REAR]
    for n in range(sheet.totals[2]):
        b = sheet.walls[n]
        first = int(math.floor((b[W_S] - b[W_HS] - front - 0.5) / step)) + 1
        last = int(math.floor((b[W_S] + b[W_HS] - rear + BEHIND) / step))
        reach = b[W_HD] + half + b[W_MARGIN]
        low = max(int(math.ceil((b[W_D] - reach - CLOSE) / GRAIN)) + MIDDLE, 0)
        high = min(int(math.floor((b[W_D] + reach + CLOSE) / GRAIN)) + MIDDLE, OFFSETS - 1)
        for j in range(max(first, 0), min(last, STATIONS - 1) + 1):
            for m in range(low, high + 1):
                free = abs(value(m) - b[W_D]) - reach
                if free < 0.0:
                    sheet.hard[j, m] = 2.0
                else:
                    near[j, m] = max(near[j, m], NEARNESS * (1.0 - free / CLOSE) ** 2 * step)
    for j in range(STATIONS):
        for m in range(OFFSETS):
            sheet.cells[j, m] += near[j, m]


@device
def reachable(sheet: Sheet) -> None:
    """Close the cells a car cannot get to any more: its heading and its steering leave it a fan."""
    facts = sheet.facts
    v = max(facts[G_SPEED], 1.0)
    bend = min(0.16, SOFT / (v * v))
    most = min(max(5.0 / v, 0.08), 0.6)
    for j in range(STATIONS):
        s = j * facts[G_LENGTH]
        fan = min(0.5 * bend * s * s, most * s) + 0.5 * GRAIN + 0.01
        middle = facts[G_D] + max(min(facts[G_SLOPE], most), -most) * s if s < 12.0 else facts[G_D]
        for m in range(OFFSETS):
            if sheet.hard[j, m] != 2.0 and abs(value(m) - middle) > fan + (
                abs(facts[G_SLOPE]) * 12.0 if s >= 12.0 else 0.0
            ):
                sheet.hard[j, m] = 3.0
