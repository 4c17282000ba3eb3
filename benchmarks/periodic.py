"""A task of 1 ms in Python under load: how many of its periods are right, and what made the others wrong.

    python benchmarks/periodic.py [--json] [--short] [--rounds N]

`system` is a service of one node, as a car runs it; `bare` the same task in a loop around clock_nanosleep(2), measured
the same way. Managed: SCHED_FIFO, memory locked, collections frozen, on one core; `unmanaged` as any process. Two CPU
hogs run beside. A period is right if the starts of two calls lie within 100 microseconds of 1 ms. Each that is not is
put down to whatever delayed the later start of the two most (`supervise.causes`, from what the kernel counts for the
thread); `waited` means that the thread neither ran nor was ready: its timer came late, which is the host's doing, and
a wrong period that follows a late one by catching up has that one's cause. Rounds are interleaved; shares are medians.
"""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import sys
import time
from collections import Counter
from typing import Any

import numpy as np
from chain import option
from nerves.hogs import Hogs
from nerves.rights import PRIORITY, core, granted
from peers.relay import settle

from aureole.core.resources import Service
from aureole.runtime.clock import Monotonic
from aureole.runtime.nodes.ahead.nest import Nest
from aureole.runtime.nodes.pulse import Around, Meter, Row
from aureole.runtime.nodes.system import System
from aureole.runtime.supervise.causes import main_cause
from aureole.runtime.supervise.supervisor import Supervisor

PERIOD, RIGHT = 1_000_000, 100_000  # ns
WARM = 200  # periods
BUDGET = 200_000  # ns of its own
AIM = 0.99


def work() -> float:
    """A controller's step, some ten microseconds: a small state times a small matrix."""
    return float((np.eye(6) @ np.ones(6)).sum())


class Task:
    """The service."""

    def __init__(self, pinned: bool) -> None:
        self.pinned = pinned

    def begin(self) -> int:
        """In its node."""
        if self.pinned:
            with contextlib.suppress(OSError):
                os.sched_setaffinity(0, {core()})
        return 0

    def serve(self, call: Any, memory: int) -> int:
        """One period."""
        work()
        return memory + 1


def in_system(periods: int, *, managed: bool) -> list[Row]:
    """The calls of the service."""
    service = Service("task", "task", "task", "", PERIOD * 1e-9, BUDGET * 1e-9, 1e8, "D")
    system = System(
        (service,), (), {}, {"task": lambda: Task(managed)}, False, {"task": PRIORITY} if managed else {}
    )  # fmt: skip
    zygote = Nest(system, Monotonic()).zygote()
    supervisor = Supervisor(system, zygote, Monotonic(), lambda _: None, restarts=0)
    rows: list[Row] = []
    try:
        supervisor.boot()
        asked, end = 0, time.monotonic() + periods * PERIOD * 1e-9 * 4 + 20.0
        while len(rows) < periods + WARM and time.monotonic() < end:
            supervisor.step(0.05)
            found, asked = supervisor.wiring.rings["task"].since("task", asked)
            rows += found
    finally:
        supervisor.close()
    return rows[WARM : periods + WARM]


def bare(periods: int) -> list[Row]:
    """The same in a loop of its own process, managed."""
    heard, told = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.sched_setaffinity(0, {core()})
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(PRIORITY))
            settle()
            with os.fdopen(told, "w") as file:
                json.dump(loop(periods + WARM)[WARM:], file)
        finally:
            os._exit(0)
    os.close(told)
    with os.fdopen(heard) as file:
        rows = [Row(*row[:-1], Around(*row[-1])) for row in json.load(file)]
    os.waitpid(pid, 0)
    return rows


def loop(periods: int) -> list[Row]:
    """Sleep until a period begins, work, note what it cost."""
    meter, rows = Meter(), []
    due = time.monotonic_ns()
    before = meter.read()
    for _ in range(periods):
        due = max(due + PERIOD, time.monotonic_ns() // PERIOD * PERIOD)
        time.sleep(max(due - time.monotonic_ns(), 0) * 1e-9)
        started = time.monotonic_ns()
        work()
        now = meter.read()
        spent = [after - at for after, at in zip(now, before, strict=True)]
        rows.append(Row(due, due, started, time.monotonic_ns(), *spent))
        before = now
    return rows


def judged(rows: list[Row]) -> tuple[float, Counter[str], float]:
    """The share of right periods, the causes of the others, the 99th percentile of |error|, microseconds."""
    started = np.array([row.started for row in rows])
    off = np.abs(np.diff(started) - PERIOD)
    causes: Counter[str] = Counter()
    for k in np.flatnonzero(off > RIGHT).tolist():
        late = max(rows[k : k + 2], key=lambda row: row.started - row.woken)
        skipped = rows[k + 1].woken - rows[k].woken > PERIOD
        row = rows[k] if skipped else late  # a period that was passed over was lost in the call before it
        causes[str(main_cause(row, row.woken, BUDGET) or "nothing found")] += 1
    return float((off <= RIGHT).mean()), causes, float(np.percentile(off, 99)) * 1e-3


def main() -> None:
    """Measure and print."""
    periods, rounds, may = 1000 if "--short" in sys.argv else 3000, option("--rounds", 5), granted()
    ways: dict[str, Any] = {"system unmanaged": lambda: in_system(periods, managed=False)}
    if may:
        ways = {"bare": lambda: bare(periods), "system": lambda: in_system(periods, managed=True), **ways}
    found: dict[str, list[tuple[float, Counter[str], float]]] = {name: [] for name in ways}
    with Hogs():
        for _ in range(rounds):
            for name, way in ways.items():
                found[name].append(judged(way()))
    table = {}
    for name, each in found.items():
        causes = sum((one[1] for one in each), Counter())
        table[name] = {
            "right": statistics.median(one[0] for one in each), "least_right": min(one[0] for one in each),
            "p99_off_us": statistics.median(one[2] for one in each), "wrong": causes.total(), "causes": dict(causes),
        }  # fmt: skip
    if "--json" in sys.argv:
        head = {"benchmark": "periodic", "cores": os.cpu_count(), "load": os.getloadavg()[0], "aim": AIM}
        print(json.dumps({**head, "periods": periods * rounds, "figures": table, "managed": may}))
        return
    print(
        f"1 ms task, {periods} periods x {rounds} rounds; load {os.getloadavg()[0]:.1f} at the end, two hogs among it"
    )
    print(f"{'':<18}{'within 100 µs':>14}{'least round':>13}{'p99 off µs':>12}  wrong periods by cause")
    for name, row in table.items():
        causes = ", ".join(f"{cause} {count}" for cause, count in Counter(row["causes"]).most_common()) or "none"
        print(f"{name:<18}{row['right']:>14.2%}{row['least_right']:>13.2%}{row['p99_off_us']:>12.0f}  {causes}")
    print(f"aim: system >= {AIM:.0%}" if may else "managed: not measured, this user may not claim real-time priority")


if __name__ == "__main__":
    main()
