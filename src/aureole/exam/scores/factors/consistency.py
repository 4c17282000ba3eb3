"""Extended comfort: whether a plan agrees with the one before it, over the time that both speak of."""

from __future__ import annotations

from math import nan

import numpy as np

from aureole.core.notes import Float64
from aureole.exam.scores.factors.comfort import alike, felt
from aureole.exam.scores.logs.log import Log, Motion, Plans

SPAN = 0.55  # s; two plans further apart than this are not compared (NAVSIM 2, scene_aggregator)
HORIZON = 4.0  # s; a plan counts so far
FEWEST = 4  # common moments; fewer have no derivative


def consistency(log: Log) -> float:
    """EC of the plan in force at the first moment against the one kept before it; NaN without two such plans."""
    plans = log.plans
    if plans is None:
        return nan
    known = np.flatnonzero(plans.made <= log.time[0] + 1e-6)
    if len(known) < 2:
        return nan
    now, before = known[-1], known[-2]
    gap = plans.made[now] - plans.made[before]
    if not 0.0 < gap < SPAN:
        return nan
    end = min(plans.made[row] + min(plans.time[row, -1], HORIZON) for row in (now, before))
    count = int(np.floor((end - plans.made[now]) / log.step + 1e-6)) + 1
    if count < FEWEST:
        return nan
    times = plans.made[now] + log.step * np.arange(count)
    one, other = (meant(plans, row, times, log.step) for row in (now, before))
    return alike(*(felt(motion, motion.accel, log.step, accel_order=2) for motion in (one, other)))


def meant(plans: Plans, row: int, times: Float64, step: float) -> Motion:
    """The motion that a plan means, at some times; accelerations follow from its speeds and headings."""
    at, known = times - plans.made[row], plans.time[row]
    xy = np.stack([np.interp(at, known, plans.xy[row, :, axis]) for axis in (0, 1)], axis=1)
    heading = np.interp(at, known, np.unwrap(plans.heading[row]))
    speed = np.interp(at, known, plans.speed[row])
    turn = np.gradient(heading, step)
    accel = np.stack((np.gradient(speed, step), speed * turn), axis=1)
    velocity = speed[:, None] * np.stack((np.cos(heading), np.sin(heading)), axis=1)
    return Motion(xy, heading, velocity, accel, turn)
