"""How sure a share of failures is: Wilson and Clopper–Pearson intervals, and what no failure at all proves."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

from aureole.exam.statistics.binomial import at_most

LEVEL = 0.95  # of confidence, where none is asked for
FARTHEST = 745.0  # log-odds beyond which a float64 rate is 0 or 1


class Interval(NamedTuple):
    """Where a rate, a difference or a ratio lies, with the confidence it was asked for."""

    low: float
    high: float


def wilson(hits: int, trials: int, level: float = LEVEL) -> Interval:
    """Two-sided score interval (Wilson, J. Am. Stat. Assoc. 22, 1927); (0, 1) without trials.

    >>> [round(bound, 4) for bound in wilson(5, 100)]
    [0.0215, 0.1118]
    """
    _checked(hits, trials, level)
    if trials == 0:
        return Interval(0.0, 1.0)
    z = quantile(level)
    rate, spread = hits / trials, z * z / trials
    middle = (rate + spread / 2.0) / (1.0 + spread)
    half = z / (1.0 + spread) * math.sqrt(rate * (1.0 - rate) / trials + spread / (4.0 * trials))
    low = 0.0 if hits == 0 else min(rate, max(0.0, middle - half))
    return Interval(low, 1.0 if hits == trials else max(rate, min(1.0, middle + half)))


def clopper_pearson(hits: int, trials: int, level: float = LEVEL) -> Interval:
    """Two-sided exact interval (Clopper & Pearson, Biometrika 26, 1934), by bisection on the binomial tail.

    It holds the true rate in at least `level` of all samples, however few; (0, 1) without trials.

    >>> [round(bound, 4) for bound in clopper_pearson(5, 100)]
    [0.0164, 0.1128]
    """
    _checked(hits, trials, level)
    if trials == 0:
        return Interval(0.0, 1.0)
    tail = (1.0 - level) / 2.0
    low = 0.0 if hits == 0 else _upper(trials - hits, trials, tail)[1]
    high = 1.0 if hits == trials else _upper(hits, trials, tail)[0]
    return Interval(low, high)


def zero_failures(trials: int, level: float = LEVEL) -> float:
    """Highest failure rate that `trials` cases without a failure leave open, one-sided.

    The rule of three is its limit, 3/trials at 95 %.

    >>> round(zero_failures(299), 5)
    0.00997
    """
    _checked(0, trials, level)
    return 1.0 if trials == 0 else -math.expm1(math.log1p(-level) / trials)


def trials_needed(rate: float, level: float = LEVEL) -> int:
    """Cases without a failure that show a failure rate below `rate`.

    >>> trials_needed(0.01), trials_needed(0.001), trials_needed(0.0001)
    (299, 2995, 29956)
    """
    if not (0.0 < rate < 1.0 and 0.0 < level < 1.0):
        raise ValueError(f"rate {rate}, level {level}: expected between 0 and 1")
    return math.ceil(math.log1p(-level) / math.log1p(-rate))


def quantile(level: float) -> float:
    """How many standard deviations to either side hold `level` of a normal distribution.

    >>> round(quantile(0.95), 6)
    1.959964
    """
    return NormalDist().inv_cdf(0.5 + level / 2.0)


def _upper(hits: int, trials: int, tail: float) -> tuple[float, float]:
    """Rate, and 1 - rate, at which `hits` or fewer of `trials` still have probability `tail`; hits < trials.

    Bisection on the log-odds: both ends of [0, 1] are as fine as its middle.
    """
    if hits == 0:
        return -math.expm1(math.log(tail) / trials), math.exp(math.log(tail) / trials)
    low, high = -FARTHEST, FARTHEST
    while low < (odds := (low + high) / 2.0) < high:
        low, high = (odds, high) if at_most(hits, trials, *_both(odds)) > tail else (low, odds)
    return _both(high)


def _both(odds: float) -> tuple[float, float]:
    """Rate and 1 - rate of a log-odds."""
    small = math.exp(-abs(odds))
    less, more = small / (1.0 + small), 1.0 / (1.0 + small)
    return (more, less) if odds > 0.0 else (less, more)


def _checked(hits: int, trials: int, level: float) -> None:
    if not 0 <= hits <= trials:
        raise ValueError(f"{hits} of {trials}: expected from none to all")
    if not 0.0 < level < 1.0:
        raise ValueError(f"level {level}: expected between 0 and 1")
