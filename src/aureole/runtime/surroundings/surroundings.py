"""What the supervisor can ask about a call that took long: who had its core, what throttled it, what was stolen."""

from __future__ import annotations

import os
from collections import Counter
from functools import partial

from aureole.runtime.clock import Clock
from aureole.runtime.facilities.groups import PREFIX
from aureole.runtime.nodes.pulse import Around, Rings, Row
from aureole.runtime.surroundings import switches
from aureole.runtime.surroundings.census import Census, shared
from aureole.runtime.surroundings.counters import Counters
from aureole.runtime.surroundings.names import Names
from aureole.runtime.surroundings.timeline import Piece, Timeline, total, waits

EVERY = 100_000_000  # ns between two looks at what is counted
SELDOM = 500_000_000  # ns between two counts of all processes
RENAMED = 1_000_000_000  # ns for which a process keeps the name it was seen with
NOTABLE = 1_000_000  # ns that a call was held up: what lies below is not worth a question
HELD = 500_000  # ns on end that a thread was ready and its core idle, or with lesser work: it was throttled
QUESTIONS = 20  # that are answered in full between two looks: a flood of late calls is not to make us late too
MOST = 4  # names of those who preempted a call


class Surroundings:
    """The machine around a system's nodes, of the last seconds."""

    def __init__(self, clock: Clock, parent: int) -> None:
        """`parent`: the process that the nodes are forked from."""
        self.clock = clock
        cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
        self.cores = cores
        self.rings = switches.rings(cores) if switches.detect() is None else {}
        self.timeline, self.names = Timeline(), Names()
        self.census, self.counters = None if self.rings else Census(), Counters(f"{PREFIX}{parent}")
        self.looked = self.counted = self.renamed = -RENAMED
        self.asked = 0
        self.watch()

    @property
    def exact(self) -> bool:
        """Whether every change on every core is seen; else who preempted is an estimate."""
        return bool(self.rings)

    def ask(self, rings: Rings, process: int, domain: str) -> None:
        """From now on the calls in these rings, of this node, tell what happened around them."""
        self.names.own[process] = domain
        rings.around = partial(self.around, process=process, domain=domain)

    def watch(self) -> None:
        """Look, if it is time to: to be called a few times a second."""
        now = self.clock.now()
        if now - self.looked >= EVERY:
            self.look(now)

    def look(self, now: int) -> None:
        """Look at everything that has come."""
        self.looked, self.asked = now, 0
        if now - self.renamed >= RENAMED:
            self.renamed = now
            self.names.fresh.clear()
        self.counters.take(now)
        for core, ring in self.rings.items():
            changes = ring.drain()
            self.timeline.add(core, changes)
            for process in set(changes["pid"].tolist()):
                self.names.meet(process)
        if self.census is not None and now - self.counted >= SELDOM:
            self.counted = now
            self.census.take(now)

    def between(self, begin: int, end: int, core: int) -> tuple[tuple[str, int], ...]:
        """Who ran on a core between two moments, ns, most first; nothing where changes cannot be watched."""
        found: Counter[str] = Counter()
        for ran in self.timeline.between(core, begin, end):
            found[self.names.name(ran.process)] += ran.end - ran.begin
        return total(found)

    def around(self, row: Row, process: int, domain: str) -> Around:
        """What happened around one call of a node."""
        outside = row.ended - row.woken - row.cpu  # ready, or asleep, or stolen
        if max(row.ready, outside) < NOTABLE:
            return Around()
        if self.looked < row.ended:
            self.look(self.clock.now())
        self.asked += 1
        held, stolen = self.counters.between(row.started, row.ended, self.cores, domain)
        if self.exact and (self.asked > QUESTIONS or not self.timeline.knows(row.woken)):
            return Around(held)
        if not self.exact:
            spent = self.census.between(row.woken, row.ended, self.cores) if self.census else {}
            spent.pop(process, None)
            named = {self.names.name(pid): ns for pid, ns in shared(row.ready, spent).items()}
            return Around(held, stolen, total(named)[:MOST])
        pieces = self.timeline.pieces(process, row.woken, row.ended)
        ran = sum(piece.end - max(piece.begin, row.started) for piece in pieces if self._ran(piece, row))
        by, still = self._runners(waits(pieces, row.ready), process)
        return Around(max(held, still), max(ran - row.cpu, 0), by)

    @staticmethod
    def _ran(piece: Piece, row: Row) -> bool:
        """Whether a thread seemed to run in the call itself: what it does between two calls is in neither."""
        return piece.what == "ran" and piece.end > row.started

    def _runners(self, found: list[Piece], process: int) -> tuple[tuple[tuple[str, int], ...], int]:
        """Who ran while a thread waited, and how long it stood still though it should have come first."""
        by: Counter[str] = Counter()
        still = 0
        hurried = not self.names.usual(process)
        for wait in found:
            for ran in self.timeline.between(wait.core, wait.begin, wait.end):
                span = ran.end - ran.begin
                lesser = ran.process == 0 or (hurried and self.names.usual(ran.process))
                if lesser and span >= HELD:
                    still += span
                elif ran.process != 0:
                    by[self.names.name(ran.process)] += span
        return total(by)[:MOST], still

    def close(self) -> None:
        """Watch no more."""
        for ring in self.rings.values():
            ring.close()
        self.rings = {}
