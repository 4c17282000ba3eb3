"""The line that is driven along: the own lane and the route after it, one point a metre."""

from __future__ import annotations

import math

import numpy as np

from aureole.core.notes import Float64
from aureole.drivers.expert.sheet import (
    BASE,
    G_D,
    G_END,
    G_HALF,
    G_HOME,
    G_LENGTH,
    G_S,
    G_TURN,
    G_WHEELBASE,
    LANES,
    REF,
    STATIONS,
    C,
    H,
    K,
    S,
    Sheet,
    X,
    Y,
)  # fmt: skip
from aureole.drivers.rules.change import LaneTable
from aureole.drivers.rules.path import half_turn, measure, smooth
from aureole.drivers.rules.way import MOST, SWING, TIGHT, extended
from aureole.kernels import device

OVER = 3  # m; before and after a place, for its bend
GOES_ON = 100.0  # m; a lane that is seen so far goes on where it is not seen
FAR = 0.9  # rad; a lane that runs so much aside of the driven line is not beside it


@device
def lay(lanes: LaneTable, w: int, sheet: Sheet) -> bool:
    """Fill the lines of all lanes and the driven line; False where there is none."""
    lines, counts, facts = sheet.lines, sheet.counts, sheet.facts
    for k in range(LANES):
        counts[k] = 0
        if lanes.present[w, k] and lanes.seen[w, k] >= 2:
            counts[k] = lanes.seen[w, k]
            measure(lanes.centre[w, k], lanes.seen[w, k], lines[k])
    home = home_of(lanes, w)
    facts[G_HOME] = home
    if counts[home] < 2:
        return False
    base = lines[BASE]
    measure(lanes.centre[w, home], counts[home], base)
    counts[BASE] = extended(base, counts[home], lanes.route, w)
    smooth(base, counts[BASE])
    sample(base, counts[BASE], sheet.ref)
    facts[G_END] = base[2, counts[BASE] - 1]
    cut_in(sheet.ref, facts[G_WHEELBASE])
    facts[G_S], facts[G_D], facts[G_TURN] = spot(sheet.ref, 0.0, 0.0)
    return True


@device
def home_of(lanes: LaneTable, w: int) -> int:
    """Place of the lane we belong in: the one the car is in, or the next one that goes our way."""
    place = np.int64(0)
    for _ in range(LANES):
        if lanes.forward[w, place]:
            return int(place)
        place = np.int64(lanes.right[w, place])
        if place < 0 or not lanes.present[w, place]:
            break
    place = np.int64(0)
    for _ in range(LANES):
        place = np.int64(lanes.left[w, place])
        if place < 0 or not lanes.present[w, place]:
            break
        if lanes.forward[w, place]:
            return int(place)
    return 0


@device
def sample(line: Float64, count: int, ref: Float64) -> None:
    """The points of a smooth line, one a metre: a cubic through its points with their headings; straight on after."""
    i = 0
    for p in range(REF):
        s = float(p)
        while i < count - 2 and line[2, i + 1] < s:
            i += 1
        step = max(line[2, i + 1] - line[2, i], 1e-9)
        u = (s - line[2, i]) / step
        h0, h1 = line[3, i], line[3, i + 1]
        if u >= 1.0:
            rest = s - line[2, i + 1]
            ref[X, p], ref[Y, p] = line[0, i + 1] + rest * math.cos(h1), line[1, i + 1] + rest * math.sin(h1)
        else:
            uu, uuu = u * u, u * u * u
            a, b, c, d = 2 * uuu - 3 * uu + 1, uuu - 2 * uu + u, 3 * uu - 2 * uuu, uuu - uu
            ref[X, p] = a * line[0, i] + step * (b * math.cos(h0) + d * math.cos(h1)) + c * line[0, i + 1]
            ref[Y, p] = a * line[1, i] + step * (b * math.sin(h0) + d * math.sin(h1)) + c * line[1, i + 1]
    turn(ref)


@device
def turn(ref: Float64) -> None:
    """Headings and bends of the driven line from its points."""
    for p in range(REF):
        back, ahead = max(p - 1, 0), min(p + 1, REF - 1)
        h = math.atan2(ref[Y, ahead] - ref[Y, back], ref[X, ahead] - ref[X, back])
        ref[H, p] = h if p == 0 else ref[H, p - 1] + half_turn(h - ref[H, p - 1])
        ref[C, p], ref[S, p] = math.cos(h), math.sin(h)
    for p in range(REF):
        back, ahead = max(p - OVER, 0), min(p + OVER, REF - 1)
        ref[K, p] = (ref[H, ahead] - ref[H, back]) / (ahead - back)


@device
def cut_in(ref: Float64, wheelbase: float) -> None:
    """Move the line inwards in tight turns, so that the front wheels run about as far out (`rules.way.shifted`)."""
    moved = False
    ahead = int(0.5 * wheelbase)
    for p in range(REF):
        bend = ref[K, min(p + ahead, REF - 1)]
        beyond = abs(bend) - TIGHT
        if beyond > 0.0:
            d = math.copysign(min(SWING * wheelbase * wheelbase * beyond, MOST), bend)
            ref[X, p] -= ref[S, p] * d
            ref[Y, p] += ref[C, p] * d
            moved = True
    if moved:
        turn(ref)


@device
def at(ref: Float64, s: float) -> tuple[float, float, float]:
    """Point and heading of the driven line at arc length s."""
    i = min(max(int(s), 0), REF - 2)
    u = s - i
    if u < 0.0 or u > 1.0:
        end = i if u < 0.0 else i + 1
        rest = s - end
        return ref[X, end] + rest * ref[C, end], ref[Y, end] + rest * ref[S, end], ref[H, end]
    return (
        ref[X, i] + u * (ref[X, i + 1] - ref[X, i]), ref[Y, i] + u * (ref[Y, i + 1] - ref[Y, i]),
        ref[H, i] + u * (ref[H, i + 1] - ref[H, i]),
    )  # fmt: skip


@device
def bend_at(ref: Float64, s: float) -> float:
    """Curvature of the driven line at arc length s."""
    return float(ref[K, min(max(int(s + 0.5), 0), REF - 1)])


@device
def spot(ref: Float64, x: float, y: float) -> tuple[float, float, float]:
    """Arc length, offset to the left and heading of the driven line beside a point."""
    best, nearest = 1e18, 0
    for p in range(0, REF, 4):
        far = (x - ref[X, p]) ** 2 + (y - ref[Y, p]) ** 2
        if far < best:
            best, nearest = far, p
    best = 1e18
    low = max(nearest - 4, 0)
    for p in range(low, min(low + 9, REF)):
        far = (x - ref[X, p]) ** 2 + (y - ref[Y, p]) ** 2
        if far < best:
            best, nearest = far, p
    dx, dy = x - ref[X, nearest], y - ref[Y, nearest]
    along = ref[C, nearest] * dx + ref[S, nearest] * dy
    if 0 < nearest < REF - 1:
        along = min(max(along, -0.8), 0.8)
    offset = ref[C, nearest] * dy - ref[S, nearest] * dx
    return nearest + along, offset, ref[H, nearest]


@device
def beside(lanes: LaneTable, w: int, sheet: Sheet, room: Float64) -> None:
    """Where each lane's middle lies, and how wide it is, at each station along the driven line.

    `room` (3, points) is space to work in.
    """
    facts, step = sheet.facts, sheet.facts[G_LENGTH]
    for k in range(LANES):
        for j in range(STATIONS):
            sheet.lane_half[k, j], sheet.lane_d[k, j] = -1.0, 0.0
        count = sheet.counts[k]
        if count < 2:
            continue
        last = -1e9
        n = 0
        for i in range(count):
            s, d, h = spot(sheet.ref, sheet.lines[k, 0, i], sheet.lines[k, 1, i])
            if s <= last + 0.5 or abs(half_turn(sheet.lines[k, 3, i] - h)) > FAR:
                continue
            room[0, n], room[1, n], room[2, n] = s, d, lanes.half_width[w, k, i]
            last, n = s, n + 1
        i = 0
        for j in range(STATIONS):
            s = facts[G_S] + j * step
            if n < 2 or s < room[0, 0] - 1.0 or (s > room[0, n - 1] + 1.0 and room[0, n - 1] < facts[G_S] + GOES_ON):
                continue
            while i < n - 2 and room[0, i + 1] < s:
                i += 1
            u = min(max((s - room[0, i]) / (room[0, i + 1] - room[0, i]), 0.0), 1.0)
            sheet.lane_d[k, j] = room[1, i] + u * (room[1, i + 1] - room[1, i])
            sheet.lane_half[k, j] = room[2, i] + u * (room[2, i + 1] - room[2, i])
    home = int(facts[G_HOME])
    for j in range(STATIONS):  # the driven line goes on where the own lane ends: there it is as wide as it was
        if sheet.lane_half[home, j] < 0.0:
            sheet.lane_half[home, j] = sheet.lane_half[home, j - 1] if j > 0 else facts[G_HALF] + 0.5
            sheet.lane_d[home, j] = 0.0
