"""PDMS, the predictive driver model score of NAVSIM 1: NC · DAC · (5 EP + 5 TTC + 2 C) / 12 over four seconds.

Dauner et al., NAVSIM: Data-Driven Non-Reactive Autonomous Vehicle Simulation and Benchmarking, NeurIPS 2024; where the
paper is silent, as in the published devkit, branch v1.1 (docs: reference, scores).
"""

from __future__ import annotations

from math import isnan, nan
from typing import NamedTuple

from aureole.exam.scores.combine import lacking, product, score
from aureole.exam.scores.factors import rules
from aureole.exam.scores.factors.comfort import comfortable, felt
from aureole.exam.scores.factors.ground import Ground, centres, survey
from aureole.exam.scores.factors.meet import contacts
from aureole.exam.scores.factors.progress import headway
from aureole.exam.scores.factors.ttc import navsim_ttc
from aureole.exam.scores.logs.log import Log

HORIZON = 4.0  # s
SHORT = 5.0  # m; where nobody could go further than this, progress counts full
EP, TTC, C = 5.0, 5.0, 2.0  # weights


class Pdms(NamedTuple):
    """The score with its factors, each from 0 to 1; NaN: could not be judged."""

    score: float
    nc: float
    """No collision at fault."""
    dac: float
    """Drivable area compliance."""
    ep: float
    """Ego progress."""
    ttc: float
    """Time to collision within bound."""
    c: float
    """Comfort."""
    lacks: tuple[str, ...]
    """Factors that could not be judged."""


def moments(log: Log) -> int:
    """How many moments four seconds are: 41 at 10 Hz, or as many as the log has."""
    return min(len(log), round(HORIZON / log.step) + 1)


def raw_progress(log: Log) -> float:
    """m that the middle of the scored car went along the way, 0 where backwards; NaN without a way."""
    return nan if log.route is None else max(0.0, headway(log.route, centres(log)[:, :2]))


def gates(log: Log, ground: Ground | None) -> tuple[float, float]:
    """NC and DAC of whoever is the scored car."""
    apart = None if ground is None else ground.across | ground.off
    return rules.navsim_nc(log, contacts(log, ground, apart)), rules.dac(ground, None)


def reference_progress(log: Log) -> float:
    """m that the safe planner (or else the human) went, times its own NC and DAC; NaN without both."""
    other = log.safe if log.safe is not None else log.human
    if other is None:
        return nan
    its = log.driven_by(other)
    return raw_progress(its) * product(gates(its, survey(its)))


def share_of(mine: float, theirs: float, gate: float) -> float:
    """Progress as a share of the best that was safe; NaN where either is. Near standstill all that is safe is full."""
    if isnan(mine) or isnan(theirs):
        return nan
    best = max(mine, theirs)
    return mine / best if best > SHORT else 1.0 if gate > 0.0 else 0.0


def pdms(log: Log, ground: Ground | None = None) -> Pdms:
    """PDMS of the first four seconds of a log; what it holds beyond them tells where the others went.

    Args:
        log: from the moment of the decision on; `safe` (or else `human`) and `route` are what progress is measured by.
        ground: `survey(log)`, where it is known already.
    """
    ground = survey(log) if ground is None else ground
    count = moments(log)
    scored = log.part(0, count)
    floor = None if ground is None else ground.part(slice(0, count))
    nc, dac = gates(scored, floor)
    gate = product((nc, dac))
    ep = share_of(raw_progress(scored) * gate, reference_progress(scored), gate)
    ttc = navsim_ttc(log, ground, count, count - 1)
    c = comfortable(felt(scored.ego, scored.ego.accel, log.step, whole=True))
    value = score((nc, dac), ((ep, EP), (ttc, TTC), (c, C)), (nc, ep))
    return Pdms(value, nc, dac, ep, ttc, c, lacking(nc=nc, dac=dac, ep=ep, ttc=ttc, c=c))
