"""Where the others may go: one or several futures of each, a few seconds on, and of some who cannot be seen yet."""

from __future__ import annotations

import math

from aureole.core.kinds import Kind, Lamps
from aureole.core.notes import Float64
from aureole.drivers.expert.sheet import (
    A_ACCEL,
    A_AWAY,
    A_D,
    A_H,
    A_HD,
    A_HS,
    A_IS,
    A_KIND,
    A_LAMPS,
    A_LANE,
    A_LANE_D,
    A_LANE_S,
    A_LANE_VD,
    A_LENGTH,
    A_MOVED,
    A_S,
    A_SPEED,
    A_TURN,
    A_VD,
    A_VS,
    A_VX,
    A_VY,
    A_WIDTH,
    A_X,
    A_Y,
    ACROSS,
    AGAINST,
    F_AGENT,
    F_HALF_LENGTH,
    F_HALF_WIDTH,
    F_MARGIN,
    F_STANDS,
    F_WEIGHT,
    F_WHAT,
    G_HALF,
    G_SPEED,
    HYPOTHESES,
    PARKED,
    PERSON,
    SAME_WAY,
    STEP,
    THING,
    TIMES,
    Sheet,
)  # fmt: skip
from aureole.drivers.rules.path import half_turn, place
from aureole.kernels import device

STANDS = 0.4  # m/s; slower counts as standing
DRIFTS = 0.12  # m/s; sideways speed of one that leaves the middle of its lane
BELIEVED = 1.5  # s; so long one is thought to go on braking or speeding up as it does
HARD = -1.2  # m/s^2; one that brakes harder goes on until it stands
TURNS = 2.5  # s; so long one is thought to go on turning as it does
PULLS_OUT, WITHIN = 1.5, 3.0  # m/s^2, s: one that stands beside and signals
CREEPS = 2.5  # m/s
BEND, LOOK = 0.35, 25.0  # rad, m; where a lane turns so much over this, one in it may go straight on
MOST = 1.0  # m; one that comes towards us and drifts does not leave its lane by more
BESIDE = 0.25  # m; beside what stands
ROOM, SHY, THIN = 0.35, 0.7, 0.2  # m; beside vehicles, people, things
LEFT, RIGHT = int(Lamps.INDICATOR_LEFT), int(Lamps.INDICATOR_RIGHT)
WALKER, ANIMAL, BICYCLE, OBSTACLE, CONE, BARRIER = (
    int(Kind.PEDESTRIAN), int(Kind.ANIMAL), int(Kind.BICYCLE), int(Kind.OBSTACLE), int(Kind.CONE), int(Kind.BARRIER),
)  # fmt: skip


@device
def is_person(kind: float) -> bool:
    """People, and animals: they may turn at any moment."""
    return kind == WALKER or kind == ANIMAL


@device
def opened(sheet: Sheet, i: int, weight: float, what: int, margin: float) -> int:
    """Room for one more future of agent i; -1 where there is none left."""
    n = sheet.totals[1]
    if n >= HYPOTHESES:
        return -1
    a, b = sheet.agents[i], sheet.about[n]
    b[F_AGENT], b[F_WEIGHT], b[F_WHAT], b[F_STANDS], b[F_MARGIN] = i, weight, what, 0.0, margin
    b[F_HALF_LENGTH], b[F_HALF_WIDTH] = 0.5 * a[A_LENGTH], 0.5 * a[A_WIDTH]
    sheet.totals[1] = n + 1
    return int(n)


@device
def way_at(v: float, accel: float, t: float) -> float:
    """Metres driven after t seconds, when an acceleration is believed for a while and nobody drives backwards."""
    lasts = t if accel < HARD else min(t, BELIEVED)
    if accel < 0.0:
        lasts = min(lasts, v / -accel)
    s = v * lasts + 0.5 * accel * lasts * lasts
    return s + max(v + accel * lasts, 0.0) * (t - lasts) if accel >= HARD else s


@device
def foresee(sheet: Sheet) -> None:
    """Fill the futures of everybody on the sheet."""
    sheet.totals[1] = 0
    for i in range(sheet.totals[0]):
        a = sheet.agents[i]
        person = is_person(a[A_KIND])
        margin = SHY if person or a[A_KIND] == BICYCLE else ROOM
        if a[A_KIND] == OBSTACLE or a[A_KIND] >= CONE:
            margin = THIN
        if a[A_SPEED] < STANDS:
            n = opened(sheet, i, 1.0, THING if not person else PERSON, min(margin, BESIDE) if not person else 0.5)
            if n >= 0:
                sheet.about[n, F_STANDS] = 1.0
                for k in range(TIMES):
                    put(sheet.futures[n, k], a[A_X], a[A_Y], a[A_H])
            pulls_out(sheet, i)
        elif person or a[A_LANE] < 0.0:
            free(sheet, i, person, margin)
        else:
            follows(sheet, i, margin)


@device
def put(to: Float64, x: float, y: float, h: float) -> None:
    """One pose."""
    to[0], to[1], to[2] = x, y, h


@device
def free(sheet: Sheet, i: int, person: bool, margin: float) -> None:
    """One that is in no lane: straight on for people, as it turns for vehicles."""
    a = sheet.agents[i]
    crosses = abs(a[A_VD]) > 0.5 * abs(a[A_VS])
    what = PERSON if person else (ACROSS if crosses else (AGAINST if a[A_VS] < 0.0 else SAME_WAY))
    n = opened(sheet, i, 1.0, what, margin)
    if n < 0:
        return
    heading = math.atan2(a[A_VY], a[A_VX])
    turn = 0.0 if person else a[A_TURN]
    slip = a[A_H] - heading
    x, y, h, gone = a[A_X], a[A_Y], heading, 0.0
    for k in range(TIMES):
        t = k * STEP
        put(sheet.futures[n, k], x, y, h + slip)
        after = way_at(a[A_SPEED], 0.0 if person else a[A_ACCEL], t + STEP)
        if t < TURNS:
            h += turn * STEP * 0.5
        x, y = x + (after - gone) * math.cos(h), y + (after - gone) * math.sin(h)
        if t < TURNS:
            h += turn * STEP * 0.5
        gone = after


@device
def follows(sheet: Sheet, i: int, margin: float) -> None:
    """One that drives in a lane: along it, and over into the next one where it drifts or signals."""
    a = sheet.agents[i]
    what = SAME_WAY if a[A_VS] > 0.0 else AGAINST
    drift = a[A_LANE_VD] if abs(a[A_LANE_VD]) > DRIFTS else 0.0
    n = opened(sheet, i, 1.0, what, margin)
    if n >= 0:
        drive(sheet, i, n, drift, 0.0)
        line, count = sheet.lines[int(a[A_LANE])], sheet.counts[int(a[A_LANE])]
        here, then = place(line, count, a[A_LANE_S])[2], place(line, count, a[A_LANE_S] + a[A_AWAY] * LOOK)[2]
        if abs(half_turn(then - here)) > BEND:
            free(sheet, i, False, margin)
    lamps = int(a[A_LAMPS]) & (LEFT | RIGHT)
    if n >= 0 and drift == 0.0 and (lamps == LEFT or lamps == RIGHT) and what == SAME_WAY:
        m = opened(sheet, i, 0.5, what, margin)
        if m >= 0:
            drive(sheet, i, m, 1.0 if lamps == LEFT else -1.0, 0.5)


@device
def drive(sheet: Sheet, i: int, n: int, drift: float, late: float) -> None:
    """Along the lane one is in, going over sideways with `drift` m/s until the middle of the next lane."""
    a = sheet.agents[i]
    line, count = sheet.lines[int(a[A_LANE])], sheet.counts[int(a[A_LANE])]
    d0 = a[A_LANE_D]
    most = 3.5 if drift * a[A_LANE_D] >= 0.0 else 3.5 + abs(d0)
    most = min(most, 3.6 - abs(d0)) if drift * d0 > 0.0 else most
    if a[A_VS] < 0.0:
        most = min(most, MOST + (abs(d0) if drift * d0 < 0.0 else 0.0))
    for k in range(TIMES):
        t = k * STEP
        s = a[A_LANE_S] + a[A_AWAY] * way_at(a[A_SPEED], a[A_ACCEL], t)
        x, y, h = place(line, count, s)
        shift = drift * max(t - late, 0.0)
        d = d0 + min(max(shift, -most), most)
        lean = math.atan2(drift, max(a[A_SPEED], 0.5)) if abs(shift) < most and t >= late else 0.0
        turned = h + lean if a[A_AWAY] > 0.0 else h + math.pi - lean
        put(sheet.futures[n, k], x - math.sin(h) * d, y + math.cos(h) * d, turned)


@device
def pulls_out(sheet: Sheet, i: int) -> None:
    """One that stands beside our way and signals towards it may start and come over."""
    a = sheet.agents[i]
    lamps = int(a[A_LAMPS]) & (LEFT | RIGHT)
    side = -math.copysign(1.0, a[A_D])
    edge = abs(a[A_D]) - a[A_HD] - sheet.facts[G_HALF]
    towards = lamps == (LEFT if side > 0.0 else RIGHT)
    vehicle = not is_person(a[A_KIND]) and a[A_KIND] != OBSTACLE and a[A_KIND] < CONE
    if sheet.facts[G_SPEED] < CREEPS:  # who waits for it long enough goes past slowly
        return
    if not (towards and vehicle and 0.0 < edge < 3.0 and a[A_S] > 0.0 and math.cos(a[A_H]) > 0.5):
        return
    n = opened(sheet, i, 0.5, SAME_WAY, ROOM)
    if n < 0:
        return
    c, s = math.cos(a[A_H]), math.sin(a[A_H])
    for k in range(TIMES):
        t = max(k * STEP - 0.25, 0.0)
        way, u = 0.5 * PULLS_OUT * t * t, min(t / WITHIN, 1.0)
        d = side * abs(a[A_D]) * u * u * (3.0 - 2.0 * u)
        put(sheet.futures[n, k], a[A_X] + c * way - s * d, a[A_Y] + s * way + c * d, a[A_H] + 0.2 * side * (1.0 - u))


@device
def unseen(sheet: Sheet, lane: int, s: float, speed: float) -> None:
    """Somebody who may come towards us in a lane from where it cannot be seen any more, `s` metres along that lane."""
    n = sheet.totals[1]
    if n >= HYPOTHESES:
        return
    b = sheet.about[n]
    b[F_AGENT], b[F_WEIGHT], b[F_WHAT], b[F_STANDS], b[F_MARGIN] = -1.0, 0.2, AGAINST, 0.0, ROOM
    b[F_HALF_LENGTH], b[F_HALF_WIDTH] = 2.4, 0.95
    for k in range(TIMES):
        x, y, h = place(sheet.lines[lane], sheet.counts[lane], s - speed * k * STEP)
        put(sheet.futures[n, k], x, y, h + math.pi)
    sheet.totals[1] = n + 1


@device
def sort(sheet: Sheet, waits: bool) -> None:
    """Tell who is parked (may be gone round), who queues (must be waited for) and who moves (`A_IS`).

    `waits`: a line to stop at lies near ahead, so that those who stand before it wait as we do.
    """
    for i in range(sheet.totals[0]):
        a = sheet.agents[i]
        a[A_IS] = 0.0
        if a[A_SPEED] >= STANDS:
            if a[A_VS] < 4.5 and a[A_VS] > 0.3 and abs(a[A_VD]) < 0.5 and a[A_LANE] >= 0.0 and a[A_KIND] != WALKER:
                a[A_IS] = 3.0 if a[A_KIND] == BICYCLE else 0.0
            continue
        patience = 0.4 if a[A_MOVED] == 0.0 else 6.0
        if waits:
            patience *= 4.0
        aside = abs(a[A_D]) > 1.2
        a[A_IS] = PARKED if stood(a) >= patience or aside or a[A_KIND] >= OBSTACLE else 2.0
        for j in range(sheet.totals[0]):  # who stands close behind one that waits, waits too
            b = sheet.agents[j]
            ahead = b[A_S] - b[A_HS] - a[A_S] - a[A_HS]
            beside = abs(b[A_D] - a[A_D]) < 1.5
            if waits and j != i and beside and 0.0 < ahead < 8.0 and not aside:
                a[A_IS] = 2.0


@device
def stood(a: Float64) -> float:
    """Seconds one stands."""
    return float(a[14])
