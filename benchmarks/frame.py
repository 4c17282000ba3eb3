"""A camera's frame of 6 MiB, written in place in shared memory, from its sending to the process that looks at it.

    python benchmarks/frame.py [--json] [--peers] [--short] [--rounds N] [--apart]

The frame is written first, where it is loaned; time counts from its sending to when the reader holds it as an array:
nothing is copied. `floor`, `futex`, `bus`, `system`, priorities, hogs and options are those of `chain`; the peer is
iceoryx2, which loans samples too (`--peers`).
"""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path

from chain import option
from nerves.hogs import Hogs
from nerves.installed import install
from nerves.rights import PRIORITY, core, granted
from nerves.rounds import measure, say, tell
from nerves.running import once

SIZES = (6 << 20,)  # bytes
PEER = "iceoryx2"
AIM = 1.3  # times the floor's p50


def main() -> None:
    """Measure and print."""
    cycles, rounds, may = 100 if "--short" in sys.argv else 200, option("--rounds", 5), granted()
    where = {"priority": PRIORITY if may else 0, "core": core() if may and "--apart" not in sys.argv else -1}
    settings = {"sizes": SIZES, "cycles": cycles, "sent": True, **where}
    with tempfile.TemporaryDirectory() as folder:
        pythons, versions, wrong = install(Path(folder), [PEER] if "--peers" in sys.argv else [])
        ways = {name: partial(once, name, settings, pythons) for name in ("floor", "futex", "bus", "system", *pythons)}
        with Hogs():
            found = measure(ways, rounds, wrong)
    if "--peers" not in sys.argv:
        wrong[PEER] = "left out (--peers installs and measures it)"
    if not may:
        wrong["real-time priority"] = "not granted to this user: everything runs at usual priority"
    title = f"6 MiB in place, one way, {cycles} frames x {rounds} rounds"
    table = say(title, found, "floor", wrong)
    if "--json" not in sys.argv:
        print(f"aim: p50 <= {AIM} x floor, below {PEER} {versions.get(PEER, '')}")
    tell("frame", table, wrong, versions=versions, aim=AIM)


if __name__ == "__main__":
    main()
