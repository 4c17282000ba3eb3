"""Five processes from a camera's frame to a command: how long, by our bus and system, by the floor, and by other buses.

    python benchmarks/chain.py [--json] [--peers] [--short] [--rounds N] [--apart]

1 MiB is written in place at 100 Hz, becomes 16 KiB, 1 KiB and 64 bytes; each stage looks at every page of what it got.
Time counts from before the frame is written to when the last process has the last word. `floor` is shared memory with
an eventfd between each two, nothing else; `futex` the same with a futex through ctypes; `bus` our ends in bare loops;
`system` our nodes with executor, meters and supervisor, as they drive a car. Managed: SCHED_FIFO, rising along the
chain, memory locked, collections frozen, all on one core (`--apart`: anywhere); everybody gets the same, each thread
and daemon of a peer too. `unmanaged`: as any process, in no control group of its own either. Two CPU hogs run beside.
Each round runs every way once, and starts it anew; ratios are medians over rounds.

`--peers` installs iceoryx2, pyzmq, zenoh and dora from PyPI; without it they are left out by name. `--short`: 100
cycles a round instead of 300. Without the right to SCHED_FIFO only the unmanaged ways are measured, and it says so.
"""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path

from nerves.hogs import Hogs
from nerves.installed import install
from nerves.rights import PRIORITY, core, granted
from nerves.rounds import measure, say, tell
from nerves.running import PEERS, once

SIZES = (1 << 20, 16 << 10, 1 << 10, 64)  # bytes
AIMS = {"p50_times_floor": 1.3, "p99_times_floor": 1.3, "p99_better_than_unmanaged": 20.0}


def option(name: str, default: int) -> int:
    """The number after an option's name."""
    return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else default


def main() -> None:
    """Measure and print."""
    wrong: dict[str, str] = {}
    cycles, rounds = 100 if "--short" in sys.argv else 300, option("--rounds", 5)
    usual = {"sizes": SIZES, "cycles": cycles, "sent": False}
    may = granted()
    managed = {**usual, "priority": PRIORITY, "core": -1 if "--apart" in sys.argv else core()}
    unmanaged = {**usual, "priority": 0, "core": -1}
    with tempfile.TemporaryDirectory() as folder:
        peers = list(PEERS) if "--peers" in sys.argv and may else []
        pythons, versions, wrong = install(Path(folder), peers)
        names = ["floor", "futex", "bus", "system", *pythons] if may else []
        ways = {name: partial(once, name, managed, pythons) for name in names}
        ways |= {f"{name} unmanaged": partial(once, name, unmanaged, {}) for name in ("floor", "bus", "system")}
        with Hogs():
            found = measure(ways, rounds, wrong)
    wrong |= {name: "left out (--peers installs and measures it)" for name in PEERS if name not in peers}
    if not may:
        wrong["managed"] = "not measured: this user may not claim real-time priority"
    where = "anywhere" if managed["core"] < 0 or not may else "one core"
    title = f"chain of five, {cycles} cycles x {rounds} rounds, {where}"
    table = say(title, found, "floor" if "floor" in found else "floor unmanaged", wrong)
    better = {
        name: table[f"{name} unmanaged"]["p99"] / table[name]["p99"]
        for name in ("floor", "bus", "system") if name in table and f"{name} unmanaged" in table
    }  # fmt: skip
    if "--json" not in sys.argv:
        for name, times in better.items():
            print(f"{name}: p99 {times:.1f} times better managed (aim {AIMS['p99_better_than_unmanaged']:.0f})")
        print(f"aims: bus and system p50 and p99 <= {AIMS['p50_times_floor']} x floor, below every peer")
        print("".join(f"{name} {version}  " for name, version in versions.items()))
    tell("chain", table, wrong, p99_better_managed=better, versions=versions, aims=AIMS)


if __name__ == "__main__":
    main()
