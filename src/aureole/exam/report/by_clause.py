"""The verdict by clause: where each applied, where it was violated, how close the tightest case came."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from aureole.conduct.clauses import CLAUSES
from aureole.core.notes import Float64
from aureole.core.verdict import Event, Verdict
from aureole.exam.statistics import wilson

BINS = 24  # of a histogram of margins; zero lies between two
TAIL = 0.02  # of the margins on either side may lie outside of the histogram: they stand in its last bins

Tightest = dict[tuple[str, str], dict[int, Event]]
"""By clause and name of the driver: the tightest moment in each line."""


def by_clause(verdicts: Sequence[Verdict], who: Sequence[str]) -> list[dict[str, Any]]:
    """One entry a clause, in the order of the registry, then those it does not know.

    `of` holds, for each driver by name, in how many drives the clause `applied` and was `violated`, the Wilson bounds
    of that share, the `tightest` margin with its `row`, and how the margins spread over the `edges`.
    """
    found: Tightest = {}
    for row, (verdict, name) in enumerate(zip(verdicts, who, strict=True)):
        for moment in moments(verdict):
            drives = found.setdefault((moment.clause, name), {})
            if row not in drives or tighter(moment, drives[row]):
                drives[row] = moment
    known = [clause for clause in CLAUSES if any(key[0] == clause for key in found)]
    names = list(dict.fromkeys(who))
    return [entry(clause, found, names) for clause in dict.fromkeys([*known, *(key[0] for key in found)])]


def moments(verdict: Verdict) -> Iterator[Event]:
    """The tightest moment of each clause, and events of clauses that have none such."""
    told = {clause.clause for clause in verdict.clauses}
    yield from verdict.clauses
    yield from (event for event in verdict.events if event.clause not in told and event.clause not in ("", "-"))


def tighter(one: Event, other: Event) -> bool:
    """What fails is tighter than what does not; then the margin counts."""
    return (not one.fails, number(one.margin)) < (not other.fails, number(other.margin))


def number(margin: float) -> float:
    """A margin that can be ordered: none is as wide as can be."""
    return math.inf if math.isnan(margin) else margin


def violated(moment: Event) -> bool:
    """Outside of the limit."""
    return bool(moment.fails or moment.margin < 0.0)


def entry(clause: str, found: Tightest, names: Sequence[str]) -> dict[str, Any]:
    """One clause of the table."""
    drives = {name: found.get((clause, name), {}) for name in names}
    margins = {name: finite([moment.margin for moment in moments.values()]) for name, moments in drives.items()}
    edges = spread(np.concatenate(list(margins.values())))
    rule = CLAUSES.get(clause)
    event = next(moment.name for moments in drives.values() for moment in moments.values())
    told: dict[str, Any] = {"id": clause, "event": event, "edges": edges}
    if rule is not None:
        told |= {"title": list(rule.title), "unit": rule.unit, "source": rule.source, "verified": rule.verified}
    return told | {"of": {name: count(drives[name], margins[name], edges) for name in names}}


def count(drives: dict[int, Event], margins: Float64, edges: list[float]) -> dict[str, Any]:
    """What one driver did about one clause."""
    row = min(drives, key=lambda row: (number(drives[row].margin), row), default=-1)
    outside = sum(violated(moment) for moment in drives.values())
    bins = np.histogram(np.clip(margins, edges[0], edges[-1]), np.linspace(edges[0], edges[-1], BINS + 1))[0]
    return {
        "applied": len(drives),
        "violated": outside,
        "wilson": list(wilson(outside, len(drives))),
        "tightest": float(drives[row].margin) if drives else None,
        "row": row,
        "bins": bins.tolist(),
    }


def finite(margins: list[float]) -> Float64:
    """Those that are numbers."""
    values = np.array(margins, dtype=np.float64)
    return values[np.isfinite(values)]


def spread(margins: Float64) -> list[float]:
    """From where to where a histogram goes: what lies between the tails, with zero on an edge of a bin."""
    if len(margins) == 0:
        return [-1.0, 1.0]
    low, high = (float(value) for value in np.quantile(margins, (TAIL, 1.0 - TAIL)))
    low, high = min(low, 0.0), max(high, 0.0)
    if high - low < 1e-9:
        return [-1.0, 1.0]
    below = round(BINS * -low / (high - low))
    below = max(below, int(margins.min() < 0.0))
    below = min(below, BINS - int(margins.max() >= 0.0))
    width = max(-low / max(1, below), high / max(1, BINS - below))
    return [-below * width, (BINS - below) * width]
