"""When the compiler is at work, or its cache is read: who waits for a kernel need not take it for silence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba.core.event as events


class Listener(events.Listener):
    """Counts those who hold the compiler, or wait for it, one within another."""

    def __init__(self, tell: Callable[[bool], Any]) -> None:
        self.tell, self.depth = tell, 0

    def on_start(self, event: object) -> None:
        """One more."""
        self.depth += 1
        self.tell(True)

    def on_end(self, event: object) -> None:
        """One less."""
        self.depth -= 1
        self.tell(self.depth > 0)


def listen(tell: Callable[[bool], Any]) -> None:
    """Have `tell` called with True whenever the compiler begins something, with False when it has nothing left."""
    register: Any = events.register
    register("numba:compiler_lock", Listener(tell))
