"""An exam with everything that is written about it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from aureole.cli import given
from aureole.cli.work import warming
from aureole.cli.work.driving import Files, drive_one
from aureole.core.road import Road
from aureole.core.verdict import Verdict
from aureole.exam.examine import Drives, Setup, Shown, examine, judged
from aureole.exam.report.worst import missing
from aureole.exam.report.write import About, write
from aureole.exam.scores.names import spreads
from aureole.exam.suites.cases import SuiteCase
from aureole.exam.suites.suite import Suite
from aureole.exam.tracks import Replay
from aureole.exam.verdicts import Exam
from aureole.exam.verdicts import exam as counted
from aureole.exam.verdicts import write as keep
from aureole.runtime.machine import fingerprint


class Tells(Protocol):
    """Who is told how far the exam is."""

    def begin(self, total: int) -> None:
        """So many drives are to come."""

    def compiling(self) -> None:
        """The kernels are compiled first."""

    def more(self, count: int) -> None:
        """So many are done."""


def examine_all(
    suite: Suite, setups: Sequence[Setup], seeds: int, folder: Path, *, lang: str, tell: Tells | None
) -> Exam:
    """Drive everything, write `verdicts.json` and `report.html` into `folder`."""
    warming.ahead(tell.compiling if tell is not None else lambda: None)
    drives = Drives(suite.entries, seeds)
    if tell is not None:
        tell.begin(len(drives) * len(setups))
    verdicts: list[Verdict] = []
    seconds: dict[str, float] = {}
    replays: dict[int, Replay] = {}
    roads: dict[int, Road] = {}
    for setup in (replace(setup, fails=suite.fails) for setup in setups):
        started = time.perf_counter()
        shown = Shown()
        found = examine(drives, setup, done=tell.more if tell is not None else None, shown=shown)
        seconds[setup.driver] = time.perf_counter() - started
        replays.update({len(verdicts) + place: replay for place, replay in shown.replays.items()})
        roads.update({len(verdicts) + place: road for place, road in shown.roads.items()})
        verdicts += found
    show_pairs(drives, verdicts, [replace(setup, fails=suite.fails) for setup in setups], Shown(replays, roads))
    machine: dict[str, Any] = dict(fingerprint())
    result = counted(suite.name, setups[0].step, machine, verdicts, seconds=seconds)
    for driver, counts in result.summary.items():
        if setups[0].scores:
            counts["scores"] = spreads([one for one in verdicts if one.driver == driver], setups[0].scores)
    result.machine["setup"] = {
        "timeout": setups[0].timeout, "order": setups[0].order, "ego": setups[0].ego or "",
        "car": setups[0].car.name if setups[0].car else "", "fails": list(suite.fails),
    }  # fmt: skip
    about = About(
        suite=suite.name, command=given.typed(), dt=setups[0].step, machine=machine.get("cpu", ""),
        car=setups[0].car.name if setups[0].car else "",
    )  # fmt: skip
    write(folder / "report.html", verdicts, replays, roads, lang=lang, about=about)
    keep(folder / "verdicts.json", result)
    return result


def show_pairs(drives: Drives, verdicts: Sequence[Verdict], setups: Sequence[Setup], shown: Shown) -> None:
    """Drive once more what the report shows beside the worst: another driver's drive of the same case."""
    for place in missing(verdicts, shown.replays):
        _, seen = judged([drives[place % len(drives)]], setups[place // len(drives)], Shown())[0]
        if seen is not None:
            shown.replays[place], shown.roads[place] = seen


def keep_records(
    verdicts: Sequence[Verdict], setups: Sequence[Setup], folder: Path, count: int, *, lang: str
) -> list[Path]:  # fmt: skip
    """Drive the first `count` failed drives again, each with its record and report; a drive is the same each time."""
    by_driver = {setup.driver: setup for setup in setups}
    failed = [verdict for verdict in verdicts if verdict.status == "failed" and verdict.digest]
    kept = []
    for verdict in failed[:count]:
        case = SuiteCase(verdict.case, Path(verdict.extra["path"]), dict(verdict.params))
        name = f"{verdict.case}-{verdict.driver.replace(':', '.')}-{verdict.seed}"
        files = Files(out=folder / name, command=given.typed())
        kept.append(drive_one(case, by_driver[verdict.driver], verdict.seed, files, lang=lang)[1]["record"])
    return kept
