"""Who does an exam's work: what is handed out, what comes back, and how a worker that died is told.

The exam knows this contract alone. `fleet` fits it with processes of this machine, a cluster can fit it too, and
`Here` does the work in this very process, where a death is everybody's.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

MAKING, BEGINNING, DRIVING = "made", "told its mission", "asked for a plan"
PHASES = ("", MAKING, BEGINNING, DRIVING)
"""What a driver can be doing while somebody waits for it; the first is nothing: the world has its turn."""


class Pulse(Protocol):
    """Told whose turn it is, so that the one who waits outside knows who keeps it waiting."""

    def asking(self, phase: str, stamp: int = 0) -> None:
        """The driver has its turn from now on; `stamp` in nanoseconds of the drive."""

    def answered(self) -> None:
        """It has given the turn back."""


Work = Callable[[Pulse], Any]
"""Can be pickled, does not depend on where and when it is done, and can be done again if nothing comes back."""


@dataclass(frozen=True, slots=True)
class Death:
    """A worker that died over its work, or was ended because nothing moved any more."""

    how: str
    """In words: by which signal, with which exit code, after how many seconds of silence."""
    phase: str = ""
    """One of `PHASES`."""
    stamp: int = 0
    """Nanoseconds of the drive, where the driver was asked."""
    hung: bool = False
    """Nothing moved for too long; it was ended for that."""
    outside: bool = False
    """The signal was one that comes from outside: from a person, the system, or for want of memory."""

    @property
    def own(self) -> bool:
        """The driver's own doing: it had its turn, and nobody else is known to have killed it."""
        return bool(self.phase) and not self.outside


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one piece of work."""

    ticket: int
    result: Any
    """What the work gave, or a `Death`."""
    seconds: float = 0.0
    """How long it took, on the worker's clock; 0 where nobody looked."""
    fresh: bool = False
    """The worker's first piece: it also had to load what it drives with."""


class Executor(Protocol):
    """Does work, several pieces at once, in any order; each comes back once."""

    @property
    def jobs(self) -> int:
        """How many pieces are worked on at once; more than that need not be handed in."""

    def submit(self, ticket: int, work: Work) -> None:
        """Hand in a piece of work."""

    def answer(self) -> Answer:
        """Wait for the next piece that is done, or that a worker died over.

        Raises:
            Trouble: the work itself raised it, or no worker can be had.
        """


class Silence:
    """A pulse that nobody feels."""

    def asking(self, phase: str, stamp: int = 0) -> None:
        """Nothing."""

    def answered(self) -> None:
        """Nothing."""


class Here:
    """Does one piece after the other in this process; what hangs, hangs it."""

    jobs = 1

    def __init__(self) -> None:
        self.waiting: deque[tuple[int, Work]] = deque()

    def submit(self, ticket: int, work: Work) -> None:
        """Hand in a piece of work."""
        self.waiting.append((ticket, work))

    def answer(self) -> Answer:
        """Do the next piece."""
        ticket, work = self.waiting.popleft()
        return Answer(ticket, work(Silence()))
