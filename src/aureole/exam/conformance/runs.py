"""What is looked at over a whole course: a driver shown the same in different company must plan the same bits."""

from __future__ import annotations

import copy
import pickle
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from aureole.core.driver import Driver
from aureole.core.observation import Observation
from aureole.core.plan import Plan
from aureole.exam.conformance.looks import WORLDS, Course
from aureole.exam.conformance.rows import differing, frozen, taken

MANY = 96  # worlds


class Broke(Exception):
    """The driver raised; says when and what."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The driver that is checked."""

    make: Callable[[], Driver[Any]]


def answers(driver: Driver[Any], course: Course, start: Any = None, first: int = 0) -> Iterator[tuple[Plan, Any]]:
    """Its plan and memory after each look of a course, from look `first` on with the memory `start`.

    Every look is a copy, so that a driver that writes into one spoils nothing.

    Raises:
        Broke: the driver raised.
    """
    memory = start if first else begun(driver, course)
    for k in range(first, len(course.looks)):
        plan, memory = asked(driver, taken(course.looks[k], range(len(course.looks[k].stamp))), memory, course, k)
        yield plan, memory


def begun(driver: Driver[Any], course: Course) -> Any:
    """Its memory before the first look."""
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return driver.reset(course.mission)
    except Exception as error:
        raise Broke(f"reset raised {type(error).__name__}: {error}") from error


def asked(driver: Driver[Any], look: Observation, memory: Any, course: Course, k: int) -> tuple[Plan, Any]:
    """One decision."""
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            plan, memory = driver.drive(look, memory)
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        raise Broke(f"look {k} of {course.name}, {len(look.stamp)} worlds: drive raised {what}") from error
    return plan, memory


def plans(driver: Driver[Any], course: Course) -> list[Plan]:
    """Every plan of a course."""
    return [plan for plan, _ in answers(driver, course)]


def unlike(one: Sequence[Plan], other: Sequence[Plan], what: str) -> str:
    """Where two lists of plans differ first; empty if nowhere."""
    for k, (a, b) in enumerate(zip(one, other, strict=True)):
        found = differing(a, b)
        if found:
            return f"{what}, look {k}: Plan.{found}"
    return ""


def inputs(subject: Subject, course: Course) -> str:
    """What it is handed is afterwards what it was before."""
    driver = subject.make()
    memory = begun(driver, course)
    for k, look in enumerate(course.looks):
        shown, before = taken(look, range(len(look.stamp))), frozen(memory)
        _, after = asked(driver, shown, memory, course, k)
        found = differing(shown, look)
        if found:
            return f"{course.name}, look {k}: it wrote into Observation.{found}"
        if before is not None and frozen(memory) != before:
            return f"{course.name}, look {k}: it wrote into the memory that it was handed"
        memory = after
    return ""


def repeat(subject: Subject, course: Course) -> str:
    """Two new drivers plan the same."""
    return unlike(plans(subject.make(), course), plans(subject.make(), course), f"{course.name}, shown twice")


def itself(subject: Subject, course: Course) -> str:
    """One driver plans the same before and after it was shown something else, and when it is asked twice."""
    driver = subject.make()
    first = plans(driver, course)
    plans(driver, course.of([3, 1]))
    found = unlike(first, plans(driver, course), f"{course.name}, driven twice by one driver")
    if found:
        return found
    memory = begun(driver, course)
    for k, look in enumerate(course.looks[: len(course.looks) // 2]):
        held = copy.deepcopy(memory)
        once, memory = asked(driver, taken(look, range(WORLDS)), memory, course, k)
        twice, _ = asked(driver, taken(look, range(WORLDS)), held, course, k)
        found = unlike([once], [twice], f"{course.name}, asked twice at look {k}")
        if found:
            return found
    return ""


def alone(subject: Subject, course: Course) -> str:
    """A world plans the same alone and among the others."""
    together = plans(subject.make(), course)
    for world in range(WORLDS):
        single = plans(subject.make(), course.of([world]))
        found = unlike([taken(plan, [world]) for plan in together], single, f"{course.name}, world {world} alone")
        if found:
            return found
    return ""


def order(subject: Subject, course: Course) -> str:
    """Worlds in another order plan the same."""
    turned = list(reversed(range(WORLDS)))
    together = [taken(plan, turned) for plan in plans(subject.make(), course)]
    return unlike(together, plans(subject.make(), course.of(turned)), f"{course.name}, worlds in reverse")


def many(subject: Subject, course: Course) -> str:
    """Many worlds plan as each does in the batch of eight."""
    rows = [k % WORLDS for k in range(MANY)]
    together = [taken(plan, rows) for plan in plans(subject.make(), course)]
    return unlike(together, plans(subject.make(), course.of(rows)), f"{course.name}, {MANY} worlds")


def restart(subject: Subject, course: Course) -> str:
    """A memory kept as bytes in the middle of a course drives on in another driver as if nothing had been."""
    half, whole, kept = len(course.looks) // 2, [], b""
    for k, (plan, memory) in enumerate(answers(subject.make(), course)):
        whole.append(plan)
        if k + 1 == half:
            kept = frozen(memory) or b""
            if not kept:
                return f"the memory, a {type(memory).__name__}, cannot be kept as bytes (pickle)"
    rest = [plan for plan, _ in answers(subject.make(), course, pickle.loads(kept), half)]  # noqa: S301  # our own bytes
    return unlike(whole[half:], rest, f"{course.name}, restarted at look {half}")


OVER_A_COURSE: dict[str, Callable[[Subject, Course], str]] = {
    "inputs": inputs, "repeat": repeat, "self": itself, "alone": alone, "order": order, "many": many,
    "restart": restart,
}  # fmt: skip
