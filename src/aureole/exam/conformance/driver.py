"""The public conformance checker for drivers: every promise of the role, looked at in order."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from aureole.exam.conformance.findings import FAILED, PASSED, SKIPPED, Check, Finding, Report
from aureole.exam.conformance.looks import WORLDS, Course, courses
from aureole.exam.conformance.plans import LOOKED_AT
from aureole.exam.conformance.promises import PROMISES
from aureole.exam.conformance.runs import OVER_A_COURSE, Broke, Subject, answers, begun
from aureole.exam.conformance.strange import STRANGE
from aureole.exam.conformance.truth import seen
from aureole.exam.examine import Drive, Setup, examine
from aureole.exam.suites.cases import SuiteCase
from aureole.world.scenarios.embedded import library

Clock = Callable[[], float]
"""Gives seconds; only differences count."""
DRIVEN = ("motorway-free", "cut-in", "standing-car", "crossing-pedestrian")
LONGEST = 30.0  # s of each closed drive


def check_driver(setup: Setup, clock: Clock, done: Callable[[Finding], Any] = lambda finding: None) -> Report:
    """Look at every promise of a driver; none of them is about how well it drives.

    Args:
        setup: the driver with its car and step; `make` may be anything that claims to be one.
        clock: measures how long a decision takes; that is told, not judged.
        done: told each finding as it comes.
    """
    checker = Checker(setup, clock)
    found: dict[str, Finding] = {}
    for check in PROMISES:
        missing = [name for name in check.needs if found[name].status != PASSED]
        finding = Finding(check, SKIPPED, f"says nothing without '{missing[0]}'") if missing else checker.find(check)
        found[check.name] = finding
        done(finding)
    return Report("driver", setup.driver, tuple(found.values()), checker.told)


class Checker:
    """Makes the checks of one driver; what several of them need is made once."""

    def __init__(self, setup: Setup, clock: Clock) -> None:
        self.setup, self.clock = setup, clock
        self.subject = Subject(setup.make)
        self.courses: list[Course] = []
        self.wrong: dict[str, str] = {}
        self.told: dict[str, Any] = {}

    def find(self, check: Check) -> Finding:
        """What comes of one check; whatever the driver raises is why it fails."""
        try:
            why = self.look(check.name)
        except Broke as error:
            why = str(error)
        except Exception as error:  # noqa: BLE001  # a driver may raise anything, anywhere: when it is made, too
            why = f"{type(error).__name__}: {error}"
        return Finding(check, FAILED if why else PASSED, why)

    def look(self, name: str) -> str:
        """What is wrong; empty if nothing."""
        if name == "role":
            return self.role()
        if name == "truth":
            return seen(getattr(self.setup.make, "__module__", "") or "")
        if name == "shapes":
            self.plans()
        if name in LOOKED_AT:
            return self.wrong.get(name, "")
        if name == "drives":
            return self.drives()
        for course in self.courses:
            why = {**OVER_A_COURSE, **STRANGE}[name](self.subject, course)
            if why:
                return why
        return ""

    def role(self) -> str:
        """It can be made, and begins."""
        made = self.setup.make if isinstance(self.setup.make, type) else self.setup.make()
        missing = [role for role in ("reset", "drive") if not callable(getattr(made, role, None))]
        if missing:
            return f"it has no {' and no '.join(missing)}"
        self.courses = courses(self.setup)
        begun(self.setup.make(), self.courses[0])
        return ""

    def plans(self) -> None:
        """Go through every course once, look at each plan and at the clock."""
        for course in self.courses:
            self.told["ms_per_world"] = self.timed(course) / WORLDS
        self.told["ms_per_decision"] = self.timed(self.courses[0].of([0]))

    def timed(self, course: Course) -> float:
        """Median milliseconds of a decision; what is wrong with a plan is noted where it is seen first."""
        spans, driver = [], self.setup.make()
        running = answers(driver, course)
        for k, look in enumerate(course.looks):
            started = self.clock()
            plan, _ = next(running)
            spans.append(self.clock() - started)
            for name, looked_at in LOOKED_AT.items():
                if name not in self.wrong and "shapes" not in self.wrong:
                    why = looked_at(plan, look)
                    if why:
                        self.wrong[name] = f"{course.name}, look {k}: {why}"
        return 1000.0 * statistics.median(spans)

    def drives(self) -> str:
        """Embedded cases in closed loop; how well is not judged here."""
        cases = [library.find(name) for name in DRIVEN]
        drives = [Drive(SuiteCase(case.name, case.path, dict(case.params)), 0) for case in cases]
        verdicts = examine(drives, replace(self.setup, timeout=min(self.setup.timeout, LONGEST)))
        self.told["drives"] = {verdict.case: verdict.status for verdict in verdicts}
        return _stopped([(verdict.case, event.name, event.text) for verdict in verdicts for event in verdict.events])


def _stopped(events: Sequence[tuple[str, str, str]]) -> str:
    """Why a drive was not one; empty if all were."""
    return next((f"{case}: {text}" for case, name, text in events if name in ("bad_plan", "infrastructure")), "")
