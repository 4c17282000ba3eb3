"""An exam with everything that is written about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aureole.cli import given
from aureole.cli.drivers import filed
from aureole.cli.life import frames
from aureole.cli.life.running import Driven, Life, Tells, drive_plan, opened, planned
from aureole.cli.work import warming
from aureole.cli.work.driving import Files, recorded
from aureole.core.verdict import Verdict
from aureole.exam.given import PERCEIVED, shown
from aureole.exam.given import told as senses_told
from aureole.exam.life.executor import Pulse
from aureole.exam.life.felt import felt
from aureole.exam.life.journal import NAME
from aureole.exam.report.write import About, write
from aureole.exam.scores.names import spreads
from aureole.exam.setup import Drive, Setup
from aureole.exam.suites.held import case_at
from aureole.exam.suites.suite import Suite
from aureole.exam.verdicts import Exam
from aureole.exam.verdicts import exam as counted
from aureole.exam.verdicts import write as keep
from aureole.runtime.loop import DriverFailure
from aureole.runtime.machine import fingerprint


def examine_all(
    suite: Suite, setups: Sequence[Setup], seeds: int, life: Life, *, lang: str, tell: Tells | None
) -> Exam:  # fmt: skip
    """Drive everything, write `verdicts.json` and `report.html`; the journal is there until they are."""
    eyes = setups[0].senses == PERCEIVED
    warming.ahead(tell.compiling if tell is not None else lambda: None, eyes=eyes)
    setups = [replace(setup, fails=suite.fails) for setup in setups]
    plan = planned(suite, setups, seeds, life.executor)
    journal, known = opened(life.folder / NAME, plan, resume=life.resume)
    with journal:
        if life.resume and known is None and tell is not None:
            tell.fresh()
        found = drive_plan(plan, life.executor, journal, known, tell)
        if life.keep > 0:
            kept = keep_records(found.verdicts, setups, life, lang=lang)
            found.verdicts = [with_record(verdict, kept.get(k)) for k, verdict in enumerate(found.verdicts)]
        if tell is not None:
            tell.writing()
        result = written(suite, setups, life.folder, found, lang=lang)
        journal.end()
    return result


def written(suite: Suite, setups: Sequence[Setup], folder: Path, found: Driven, *, lang: str) -> Exam:
    """Write `report.html` and `verdicts.json`."""
    verdicts, seconds = found.verdicts, found.seconds
    replays, roads = found.shown.replays, found.shown.roads
    machine: dict[str, Any] = dict(fingerprint())
    result = counted(suite.name, setups[0].step, machine, verdicts, seconds=seconds)
    for driver, counts in result.summary.items():
        if setups[0].scores:
            counts["scores"] = spreads([one for one in verdicts if one.driver == driver], setups[0].scores)
    result.machine["setup"] = {
        "timeout": setups[0].timeout, "order": setups[0].order, "ego": setups[0].ego or "",
        "car": setups[0].car.name if setups[0].car else "", "fails": list(suite.fails), "frames": frames.told(setups),
        **senses_told(setups[0]),
    }  # fmt: skip
    about = About(
        suite=suite.name, command=given.typed(), dt=setups[0].step, machine=machine.get("cpu", ""),
        car=setups[0].car.name if setups[0].car else "", senses=shown(senses_told(setups[0])),
    )  # fmt: skip
    write(folder / "report.html", verdicts, replays, roads, lang=lang, about=about)
    keep(folder / "verdicts.json", result)
    return result


@dataclass(frozen=True, slots=True)
class Record:
    """Work: drive a failed drive again, with its record and report; gives the paths of record and case."""

    drive: Drive
    setup: Setup
    files: Files
    lang: str

    def __call__(self, pulse: Pulse) -> dict[str, Path]:
        """Drive it."""
        try:
            return recorded(self.drive, felt(self.setup, pulse), self.files, lang=self.lang)[1]
        except DriverFailure:
            return {}


def keep_records(
    verdicts: Sequence[Verdict], setups: Sequence[Setup], life: Life, *, lang: str
) -> dict[int, dict[str, Path]]:  # fmt: skip
    """Drive the first failed drives again, each with its record and report; gives what was written, by place.

    A drive is the same each time.
    """
    by_driver = {setup.driver: setup for setup in setups}
    failed = [k for k, verdict in enumerate(verdicts) if verdict.status == "failed" and verdict.digest][: life.keep]
    for number in failed:
        verdict = verdicts[number]
        case = case_at(verdict.case, verdict.extra["path"], verdict.params)
        name = f"{verdict.case}-{filed(verdict.driver)}-{verdict.seed}"
        files = Files(out=life.folder / "records" / name, command=given.typed())
        life.executor.submit(number, Record(Drive(case, verdict.seed), by_driver[verdict.driver], files, lang))
    answers = [life.executor.answer() for _ in failed]
    return {answer.ticket: answer.result for answer in answers if isinstance(answer.result, dict)}


def with_record(verdict: Verdict, written: dict[str, Path] | None) -> Verdict:
    """The verdict with the paths of its record and its case, if they were kept."""
    names = {"record": "record", "case": "zip"}
    told = {names[kind]: str(path) for kind, path in (written or {}).items() if kind in names}
    return replace(verdict, extra={**verdict.extra, **told}) if told else verdict
