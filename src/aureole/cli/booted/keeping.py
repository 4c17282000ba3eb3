"""A booted car and what is known of it: everything that happens is written down, and whoever asks is answered."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from aureole import __version__
from aureole.cli.behind.laps import Board
from aureole.cli.booted import supervised
from aureole.cli.booted.books import Books, Late
from aureole.cli.booted.desk import Question
from aureole.cli.journal.words import late
from aureole.cli.journal.writing import Journal, More, moment
from aureole.core.car import Car
from aureole.core.resources import Chain
from aureole.runtime.supervise.supervisor import Notice, Supervisor

EVERY = 0.1  # s; between two looks at the rings, which hold five seconds of calls at 100 Hz
ASKED = ("real-time priority", "locked memory")
"""What is asked of the machine for services of a chain."""
PATIENCE = 3_000_000_000  # ns; who was not called by then is told of as if it had been
TOLD = 1.0  # s; runs that were late within it are one line of the journal


@dataclass(frozen=True, slots=True)
class About:
    """What was booted."""

    car: Car
    case: str
    driver: str
    port: str


@dataclass(slots=True)
class Keeping:
    """What the process of the supervisor knows."""

    about: About
    journal: Journal
    board: Board
    supervisor: Supervisor = field(init=False)
    books: Books = field(init=False)
    born: int = field(default_factory=time.monotonic_ns)
    refused: dict[str, dict[str, str]] = field(default_factory=dict)
    """Facilities that were not granted: to which domains, and why, if that was said."""
    stopping: bool = False
    """Somebody has asked to stop."""
    drive: int = 0
    looked: float = 0.0
    told: float = 0.0
    late: list[Late] = field(default_factory=list)
    watched: bool = False
    """The supervisor tells of missed deadlines itself."""

    def watch(self, supervisor: Supervisor, chains: Sequence[Chain]) -> None:
        """It is about this one."""
        self.supervisor = supervisor
        self.books = Books(supervisor.system, chains)

    def heard(self, notice: Notice) -> None:
        """What the supervisor tells."""
        if notice.what == "degraded":
            for text in notice.text.split(", "):
                name, _, why = text.partition(":")
                self.refused.setdefault(name, {})[notice.domain] = why
        self.watched |= notice.what == "deadline"
        self.journal.notice(notice)

    def look(self) -> None:
        """Read the rings, if it is time to, and write down what is new."""
        now = time.monotonic()
        if now - self.looked >= EVERY:
            self.gather()
            number, _ = self.board.read()
            if number > self.drive:
                self.drive = number
                if number > 1:
                    self.journal.write("drive", str(number))
        if self.watched:
            self.late = []
        if self.late and now - self.told >= TOLD:
            self.told = now
            self.tell_late()

    def runs(self) -> bool:
        """Whether all has begun: every node goes, and every service was called, or has had the time to be."""
        nodes, domains = self.supervisor.nodes, self.supervisor.system.domains
        if not all(domain in nodes and nodes[domain].going for domain in domains):
            return False
        youngest = max(node.born for node in nodes.values())
        called = all(book.count for book in self.books.books.values())
        return called or time.monotonic_ns() - youngest > PATIENCE

    def gather(self) -> None:
        """Read the rings."""
        self.looked = time.monotonic()
        self.late += self.books.gather(self.supervisor)

    def tell_late(self) -> None:
        """A line for each chain that was late since the last time: how often, how much at worst, and why."""
        for chain in dict.fromkeys(each.chain for each in self.late):
            runs = [each for each in self.late if each.chain == chain]
            worst = max(runs, key=lambda run: run.took)
            counts = Counter((run.service, run.cause.value) for run in runs).most_common()
            causes = [(service, cause, count) for (service, cause), count in counts]
            self.journal.write(
                "deadline", late(chain, len(runs), (worst.took, worst.deadline), causes),
                domain=self.supervisor.system.domain(worst.service), mono=worst.moment,
                data=More(chain=chain, runs=len(runs), took=worst.took, deadline=worst.deadline, causes=causes),
            )  # fmt: skip
        self.late = []

    def answer(self, question: Question) -> dict[str, Any]:
        """What is asked."""
        self.gather()
        match question.ask:
            case "status":
                return self.status()
            case "rows":
                books = self.books.books
                return {
                    "status": self.status(),
                    "rows": {name: book.since(question.since.get(name, 0)) for name, book in books.items()},
                    "next": {name: book.count for name, book in books.items()},
                }
            case "stop":
                self.stopping = True
                return {"stopping": os.getpid()}
            case _:
                return {"error": f"ask {question.ask[:40]}: there are status, rows, stop"}

    def status(self) -> dict[str, Any]:
        """Everything but what the one who asks can see for himself: memory, cores, load."""
        number, seconds = self.board.read()
        return {
            "aureole": __version__,
            "car": self.about.car.name,
            "case": self.about.case,
            "driver": self.about.driver,
            "port": self.about.port,
            "pid": os.getpid(),
            "run": self.journal.run,
            "since": moment(self.born).isoformat(timespec="seconds"),
            "born": self.born,
            "now": time.monotonic_ns(),
            "mode": supervised.mode(self.supervisor),
            "codes": supervised.codes(self.supervisor),
            "drive": {"number": number, "seconds": seconds},
            "services": [self.service(each) for each in self.supervisor.system.services],
            "chains": [self.chain(runs) for runs in self.books.runs],
            "topics": [self.topic(each) for each in self.supervisor.system.topics],
            "facilities": self.facilities(),
            "journal": {"path": str(self.journal.path), "lost": self.journal.lost, "why": self.journal.why},
        }

    def service(self, about: Any) -> dict[str, Any]:
        """One service."""
        node, book = self.supervisor.nodes.get(about.domain), self.books.books[about.name]
        return {
            "name": about.name,
            "domain": about.domain,
            "level": about.level,
            "pid": node.pid if node else 0,
            "born": node.born if node else 0,
            "going": node is not None and node.going,
            "restarts": supervised.restarts(self.supervisor, about.domain),
            "calls": book.count,
            "last": book.rows[-1].ended if book.rows else 0,
            "budget": about.budget,
        }

    def chain(self, runs: Any) -> dict[str, Any]:
        """One chain, since the start."""
        return {
            "name": runs.chain.name,
            "services": list(runs.services),
            "deadline": runs.chain.deadline,
            "percentile": runs.chain.percentile,
            "kept": runs.kept,
            "missed": runs.missed,
            "causes": [[service, cause.value, count] for (service, cause), count in runs.causes.most_common()],
        }

    def topic(self, about: Any) -> dict[str, Any]:
        """One topic."""
        return {
            "name": about.name,
            "writer": about.writer,
            "readers": list(about.readers),
            "rate": about.rate,
            "sent": self.books.words[about.name].sent,
            "lost": self.books.words[about.name].lost,
        }

    def facilities(self) -> list[dict[str, Any]]:
        """What was asked of this machine: granted, or refused to which domains."""
        names = dict.fromkeys((*(ASKED if self.supervisor.system.priorities else ()), *self.refused))
        return [
            {"name": name, "granted": name not in self.refused, "refused_to": self.refused.get(name, {})}
            for name in names
        ]
