"""One drive through the operating system: a process for each rights domain, on logical or on real time."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from aureole.cli.booting.evidence import Ended, Left, cleared, evidence
from aureole.cli.booting.eyes import PERCEIVE
from aureole.cli.booting.judge import Found, found_in
from aureole.cli.booting.ports import JUDGE, Behind
from aureole.cli.booting.system import Evidence, system_of
from aureole.cli.journal.writing import Journal
from aureole.core.errors import Blind, Trouble
from aureole.exam.drive import broken
from aureole.exam.logged.worlds import AnyWorld
from aureole.exam.setup import Drive, Setup
from aureole.runtime.clock import Monotonic
from aureole.runtime.loop import DriverFailure
from aureole.runtime.modes.mode import Mode
from aureole.runtime.nodes.ahead.nest import Nest
from aureole.runtime.nodes.pulse import Row
from aureole.runtime.recorder.ring import LIMIT
from aureole.runtime.supervise.causes import preemptors
from aureole.runtime.supervise.promises.books import Calls
from aureole.runtime.supervise.promises.chains import Kept, kept, looking
from aureole.runtime.supervise.supervisor import Notice, Supervisor
from aureole.runtime.surroundings.surroundings import Surroundings
from aureole.runtime.troubles.book import Code

TROUBLES = "trouble-codes.json"  # beside the record
PATIENCE = 120.0  # s; by logical time a drive that says nothing for so long has come to a halt
LITTLE = 2.0  # s; who says how it fared beside the judges is waited for so long


@dataclass(slots=True)
class Through:
    """What came of a drive, and how the system fared."""

    found: Found | None
    """Nothing where the drive did not come to its verdict."""
    chains: list[Kept] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    mode: Mode = Mode.FULL
    """In which the drive ended."""
    codes: tuple[Code, ...] = ()
    """The trouble codes there were at its end."""
    failure: Trouble | None = None
    """Why there is no verdict: a service will not come back."""
    by: tuple[tuple[str, int], ...] = ()
    """Who had a core while services of a chain were ready to run: name and ns, most first."""
    results: dict[str, bytes] = field(default_factory=dict)
    """What came out of the services that have done what they were there for."""
    left: Left = field(default_factory=Left)
    """Of the record: what it lacks, or why there is none."""


def through(
    drive: Drive, setup: Setup, world: AnyWorld, record: tuple[Path, dict[str, str]], behind: Behind,
    *, logical: bool, limit: int = LIMIT,
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
        Trouble: a node ended that is not to be started anew, or the drive came to a halt.
    """
    system = system_of(drive, setup, world, Evidence(*record, limit), behind, logical=logical)
    cleared(record[0])
    notices: list[Notice] = []
    record[0].parent.mkdir(parents=True, exist_ok=True)
    journal = Journal(record[0].parent)
    journal.write("booted", record[1].get("case", ""), data=journal.where(system))

    def heard(notice: Notice) -> None:
        notices.append(notice)
        journal.notice(notice)

    zygote = Nest(system, Monotonic()).zygote()
    supervisor = Supervisor(
        system, zygote, Monotonic(), heard, restarts=0 if logical else 5,
        memory=None if logical else record[0].with_name(TROUBLES),
        around=None if logical else Surroundings(Monotonic(), zygote.pid),
    )  # fmt: skip
    supervisor.wiring.handed.update(
        behind.hands(system.services)
    )  # after the zygote: what is for one service, no other inherits
    rows: dict[str, dict[int, Row]] = {service.name: {} for service in system.services}
    failure = None
    try:
        supervisor.boot()
        wait(supervisor, rows, seconds=PATIENCE if logical else world.brief.timeout + PATIENCE)
        supervisor.run(set(behind.telling), LITTLE)
    except Trouble as trouble:
        failure = trouble
    finally:
        supervisor.close()
        journal.write("stopped")
        journal.close()
    result = supervisor.results.get(JUDGE)
    failure = blame(supervisor, failure) if result is None else None
    books = {name: list(book.values()) for name, book in rows.items()}
    budgets = {service.name: service.budget for service in system.services}
    chains = [
        kept(chain, books, budgets, looking(chain, system.services, system.topics))
        for chain in (() if logical else system.chains)
    ]
    found = None if result is None else found_in(result)
    codes = tuple(supervisor.codes.codes.values())
    hurried = {name for chain in system.chains for name in chain.services}
    by = preemptors(row for name in hurried for row in books.get(name, ()))
    verdict = found.verdict if found else broken(drive, setup, failure or Trouble("the drive came to no verdict"))
    ended = Ended(verdict, "" if found else str(failure))
    left = evidence(system, world.brief, record, ended, (notices, limit))
    return Through(found, chains, notices, supervisor.mode, codes, failure, by, supervisor.results, left)


def blame(supervisor: Supervisor, trouble: Trouble | None) -> Trouble:
    """Why a drive did not come to its verdict: a driver that raised has failed, or its eyes; anything else is ours."""
    for service in supervisor.system.services:
        if service.entry in ("driver", PERCEIVE) and service.name in supervisor.failed:
            failure = DriverFailure(supervisor.failed[service.name])
            if service.entry == PERCEIVE:
                failure.__cause__ = Blind(supervisor.failed[service.name])
            return failure
    if trouble is not None:
        return trouble
    gone = ", ".join(sorted(supervisor.recovery.gone))
    return Trouble(f"the drive ended in mode {supervisor.mode} without a verdict: node {gone} did not come back")


def wait(supervisor: Supervisor, rows: dict[str, dict[int, Row]], *, seconds: float) -> None:
    """Until the judges have said what they found, or never will; meanwhile what each call cost is gathered."""
    now = supervisor.clock.now
    calls = Calls(supervisor.system)
    end = now() + round(seconds * 1e9)
    progress = -1
    while JUDGE not in supervisor.results and not supervisor.over:
        if supervisor.system.logical and (called := done(supervisor)) != progress:
            progress, end = called, now() + round(seconds * 1e9)
        if now() > end:
            raise Trouble(f"the drive came to a halt: nobody was called for {seconds:g} s")
        supervisor.step(0.1)
        if not supervisor.system.logical:
            for name, fresh in calls.fresh(supervisor.wiring.rings).items():
                rows[name].update((row.stamp, row) for row in fresh)


def done(supervisor: Supervisor) -> int:
    """How many calls there were in all."""
    rings = supervisor.wiring.rings
    return sum(rings[each.domain].calls(each.name) for each in supervisor.system.services if each.domain in rings)
