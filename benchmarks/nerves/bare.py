"""The floor: shared memory and an eventfd (or a futex) between each two processes, and nothing a bus does besides."""

from __future__ import annotations

import ctypes
import mmap
import os
import platform

import numpy as np
from peers.relay import Settings

SLOTS = 8
WAIT, WAKE = 0, 1  # <linux/futex.h>
FUTEX = {"x86_64": 202, "aarch64": 98}.get(platform.machine(), -1)  # its number among the system calls


class Hop:
    """One way: slots in turn, which nobody checks; made before the processes fork."""

    def __init__(self, size: int) -> None:
        memory = mmap.mmap(-1, size * SLOTS)
        self.slots = [np.frombuffer(memory, np.int64, size // 8, size * slot) for slot in range(SLOTS)]
        self.event = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_SEMAPHORE)
        self.count = ctypes.c_uint32.from_buffer(mmap.mmap(-1, 4096))


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


class Futex(Bare):
    """The same with a futex; Python calls it through ctypes."""

    def __init__(self, hops: list[Hop], stage: int) -> None:
        super().__init__(hops, stage)
        self.call = ctypes.CDLL(None).syscall

    def send(self) -> None:
        """Count, and wake the reader."""
        self.sent += 1
        count = self.sink.count
        count.value = self.sent
        self.call(FUTEX, ctypes.byref(count), WAKE, 1, None, None, 0)

    def take(self) -> np.ndarray:
        """Sleep while there is none."""
        count = self.source.count
        while count.value == self.taken:
            self.call(FUTEX, ctypes.byref(count), WAIT, self.taken, None, None, 0)
        self.taken += 1
        return self.source.slots[(self.taken - 1) % SLOTS]


def hops(settings: Settings) -> list[Hop]:
    """Every way of a chain."""
    return [Hop(size) for size in settings.sizes]
