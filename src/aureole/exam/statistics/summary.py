"""The summary of an exam: counts by driver, what they prove, which parameters were covered."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from aureole.core.verdict import STATUSES, Verdict
from aureole.exam.statistics.coverage import TRIALS, coverage
from aureole.exam.statistics.grouped import bounds, grouped


def summary(verdicts: Iterable[Verdict], *, seconds: Mapping[str, float] | None = None) -> dict[str, dict[str, Any]]:
    """Counts and bounds for each driver, in the order drivers first appear (`verdicts.json`, key `summary`).

    `passed` counts the status of that name alone; what was unavoidable is passed too and counted beside it. Cases
    that were not exercised or broke for reasons of the machine are no trials. `collisions` counts drives with one,
    whatever their status; `coverage` is that of the parameters, by scenario. Where situations were driven, `abilities`
    and `situations` count them in groups. `seconds` is wall-clock time by driver; without it, the driven time.
    """
    by_driver: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        by_driver.setdefault(verdict.driver, []).append(verdict)
    return {driver: _row(found, (seconds or {}).get(driver)) for driver, found in by_driver.items()}


def _row(verdicts: list[Verdict], seconds: float | None) -> dict[str, Any]:
    counts = dict.fromkeys(STATUSES, 0)
    collisions = 0
    driven = 0.0
    for verdict in verdicts:
        counts[verdict.status] += 1
        collisions += any(event.name == "collision" for event in verdict.events)
        time = verdict.measures.get("time", 0.0)
        driven += time if math.isfinite(time) else 0.0
    return {
        "cases": len(verdicts),
        **counts,
        "collisions": collisions,
        "seconds": driven if seconds is None else seconds,
        "bounds": bounds(counts["failed"], sum(counts[status] for status in TRIALS)),
        "coverage": coverage(verdicts),
        **grouped(verdicts),
    }
