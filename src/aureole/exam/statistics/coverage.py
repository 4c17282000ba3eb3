"""Which values of the cases' parameters were driven: bins of each parameter, and of each two of them together.

A bin is one value where a parameter takes few, else a tenth of its range. What a file declares but no case takes, a
verdict does not know: give the range as `declared`. Coverage is of the grid of cases; it says nothing about roads.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import numpy as np

from aureole.core.notes import Array
from aureole.core.verdict import STATUSES, Verdict

FEW = 24  # distinct values up to which each is a bin of its own
BINS = 10  # of equal width, where there are more
WIDEST = 100  # bins of a parameter that is still crossed with others
TRIALS = ("passed", "failed", "unavoidable")
"""Statuses of drives that prove something about the driver."""

Ranges = Mapping[str, tuple[float, float]]
"""Lowest and highest value by parameter."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One parameter, its values put into bins."""

    name: str
    labels: tuple[str, ...]
    """Of each bin: the value, or `low … high`."""
    codes: Array
    """`cases`: the bin of each case; -1 where it lies outside the declared range or has no such parameter."""
    distinct: int
    """Different values."""
    low: float
    """Lowest value; NaN where values are no numbers."""
    high: float


@dataclass(frozen=True, slots=True)
class Covered:
    """The cases of one scenario with their parameters in bins."""

    scenario: str
    axes: tuple[Axis, ...]
    statuses: Array
    """`cases`: place in `STATUSES`."""

    def bins(self, *axes: Axis) -> Array:
        """How many cases of each status lie in each bin of one axis, or of several crossed: `bins… statuses`."""
        inside = np.logical_and.reduce([axis.codes >= 0 for axis in axes])
        shape = (*(len(axis.labels) for axis in axes), len(STATUSES))
        places = np.ravel_multi_index((*(axis.codes[inside] for axis in axes), self.statuses[inside]), shape)
        return np.bincount(places, minlength=math.prod(shape)).reshape(shape)

    def crossed(self) -> list[tuple[Axis, Axis]]:
        """Every two parameters that both vary, and in few enough bins."""
        varied = [axis for axis in self.axes if 1 < len(axis.labels) <= WIDEST]
        return list(itertools.combinations(varied, 2))


def covered(verdicts: Iterable[Verdict], declared: Mapping[str, Ranges] | None = None) -> list[Covered]:
    """Each scenario's cases in bins, in the order scenarios first appear; those without parameters are left out.

    Args:
        verdicts: of one driver.
        declared: by scenario, the ranges its parameters could take; what was driven, if left out.
    """
    found = []
    for scenario, cases in _by_scenario(verdicts).items():
        ranges = (declared or {}).get(scenario, {})
        names = dict.fromkeys(name for case in cases for name in case.params)
        if names:
            axes = tuple(_axis(name, [case.params.get(name) for case in cases], ranges.get(name)) for name in names)
            codes = {status: k for k, status in enumerate(STATUSES)}
            found.append(Covered(scenario, axes, np.array([codes[case.status] for case in cases], np.int64)))
    return found


def coverage(verdicts: Iterable[Verdict], declared: Mapping[str, Ranges] | None = None) -> dict[str, Any]:
    """By scenario: its cases, the bins of each parameter, and the bins of every two parameters crossed.

    `bins` counts those there are, `driven` those with a case, `exercised` those with a case that proved something,
    `passed`, `failed`, `unavoidable`, `not_exercised`, `infrastructure` those with a case of that status.
    """
    found: dict[str, Any] = {}
    for one in covered(verdicts, declared):
        trials = np.isin(one.statuses, [STATUSES.index(status) for status in TRIALS])
        pairs = [told(one.bins(first, second)) for first, second in one.crossed()]
        found[one.scenario] = {
            "cases": len(one.statuses),
            "exercised": int(trials.sum()),
            "params": {axis.name: _described(axis) | told(one.bins(axis)) for axis in one.axes},
            "pairs": {key: sum(pair[key] for pair in pairs) for key in told(np.zeros((0, len(STATUSES)), int))},
        }
    return found


def told(counts: Array) -> dict[str, int]:
    """In how many bins there is what; `counts` is `bins… statuses`."""
    flat = counts.reshape(-1, len(STATUSES)) > 0
    proved = flat[:, [STATUSES.index(status) for status in TRIALS]].any(axis=1)
    return {
        "bins": len(flat),
        "driven": int(flat.any(axis=1).sum()),
        "exercised": int(proved.sum()),
        **{status: int(flat[:, k].sum()) for k, status in enumerate(STATUSES)},
    }


def scenario_of(verdict: Verdict) -> str:
    """What a case varies: its file, else its name without the variation's number.

    >>> from aureole.core.verdict import Verdict
    >>> scenario_of(Verdict("cut-in#17", "rules", 0, {}, "passed", 1.0, {}))
    'cut-in'
    """
    return verdict.extra.get("path") or verdict.case.rsplit("#", 1)[0]


def _by_scenario(verdicts: Iterable[Verdict]) -> dict[str, list[Verdict]]:
    """Cases by scenario, under the shortest name that is its own."""
    found: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        found.setdefault(scenario_of(verdict), []).append(verdict)
    stems = [PurePath(name).stem if "/" in name or "\\" in name else name for name in found]
    return {
        stem if stems.count(stem) == 1 else name: cases
        for stem, (name, cases) in zip(stems, found.items(), strict=True)
    }


def _axis(name: str, texts: Sequence[str | None], declared: tuple[float, float] | None) -> Axis:
    codes: dict[str | None, int] = {None: -1}
    places = np.array([codes.setdefault(text, len(codes) - 1) for text in texts], np.int64)
    del codes[None]
    words = [word for word in codes if word is not None]
    numbers = [_number(word) for word in words]
    if not all(math.isfinite(number) for number in numbers):
        order = sorted(words)
        ranks = np.array([order.index(word) for word in words] if len(words) <= WIDEST else range(len(words)), np.int64)
        labels = tuple(order if len(words) <= WIDEST else words)
        return Axis(name, labels, _through(ranks, places), len(words), math.nan, math.nan)
    values, at = np.unique(np.array(numbers, np.float64), return_inverse=True)
    low, high = declared or (float(values[0]), float(values[-1]))
    if len(values) <= FEW and declared is None:
        labels, bins = tuple(f"{value:g}" for value in values), np.arange(len(values), dtype=np.int64)
    else:
        labels, bins = _tenths(values, low, high)
    return Axis(name, labels, _through(bins[at], places), len(values), float(values[0]), float(values[-1]))


def _tenths(values: Array, low: float, high: float) -> tuple[tuple[str, ...], Array]:
    """Bins of equal width from `low` to `high`, the last one closed; -1 outside."""
    width = (high - low) / BINS
    bins = np.clip(np.floor((values - low) / width), 0, BINS - 1) if width > 0.0 else np.zeros(len(values))
    edges = [low + k * width for k in range(BINS + 1)] if width > 0.0 else [low, high]
    labels = tuple(f"{left:g} … {right:g}" for left, right in itertools.pairwise(edges))
    return labels, np.where((values >= low) & (values <= high), bins, -1).astype(np.int64)


def _through(bins: Array, places: Array) -> Array:
    """The bin of each case's value; -1 stays -1."""
    found: Array = np.append(bins, -1)[places]
    return found


def _number(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        return math.nan


def _described(axis: Axis) -> dict[str, Any]:
    numeric = math.isfinite(axis.low)
    return {
        "kind": "number" if numeric else "word",
        "distinct": axis.distinct,
        "min": axis.low if numeric else None,
        "max": axis.high if numeric else None,
    }
