"""What a chain of services takes in real time: from the moment the first one was due to the end of the last one.

A run is followed as event chains are (AUTOSAR timing extensions; first reaction): a service that the one before wakes
answers about the same moment, one that only looks at its words answers when it is called next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from aureole.core.resources import Chain, Service
from aureole.core.topic import Topic
from aureole.runtime.nodes.pulse import Row
from aureole.runtime.supervise.causes import Cause, shares
from aureole.runtime.supervise.promises.books import Book

Run = list[tuple[str, Row]]


class Kept(NamedTuple):
    """How a chain kept its deadline."""

    name: str
    runs: int
    missed: int
    p50: float  # s
    p99: float  # s
    deadline: float  # s
    causes: tuple[tuple[str, Cause, int], ...] = ()
    """Why runs were late: service, cause, how many runs it made late more than anything else did; most first."""


def course(chain: Chain) -> tuple[str, ...]:
    """Its services; a chain that comes back to the one it began with ends where the last one before it ends."""
    services = chain.services
    return services[:-1] if len(services) > 1 and services[-1] == services[0] else services


def looking(chain: Chain, services: Iterable[Service], topics: Iterable[Topic]) -> frozenset[str]:
    """The services of a chain that the one before them does not wake: they look at its words when they are called."""
    by_topic = {topic.name: topic.writer for topic in topics}
    wakers = {service.name: by_topic.get(service.trigger, "") for service in services}
    names = course(chain)
    return frozenset(name for before, name in pairwise(names) if wakers.get(name) != before)


def begun(names: Sequence[str], books: Mapping[str, Book], chain_looks: frozenset[str]) -> list[int]:
    """The moments of runs, in order: who is asked less often than its cause speaks makes a run only when asked."""
    if any(name not in books for name in names[:2]):
        return []
    first = books[names[0]].at
    if len(names) == 1 or names[1] in chain_looks:
        return sorted(first)
    return sorted(first.keys() & books[names[1]].at.keys())


def run_at(stamp: int, names: Sequence[str], books: Mapping[str, Book], chain_looks: frozenset[str]) -> Run:
    """The run that began about a moment, as far as it has come."""
    run: Run = []
    for name in names:
        book = books.get(name)
        if book is None:
            break
        if name in chain_looks and run:
            row = book.after(run[-1][1].ended)
        else:
            row = book.at.get(run[-1][1].stamp if run else stamp)
        if row is None:
            break
        run.append((name, row))
    return run


def span(run: Run) -> float:
    """Seconds from the moment the first was due to the end of the last."""
    return (run[-1][1].ended - run[0][1].woken) * 1e-9


def kept(
    chain: Chain, rows: Mapping[str, Sequence[Row]], budgets: Mapping[str, float],
    chain_looks: frozenset[str] = frozenset(),
) -> Kept:  # fmt: skip
    """The runs of a chain; `budgets`: s of a core that each service may take, `chain_looks` as `looking` gives them.

    A run that never came to its end, though one after it did, has missed the deadline.
    """
    names = course(chain)
    books = {name: Book(rows[name]) for name in names if name in rows}
    runs = [run_at(at, names, books, chain_looks) for at in begun(names, books, chain_looks)]
    while runs and len(runs[-1]) < len(names):
        runs.pop()  # it may be under way
    if not runs:
        return Kept(chain.name, 0, 0, float("nan"), float("nan"), chain.deadline)
    spans = np.array([span(run) for run in runs if len(run) == len(names)])
    late = [run for run in runs if len(run) < len(names) or span(run) > chain.deadline]
    causes = Counter(reason(run, names, budgets) for run in late)
    return Kept(
        chain.name, len(runs), len(late), float(np.percentile(spans, 50)), float(np.percentile(spans, 99)),
        chain.deadline, tuple((*which, count) for which, count in causes.most_common()),
    )  # fmt: skip


def reason(run: Run, names: Sequence[str], budgets: Mapping[str, float]) -> tuple[str, Cause]:
    """Why a run was late; one that did not come to its end lacked the input of the service that was not called."""
    return blamed(run, budgets) if len(run) == len(names) else (names[len(run)], Cause.LATE_INPUT)


def blamed(run: Sequence[tuple[str, Row]], budgets: Mapping[str, float]) -> tuple[str, Cause]:
    """The service and the cause that added most to one run, whatever lies between two of its services included."""
    found: dict[tuple[str, Cause], int] = {}
    before = run[0][1].woken
    for name, row in run:
        for cause, share in shares(row, min(before, row.woken), round(budgets.get(name, 0.0) * 1e9)).items():
            found[name, cause] = found.get((name, cause), 0) + share
        before = row.ended
    return max(found, key=lambda which: found[which]) if found else (run[-1][0], Cause.WAITED)
