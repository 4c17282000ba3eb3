"""What the last calls of a booted car come to: pure arithmetic over their rows."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from aureole.cli.system.processes import Machine
from aureole.runtime.nodes.pulse import Around, Row
from aureole.runtime.supervise.causes import preemptors
from aureole.runtime.supervise.promises.books import Book
from aureole.runtime.supervise.promises.chains import begun, run_at, span

WINDOW = 10.0  # s; figures are about so long
HISTORY = 60  # s; of which the worst run of each second is kept
NANO = 1e-9  # s


class ServiceFigures(NamedTuple):
    """One service, over the window."""

    name: str
    rate: float  # calls/s
    p50: float  # s of a core
    p99: float  # s of a core
    budget: float  # s of a core
    busy: float  # share of a core
    ready: float  # share of the time; it could have run, and others did
    restarts: int

    @property
    def margin(self) -> float:
        """What is left of its budget, s."""
        return self.budget - self.p99


class ChainFigures(NamedTuple):
    """One chain: spans over the window, counts since the start."""

    name: str
    p50: float  # s
    p99: float  # s
    deadline: float  # s
    kept: int
    missed: int
    causes: tuple[tuple[str, str, int], ...]
    worst: tuple[float, ...]
    """Worst span of each second against the deadline, oldest first; below zero: no run."""

    @property
    def margin(self) -> float:
        """What is left of its deadline, s."""
        return self.deadline - self.p99


class Calls:
    """The rows of all services within the window, and the spans of all chains within the history."""

    def __init__(self) -> None:
        self.rows: dict[str, deque[Row]] = {}
        self.next: dict[str, int] = {}
        self.spans: dict[str, dict[int, tuple[int, float]]] = {}
        """By chain and stamp: when a run ended (ns), and how long it took (s)."""

    def take(self, answer: Mapping[str, Any]) -> None:
        """What the car has answered to `rows`."""
        self.next = answer["next"]
        status, now = answer["status"], answer["status"]["now"]
        for name, rows in answer["rows"].items():
            self.rows.setdefault(name, deque()).extend(map(row_of, rows))
        for chain in status["chains"]:
            spans = self.spans.setdefault(chain["name"], {})
            spans.update(spans_of(chain["services"], frozenset(chain["looks"]), self.rows))
            for stamp in [stamp for stamp, (ended, _) in spans.items() if now - ended > HISTORY / NANO]:
                del spans[stamp]
        for kept in self.rows.values():
            while kept and now - kept[0].ended > WINDOW / NANO:
                kept.popleft()

    def services(self, status: Mapping[str, Any]) -> list[ServiceFigures]:
        """All services."""
        return [of_service(each, self.rows.get(each["name"], ()), status) for each in status["services"]]

    def preemptors(self, status: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
        """Who had a core while services of a chain were ready to run, over the window: name and ns, most first."""
        names = {name for chain in status["chains"] for name in chain["services"]}
        return preemptors(row for name in names for row in self.rows.get(name, ()))

    def chains(self, status: Mapping[str, Any]) -> list[ChainFigures]:
        """All chains."""
        return [of_chain(each, self.spans.get(each["name"], {}), status["now"]) for each in status["chains"]]


def row_of(row: Sequence[Any]) -> Row:
    """A call as the car has told it."""
    throttled, stolen, by = row[-1]
    return Row(*row[:-1])._replace(around=Around(throttled, stolen, tuple((name, ran) for name, ran in by)))


def spans_of(
    services: Sequence[str], looks: frozenset[str], rows: Mapping[str, Iterable[Row]]
) -> dict[int, tuple[int, float]]:  # fmt: skip
    """Runs of a chain by the moment they began about: when they ended (ns), and how long they took (s)."""
    books = {name: Book(tuple(rows.get(name, ()))) for name in services}
    runs = {at: run_at(at, services, books, looks) for at in begun(services, books, looks)}
    return {at: (run[-1][1].ended, span(run)) for at, run in runs.items() if len(run) == len(services)}


def of_service(about: Mapping[str, Any], rows: Iterable[Row], status: Mapping[str, Any]) -> ServiceFigures:
    """One service; its node may be younger than the window."""
    found = list(rows)
    span = min(WINDOW, max((status["now"] - status["born"]) * NANO, 1e-3))
    cpu = np.array([row.cpu for row in found]) * NANO
    p50, p99 = np.percentile(cpu, [50, 99]).tolist() if found else (float("nan"), float("nan"))
    ready = sum(row.ready for row in found) * NANO
    return ServiceFigures(
        about["name"], len(found) / span, p50, p99, about["budget"], float(cpu.sum()) / span, ready / span,
        about["restarts"],
    )  # fmt: skip


def of_chain(about: Mapping[str, Any], spans: Mapping[int, tuple[int, float]], now: int) -> ChainFigures:
    """One chain."""
    recent = [took for ended, took in spans.values() if now - ended <= WINDOW / NANO]
    p50, p99 = np.percentile(recent, [50, 99]).tolist() if recent else (float("nan"), float("nan"))
    worst = [-1.0] * HISTORY
    for ended, took in spans.values():
        age = int((now - ended) * NANO)
        if 0 <= age < HISTORY:
            worst[-1 - age] = max(worst[-1 - age], took / about["deadline"])
    causes = tuple((service, cause, count) for service, cause, count in about["causes"])
    return ChainFigures(
        about["name"], p50, p99, about["deadline"], about["kept"], about["missed"], causes, tuple(worst)
    )


class Load(NamedTuple):
    """The machine between two looks."""

    cores: tuple[float, ...]
    """Share of each that was busy."""
    steal: float
    """Share of all that a hypervisor gave to others."""


def load(before: Machine, after: Machine) -> Load:
    """What the cores did between two looks.

    >>> load(Machine((100,), (50,), (0,)), Machine((200,), (75,), (10,)))
    Load(cores=(0.75,), steal=0.1)
    """
    spans = [max(b - a, 1) for a, b in zip(before.total, after.total, strict=True)]
    busy = (1.0 - (b - a) / span for a, b, span in zip(before.idle, after.idle, spans, strict=True))
    stolen = sum(b - a for a, b in zip(before.stolen, after.stolen, strict=True))
    return Load(tuple(min(max(each, 0.0), 1.0) for each in busy), stolen / max(sum(spans), 1))


def as_json(status: Mapping[str, Any], calls: Calls, machine: Load) -> dict[str, Any]:
    """For machines; what is not known is null."""
    return {
        "now": status["now"],
        "chip": status["chip"],
        "mode": status["mode"],
        "links": status["links"],
        "chains": [finite(each._asdict() | {"margin": each.margin}) for each in calls.chains(status)],
        "services": [finite(each._asdict() | {"margin": each.margin}) for each in calls.services(status)],
        "preempted_by": calls.preemptors(status),
        "codes": [code["code"] for code in status["codes"]],
        "machine": machine._asdict(),
    }


def finite(found: dict[str, Any]) -> dict[str, Any]:
    """NaN is no JSON."""
    return {key: None if isinstance(value, float) and not np.isfinite(value) else value for key, value in found.items()}
