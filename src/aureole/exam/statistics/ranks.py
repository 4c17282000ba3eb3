"""Paired differences without a guess of their distribution: Wilcoxon's signed ranks, the median with its interval."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Float64
from aureole.exam.statistics.binomial import at_most
from aureole.exam.statistics.bounds import LEVEL, Interval

EXACT = 200  # differences up to which every assignment of signs is counted
SAME = 9  # decimals to which two differences are the same: beyond them it is the rounding of a subtraction


class Wilcoxon(NamedTuple):
    """Whether differences lie as much above zero as below."""

    changed: int
    """Differences that are not zero; the others are left out (Wilcoxon, Biometrics Bulletin 1, 1945)."""
    above: float
    """Sum of the ranks of those above zero."""
    p: float
    """Two-sided."""
    exact: bool
    """All assignments of signs were counted; else normal, with ties and continuity corrected."""
    effect: float
    """Rank-biserial correlation: -1 all below zero, 0 balanced, 1 all above."""


def wilcoxon(differences: Float64) -> Wilcoxon:
    """Signed-rank test; ties share the mean of their ranks, and the exact distribution counts them as they are.

    >>> wilcoxon(np.array([6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75.0])).p
    0.041259765625
    """
    values = np.round(np.asarray(differences, np.float64), SAME)
    values = values[np.isfinite(values) & (values != 0.0)]
    if len(values) == 0:
        return Wilcoxon(0, 0.0, 1.0, exact=True, effect=0.0)
    doubled = _doubled_ranks(np.abs(values))
    above, total = int(doubled[values > 0.0].sum()), int(doubled.sum())
    exact = len(values) <= EXACT
    p = _counted(doubled, min(above, total - above)) if exact else _normal(doubled, above)
    return Wilcoxon(len(values), above / 2.0, p, exact, (2 * above - total) / total)


def median_interval(values: Float64, level: float = LEVEL) -> Interval:
    """Interval of the median from order statistics: exact for any distribution, at least `level`.

    Without enough values for the level the interval is unbounded.

    >>> median_interval(np.arange(1.0, 16.0))
    Interval(low=4.0, high=12.0)
    """
    ordered = np.sort(np.asarray(values, np.float64))
    count, tail = len(ordered), (1.0 - level) / 2.0
    if count == 0 or 0.5**count > tail:
        return Interval(-math.inf, math.inf)
    low, high = 0, count // 2  # at_most(low) <= tail < at_most(high)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if at_most(middle, count, 0.5, 0.5) <= tail else (low, middle)
    return Interval(float(ordered[low]), float(ordered[count - 1 - low]))


def _doubled_ranks(sizes: Float64) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Twice the ranks from 1, ties at their mean, so that all are whole."""
    _, places, counts = np.unique(sizes, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    doubled: np.ndarray[tuple[int], np.dtype[np.int64]] = (2 * last - counts + 1)[places].astype(np.int64)
    return doubled


def _counted(doubled: np.ndarray[tuple[int], np.dtype[np.int64]], less: int) -> float:
    """Twice the share of all assignments of signs whose sum of ranks above zero is at most `less`."""
    chance = np.zeros(int(doubled.sum()) + 1)
    chance[0] = 1.0
    for rank in doubled:
        chance[rank:] = 0.5 * (chance[rank:] + chance[:-rank])
        chance[:rank] *= 0.5
    return min(1.0, 2.0 * float(chance[: less + 1].sum()))


def _normal(doubled: np.ndarray[tuple[int], np.dtype[np.int64]], above: int) -> float:
    ranks = doubled / 2.0
    away = abs(above / 2.0 - ranks.sum() / 2.0)
    spread = math.sqrt(float((ranks * ranks).sum()) / 4.0)
    return math.erfc(max(0.0, away - 0.5) / spread / math.sqrt(2.0))
