"""Every two drivers of an exam on the same cases: how many were fixed and broken, and whether that may be chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import permutations
from typing import Any

from aureole.core.verdict import Verdict
from aureole.exam.compare.pairing import kind
from aureole.exam.report.rows import lines
from aureole.exam.statistics import Pairs, clustered, difference, mcnemar

MOST = 12  # columns that are compared in pairs; more would be a table nobody reads


def paired(verdicts: Sequence[Verdict], who: Sequence[str]) -> list[dict[str, Any]]:
    """What the page shows of two columns, for each ordered pair of them that shares cases.

    `p` is McNemar's mid-p, `interval` that of the second failure rate minus the first.
    """
    names = list(dict.fromkeys(who))
    places: dict[str, dict[int, Verdict]] = {name: {} for name in names}
    for line, name, verdict in zip(lines(verdicts, who), who, verdicts, strict=True):
        places[name][line] = verdict
    if len(names) > MOST:
        return []
    found = (pair(first, second, places[first], places[second]) for first, second in permutations(names, 2))
    return [one for one in found if one["pairs"]]


def pair(first: str, second: str, one: dict[int, Verdict], two: dict[int, Verdict]) -> dict[str, Any]:
    """One of them; with several seeds a case, which are no trials of their own, `p` is that of whole cases."""
    kinds = [(verdict, kind(verdict.status, two[line].status)) for line, verdict in one.items() if line in two]
    count = Counter(name for _, name in kinds)
    counts = Pairs(count["same_failed"], count["fixed"], count["broken"], count["same_passed"] + count["changed"])
    return {
        "first": first,
        "second": second,
        "pairs": counts.total,
        "fixed": counts.fixed,
        "broken": counts.broken,
        "same_passed": counts.both_passed,
        "same_failed": counts.both_failed,
        "p": by_case(kinds) if any(verdict.seed for verdict, _ in kinds) else mcnemar(counts.fixed, counts.broken).mid,
        "interval": list(difference(counts)),
    }


def by_case(kinds: list[tuple[Verdict, str]]) -> float:
    """McNemar's probability with the seeds of a case taken together."""
    cases: dict[tuple[str, tuple[tuple[str, str], ...]], Counter[str]] = {}
    for verdict, name in kinds:
        if name != "untested":
            cases.setdefault((verdict.case, tuple(sorted(verdict.params.items()))), Counter())[name] += 1
    return clustered((case["fixed"], case["broken"], case.total()) for case in cases.values()).asymptotic
