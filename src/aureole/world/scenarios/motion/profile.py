"""Speed profiles (OpenSCENARIO SpeedProfileAction): speeds at times, or as fast as the limits allow.

In the mode `position` the speed is linear between the entries. In the mode `follow` the corners are rounded by constant
jerk; the standard leaves open how, and the reference player's construction is followed: each corner's jerk is laid so
that the straight pieces stay where they are, and where there is no room for it the profile is linear.
"""

from __future__ import annotations

import math

from aureole.kernels import device
from aureole.world.scenarios.player.state import (
    A_ACCEL,
    A_SPEED,
    D_FROM,
    D_TO,
    D_X,
    SMALL,
    Stage,
    slot,
)
from aureole.world.scenarios.tables import (
    B_ACCEL,
    B_BRAKE,
    J_AGENT,
    J_DOWN,
    J_DOWN_RATE,
    J_EXTRA,
    J_MODE,
    J_OTHER,
    J_PLACE,
    J_REF,
    J_UP,
    J_UP_RATE,
    JOBS,
    LISTS,
    SP_H,
    SP_S,
    SP_X,
    SP_Y,
)

BOUNDLESS = 1e10  # where no limit is given


@device
def limits(stage: Stage, job: int) -> tuple[float, float, float, float]:
    """Largest acceleration and braking (m/s^2), and how fast either may change (m/s^3)."""
    row, box = stage.tables[JOBS, job], stage.boxes[stage.tables[JOBS, job, J_AGENT]]
    up = min(slot(stage, int(row[J_UP]), BOUNDLESS), box[B_ACCEL], BOUNDLESS)
    down = min(slot(stage, int(row[J_DOWN]), BOUNDLESS), box[B_BRAKE], BOUNDLESS)
    rise = min(slot(stage, int(row[J_UP_RATE]), BOUNDLESS), BOUNDLESS)
    return up, down, rise, min(slot(stage, int(row[J_DOWN_RATE]), BOUNDLESS), BOUNDLESS)


@device
def write(stage: Stage, row: int, time: float, speed: float, accel: float, jerk: float) -> int:
    """Keep a piece of a profile: its start, its speed, acceleration and jerk there; gives the next row."""
    spot = stage.spots[row]
    spot[SP_X], spot[SP_Y], spot[SP_H], spot[SP_S] = time, speed, accel, jerk
    return row + 1


@device
def start_profile(stage: Stage, job: int) -> None:
    """Lay out the whole profile from the speed and acceleration of now; rows of the job's own keep it."""
    row, d = stage.tables[JOBS, job], stage.doing[job]
    entries = int(row[J_OTHER] - row[J_EXTRA])
    first = int(row[J_PLACE])
    end = corners(stage, job)
    pieces = first + entries + 2
    last = pieces
    _, _, rise, fall = limits(stage, job)
    follows = row[J_MODE] == 1 and min(rise, fall) < BOUNDLESS
    if follows and end - first == 2:
        last = single(stage, job, pieces)
    elif follows and end - first > 2:
        last = rounded(stage, job, end, pieces)
    if last == pieces:
        for corner in range(first, end):
            spot = stage.spots[corner]
            last = write(stage, last, spot[SP_X], spot[SP_Y], spot[SP_H], 0.0)
    d[D_X], d[D_FROM], d[D_TO] = 0.0, pieces, last


@device
def corners(stage: Stage, job: int) -> int:
    """Write the corners of the profile, each with the slope of the straight piece after it; gives the row after."""
    row = stage.tables[JOBS, job]
    a, first = stage.agents[row[J_AGENT]], int(row[J_PLACE])
    begin, end = int(row[J_EXTRA]), int(row[J_OTHER])
    added = stage.agents[row[J_REF], A_SPEED] if row[J_REF] >= 0 else 0.0
    up, down, _, _ = limits(stage, job)
    entry, speed = begin, a[A_SPEED]
    if stage.tables[LISTS, begin, 1] >= 0 and slot(stage, int(stage.tables[LISTS, begin, 1]), 0.0) <= SMALL:
        if row[J_MODE] == 1:
            entry += 1  # who follows begins at the own speed
        else:
            speed = slot(stage, int(stage.tables[LISTS, begin, 0]), 0.0) + added
    at, time = first, 0.0
    write(stage, at, 0.0, speed, 0.0, 0.0)
    while entry < end:
        wanted = slot(stage, int(stage.tables[LISTS, entry, 0]), 0.0) + added
        corner = stage.spots[at]
        change = wanted - corner[SP_Y]
        if stage.tables[LISTS, entry, 1] >= 0:
            time += slot(stage, int(stage.tables[LISTS, entry, 1]), 0.0)
        else:
            time += abs(change) / max(up if change > 0.0 else down, SMALL)
        span = time - corner[SP_X]
        entry += 1
        if span < SMALL:
            corner[SP_Y] = wanted
            continue
        slope = change / span
        straight = at > first and abs(slope - stage.spots[at - 1, SP_H]) < SMALL
        if not straight:
            corner[SP_H] = slope
            at += 1
        write(stage, at, time, wanted, 0.0, 0.0)
    return at + 1


@device
def single(stage: Stage, job: int, pieces: int) -> int:
    """One speed to reach: rise, hold and release the acceleration; later than asked for where the limits say so."""
    first, init = stage.spots[int(stage.tables[JOBS, job, J_PLACE])], begun(stage, job)
    last = stage.spots[int(stage.tables[JOBS, job, J_PLACE]) + 1]
    up, down, rise, fall = limits(stage, job)
    start, goal, end, slope = first[SP_Y], last[SP_Y], last[SP_X], first[SP_H]
    grow = -fall if slope - init < 0.0 else rise
    release = rise if slope < 0.0 else -fall
    if abs(release - grow) < SMALL:
        return pieces
    row = write(stage, pieces, 0.0, start, init, grow)
    both = 2.0 * start * (release - grow) + init * init + 2.0 * init * release * end
    both += grow * release * end * end + 2.0 * goal * (grow - release)
    if grow * release * both < 0.0:  # no time to hold it
        root = math.sqrt(max(release * (release - grow) * (grow * 2.0 * (goal - start) + init * init), 0.0))
        held = (root - (grow - release) * init) / (grow * (grow - release))
        holds = held
    else:
        held = (-math.sqrt(grow * release * both) - grow * (init + end * release)) / (grow * (grow - release))
        holds = (init + grow * held) / release + end
    accel = init + grow * held
    speed = start + init * held + 0.5 * grow * held * held
    if accel > up or accel < -down:
        accel = up if accel > up else -down
        held = (accel - init) / grow
        speed = start + init * held + 0.5 * grow * held * held
        holds = (goal - speed) / accel + held + accel / (2.0 * release)
    if holds > held:
        row = write(stage, row, held, speed, accel, 0.0)
    speed += accel * (holds - held)
    row = write(stage, row, holds, speed, accel, release)
    return write(stage, row, holds - accel / release, goal, 0.0, 0.0)


@device
def begun(stage: Stage, job: int) -> float:
    """The acceleration when the profile begins, m/s^2."""
    return float(stage.agents[stage.tables[JOBS, job, J_AGENT], A_ACCEL])


@device
def rounded(stage: Stage, job: int, end: int, pieces: int) -> int:
    """Several speeds: straight pieces with a piece of jerk at each corner; `pieces` itself where there is no room."""
    first = int(stage.tables[JOBS, job, J_PLACE])
    up, down, rise, fall = limits(stage, job)
    init, corner = begun(stage, job), stage.spots[first]
    time, speed, slope, row = 0.0, corner[SP_Y], corner[SP_H], pieces
    if abs(slope) > SMALL:
        jerk = -fall if slope - init < 0.0 else rise
        row = write(stage, row, 0.0, speed, init, jerk)
        time = (slope - init) / jerk
        speed += init * time + 0.5 * jerk * time * time
    row = write(stage, row, time, speed, slope, 0.0)
    if slope > up + SMALL or slope < -down - SMALL:
        return pieces
    for at in range(first + 1, end):
        corner = stage.spots[at]
        after = corner[SP_H]
        if after > up + SMALL or after < -down - SMALL:
            return pieces
        if abs(after - slope) >= SMALL:
            jerk = -fall if after < slope else rise
            apart = speed - slope * time - (corner[SP_Y] - after * corner[SP_X])
            begin = ((slope - after) ** 2 - 2.0 * jerk * apart) / (2.0 * jerk * (slope - after))
            if begin < time - SMALL:
                return pieces
            speed += slope * (begin - time)
            row = write(stage, row, begin, speed, slope, jerk)
            span = (after - slope) / jerk
            speed += slope * span + 0.5 * jerk * span * span
            time = begin + span
        row = write(stage, row, time, speed, after, 0.0)
        slope = after
    return row


@device
def step_profile(stage: Stage, job: int, moves: bool, dt: float) -> bool:
    """One step; True at the last speed."""
    row, d = stage.tables[JOBS, job], stage.doing[job]
    d[D_X] += dt
    piece, last = int(d[D_FROM]), int(d[D_TO]) - 1
    while piece < last and d[D_X] > stage.spots[piece + 1, SP_X] - SMALL:
        piece += 1
    spot = stage.spots[piece]
    since = d[D_X] - spot[SP_X]
    speed = spot[SP_Y] + since * (spot[SP_H] + 0.5 * spot[SP_S] * since)
    if moves:
        stage.agents[row[J_AGENT], A_SPEED] = speed if abs(speed) > SMALL else 0.0
    return piece == last
