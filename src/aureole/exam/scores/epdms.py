"""EPDMS, the extended score of NAVSIM 2: NC · DAC · DDC · TLC · (5 EP + 5 TTC + 2 LK + 2 HC + 2 EC) / 16.

A factor is 1 where the human fails it too. Cao et al., Pseudo-Simulation for Autonomous Driving, CoRL 2025; Li et al.,
Hydra-MDP++, 2025; where the papers are silent, as in the published devkit, branch main (docs: reference, scores).
"""

from __future__ import annotations

from math import isnan, nan
from typing import NamedTuple

import numpy as np

from aureole.exam.scores.combine import lacking, product, score
from aureole.exam.scores.factors import rules
from aureole.exam.scores.factors.comfort import centre_accel, comfortable, felt
from aureole.exam.scores.factors.consistency import consistency
from aureole.exam.scores.factors.ground import Ground, centres, survey
from aureole.exam.scores.factors.lights import tlc
from aureole.exam.scores.factors.progress import headings, project
from aureole.exam.scores.factors.ttc import HORIZONS, navsim_ttc
from aureole.exam.scores.logs.log import Log, Motion
from aureole.exam.scores.pdms import SHORT, gates, moments, raw_progress

OFFSET = 0.5  # m; further from the middle of the way is beside it
LASTS = 2.0  # s; for so long in a row
EP, TTC, LK, HC, EC = 5.0, 5.0, 2.0, 2.0, 2.0  # weights


class Epdms(NamedTuple):
    """The score with its factors, each from 0 to 1; NaN: could not be judged."""

    score: float
    nc: float
    """No collision at fault."""
    dac: float
    """Drivable area compliance."""
    ddc: float
    """Driving direction compliance."""
    tlc: float
    """Traffic light compliance."""
    ep: float
    """Ego progress."""
    ttc: float
    """Time to collision within bound."""
    lk: float
    """Lane keeping."""
    hc: float
    """History comfort."""
    ec: float
    """Extended comfort: the plan agrees with the one before."""
    lacks: tuple[str, ...]
    """Factors that could not be judged; `human` where no human's failures could be forgiven."""


class Factors(NamedTuple):
    """What is judged of one motion; `ep` is what it makes of the safe planner's way."""

    nc: float
    dac: float
    ddc: float
    tlc: float
    ep: float
    ttc: float
    lk: float
    hc: float


def lk(log: Log, ground: Ground | None) -> float:
    """0 if the middle is more than 0.5 m beside the way for two seconds in a row, else 1; NaN without a way.

    Moments in a junction neither count nor end the row.
    """
    if log.route is None:
        return nan
    _, beside = project(log.route, centres(log)[:, :2])
    counts = np.ones(len(log), np.bool_) if ground is None else ~ground.junction
    beyond = beside[counts] > OFFSET
    needed = int(np.ceil(LASTS / log.step - 1e-9))
    run = 0
    for far in beyond:
        run = run + 1 if far else 0
        if run >= needed:
            return 0.0
    return 1.0


def hc(log: Log) -> float:
    """Comfort of the motion with what went before it."""
    motion = log.ego
    if log.past is not None:
        pairs = zip(columns(log.past), columns(motion), strict=True)
        motion = Motion(*(np.concatenate(pair) for pair in pairs))
    return comfortable(felt(motion, centre_accel(motion, log.body, log.step), log.step))


def columns(motion: Motion) -> tuple[np.ndarray, ...]:
    """The arrays of a motion, in order."""
    return motion.xy, motion.heading, motion.velocity, motion.accel, motion.yaw_rate


def judged(log: Log, ground: Ground | None, count: int) -> Factors:
    """All factors but EC of whoever is the scored car, over `count` moments; `ep` is still in metres."""
    scored = log.part(0, count)
    floor = None if ground is None else ground.part(slice(0, count))
    nc, dac = gates(scored, floor)
    middle = centres(scored)[:, :2]
    way = scored.ego.heading if log.route is None else headings(log.route, middle)
    ahead = round(max(HORIZONS) / log.step)
    ttc = navsim_ttc(log, ground, count, max(count - 1 - ahead, 0))
    return Factors(
        nc, dac, rules.navsim_ddc(scored, floor, way), tlc(scored), raw_progress(scored), ttc, lk(scored, floor),
        hc(scored),
    )  # fmt: skip


def measured(mine: Factors, safe: Factors | None) -> Factors:
    """The same with progress as a share of the best that was safe: the scored car's own or the reference's."""
    if safe is None or isnan(mine.ep) or isnan(safe.ep):
        return mine._replace(ep=nan)
    best = max(mine.ep * product(mine[:4]), safe.ep * product(safe[:4]))
    return mine._replace(ep=min(max(mine.ep / best, 0.0), 1.0) if best > SHORT else 1.0)


def epdms(log: Log, ground: Ground | None = None) -> Epdms:
    """EPDMS of the first four seconds of a log; what it holds beyond them tells where the others went.

    Args:
        log: from the moment of the decision on; `safe` (or else `human`) and `route` are what progress is measured by,
            `human` is whose failures are forgiven, `past` and `plans` are what comfort is measured by.
        ground: `survey(log)`, where it is known already.
    """
    count = moments(log)
    found = judged(log, survey(log) if ground is None else ground, count)
    human = None if log.human is None else of_other(log, log.human, count)
    safe = human if log.safe is None else of_other(log, log.safe, count)
    found = measured(found, safe)
    if human is not None:
        theirs = measured(human, safe)
        found = Factors(*(1.0 if their == 0.0 else own for own, their in zip(found, theirs, strict=True)))
    ec = consistency(log)
    parts = ((found.ep, EP), (found.ttc, TTC), (found.lk, LK), (found.hc, HC), (ec, EC))
    value = score(found[:4], parts, (found.nc, found.ep))
    lacks = lacking(**found._asdict(), ec=ec)
    lacks += ("history",) if log.past is None else ()
    return Epdms(value, *found, ec, lacks + (() if human is not None else ("human",)))


def of_other(log: Log, motion: Motion, count: int) -> Factors:
    """What is judged of another motion in the scored car's place."""
    its = log.driven_by(motion)
    return judged(its, survey(its), count)
