"""Sleeping until something comes, and taking what came, in one call: from Python it would be two or three.

epoll_wait(2), then read(2) of the one line that matters, without going back to Python in between: after a sleep the
caches are cold, and then everything that is touched costs more than what it does. The C library's functions are called
by their names, so what is compiled is kept on disk like any kernel.
"""
# mypy: disable-error-code="no-untyped-call"
# numba annotates nothing.

from __future__ import annotations

import platform
import socket
from typing import Any

import numpy as np
from numba import types

from aureole.core.notes import Int64
from aureole.kernels.compiled import kernel
from aureole.kernels.memory import long_at, put_short, short_at

POLL, LINE, NEWEST, TIMER, CONTROL, BACKS = range(6)
"""Numbers of a block, by place: descriptors, below zero: none; whether only the newest note counts."""
NOTE, OTHER, BACK, EVENTS = 64, 96, 128, 136  # bytes; where notes, a slot's number and events lie in a block
MOST = 8  # events in one call
EVENT, ABOUT = (12, 4) if platform.machine() == "x86_64" else (16, 8)  # bytes; struct epoll_event, packed on x86-64
SIZE = EVENTS // 8 + 2 * MOST  # numbers of a block
LENGTH = 28  # bytes of a note: three long numbers and a short one
QUIET = int(getattr(socket, "MSG_DONTWAIT", 0)) | int(getattr(socket, "MSG_NOSIGNAL", 0))
TIME, SAID, ELSE, TAKEN, TORN = 1, 2, 4, 8, 16
"""What came, bit by bit: the timer's moment, a word on the control socket, something else, a note, a part of one."""

epoll_wait: Any = types.ExternalFunction("epoll_wait", types.int32(types.int32, types.int64, types.int32, types.int32))
read: Any = types.ExternalFunction("read", types.int64(types.int32, types.int64, types.int64))
send: Any = types.ExternalFunction("send", types.int64(types.int32, types.int64, types.int64, types.int32))


def block() -> Int64:
    """A node's: nothing is waited for yet."""
    made = np.zeros(SIZE, np.int64)
    made[[POLL, LINE, TIMER, CONTROL]] = -1
    return made


@kernel
def sleep(block: int, wait: int) -> tuple[int, int, int, int, int]:
    """Until something comes: what (bits); of a note its number, stamp (ns), moment of sending (ns) and slot.

    Args:
        block: address of one.
        wait: ms, below zero: for ever.
    """
    came = 0
    line = long_at(block + 8 * LINE)
    events = block + EVENTS
    for k in range(epoll_wait(np.int32(long_at(block + 8 * POLL)), events, np.int32(MOST), np.int32(wait))):
        about = short_at(events + EVENT * k + ABOUT)
        if about == line:
            came |= TAKEN
        elif about == long_at(block + 8 * TIMER):
            came |= TIME
        elif about == long_at(block + 8 * CONTROL):
            came |= SAID
        else:
            came |= ELSE
    note, later, got = block + NOTE, block + OTHER, LENGTH
    if came & TAKEN:
        got = read(np.int32(line), note, LENGTH)
        if got != LENGTH:
            came -= TAKEN  # an end, or nothing: whoever asks again is told
    more = came & TAKEN != 0 and long_at(block + 8 * NEWEST) != 0
    while more:
        got = read(np.int32(line), later, LENGTH)
        more = got == LENGTH
        if more:
            put_short(block + BACK, short_at(note + 24))
            send(np.int32(long_at(block + 8 * BACKS)), block + BACK, 4, np.int32(QUIET))
            note, later = later, note
    if 0 < got < LENGTH:
        came |= TORN
    return came, long_at(note), long_at(note + 8), long_at(note + 16), short_at(note + 24)
