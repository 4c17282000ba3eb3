"""How fast to go along a path: a search over accelerations in time, past and behind the others, then a polish."""

from __future__ import annotations

import math

from aureole.conduct.r157 import following_time_gap
from aureole.core.notes import Float64
from aureole.drivers.expert.sheet import (
    B_HIGH,
    B_LOW,
    B_SPEED,
    B_WEIGHT,
    B_WHAT,
    BINS,
    DEPTH,
    G_ACCEL,
    G_BRAKE,
    G_CRUISE,
    G_SPEED,
    L_A,
    L_ACTION,
    L_COST,
    L_FROM,
    L_S,
    L_V,
    LABELS,
    P_CAP,
    P_S,
    PATH,
    SAME_WAY,
    STEP,
    THING,
    TIMES,
    Sheet,
)  # fmt: skip
from aureole.kernels import device

LASTS = (2, 2, 2, 3, 3, 4, 4, 6, 6)  # moments that each acceleration is kept
ACTIONS = (-8.0, -5.0, -3.2, -2.0, -1.2, -0.6, 0.0, 0.5, 1.0, 1.6)  # m/s^2
PROGRESS, OVER, EFFORT, HURRY, JERK = 1.0, 0.9, 0.07, 0.6, 0.05
SOONER, LATER = 1.2, 0.4  # -; what is lost soon weighs more, so that nobody puts off what can be done now
THROUGH = 60.0  # per second beyond a line to stop at
CRASH, HARDER = 120.0, 2.0  # for a collision, and for the square of its speed
NEAR, NEEDS = 2.5, 0.7  # per second too near behind another; for braking needed beyond what is calm
CALM = 1.6  # m/s^2
SLACK = 0.15  # s; above the time gap of UN R157
POLISH = 5  # accelerations that are polished
SURELY = 1.0 + 1e-9  # sums in another order are not more than that apart


@device
def cap_at(path: Float64, s: float) -> float:
    """The cap of a path s metres along it."""
    u = s / max(path[P_S, PATH - 1], 1e-3) * (PATH - 1)
    p = min(max(int(u), 0), PATH - 2)
    u = min(u - p, 1.0)
    if path[P_CAP, p + 1] == 0.0 and u > 0.5:
        return 0.0
    return float(path[P_CAP, p] + u * (path[P_CAP, p + 1] - path[P_CAP, p]))


@device
def moment(sheet: Sheet, path: Float64, k: int, s: float, v: float) -> float:
    """Cost of being at s with speed v at moment k, for one `STEP`."""
    cruise = max(sheet.facts[G_CRUISE], 3.0)
    cost = PROGRESS * (SOONER - LATER * k / TIMES) * max(cruise - v, 0.0) / cruise
    cap = cap_at(path, s)
    if v > cap:
        cost += OVER * (v - cap) * (v - cap)
        if cap == 0.0 and v > 0.02:
            cost += THROUGH
    for m in range(sheet.crowd[k]):
        b = sheet.blocks[k, m]
        gap = b[B_LOW] - s
        if gap > 90.0:
            continue
        if gap > 0.0:
            cost += behind(b, gap, v)
        elif s < b[B_HIGH]:
            hits = v - b[B_SPEED]
            fault = 0.25 if v < 0.1 else 1.0
            cost += b[B_WEIGHT] * fault * (CRASH + HARDER * hits * hits) * (1.2 - k / TIMES) / STEP * 0.5
        else:
            cost += before(b, s - b[B_HIGH], v)
    return float(cost * STEP)


@device
def behind(b: Float64, gap: float, v: float) -> float:
    """Cost of driving `gap` metres behind a block, per second."""
    lead = b[B_SPEED]
    wish = 1.5
    if b[B_WHAT] == SAME_WAY and lead > 0.5:
        wish = 2.0 + (following_time_gap(v) + SLACK) * v
    cost = 0.0
    if gap < wish:
        short = (wish - gap) / wish
        cost += NEAR * short * short
    closing = v - max(lead, 0.0) if b[B_WHAT] == SAME_WAY else v - lead
    if closing > 0.0:
        need = closing * closing / (2.0 * max(gap - 1.0, 0.2))
        if need > CALM and (b[B_WHAT] == SAME_WAY or b[B_WHAT] == THING):
            cost += NEEDS * min((need - CALM) * (need - CALM), 60.0)
        elif need > 4.0:
            cost += 0.3 * min(need - 4.0, 20.0)
    return float(b[B_WEIGHT] * cost)


@device
def before(b: Float64, gap: float, v: float) -> float:
    """Cost of having a block `gap` metres behind the car, per second."""
    closing = b[B_SPEED] - v
    wish = 1.0 + (0.5 * b[B_SPEED] if b[B_WHAT] == SAME_WAY else 0.0) + max(closing, 0.0)
    if closing <= -1.0 or gap > wish or b[B_SPEED] <= 0.5:
        return 0.0
    short = (wish - gap) / wish
    return float(b[B_WEIGHT] * 3.0 * short * short)


@device
def moved(s: float, v: float, a: float) -> tuple[float, float]:
    """Where an acceleration leads within one `STEP`: metres along the path, and speed."""
    after = max(v + a * STEP, 0.0)
    s += 0.5 * (v + after) * STEP if after > 0.0 or a >= 0.0 else 0.5 * v * v / max(-a, 1e-6)
    return s, after


@device
def push(
    sheet: Sheet, path: Float64, span: tuple[int, int], start: tuple[float, float], a: float,
    spent: tuple[float, float], most: float,
) -> tuple[float, float, float]:  # fmt: skip
    """Where one acceleration leads, and what it costs on the way.

    Args:
        sheet: of the situation.
        path: that is driven along.
        span: moment at which it begins, and for how many.
        start: metres along the path, and speed.
        a: m/s^2.
        spent: what was spent before, and what comes on top.
        most: as nothing costs less than nothing, what comes to more than that is given up; then the cost is not whole.
    """
    (tick, lasts), (s, v) = span, start
    cost = (EFFORT * a * a + (HURRY * (a + 3.0) * (a + 3.0) if a < -3.0 else 0.0)) * lasts * STEP
    for k in range(lasts):
        s, v = moved(s, v, a)
        cost += moment(sheet, path, min(tick + k + 1, TIMES - 1), s, v)
        if spent[0] + cost + spent[1] > most:
            break
    return s, v, cost


@device
def steady(sheet: Sheet, variant: int, a: float) -> None:
    """One acceleration from now on, until the car stands."""
    s, v = 0.0, sheet.facts[G_SPEED]
    for depth in range(DEPTH):
        new = a if v > 0.05 or a >= 0.0 else 0.0
        sheet.pace[variant, depth] = new
        for _ in range(LASTS[depth]):
            s, v = moved(s, v, new)


@device
def simplest(sheet: Sheet, variant: int) -> float:
    """The cheapest of all that keep one acceleration; fills `pace`, gives its cost."""
    facts = sheet.facts
    first, least, best = (0.0, facts[G_SPEED], facts[G_ACCEL], 0.0), math.inf, 0.0
    for n in range(len(ACTIONS)):
        if ACTIONS[n] < -facts[G_BRAKE]:
            continue
        steady(sheet, variant, ACTIONS[n])
        cost = drive(sheet, variant, 0, first, least)
        if cost < least:
            least, best = cost, ACTIONS[n]
    steady(sheet, variant, best)
    return least


@device
def search(sheet: Sheet, variant: int) -> float:
    """The cheapest accelerations along a path, or nearly; fills `pace`, gives their cost."""
    return follow(sheet, variant, simplest(sheet, variant))


@device
def follow(sheet: Sheet, variant: int, bound: float) -> float:
    """Labels kept by speed and place, followed as far as they cost no more than what is known to the end.

    `bound`: the cost of what stands in `pace`; where nothing cheaper is found, that stays.
    """
    path, labels, held, facts = sheet.path[variant], sheet.labels, sheet.held, sheet.facts
    first = labels[0, 0]
    first[L_S], first[L_V], first[L_A], first[L_COST], first[L_FROM] = 0.0, facts[G_SPEED], facts[G_ACCEL], 0.0, -1.0
    held[0], tick = 1, 0
    for depth in range(DEPTH):
        for n in range(BINS):
            sheet.bins[n] = -1
        count, worst, after, lasts = 0, -1, labels[depth + 1], LASTS[depth]
        for i in range(held[depth]):
            one = labels[depth, i]
            for n in range(len(ACTIONS)):
                a = ACTIONS[n]
                if (one[L_V] <= 0.05 and a < 0.0) or a < -facts[G_BRAKE]:
                    continue
                s, v = one[L_S], one[L_V]
                for _ in range(lasts):
                    s, v = moved(s, v, a)
                key = (int(v * 1.5) * 64 + int(s * 0.5) % 64) % BINS
                place = sheet.bins[key]
                new = place < 0 and count < LABELS
                if place < 0 and not new:
                    worst = dearest(after, count) if worst < 0 else worst
                    place = worst
                jerk, most = JERK * (a - one[L_A]) * (a - one[L_A]), bound if new else min(after[place, L_COST], bound)
                start, spent = (one[L_S], one[L_V]), (one[L_COST], jerk)
                _, _, cost = push(sheet, path, (tick, lasts), start, a, spent, most)
                total = one[L_COST] + cost + jerk
                if total > bound or (not new and after[place, L_COST] <= total):
                    continue
                if new:
                    place, sheet.bins[key], count = count, count, count + 1
                worst = -1 if place == worst else worst
                to = after[place]
                to[L_S], to[L_V], to[L_A], to[L_COST], to[L_FROM], to[L_ACTION] = s, v, a, total, i, a
        held[depth + 1] = count
        tick += lasts
    best, least = -1, bound
    for i in range(held[DEPTH]):
        if labels[DEPTH, i, L_COST] < least:
            least, best = labels[DEPTH, i, L_COST], i
    if best < 0:
        return bound
    for depth in range(DEPTH, 0, -1):
        sheet.pace[variant, depth - 1] = labels[depth, best, L_ACTION]
        best = int(labels[depth, best, L_FROM])
    return least


@device
def dearest(row: Float64, count: int) -> int:
    """The label that costs most."""
    worst, found = -1.0, 0
    for i in range(count):
        if row[i, L_COST] > worst:
            worst, found = row[i, L_COST], i
    return found


@device
def drive(sheet: Sheet, variant: int, depth: int, state: tuple[float, float, float, float], most: float) -> float:
    """Cost of a variant whose accelerations from `depth` on are driven through; more than `most` if it is given up.

    `state`: metres along the path, speed and acceleration before it, and what was spent.
    """
    (s, v, a, cost), tick, path = state, 0, sheet.path[variant]
    for n in range(DEPTH):
        if n >= depth:
            if cost > most:
                break
            new = sheet.pace[variant, n]
            jerk = JERK * (new - a) * (new - a)
            s, v, more = push(sheet, path, (tick, LASTS[n]), (s, v), new, (cost, jerk), most * SURELY)
            cost += more + jerk
            a = new
        tick += LASTS[n]
    return cost


@device
def polish(sheet: Sheet, variant: int) -> float:
    """Move the first accelerations a little as long as that is cheaper; gives the cost."""
    pace, path, first = sheet.pace[variant], sheet.path[variant], (0.0, sheet.facts[G_SPEED], sheet.facts[G_ACCEL], 0.0)
    least, size = drive(sheet, variant, 0, first, math.inf), 0.4
    for _ in range(4):
        state, tick = first, 0
        for depth in range(POLISH):
            for side in range(2):
                was = pace[depth]
                pace[depth] = max(was + (size if side == 0 else -size), -sheet.facts[G_BRAKE])
                cost = drive(sheet, variant, depth, state, least)
                if cost < least:
                    least = cost
                else:
                    pace[depth] = was
            (s, v, a, spent), new = state, pace[depth]
            s, v, cost = push(sheet, path, (tick, LASTS[depth]), (s, v), new, (0.0, 0.0), math.inf)
            state, tick = (s, v, new, spent + (cost + JERK * (new - a) * (new - a))), tick + LASTS[depth]
        size *= 0.5
    return least
