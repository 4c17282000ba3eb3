"""What a search may claim: the failure rate with its interval, and how it came by it.

Weighted draws: batch k has `n_k` rows from a density `q_k` that was fixed before the batch was drawn, relative to the
nominal one. With f = 1 for a failure the mean `m_k` of f/q_k over the batch has expectation p whatever came before,
because E[f/q_k | q_k] = integral of f = p wherever q_k > 0, and q_k is at least `PLAIN`. So for shares a_k that are
fixed before the first of these batches and sum to one, E[sum a_k m_k] = p exactly: a sum of martingale differences.
They are uncorrelated, so that the variances within the batches, each times a_k^2, add up to that of the estimate. The
shares rise with the square root of the batch's number: within an eighth of the best shares however fast q_k becomes
better (Owen & Zhou, The square root rule for adaptive importance sampling, ACM TOMACS 30, 2020).

The interval is the normal one of the rate's logarithm, with Student's correction for few effective failures. Below
`FEWEST` of them it is not claimed: then only the plain draws count, with the exact interval of Clopper and Pearson.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aureole.core.notes import Bool, Float64
from aureole.exam.statistics.bounds import LEVEL, Interval, clopper_pearson, quantile

FEWEST = 12.0  # effective failures below which weighted draws do not claim an interval
WEIGHTED, PLAIN_DRAWS, WHOLE, NOTHING = "importance", "monte_carlo", "whole", "none"
"""How a rate was found: weighted draws, plain draws, every case there is; or there is none."""


Seen = tuple[Bool, Float64]
"""Of each row: whether it failed, and its distance to failure (below zero exactly where it failed)."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one density, with what came of them."""

    weights: Float64
    """Nominal density over the density the row was drawn from."""
    failed: Bool
    plain: int
    """So many of the first rows were drawn from the nominal distribution itself."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A failure rate under the nominal distribution."""

    method: str
    rate: float
    """NaN if there is none."""
    interval: Interval
    level: float
    variance: float
    """Of the rate."""
    effective: float
    """Failures that would weigh as much if all weighed the same (effective sample size of the failing draws)."""
    used: int
    """Draws that the estimate rests on."""
    plain: Interval
    """What the plain draws among them alone prove, whatever the search may have overlooked."""

    @property
    def equivalent(self) -> float:
        """Plain draws that would give the same variance; 0 if nothing is known of it."""
        known = self.variance > 0.0 and 0.0 < self.rate < 1.0
        return self.rate * (1.0 - self.rate) / self.variance if known else 0.0


def nothing(level: float = LEVEL) -> Estimate:
    """Nothing is claimed."""
    every = Interval(0.0, 1.0)
    return Estimate(NOTHING, math.nan, every, level, math.nan, 0.0, 0, every)


def whole(failed: int, count: int, level: float = LEVEL) -> Estimate:
    """Every case there is was driven: no chance is left in it."""
    rate = failed / count
    return Estimate(WHOLE, rate, Interval(rate, rate), level, 0.0, float(failed), count, Interval(rate, rate))


def from_plain(failed: int, count: int, level: float = LEVEL) -> Estimate:
    """From so many draws of the nominal distribution."""
    if count == 0:
        return nothing(level)
    rate, sure = failed / count, clopper_pearson(failed, count, level)
    return Estimate(PLAIN_DRAWS, rate, sure, level, rate * (1.0 - rate) / count, float(failed), count, sure)


def from_weighted(batches: Sequence[Batch], level: float = LEVEL) -> Estimate:
    """From batches whose number and sizes were fixed before the first of them was drawn."""
    plain = sum(batch.plain for batch in batches)
    sure = clopper_pearson(sum(int(batch.failed[: batch.plain].sum()) for batch in batches), plain, level)
    shares = np.array([math.sqrt(k) * len(batch.failed) for k, batch in enumerate(batches, 1)])
    shares /= shares.sum()
    rows = [batch.weights * batch.failed for batch in batches]
    rate = float(sum(share * row.mean() for share, row in zip(shares, rows, strict=True)))
    parts = [share**2 * scatter(batch) for share, batch in zip(shares, batches, strict=True)]
    terms = np.concatenate([share / len(row) * row for share, row in zip(shares, rows, strict=True)])
    variance, squares = float(sum(parts)), float((terms**2).sum())
    effective = rate**2 / squares if squares > 0.0 else 0.0
    claimed = logarithmic(rate, variance, effective, level) if effective >= FEWEST else sure
    return Estimate(WEIGHTED, rate, claimed, level, variance, effective, len(terms), sure)


def scatter(batch: Batch) -> float:
    """Variance of a batch's mean; plain rows and the others have fixed shares of it, so what is between them is none.

    The few plain rows would tell their own variance badly: all rows tell it, weighted.
    """
    rows, count = batch.weights * batch.failed, len(batch.failed)
    others = rows[batch.plain :]
    square, mean = float((batch.weights * rows**2).mean()), float((batch.weights * rows).mean())
    plain = max(square - mean**2, 0.0)
    own = float(others.var(ddof=1)) if len(others) > 1 else 0.0
    return (batch.plain * plain + len(others) * own) / count**2


def logarithmic(rate: float, variance: float, effective: float, level: float) -> Interval:
    """The normal interval of the logarithm of a rate, with Student's correction for so many effective failures."""
    reach = student(level, effective - 1.0) * math.sqrt(variance) / rate
    return Interval(rate * math.exp(-reach), min(1.0, rate * math.exp(reach)))


def student(level: float, freedom: float) -> float:
    """Two-sided quantile of Student's distribution, by its expansion (Abramowitz & Stegun 26.7.5).

    >>> round(student(0.95, 11.0), 2), round(student(0.95, 1e9), 3)
    (2.2, 1.96)
    """
    z = quantile(level)
    first = (z**3 + z) / 4.0
    second = (5.0 * z**5 + 16.0 * z**3 + 3.0 * z) / 96.0
    third = (3.0 * z**7 + 19.0 * z**5 + 17.0 * z**3 - 15.0 * z) / 384.0
    return z + first / freedom + second / freedom**2 + third / freedom**3
