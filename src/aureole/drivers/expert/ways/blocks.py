"""Where and when others take a path: stretches of it that a car may not be on, moment by moment."""

from __future__ import annotations

import math

from aureole.conduct.boxes import overlap_turned
from aureole.core.notes import Float64
from aureole.drivers.expert.sheet import (
    A_D,
    A_HD,
    A_HS,
    A_S,
    ACROSS,
    AGAINST,
    B_FUTURE,
    B_HIGH,
    B_LOW,
    B_SPEED,
    B_WEIGHT,
    B_WHAT,
    BLOCKS,
    F_AGENT,
    F_HALF_LENGTH,
    F_HALF_WIDTH,
    F_MARGIN,
    F_STANDS,
    F_WEIGHT,
    F_WHAT,
    G_BOX,
    G_D0,
    G_FRONT,
    G_HALF,
    G_REAR,
    G_YIELD,
    P_COS,
    P_S,
    P_SIN,
    P_X,
    P_Y,
    PATH,
    PERSON,
    SAME_WAY,
    STEP,
    THING,
    TIMES,
    W_H,
    W_HALF_LENGTH,
    W_HALF_WIDTH,
    W_MARGIN,
    W_X,
    W_Y,
    Sheet,
)  # fmt: skip
from aureole.kernels import device

AHEAD = 0.2  # m; kept free before and behind in a collision check
NOWHERE = 1e9


@device
def touched(
    sheet: Sheet, path: Float64, x: float, y: float, h: float, half_length: float, half_width: float, margin: float
) -> tuple[float, float]:
    """The stretch of a path on which the car would touch a box, as metres along it; (1e9, -1e9) nowhere."""
    facts = sheet.facts
    front, half = 0.5 * (facts[G_FRONT] - facts[G_REAR]) + AHEAD, facts[G_HALF] + margin
    reach = math.sqrt(front * front + half * half) + math.sqrt(half_length * half_length + half_width * half_width)
    c, s, box = math.cos(h), math.sin(h), facts[G_BOX]
    low, high, square = NOWHERE, -NOWHERE, reach * reach
    for p in range(PATH):
        dx, dy = x - path[P_X, p] - box * path[P_COS, p], y - path[P_Y, p] - box * path[P_SIN, p]
        if dx * dx + dy * dy > square:
            continue
        if overlap_turned(dx, dy, path[P_COS, p], path[P_SIN, p], front, half, c, s, half_length, half_width):
            low, high = min(low, path[P_S, p]), max(high, path[P_S, p])
    if low < NOWHERE:
        spare = 0.5 * (path[P_S, 1] - path[P_S, 0])
        low, high = low - spare, high + spare
    return low, high


@device
def fill(sheet: Sheet, variant: int, stays: bool) -> None:
    """Fill the blocks of a path; `stays`: it keeps its lane, who drives behind in it does not matter."""
    path = sheet.path[variant]
    for k in range(TIMES):
        sheet.crowd[k] = 0
    west, east, south, north = NOWHERE, -NOWHERE, NOWHERE, -NOWHERE
    for p in range(PATH):
        west, east = min(west, path[P_X, p]), max(east, path[P_X, p])
        south, north = min(south, path[P_Y, p]), max(north, path[P_Y, p])
    for n in range(sheet.totals[1]):
        b = sheet.about[n]
        if trails(sheet, n):
            continue
        spare = b[F_HALF_LENGTH] + 4.0
        met = False
        for k in range(TIMES):
            f = sheet.futures[n, k]
            if k > 0 and b[F_STANDS] > 0.0:
                sheet.span[0, k], sheet.span[1, k] = sheet.span[0, 0], sheet.span[1, 0]
                continue
            sheet.span[0, k], sheet.span[1, k] = NOWHERE, -NOWHERE
            if f[0] < west - spare or f[0] > east + spare or f[1] < south - spare or f[1] > north + spare:
                continue
            low, high = touched(sheet, path, f[0], f[1], f[2], b[F_HALF_LENGTH], b[F_HALF_WIDTH], b[F_MARGIN])
            sheet.span[0, k], sheet.span[1, k] = low, high
            met = met or low < NOWHERE
        if met:
            enter(sheet, path, n)
    for n in range(sheet.totals[2]):
        b = sheet.walls[n]
        if b[W_MARGIN] > 0.35:  # those who are parked have a future of their own
            continue
        low, high = touched(sheet, path, b[W_X], b[W_Y], b[W_H], b[W_HALF_LENGTH], b[W_HALF_WIDTH], 0.12)
        if low < NOWHERE:
            for k in range(TIMES):
                put(sheet, k, low, high, 0.0, -1.0 - n, 1.0, THING)


@device
def trails(sheet: Sheet, n: int) -> bool:
    """Whether one drives behind the car, on its way: it sees us."""
    i = int(sheet.about[n, F_AGENT])
    if i < 0:
        return False
    a, facts = sheet.agents[i], sheet.facts
    behind = a[A_S] + a[A_HS] < facts[G_REAR] + 0.3
    along = sheet.about[n, F_WHAT] == SAME_WAY
    return bool(behind and along and abs(a[A_D] - facts[G_D0]) < facts[G_HALF] + a[A_HD] - 0.2)


@device
def enter(sheet: Sheet, path: Float64, n: int) -> None:
    """Put what a future takes of the path among the blocks; who crosses takes it a little earlier and longer."""
    b, span = sheet.about[n], sheet.span
    what = int(b[F_WHAT])
    wide = 0
    if what == PERSON or what == ACROSS or what == AGAINST:
        wide = 4 if sheet.facts[G_YIELD] < 1e6 and what != PERSON else 2
    if b[F_STANDS] > 0.0:
        wide = 0
    for k in range(TIMES):
        low, high = NOWHERE, -NOWHERE
        for m in range(max(k - wide, 0), min(k + wide, TIMES - 1) + 1):
            low, high = min(low, span[0, m]), max(high, span[1, m])
        if low >= NOWHERE:
            continue
        speed = 0.0
        if b[F_STANDS] == 0.0 and span[0, k] < NOWHERE:
            m = min(k, TIMES - 2)
            f, g = sheet.futures[n, m], sheet.futures[n, m + 1]
            p = min(int(max(low, 0.0) / max(path[P_S, PATH - 1], 1.0) * (PATH - 1)), PATH - 1)
            speed = ((g[0] - f[0]) * path[P_COS, p] + (g[1] - f[1]) * path[P_SIN, p]) / STEP
        put(sheet, k, low, high, speed, n, b[F_WEIGHT], what)


@device
def put(sheet: Sheet, k: int, low: float, high: float, speed: float, future: float, weight: float, what: float) -> None:
    """One block at one moment; where there is no room, the farthest goes."""
    count = sheet.crowd[k]
    place = count
    if count == BLOCKS:
        far, place = low, -1
        for m in range(BLOCKS):
            if sheet.blocks[k, m, B_LOW] > far:
                far, place = sheet.blocks[k, m, B_LOW], m
        if place < 0:
            return
    else:
        sheet.crowd[k] = count + 1
    b = sheet.blocks[k, place]
    b[B_LOW], b[B_HIGH], b[B_SPEED], b[B_FUTURE], b[B_WEIGHT], b[B_WHAT] = low, high, speed, future, weight, what
