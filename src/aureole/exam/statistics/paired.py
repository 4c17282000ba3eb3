"""Two drivers on the same cases: McNemar's test, the difference of their failure rates, the odds of breaking.

Only the cases that change count in the test: `fixed` failed first and passed then, `broken` the other way round.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from aureole.exam.statistics.binomial import at_most, point
from aureole.exam.statistics.bounds import LEVEL, Interval, clopper_pearson, wilson


class Pairs(NamedTuple):
    """How many cases ended how, first and then."""

    both_failed: int
    fixed: int
    """Failed first, passed then."""
    broken: int
    """Passed first, failed then."""
    both_passed: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self)


class McNemar(NamedTuple):
    """Whether as many were fixed as broken: probabilities, two-sided, of counts at least as unequal by chance alone."""

    discordant: int
    """Fixed and broken together."""
    mid: float
    """Mid-p: recommended, close to its level and never far above it."""
    exact: float
    """Exact conditional: never above its level, conservative."""
    statistic: float
    """Chi-square with one degree of freedom, uncorrected; 0 where nothing changed."""
    asymptotic: float
    """From `statistic`; for large counts."""


def mcnemar(fixed: int, broken: int) -> McNemar:
    """McNemar's test (Psychometrika 12, 1947) in its exact, mid-p and asymptotic forms.

    The three after Fagerland, Lydersen & Laake, BMC Medical Research Methodology 13:91, 2013. Where nothing changed,
    there is no evidence of a difference: every p is 1.

    >>> [round(p, 4) for p in mcnemar(1, 7)[1:]]
    [0.0391, 0.0703, 4.5, 0.0339]
    """
    if min(fixed, broken) < 0:
        raise ValueError(f"{fixed} fixed, {broken} broken: expected none or more")
    changed = fixed + broken
    if changed == 0:
        return McNemar(0, 1.0, 1.0, 0.0, 1.0)
    less = min(fixed, broken)
    here = point(less, changed, 0.5, 0.5)
    exact = min(1.0, 2.0 * at_most(less, changed, 0.5, 0.5))
    mid = 1.0 - 0.5 * here if fixed == broken else max(0.0, exact - here)
    statistic = (fixed - broken) ** 2 / changed
    return McNemar(changed, mid, exact, statistic, math.erfc(math.sqrt(statistic / 2.0)))


def difference(pairs: Pairs, level: float = LEVEL) -> Interval:
    """Interval of the failure rate then minus the failure rate first; (-1, 1) without pairs.

    Square-and-add of two Wilson intervals, with their correlation (Newcombe, Statistics in Medicine 17, 2635–2650,
    1998, method 10).

    >>> [round(bound, 4) for bound in difference(Pairs(36, 2, 12, 0))]
    [0.0569, 0.3404]
    """
    if pairs.total == 0:
        return Interval(-1.0, 1.0)
    then, first = pairs.both_failed + pairs.broken, pairs.both_failed + pairs.fixed
    total = pairs.total
    (low_then, high_then), (low_first, high_first) = wilson(then, total, level), wilson(first, total, level)
    rate_then, rate_first = then / total, first / total
    middle = (pairs.broken - pairs.fixed) / total
    phi = _correlation(pairs)
    below, above = rate_then - low_then, high_first - rate_first
    low = middle - math.sqrt(max(0.0, below**2 - 2.0 * phi * below * above + above**2))
    below, above = rate_first - low_first, high_then - rate_then
    high = middle + math.sqrt(max(0.0, below**2 - 2.0 * phi * below * above + above**2))
    return Interval(max(-1.0, low), min(1.0, high))


def odds(fixed: int, broken: int, level: float = LEVEL) -> Interval:
    """Exact conditional interval of broken cases for each fixed one; (0, infinity) where nothing changed.

    Clopper–Pearson of the share of broken among the changed, as odds.

    >>> [round(bound, 2) for bound in odds(2, 25)]
    [3.12, 108.89]
    """
    low, high = clopper_pearson(broken, fixed + broken, level)
    return Interval(_odds(low), _odds(high))


def clustered(changes: Iterable[tuple[int, int, int]]) -> McNemar:
    """McNemar for cases driven with several seeds, which are no independent trials.

    The statistic of Durkalski, Palesch, Lipsitz & Rust, Statistics in Medicine 22, 2417–2428, 2003; with one seed a
    case it is McNemar's own. It has no exact form: `mid` and `exact` are the asymptotic probability here.

    Args:
        changes: for each case how many of its seeds were fixed, how many broken, how many there are.
    """
    shares = [((broken - fixed) / seeds, fixed + broken) for fixed, broken, seeds in changes]
    changed = sum(count for _, count in shares)
    square = sum(share * share for share, _ in shares)
    if square == 0.0:
        return McNemar(changed, 1.0, 1.0, 0.0, 1.0)
    statistic = sum(share for share, _ in shares) ** 2 / square
    probability = math.erfc(math.sqrt(statistic / 2.0))
    return McNemar(changed, probability, probability, statistic, probability)


def _correlation(pairs: Pairs) -> float:
    """Phi of the fourfold table, pulled towards 0 as Newcombe's method 10 has it."""
    both, fixed, broken, none = pairs
    margins = (both + broken) * (fixed + none) * (both + fixed) * (broken + none)
    if margins == 0:
        return 0.0
    excess = float(both * none - fixed * broken)
    corrected = max(excess - pairs.total / 2.0, 0.0) if excess > 0.0 else excess
    return corrected / math.sqrt(margins)


def _odds(rate: float) -> float:
    return rate / (1.0 - rate) if rate < 1.0 else math.inf
