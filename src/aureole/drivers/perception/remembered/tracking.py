"""Things over time: what is seen now is told to be what was seen before, and moves on while it is hidden.

A filter of constant velocity each (Kalman 1960) in the frame of the car's own odometry; the surest picks first among
what stands where it should (greedy by statistical distance); confidence rises where it is seen again and falls where it
is not, faster in plain sight than behind a corner.
"""

from __future__ import annotations

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
    GROUPS,
    SEEN,
)
from aureole.drivers.perception.table import LIMITS, THINGS

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
HIDDEN = 2.5  # s; confidence falls to a third in that time out of sight
TOLD, UNTOLD = {False: 0.4, True: 0.5}, {False: 0.25, True: 0.3}
"""How sure a thing, or a signal (True), must be to be told to a driver, and below what it is not told any more."""
NUDGE = 0.3  # share of the newest look in sizes, headings, lamps


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
    alive = rows[:, K_ID] >= 0.0
    rows[alive, K_X] += span * rows[alive, K_VX]
    rows[alive, K_Y] += span * rows[alive, K_VY]
    step = np.eye(4)
    step[0, 2] = step[1, 3] = span
    p = rows[:, K_P:].reshape(KEPT, 4, 4)
    p = np.einsum("ij,njk,lk->nil", step, p, step)
    classes = np.minimum(rows[:, K_CLASS].astype(np.int64), len(THINGS))
    accel = np.array((*MOVES, 0.0))[classes]
    spread = np.array([[0.25 * span**4, 0.5 * span**3], [0.5 * span**3, span**2]])
    for axis in range(2):
        for i in range(2):
            for j in range(2):
                p[:, axis + 2 * i, axis + 2 * j] += accel**2 * spread[i, j]
    rows[:, K_P:] = np.where(alive[:, None], p.reshape(KEPT, 16), 0.0)
    return Things(rows, things.next_id)


def spreads(seen: Float64, eye: tuple[float, float]) -> Float64:
    """Covariances of where things are seen, (things, 2, 2): along the line of sight distances are told worse."""
    dx, dy = seen[:, D_X] - eye[0], seen[:, D_Y] - eye[1]
    far = np.maximum(np.hypot(dx, dy), 1.0)
    ux, uy = dx / far, dy / far
    along, across = (0.1 * far + 0.4) ** 2, (0.015 * far + 0.2) ** 2
    found = np.empty((len(seen), 2, 2))
    found[:, 0, 0], found[:, 1, 1] = along * ux**2 + across * uy**2, along * uy**2 + across * ux**2
    found[:, 0, 1] = found[:, 1, 0] = (along - across) * ux * uy
    return found


def matched(rows: Float64, seen: Float64, spread: Float64) -> Int64:
    """For each thing seen the row that it is, -1 if it is new; the surest picks first."""
    found = np.full(len(seen), -1, dtype=np.int64)
    alive = np.flatnonzero(rows[:, K_ID] >= 0.0)
    if not len(alive) or not len(seen):
        return found
    p = rows[alive, K_P:].reshape(-1, 4, 4)[:, None, :2, :2] + spread[None]
    dx = seen[None, :, D_X] - rows[alive, None, K_X]
    dy = seen[None, :, D_Y] - rows[alive, None, K_Y]
    det = p[..., 0, 0] * p[..., 1, 1] - p[..., 0, 1] ** 2
    away = (p[..., 1, 1] * dx**2 - 2.0 * p[..., 0, 1] * dx * dy + p[..., 0, 0] * dy**2) / np.maximum(det, 1e-9)
    groups = np.array(GROUPS)
    same = groups[rows[alive, K_CLASS].astype(np.int64)][:, None] == groups[seen[:, D_CLASS].astype(np.int64)][None]
    away = np.where(same & (away < GATE), away + 0.2 * np.log(np.maximum(det, 1e-9)), np.inf)
    for k in range(len(seen)):  # the surest come first
        row = int(np.argmin(away[:, k]))
        if away[row, k] < np.inf:
            found[k] = alive[row]
            away[row] = np.inf
    return found


def updated(things: Things, seen: Float64, spread: Float64, now: float, plain: Bool) -> Things:
    """What is remembered after a look; everything in the frame of the odometry.

    Args:
        things: foreseen to the moment of the look.
        seen: things of the look, the surest first.
        spread: their covariances.
        now: moment of the look, s.
        plain: whether what stands where each row is would have been seen, (KEPT,).
    """
    rows, number = things.rows.copy(), things.next_id
    match = matched(rows, seen, spread)
    hit = np.zeros(KEPT, dtype=np.bool_)
    for k in np.flatnonzero(match >= 0):
        row = int(match[k])
        hit[row] = True
        correct(rows[row], seen[k], spread[k], now)
    alive = rows[:, K_ID] >= 0.0
    lost = alive & ~hit
    rows[lost & plain, K_SURE] *= 1.0 - FALLS
    rows[lost & ~plain, K_SURE] *= 0.96
    rows[lost & (rows[:, K_SURE] < FORGOTTEN), K_ID] = -1.0
    begun(rows, seen, spread, (match < 0, now, number))
    told(rows)
    return Things(rows, number + int(((match < 0) & (seen[:, D_SURE] >= BORN)).sum()))


def told(rows: Float64) -> None:
    """Which are sure enough to be told, in place."""
    for sign in (False, True):
        ours = (rows[:, K_CLASS] >= len(THINGS)) == sign
        rows[ours & (rows[:, K_SURE] >= TOLD[sign]), K_TOLD] = 1.0
        rows[ours & (rows[:, K_SURE] < UNTOLD[sign]), K_TOLD] = 0.0


def begun(rows: Float64, seen: Float64, spread: Float64, about: tuple[Bool, float, int]) -> None:
    """Those that are new and sure enough begin, where there is room, in place; numbered on."""
    fresh, now, number = about
    for k in np.flatnonzero(fresh & (seen[:, D_SURE] >= BORN)):
        worth = np.where(rows[:, K_ID] < 0.0, -1.0, rows[:, K_SURE])
        row = int(np.argmin(worth))
        if worth[row] < seen[k, D_SURE]:
            begin(rows[row], seen[k], spread[k], now, number)
        number += 1


def begin(row: Float64, seen: Float64, spread: Float64, now: float, number: int) -> None:
    """A new thing, in place."""
    row[:] = 0.0
    row[K_ID], row[K_CLASS], row[K_HELD], row[K_TIME] = number, seen[D_CLASS], seen[D_SURE], now
    row[K_SURE] = 0.8 * seen[D_SURE]
    row[K_X], row[K_Y] = seen[D_X], seen[D_Y]
    row[K_COS], row[K_SIN] = np.cos(seen[D_HEADING]), np.sin(seen[D_HEADING])
    row[K_LENGTH], row[K_WIDTH] = seen[D_LENGTH], seen[D_WIDTH]
    row[K_BRAKE : K_TEMPORARY + 1] = seen[D_BRAKE:D_LIMIT]
    row[K_LIMIT:K_P] = seen[D_LIMIT:SEEN]
    p = np.zeros((4, 4))
    p[:2, :2] = spread
    if still(int(seen[D_CLASS])):
        p[2, 2] = p[3, 3] = 1e-9
    else:
        row[K_VX : K_VY + 1] = seen[D_VX : D_VX + 2]
        p[2, 2] = p[3, 3] = 5.0**2  # m/s; of the network's guess at a velocity
    row[K_P:] = p.ravel()


def still(kind: int) -> bool:
    """Whether things of a class never move."""
    return kind >= len(THINGS) or MOVES[kind] == 0.0


def correct(row: Float64, seen: Float64, spread: Float64, now: float) -> None:
    """A thing that is seen again, in place."""
    p = row[K_P:].reshape(4, 4)
    total = p[:2, :2] + spread
    gain = np.einsum("ij,jk->ik", p[:, :2], inverse(total))
    row[K_X : K_VY + 1] += gain[:, 0] * (seen[D_X] - row[K_X]) + gain[:, 1] * (seen[D_Y] - row[K_Y])
    after = p - np.einsum("ij,jk->ik", gain, p[:2])
    row[K_P:] = (0.5 * (after + after.T)).ravel()
    same = row[K_CLASS] == seen[D_CLASS]
    row[K_HELD] += 0.25 * seen[D_SURE] if same else -0.35 * seen[D_SURE]
    row[K_HELD] = min(row[K_HELD], 1.0)
    if row[K_HELD] < 0.0:
        row[K_CLASS], row[K_HELD] = seen[D_CLASS], seen[D_SURE]
    row[K_COS] += NUDGE * (np.cos(seen[D_HEADING]) - row[K_COS])
    row[K_SIN] += NUDGE * (np.sin(seen[D_HEADING]) - row[K_SIN])
    row[K_LENGTH : K_WIDTH + 1] += NUDGE * (seen[D_LENGTH : D_WIDTH + 1] - row[K_LENGTH : K_WIDTH + 1])
    row[K_BRAKE : K_TEMPORARY + 1] += NUDGE * (seen[D_BRAKE:D_LIMIT] - row[K_BRAKE : K_TEMPORARY + 1])
    row[K_LIMIT:K_P] += NUDGE * (seen[D_LIMIT:SEEN] - row[K_LIMIT:K_P])
    row[K_SURE] += RISES * (seen[D_SURE] - row[K_SURE]) if seen[D_SURE] < row[K_SURE] else 0.5 * (
        max(seen[D_SURE], 1.0 - (1.0 - row[K_SURE]) * (1.0 - 0.5 * seen[D_SURE])) - row[K_SURE]
    )  # fmt: skip
    row[K_TIME] = now


def inverse(m: Float64) -> Float64:
    """Of a 2 × 2 matrix, without a library's own threads."""
    det = m[0, 0] * m[1, 1] - m[0, 1] * m[1, 0]
    return np.array([[m[1, 1], -m[0, 1]], [-m[1, 0], m[0, 0]]]) / max(float(det), 1e-12)
