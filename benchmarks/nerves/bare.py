"""The floor: shared memory and an eventfd between each two processes, and nothing that a bus does besides."""

from __future__ import annotations

import mmap
import os

import numpy as np
from peers.relay import Settings

SLOTS = 8


class Hop:
    """One way: slots in turn, which nobody checks; made before the processes fork."""

    def __init__(self, size: int) -> None:
        memory = mmap.mmap(-1, size * SLOTS)
        self.slots = [np.frombuffer(memory, np.int64, size // 8, size * slot) for slot in range(SLOTS)]
        self.event = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_SEMAPHORE)


class Bare:
    """What a stage holds of it."""

    def __init__(self, hops: list[Hop], stage: int) -> None:
        self.source = hops[stage - 1] if stage else None
        self.sink = hops[stage] if stage < len(hops) else None
        self.taken = self.sent = 0

    def loan(self) -> np.ndarray:
        """The next slot."""
        return self.sink.slots[self.sent % SLOTS]

    def send(self) -> None:
        """Wake the reader."""
        self.sent += 1
        os.eventfd_write(self.sink.event, 1)

    def take(self) -> np.ndarray:
        """Sleep until there is one."""
        os.eventfd_read(self.source.event)
        self.taken += 1
        return self.source.slots[(self.taken - 1) % SLOTS]

    def back(self) -> None:
        """Nobody asks."""


def hops(settings: Settings) -> list[Hop]:
    """Every way of a chain."""
    return [Hop(size) for size in settings.sizes]
