"""Binomial probabilities and tails to the last few bits, from one trial to a thousand million.

The point probability is Loader's saddle-point form (C. Loader, Fast and accurate computation of binomial
probabilities, 2000): the large logarithms that would cancel are never formed. A tail is the point probability times a
sum of products of ratios, all of one sign.
"""

from __future__ import annotations

import math

import numpy as np

EXACT = 16  # below it the error of Stirling's formula is taken from the factorial itself
REACH = 12.0  # standard deviations from the first term of a tail to what no longer counts in a float64
MORE = 64  # terms beyond them, for tails that are not yet normal


def point(hits: int, trials: int, rate: float, rest: float) -> float:
    """Probability of exactly `hits` of `trials`; `rest` is 1 - `rate`, given apart so that neither loses digits.

    >>> round(point(1, 8, 0.5, 0.5), 8)
    0.03125
    """
    if rate == 0.0 or rest == 0.0:
        return 1.0 if hits == (0 if rate == 0.0 else trials) else 0.0
    if hits in (0, trials):
        certain, other = (rest, rate) if hits == 0 else (rate, rest)
        return math.exp(trials * (math.log1p(-other) if other < 0.5 else math.log(certain)))
    misses = trials - hits
    error = _stirling(trials) - _stirling(hits) - _stirling(misses)
    away = _deviance(hits, trials * rate) + _deviance(misses, trials * rest)
    return math.exp(error - away) * math.sqrt(trials / (2.0 * math.pi * hits) / misses)


def at_most(hits: int, trials: int, rate: float, rest: float) -> float:
    """Probability of `hits` or fewer of `trials`.

    >>> round(at_most(1, 8, 0.5, 0.5), 8)
    0.03515625
    """
    if hits < 0:
        return 0.0
    if hits >= trials:
        return 1.0
    if hits > trials * rate:
        return 1.0 - at_most(trials - hits - 1, trials, rest, rate)
    first = point(hits, trials, rate, rest)
    count = min(hits, int(REACH * math.sqrt(trials * rate * rest)) + MORE)
    steps = hits - np.arange(count, dtype=np.float64)  # from `hits` down
    ratios = steps / (trials - steps + 1.0) * (rest / rate if rate else 0.0)
    return min(1.0, first * (1.0 + float(np.cumprod(ratios).sum())))


def _stirling(count: int) -> float:
    """What Stirling's formula lacks of the logarithm of `count` factorial."""
    if count < EXACT:
        half = 0.5 * math.log(2.0 * math.pi * count) + count * math.log(count) - count if count else 0.0
        return math.log(math.factorial(count)) - half if count else 0.0
    square = float(count) * count
    return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / count


def _deviance(count: float, expected: float) -> float:
    """count log(count/expected) + expected - count, without cancellation where the two are near."""
    if abs(count - expected) >= 0.1 * (count + expected):
        return count * math.log(count / expected) + expected - count
    ratio = (count - expected) / (count + expected)
    total, term, odd = (count - expected) * ratio, 2.0 * count * ratio, 1
    while True:
        term *= ratio * ratio
        odd += 2
        more = total + term / odd
        if more == total:
            return total
        total = more
