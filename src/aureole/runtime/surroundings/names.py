"""Who a process is, for people: its name, the script it runs, its number; known for a while after it has ended."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

MOST = 4096  # processes that are remembered


class Known(NamedTuple):
    """A process."""

    name: str
    usual: bool
    """It has no real-time priority."""


class Names:
    """What is known of processes by their numbers."""

    def __init__(self) -> None:
        self.own: dict[int, str] = {}
        """Nodes of this system."""
        self.known: dict[int, Known] = {}
        self.fresh: set[int] = set()
        """Those who were looked at lately: a process changes its name when it becomes another program."""

    def meet(self, process: int) -> None:
        """See who it is while it lives, if that is not known yet."""
        if process > 0 and process not in self.known:
            if len(self.known) >= MOST:
                self.known.clear()
            self.known[process] = seen(process) or Known(f"process {process}", usual=True)

    def name(self, process: int) -> str:
        """Its name now, else what it was."""
        if process == 0:
            return "nobody"
        if process in self.own:
            return f"node {self.own[process]}"
        if process not in self.fresh:
            self.fresh.add(process)
            now = seen(process)
            if now is not None:
                self.known[process] = now
        self.meet(process)
        return self.known[process].name

    def usual(self, process: int) -> bool:
        """Whether it has no real-time priority: now, else when it was last seen."""
        if process == 0:
            return True
        try:
            return os.sched_getscheduler(process) == os.SCHED_OTHER
        except OSError:
            self.meet(process)
            return self.known[process].usual


def seen(process: int) -> Known | None:
    """Who a process is that lives: `python hog.py (pid 123)`; proc(5): comm, cmdline."""
    place = Path("/proc", str(process))
    try:
        short = (place / "comm").read_text(encoding="utf-8", errors="replace").strip()
        words = (place / "cmdline").read_bytes().split(b"\0")
        usual = os.sched_getscheduler(process) == os.SCHED_OTHER
    except (OSError, ValueError):
        return None
    scripts = [os.path.basename(word) for word in map(os.fsdecode, words[1:2]) if word and not word.startswith("-")]  # noqa: PTH119
    return Known(f"{' '.join([short, *scripts])} (pid {process})", usual)
