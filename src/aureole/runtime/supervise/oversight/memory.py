"""What a node's own memory comes to, held against what the manifest allows its services.

Resident memory (proc(5), statm) is asked for first, for it costs little and is never less; where it is beyond the
limit, what the process alone has (smaps_rollup: private pages, and what of it was swapped out) decides: all nodes share
what the zygote had loaded.
"""

from __future__ import annotations

import os
from pathlib import Path

from aureole.runtime.nodes.system import System

EVERY = 1_000_000_000  # ns between two looks at one node
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
OWN = ("Private_Clean:", "Private_Dirty:", "SwapPss:")


def resident(pid: int) -> int:
    """Bytes in memory, what is shared included; 0 of a process that has gone."""
    try:
        with Path(f"/proc/{pid}/statm").open(encoding="ascii") as file:
            return int(file.read().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def own(pid: int) -> int:
    """Bytes that this process alone has; 0 of one that has gone, or that may not be looked at."""
    try:
        with Path(f"/proc/{pid}/smaps_rollup").open(encoding="ascii") as file:
            rows = [line.split() for line in file]
    except OSError:
        return 0
    return sum(int(row[1]) for row in rows if row[0] in OWN) * 1024


class Memory:
    """The supervisor's eye on what nodes take."""

    def __init__(self, system: System) -> None:
        self.limits = {
            domain: sum(service.memory for service in system.of(domain)) for domain in system.domains
        }  # fmt: skip
        self.looked: dict[int, int] = {}
        """By process: ns of the last look."""

    def beyond(self, domain: str, pid: int, now: int) -> tuple[int, float] | None:
        """What a node takes and what it may, bytes, where it takes more; asked for now and then only."""
        if now - self.looked.get(pid, now - EVERY) < EVERY:
            return None
        self.looked[pid] = now
        limit = self.limits[domain]
        if resident(pid) <= limit:
            return None
        taken = own(pid)
        return (taken, limit) if taken > limit else None
