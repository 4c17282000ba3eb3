"""What is seen and what is remembered in one frame: looks turned into the odometry's, and what an eye should see."""

from __future__ import annotations

import math

import numpy as np

from aureole.core.notes import Bool, Float64
from aureole.drivers.perception.decode import D_CLASS, D_HEADING, D_VX, D_VY, D_X, D_Y
from aureole.drivers.perception.eyes import met
from aureole.drivers.perception.remembered.tracking import K_CLASS, K_ID, K_LENGTH, K_WIDTH, K_X, K_Y
from aureole.drivers.perception.table import THINGS
from aureole.kernels import device, kernel

MIDST = 0.8  # m; height at which road users are looked for
INSIGHT = 45.0  # m; further away a thing that is not seen again may be there all the same
CLEARLY = 2.0  # m; so much nearer stands what hides another


@device
def spread_of(dx: float, dy: float) -> tuple[float, float, float]:
    """Covariance of where a thing is seen: along the line of sight distances are told worse."""
    far = max(math.hypot(dx, dy), 1.0)
    ux, uy = dx / far, dy / far
    along, across = 0.1 * far + 0.4, 0.015 * far + 0.2
    along, across = along * along, across * across
    xx, yy = ux * ux, uy * uy
    return along * xx + across * yy, (along - across) * ux * uy, along * yy + across * xx


@kernel
def abroad(table: Float64, pose: Float64, spread: Float64) -> None:
    """Turn things seen (`decode.seen`) from the car's frame into that in which it has a pose, in place.

    Velocities of signals stay: they have none. `spread`, (things, 2, 2), is filled with the covariances of places.
    """
    c, s = math.cos(pose[2]), math.sin(pose[2])
    for n in range(len(table)):
        row = table[n]
        x, y = row[D_X], row[D_Y]
        a, b, d = spread_of(x, y)
        spread[n, 0, 0] = (c * a * c + c * b * -s) + (-s * b * c + -s * d * -s)
        spread[n, 0, 1] = (c * a * s + c * b * c) + (-s * b * s + -s * d * c)
        spread[n, 1, 0] = (s * a * c + s * b * -s) + (c * b * c + c * d * -s)
        spread[n, 1, 1] = (s * a * s + s * b * c) + (c * b * s + c * d * c)
        row[D_X], row[D_Y] = pose[0] + c * x - s * y, pose[1] + s * x + c * y
        row[D_HEADING] += pose[2]
        if row[D_CLASS] < len(THINGS):
            x, y = row[D_VX], row[D_VY]
            row[D_VX], row[D_VY] = c * x - s * y, s * x + c * y


@kernel
def plainly(rows: Float64, eyes: Float64, fresh: Bool, pose: Float64, out: Bool) -> None:
    """Which remembered things stand where an eye with a new picture looks, with nobody before them; fills zeros.

    Args:
        rows: what is remembered, `tracking.Things.rows`.
        eyes: `eyes.numbers_of`.
        fresh: which eyes' pictures are new.
        pose: of the car, in the frame of the rows.
        out: for each row.
    """
    c, s, count = math.cos(pose[2]), math.sin(pose[2]), 0
    alive, at = np.empty(len(rows), np.int64), np.empty((len(rows), 3))
    for n in range(len(rows)):
        if rows[n, K_ID] < 0.0:
            continue
        dx, dy = rows[n, K_X] - pose[0], rows[n, K_Y] - pose[1]
        x, y = c * dx + s * dy, c * dy - s * dx
        alive[count], at[count, 0], at[count, 1] = n, math.hypot(x, y), math.atan2(y, x)
        for e in range(len(eyes)):
            if fresh[e] and met(eyes, e, x, y, MIDST)[2] > 0.0:
                out[n] = at[count, 0] < INSIGHT
        body = rows[n, K_CLASS] < len(THINGS)
        at[count, 2] = 0.5 * max(rows[n, K_LENGTH], rows[n, K_WIDTH]) + 0.3 if body else -1.0
        count += 1
    for i in range(count):
        for j in range(count):
            if not out[alive[i]] or at[j, 0] >= at[i, 0] - CLEARLY:
                continue
            turn = at[i, 1] - at[j, 1]
            apart = abs(math.atan2(math.sin(turn), math.cos(turn)))
            if apart * max(at[j, 0], 1.0) < at[j, 2]:
                out[alive[i]] = False
