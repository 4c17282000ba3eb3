"""Who used the cores, where their changes cannot be watched: what each process has used, looked up now and then.

An estimate: whoever was seen on a core shares what was taken from others there, by what it used meanwhile (proc(5)).
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

SAMPLES = 16


class Used(NamedTuple):
    """One process."""

    ticks: int
    core: int


class Census:
    """The last counts of all processes."""

    def __init__(self) -> None:
        self.counts: deque[tuple[int, dict[int, Used]]] = deque(maxlen=SAMPLES)

    def take(self, moment: int) -> None:
        """Count now."""
        found = {}
        for name in os.listdir("/proc") if os.path.isdir("/proc") else []:  # noqa: PTH112, PTH208  # cheaper: 100 times
            if name.isdigit() and (used := read(Path("/proc", name, "stat"))) is not None:
                found[int(name)] = used
        self.counts.append((moment, found))

    def between(self, begin: int, end: int, cores: Collection[int]) -> dict[int, int]:
        """Ticks that processes used around a time, of those that were seen on some cores."""
        before = next((count for count in reversed(self.counts) if count[0] <= begin), None)
        after = next((count for count in self.counts if count[0] >= end), None)
        if before is None or after is None:
            return {}
        spent = {
            pid: used.ticks - before[1][pid].ticks
            for pid, used in after[1].items()
            if pid in before[1] and used.core in cores
        }
        return {pid: ticks for pid, ticks in spent.items() if ticks > 0}


def read(path: Path) -> Used | None:
    """Ticks of a process and the core it was on last: fields 14, 15 and 39 of its stat, proc(5)."""
    try:
        words = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        return Used(int(words[11]) + int(words[12]), int(words[36]))
    except (OSError, IndexError, ValueError):
        return None


def shared(ready: int, spent: dict[int, int]) -> dict[int, int]:
    """So many ns divided among processes by the ticks they used."""
    whole = sum(spent.values())
    return {pid: ready * ticks // whole for pid, ticks in spent.items()} if whole else {}
