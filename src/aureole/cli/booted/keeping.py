"""A booted car and what is known of it: everything that happens is written down, and whoever asks is answered."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from aureole import __version__
from aureole.cli.behind.laps import Board
from aureole.cli.booted import supervised
from aureole.cli.booted.books import Books
from aureole.cli.booted.desk import Question
from aureole.cli.booted.place import RECORDING
from aureole.cli.journal.writing import Journal, moment
from aureole.core.car import Car
from aureole.runtime.facilities.claims import Found, survey
from aureole.runtime.facilities.facility import REASONS, Why
from aureole.runtime.modes.afar import Reach, State, Way
from aureole.runtime.modes.losses import BRIDGE
from aureole.runtime.supervise.diagnosis import finite
from aureole.runtime.supervise.promises.deadlines import ChainWatch
from aureole.runtime.supervise.supervisor import Notice, Supervisor

EVERY = 0.1  # s; between two looks at how many words were sent
MOST = 1100  # calls of a service in one answer: eleven seconds at 100 Hz
PATIENCE = 3_000_000_000  # ns; who was not called by then is told of as if it had been


@dataclass(frozen=True, slots=True)
class About:
    """What was booted."""

    car: Car
    case: str
    driver: str
    port: str
    chip: str = ""
    """Of a car of several, the one that this machine is."""
    networks: Mapping[Way, str] = field(default_factory=dict)
    """Over which network a topic comes from another chip, or goes there."""

    @property
    def text(self) -> str:
        """In a line."""
        return " · ".join(each for each in (self.car.name, self.chip, self.case, self.driver, self.port) if each)


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
    stands: str = ""
    """Why the car stands for good; empty while it does not."""
    why: str = ""
    """The last change of the mode."""
    surveyed: list[Found] = field(default_factory=survey)
    """Every facility, and why this machine lacks it."""

    def watch(self, supervisor: Supervisor) -> None:
        """It is about this one."""
        self.supervisor = supervisor
        self.books = Books(supervisor.system)

    def heard(self, notice: Notice) -> None:
        """What the supervisor tells."""
        if notice.what == "degraded":
            for text in notice.text.split(", "):
                name, _, why = text.partition(":")
                self.refused.setdefault(name, {})[notice.domain] = why
        if notice.what == "mode" and "→ standstill" not in notice.text:
            self.why = notice.text
        self.journal.notice(notice)

    def look(self) -> None:
        """Count, if it is time to, and write down what is new."""
        now = time.monotonic()
        if now - self.looked >= EVERY:
            self.gather()
            number, _ = self.board.read()
            if number > self.drive:
                self.drive = number
                if number > 1:
                    self.journal.write("drive", str(number))
        if self.supervisor.over and not self.stands:
            self.stands = self.why.partition(": ")[2] or str(self.supervisor.mode)
            self.journal.write("stands", self.stands)

    def runs(self) -> bool:
        """Whether all has begun: every node goes, and every service was called, or has had the time to be."""
        nodes, gone = self.supervisor.nodes, self.supervisor.recovery.gone
        domains = [each for each in self.supervisor.system.domains if each not in gone]
        if not all(domain in nodes and nodes[domain].going for domain in domains):
            return False
        youngest = max(node.born for node in nodes.values())
        called = all(book.count for book in self.supervisor.oversight.promises.books.values())
        return called or time.monotonic_ns() - youngest > PATIENCE

    def gather(self) -> None:
        """Count words."""
        self.looked = time.monotonic()
        self.books.gather(self.supervisor)

    def answer(self, question: Question) -> dict[str, Any]:
        """What is asked."""
        self.gather()
        match question.ask:
            case "status":
                return self.status()
            case "rows":
                books = self.supervisor.oversight.promises.books
                return {
                    "status": self.status(),
                    "rows": {name: book.since(question.since.get(name, 0), MOST) for name, book in books.items()},
                    "next": {name: book.count for name, book in books.items()},
                }
            case "clear":
                gone = supervised.cleared(self.supervisor)
                self.journal.write("cleared", str(gone))
                return {"cleared": gone}
            case "stop":
                self.stopping = True
                return {"stopping": os.getpid()}
            case _:
                return {"error": f"ask {question.ask[:40]}: there are status, rows, clear, stop"}

    def status(self) -> dict[str, Any]:
        """Everything but what the one who asks can see for himself: memory, cores, load."""
        number, seconds = self.board.read()
        return {
            "aureole": __version__,
            "car": self.about.car.name,
            "chip": self.about.chip,
            "case": self.about.case,
            "driver": self.about.driver,
            "port": self.about.port,
            "pid": os.getpid(),
            "run": self.journal.run,
            "since": moment(self.born).isoformat(timespec="seconds"),
            "born": self.born,
            "now": time.monotonic_ns(),
            "mode": supervised.mode(self.supervisor),
            "stands": self.stands,
            "codes": supervised.codes(self.supervisor),
            "drive": {"number": number, "seconds": seconds},
            "services": [self.service(each) for each in self.supervisor.system.services],
            "chains": [self.chain(watch) for watch in self.supervisor.oversight.promises.chains],
            "topics": [self.topic(each) for each in self.supervisor.system.topics],
            "links": [self.link(way, network) for way, network in self.about.networks.items()],
            "facilities": self.facilities(),
            "recording": str(self.journal.path.parent / RECORDING),
            "journal": {"path": str(self.journal.path), "lost": self.journal.lost, "why": self.journal.why},
        }

    def service(self, about: Any) -> dict[str, Any]:
        """One service."""
        node, book = self.supervisor.nodes.get(about.domain), self.supervisor.oversight.promises.books[about.name]
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

    def chain(self, watch: ChainWatch) -> dict[str, Any]:
        """One chain: counts since the start, `margin` over its window."""
        margin = watch.margin
        return {
            "name": watch.chain.name,
            "services": list(watch.names),
            "looks": sorted(watch.looks),
            "deadline": watch.chain.deadline,
            "percentile": watch.chain.percentile,
            "kept": watch.runs - watch.late,
            "missed": watch.late,
            "margin": {"runs": margin.runs, "at": finite(margin.at_percentile), "worst": finite(margin.worst)},
            "causes": [[service, cause.value, count] for (service, cause), count in watch.causes.most_common()],
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

    def link(self, way: Way, network: str) -> dict[str, Any]:
        """One topic's way from another chip, or to it; as its bridge told last."""
        topic, chip = way
        comes = self.supervisor.system.topic(topic).writer == BRIDGE
        reach = self.supervisor.recovery.afar.reaches.get(way, Reach(topic, chip, comes, State.WAITING, self.born))
        return {**msgspec.structs.asdict(reach), "network": network}

    def facilities(self) -> list[dict[str, Any]]:
        """What this machine has, or why not; and what was refused to which domains."""
        found = []
        for each, missing in self.surveyed:
            refused = self.refused.get(each.name, {})
            why = REASONS[missing] if missing is not None else ("", "")
            found.append({
                "name": each.name, "en": each.words[0], "zh": each.words[1],
                "granted": missing is None and not refused, "why_en": why[0], "why_zh": why[1],
                "refused_to": {domain: reasons(text) for domain, text in refused.items()},
            })  # fmt: skip
        return found


def reasons(why: str) -> list[str]:
    """Why something was refused, in English and Chinese."""
    return list(REASONS[Why(why)]) if why in {*Why} else [why, why]
