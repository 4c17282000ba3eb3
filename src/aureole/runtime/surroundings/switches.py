"""Every change from one thread to another on every core, as the kernel notes them (perf_event_open(2)).

A ring of each core, which the kernel fills (PERF_RECORD_SWITCH_CPU_WIDE) and we empty now and then: nothing is polled,
and a change costs the kernel two records of 32 bytes. It takes CAP_PERFMON, or a machine that trusts its users.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import struct
from collections.abc import Collection
from typing import Any

import numpy as np

from aureole.runtime.facilities import kernel
from aureole.runtime.facilities.facility import Why, why

ATTRIBUTES = 136  # bytes of struct perf_event_attr, version 8: <linux/perf_event.h>
SOFTWARE, DUMMY = 1, 9  # PERF_TYPE_SOFTWARE, PERF_COUNT_SW_DUMMY
WHO, WHEN = 1 << 1, 1 << 2  # PERF_SAMPLE_TID, PERF_SAMPLE_TIME
WITH_ALL, WITH_CLOCK, SWITCHES = 1 << 18, 1 << 25, 1 << 26  # sample_id_all, use_clockid, context_switch
CLOCK, MONOTONIC = 92, 1  # where the clock's number stands, and the number: CLOCK_MONOTONIC
CLOSE_ON_EXEC = 8  # PERF_FLAG_FD_CLOEXEC
PAGES = 64  # a power of two: 8,192 records of a core, 0.4 s of 10,000 changes a second
HEAD = 1024  # where data_head, data_tail, data_offset and data_size stand in the first page
SWITCH, LOST = 15, 2  # PERF_RECORD_SWITCH_CPU_WIDE, PERF_RECORD_LOST
OUT, PREEMPTED = 1 << 13, 1 << 14  # PERF_RECORD_MISC_SWITCH_OUT, PERF_RECORD_MISC_SWITCH_OUT_PREEMPT
RECORD = np.dtype(
    [("type", "<u4"), ("misc", "<u2"), ("size", "<u2"), ("next_pid", "<u4"), ("next", "<u4"), ("pid", "<u4"),
     ("prev", "<u4"), ("at", "<u8")]
)  # fmt: skip
CHANGE = np.dtype([("at", "<i8"), ("prev", "<i4"), ("next", "<i4"), ("pid", "<i4"), ("ready", "?")])
"""A change: when (ns, monotonic), the thread that left, the one that came and its process, and whether the one that
left could have gone on. 0 is nobody: the core was idle."""


def detect() -> Why | None:
    """Why changes cannot be watched; None: they can. What was opened to find out is closed again."""
    if not kernel.known():
        return Why.ELSEWHERE
    try:
        os.close(_open(min(os.sched_getaffinity(0))))
    except OSError as error:
        return why(error)
    return None


def _open(core: int) -> int:
    attributes = bytearray(ATTRIBUTES)
    struct.pack_into("<IIQQQQQ", attributes, 0, SOFTWARE, ATTRIBUTES, DUMMY, 0, WHO | WHEN, 0, 0)
    struct.pack_into("<Q", attributes, 40, WITH_ALL | WITH_CLOCK | SWITCHES)
    struct.pack_into("<i", attributes, CLOCK, MONOTONIC)
    asked = ctypes.create_string_buffer(bytes(attributes), ATTRIBUTES)
    return kernel.call("perf_event_open", asked, -1, core, -1, CLOSE_ON_EXEC)


class Ring:
    """The changes of one core."""

    def __init__(self, core: int) -> None:
        """Begin to watch.

        Raises:
            OSError: this user may not, or the kernel cannot.
        """
        self.descriptor = _open(core)
        try:
            self.memory = mmap.mmap(self.descriptor, mmap.PAGESIZE * (1 + PAGES))
        except OSError:
            os.close(self.descriptor)
            raise
        self.lost = 0
        """Changes for which the ring had no room."""

    def drain(self) -> np.ndarray[Any, Any]:
        """What has come since the last time, as `CHANGE`, in order."""
        head, tail, offset, size = struct.unpack_from("<QQQQ", self.memory, HEAD)
        first, last = offset + tail % size, offset + head % size
        wrapped = self.memory[first : offset + size] + self.memory[offset:last]
        text = self.memory[first:last] if first <= last else wrapped
        struct.pack_into("<Q", self.memory, HEAD + 8, head)
        found, lost = read(text)
        self.lost += lost
        return found

    def close(self) -> None:
        """Watch no more."""
        self.memory.close()
        os.close(self.descriptor)


def read(text: bytes) -> tuple[np.ndarray[Any, Any], int]:
    """The changes that records tell, and how many were lost; records of other kinds are passed over."""
    parts, lost, place = [], 0, 0
    while place + 8 <= len(text):
        usual = (len(text) - place) // RECORD.itemsize
        records = np.frombuffer(text, RECORD, usual, place)
        odd = np.flatnonzero((records["type"] != SWITCH) | (records["size"] != RECORD.itemsize))
        count = int(odd[0]) if len(odd) else usual
        parts.append(records[:count])
        place += count * RECORD.itemsize
        if place + 8 <= len(text):
            kind, _, size = struct.unpack_from("<IHH", text, place)
            lost += struct.unpack_from("<Q", text, place + 16)[0] if kind == LOST and size >= 24 else 0
            place += max(size, 8)
    records = np.concatenate(parts) if parts else np.empty(0, RECORD)
    records = records[(records["misc"] & OUT) != 0]
    found = np.empty(len(records), CHANGE)
    for name in ("at", "prev", "next"):
        found[name] = records[name]
    found["pid"], found["ready"] = records["next_pid"], (records["misc"] & PREEMPTED) != 0
    return found, lost


def rings(cores: Collection[int]) -> dict[int, Ring]:
    """A ring for each core; none where this user may not.

    Raises nothing: whoever asks wants to know what there is.
    """
    found: dict[int, Ring] = {}
    try:
        for core in cores:
            found[core] = Ring(core)
    except OSError:
        for ring in found.values():
            ring.close()
        return {}
    return found
