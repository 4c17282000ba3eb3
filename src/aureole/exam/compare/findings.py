"""What changed within the cases: scores, the margins of each clause, the events."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from aureole.core.notes import Float64
from aureole.core.verdict import EVENTS, Verdict
from aureole.exam.compare.pairing import Pair
from aureole.exam.statistics.bounds import LEVEL
from aureole.exam.statistics.paired import mcnemar
from aureole.exam.statistics.ranks import SAME, median_interval, wilcoxon


def scores(pairs: Sequence[Pair], level: float = LEVEL) -> dict[str, Any]:
    """The second score minus the first, over the pairs that both have one.

    `p_signs` asks whether as many became better as worse, `p_ranks` (Wilcoxon) weighs them by how much.
    """
    both = np.array([(one.score, two.score) for one, two in pairs], np.float64).reshape(-1, 2)
    return shift(both[np.isfinite(both).all(axis=1)], level)


def shift(both: Float64, level: float = LEVEL) -> dict[str, Any]:
    """How paired values moved; `both` is `pairs 2`, first and second, all finite."""
    moved = np.round(both[:, 1] - both[:, 0], SAME)
    better, worse = int((moved > 0.0).sum()), int((moved < 0.0).sum())
    ranks = wilcoxon(moved)
    low, high = median_interval(moved, level)
    return {
        "pairs": len(moved),
        "better": better,
        "worse": worse,
        "equal": len(moved) - better - worse,
        "median": float(np.median(moved)) if len(moved) else None,
        "interval": [low, high],
        "median_of_changed": float(np.median(moved[moved != 0.0])) if better + worse else None,
        "mean": float(moved.mean()) if len(moved) else None,
        "p_signs": mcnemar(worse, better).exact,
        "p_ranks": ranks.p,
        "ranks_exact": ranks.exact,
        "effect": ranks.effect,
    }


def clauses(pairs: Sequence[Pair], level: float = LEVEL) -> dict[str, dict[str, Any]]:
    """For each clause how its margin moved: `better` is looser, `worse` is tighter; above zero is inside the limit.

    `fixed` went from outside to inside, `broken` the other way; `only_first` and `only_second` count the pairs in
    which the clause applied to one drive alone.
    """
    names = dict.fromkeys(event.clause for pair in pairs for verdict in pair for event in verdict.clauses)
    both: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    alone = {name: [0, 0] for name in names}
    for one, two in pairs:
        first, second = margins(one), margins(two)
        for name, margin in first.items():
            if name in second:
                both[name].append((margin, second[name]))
            else:
                alone[name][0] += 1
        for name in second.keys() - first.keys():
            alone[name][1] += 1
    found = {}
    for name in sorted(names):
        values = np.array(both[name], np.float64).reshape(-1, 2)
        inside = values >= 0.0
        found[name] = shift(values, level) | {
            "fixed": int((~inside[:, 0] & inside[:, 1]).sum()),
            "broken": int((inside[:, 0] & ~inside[:, 1]).sum()),
            "outside_first": int((~inside[:, 0]).sum()),
            "outside_second": int((~inside[:, 1]).sum()),
            "worst_first": float(values[:, 0].min()) if len(values) else None,
            "worst_second": float(values[:, 1].min()) if len(values) else None,
            "only_first": alone[name][0],
            "only_second": alone[name][1],
        }
    return found


def margins(verdict: Verdict) -> dict[str, float]:
    """The smallest margin of each clause that has one in this drive."""
    found: dict[str, float] = {}
    for event in verdict.clauses:
        if math.isfinite(event.margin):
            found[event.clause] = min(event.margin, found.get(event.clause, math.inf))
    return found


def events(pairs: Sequence[Pair]) -> dict[str, dict[str, int]]:
    """For each name of an event: drives that have it first and second, in how many it is gone, new, kept.

    `failing_first` and `failing_second` count the drives that fail by it.
    """
    found: dict[str, dict[str, int]] = {}
    keys = ("first", "second", "gone", "new", "kept", "failing_first", "failing_second")
    for one, two in pairs:
        first, second = ({event.name for event in verdict.events} for verdict in (one, two))
        for name in first | second:
            row = found.setdefault(name, dict.fromkeys(keys, 0))
            row["first"] += name in first
            row["second"] += name in second
            row["kept" if name in first and name in second else "gone" if name in first else "new"] += 1
        for verdict, key in ((one, "failing_first"), (two, "failing_second")):
            for name in {event.name for event in verdict.events if event.fails}:
                found[name][key] += 1
    order = {name: k for k, name in enumerate(EVENTS)}
    return dict(sorted(found.items(), key=lambda item: (order.get(item[0], len(order)), item[0])))
