"""What the kernel says of the processes of a booted car, for whoever may look at them (proc(5))."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100  # Hz


class Seen(NamedTuple):
    """One process; what cannot be seen is below zero."""

    memory: int = -1  # bytes; its proportional share: what it shares counts in parts
    policy: int = -1  # sched(7)
    priority: int = -1
    core: int = -1  # on which it ran last
    cpu: float = -1.0  # s of a processor so far


def seen(pid: int) -> Seen:
    """One process now."""
    try:
        after = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()  # fields of proc(5) from the third on
        core, policy, priority = int(after[36]), int(after[38]), int(after[37])
        return Seen(_share(pid), policy, priority, core, (int(after[11]) + int(after[12])) / TICK)
    except (OSError, IndexError, ValueError):
        return Seen()


def _share(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    return -1


class Machine(NamedTuple):
    """What the cores have done so far, in ticks: in all, idle, and what a hypervisor gave to others."""

    total: tuple[int, ...]
    idle: tuple[int, ...]
    stolen: tuple[int, ...]


def machine() -> Machine:
    """The cores now; empty where the system does not tell."""
    total, idle, stolen = [], [], []
    try:
        for line in Path("/proc/stat").read_text().splitlines():
            name, *rest = line.split()
            if name.startswith("cpu") and name != "cpu":
                ticks = [int(each) for each in rest[:8]]  # user nice system idle iowait irq softirq steal
                total.append(sum(ticks))
                idle.append(ticks[3] + ticks[4])
                stolen.append(ticks[7])
    except (OSError, ValueError, IndexError):
        pass
    return Machine(tuple(total), tuple(idle), tuple(stolen))
