"""The arrays of a topic's slots, made where they are first used: a deep queue has many, and uses few of them."""

from __future__ import annotations

import mmap

from aureole.core.notes import Array
from aureole.runtime.bus.frames import Frame

FIRST = 4
"""So many are made at the beginning: one is written, one holds the newest word, two are looked at."""


class Slots(list[tuple[Array, ...]]):
    """By slot; empty where they were not used yet."""

    def __init__(self, frame: Frame, memory: mmap.mmap | bytearray | memoryview, count: int) -> None:
        super().__init__([()] * count)
        self.frame, self.memory = frame, memory
        for slot in range(min(FIRST, count)):
            self.of(slot)

    def of(self, slot: int) -> tuple[Array, ...]:
        """The arrays of a slot, as writable as the memory is."""
        arrays = self[slot]
        if not arrays:
            arrays = self[slot] = self.frame.views(self.memory, slot * self.frame.size)
        return arrays
