"""How far a drive was from what is looked for: above zero where it did not happen, below zero where it did.

What is looked for is a failed drive, or an event by name, excused or not. The distance is that of the tightest moment
of the clauses with the names in question, in units of what matters (`SCALES`), so that metres and seconds compare. A
clause can be undercut without the event: the other braked less than it could have, or turned away. So a margin that
nobody failed is pressed into what lies above zero, in order: ln(1 + e^m).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from aureole.conduct.clauses import CLAUSES
from aureole.core.errors import BadInput
from aureole.core.verdict import EVENTS, Event, Verdict
from aureole.world.scenarios.read import near

FAILED = "failed"
SCALES = {"m/s": 2.0, "m": 1.0, "s": 1.0, "m/s^2": 2.0, "m/s^3": 5.0, "rad/s": 0.2, "rad/s^2": 0.5, "-": 0.2}
"""By unit of a clause: a difference that matters; only which of two clauses is the tighter one depends on it."""
FAR = 20.0  # of such differences: beyond, or where no clause applied, nothing is near
HAIR = 1e-9  # between what happened and what did not


def refuse_unknown(name: str) -> None:
    """Raise BadInput unless it is `failed` or the name of an event."""
    if name not in (FAILED, *EVENTS):
        raise BadInput(f"--find {name}: there is no such event", remedy=near(name, [FAILED, *EVENTS]))


def happened(verdict: Verdict, find: str) -> bool:
    """Whether a drive is one of those that are looked for."""
    if verdict.status == "infrastructure":
        return False
    return verdict.status == "failed" if find == FAILED else any(event.name == find for event in verdict.events)


def kind(verdict: Verdict, find: str) -> tuple[str, str]:
    """Name and clause of the first event that makes a drive one of those: two of the same kind failed alike."""
    first = next(iter(_found(verdict, find)), None)
    return ("", "") if first is None else (first.name, first.clause)


def margin(verdict: Verdict, find: str, fails: Sequence[str]) -> float:
    """Signed distance to what is looked for; below zero exactly where it happened.

    Args:
        verdict: on the drive.
        find: `failed`, or an event.
        fails: the events that fail a drive.
    """
    if happened(verdict, find):
        return -max([HAIR, *(abs(_scaled(event)) for event in _found(verdict, find))])
    names = set(fails) if find == FAILED else {find}
    return math.log1p(math.exp(_tightest(clause for clause in verdict.clauses if clause.name in names)))


def _found(verdict: Verdict, find: str) -> list[Event]:
    return [event for event in verdict.events if (event.fails if find == FAILED else event.name == find)]


def _tightest(clauses: Iterable[Event]) -> float:
    return min([FAR, *(max(_scaled(clause), -FAR) for clause in clauses)])


def _scaled(event: Event) -> float:
    unit = CLAUSES[event.clause].unit if event.clause in CLAUSES else "-"
    return event.margin / SCALES[unit] if math.isfinite(event.margin) else FAR
