"""`verdicts.json`: what an exam found, written whole or not at all, and read back.

Its keys are a contract (docs: reference). JSON has no word for a number that is not one: such a measure is `null`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from aureole import __version__
from aureole.core.errors import BadInput
from aureole.core.verdict import BLAMES, STATUSES, Event, Verdict
from aureole.exam.reading import Row, clauses, table
from aureole.exam.statistics import summary
from aureole.exam.writing import entry, rows
from aureole.runtime.files import whole


@dataclass(frozen=True, slots=True)
class Exam:
    """One exam, whole: which suite, on which machine, every verdict, and the summary by driver."""

    suite: str
    dt: float
    """Seconds between two scenes."""
    machine: dict[str, Any]
    cases: tuple[Verdict, ...]
    summary: dict[str, dict[str, Any]]
    version: str = __version__


def exam(
    suite: str,
    dt: float,
    machine: dict[str, Any],
    cases: Sequence[Verdict],
    *,
    seconds: dict[str, float] | None = None,
) -> Exam:
    """An exam with its summary counted; `seconds` is wall-clock time by driver."""
    return Exam(suite, dt, machine, tuple(cases), summary(cases, seconds=seconds))


def case_to_json(verdict: Verdict) -> dict[str, Any]:
    """One entry of `cases`."""
    return {
        "case": verdict.case,
        "driver": verdict.driver,
        "seed": verdict.seed,
        "params": dict(verdict.params),
        "passed": verdict.passed,
        "status": verdict.status,
        "score": verdict.score,
        "measures": dict(verdict.measures),
        "events": [msgspec.to_builtins(event) for event in verdict.events],
        "clauses": {name: list(msgspec.to_builtins(row)) for name, row in rows(verdict.clauses).items()},
        "blame": verdict.blame,
        "digest": verdict.digest,
        "extra": dict(verdict.extra),
    }


def case_from_json(entry: dict[str, Any]) -> Verdict:
    """The verdict an entry of `cases` stands for; `null` becomes NaN."""
    events = tuple(Event(**_numbers(event, ("time", "value", "limit", "margin"))) for event in entry["events"])
    verdict = Verdict(
        case=entry["case"],
        driver=entry["driver"],
        seed=int(entry["seed"]),
        params=dict(entry["params"]),
        status=entry["status"],
        score=_number(entry["score"]),
        measures={name: _number(value) for name, value in entry["measures"].items()},
        events=events,
        clauses=clauses(msgspec.convert(entry.get("clauses", {}), dict[str, Row])),
        blame=entry["blame"],
        digest=entry["digest"],
        extra=dict(entry.get("extra", {})),
    )
    if verdict.status not in STATUSES or verdict.blame not in BLAMES:
        raise ValueError(f"status '{verdict.status}', blame '{verdict.blame}'")
    return verdict


def write(path: Path, found: Exam) -> None:
    """Write beside and rename, so that a reader sees the old file or the new one, never half of it."""
    head = {"aureole": found.version, "suite": found.suite, "dt": found.dt, "machine": found.machine}
    encode = msgspec.json.Encoder().encode  # which writes null for what is no number
    with whole(path) as file:
        file.write("{" + ",".join(f'\n "{key}":{encode(value).decode()}' for key, value in head.items()))
        file.write(',\n "cases":[')
        for number, verdict in enumerate(found.cases):
            file.write(("\n  " if number == 0 else ",\n  ") + encode(entry(verdict)).decode())
        summary = msgspec.json.format(encode(found.summary), indent=1).decode()
        file.write(f'],\n "summary":{summary}\n}}\n')


def read(path: Path) -> Exam:
    """Read a `verdicts.json`; `BadInput` names the file, what is wrong in it and where."""
    try:
        found, cases = table(path.read_bytes())
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", place=str(path), remedy="give an exam's folder") from error
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        remedy = "give what aureole exam wrote, whole; if it is broken, run the exam again"
        raise BadInput(f"is no verdicts.json: {error}", place=str(path), remedy=remedy) from error
    return Exam(found.suite, found.dt, found.machine, cases, found.summary, found.aureole)


def finite(value: Any) -> Any:
    """The same value with every float that is not a finite number replaced by None, however deep."""
    match value:
        case float():
            return value if math.isfinite(value) else None
        case dict():
            return {str(key): finite(inner) for key, inner in value.items()}
        case list() | tuple():
            return [finite(inner) for inner in value]
    return value


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)


def _numbers(entry: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {key: _number(value) if key in names else value for key, value in entry.items()}
