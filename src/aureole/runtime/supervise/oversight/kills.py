"""Nodes that the kernel ended because they took more memory than their control group may have (cgroups(7)).

It counts them, before they die: version 1 in the row `oom_kill` of `memory.oom_control` (Linux 4.13; before, no more
than that the limit was met is known, from `memory.failcnt`), version 2 in that of `memory.events`.
"""

from __future__ import annotations

from pathlib import Path

from aureole.runtime.facilities import groups

MB = 1e-6  # MB in a byte
COUNTED = {1: "memory.oom_control", 2: "memory.events"}
MET = "memory.failcnt"
LIMIT = {1: "memory.limit_in_bytes", 2: "memory.max"}
PEAK = {1: "memory.max_usage_in_bytes", 2: "memory.peak"}


class Kills:
    """The supervisor's eye on the memory groups of a system's domains."""

    def __init__(self, system: str, root: Path = Path("/")) -> None:
        """`system`: the name of the folder in which the groups of its domains lie."""
        self.place = groups.place("memory", root)
        self.system = system
        self.counts: dict[str, int] = {}
        """Ends by domain, as far as they are known."""

    def begin(self, domain: str) -> None:
        """A domain has a node: what the kernel counted before its first one is nobody's."""
        if domain not in self.counts:
            self.counts[domain] = self._count(domain)

    def fresh(self, domain: str) -> str:
        """What a node took of what it might have, if the kernel has ended it for that; else nothing."""
        count = self._count(domain)
        if self.place is None or count <= self.counts.get(domain, 0):
            return ""
        self.counts[domain] = count
        limit = self._number(domain, LIMIT[self.place.version])
        return f"{max(self._number(domain, PEAK[self.place.version]), limit) * MB:.0f} MB ≥ {limit * MB:.0f} MB"

    def _count(self, domain: str) -> int:
        if self.place is None:
            return 0
        rows = dict(line.split(" ", 1) for line in self._text(domain, COUNTED[self.place.version]).splitlines())
        return int(rows["oom_kill"]) if "oom_kill" in rows else self._number(domain, MET)

    def _number(self, domain: str, name: str) -> int:
        text = self._text(domain, name).strip()
        return int(text) if text.isdigit() else 0

    def _text(self, domain: str, name: str) -> str:
        if self.place is None:
            return ""
        try:
            return (self.place.path / self.system / domain / name).read_text(encoding="ascii")
        except OSError:
            return ""
