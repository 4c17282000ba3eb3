"""One scenario searched: rows become drives, verdicts become distances, and what comes of them an estimate.

Whoever drives is handed in. Every drive is driven once: where rows meet the same drive again, its verdict is known.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import numpy as np

from aureole.core.notes import Float64
from aureole.core.verdict import Verdict
from aureole.exam.search import cells
from aureole.exam.search.cells import Lattice
from aureole.exam.search.estimate import Estimate, nothing, whole
from aureole.exam.search.found import Looked, Seen
from aureole.exam.search.importance import search
from aureole.exam.search.margin import FAR, margin
from aureole.exam.search.space import Space, Steps, number, shut
from aureole.exam.setup import Drive

AT_ONCE = 512  # drives that are asked for together: what is done when somebody stops the search is kept
Thing = TypeVar("Thing")

Judge = Callable[[Sequence[Drive]], list[Verdict]]
"""Drives these, none of them shut out; verdicts in their order."""
Terms = tuple[str, Sequence[str]]
"""What is looked for, and which events fail a drive (`margin`)."""


class Looking:
    """Drives rows of one space.

    Args:
        space: what may vary.
        weight: its share of the suite's cases.
        judge: who drives.
        terms: what is looked for.
    """

    def __init__(self, space: Space, weight: float, judge: Judge, terms: Terms) -> None:
        self.looked = Looked(space, weight)
        self.judge, self.terms = judge, terms
        self.known: dict[tuple[tuple[str, ...], int], Seen | None] = {}

    def look(self, budget: int, stream: str, seed: int) -> None:
        """Search with so many draws; a grid that holds no more is driven whole."""
        looked = self.looked
        if looked.space.count and looked.space.count <= budget:
            self.rows(np.zeros((0, 1)), looked.space.every())
            looked.draws = looked.space.count
            looked.estimate = whole(len(looked.hits), looked.space.count)
        else:
            looked.estimate = self._search(budget, stream, seed)
        if looked.broken:
            looked.estimate = nothing()

    def _search(self, budget: int, stream: str, seed: int) -> Estimate:
        going = search(self.looked.space.kinds, budget, stream, seed, lattice=lattice(self.looked.space))
        rows = next(going)
        while True:
            drives = [self.looked.space.drive(row, self.looked.draws + k) for k, row in enumerate(rows)]
            margins = self.rows(rows, drives)
            self.looked.draws += len(rows)
            try:
                rows = going.send((margins < 0.0, margins))
            except StopIteration as end:
                found: Estimate = end.value
                return found

    def rows(self, rows: Float64, drives: Sequence[Drive]) -> Float64:
        """The distance of each drive, after those were driven that are not known yet."""
        keys = [(tuple(drive.case.params.values()), drive.seed) for drive in drives]
        fresh = {key: k for k, key in reversed(list(enumerate(keys))) if key not in self.known}
        inside = {key: k for key, k in sorted(fresh.items(), key=lambda item: item[1]) if shut(drives[k]) is None}
        self.known.update(dict.fromkeys(fresh.keys() - inside.keys()))
        for some in batched(inside.items(), AT_ONCE):
            verdicts = self.judge([drives[k] for _, k in some])
            for (key, k), verdict in zip(some, verdicts, strict=True):
                row = rows[k] if len(rows) else self._row(drives[k])
                self.known[key] = self._took(Seen(row, drives[k], verdict, margin(verdict, *self.terms)))
        found = [self.known[key] for key in keys]
        self.looked.shut += sum(seen is None for seen in found)
        return np.array([FAR if seen is None else seen.margin for seen in found])

    def _took(self, seen: Seen) -> Seen:
        self.looked.seen.append(seen)
        self.looked.broken += seen.verdict.status == "infrastructure"
        return seen

    def _row(self, drive: Drive) -> Float64:
        """Where a drive of a grid lies on its axes."""
        row = []
        for one in self.looked.space.directions:
            places = range(one.count)
            values = {name: drive.case.params[name] for name in one.names if name in drive.case.params}
            row.append(
                next(((k + 0.5) / one.count for k in places if dict(one.at((k + 0.5) / one.count)) == values), 0.5)
            )
        return np.array([*row, 0.5])


def batched(things: Iterable[Thing], most: int) -> Iterator[list[Thing]]:
    """The things in pieces of at most so many."""
    left = list(things)
    return (left[k : k + most] for k in range(0, len(left), most))


def lattice(space: Space) -> Lattice | None:
    """The cells of a grid that is small enough to be learned cell by cell; every seed is a cell of its own."""
    counts = tuple(one.count for one in space.directions)
    if not counts or space.drawn or math.prod(counts) * space.seeds > cells.MOST:
        return None
    columns = [_columns(one) for one in space.directions if isinstance(one, Steps)]
    if space.seeds > 1:
        counts, columns = (*counts, space.seeds), [*columns, []]  # seeds are neither near nor far
    return Lattice(counts, cells.features(columns, counts))


def _columns(one: Steps) -> list[Float64]:
    """The values of an axis by place: a column for each parameter that is a number, else one for each word."""
    rows = [one.at((place + 0.5) / one.count) for place in range(one.count)]
    found = []
    for name in one.names:
        texts = [row.get(name, "") for row in rows]
        values = np.array([number(text) for text in texts])
        if np.isfinite(values).all():
            found.append(values)
        else:
            found += [np.array([float(text == word) for text in texts]) for word in dict.fromkeys(texts)]
    return found
