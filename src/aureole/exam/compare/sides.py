"""What is compared with what: two exams, or two drivers of one, and the conditions they differ in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aureole.core.errors import BadInput
from aureole.core.verdict import Verdict
from aureole.exam.verdicts import Exam


@dataclass(frozen=True, slots=True)
class Side:
    """One driver's verdicts of one exam."""

    place: str
    """Folder or file the exam was read from."""
    exam: Exam
    driver: str

    @property
    def verdicts(self) -> list[Verdict]:
        """Of this driver, in the order of the exam."""
        return [verdict for verdict in self.exam.cases if verdict.driver == self.driver]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which drivers are compared, and which have no other half."""

    pairs: tuple[tuple[str, str], ...]
    left_first: tuple[str, ...] = ()
    left_second: tuple[str, ...] = ()


def drivers(exam: Exam) -> tuple[str, ...]:
    """In the order they first appear."""
    return tuple(dict.fromkeys(verdict.driver for verdict in exam.cases))


def choose(first: Sequence[str], second: Sequence[str], asked: Sequence[str] = ()) -> Chosen:
    """The drivers of two exams paired: those asked for; else one with one; else those of the same name.

    >>> choose(["rules", "vla"], ["vla", "rules", "passive"])
    Chosen(pairs=(('rules', 'rules'), ('vla', 'vla')), left_first=(), left_second=('passive',))
    >>> choose(["rules"], ["mine:Driver"]).pairs
    (('rules', 'mine:Driver'),)

    Raises:
        BadInput: a driver is not there, more than two are asked for, or nothing says who goes with whom.
    """
    if len(asked) > 2:
        raise BadInput(
            f"--driver is given {len(asked)} times", remedy="give it once, or once for each of the two exams"
        )
    if asked:
        pair = (asked[0], asked[-1])
        for name, there, which in zip(pair, (first, second), ("first", "second"), strict=True):
            if name not in there:
                known = ", ".join(there) or "none"
                raise BadInput(f"the {which} exam has no driver '{name}'", remedy=f"it has: {known}")
        return Chosen((pair,))
    if len(first) == len(second) == 1:
        return Chosen(((first[0], second[0]),))
    same = tuple((name, name) for name in first if name in second)
    if not same:
        told = f"the first exam has {', '.join(first) or 'no driver'}; the second {', '.join(second) or 'no driver'}"
        raise BadInput(f"no driver is in both: {told}", remedy="--driver FIRST --driver SECOND")
    names = {name for name, _ in same}
    left = [tuple(name for name in there if name not in names) for there in (first, second)]
    return Chosen(same, *left)


def choose_within(there: Sequence[str], asked: Sequence[str] = ()) -> Chosen:
    """Two drivers of one exam: those asked for, or the two there are.

    Raises:
        BadInput: there is only one, or several and none asked for.
    """
    if len(asked) == 2 or (not asked and len(there) == 2):
        return choose(there, there, asked or (there[0], there[1]))
    remedy = "give two folders, or one folder and --driver FIRST --driver SECOND"
    raise BadInput(f"one exam is given, with {', '.join(there) or 'no driver'}", remedy=remedy)


def differing(first: Exam, second: Exam) -> list[dict[str, Any]]:
    """The conditions that are not the same: name, in the first, in the second."""
    one, two = conditions(first), conditions(second)
    return [
        {"name": name, "first": one.get(name), "second": two.get(name)}
        for name in dict.fromkeys((*one, *two))
        if one.get(name) != two.get(name)
    ]


def conditions(exam: Exam) -> dict[str, Any]:
    """What a result depends on beside case, seed and driver, as far as the exam says it."""
    setup = exam.machine.get("setup", {})
    machine = {f"machine {name}": value for name, value in exam.machine.items() if name != "setup"}
    cars = sorted({verdict.extra["car"] for verdict in exam.cases if "car" in verdict.extra})
    plain = {"version": exam.version, "suite": exam.suite, "dt": exam.dt, "cars": cars}
    how = (
        {key: value for key, value in setup.items() if key != "frames"} if isinstance(setup, dict) else {"setup": setup}
    )
    return plain | {"senses": "given"} | how | machine  # from before there was a choice, things were given
