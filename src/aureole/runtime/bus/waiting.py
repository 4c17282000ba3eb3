"""How a reader outside a node waits for its line: compiled, it sleeps and takes the note in one call; else in several.

Whoever wants the first loads it (`prepare`): a process that only looks at a topic now and then need not pay for numba.
"""

from __future__ import annotations

import math
import select
import struct
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

from aureole.runtime.bus.lines import PipeLine
from aureole.runtime.clock import Monotonic

LINE, NEWEST, BACKS = 1, 2, 5
"""Places in a block of `aureole.kernels.sleep`."""
EVENTS = 17
"""The same: what poll(2) waits for, where a node has what epoll_wait(2) gives."""
TAKEN, TORN, BROKEN = 8, 16, 32
"""What came, bit by bit, as it is told there: a note, a part of one, a signal."""
LONGEST = 1e6  # s; poll(2) counts milliseconds in 32 bits
Came = tuple[int, int, int, int, int]
"""What came; of a note its number, stamp (ns), moment of sending (ns) and slot."""


class Compiled(NamedTuple):
    """`aureole.kernels.sleep`, once it is loaded."""

    block: Callable[[], Any]
    hear: Callable[[int, int], Came]


ready: list[Compiled] = []
"""Empty where it was not loaded."""


def prepare() -> None:
    """Load it for every reader that joins a line from now on, in this process and those it forks."""
    from aureole.kernels.sleep import block, hear

    ready[:] = [Compiled(block, hear)]
    nobody = block()
    nobody[EVENTS] = -1  # poll(2) passes over a descriptor below zero
    hear(int(nobody.ctypes.data), 0)


class Ear:
    """One line that is waited for in compiled code."""

    def __init__(self, line: PipeLine, compiled: Compiled) -> None:
        self.line, self.hear, self.block = line, compiled.hear, compiled.block()
        self.block[LINE], self.block[BACKS] = line.end.descriptors
        asked = struct.pack("@ihh", line.end.notes.fileno(), getattr(select, "POLLIN", 1), 0)
        self.block[EVENTS] = int.from_bytes(asked, sys.byteorder)
        self.place = int(self.block.ctypes.data)

    def asked(self, seconds: float, *, every: bool) -> tuple[int, int]:
        """What `hear` is called with, to wait for the next note or the newest."""
        self.block[NEWEST] = not every
        return self.place, math.ceil(min(seconds, LONGEST) * 1e3)

    def again(self, end: int) -> Came:
        """What comes until a moment (ns), when a signal has ended a wait and its handler has done what it had to do."""
        came = BROKEN, 0, 0, 0, 0
        while came[0] & BROKEN:
            came = self.hear(self.place, -(min(Monotonic.now() - end, 0) // 1_000_000))
        return came


def ear(line: object) -> Ear | None:
    """Of a line through a pipe, where the compiled call is loaded."""
    return Ear(line, ready[0]) if ready and isinstance(line, PipeLine) else None
