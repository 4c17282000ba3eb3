"""What one judge found in one drive."""

from __future__ import annotations

from dataclasses import dataclass, field

from aureole.conduct.clauses import margin
from aureole.core.verdict import Event

PER_SECOND = 1e9  # ns
DIGITS = 6  # of a clause's numbers


@dataclass(frozen=True, slots=True)
class Found:
    """Measures by name, and events whose `fails` only says whether the suite's rule may count them."""

    measures: dict[str, float] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    excuse: str = ""
    """`unavoidable`: a collision proved so. `struck`: hit from behind while obeying. Else empty."""
    clauses: tuple[Event, ...] = ()
    """The tightest moment of each clause that applied."""


def event(name: str, time: float, value: float, limit: float, text: str = "", *, clause: str = "-") -> Event:
    """An event whose margin is negative: the value is past the limit on whichever side the limit forbids."""
    return Event(name, clause, float(time), float(value), float(limit), -abs(float(value) - float(limit)), False, text)


def tightest(name: str, clause: str, time: float, value: float, limit: float, text: str = "") -> Event:
    """The tightest moment of a clause; its margin is above zero inside the limit, below zero outside.

    Told to the millionth: there are many of them.
    """
    value, limit = float(value), float(limit)
    room = round(margin(clause, value, limit), DIGITS)
    return Event(
        name, clause, round(float(time), DIGITS), round(value, DIGITS), round(limit, DIGITS), room, False, text
    )
