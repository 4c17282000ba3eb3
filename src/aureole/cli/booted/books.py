"""What the calls of a booted car's services cost: the last ones, and what chains came to since the start."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from aureole.core.resources import Chain
from aureole.runtime.nodes.pulse import Row
from aureole.runtime.nodes.system import System
from aureole.runtime.supervise.causes import Cause
from aureole.runtime.supervise.promises.chains import blamed
from aureole.runtime.supervise.supervisor import Supervisor

KEPT = 2048  # calls of each service: twenty seconds at 100 Hz
JOINED = 256  # moments of each service by which runs are joined


class Book:
    """The last calls of one service, numbered over all its incarnations."""

    def __init__(self) -> None:
        self.rows: deque[Row] = deque(maxlen=KEPT)
        self.at: dict[int, Row] = {}
        """The last call about each of the last moments."""
        self.count = 0
        self.asked = 0
        """Of the node that runs now."""

    def add(self, rows: Sequence[Row]) -> None:
        """Calls that have ended."""
        self.rows.extend(rows)
        self.count += len(rows)
        self.at.update((row.stamp, row) for row in rows)
        for stamp in list(self.at)[: max(len(self.at) - JOINED, 0)]:
            del self.at[stamp]

    def since(self, number: int) -> list[Row]:
        """The calls from a number on that are still there."""
        wanted = min(max(self.count - number, 0), len(self.rows))
        return [self.rows[k] for k in range(len(self.rows) - wanted, len(self.rows))]


@dataclass(frozen=True, slots=True)
class Late:
    """A run of a chain that missed its deadline."""

    chain: str
    moment: int  # ns; when it ended
    took: float  # s
    deadline: float  # s
    service: str
    cause: Cause


@dataclass(slots=True)
class Runs:
    """The runs of one chain since the start."""

    chain: Chain
    kept: int = 0
    missed: int = 0
    causes: Counter[tuple[str, Cause]] = field(default_factory=Counter)
    looked: int = 0
    """Calls of its last service that were looked at."""

    @property
    def services(self) -> tuple[str, ...]:
        """Those that a run goes through; a chain that comes back to where it began ends with the one before."""
        names = self.chain.services
        return names[:-1] if len(names) > 1 and names[-1] == names[0] else names


@dataclass(slots=True)
class Words:
    """Of one topic, over all incarnations of its writer."""

    sent: int = 0
    lost: int = 0
    """For each reader that did not get one."""
    before: tuple[int, int] = (0, 0)
    """What the writer that runs now had told last."""

    def add(self, sent: int, lost: int) -> None:
        """What its writer tells now; one that tells less began anew."""
        before = self.before if sent >= self.before[0] else (0, 0)
        self.sent += sent - before[0]
        self.lost += max(lost - before[1], 0)
        self.before = sent, lost


class Books:
    """Of all services and chains."""

    def __init__(self, system: System, chains: Sequence[Chain]) -> None:
        self.system = system
        self.books = {service.name: Book() for service in system.services}
        self.budgets = {service.name: service.budget for service in system.services}
        self.runs = [Runs(chain) for chain in chains if set(chain.services) <= self.books.keys()]
        self.words = {topic.name: Words() for topic in system.topics}

    def gather(self, supervisor: Supervisor) -> list[Late]:
        """Read what nodes have written since the last time; the runs that turn out to have been late.

        A run is looked at one time later than its last call is read, for by then all its calls have been written.
        """
        late = [each for runs in self.runs for each in self.look(runs)]
        for service in self.system.services:
            rings, book = supervisor.wiring.rings.get(service.domain), self.books[service.name]
            if rings is None:
                continue
            if rings.calls(service.name) < book.asked:
                book.asked = 0  # a new node begins to count anew
            found, book.asked = rings.since(service.name, book.asked)
            book.add(found)
        for topic in self.system.topics:
            rings = supervisor.wiring.rings.get(self.system.domain(topic.writer))
            if rings is not None:
                self.words[topic.name].add(
                    rings.sent(topic.writer, topic.name), rings.lost(topic.writer, topic.name)
                )  # fmt: skip
        return late

    def look(self, runs: Runs) -> list[Late]:
        """Runs that have come to their end."""
        names = runs.services
        fresh = self.books[names[-1]].since(runs.looked)
        runs.looked = self.books[names[-1]].count
        if not fresh:
            return []
        books = [self.books[name].at for name in names[:-1]]
        late = []
        for row in {row.stamp: row for row in fresh}.values():
            run = [(name, book[row.stamp]) for name, book in zip(names, books, strict=False) if row.stamp in book]
            if len(run) < len(names) - 1:
                continue
            run.append((names[-1], row))
            took = (row.ended - run[0][1].woken) * 1e-9
            if took <= runs.chain.deadline:
                runs.kept += 1
                continue
            runs.missed += 1
            service, cause = blamed(run, self.budgets)
            runs.causes[service, cause] += 1
            late.append(Late(runs.chain.name, row.ended, took, runs.chain.deadline, service, cause))
        return late
