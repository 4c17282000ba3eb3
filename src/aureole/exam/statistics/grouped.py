"""How a driver did in groups of its cases: by ability and by situation, each with the bounds of its failure rate."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from aureole.core.verdict import STATUSES, Verdict
from aureole.exam.statistics.bounds import LEVEL, clopper_pearson, wilson, zero_failures
from aureole.exam.statistics.coverage import TRIALS

SUCCESS = "route.success"


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


def counted(verdicts: Iterable[Verdict]) -> dict[str, Any]:
    """How many there are of each status, and the bounds of the failure rate.

    Where the route score was asked for, too, in how many drives it was a `success` and in how many it could be told.
    """
    counts, success, told, cases = dict.fromkeys(STATUSES, 0), 0, 0, 0
    for verdict in verdicts:
        cases += 1
        counts[verdict.status] += 1
        value = verdict.measures.get(SUCCESS, math.nan)
        told += not math.isnan(value)
        success += value == 1.0
    found = {"cases": cases, **counts, "bounds": bounds(counts["failed"], sum(counts[status] for status in TRIALS))}
    return {**found, "success": success, "success_told": told} if told else found


def grouped(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """`abilities` and `situations` of the summary, in the order of the registry; empty where no case is a situation.

    A situation that asks for two abilities counts under both.
    """
    if not any("#" in verdict.case for verdict in verdicts):
        return {}
    from aureole.exam.suites import made  # the generators of all situations, for who examines some
    from aureole.world.situations.index import SITUATIONS
    from aureole.world.situations.situation import ABILITIES

    found: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        asked = made.asked(verdict.case)
        if asked is not None:
            found.setdefault(asked[0], []).append(verdict)
    if not found:
        return {}
    able: dict[str, list[Verdict]] = {name: [] for name in ABILITIES}
    for name, some in found.items():
        for ability in SITUATIONS[name].abilities:
            able[ability] += some
    return {"abilities": tables(able), "situations": tables({name: found.get(name, []) for name in SITUATIONS})}


def tables(groups: Mapping[str, Sequence[Verdict]]) -> dict[str, dict[str, Any]]:
    """The counts of each group that has a drive."""
    return {name: counted(some) for name, some in groups.items() if some}
