"""How a node sleeps until something comes; the note that ends it is taken in the same call, where that is compiled.

Whoever waits in Python and then takes the note does the same with more calls.
"""

from __future__ import annotations

import select
import socket
from collections.abc import Callable
from typing import Any, NamedTuple

from aureole.runtime.bus.lines import PipeLine
from aureole.runtime.bus.reading import TopicReader
from aureole.runtime.nodes.timer import Timer

POLL, LINE, NEWEST, TIMER, CONTROL, BACKS = range(6)
"""Places in a block of `aureole.kernels.sleep`."""
TIME, SAID, ELSE, TAKEN, TORN = 1, 2, 4, 8, 16
"""What came, bit by bit, as it is told there: the timer's moment, a supervisor's word, anything else, a note, a part of
one."""
Came = tuple[int, int, int, int, int]
"""What came; of a note its number, stamp (ns), moment of sending (ns) and slot."""


class Compiled(NamedTuple):
    """`aureole.kernels.sleep`, once it is loaded."""

    block: Callable[[], Any]
    sleep: Callable[[int, int], Came]


ready: list[Compiled] = []
"""Empty where it was not loaded ahead: loading it takes longer than a car may wait for a node."""


def prepare() -> None:
    """Load it, and run it once; by the zygote, before there is a node."""
    from aureole.kernels.sleep import block, sleep

    ready[:] = [Compiled(block, sleep)]
    touch()


def touch() -> None:
    """Run it once; there is no descriptor to wait for, so it comes back at once."""
    for each in ready:
        each.sleep(each.block().ctypes.data, 0)


class Rest:
    """What a node waits for."""

    def __init__(self, timer: Timer, control: socket.socket) -> None:
        self.timer, self.control, self.poll = timer.descriptor, control.fileno(), select.epoll()
        self.poll.register(control, select.EPOLLIN)
        self.poll.register(timer.descriptor, select.EPOLLIN)
        self.line: PipeLine | None = None
        self.compiled = ready[0] if ready else None
        if self.compiled is not None:
            self.block = self.compiled.block()
            self.block[[POLL, TIMER, CONTROL]] = self.poll.fileno(), self.timer, self.control
            self.place = int(self.block.ctypes.data)

    def mind(self, reader: TopicReader | None) -> None:
        """From now on the note that ends a sleep is taken for this reader, which must be given it at once."""
        if self.compiled is None:
            return
        line = None if reader is None or reader.older else reader.line
        self.line = line if isinstance(line, PipeLine) and not line.ended else None
        if self.line is not None:
            self.block[LINE], self.block[BACKS] = self.line.end.descriptors
            self.block[NEWEST] = reader is not None and not reader.every
        else:
            self.block[LINE] = -1

    def sleep(self, *, short: bool) -> Came:
        """Until something comes, or (`short`) not at all."""
        if self.compiled is None:
            return self._sleep(0.0 if short else None)
        return self.compiled.sleep(self.place, 0 if short else -1)

    def refuse(self) -> None:
        """Listen no more to whoever wrote a part of a note."""
        if self.line is not None:
            self.line.ended = True

    def _sleep(self, seconds: float | None) -> Came:
        came, bits = 0, {self.timer: TIME, self.control: SAID}
        for descriptor, _ in self.poll.poll(seconds):
            came |= bits.get(descriptor, ELSE)
        return came, 0, 0, 0, 0

    def close(self) -> None:
        """Wait no more."""
        self.poll.close()
