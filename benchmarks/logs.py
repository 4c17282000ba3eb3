"""What driving on real logs comes to: a driver against the log itself, and the log through our own dynamics.

    python benchmarks/logs.py [FOLDER] [--json]

FOLDER holds CommonRoad logs (`AUREOLE_DATA`/log-ngsim-commonroad if left out). In each the car that goes furthest is
examined: once it only plays its own log (`passive`), once `rules` drives it, the others playing theirs; then its own
log is driven again through follower and dynamics (`exam/logged/relog.py`). Means with 95 % bootstrap intervals over
the files, 10,000 resamples of a fixed stream: they say how sure the mean over such files is, no more.
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from aureole.core.noise import key, uniform
from aureole.core.verdict import Verdict
from aureole.drivers.passive import Passive
from aureole.drivers.rules.driver import Rules
from aureole.exam.examine import Drive, Setup, examine
from aureole.exam.logged.relog import Errors, relog
from aureole.exam.scores.names import NAMES
from aureole.exam.suites.cases import SuiteCase
from aureole.exam.suites.logs import logs_in, stem
from aureole.world.logs.playing.build import build
from aureole.world.logs.playing.cast import drivers
from aureole.world.logs.reading import load
from aureole.world.scenarios.case import Case, Variation

RESAMPLES = 10_000
DRIVERS = {"passive": Passive, "rules": Rules}
STATUSES = ("passed", "failed", "unavoidable", "infrastructure")


def interval(values: np.ndarray) -> tuple[float, float]:
    """95 % bootstrap interval of a mean (percentiles; Efron, Tibshirani 1993, §13)."""
    draws = uniform(np.array([key("benchmarks/logs", 0, "bootstrap")], np.uint64), 0, (RESAMPLES, len(values)))[0]
    means = values[(draws * len(values)).astype(int)].mean(axis=1)
    return float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))


def summed(values: list[float]) -> dict[str, float]:
    """Mean, interval, and over how many."""
    found = np.array([value for value in values if math.isfinite(value)])
    if not len(found):
        return {"mean": math.nan, "low": math.nan, "high": math.nan, "cases": 0}
    low, high = interval(found)
    return {"mean": float(found.mean()), "low": low, "high": high, "cases": len(found)}


def judged(cases: list[SuiteCase]) -> dict[str, list[Verdict]]:
    """Every case by every driver."""
    drives = [Drive(case, 0) for case in cases]
    return {name: examine(drives, Setup(name, make, scores=NAMES)) for name, make in DRIVERS.items()}


def again(cases: list[SuiteCase]) -> list[Errors]:
    """Every log through our own dynamics."""
    return [relog(build(Case(case.name, case.path), [Variation(dict(case.params))])) for case in cases]


def main() -> None:
    """Drive everything, print the table."""
    given = [word for word in sys.argv[1:] if not word.startswith("-")]
    home = Path(os.environ.get("AUREOLE_DATA", "../shared/data"))
    folder = Path(given[0]) if given else home / "log-ngsim-commonroad"
    cases = [SuiteCase(f"{stem(path)}", path, {"ego": drivers(load(path))[0]}) for path in logs_in(folder)]
    verdicts, errors = judged(cases), again(cases)
    figures: dict[str, Any] = {"files": len(cases), "drivers": {}, "relog": {}}
    for name, found in verdicts.items():
        row = {status: sum(one.status == status for one in found) for status in STATUSES}
        scores = {score: summed([one.measures.get(score, math.nan) for one in found]) for score in NAMES}
        failed = [{event.name for event in verdict.events if event.fails} for verdict in found]
        why = Counter(name for names in failed for name in names)
        figures["drivers"][name] = {**row, "failed_by": dict(sorted(why.items())), "scores": scores}
    for field in fields(Errors):
        values = [getattr(one, field.name) for one in errors]
        figures["relog"][field.name] = {
            "median": float(np.median(values)), "p95": float(np.quantile(values, 0.95)), "max": max(values),
        }  # fmt: skip
    if "--json" in sys.argv:
        print(json.dumps(figures))
        return
    print(f"{len(cases)} logs; of each the car that goes furthest")
    for name, row in figures["drivers"].items():
        print(f"{name:<8}" + " · ".join(f"{status} {row[status]}" for status in STATUSES))
        print(
            "  failed by: " + (", ".join(f"{event} {count}" for event, count in row["failed_by"].items()) or "nothing")
        )
        for score, spread in row["scores"].items():
            told = f"{spread['mean']:.3f} [{spread['low']:.3f}, {spread['high']:.3f}]"
            print(f"  {score:<8}{told} over {spread['cases']}")
    print("the log through our own dynamics (median · 95 % · largest over the logs)")
    for name, spread in figures["relog"].items():
        print(f"  {name:<13}{spread['median']:8.3f}{spread['p95']:9.3f}{spread['max']:9.3f}")


if __name__ == "__main__":
    main()
