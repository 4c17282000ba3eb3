"""What the kernel counts that no call tells of itself: time a control group was throttled, time a core was stolen."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from aureole.runtime.facilities import groups

SAMPLES = 64
TICK = 1_000_000_000 // (os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100)  # ns


class Sample(NamedTuple):
    """The counters at a moment."""

    moment: int  # ns
    stolen: dict[int, int]  # ns by core
    throttled: dict[str, int]  # ns by domain


class Counters:
    """The last samples."""

    def __init__(self, system: str) -> None:
        """`system`: the name of the folder in which the groups of its domains lie."""
        place = groups.place("cpu")
        self.group = place.path / system if place else None
        self.samples: deque[Sample] = deque(maxlen=SAMPLES)

    def take(self, moment: int) -> None:
        """Look now."""
        self.samples.append(Sample(moment, stolen(_text(Path("/proc/stat"))), self._throttled()))

    def _throttled(self) -> dict[str, int]:
        if self.group is None or not self.group.is_dir():
            return {}
        return {each.parent.name: throttled(_text(each)) for each in self.group.glob("*/cpu.stat")}

    def between(self, begin: int, end: int, cores: Collection[int], domain: str) -> tuple[int, int]:
        """Throttled and stolen ns in what samples enclose a time.

        What is stolen is counted in ticks, by core: of a longer time between two samples so much is taken as falls on
        the time asked for. A group is throttled on its own account: all of it is taken.
        """
        before = next((each for each in reversed(self.samples) if each.moment <= begin), None)
        after = next((each for each in self.samples if each.moment >= end), None)
        if before is None or after is None or after.moment <= before.moment:
            return 0, 0
        share = (end - begin) / (after.moment - before.moment)
        taken = [after.stolen.get(core, 0) - before.stolen.get(core, 0) for core in cores]
        held = after.throttled.get(domain, 0) - before.throttled.get(domain, 0)
        return max(held, 0), round(share * max([*taken, 0]))


def stolen(text: str) -> dict[int, int]:
    """Stolen ns by core: the eighth number of a core's line in /proc/stat, proc(5)."""
    found = {}
    for line in text.splitlines():
        words = line.split()
        if len(words) > 8 and words[0].startswith("cpu") and words[0] != "cpu":
            found[int(words[0].removeprefix("cpu"))] = int(words[8]) * TICK
    return found


def throttled(text: str) -> int:
    """Throttled ns of a group: `throttled_time` (ns, version 1) or `throttled_usec` (version 2) in its cpu.stat."""
    words = dict(line.split() for line in text.splitlines() if len(line.split()) == 2)
    return int(words["throttled_time"]) if "throttled_time" in words else int(words.get("throttled_usec", 0)) * 1000


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
