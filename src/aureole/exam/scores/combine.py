"""How factors become a score: a product of what must hold times a weighted mean of what counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isnan, nan


def product(factors: Iterable[float]) -> float:
    """Of the factors that could be judged; 1 of none."""
    found = 1.0
    for factor in factors:
        if not isnan(factor):
            found *= factor
    return found


def mean(parts: Sequence[tuple[float, float]]) -> float:
    """Weighted mean of (value, weight) over what could be judged; NaN if nothing could.

    This is how nuPlan's aggregator treats a metric without a value: it is left out with its weight.
    """
    judged = [(value, weight) for value, weight in parts if not isnan(value)]
    if not judged:
        return nan
    return sum(value * weight for value, weight in judged) / sum(weight for _, weight in judged)


def score(must: Sequence[float], parts: Sequence[tuple[float, float]], needed: Sequence[float]) -> float:
    """Product times weighted mean; NaN unless everything `needed` could be judged or a factor is 0 for certain."""
    gate = product(must)
    if gate == 0.0:
        return 0.0
    return nan if any(isnan(value) for value in needed) else gate * mean(parts)


def lacking(**factors: float) -> tuple[str, ...]:
    """Names of the factors that could not be judged."""
    return tuple(name for name, value in factors.items() if isnan(value))
