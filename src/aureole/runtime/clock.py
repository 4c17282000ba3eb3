"""The time: monotonic on the road, logical in simulation and replay. Nobody else in the runtime looks at a clock."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """What time it is, ns; it never goes back and is not set by anybody (clock_gettime(2), CLOCK_MONOTONIC)."""

    def now(self) -> int:
        """Nanoseconds since some moment."""


class Monotonic:
    """The machine's own; the same in all its processes."""

    now = staticmethod(time.monotonic_ns)
    """Nanoseconds since the machine started."""


class Logical:
    """Goes on when it is told."""

    def __init__(self, now: int = 0) -> None:
        self._now = now

    def now(self) -> int:
        """Nanoseconds since the drive began."""
        return self._now

    def reach(self, moment: int) -> None:
        """It is `moment` now.

        Raises:
            ValueError: that was before.
        """
        if moment < self._now:
            raise ValueError(f"a clock does not go back from {self._now} to {moment} ns")
        self._now = moment
