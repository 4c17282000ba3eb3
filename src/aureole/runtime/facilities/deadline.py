"""Scheduling by deadlines (SCHED_DEADLINE, sched(7)): so much of a core in each period, guaranteed and never more.

For services that time calls and whose manifest says how often and how long. The kernel admits it only if everybody's
promises can be kept together, and only to a thread that may run on all cores of its domain: whoever is pinned to a core
has a priority instead. A thread under it cannot fork, unless its children are as anybody: so they are.
"""

from __future__ import annotations

import ctypes
import os
import struct

from aureole.runtime.facilities import kernel
from aureole.runtime.facilities.facility import Share, Why, why
from aureole.runtime.facilities.priority import SYS_NICE, capable

DEADLINE = 6  # SCHED_DEADLINE, <linux/sched.h>
RESET_ON_FORK, RECLAIM = 1, 2  # SCHED_FLAG_*: children are as anybody; what others leave of theirs may be used
ATTRIBUTES = struct.Struct("<IIQiIQQQ")  # struct sched_attr, <linux/sched/types.h>: size 48
MARGIN = 2.0  # times the budget: a guaranteed share that ends within a call makes it a period late
MOST = 0.9  # of the period


class Deadline:
    """SCHED_DEADLINE."""

    name = "sched_deadline"
    words = ("scheduling by deadlines (SCHED_DEADLINE)", "按期限调度（SCHED_DEADLINE）")

    def detect(self) -> Why | None:
        """By what this user may, and where it may run."""
        if not kernel.known():
            return Why.ELSEWHERE
        if not capable(SYS_NICE):
            return Why.REFUSED
        return None if len(os.sched_getaffinity(0)) == os.cpu_count() else Why.SOME_CORES

    def wanted(self, share: Share) -> bool:
        """Nodes of a chain that time calls, and that are not pinned."""
        return share.priority > 0 and not share.cores and 0.0 < share.budget < share.period

    def claim(self, share: Share) -> Why | None:
        """Take budget and period of the share."""
        if not kernel.known():
            return Why.ELSEWHERE
        period = round(share.period * 1e9)
        runtime = min(round(MARGIN * share.budget * 1e9), round(MOST * period))
        asked = ATTRIBUTES.pack(ATTRIBUTES.size, DEADLINE, RESET_ON_FORK | RECLAIM, 0, 0, runtime, period, period)
        try:
            kernel.call("sched_setattr", 0, ctypes.create_string_buffer(asked, len(asked)), 0)
        except OSError as error:
            partly = len(os.sched_getaffinity(0)) < (os.cpu_count() or 1)
            return Why.SOME_CORES if partly and capable(SYS_NICE) else why(error)
        return None
