"""Real-time priority (SCHED_FIFO, sched(7)): who has it runs as soon as it is ready, before all who have less.

The kernel's own throttle for such tasks stays: who spins leaves the machine its share.
"""

from __future__ import annotations

import os
import sys

from aureole.runtime.facilities.facility import Share, Why, why

PRIORITIES = {"QM": 10, "A": 20, "B": 30, "C": 40, "D": 50}
"""By safety level (ISO 26262-1:2018, 3.6), for services of a chain; others have none."""
SYS_NICE = 23  # CAP_SYS_NICE, <linux/capability.h>


class Priority:
    """SCHED_FIFO."""

    name = "sched_fifo"
    words = ("real-time priority (SCHED_FIFO)", "实时优先级（SCHED_FIFO）")

    def detect(self) -> Why | None:
        """By what this user may: a capability, or a limit above nothing."""
        if not hasattr(os, "sched_setscheduler"):
            return Why.ELSEWHERE
        return None if capable(SYS_NICE) or _limit() > 0 else Why.REFUSED

    def wanted(self, share: Share) -> bool:
        """Nodes of a chain have it."""
        return share.priority > 0

    def claim(self, share: Share) -> Why | None:
        """Take the priority of the share."""
        if not hasattr(os, "sched_setscheduler"):
            return Why.ELSEWHERE
        try:
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(share.priority))
        except OSError as error:
            return why(error)
        return None


def capable(number: int) -> bool:
    """Whether this process has a capability (capabilities(7)), by its number."""
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as file:  # noqa: PTH123
            effective = next(line for line in file if line.startswith("CapEff:"))
    except (OSError, StopIteration):
        return False
    return bool(int(effective.split()[1], 16) >> number & 1)


def _limit() -> int:
    if sys.platform != "linux":
        return 0
    import resource

    return resource.getrlimit(resource.RLIMIT_RTPRIO)[0] % (1 << 32)
