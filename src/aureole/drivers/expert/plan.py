"""From the variant that is chosen to the points of a plan, and the reasons that go with it."""

from __future__ import annotations

import math

from aureole.conduct.r157 import following_time_gap
from aureole.core.concepts import Concept
from aureole.core.notes import Float64
from aureole.drivers.expert.sheet import (
    A_ID,
    A_LANE,
    AGAINST,
    B_FUTURE,
    B_HIGH,
    B_LOW,
    B_WEIGHT,
    B_WHAT,
    DEPTH,
    F_AGENT,
    G_CRUISE,
    G_HOME,
    G_SPEED,
    G_YIELD,
    P_CAP,
    P_H,
    P_ID,
    P_S,
    P_WHY,
    P_X,
    P_Y,
    PATH,
    PERSON,
    SAME_WAY,
    STEP,
    THING,
    TIMES,
    W_ID,
    Sheet,
)  # fmt: skip
from aureole.drivers.expert.ways.pace import LASTS
from aureole.drivers.rules.path import half_turn
from aureole.drivers.rules.sketch import Made
from aureole.kernels import device

PERIOD = 0.1  # s; between points of a plan
SLOWER = 0.8  # m/s; below the wished speed by this much it has a reason
FOLLOW, CUT_IN, STANDING, CROSSING, KEEP, YIELD, MERGE, OCCLUSION = (
    int(Concept.FOLLOW), int(Concept.CUT_IN), int(Concept.STANDING), int(Concept.CROSSING), int(Concept.KEEP_LANE),
    int(Concept.YIELD), int(Concept.MERGE), int(Concept.OCCLUSION),
)  # fmt: skip


@device
def on(path: Float64, s: float) -> tuple[float, float, float]:
    """Point and heading of a path after s metres; straight on behind its end."""
    i = min(max(int(s / max(path[P_S, PATH - 1], 1e-6) * (PATH - 1)), 0), PATH - 2)
    while i > 0 and path[P_S, i] > s:
        i -= 1
    while i < PATH - 2 and path[P_S, i + 1] < s:
        i += 1
    length = max(path[P_S, i + 1] - path[P_S, i], 1e-6)
    u = (s - path[P_S, i]) / length
    if u > 1.0:
        h = path[P_H, PATH - 1]
        rest = s - path[P_S, PATH - 1]
        return path[P_X, PATH - 1] + rest * math.cos(h), path[P_Y, PATH - 1] + rest * math.sin(h), h
    h0 = path[P_H, i]
    h1 = h0 + half_turn(path[P_H, i + 1] - h0)
    uu, uuu = u * u, u * u * u
    a, b, c, d = 2 * uuu - 3 * uu + 1, uuu - 2 * uu + u, 3 * uu - 2 * uuu, uuu - uu
    x = a * path[P_X, i] + length * (b * math.cos(h0) + d * math.cos(h1)) + c * path[P_X, i + 1]
    y = a * path[P_Y, i] + length * (b * math.sin(h0) + d * math.sin(h1)) + c * path[P_Y, i + 1]
    return x, y, h0 + u * (h1 - h0)


@device
def draw(sheet: Sheet, w: int, variant: int, made: Made) -> float:
    """Lay the points of the plan; gives the hardest braking (m/s^2, below zero) of its first second."""
    path, pace = sheet.path[variant], sheet.pace[variant]
    way, v, depth, left, hardest = 0.0, sheet.facts[G_SPEED], 0, LASTS[0] * STEP, 0.0
    for k in range(made.time.shape[1]):
        x, y, h = on(path, way)
        made.time[w, k], made.speed[w, k] = k * PERIOD, v
        made.xy[w, k, 0], made.xy[w, k, 1], made.heading[w, k] = x, y, h
        accel = pace[depth]
        if k < 10:
            hardest = min(hardest, accel)
        after = max(v + accel * PERIOD, 0.0)
        way += 0.5 * (v + after) * PERIOD
        v = after
        left -= PERIOD
        if left < 0.5 * PERIOD and depth < DEPTH - 1:
            depth += 1
            left += LASTS[depth] * STEP
    return hardest


@device
def because(sheet: Sheet, variant: int) -> tuple[int, int]:
    """The main reason for the pace of a variant, and who causes it."""
    path, facts = sheet.path[variant], sheet.facts
    s, v, tick = 0.0, facts[G_SPEED], 0
    tight, concept, who, slowest = 1.2, KEEP, -1, v
    for depth in range(5):
        for _ in range(LASTS[depth]):
            after = max(v + sheet.pace[variant, depth] * STEP, 0.0)
            s, v, tick = s + 0.5 * (v + after) * STEP, after, min(tick + 1, TIMES - 1)
            slowest = min(slowest, v)
            for m in range(sheet.crowd[tick]):
                b = sheet.blocks[tick, m]
                gap, wish = b[B_LOW] - s, 4.0 + (following_time_gap(v) if b[B_WHAT] == SAME_WAY else 0.6) * v
                if gap < 0.0 and s > b[B_HIGH]:
                    continue
                if b[B_WEIGHT] * (1.3 - gap / wish) > 1.3 - tight:
                    tight = gap / wish
                    concept, who = named(sheet, m, tick)
    if concept != KEEP and slowest < facts[G_CRUISE] - SLOWER:
        return concept, who
    near = min(int((facts[G_SPEED] * 1.5 + 3.0) / max(path[P_S, PATH - 1], 1.0) * (PATH - 1)), PATH - 1)
    if path[P_CAP, near] < facts[G_CRUISE] - 0.3 or path[P_CAP, 0] < facts[G_CRUISE] - 0.3:
        return int(path[P_WHY, near]), int(path[P_ID, near])
    return KEEP, -1


@device
def named(sheet: Sheet, m: int, tick: int) -> tuple[int, int]:
    """What a block is called, and who it is."""
    b = sheet.blocks[tick, m]
    n, what = int(b[B_FUTURE]), b[B_WHAT]
    if n < 0:
        return STANDING, int(sheet.walls[-1 - n, W_ID])
    i = int(sheet.about[n, F_AGENT])
    if i < 0:
        return OCCLUSION, -1
    a = sheet.agents[i]
    if what == THING:
        return STANDING, int(a[A_ID])
    if what == SAME_WAY:
        into = a[A_LANE] != sheet.facts[G_HOME]
        return (CUT_IN if into else FOLLOW), int(a[A_ID])
    if what == PERSON:
        return CROSSING, int(a[A_ID])
    return (YIELD if sheet.facts[G_YIELD] < 1e6 or what == AGAINST else CROSSING), int(a[A_ID])
