"""Real-time priority (SCHED_FIFO, sched(7)): who has it runs as soon as it is ready, before all who have less.

The kernel's own throttle for such tasks stays: who spins leaves the machine its share.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

from aureole.runtime.facilities.facility import Share, Why, why

PRIORITIES = {"QM": 10, "A": 20, "B": 30, "C": 40, "D": 50}
"""By safety level (ISO 26262-1:2018, 3.6), for services of a chain; others have none."""
WATCHING = 60
"""Of the supervisor and the zygote: above every node. Between A and B (25) a successor was forked 10 ms later."""
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


def follow(pid: int) -> None:
    """Give another process the priority of this one, where it may be given."""
    if hasattr(os, "sched_setscheduler"):
        with contextlib.suppress(OSError):
            os.sched_setscheduler(pid, os.sched_getscheduler(0), os.sched_getparam(0))


def as_anybody(pid: int = 0) -> None:
    """Take real-time priority from a process that has it: a node that is to have none inherits none."""
    if hasattr(os, "sched_setscheduler"):
        with contextlib.suppress(OSError):
            if os.sched_getscheduler(pid) in (os.SCHED_FIFO, os.SCHED_RR):
                os.sched_setscheduler(pid, os.SCHED_OTHER, os.sched_param(0))


@contextlib.contextmanager
def watching(zygote: int, *, wanted: bool = True) -> Iterator[str]:
    """This process, which supervises, and its `zygote` have real-time priority; on exit ours is given back.

    Threads that wait for the end of nodes have it too; nodes have it until they claim their own, or give it back.
    Gives `name:why` where it is refused, for the journal; nothing where it was granted or nobody hurries (`wanted`).
    """
    if not wanted:
        yield ""
        return
    missing = Priority().claim(Share("", priority=WATCHING))
    try:
        if missing is None:
            follow(zygote)
        yield "" if missing is None else f"{Priority.name}:{missing}"
    finally:
        if missing is None:
            as_anybody()


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
