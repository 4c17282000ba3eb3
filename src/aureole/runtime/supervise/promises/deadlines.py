"""Deadline supervision (AUTOSAR's word) while the car drives: of every call, and of every run of a chain."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from math import ceil, floor
from typing import NamedTuple

import numpy as np

from aureole.core.resources import Chain, Service
from aureole.core.topic import Topic
from aureole.runtime.nodes.pulse import Row
from aureole.runtime.supervise.causes import Cause, main_cause
from aureole.runtime.supervise.promises.books import Book
from aureole.runtime.supervise.promises.chains import course, reason, run_at, span

WINDOW = 100, 10_000  # runs; the fewest and the most over which a percentile is reckoned
OVERDUE = 1_000_000_000  # ns beyond its deadline, after which a run that has not come to its end is given up


class Miss(NamedTuple):
    """One broken promise of a service or a chain."""

    subject: str
    """The service, or the chain."""
    service: str
    """Whose cause it is."""
    what: str
    """deadline, budget, percentile"""
    stamp: int  # ns; the moment it was about
    value: float  # s; for a percentile how many runs were late
    limit: float  # s; for a percentile how many runs may be late
    cause: Cause | None


class Margin(NamedTuple):
    """How a chain fares, over its sliding window."""

    name: str
    runs: int
    """In the window."""
    missed: int
    at_percentile: float  # s; what the chain takes at its percentile; not a number before its first run
    worst: float  # s
    deadline: float  # s
    all_runs: int
    """Since the start."""
    all_missed: int

    @property
    def left(self) -> float:
        """Seconds between what the chain takes at its percentile and its deadline; below zero: too late."""
        return self.deadline - self.at_percentile


def due_within(service: Service, topics: Sequence[Topic]) -> float:
    """Seconds a call may take from the moment it was woken: until the first of its words is stale; 0: no limit."""
    return min((topic.deadline for topic in topics if topic.writer == service.name), default=0.0)


def missed(service: Service, rows: Sequence[Row], within: float) -> list[Miss]:
    """The calls of a service that ended too late, and those that took more of a core than they may."""
    found = []
    for row in rows:
        budget = round(service.budget * 1e9)
        whole = (row.ended - row.woken) * 1e-9
        alone = bool(service.trigger) and row.stamp == row.woken  # nothing came: it woke by itself, when it liked
        if within and whole > within and not alone:
            cause = main_cause(row, row.woken, budget)
            found.append(Miss(service.name, service.name, "deadline", row.stamp, whole, within, cause))
        elif row.cpu > budget > 0:
            cause = main_cause(row, row.woken, budget)
            found.append(Miss(service.name, service.name, "budget", row.stamp, row.cpu * 1e-9, service.budget, cause))
    return found


class ChainWatch:
    """One chain's runs as they come, over a window in which its percentile lets at least one be late."""

    def __init__(self, chain: Chain, chain_looks: frozenset[str], budgets: Mapping[str, float]) -> None:
        self.chain, self.looks, self.budgets = chain, chain_looks, budgets
        self.names = course(chain)
        share = max(1.0 - chain.percentile / 100.0, 1.0 / WINDOW[1])
        self.spans: deque[float] = deque(maxlen=min(max(ceil(1.0 / share - 1e-6), WINDOW[0]), WINDOW[1]))
        """s; a run that never came to its end took for ever."""
        self.may = floor(share * (self.spans.maxlen or 0) + 1e-6)
        self.open: dict[int, Row] = {}
        """Runs under way: when they began."""
        self.before = -1
        self.broken = False
        self.runs, self.late = 0, 0
        self.causes: Counter[tuple[str, Cause]] = Counter()
        """Since the start: how many runs a service was late for a cause, more than for anything else."""

    def look(self, fresh: Mapping[str, Sequence[Row]], books: Mapping[str, Book], now: int) -> list[Miss]:
        """Take new calls; what was found to be late."""
        second = self.names[1] if len(self.names) > 1 and self.names[1] not in self.looks else self.names[0]
        first = books[self.names[0]].at if self.names[0] in books else {}
        self.open |= {row.stamp: row for row in fresh.get(second, ()) if row.stamp in first}
        found: list[Miss] = []
        for at in sorted(self.open):
            run = run_at(at, self.names, books, self.looks)
            whole = len(run) == len(self.names)
            given_up = now - self.open[at].woken > self.chain.deadline * 1e9 + OVERDUE
            if not whole and not given_up and at >= self.before:
                continue
            del self.open[at]
            self.before = max(self.before, at) if whole else self.before
            found += self._take(at, run, span(run) if whole else float("inf"))
        return [*found, *self._percentile()]

    def _take(self, at: int, run: list[tuple[str, Row]], took: float) -> list[Miss]:
        self.spans.append(took)
        self.runs += 1
        if took <= self.chain.deadline:
            return []
        self.late += 1
        service, cause = reason(run, self.names, self.budgets)
        self.causes[service, cause] += 1
        return [Miss(self.chain.name, service, "deadline", at, took, self.chain.deadline, cause)]

    def _percentile(self) -> list[Miss]:
        """Told once when too many in the window were late, and again when it has been well meanwhile."""
        late = sum(took > self.chain.deadline for took in self.spans)
        was, self.broken = self.broken, late > self.may
        if was or not self.broken:
            return []
        return [Miss(self.chain.name, self.names[-1], "percentile", self.before, late, self.may, None)]

    @property
    def margin(self) -> Margin:
        """How it fares now."""
        spans = sorted(self.spans)
        place = min(ceil(self.chain.percentile / 100.0 * len(spans)), len(spans)) - 1  # nearest rank
        at = spans[max(place, 0)] if spans else float("nan")
        late = int(np.sum(np.array(spans) > self.chain.deadline))
        worst = spans[-1] if spans else float("nan")
        return Margin(self.chain.name, len(spans), late, at, worst, self.chain.deadline, self.runs, self.late)
