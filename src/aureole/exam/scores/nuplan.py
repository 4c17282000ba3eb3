"""nuPlan's closed-loop score: NC · DAC · making progress · DDC · (5 progress + 5 TTC + 4 speed + 2 comfort) / 16.

Karnchanachari et al., Towards learning-based planning: the nuPlan benchmark, ICRA 2024; where the paper is silent, as
in the published devkit (docs: reference, scores). The whole drive is one scenario.
"""

from __future__ import annotations

from math import isnan, nan
from typing import NamedTuple

import numpy as np

from aureole.exam.scores.combine import lacking, score
from aureole.exam.scores.factors import rules
from aureole.exam.scores.factors.comfort import centre_accel, comfortable, felt
from aureole.exam.scores.factors.ground import Ground, centres, survey
from aureole.exam.scores.factors.meet import contacts
from aureole.exam.scores.factors.progress import headway
from aureole.exam.scores.factors.ttc import BOUND, nuplan_ttc
from aureole.exam.scores.logs.log import Log

LEAST = 0.2  # -; a smaller share of the expert's progress is none
SHORT = 2.0  # m; the expert's progress counts as no less than this
OVERSPEED = 2.23  # m/s above the limit all the time make the factor 0
PROGRESS, TTC, SPEED, COMFORT = 5.0, 5.0, 4.0, 2.0  # weights


class Nuplan(NamedTuple):
    """The score with its factors, each from 0 to 1; NaN: could not be judged."""

    score: float
    nc: float
    """No collision at fault."""
    dac: float
    """Drivable area compliance, with 0.3 m tolerance."""
    making_progress: float
    ddc: float
    """Driving direction compliance."""
    progress: float
    """Share of the expert's way."""
    ttc: float
    """Time to collision within bound."""
    speed: float
    """Speed limit compliance."""
    comfort: float
    lacks: tuple[str, ...]
    """Factors that could not be judged."""


def share(log: Log) -> float:
    """Progress along the way as a share of the expert's: the human, or else the safe planner; NaN without."""
    expert = log.human if log.human is not None else log.safe
    if log.route is None or expert is None:
        return nan
    theirs = headway(log.route, centres(log.driven_by(expert))[:, :2])
    mine = headway(log.route, centres(log)[:, :2])
    return min(1.0, max(0.0, mine / max(theirs, SHORT)))


def speed_kept(log: Log, ground: Ground | None) -> float:
    """1 - the mean of what was driven above the limit (m/s) over 2.23 m/s, not below 0; NaN where no limit is known."""
    if ground is None or log.terrain is None or log.terrain.limits is None:
        return nan
    span = float(log.time[-1] - log.time[0])
    over = log.ego.speed - np.where(np.isnan(ground.limit), np.inf, ground.limit)
    return 1.0 if span <= 0.0 else max(0.0, 1.0 - float(np.maximum(over, 0.0).sum()) * log.step / (OVERSPEED * span))


def nuplan(log: Log, ground: Ground | None = None) -> Nuplan:
    """nuPlan's score of a whole drive.

    Args:
        log: `human` (or else `safe`) and `route` are what progress is measured by.
        ground: `survey(log)`, where it is known already.
    """
    ground = survey(log) if ground is None else ground
    found = contacts(log, ground, None if ground is None else ground.scattered)
    nc, dac, ddc = rules.nuplan_nc(log, found), rules.dac(ground, rules.TOLERANCE), rules.nuplan_ddc(log, ground)
    progress = share(log)
    making = nan if isnan(progress) else float(progress >= LEAST)
    ttc = nan if log.others is None else float((nuplan_ttc(log, ground, found) > BOUND).all())
    speed = speed_kept(log, ground)
    comfort = comfortable(felt(log.ego, centre_accel(log.ego, log.body, log.step), log.step))
    parts = ((progress, PROGRESS), (ttc, TTC), (speed, SPEED), (comfort, COMFORT))
    value = score((nc, dac, making, ddc), parts, (nc, progress))
    lacks = lacking(
        nc=nc, dac=dac, making_progress=making, ddc=ddc, progress=progress, ttc=ttc, speed=speed, comfort=comfort
    )
    return Nuplan(value, nc, dac, making, ddc, progress, ttc, speed, comfort, lacks)
