"""What driving on real logs comes to: a driver against the log itself, and the log through our own dynamics.

    python benchmarks/logs.py [FOLDER] [--json]

FOLDER holds CommonRoad logs (`AUREOLE_DATA`/log-ngsim-commonroad if left out). In each the car that goes furthest is
examined: once it only plays its own log (`passive`), once `rules` drives it, the others playing theirs; then its own
log is driven again through follower and dynamics (`exam/logged/relog.py`), and the log alone says by how much the car
must miss it somewhere (`exam/logged/reach.py`): logs within its reach and others are told apart by that. Means with
95 % bootstrap intervals over the files, 10,000 resamples of a fixed stream: they say how sure the mean over such files
is, no more.
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections import Counter
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np

from aureole.core.noise import key, uniform
from aureole.core.verdict import Verdict
from aureole.drivers.passive import Passive
from aureole.drivers.rules.driver import Rules
from aureole.exam.examine import Drive, Setup, examine
from aureole.exam.logged.reach import Missed, misfit, missed
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
KINDS = {"reached": "within the car's reach", "beyond": "out of its reach by more than 0.1 m somewhere"}
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


def again(cases: list[SuiteCase]) -> list[tuple[Errors, Missed, float]]:
    """Every log through our own dynamics; how far any car must be from it, and how far its speeds are from its way."""
    worlds = [build(Case(case.name, case.path), [Variation(dict(case.params))]) for case in cases]
    return [
        (relog(one), missed(one.stage.track, one.stage.chassis), misfit(one.stage.track)) for one in worlds
    ]  # fmt: skip


def spreads(errors: list[Errors]) -> dict[str, dict[str, float]]:
    """Of each error its median, 95 % quantile and largest over logs."""
    found = {}
    for field in fields(Errors):
        values = [getattr(one, field.name) for one in errors]
        found[field.name] = {
            "median": float(np.median(values)), "p95": float(np.quantile(values, 0.95)), "max": max(values),
        }  # fmt: skip
    return found


def scored(verdicts: dict[str, list[Verdict]]) -> dict[str, Any]:
    """Statuses, failures and scores of each driver."""
    rows = {}
    for name, found in verdicts.items():
        row: dict[str, Any] = {status: sum(one.status == status for one in found) for status in STATUSES}
        failed = [{event.name for event in verdict.events if event.fails} for verdict in found]
        row["failed_by"] = dict(sorted(Counter(name for names in failed for name in names).items()))
        row["scores"] = {score: summed([one.measures.get(score, math.nan) for one in found]) for score in NAMES}
        rows[name] = row
    return rows


def tell(figures: dict[str, Any]) -> None:
    """Print all of it as tables."""
    print(f"{figures['files']} logs; of each the car that goes furthest")
    for name, row in figures["drivers"].items():
        print(f"{name:<8}" + " · ".join(f"{status} {row[status]}" for status in STATUSES))
        print(
            "  failed by: " + (", ".join(f"{event} {count}" for event, count in row["failed_by"].items()) or "nothing")
        )
        for score, spread in row["scores"].items():
            told = f"{spread['mean']:.3f} [{spread['low']:.3f}, {spread['high']:.3f}]"
            print(f"  {score:<8}{told} over {spread['cases']}")
    for kind, what in KINDS.items():
        found = figures["relog"][kind]
        print(f"the log through our own dynamics, {found['logs']} logs {what} (median · 95 % · largest)")
        for name, spread in found["errors"].items():
            print(f"  {name:<13}{spread['median']:8.3f}{spread['p95']:9.3f}{spread['max']:9.3f}")
    print("each log: m by which the car must miss it and why · position rms, max · across rms, max · heading max, rad")
    print("  · speed rms, m/s · of its speeds against its own way")
    for name, one in figures["relog"]["each"].items():
        of = one["errors"]
        print(
            f"  {name:<21}{one['least']:6.2f} {one['why'] if one['kind'] == 'beyond' else '':<7}"
            f"{of['position_rms']:7.3f}{of['position_max']:7.3f}{of['across_rms']:7.3f}{of['across_max']:7.3f}"
            f"{of['heading_max']:7.3f}{of['speed_rms']:7.3f}{one['misfit']:7.3f}"
        )


def main() -> None:
    """Drive everything, print the table."""
    given = [word for word in sys.argv[1:] if not word.startswith("-")]
    home = Path(os.environ.get("AUREOLE_DATA", "../shared/data"))
    folder = Path(given[0]) if given else home / "log-ngsim-commonroad"
    cases = [SuiteCase(f"{stem(path)}", path, {"ego": drivers(load(path))[0]}) for path in logs_in(folder)]
    driven = again(cases)
    figures: dict[str, Any] = {"files": len(cases), "drivers": scored(judged(cases)), "relog": {}}
    for kind in KINDS:
        some = [errors for errors, reach, _ in driven if reach.driven == (kind == "reached")]
        figures["relog"][kind] = {"logs": len(some), "errors": spreads(some) if some else {}}
    figures["relog"]["each"] = {
        case.name: {
            "least": reach.least, "why": reach.why, "kind": "reached" if reach.driven else "beyond", "misfit": torn,
            "missed": reach._asdict(), "errors": asdict(errors),
        }
        for case, (errors, reach, torn) in zip(cases, driven, strict=True)
    }  # fmt: skip
    if "--json" in sys.argv:
        print(json.dumps(figures))
    else:
        tell(figures)


if __name__ == "__main__":
    main()
