"""One drive through the operating system: a process for each rights domain, on logical or on real time."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from aureole.cli.booting.chains import Kept, kept
from aureole.cli.booting.evidence import cleared, evidence
from aureole.cli.booting.judge import Found, found_in
from aureole.cli.booting.system import BUS, JUDGE, system_of
from aureole.core.errors import Trouble
from aureole.exam.logged.worlds import AnyWorld
from aureole.exam.setup import Drive, Setup
from aureole.runtime.clock import Monotonic
from aureole.runtime.loop import DriverFailure
from aureole.runtime.nodes.node import Node
from aureole.runtime.nodes.pulse import Row
from aureole.runtime.nodes.zygote import Zygote
from aureole.runtime.recorder.ring import LIMIT
from aureole.runtime.supervise.supervisor import Notice, Supervisor

PATIENCE = 120.0  # s; by logical time a drive that says nothing for so long has come to a halt


@dataclass(slots=True)
class Through:
    """What came of a drive, and how the system fared."""

    found: Found
    chains: list[Kept] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    missing: int = 0
    """Moments that the recorder did not keep."""


def through(
    drive: Drive, setup: Setup, world: AnyWorld, record: tuple[Path, dict[str, str]], *, logical: bool,
    limit: int = LIMIT,
) -> Through:  # fmt: skip
    """Boot, drive, stop everybody, and write the record.

    Args:
        drive: case and seed.
        setup: who drives, and how.
        world: where.
        record: the record's path, and what is known of the drive beforehand; the recorder's folder lies beside it.
        logical: by logical time, in lockstep; else by the machine's.
        limit: bytes that the recorder may take on the disk.

    Raises:
        DriverFailure: the driver raised, or gave a plan that is none.
        Trouble: a node ended that is not to be started anew, or the drive came to a halt.
    """
    system = system_of(drive, setup, world, record, logical=logical, limit=limit)
    cleared(record[0].parent / BUS)
    notices: list[Notice] = []
    supervisor = Supervisor(
        system, Zygote(lambda domain, control: Node(system, domain, control, Monotonic()).run()), Monotonic(),
        notices.append, restarts=0 if logical else 5,
    )  # fmt: skip
    rows: dict[str, dict[int, Row]] = {service.name: {} for service in system.services}
    try:
        supervisor.boot()
        wait(supervisor, rows, seconds=PATIENCE if logical else world.brief.timeout + PATIENCE)
    finally:
        supervisor.close()
    books = {name: list(book.values()) for name, book in rows.items()}
    budgets = {service.name: service.budget for service in system.services}
    chains = [] if logical else [kept(chain, books, budgets) for chain in world.brief.mission.car.chains]
    found = found_in(supervisor.results[JUDGE])
    missing = evidence(system, world.brief, record, found.verdict, (notices, limit))
    return Through(found, chains, notices, missing)


def wait(supervisor: Supervisor, rows: dict[str, dict[int, Row]], *, seconds: float) -> None:
    """Until the judges have said what they found; meanwhile what each call cost is gathered."""
    now = supervisor.clock.now
    asked: dict[str, int] = {}
    end = now() + round(seconds * 1e9)
    progress = -1
    while JUDGE not in supervisor.results:
        if supervisor.system.logical and (calls := done(supervisor)) != progress:
            progress, end = calls, now() + round(seconds * 1e9)
        if now() > end:
            raise Trouble(f"the drive came to a halt: nobody was called for {seconds:g} s")
        try:
            supervisor.step(0.1)
        except Trouble:
            for name, text in supervisor.failed.items():
                if next(each.entry for each in supervisor.system.services if each.name == name) == "driver":
                    raise DriverFailure(text) from None
            raise
        gather(supervisor, rows, asked)


def gather(supervisor: Supervisor, rows: dict[str, dict[int, Row]], asked: dict[str, int]) -> None:
    """Calls that have ended since the last time; of one moment the last."""
    for service in supervisor.system.services:
        rings = supervisor.wiring.rings.get(service.domain)
        if rings is None or supervisor.system.logical:
            continue
        if rings.calls(service.name) < asked.get(service.name, 0):
            asked[service.name] = 0  # a new node begins to count anew
        found, asked[service.name] = rings.since(service.name, asked.get(service.name, 0))
        rows[service.name].update((row.stamp, row) for row in found)


def done(supervisor: Supervisor) -> int:
    """How many calls there were in all."""
    rings = supervisor.wiring.rings
    return sum(rings[each.domain].calls(each.name) for each in supervisor.system.services if each.domain in rings)
