"""Who ran on which core when, from the changes between threads; pure, over arrays of `switches.CHANGE`."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from aureole.core.notes import Int64
from aureole.runtime.surroundings.switches import CHANGE

Changes = np.ndarray[Any, Any]
KEEP = 5_000_000_000  # ns; so far back it is known who ran
BACK = 200_000_000  # ns before the time asked for in which it is looked up what a thread did when that began


class Piece(NamedTuple):
    """A time in which a thread did one thing."""

    begin: int  # ns
    end: int  # ns
    core: int
    what: str
    """ran, ready (it could have run, and was taken off), slept"""


class Ran(NamedTuple):
    """Somebody else's time on a core."""

    thread: int
    """0: nobody."""
    process: int
    begin: int  # ns
    end: int  # ns


class Timeline:
    """The changes of all watched cores, of the last seconds."""

    def __init__(self) -> None:
        self.cores: dict[int, Changes] = {}
        self.times: dict[int, Int64] = {}
        """ns of each change, side by side: they are searched often."""

    def add(self, core: int, changes: Changes) -> None:
        """What has come on a core since the last time."""
        if not len(changes):
            return
        before = self.cores.get(core, np.empty(0, CHANGE))
        whole = np.concatenate([before, changes])
        times = np.ascontiguousarray(whole["at"])
        first = int(np.searchsorted(times, int(times[-1]) - KEEP))
        self.cores[core], self.times[core] = whole[first:], times[first:]

    def knows(self, moment: int) -> bool:
        """Whether a moment lies in what is kept."""
        return bool(self.cores) and all(int(changes["at"][0]) <= moment for changes in self.cores.values())

    def pieces(self, thread: int, begin: int, end: int) -> list[Piece]:
        """What a thread did between two moments."""
        events: list[tuple[int, int, str]] = []
        for core, whole in self.cores.items():
            first, last = np.searchsorted(self.times[core], (begin - BACK, end)).tolist()
            changes = whole[first:last]
            own = changes[(changes["prev"] == thread) | (changes["next"] == thread)]
            for change in own.tolist():
                at, prev, _, _, ready = change
                events.append((at, core, ("ready" if ready else "slept") if prev == thread else "ran"))
        events.sort()
        found: list[Piece] = []
        at, where, what = begin, -1, "slept"
        for moment, core, following in events:
            if moment >= end:
                break
            if moment > at:
                found.append(Piece(at, moment, core if what != "ran" else where, what))
                at = moment
            where, what = core, following
        found.append(Piece(at, end, where, what))
        return [piece for piece in found if piece.end > piece.begin]

    def between(self, core: int, begin: int, end: int) -> list[Ran]:
        """Who ran on a core between two moments."""
        changes = self.cores.get(core)
        if changes is None or end <= begin:
            return []
        first = max(int(np.searchsorted(self.times[core], begin, side="right")) - 1, 0)
        last = int(np.searchsorted(self.times[core], end))
        part = changes[first:last]
        ends = [*part["at"][1:].tolist(), end]
        found = [
            Ran(thread, process, max(at, begin), min(until, end))
            for (at, _, thread, process, _), until in zip(part.tolist(), ends, strict=True)
        ] if len(part) else []  # fmt: skip
        return [ran for ran in found if ran.end > ran.begin]


def waits(pieces: list[Piece], ready: int) -> list[Piece]:
    """When a thread was ready and did not run, of `ready` ns that the kernel has counted.

    Whoever was taken off was ready at once. What remains was before it ran again after a sleep: it had been woken.
    """
    found = [piece for piece in pieces if piece.what == "ready"]
    left = ready - sum(piece.end - piece.begin for piece in found)
    for piece, after in pairwise(pieces):
        if piece.what == "slept" and after.what == "ran" and left > 0:
            span = min(left, piece.end - piece.begin)
            left -= span
            found.append(Piece(piece.end - span, piece.end, after.core, "woken"))
    return found


def total(rans: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Names and ns, most first."""
    return tuple(sorted(rans.items(), key=lambda each: (-each[1], each[0])))
