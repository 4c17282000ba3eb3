"""Paths: through what stands by the cheapest cells, or as a quintic onto the middle of a lane."""

from __future__ import annotations

import math

from aureole.core.notes import Float64
from aureole.drivers.expert.around.line import at
from aureole.drivers.expert.sheet import (
    G_BEND,
    G_D0,
    G_LENGTH,
    G_S,
    G_SLOPE,
    G_SPEED,
    GRAIN,
    OFFSETS,
    P_COS,
    P_D,
    P_H,
    P_K,
    P_S,
    P_SIN,
    P_X,
    P_Y,
    PATH,
    STATIONS,
    Sheet,
)  # fmt: skip
from aureole.drivers.expert.ways.cells import BLOCKED, MIDDLE, value
from aureole.drivers.rules.path import ease, half_turn
from aureole.kernels import device

BACK = 0.05  # -; what a metre beside the target costs, a metre of way, and its square
SWERVE = 10.0  # -; what going sideways costs
ROUNDS = 60  # of smoothing
BESIDE_ROAD = 200.0  # 1/m; a path through what stands never leaves the road
FAR = 1e3  # m
TIGHTER = 0.15  # m
SOON, MAY_BE_OFF = 25.0, 1  # m, stations; a way that is beside the road on more of the first metres is none
BACK_WITHIN = 8.0  # stations; who is beside the road comes back onto it
STIFF = 6.0  # -; how smooth a path is before it follows the cells
D, LOW, HIGH, WISH = range(4)  # rows of a path's offsets


@device
def weave(sheet: Sheet, place: int, shift: float) -> float:
    """The cheapest way through the cells to `shift` beside the middle of a lane; fills `lateral`, gives its cost."""
    facts, cells, best, back = sheet.facts, sheet.cells, sheet.best, sheet.back
    step, v = facts[G_LENGTH], max(facts[G_SPEED], 1.0)
    most = min(max(5.0 / v, 0.08), 0.6)
    reach = max(int(most * step / GRAIN), 1)
    swerve = SWERVE * (1.0 + v * v / 100.0)
    begin = min(max(int(round(facts[G_D0] / GRAIN)) + MIDDLE, 0), OFFSETS - 1)
    goal, half = 0.0, 0.0
    for j in range(STATIONS):
        if sheet.lane_half[place, j] > 0.3 or j == 0:
            goal, half = sheet.lane_d[place, j] + shift, sheet.lane_half[place, j]
        sheet.lateral[WISH, j] = goal
        for m in range(OFFSETS):
            best[j, m], back[j, m] = math.inf, -1
            if j == 0:
                best[j, m] = 0.0 if m == begin else math.inf
                continue
            low, high, least, found = max(m - reach, 0), min(m + reach, OFFSETS - 1), math.inf, -1
            for n in range(low, high + 1):
                slope = (m - n) * GRAIN / step
                cost = best[j - 1, n] + swerve * slope * slope * step
                if cost < least:
                    least, found = cost, n
            if found < 0:
                continue
            off = value(m) - goal
            here = cells[j, m] + BACK * off * off * step
            if sheet.hard[j, m] == 2.0:
                here += BLOCKED
            elif sheet.hard[j, m] == 3.0:
                here += 300.0
            elif sheet.hard[j, m] == 1.0:
                here += BESIDE_ROAD * step
            best[j, m], back[j, m] = least + here, found
    end, least = begin, math.inf
    for m in range(OFFSETS):
        if best[STATIONS - 1, m] < least:
            least, end = best[STATIONS - 1, m], m
    m, off = end, 0
    for j in range(STATIONS - 1, -1, -1):
        if sheet.hard[j, m] == 1.0 and 0.0 < j * step < SOON:
            off += 1
        sheet.lateral[D, j] = value(m)
        bounds(sheet, j, m)
        m = back[j, m] if j > 0 and back[j, m] >= 0 else m
    even(sheet, half)
    return least + (BLOCKED if off > MAY_BE_OFF else 0.0)


@device
def bounds(sheet: Sheet, j: int, m: int) -> None:
    """How far the offset at a station may be moved without touching what stands."""
    low, high = m, m
    if sheet.hard[j, m] < 2.0 or sheet.hard[j, m] > 2.5:
        while low > 0 and sheet.hard[j, low - 1] != 2.0 and m - low < 6:
            low -= 1
        while high < OFFSETS - 1 and sheet.hard[j, high + 1] != 2.0 and high - m < 6:
            high += 1
    sheet.lateral[LOW, j], sheet.lateral[HIGH, j] = value(low), value(high)


@device
def even(sheet: Sheet, half: float) -> None:
    """Smooth the offsets within their bounds; they begin where the car goes now."""
    facts, d = sheet.facts, sheet.lateral
    h = facts[G_LENGTH]
    for j in range(STATIONS):
        d[WISH, j] = d[D, j]
    for j in range(2):
        s = j * h
        d[D, j] = facts[G_D0] + facts[G_SLOPE] * s + 0.5 * facts[G_BEND] * s * s
    stiff = STIFF * (1.0 + facts[G_SPEED] / 5.0)
    for _ in range(ROUNDS):
        for j in range(2, STATIONS):
            if j < STATIONS - 2:
                bend = (4.0 * (d[D, j - 1] + d[D, j + 1]) - d[D, j - 2] - d[D, j + 2]) / 6.0
            else:
                bend = d[D, j - 1] if j == STATIONS - 1 else 0.5 * (d[D, j - 1] + d[D, j + 1])
            new = (d[WISH, j] + stiff * bend) / (1.0 + stiff)
            low = max(d[LOW, j], on_road(sheet, float(j), -FAR))
            high = min(d[HIGH, j], on_road(sheet, float(j), FAR))
            if low > high:  # no room for both: nearer to the edge of the road, rather beside it than into what stands
                low, high = max(d[LOW, j], low - TIGHTER), min(d[HIGH, j], high + TIGHTER)
            if low > high:
                low, high = d[LOW, j], d[HIGH, j]
            d[D, j] = min(max(new, low), high)


@device
def on_road(sheet: Sheet, station: float, d: float) -> float:
    """An offset at a station, moved so that the car is on the road; who is off it comes back within a few stations."""
    j = min(int(station), STATIONS - 2)
    u = min(station - j, 1.0)
    low = sheet.edge[0, j] + u * (sheet.edge[0, j + 1] - sheet.edge[0, j])
    high = sheet.edge[1, j] + u * (sheet.edge[1, j + 1] - sheet.edge[1, j])
    back = max(1.0 - station / BACK_WITHIN, 0.0)
    begin = sheet.facts[G_D0]
    low, high = low + back * min(begin - low, 0.0), high + back * max(begin - high, 0.0)
    return float(min(max(d, low), high))


@device
def lay_woven(sheet: Sheet, variant: int) -> None:
    """The points of a woven path: its offsets, smoothly between the stations."""
    facts, d, path = sheet.facts, sheet.lateral, sheet.path[variant]
    step = facts[G_LENGTH] * (STATIONS - 1) / (PATH - 1)
    for p in range(PATH):
        s = p * step
        j = min(int(s / facts[G_LENGTH]), STATIONS - 2)
        u = s / facts[G_LENGTH] - j
        a, b = d[0, max(j - 1, 0)], d[0, j]
        c, e = d[0, j + 1], d[0, min(j + 2, STATIONS - 1)]
        m0, m1 = 0.5 * (c - a), 0.5 * (e - b)
        if j == 0:
            m0 = facts[G_SLOPE] * facts[G_LENGTH]
        uu, uuu = u * u, u * u * u
        here = (2 * uuu - 3 * uu + 1) * b + (3 * uu - 2 * uuu) * c
        lay_point(sheet, path, p, s, here + (uuu - 2 * uu + u) * m0 + (uuu - uu) * m1)
    finish(path)


@device
def lay_eased(sheet: Sheet, variant: int, place: int, shift: float, length: float) -> None:
    """The points of a path that comes onto the middle of a lane, `shift` beside it, after `length` metres."""
    facts, path = sheet.facts, sheet.path[variant]
    step = facts[G_LENGTH] * (STATIONS - 1) / (PATH - 1)
    begin = sheet.lane_d[place, 0] + shift
    goal = begin
    for p in range(PATH):
        s = p * step
        j = min(int(s / facts[G_LENGTH]), STATIONS - 2)
        u = s / facts[G_LENGTH] - j
        if sheet.lane_half[place, j + 1] > 0.0 and sheet.lane_half[place, j] > 0.0:
            goal = sheet.lane_d[place, j] + u * (sheet.lane_d[place, j + 1] - sheet.lane_d[place, j]) + shift
        left, _, _ = ease(facts[G_D0] - begin, facts[G_SLOPE], facts[G_BEND], length, s)
        lay_point(sheet, path, p, s, on_road(sheet, s / facts[G_LENGTH], goal + left) if shift != 0.0 else goal + left)
    finish(path)


@device
def lay_point(sheet: Sheet, path: Float64, p: int, s: float, d: float) -> None:
    """One point of a path, s metres ahead along the driven line and d beside it."""
    x, y, h = at(sheet.ref, sheet.facts[G_S] + s)
    path[P_X, p], path[P_Y, p], path[P_D, p] = x - math.sin(h) * d, y + math.cos(h) * d, d


@device
def finish(path: Float64) -> None:
    """Lengths, headings and bends of a path."""
    path[P_S, 0] = 0.0
    for p in range(1, PATH):
        path[P_S, p] = path[P_S, p - 1] + math.hypot(path[P_X, p] - path[P_X, p - 1], path[P_Y, p] - path[P_Y, p - 1])
    for p in range(PATH):
        back, ahead = max(p - 1, 0), min(p + 1, PATH - 1)
        h = math.atan2(path[P_Y, ahead] - path[P_Y, back], path[P_X, ahead] - path[P_X, back])
        path[P_H, p], path[P_COS, p], path[P_SIN, p] = h, math.cos(h), math.sin(h)
    for p in range(PATH):
        back, ahead = max(p - 1, 0), min(p + 1, PATH - 1)
        path[P_K, p] = half_turn(path[P_H, ahead] - path[P_H, back]) / max(path[P_S, ahead] - path[P_S, back], 1e-3)
