"""The life of an exam on this machine: its drivers found, its journal opened, its shards driven and written down."""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from aureole.cli.drivers import Look, Named, is_foreign, weights
from aureole.cli.work.warming import cold
from aureole.core.errors import BadInput
from aureole.core.verdict import Verdict
from aureole.drivers.network.driver import OnnxFile
from aureole.drivers.passive import Passive
from aureole.drivers.rules.driver import Rules
from aureole.exam.examine import Drive, Drives, Examination, Setup, Shown, build_world, drive_all, driven, sort_drives
from aureole.exam.given import GIVEN, PERCEIVED
from aureole.exam.life.estimate import Outlook, Places
from aureole.exam.life.executor import Answer, Executor
from aureole.exam.life.identity import head
from aureole.exam.life.journal import Journal, Known, differences, read
from aureole.exam.life.parts import Sorted
from aureole.exam.report.worst import WORST, worst_pairs
from aureole.exam.senses import refuse_logs
from aureole.exam.suites.suite import Suite
from aureole.fleet.cluster import Cluster


class Tells(Protocol):
    """Who is told how far the exam is; seconds are of the wall clock."""

    def begin(self, total: int, known: int | None) -> None:
        """So many drives are to come, of which so many are known from an interrupted exam; None if there was none."""

    def fresh(self) -> None:
        """It was asked to go on, and there is nothing to go on with."""

    def compiling(self) -> None:
        """The kernels are compiled first."""

    def expect(self, seconds: float) -> None:
        """So long the whole will take."""

    def more(self, count: int, left: float | None) -> None:
        """So many are done; so many seconds are left, if that is known."""

    def again(self, count: int) -> None:
        """So many of them go once more, so that the report can show them."""

    def shown(self, count: int) -> None:
        """So many of those are done."""

    def writing(self) -> None:
        """Verdicts and report are written."""


@dataclass(frozen=True, slots=True)
class Life:
    """Who does the work, and what else is wanted of an exam."""

    executor: Executor
    folder: Path
    """Where journal, verdicts, report and records lie."""
    resume: bool = False
    keep: int = 0
    """How many failed drives get their records written."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is driven, sorted, and the words by which it is known again."""

    drives: Drives
    setups: Sequence[Setup]
    parts: Sorted
    head: dict[str, Any]


@dataclass(slots=True)
class Driven:
    """What came of it, one driver after the other."""

    verdicts: list[Verdict] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    """Wall-clock time by driver."""
    shown: Shown = field(default_factory=Shown)


def planned(suite: Suite, setups: Sequence[Setup], seeds: int, executor: Executor) -> Plan:
    """Everything is found and read, and refused if it is wrong, before anything is driven or written."""
    drives = Drives(suite.entries, seeds)
    parts = sort_drives(drives, setups[0].ego)
    refuse_logs((drives[group[0]].case for group in parts.groups), setups[0].senses)
    if not cold():
        load(drives[0], setups[0])
    if isinstance(executor, Cluster):
        executor.reach([setup.make.name for setup in setups if isinstance(setup.make, OnnxFile)])
    drivers = {setup.driver: found(setup.make, executor) for setup in setups if is_foreign(setup.make)}
    if isinstance(executor, Cluster):
        executor.reach([setup.perception for setup in setups if setup.perception])
        executor.reach([str(path) for path in parts.files])
    return Plan(drives, setups, parts, head(suite, seeds, setups, parts.files, drivers))


def load(drive: Drive, setup: Setup) -> None:
    """Load kernels from the disk, by one step of a drive with a driver of ours: workers that fork have them then."""
    ours = Passive if setup.driver == "passive" else Rules
    with contextlib.suppress(Exception):  # what is wrong is told when it is driven
        driven([drive], replace(setup, timeout=setup.step, make=ours, senses=GIVEN))
        if setup.senses == PERCEIVED:  # a look of its eyes, and no network: that each process opens for itself
            world = build_world([drive], setup)
            world.sense(*world.reset())


def found(make: Named | OnnxFile, executor: Executor) -> str:
    """A hash of a driver that is not ours; a worker looks, for whatever may happen then.

    Raises:
        BadInput: there is none, it cannot be imported or run, or the worker has another network under that name.
    """
    executor.submit(0, Look(make.name))
    answer = executor.answer()
    seen = answer.result if isinstance(answer.result, str) else weights(make)  # a death counts when it is to drive
    if seen != weights(make) and weights(make):
        raise BadInput(
            f"the network is {weights(make)} here and {seen} where it drives", place=make.name,
            remedy="put the same file under that name on every machine",
        )  # fmt: skip
    return seen


def opened(path: Path, plan: Plan, *, resume: bool) -> tuple[Journal, Known | None]:
    """The journal to write, and what an interrupted exam has left in it.

    Raises:
        BadInput: it is not asked to go on and there is something to go on with, or it is another exam's.
    """
    known = read(path)
    if known is not None and not resume and known.count:
        raise BadInput(
            f"an exam was interrupted here, {known.count} drives are done", place=str(path),
            remedy="go on with it by --resume; or delete the file, or give another --out, to begin anew",
        )  # fmt: skip
    if known is not None and resume:
        other = differences(known.head, plan.head)
        if other:
            raise BadInput(
                f"this is the journal of another exam; what differs: {', '.join(other)}", place=str(path),
                remedy="ask for the same exam, or delete the file, or give another --out, to begin anew",
            )  # fmt: skip
    if not resume:
        known = None
    return Journal(path, plan.head, known), known


class Progress:
    """Writes down what is there, and tells how far it is."""

    def __init__(self, journal: Journal, seconds: list[float], tell: Tells | None) -> None:
        self.journal, self.seconds, self.tell = journal, seconds, tell
        self.outlook: Outlook | None = None
        self.begun = self.last = time.perf_counter()

    def finished(self, driver: int, verdicts: Mapping[int, Verdict]) -> None:
        """Verdicts of a driver are there."""
        now = time.perf_counter()
        passed, self.last = now - self.last, now
        self.journal.write(driver, verdicts, passed)
        self.seconds[driver] += passed
        left = None if self.outlook is None else self.outlook.seconds()
        if self.tell is not None:
            if left is not None:
                self.tell.expect(now - self.begun + left)
            self.tell.more(len(verdicts), left)

    def took(self, driver: int, places: Places, answer: Answer) -> None:
        """A shard of a driver has come back."""
        if self.outlook is not None:
            self.outlook.took(driver, places, answer)


def drive_plan(plan: Plan, executor: Executor, journal: Journal, known: Known | None, tell: Tells | None) -> Driven:
    """Drive all that is not known yet; every shard is in the journal when the next one is waited for."""
    count = len(plan.setups)
    before = known.verdicts if known is not None else [{} for _ in range(count)]
    progress = Progress(journal, list(known.seconds) if known is not None else [0.0] * count, tell)
    if tell is not None:
        tell.begin(len(plan.drives) * count, known.count if known is not None else None)
    exams, first, rest = [], [], []
    for k, setup in enumerate(plan.setups):
        exam = Examination(plan.drives, setup, plan.parts, functools.partial(progress.finished, k))
        exam.begin(before[k], shown=Shown())
        exam.course.took = functools.partial(progress.took, k)
        early, others = exam.ordered(executor.jobs)
        first += [(k, places) for places in early]
        rest += [(k, places) for places in others]
        exams.append(exam)
    drives = len(plan.drives) * count
    progress.outlook = Outlook(plan.parts.groups, first, rest, executor.jobs, WORST if drives > WORST else 0)
    drive_all(executor, ((exams[k].course, places) for k, places in (*first, *rest)))
    return collected(exams, progress.seconds, executor, tell)


def collected(
    exams: Sequence[Examination], seconds: Sequence[float], executor: Executor, tell: Tells | None = None
) -> Driven:  # fmt: skip
    """All verdicts, one driver after the other, and the drives the report shows by their place among them."""
    whole = Driven(seconds={exam.setup.driver: spent for exam, spent in zip(exams, seconds, strict=True)})
    for exam in exams:
        whole.verdicts += exam.found()
    count = len(exams[0].drives)
    wanted = [k for k in worst_pairs(whole.verdicts) if whole.verdicts[k].digest]
    mine = [{k % count for k in wanted if k // count == column} for column in range(len(exams))]
    drive_again(exams, mine, executor, tell)
    for column, exam in enumerate(exams):
        if exam.shown is not None:
            whole.shown.replays.update({column * count + k: replay for k, replay in exam.shown.replays.items()})
            whole.shown.roads.update({column * count + k: road for k, road in exam.shown.roads.items()})
    return whole


def drive_again(
    exams: Sequence[Examination], places: Sequence[Set[int]], executor: Executor, tell: Tells | None
) -> None:  # fmt: skip
    """Drive once more what the report shows of each exam and was not kept; the longest first."""

    def finished(verdicts: Mapping[int, Verdict]) -> None:
        if tell is not None:
            tell.shown(len(verdicts))

    parts = []
    for exam, wanted in zip(exams, places, strict=True):
        for course, part in exam.again(wanted, executor.jobs, finished):
            longest = max(exam.course.verdicts[place].measures.get("time", 0.0) for place in part)
            parts.append((longest, course, part))
    if parts and tell is not None:
        tell.again(sum(len(part) for *_, part in parts))
    parts.sort(key=lambda part: -part[0])
    drive_all(executor, [(course, part) for _, course, part in parts])
