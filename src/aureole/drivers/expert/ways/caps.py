"""How fast a path may be driven at each of its points: limits, bends, lines to stop at, what stands or may come."""

from __future__ import annotations

import math

from aureole.core.concepts import Concept
from aureole.core.kinds import Kind
from aureole.core.notes import Float64
from aureole.drivers.expert.sheet import (
    A_D,
    A_H,
    A_HD,
    A_HS,
    A_ID,
    A_IS,
    A_KIND,
    A_S,
    A_SPEED,
    A_WIDTH,
    B_FUTURE,
    B_LOW,
    B_WEIGHT,
    F_AGENT,
    F_STANDS,
    G_CRUISE,
    G_END,
    G_FRONT,
    G_HALF,
    G_LATERAL,
    G_LIMIT,
    G_REAR,
    G_S,
    G_SPEED,
    P_CAP,
    P_D,
    P_H,
    P_ID,
    P_K,
    P_S,
    P_WHY,
    PARKED,
    PATH,
    T_CAP,
    T_END,
    T_ID,
    T_S,
    T_WHY,
    W_D,
    W_HD,
    W_HS,
    W_ID,
    W_MARGIN,
    W_S,
    Sheet,
)  # fmt: skip
from aureole.kernels import device

BEND, BEFORE_BEND, BEFORE_LINE = 1.9, 1.3, 1.6  # m/s^2; sideways in bends, braking before them and before lines
FIRM, HARDEST = 2.2, 6.0  # m/s^2; at most before a lower speed, and before a place to stop
DELAY = 0.2  # s; until brakes answer
SPACING, ROOM_TO_SWING = 3.0, 12.5  # m; behind what stands; so that it can be gone round
WOUND = 1.5  # -; sideways acceleration in a path through what stands, over that in bends
SIGHT = 112.0  # m; a line that is seen so far goes on
PEOPLE, TIGHT, HIDDEN = 4.5, 7.0, 8.5  # m/s; close by people, through narrows, past what hides
FACING, REACHES, BEFORE = 2.0, 3.5, 2.5  # m/s, m, m; where a cyclist waits to cross, how near, so far before
ACROSS = 0.7  # -, sine
CLOSE, BY_PEOPLE = 0.6, 1.6  # m; free beside the car, below which it goes slowly
HIDES = 3.0  # m; who comes out from behind something nearer than this has no time to be seen
TOWN = 18.0  # m/s; where it is faster nobody walks
CURVE, LIMIT, STANDING, ENDS, SIDE, OCCLUSION, WORKS, KEEP = (
    int(Concept.CURVE), int(Concept.LIMIT), int(Concept.STANDING), int(Concept.ROAD_ENDS), int(Concept.SIDE),
    int(Concept.OCCLUSION), int(Concept.WORKS), int(Concept.KEEP_LANE),
)  # fmt: skip
WALKER, ANIMAL, BICYCLE = int(Kind.PEDESTRIAN), int(Kind.ANIMAL), int(Kind.BICYCLE)


@device
def lower(path: Float64, first: float, last: float, cap: float, why: float, who: float) -> None:
    """No faster than `cap` from `first` to `last` metres along a path."""
    for p in range(PATH):
        if first <= path[P_S, p] <= last and path[P_CAP, p] > cap:
            path[P_CAP, p], path[P_WHY, p], path[P_ID, p] = cap, why, who


@device
def limits(sheet: Sheet, path: Float64, swings: bool, woven: bool) -> None:
    """Fill the caps of a path.

    `swings`: what stands before it may be gone round another way; `woven`: it goes through what stands.
    """
    facts = sheet.facts
    cruise, limit = facts[G_CRUISE], facts[G_LIMIT]
    for p in range(PATH):
        bend = abs(path[P_K, p])
        path[P_CAP, p], path[P_WHY, p], path[P_ID, p] = cruise, KEEP, -1.0
        if limit < cruise:
            path[P_CAP, p], path[P_WHY, p] = limit, LIMIT
        fast = math.sqrt((WOUND if woven else 1.0) * facts[G_LATERAL] / max(bend, 1e-6))
        if fast < path[P_CAP, p]:
            path[P_CAP, p], path[P_WHY, p] = max(fast, 1.5), CURVE
    for n in range(sheet.totals[3]):
        t = sheet.stops[n]
        lower(path, max(t[T_S], 0.0) if t[T_CAP] == 0.0 else t[T_S], t[T_END], t[T_CAP], t[T_WHY], t[T_ID])
    end = facts[G_END] - facts[G_S]
    if end < SIGHT:
        lower(path, max(end - facts[G_FRONT] - 2.0, 0.0), 1e9, 0.0, ENDS, -1.0)
    beside(sheet, path)
    stands(sheet, path, swings)
    needs = needed(path, facts[G_SPEED])
    for p in range(PATH - 2, -1, -1):
        brake = max(BEFORE_BEND if path[P_WHY, p + 1] == CURVE else BEFORE_LINE, needs)
        far = path[P_S, p + 1] - path[P_S, p]
        fast = math.sqrt(path[P_CAP, p + 1] ** 2 + 2.0 * brake * far)
        if fast < path[P_CAP, p]:
            path[P_CAP, p], path[P_WHY, p], path[P_ID, p] = fast, path[P_WHY, p + 1], path[P_ID, p + 1]


@device
def needed(path: Float64, v: float) -> float:
    """Braking that the caps ahead need at least, m/s^2: seen late, a line asks for more than is comfortable."""
    most = 0.0
    for p in range(PATH):
        cap = path[P_CAP, p]
        if cap < v:
            need = (v * v - cap * cap) / (2.0 * max(path[P_S, p] - DELAY * v, 0.5))
            most = max(most, min(need, HARDEST if cap == 0.0 else FIRM))
    return most


@device
def stands(sheet: Sheet, path: Float64, swings: bool) -> None:
    """What stands on the path now: stop behind it, and leave room to go round it where that may be."""
    for m in range(sheet.crowd[0]):
        b = sheet.blocks[0, m]
        n = int(b[B_FUTURE])
        if b[B_WEIGHT] < 0.9 or b[B_LOW] < -0.5:
            continue
        who, space = -1.0, SPACING
        if n < 0:
            who, space = sheet.walls[-1 - n, W_ID], (ROOM_TO_SWING if swings else SPACING)
        elif sheet.about[n, F_STANDS] > 0.0:
            a = sheet.agents[int(sheet.about[n, F_AGENT])]
            who = a[A_ID]
            space = ROOM_TO_SWING if swings and a[A_IS] == PARKED else SPACING
        else:
            continue
        lower(path, max(b[B_LOW] - space, 0.0), 1e9, 0.0, STANDING, who)


@device
def off_at(path: Float64, s: float) -> float:
    """Offset of a path from the driven line s metres ahead (about)."""
    p = min(max(int(s / max(path[P_S, PATH - 1], 1.0) * (PATH - 1) + 0.5), 0), PATH - 1)
    return float(path[P_D, p])


@device
def faces(path: Float64, a: Float64) -> bool:
    """Whether somebody looks across a path, so that setting out would lead into it."""
    p = min(max(int(a[A_S] / max(path[P_S, PATH - 1], 1.0) * (PATH - 1) + 0.5), 0), PATH - 1)
    towards = -math.copysign(1.0, a[A_D] - path[P_D, p])
    return bool(towards * math.sin(a[A_H] - path[P_H, p]) > ACROSS)


@device
def beside(sheet: Sheet, path: Float64) -> None:
    """Slowly past people and through narrows, and where somebody may come out from behind what stands."""
    facts = sheet.facts
    for i in range(sheet.totals[0]):
        a = sheet.agents[i]
        if a[A_S] + a[A_HS] < facts[G_REAR] or a[A_S] > 90.0 or a[A_SPEED] > 2.5:
            continue
        free = abs(a[A_D] - off_at(path, a[A_S])) - a[A_HD] - facts[G_HALF]
        first, last = a[A_S] - a[A_HS] - facts[G_FRONT] - 1.0, a[A_S] + a[A_HS] - facts[G_REAR]
        if a[A_KIND] == WALKER or a[A_KIND] == ANIMAL:
            if -0.5 < free < BY_PEOPLE and facts[G_CRUISE] < 23.0:
                lower(path, first, last, PEOPLE, SIDE, a[A_ID])
        elif a[A_KIND] == BICYCLE and a[A_SPEED] < 0.5 and 0.0 < free < REACHES and faces(path, a):
            lower(path, first - BEFORE, last, FACING, SIDE, a[A_ID])
        elif a[A_SPEED] < 0.5 and free > 0.0:
            if free < CLOSE:
                lower(path, first, last, TIGHT, SIDE, a[A_ID])
            elif free < HIDES and facts[G_LIMIT] < TOWN and a[A_WIDTH] > 1.0:
                lower(path, first, last + 1.0, HIDDEN, OCCLUSION, a[A_ID])
    for n in range(sheet.totals[2]):
        b = sheet.walls[n]
        if b[W_MARGIN] > 0.35 or b[W_S] + b[W_HS] < facts[G_REAR]:
            continue
        free = abs(b[W_D] - off_at(path, b[W_S])) - b[W_HD] - facts[G_HALF]
        if 0.0 < free < CLOSE:
            lower(path, b[W_S] - b[W_HS] - facts[G_FRONT], b[W_S] + b[W_HS] - facts[G_REAR], TIGHT, WORKS, b[W_ID])
