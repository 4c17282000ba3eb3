"""Budgets that hold (cgroups(7)): of the processor and of memory, for each node a control group.

A node's share of the processor is what its manifest says, with a margin. Version 1 counts real-time threads by
themselves (`cpu.rt_runtime_us`): a group that has none of that takes no such thread, and one that has used it up waits
for the next period. Version 2 counts usual threads only. A real-time thread that never waits is ended in any case.
Beyond its memory a node is ended by the kernel, and begins anew.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path

from aureole.runtime.facilities import groups, kernel
from aureole.runtime.facilities.facility import Share, Why, why

PERIOD = 100_000  # us; over which a share of the processor is counted, the kernel's own for usual threads
RUNAWAY = 2_000_000  # us; who is alive is seen to wait more often
MOST = 0.9  # cores that all real-time nodes may have together; the kernel leaves 0.95 of each core to such threads


class Budget:
    """A control group of one controller; entered when the node is whole.

    In version 1 a thread that moves itself alone waits for nobody; moving a process waits until every core has passed a
    point of rest (5 to 14 ms), and is done only where there are more threads.
    """

    def __init__(self, controller: str) -> None:
        self.controller, self.door, self.alone = controller, -1, -1

    def detect(self) -> Why | None:
        """Whether a group can be made."""
        if sys.platform != "linux":
            return Why.ELSEWHERE
        return None if groups.place(self.controller) else Why.NO_CONTROLLER

    def prepare(self, share: Share) -> Why | None:
        """As `claim`, ahead of the node: it finds the doors open."""
        return self.claim(share)

    def claim(self, share: Share) -> Why | None:
        """Make the group, set its limits, and open its doors; the node may not write there any more when it enters."""
        if self.door >= 0:
            return None  # they were opened ahead of it
        try:
            try:
                self._open(share)
            except OSError as error:
                if error.errno != errno.EINVAL:
                    raise
                groups.sweep()  # groups of systems that were killed hold real-time shares still
                self._open(share)
        except OSError as error:
            return Why.NO_ROOM if error.errno == errno.EINVAL else why(error)
        return self.detect() if self.door < 0 else None

    def _open(self, share: Share) -> None:
        found = groups.make(self.controller, share.group, share.domain)
        if found is not None:
            for file, number in self.limits(share, found).items():
                file.write_text(number, encoding="ascii")
            self.door = os.open(found.path / "cgroup.procs", os.O_WRONLY | os.O_CLOEXEC)
            if found.version == 1:
                self.alone = os.open(found.path / "tasks", os.O_WRONLY | os.O_CLOEXEC)

    def enter(self) -> Why | None:
        """Every thread of this process is in the group from now on."""
        try:
            if self.alone >= 0 and kernel.alone():
                os.write(self.alone, b"0")
            else:
                os.write(self.door, str(os.getpid()).encode())
        except OSError as error:
            return Why.NO_ROOM if error.errno == errno.EINVAL else why(error)
        finally:
            self.drop()
        return None

    def drop(self) -> None:
        """Close the doors: whoever is not of this domain gets through none of them."""
        for each in (self.door, self.alone):
            if each >= 0:
                os.close(each)
        self.door = self.alone = -1

    def limits(self, share: Share, found: groups.Place) -> dict[Path, str]:
        """What is written where."""
        raise NotImplementedError


class Runaway:
    """RLIMIT_RTTIME, setrlimit(2): a real-time thread that never waits is ended, whatever the version of the groups."""

    name = "runaway_limit"
    words = ("limit for runaways (RLIMIT_RTTIME)", "失控限制（RLIMIT_RTTIME）")

    def detect(self) -> Why | None:
        """Every Linux of ours has it."""
        return None if sys.platform == "linux" else Why.ELSEWHERE

    def wanted(self, share: Share) -> bool:
        """Nodes with a priority."""
        return share.priority > 0

    def claim(self, share: Share) -> Why | None:
        """SIGXCPU ends whoever has run on for so long."""
        if sys.platform != "linux":
            return Why.ELSEWHERE
        import resource

        try:
            resource.setrlimit(resource.RLIMIT_RTTIME, (RUNAWAY, RUNAWAY))
        except (OSError, ValueError):
            return Why.REFUSED
        return None


class Processor(Budget):
    """The cpu controller."""

    name = "cpu_budget"
    words = ("processor budget (cgroup cpu)", "处理器预算（cgroup cpu）")

    def __init__(self) -> None:
        super().__init__("cpu")

    def wanted(self, share: Share) -> bool:
        """Whoever has a quota."""
        return share.quota > 0.0

    def limits(self, share: Share, found: groups.Place) -> dict[Path, str]:
        """Quota over period; in version 1 of real-time threads too, where the kernel counts these."""
        path, quota = found.path, round(share.quota * PERIOD)
        if found.version == 2:
            return {path / "cpu.max": f"{quota} {PERIOD}"}
        limits = {path / "cpu.cfs_period_us": str(PERIOD), path / "cpu.cfs_quota_us": str(quota)}
        if share.priority > 0 and (path / "cpu.rt_runtime_us").exists():
            above = path.parent
            with contextlib.suppress(OSError):  # it has more already, for the groups in it
                (above / "cpu.rt_period_us").write_text(str(PERIOD), encoding="ascii")
            limits |= {above / "cpu.rt_runtime_us": str(round(share.quotas * PERIOD))}
            limits |= {path / "cpu.rt_period_us": str(PERIOD), path / "cpu.rt_runtime_us": str(quota)}
        return limits


class Memory(Budget):
    """The memory controller."""

    name = "memory_budget"
    words = ("memory budget (cgroup memory)", "内存预算（cgroup memory）")

    def __init__(self) -> None:
        super().__init__("memory")

    def wanted(self, share: Share) -> bool:
        """Whoever has a limit."""
        return share.memory > 0

    def limits(self, share: Share, found: groups.Place) -> dict[Path, str]:
        """Bytes."""
        file = "memory.max" if found.version == 2 else "memory.limit_in_bytes"
        return {found.path / file: str(share.memory)}
