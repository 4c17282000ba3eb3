"""A worker's pulse in memory that its parent sees: whose turn it is, since which beat."""

from __future__ import annotations

from collections.abc import MutableSequence
from dataclasses import dataclass

from aureole.exam.life.executor import PHASES

BEAT, PHASE, STAMP, COMPILING, FIELDS = range(5)


class SharedPulse:
    """Fits `exam.life.executor.Pulse`; four numbers, written by one process, read by another.

    A reader may see a beat with the stamp of the one before: it asks about silence, and then nothing is written.
    """

    def __init__(self, cells: MutableSequence[int]) -> None:
        self.cells = cells

    def asking(self, phase: str, stamp: int = 0) -> None:
        """The driver has its turn."""
        self.cells[STAMP] = stamp
        self.cells[PHASE] = PHASES.index(phase)
        self.cells[BEAT] += 1

    def answered(self) -> None:
        """It has given it back."""
        self.cells[PHASE] = 0
        self.cells[BEAT] += 1

    def compiling(self, going: bool) -> None:
        """The compiler is at work, or is not any more."""
        self.cells[COMPILING] = int(going)
        self.cells[BEAT] += 1


@dataclass(slots=True)
class Watch:
    """What the parent has seen of a pulse, and when it last moved."""

    cells: MutableSequence[int]
    beat: int = -1
    since: float = 0.0
    """Seconds on the parent's clock."""

    def begin(self, now: float) -> None:
        """Work has been handed over."""
        self.cells[PHASE] = self.cells[STAMP] = self.cells[COMPILING] = 0
        self.beat, self.since = self.cells[BEAT], now

    def silent(self, now: float) -> float:
        """Seconds since it last moved."""
        if self.cells[BEAT] != self.beat:
            self.beat, self.since = self.cells[BEAT], now
        return now - self.since

    @property
    def phase(self) -> str:
        """What the driver is doing; empty if it has not its turn."""
        return PHASES[self.cells[PHASE]]

    @property
    def stamp(self) -> int:
        """Nanoseconds of the drive at which it was asked."""
        return self.cells[STAMP]

    @property
    def compiling(self) -> bool:
        """Whether the compiler is at work."""
        return bool(self.cells[COMPILING])
