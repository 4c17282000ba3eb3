"""How services fare, call by call: rings in memory that the node writes and the supervisor reads.

What a call costs is asked of the kernel before and after it: the thread's processor time, the time it was ready and did
not run (schedstats, proc(5)), its page faults (getrusage(2)), and what garbage collection took of it.
"""

from __future__ import annotations

import gc
import mmap
import os
import resource
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Int64

ROWS = 512  # calls of each service that are kept
FIELDS = ("stamp", "woken", "started", "ended", "cpu", "ready", "collected", "minor", "major", "switched")
HEAD = 16  # numbers before a ring: calls so far, then words sent so far, of each topic the service writes
BOTH = 2 * HEAD  # the same again, of the words that some reader did not get


class Around(NamedTuple):
    """What happened on the machine meanwhile, ns: throttling by a budget, the hypervisor's share, who had the core."""

    throttled: int = 0
    stolen: int = 0
    by: tuple[tuple[str, int], ...] = ()
    """Who ran while the call was ready to: name and ns, most first."""


NOTHING = Around()


class Row(NamedTuple):
    """One call."""

    stamp: int  # ns; of the word that woke the service, or of its period
    woken: int  # ns; when that word was sent, or the period was due
    started: int  # ns
    ended: int  # ns
    cpu: int  # ns of the processor
    ready: int  # ns; it could have run, and others did
    collected: int  # ns; garbage collection
    minor: int  # page faults without a disk
    major: int  # page faults with one
    switched: int  # times that it was taken off its core
    around: Around = NOTHING
    """As far as whoever reads it knows; it is not in the ring."""


class Rings:
    """The rings of a node's services over shared memory; either side has its own view."""

    def __init__(
        self, memory: mmap.mmap | bytearray | memoryview, services: Sequence[str],
        topics: Mapping[str, Sequence[str]] | None = None,
    ) -> None:  # fmt: skip
        """`topics`: what each service writes; those beyond the 15th are not counted."""
        numbers: Int64 = np.frombuffer(memory, np.int64).reshape(len(services), -1)
        self.places = {
            (service, topic): place
            for service, names in (topics or {}).items()
            for place, topic in enumerate(names[: HEAD - 1], start=1)
        }
        self.heads = {name: numbers[k, :BOTH] for k, name in enumerate(services)}
        self.around: Callable[[Row], Around] | None = None
        """Tells what happened around a call, for who reads."""
        self.rows = {name: numbers[k, BOTH:].reshape(ROWS, len(FIELDS)) for k, name in enumerate(services)}

    @staticmethod
    def size(services: int) -> int:
        """Bytes of the rings of so many services."""
        return services * (BOTH + ROWS * len(FIELDS)) * 8

    def add(self, service: str, row: Row) -> None:
        """Write a call; the count comes last, so that a reader never takes a row that is half there for a whole one."""
        head = self.heads[service]
        self.rows[service][head[0] % ROWS] = row[: len(FIELDS)]
        head[0] += 1

    def tell_sent(self, service: str, topic: str, words: int, lost: int = 0) -> None:
        """Write how many words of a topic were sent, and how many some reader did not get."""
        if (service, topic) in self.places:
            place = self.places[service, topic]
            self.heads[service][place], self.heads[service][HEAD + place] = words, lost

    def sent(self, service: str, topic: str) -> int:
        """How many words of a topic were sent; 0 of one that is not counted."""
        return int(self.heads[service][self.places[service, topic]]) if (service, topic) in self.places else 0

    def lost(self, service: str, topic: str) -> int:
        """How many words some reader did not get, each counted for each such reader."""
        return int(self.heads[service][HEAD + self.places[service, topic]]) if (service, topic) in self.places else 0

    def calls(self, service: str) -> int:
        """How often a service was called."""
        return int(self.heads[service][0])

    def since(self, service: str, call: int) -> tuple[list[Row], int]:
        """The calls from a number on that are still there, and the number to ask with next."""
        count = self.calls(service)
        first = max(call, count - ROWS + 1)
        rows = [Row(*self.rows[service][k % ROWS].tolist()) for k in range(first, count)]
        if self.around is not None:
            rows = [row._replace(around=self.around(row)) for row in rows]
        return rows, count


class Meter:
    """What this thread has cost so far."""

    def __init__(self) -> None:
        self.collected, self.begun = 0, 0
        try:
            self.stats = os.open("/proc/thread-self/schedstat", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            self.stats = -1  # a kernel without CONFIG_SCHED_INFO
        gc.callbacks.append(self._collecting)

    def read(self) -> tuple[int, int, int, int, int, int]:
        """Processor time, time ready but not running, time of collections (ns); minor and major faults, switches."""
        use = resource.getrusage(resource.RUSAGE_THREAD)
        ready = int(os.pread(self.stats, 80, 0).split()[1]) if self.stats >= 0 else 0
        return time.thread_time_ns(), ready, self.collected, use.ru_minflt, use.ru_majflt, use.ru_nivcsw

    def close(self) -> None:
        """Measure no more."""
        gc.callbacks.remove(self._collecting)
        if self.stats >= 0:
            os.close(self.stats)

    def _collecting(self, phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            self.begun = time.thread_time_ns()
        else:
            self.collected += time.thread_time_ns() - self.begun
