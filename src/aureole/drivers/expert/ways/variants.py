"""The ways a car may go now, each tried: keep the lane, weave through what stands, change lanes, move aside."""

from __future__ import annotations

import math

from aureole.drivers.expert.around.futures import unseen
from aureole.drivers.expert.around.line import spot
from aureole.drivers.expert.sheet import (
    A_D,
    A_HD,
    A_IS,
    A_S,
    B_FUTURE,
    B_LOW,
    B_WEIGHT,
    CLOSED,
    COST,
    F_STANDS,
    G_AGAINST,
    G_AGAINST_LIMIT,
    G_ENOUGH,
    G_GIVEN_WAY,
    G_HALF,
    G_LENGTH,
    G_S,
    G_SPEED,
    G_STUCK,
    GRAIN,
    LOST,
    OFFSETS,
    P_D,
    PARKED,
    PATH,
    SLOW,
    STATIONS,
    TRIED,
    WOVEN,
    Sheet,
)  # fmt: skip
from aureole.drivers.expert.ways.blocks import fill
from aureole.drivers.expert.ways.caps import limits
from aureole.drivers.expert.ways.cells import BLOCKED, MIDDLE
from aureole.drivers.expert.ways.pace import polish, search
from aureole.drivers.expert.ways.paths import lay_eased, lay_woven, weave
from aureole.kernels import device, kernel

KEEP, WEAVE, TO_LEFT, TO_RIGHT, WEAVE_LEFT, WEAVE_RIGHT, ASIDE_RIGHT, ASIDE_LEFT, ASIDE_MORE = range(9)
SCALE = 0.1  # -; what a place costs, against what time and danger cost
SETTLES, CHANGES = 2.5, 4.5  # s; onto the own middle, into another lane
SOON = 7.0  # s; what a path costs later than this is not counted yet
INSIDE = 0.08  # m; beyond what a path is laid within it is still on the road
LEAST = 10.0  # m; shortest of these


@device
def price(sheet: Sheet, variant: int) -> float:
    """What the places cost that a path goes through."""
    total, closed = 0.0, 0.0
    path = sheet.path[variant]
    last = (sheet.facts[G_SPEED] * SOON + 14.0) / sheet.facts[G_LENGTH]
    for j in range(min(int(last) + 1, STATIONS)):
        p = min(int(j * (PATH - 1) / (STATIONS - 1) + 0.5), PATH - 1)
        m = min(max(int(math.floor(path[P_D, p] / GRAIN + 0.5)) + MIDDLE, 0), OFFSETS - 1)
        if sheet.hard[j, m] == 1.0 and sheet.edge[0, j] - INSIDE < path[P_D, p] < sheet.edge[1, j] + INSIDE:
            m += (
                1 if path[P_D, p] < 0.5 * (sheet.edge[0, j] + sheet.edge[1, j]) else -1
            )  # the cell, not the path is off
        fade = max(1.0 - j / (STATIONS - 1.0), 0.2)
        total += sheet.cells[j, m] * fade
    return SCALE * total + closed


@device
def rate(sheet: Sheet, variant: int, swings: bool) -> float:
    """Try a variant whose path is laid: others on it, caps, accelerations; gives its cost and notes it."""
    fill(sheet, variant, variant == KEEP)
    limits(sheet, sheet.path[variant], swings, sheet.score[variant, WOVEN] > 0.0)
    search(sheet, variant)
    cost = polish(sheet, variant)
    score = sheet.score[variant]
    score[TRIED], score[LOST] = 1.0, cost
    score[COST] = cost + price(sheet, variant)
    return float(score[COST])


@kernel
def attempt(sheet: Sheet, variant: int, place: int, shift: float, lasts: float, swings: bool) -> float:
    """Try one variant, gives its cost: onto the middle of lane `place`, `shift` beside, within `lasts` seconds.

    With `lasts` zero it weaves through what stands instead. `swings`: what stands ahead may be gone round another way.
    """
    score, before = sheet.score[variant], sheet.totals[1]
    woven = lasts <= 0.0
    score[WOVEN], score[CLOSED] = (1.0 if woven else 0.0), 0.0
    if woven:
        score[CLOSED] = 1.0 if weave(sheet, place, shift) >= BLOCKED else 0.0
        lay_woven(sheet, variant)
        await_unseen(sheet, variant)
    else:
        lay_eased(sheet, variant, place, shift, max(sheet.facts[G_SPEED] * lasts, LEAST))
    cost = rate(sheet, variant, swings)
    sheet.facts[G_STUCK] = stuck_at(sheet)
    sheet.totals[1] = before
    return cost


@device
def stuck_at(sheet: Sheet) -> float:
    """After `fill`: metres to what stands on the path and may be gone round; infinite if nothing does."""
    near = math.inf
    for m in range(sheet.crowd[0]):
        b = sheet.blocks[0, m]
        n = int(b[B_FUTURE])
        if n < 0:
            near = min(near, b[B_LOW])
        elif sheet.about[n, F_STANDS] > 0.0 and b[B_WEIGHT] > 0.9:
            a = sheet.agents[int(sheet.about[n, 0])]
            if a[A_IS] == PARKED:
                near = min(near, b[B_LOW])
    for i in range(sheet.totals[0]):
        a = sheet.agents[i]
        if a[A_IS] == SLOW and a[A_S] > 0.0 and abs(a[A_D]) < a[A_HD] + sheet.facts[G_HALF] + 0.6:
            near = min(near, a[A_S])
    return near


@device
def await_unseen(sheet: Sheet, variant: int) -> None:
    """Where a path uses an oncoming lane, reckon with somebody who comes from where it cannot be seen."""
    facts = sheet.facts
    place = int(facts[G_AGAINST])
    if facts[G_GIVEN_WAY] > 0.0 or place < 0:
        return
    first = math.inf
    for j in range(STATIONS):
        p = min(int(j * (PATH - 1) / (STATIONS - 1) + 0.5), PATH - 1)
        edge = sheet.lane_d[place, j] - sheet.lane_half[place, j]
        if sheet.lane_half[place, j] > 0.0 and sheet.path[variant, P_D, p] + facts[G_HALF] > edge + 0.3:
            first = min(first, j * facts[G_LENGTH])
    if first == math.inf:
        return
    line, count = sheet.lines[place], sheet.counts[place]
    for i in range(count):
        s, _, _ = spot(sheet.ref, line[0, i], line[1, i])
        if s - facts[G_S] < first + 20.0:
            continue
        if s - facts[G_S] > facts[G_ENOUGH]:
            return
        if covered(sheet, line[0, i], line[1, i]) or i == count - 1:
            unseen(sheet, place, line[2, i], facts[G_AGAINST_LIMIT])
            return


@device
def covered(sheet: Sheet, x: float, y: float) -> bool:
    """Whether somebody broad stands on the line of sight to a place."""
    far = math.hypot(x, y)
    ux, uy = x / max(far, 1e-6), y / max(far, 1e-6)
    for i in range(sheet.totals[0]):
        a = sheet.agents[i]
        along = a[1] * ux + a[2] * uy
        if a[7] > 1.2 and 3.0 < along < far - 1.0 and abs(a[1] * uy - a[2] * ux) < 0.5 * a[7]:
            return True
    return False
