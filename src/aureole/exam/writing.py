"""A verdict as `verdicts.json` has it, in the order of the contract; encoding writes `null` for what is no number."""

from __future__ import annotations

import msgspec

from aureole.core.verdict import Event, Verdict
from aureole.exam.reading import Row


class Entry(msgspec.Struct):
    """One of `cases`."""

    case: str
    driver: str
    seed: int
    params: dict[str, str]
    passed: bool
    status: str
    score: float
    measures: dict[str, float]
    events: tuple[Event, ...]
    clauses: dict[str, Row]
    blame: str
    digest: str
    extra: dict[str, str]


def entry(verdict: Verdict) -> Entry:
    """The entry of a verdict; it shares the verdict's dictionaries."""
    return Entry(
        verdict.case, verdict.driver, verdict.seed, verdict.params, verdict.passed, verdict.status, verdict.score,
        verdict.measures, verdict.events, rows(verdict.clauses), verdict.blame, verdict.digest, verdict.extra,
    )  # fmt: skip


def rows(clauses: tuple[Event, ...]) -> dict[str, Row]:
    """Clauses by their id: name, time, value, limit, margin, fails, text."""
    return {
        one.clause: Row(one.name, one.time, one.value, one.limit, one.margin, one.fails, one.text) for one in clauses
    }
