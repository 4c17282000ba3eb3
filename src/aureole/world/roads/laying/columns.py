"""Lanes as columns that appear, taper and end along a road, and the lane sections that they make."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

DRIVEN = frozenset({"driving", "entry", "exit", "onRamp", "offRamp"})
WALKED = frozenset({"walking", "biking"})
ALWAYS, NEVER = -math.inf, math.inf
SMALL = 1e-9  # m


@dataclass(frozen=True, slots=True)
class Column:
    """One lane: its width is 0 before `start`, full between `full` and `fade`, 0 again from `stop` on; s in metres."""

    kind: str
    width: float
    start: float = ALWAYS
    full: float = ALWAYS
    fade: float = NEVER
    stop: float = NEVER
    last: float = -1.0
    """Width at the end of the road, where it differs: it then changes smoothly from one end to the other."""

    def within(self, low: float, high: float) -> bool:
        """Whether it is there between two stations, none of which lies inside a change of what is there."""
        return self.start <= low + SMALL and self.stop >= high - SMALL

    def at(self, s: float) -> float:
        """Its width at a station, m; `last` is not asked for."""
        if s <= self.start or s >= self.stop:
            return self.width if self.start == self.full == s or self.stop == self.fade == s else 0.0
        if s < self.full:
            return self.width * smooth((s - self.start) / (self.full - self.start))
        return self.width * (1.0 if s <= self.fade else smooth((self.stop - s) / (self.stop - self.fade)))


def smooth(part: float) -> float:
    """From 0 to 1 without a kink at either."""
    return part * part * (3.0 - 2.0 * part)


class Row(NamedTuple):
    """A cubic from a station on."""

    s: float
    a: float
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0


def between(s: float, length: float, one: float, other: float) -> Row:
    """The smooth way from one value to another."""
    step = other - one
    return Row(s, one, 0.0, 3.0 * step / length**2, -2.0 * step / length**3)


@dataclass(frozen=True, slots=True)
class Lane:
    """A column in one lane section."""

    number: int
    """Its id: above zero left of the centre."""
    column: Column
    widths: tuple[Row, ...]
    """From the start of the section."""
    before: int | None
    """Id of the same column in the section before; none if it begins here."""
    after: int | None
    low: float
    """Width at the section's start, m."""
    high: float


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of road with the same lanes."""

    s: float
    end: float
    left: tuple[Lane, ...]
    """From the centre outwards, as right."""
    right: tuple[Lane, ...]


Side = Sequence[Column]
"""From the centre outwards."""


def sections(left: Side, right: Side, length: float) -> list[Section]:
    """The lane sections of a road: one begins wherever a column appears or ends."""
    knots = {0.0, length}
    for column in (*left, *right):
        knots |= {s for s in (column.start, column.stop) if SMALL < s < length - SMALL}
    at = sorted(knots)
    spans = list(itertools.pairwise(at))
    here = [{side: present(columns, span) for side, columns in ((1, left), (-1, right))} for span in spans]
    found = []
    for k, span in enumerate(spans):
        sides = []
        for sign in (1, -1):
            near = [here[j][sign] if 0 <= j < len(spans) else () for j in (k - 1, k + 1)]
            sides.append(tuple(
                lane(sign * (n + 1), column, (*span, length), [linked(there, column, sign) for there in near])
                for n, column in enumerate(here[k][sign])
            ))  # fmt: skip
        found.append(Section(*span, *sides))
    return found


def present(columns: Side, span: tuple[float, float]) -> tuple[Column, ...]:
    """Those of a side that are there on a span."""
    return tuple(column for column in columns if column.within(*span))


def linked(there: Sequence[Column], column: Column, sign: int) -> int | None:
    """The id of a column in a neighbouring section."""
    return next((sign * (n + 1) for n, other in enumerate(there) if other is column), None)


def lane(number: int, column: Column, span: tuple[float, float, float], near: Sequence[int | None]) -> Lane:
    """One column as a lane of a section; `span` is where the section starts and ends, and the road's length."""
    low, high, length = span
    if column.last >= 0.0:
        row = between(0.0, length, column.width, column.last)
        return Lane(number, column, (row,), near[0], near[1], column.width, column.last)
    rows = tuple(widths(column, low, high))
    first, last = column.at(max(low, min(low + SMALL, high))), column.at(high - SMALL)
    return Lane(number, column, rows, near[0], near[1], first if first > 1e-6 else 0.0, last if last > 1e-6 else 0.0)


def widths(column: Column, low: float, high: float) -> list[Row]:
    """The cubics of a column's width on one section."""
    found = []
    if column.start > ALWAYS and column.full > low + SMALL:
        found.append(moved(between(column.start, column.full - column.start, 0.0, column.width), low))
    if column.full < high - SMALL and column.fade > low + SMALL:
        found.append(Row(max(column.full - low, 0.0), column.width))
    if column.stop < NEVER and column.fade < high - SMALL:
        found.append(moved(between(column.fade, column.stop - column.fade, column.width, 0.0), low))
    return found


def moved(row: Row, low: float) -> Row:
    """A cubic with its station counted from another place: if it began before that, as it goes on from there."""
    ds = low - row.s
    if ds <= 0.0:
        return Row(row.s - low, *row[1:])
    _, a, b, c, d = row
    return Row(0.0, a + ds * (b + ds * (c + ds * d)), b + ds * (2.0 * c + 3.0 * ds * d), c + 3.0 * ds * d, d)
