"""The last good state of a service, in memory that outlives its process: whoever comes after it begins there.

Two halves are written in turn, each with its number, length and CRC-32; a half that was being written when the process
died is not whole, and the other one counts. Only processes of the same rights domain ever read it: it holds pickles.
"""

from __future__ import annotations

import mmap
import pickle
import struct
import zlib
from typing import Any

HEAD = struct.Struct("<qqI")  # number, length, CRC-32 of what follows


class Kept:
    """One service's states over shared memory."""

    def __init__(self, memory: mmap.mmap | bytearray) -> None:
        self.memory, self.half = memory, len(memory) // 2
        self.number = max((number for number, _ in self._whole()), default=0)
        self.refused = 0
        """States that were too large to be kept."""

    def save(self, state: Any) -> None:
        """Keep a state; one that does not fit is counted, and the one before it stays."""
        text = pickle.dumps(state, protocol=5)
        if len(text) + HEAD.size > self.half:
            self.refused += 1
            return
        self.number += 1
        start = (self.number % 2) * self.half
        self.memory[start : start + HEAD.size] = bytes(HEAD.size)
        self.memory[start + HEAD.size : start + HEAD.size + len(text)] = text
        self.memory[start : start + HEAD.size] = HEAD.pack(self.number, len(text), zlib.crc32(text))

    def load(self) -> Any:
        """The last whole state; None if there is none."""
        found = self._whole()
        return pickle.loads(max(found)[1]) if found else None  # noqa: S301  # of the same domain, see above

    def _whole(self) -> list[tuple[int, bytes]]:
        found = []
        for start in (0, self.half):
            number, length, check = HEAD.unpack_from(self.memory, start)
            text = bytes(self.memory[start + HEAD.size : start + HEAD.size + max(length, 0)])
            if number > 0 and 0 < length <= self.half - HEAD.size and zlib.crc32(text) == check:
                found.append((number, text))
        return found
