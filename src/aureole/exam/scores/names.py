"""The names of the scores, as one gives them on a command line, and their means over cases; light to import."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from math import fsum, isfinite, nan, sqrt

from aureole.core.errors import BadInput
from aureole.core.verdict import Verdict

NAMES = ("pdms", "epdms", "nuplan", "route", "alpasim")


def chosen(words: Iterable[str]) -> tuple[str, ...]:
    """Names of scores from words like `pdms,nuplan`, each once, in the order of `NAMES`.

    Raises:
        BadInput: there is no such score; with those that are spelt like it.
    """
    names = [name.strip() for word in words for name in word.split(",") if name.strip()]
    for name in names:
        if name not in NAMES:
            near = difflib.get_close_matches(name.lower(), NAMES, n=3) or NAMES
            raise BadInput(f"--scores {name}: there is no such score", remedy=f"did you mean {', '.join(near)}?")
    return tuple(name for name in NAMES if name in names)


def spreads(verdicts: Sequence[Verdict], names: Iterable[str]) -> dict[str, dict[str, float]]:
    """Mean and standard deviation of each score over the cases that have it, how many those are and how many lack it.

    A deviation needs two cases; NaN without. A mean over a grid of cases says nothing about driving on roads.
    """
    found = {}
    for name in names:
        values = [value for one in verdicts if isfinite(value := one.measures.get(name, nan))]
        count = len(values)
        mean = fsum(values) / count if count else nan
        found[name] = {
            "mean": mean,
            "deviation": sqrt(fsum((value - mean) ** 2 for value in values) / (count - 1)) if count > 1 else nan,
            "lowest": min(values, default=nan),
            "cases": count,
            "unscored": len(verdicts) - count,
        }
    return found
