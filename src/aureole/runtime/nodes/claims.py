"""What a node asks of the kernel for its promises; what is refused is named, and the node goes on without it.

Real-time priority (SCHED_FIFO, sched(7); the kernel's own throttle for such tasks stays: who spins leaves the
machine its share) and memory that stays in place once it was touched (mlockall(2) with MCL_ONFAULT, so that a fork of
the zygote shares what it does not write).
"""

from __future__ import annotations

import ctypes
import os

PRIORITIES = {"QM": 10, "A": 20, "B": 30, "C": 40, "D": 50}
"""SCHED_FIFO priorities by safety level (ISO 26262-1:2018, 3.6), for services of a chain; others have none."""
CURRENT, FUTURE, ONFAULT = 1, 2, 4  # <sys/mman.h>
REAL_TIME, LOCKED = "real-time priority", "locked memory"


def claim(priority: int) -> tuple[str, ...]:
    """Take a priority (0: the usual one) and lock memory; the names of what this machine does not grant."""
    if priority == 0:
        return ()
    refused = []
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(priority))
    except (AttributeError, OSError):
        refused.append(REAL_TIME)
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "mlockall") or library.mlockall(CURRENT | FUTURE | ONFAULT) != 0:
        refused.append(LOCKED)
    return tuple(refused)
