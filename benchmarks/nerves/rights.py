"""Whether this process may claim real-time priority; without it nothing can be measured as managed."""

from __future__ import annotations

import os

PRIORITY = 50


def granted() -> bool:
    """Try it in a child."""
    pid = os.fork()
    if pid == 0:
        try:
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(PRIORITY))
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def core() -> int:
    """The core on which a synchronous chain runs: the last one."""
    return max(os.sched_getaffinity(0))
