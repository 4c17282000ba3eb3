"""Things over time: what is seen now is told to be what was seen before, and moves on while it is hidden.

A filter of constant velocity each (Kalman 1960) in the frame of the car's own odometry; the surest picks first among
what stands where it should (greedy by statistical distance); confidence rises where it is seen again and falls where it
is not, faster in plain sight than behind a corner.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Bool, Float64, Int64
from aureole.drivers.perception.decode import (
    D_BRAKE,
    D_CLASS,
    D_HEADING,
    D_LENGTH,
    D_LIMIT,
    D_SURE,
    D_VX,
    D_WIDTH,
    D_X,
    D_Y,
    GROUP,
)
from aureole.drivers.perception.table import LIMITS, THINGS
from aureole.kernels import device, kernel

KEPT = 64  # things that are remembered
(
    K_ID, K_CLASS, K_HELD, K_SURE, K_X, K_Y, K_VX, K_VY, K_COS, K_SIN, K_LENGTH, K_WIDTH, K_BRAKE, K_LEFT, K_RIGHT,
    K_TEMPORARY, K_TIME, K_TOLD,
) = range(18)  # fmt: skip
K_LIMIT = 18
K_P = K_LIMIT + len(LIMITS)  # covariance of x, y, vx, vy by rows
ROW = K_P + 16
MOVES = (2.0, 2.0, 2.5, 2.0, 1.5, 0.0, 0.0, 0.0)
"""m/s^2; by class of `THINGS`, how much one changes its speed unforeseen."""
GATE = 9.2  # squared statistical distance of two numbers that one in a hundred exceeds
BORN = 0.25  # -; what is less sure does not begin
FORGOTTEN = 0.08
RISES, FALLS = 0.4, 0.30  # share of the way to what is seen now, and of what is lost where it is not
LINGERS = 0.96  # share of its confidence that one keeps which nobody would have seen
HIDDEN = 2.5  # s; confidence falls to a third in that time out of sight
TOLD, TOLD_SIGN, UNTOLD, UNTOLD_SIGN = 0.4, 0.5, 0.25, 0.3
"""How sure a thing, or a signal, must be to be told to a driver, and below what it is not told any more."""
NUDGE = 0.3  # share of the newest look in sizes, headings, lamps
STAYS = 1e-9  # m^2/s^2; of the velocity of what never moves
GUESSED = 5.0**2  # m^2/s^2; of the network's guess at a velocity
RESTLESS = np.array((*MOVES, 0.0))
"""`MOVES`, and of signals."""


class Things(NamedTuple):
    """What is remembered of one world; rows of `KEPT`, id -1 where there is none."""

    rows: Float64
    next_id: int


def nothing() -> Things:
    """Before the first look."""
    rows = np.zeros((KEPT, ROW))
    rows[:, K_ID] = -1.0
    return Things(rows, 1)


def moved(things: Things, span: float) -> Things:
    """The same `span` seconds later, foreseen."""
    rows = things.rows.copy()
    spread = np.array([[0.25 * span**4, 0.5 * span**3], [0.5 * span**3, span**2]])
    foresee(rows, span, spread, RESTLESS)
    return Things(rows, things.next_id)


@kernel
def foresee(rows: Float64, span: float, spread: Float64, restless: Float64) -> None:
    """Move things on by their velocities and widen their covariances by what nobody foresees, in place.

    Args:
        rows: things, as of `Things.rows`.
        span: s.
        spread: covariance of place and velocity along an axis after an unforeseen acceleration of 1 m/s^2.
        restless: `RESTLESS`.
    """
    was = np.empty((4, 4))
    for n in range(len(rows)):
        row = rows[n]
        if row[K_ID] < 0.0:
            row[K_P:] = 0.0
            continue
        row[K_X] += span * row[K_VX]
        row[K_Y] += span * row[K_VY]
        for i in range(4):
            for j in range(4):
                was[i, j] = row[K_P + 4 * i + j]
        accel = restless[min(int(row[K_CLASS]), len(restless) - 1)]
        for i in range(4):
            for j in range(4):
                p = was[i, j]
                if j < 2:
                    p += was[i, j + 2] * span
                if i < 2:
                    p += span * was[i + 2, j]
                if i < 2 and j < 2:
                    p += span * was[i + 2, j + 2] * span
                if i % 2 == j % 2:
                    p += accel * accel * spread[i // 2, j // 2]
                row[K_P + 4 * i + j] = p


def updated(things: Things, seen: Float64, spread: Float64, now: float, plain: Bool) -> Things:
    """What is remembered after a look; everything in the frame of the odometry.

    Args:
        things: foreseen to the moment of the look.
        seen: things of the look, the surest first.
        spread: their covariances.
        now: moment of the look, s.
        plain: whether what stands where each row is would have been seen, (KEPT,).
    """
    rows = things.rows.copy()
    turned = np.stack((np.cos(seen[:, D_HEADING]), np.sin(seen[:, D_HEADING])), axis=-1)
    number = renew(rows, (seen, turned, spread), now, plain, things.next_id, (GROUP, RESTLESS))
    return Things(rows, number)


@kernel
def renew(
    rows: Float64, look: tuple[Float64, Float64, Float64], now: float, plain: Bool, number: int,
    tables: tuple[Int64, Float64],
) -> int:  # fmt: skip
    """Tell what is seen to be what was seen, and carry it on, in place; gives the number of the next new thing.

    Args:
        rows: things, foreseen to the moment of the look.
        look: things of the look; cosine and sine of their headings; covariances of their places.
        now: moment of the look, s.
        plain: whether what stands where each row is would have been seen.
        number: of the first new thing.
        tables: `GROUP`, `RESTLESS`.
    """
    seen, turned, spread = look
    match, hit, work = np.empty(len(seen), np.int64), np.zeros(len(rows), np.bool_), np.empty((2, 4, 4))
    matched(rows, seen, spread, tables[0], match, hit)
    for k in range(len(seen)):
        if match[k] >= 0:
            correct(rows[match[k]], seen[k], turned[k], spread[k], now, work)
    for n in range(len(rows)):
        if rows[n, K_ID] >= 0.0 and not hit[n]:
            rows[n, K_SURE] *= 1.0 - FALLS if plain[n] else LINGERS
            if rows[n, K_SURE] < FORGOTTEN:
                rows[n, K_ID] = -1.0
    for k in range(len(seen)):
        if match[k] < 0 and seen[k, D_SURE] >= BORN:
            room = least(rows)
            if rows[room, K_ID] < 0.0 or rows[room, K_SURE] < seen[k, D_SURE]:
                begin(rows[room], seen[k], turned[k], spread[k], now, number, tables[1])
            number += 1
    told(rows)
    return number


@device
def matched(rows: Float64, seen: Float64, spread: Float64, groups: Int64, match: Int64, hit: Bool) -> None:
    """For each thing seen the row that it is, -1 if it is new, and which rows are seen, in place; the surest first."""
    for k in range(len(seen)):
        best = math.inf
        match[k] = -1
        for n in range(len(rows)):
            row = rows[n]
            if row[K_ID] < 0.0 or hit[n] or groups[int(row[K_CLASS])] != groups[int(seen[k, D_CLASS])]:
                continue
            a, b, d = row[K_P] + spread[k, 0, 0], row[K_P + 1] + spread[k, 0, 1], row[K_P + 5] + spread[k, 1, 1]
            dx, dy = seen[k, D_X] - row[K_X], seen[k, D_Y] - row[K_Y]
            size = max(a * d - b * b, 1e-9)
            away = (d * (dx * dx) - 2.0 * b * dx * dy + a * (dy * dy)) / size
            if away < GATE and away + 0.2 * math.log(size) < best:
                best, match[k] = away + 0.2 * math.log(size), n
        if match[k] >= 0:
            hit[match[k]] = True


@device
def least(rows: Float64) -> int:
    """The row that is free, or holds what is least sure."""
    worth, found = math.inf, 0
    for n in range(len(rows)):
        sure = -1.0 if rows[n, K_ID] < 0.0 else rows[n, K_SURE]
        if sure < worth:
            worth, found = sure, n
    return found


@device
def told(rows: Float64) -> None:
    """Which are sure enough to be told, in place."""
    for n in range(len(rows)):
        sign = rows[n, K_CLASS] >= len(THINGS)
        if rows[n, K_SURE] >= (TOLD_SIGN if sign else TOLD):
            rows[n, K_TOLD] = 1.0
        if rows[n, K_SURE] < (UNTOLD_SIGN if sign else UNTOLD):
            rows[n, K_TOLD] = 0.0


@device
def begin(
    row: Float64, seen: Float64, turned: Float64, spread: Float64, now: float, number: int, restless: Float64
) -> None:  # fmt: skip
    """A new thing, in place."""
    row[:] = 0.0
    row[K_ID], row[K_CLASS], row[K_HELD], row[K_TIME] = number, seen[D_CLASS], seen[D_SURE], now
    row[K_SURE] = 0.8 * seen[D_SURE]
    row[K_X], row[K_Y], row[K_COS], row[K_SIN] = seen[D_X], seen[D_Y], turned[0], turned[1]
    row[K_LENGTH], row[K_WIDTH] = seen[D_LENGTH], seen[D_WIDTH]
    for k in range(K_TEMPORARY + 1 - K_BRAKE):
        row[K_BRAKE + k] = seen[D_BRAKE + k]
    for k in range(K_P - K_LIMIT):
        row[K_LIMIT + k] = seen[D_LIMIT + k]
    still = restless[min(int(seen[D_CLASS]), len(restless) - 1)] == 0.0
    row[K_P], row[K_P + 1], row[K_P + 4], row[K_P + 5] = spread[0, 0], spread[0, 1], spread[1, 0], spread[1, 1]
    row[K_P + 10] = row[K_P + 15] = STAYS if still else GUESSED
    if not still:
        row[K_VX], row[K_VY] = seen[D_VX], seen[D_VX + 1]


def still(kind: int) -> bool:
    """Whether things of a class never move."""
    return kind >= len(THINGS) or MOVES[kind] == 0.0


@device
def correct(row: Float64, seen: Float64, turned: Float64, spread: Float64, now: float, work: Float64) -> None:
    """A thing that is seen again, in place; `work` is room for two matrices."""
    filtered(row, seen, spread, work[0], work[1])
    same, sure = row[K_CLASS] == seen[D_CLASS], seen[D_SURE]
    row[K_HELD] += 0.25 * sure if same else -0.35 * sure
    row[K_HELD] = min(row[K_HELD], 1.0)
    if row[K_HELD] < 0.0:
        row[K_CLASS], row[K_HELD] = seen[D_CLASS], sure
    row[K_COS] += NUDGE * (turned[0] - row[K_COS])
    row[K_SIN] += NUDGE * (turned[1] - row[K_SIN])
    for k in range(K_WIDTH + 1 - K_LENGTH):
        row[K_LENGTH + k] += NUDGE * (seen[D_LENGTH + k] - row[K_LENGTH + k])
    for k in range(K_TEMPORARY + 1 - K_BRAKE):
        row[K_BRAKE + k] += NUDGE * (seen[D_BRAKE + k] - row[K_BRAKE + k])
    for k in range(K_P - K_LIMIT):
        row[K_LIMIT + k] += NUDGE * (seen[D_LIMIT + k] - row[K_LIMIT + k])
    if sure < row[K_SURE]:
        row[K_SURE] += RISES * (sure - row[K_SURE])
    else:
        row[K_SURE] += 0.5 * (max(sure, 1.0 - (1.0 - row[K_SURE]) * (1.0 - 0.5 * sure)) - row[K_SURE])
    row[K_TIME] = now


@device
def filtered(row: Float64, seen: Float64, spread: Float64, gain: Float64, after: Float64) -> None:
    """Place, velocity and covariance of a thing that is seen again, in place (Kalman 1960)."""
    a, b = row[K_P] + spread[0, 0], row[K_P + 1] + spread[0, 1]
    c, d = row[K_P + 4] + spread[1, 0], row[K_P + 5] + spread[1, 1]
    size = max(a * d - b * c, 1e-12)
    a, b, c, d = d / size, -b / size, -c / size, a / size
    dx, dy = seen[D_X] - row[K_X], seen[D_Y] - row[K_Y]
    for i in range(4):
        x, y = row[K_P + 4 * i], row[K_P + 4 * i + 1]
        gain[i, 0], gain[i, 1] = x * a + y * c, x * b + y * d
        row[K_X + i] += gain[i, 0] * dx + gain[i, 1] * dy
    for i in range(4):
        for k in range(4):
            after[i, k] = row[K_P + 4 * i + k] - (gain[i, 0] * row[K_P + k] + gain[i, 1] * row[K_P + 4 + k])
    for i in range(4):
        for k in range(4):
            row[K_P + 4 * i + k] = 0.5 * (after[i, k] + after[k, i])
