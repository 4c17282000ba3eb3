"""The same case in two exams: matched by name, values and seed, wherever its file lies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from aureole.core.errors import BadInput
from aureole.core.verdict import Verdict
from aureole.exam.compare.sides import Side
from aureole.exam.statistics.coverage import TRIALS

Identity = tuple[str, tuple[tuple[str, str], ...], int]
Pair = tuple[Verdict, Verdict]

KINDS = ("fixed", "broken", "same_passed", "same_failed", "changed", "untested")
"""What became of a case; `kind` says which is which."""


@dataclass(frozen=True, slots=True)
class Matched:
    """The cases of two sides, in the order of the first."""

    pairs: list[Pair]
    only_first: list[Verdict] = field(default_factory=list)
    only_second: list[Verdict] = field(default_factory=list)


def identity(verdict: Verdict) -> Identity:
    """What makes two drives the same case; the file's path may differ between two checkouts."""
    return verdict.case, tuple(sorted(verdict.params.items())), verdict.seed


def matched(first: Side, second: Side) -> Matched:
    """Every case of either side.

    Raises:
        BadInput: a case stands twice in one exam; the two have none in common.
    """
    one, two = by_identity(first), by_identity(second)
    pairs = [(verdict, two[key]) for key, verdict in one.items() if key in two]
    if not pairs:
        told = [
            f"{side.place} drove {len(cases)} of '{side.exam.suite}'" for side, cases in ((first, one), (second, two))
        ]
        remedy = "compare two exams of the same suite: names, parameter values and seeds of the cases must agree"
        raise BadInput(f"no case in common: {'; '.join(told)}", remedy=remedy)
    only_first = [verdict for key, verdict in one.items() if key not in two]
    return Matched(pairs, only_first, [verdict for key, verdict in two.items() if key not in one])


def by_identity(side: Side) -> dict[Identity, Verdict]:
    """Verdicts of one side by what they are of; BadInput if that is not one each."""
    found: dict[Identity, Verdict] = {}
    for verdict in side.verdicts:
        key = identity(verdict)
        if key in found:
            what = f"case '{verdict.case}' with the same values and seed {verdict.seed} stands there twice"
            remedy = "an exam drives each case once a seed and driver; run it again"
            raise BadInput(f"{what}, driven by {side.driver}", place=side.place, remedy=remedy)
        found[key] = verdict
    return found


def kind(first: str, second: str) -> str:
    """What became of a case, by its two statuses.

    `unavoidable` is no failure: it counts as passed, as everywhere; passed and unavoidable in turn is `changed`.
    What was not exercised, or broke for reasons of the machine, proves nothing: the case is `untested`.

    >>> kind("failed", "passed"), kind("unavoidable", "failed"), kind("passed", "unavoidable")
    ('fixed', 'broken', 'changed')
    >>> kind("passed", "not_exercised")
    'untested'
    """
    if first not in TRIALS or second not in TRIALS:
        return "untested"
    if first == "failed":
        return "same_failed" if second == "failed" else "fixed"
    if second == "failed":
        return "broken"
    return "same_passed" if first == second else "changed"


def trials(pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs of which both halves prove something."""
    return [pair for pair in pairs if pair[0].status in TRIALS and pair[1].status in TRIALS]
