"""Logical supervision (AUTOSAR's word): whether a chain's services are called in the chain's order, once a moment.

The calls are the checkpoints. A service that is woken though nobody before it in the chain was called for that moment
has heard a word that none of them can have written; one that is called twice for a moment, or for one before its last,
was given a word again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from aureole.runtime.nodes.pulse import Row
from aureole.runtime.nodes.system import System
from aureole.runtime.supervise.promises.books import Book
from aureole.runtime.supervise.promises.chains import course, looking

SETTLED = 500_000_000  # ns; after which who is woken, and who woke it, have both told


class Odd(NamedTuple):
    """One call that should not have been."""

    service: str
    what: str
    """twice, older, order (before its cause), uncaused (without it)"""
    stamp: int  # ns
    before: str
    """The service that should have been called before; empty: itself."""


class Order:
    """The order of every service's calls; whoever begins anew begins anew here too."""

    def __init__(self, system: System) -> None:
        self.causes: dict[str, set[str]] = {}
        """By service that another one in a chain wakes."""
        self.watched: set[str] = set()
        """Services that come after another one in a chain."""
        for chain in system.chains:
            names = course(chain)
            looks = looking(chain, system.services, system.topics)
            self.watched |= {*names[1:]}
            for before, name in pairwise(names):
                if name not in looks:
                    self.causes.setdefault(name, set()).add(before)
        self.system = system
        self.last: dict[str, int] = {}
        self.unsure: dict[str, list[Row]] = {}
        """Calls whose cause has still to be found."""
        self.since: dict[str, int] = {}
        """ns; calls for moments before this are not judged: a node has begun anew since."""

    def forget(self, domain: str, now: int) -> None:
        """A domain begins anew: it is given last words again, and what its last calls were nobody knows."""
        for service in self.system.of(domain):
            self.last.pop(service.name, None)
            self.since[service.name] = now
            self.unsure.pop(service.name, None)

    def look(self, fresh: Mapping[str, Sequence[Row]], books: Mapping[str, Book], now: int) -> list[Odd]:
        """What is odd about new calls, and about those before whose cause should be known by now."""
        found: list[Odd] = []
        for name, rows in fresh.items():
            if name not in self.watched:
                continue
            woken = [row for row in rows if row.stamp != row.woken]  # others woke by themselves, having waited in vain
            found += self._again(name, woken)
            if name in self.causes:
                self.unsure.setdefault(name, []).extend(woken)
        for name, waiting in self.unsure.items():
            settled = [row for row in waiting if now - row.ended > SETTLED]
            self.unsure[name] = waiting[len(settled) :]
            for before in self.causes[name]:
                found += self._uncaused(name, settled, before, books)
        return found

    def _again(self, name: str, rows: Sequence[Row]) -> list[Odd]:
        found = []
        for row in rows:
            last = self.last.get(name)
            if last is not None and row.stamp <= last:
                found.append(Odd(name, "twice" if row.stamp == last else "older", row.stamp, ""))
            self.last[name] = row.stamp if last is None else max(row.stamp, last)
        return found

    def _uncaused(self, name: str, rows: Sequence[Row], before: str, books: Mapping[str, Book]) -> list[Odd]:
        book = books.get(before)
        found = []
        for row in rows:
            if book is None or row.stamp < self.since.get(before, 0) + SETTLED or row.stamp < self.since.get(name, 0):
                continue
            cause = book.at.get(row.stamp)
            if cause is None and book.rows and book.rows[0].stamp < row.stamp < book.rows[-1].stamp:
                found.append(Odd(name, "uncaused", row.stamp, before))
            elif cause is not None and row.started < cause.started:
                found.append(Odd(name, "order", row.stamp, before))
        return found
