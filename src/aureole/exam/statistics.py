"""How sure a share of failures is: Wilson and Clopper–Pearson intervals, the zero-failure bound, the summary.

A share of failed cases says something about the grid of cases it was counted on, never about exposure on roads.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np

from aureole.core.verdict import Verdict

LEVEL = 0.95  # of confidence, where none is asked for
HALVINGS = 60  # of [0, 1]: finer than a float64 near 1


class Interval(NamedTuple):
    """Where a rate lies, with the confidence it was asked for."""

    low: float
    high: float


def wilson(hits: int, trials: int, level: float = LEVEL) -> Interval:
    """Two-sided score interval (Wilson, J. Am. Stat. Assoc. 22, 1927); (0, 1) without trials.

    >>> [round(bound, 4) for bound in wilson(5, 100)]
    [0.0215, 0.1118]
    """
    if trials == 0:
        return Interval(0.0, 1.0)
    z = NormalDist().inv_cdf(0.5 + level / 2.0)
    rate, spread = hits / trials, z * z / trials
    middle = (rate + spread / 2.0) / (1.0 + spread)
    half = z / (1.0 + spread) * math.sqrt(rate * (1.0 - rate) / trials + spread / (4.0 * trials))
    return Interval(0.0 if hits == 0 else middle - half, 1.0 if hits == trials else middle + half)


def clopper_pearson(hits: int, trials: int, level: float = LEVEL) -> Interval:
    """Two-sided exact interval (Clopper & Pearson, Biometrika 26, 1934), by bisection on the binomial tail.

    >>> [round(bound, 4) for bound in clopper_pearson(5, 100)]
    [0.0164, 0.1128]
    """
    if trials == 0:
        return Interval(0.0, 1.0)
    tail = (1.0 - level) / 2.0
    low = 0.0 if hits == 0 else 1.0 - _upper(trials - hits, trials, tail)
    high = 1.0 if hits == trials else _upper(hits, trials, tail)
    return Interval(low, high)


def zero_failures(trials: int, level: float = LEVEL) -> float:
    """Highest failure rate that `trials` cases without a failure leave open, one-sided.

    The rule of three is its limit, 3/trials at 95 %.

    >>> round(zero_failures(299), 5)
    0.00997
    """
    return 1.0 if trials == 0 else -math.expm1(math.log1p(-level) / trials)


def trials_needed(rate: float, level: float = LEVEL) -> int:
    """Cases without a failure that show a failure rate below `rate`.

    >>> trials_needed(0.01), trials_needed(0.001), trials_needed(0.0001)
    (299, 2995, 29956)
    """
    return math.ceil(math.log1p(-level) / math.log1p(-rate))


def _upper(hits: int, trials: int, tail: float) -> float:
    """The rate at which `hits` or fewer of `trials` still have probability `tail`; hits < trials."""
    steps = np.arange(1, hits + 1, dtype=np.float64)
    ways = np.concatenate(([0.0], np.cumsum(np.log((trials - steps + 1.0) / steps))))  # log of n over k
    counts = np.arange(hits + 1, dtype=np.float64)
    low, high = hits / trials, 1.0
    for _ in range(HALVINGS):
        rate = (low + high) / 2.0
        if rate in (low, high):
            break
        terms = ways + counts * math.log(rate) + (trials - counts) * math.log1p(-rate)
        low, high = (rate, high) if np.exp(terms).sum() > tail else (low, rate)
    return high


def bounds(failed: int, exercised: int, level: float = LEVEL) -> dict[str, Any]:
    """What a count of failures proves about the failure rate on the cases' own distribution."""
    return {
        "level": level,
        "exercised": exercised,
        "failure_rate": failed / exercised if exercised else None,
        "wilson": list(wilson(failed, exercised, level)),
        "clopper_pearson": list(clopper_pearson(failed, exercised, level)),
        "zero_failures": zero_failures(exercised, level) if failed == 0 else None,
    }


def summary(verdicts: Iterable[Verdict], *, seconds: Mapping[str, float] | None = None) -> dict[str, dict[str, Any]]:
    """Counts and bounds for each driver, in the order drivers first appear (`verdicts.json`, key `summary`).

    `passed` counts the status of that name alone; what was unavoidable is passed too and counted beside it. Cases
    that were not exercised or broke for reasons of the machine are no trials. `seconds` is wall-clock time by driver;
    without it, the driven time.
    """
    found: dict[str, dict[str, Any]] = {}
    for verdict in verdicts:
        row = found.setdefault(verdict.driver, _nothing())
        row["cases"] += 1
        row[verdict.status] += 1
        driven = verdict.measures.get("time", 0.0)
        row["seconds"] += driven if math.isfinite(driven) else 0.0
    for driver, row in found.items():
        if seconds is not None:
            row["seconds"] = seconds.get(driver, row["seconds"])
        row["bounds"] = bounds(row["failed"], row["passed"] + row["failed"] + row["unavoidable"])
    return found


def _nothing() -> dict[str, Any]:
    return {
        "cases": 0,
        "passed": 0,
        "failed": 0,
        "unavoidable": 0,
        "not_exercised": 0,
        "infrastructure": 0,
        "seconds": 0.0,
        "bounds": {},
    }
