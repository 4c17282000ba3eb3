"""Looks that no world gives and every car may once get: nothing in them, sensors silent, numbers that are none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from aureole.core.observation import Observation
from aureole.exam.conformance import plans
from aureole.exam.conformance.looks import Course, empty, ordered, orders, silent, spoilt
from aureole.exam.conformance.runs import Subject, answers, asked, begun

FEW = 8  # looks of a course that are made strange


def nothing(subject: Subject, course: Course) -> str:
    """Without tracks, lanes and route, from the start and all of a sudden."""
    return _with(subject, course, empty)


def silence(subject: Subject, course: Course) -> str:
    """With sensors that are silent, from the start and all of a sudden."""
    return _with(subject, course, silent)


def none(subject: Subject, course: Course) -> str:
    """With numbers that are none, one array after the other."""
    driver, middle = subject.make(), len(course.looks) // 2
    memory = begun(driver, course)
    for k, look in enumerate(course.looks[:middle]):
        _, memory = asked(driver, look, memory, course, k)
    for name, look in spoilt(course.looks[middle]):
        told = replace_name(course, f"{course.name} with NaN in {name}")
        plan, after = asked(driver, look, memory, told, middle)
        found = plans.shapes(plan, look)
        if found:
            return f"{told.name}: {found}"
        asked(driver, course.looks[min(middle + 1, len(course.looks) - 1)], after, told, middle + 1)
    return ""


def heard(subject: Subject, course: Course) -> str:
    """With orders of every kind."""
    for words in orders():
        told = replace_name(
            ordered(words, course), f"{course.name} with the order {words[:24]!r}… ({len(words)} bytes)"
        )
        few = Course(told.name, told.mission, told.looks[:FEW])
        for look, (plan, _) in zip(few.looks, answers(subject.make(), few), strict=True):
            found = plans.shapes(plan, look)
            if found:
                return f"{told.name}: {found}"
    return ""


def _with(subject: Subject, course: Course, change: Callable[[Observation], Observation]) -> str:
    for looks in _sudden(course, change):
        changed = Course(course.name, course.mission, tuple(looks))
        for k, (look, (plan, _)) in enumerate(zip(changed.looks, answers(subject.make(), changed), strict=True)):
            for looked_at in (plans.shapes, plans.numbers):
                found = looked_at(plan, look)
                if found:
                    return f"{course.name}, look {k}: {found}"
    return ""


def _sudden(course: Course, change: Callable[[Observation], Observation]) -> Iterator[list[Observation]]:
    few, middle = list(course.looks[:FEW]), FEW // 2
    yield [change(look) for look in few]
    yield [*few[:middle], *(change(look) for look in few[middle:])]


def replace_name(course: Course, name: str) -> Course:
    """The same course under another name."""
    return replace(course, name=name)


STRANGE: dict[str, Callable[[Subject, Course], str]] = {
    "empty": nothing, "silent": silence, "nan": none, "orders": heard,
}  # fmt: skip
