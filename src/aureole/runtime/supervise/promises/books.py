"""The calls of services as their rings tell them, gathered while they come and kept in order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from aureole.runtime.nodes.pulse import Rings, Row
from aureole.runtime.nodes.system import System

KEEP = 2048  # calls that are kept, twice as many at most; 20 s of 100 Hz


class Book:
    """The calls of one service, in the order in which they began."""

    def __init__(self, rows: Sequence[Row] = (), keep: int = 0) -> None:
        """`keep`: so many of the last calls stay; 0: all."""
        self.rows: list[Row] = []
        self.started: list[int] = []
        self.at: dict[int, Row] = {}
        """By the moment they were about; of two about the same the later one."""
        self.keep, self.count = keep, 0
        for row in rows:
            self.add(row)

    def add(self, row: Row) -> None:
        """The next call."""
        self.count += 1
        self.rows.append(row)
        self.started.append(row.started)
        self.at[row.stamp] = row
        if self.keep and len(self.rows) >= 2 * self.keep:
            del self.rows[: self.keep], self.started[: self.keep]
            self.at = {each.stamp: each for each in self.rows}

    def since(self, number: int, most: int) -> list[Row]:
        """The calls from a number on, as far as they are still there; the last ones, if there are more than `most`."""
        wanted = min(max(self.count - number, 0), len(self.rows), most)
        return self.rows[len(self.rows) - wanted :]

    def after(self, moment: int) -> Row | None:
        """The first call that began at a moment or later."""
        place = bisect_left(self.started, moment)
        return self.rows[place] if place < len(self.rows) else None


class Calls:
    """Every service's new calls, once each; a node that was started anew begins to count anew."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.asked: dict[str, tuple[Rings, int]] = {}
        """Which ring was asked last, and from which call on it is asked next."""
        self.lost = 0
        """Calls that were over before anybody asked for them."""

    def fresh(self, rings: Mapping[str, Rings]) -> dict[str, list[Row]]:
        """The calls that have ended since the last time, by service."""
        found: dict[str, list[Row]] = {}
        for service in self.system.services:
            ring = rings.get(service.domain)
            if ring is None:
                continue
            which, first = self.asked.get(service.name, (ring, 0))
            first = first if which is ring else 0
            rows, following = ring.since(service.name, first)
            self.lost += following - first - len(rows)
            self.asked[service.name] = ring, following
            found[service.name] = rows
        return found
