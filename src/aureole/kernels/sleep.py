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
from aureole.kernels.compiled import device, kernel
from aureole.kernels.memory import long_at, put_short, short_at

POLL, LINE, NEWEST, TIMER, CONTROL, BACKS = range(6)
"""Numbers of a block, by place: descriptors, below zero: none; whether only the newest note counts."""
NOTE, OTHER, BACK, EVENTS = 64, 96, 128, 136  # bytes; where notes, a slot's number and events lie in a block
MOST = 8  # events in one call
EVENT, ABOUT = (12, 4) if platform.machine() == "x86_64" else (16, 8)  # bytes; struct epoll_event, packed on x86-64
SIZE = EVENTS // 8 + 2 * MOST  # numbers of a block
LENGTH = 28  # bytes of a note: three long numbers and a short one
QUIET = int(getattr(socket, "MSG_DONTWAIT", 0)) | int(getattr(socket, "MSG_NOSIGNAL", 0))
TIME, SAID, ELSE, TAKEN, TORN, BROKEN = 1, 2, 4, 8, 16, 32
"""What came, bit by bit: the timer's moment, a word on the control socket, something else, a note, a part of one, a
signal."""

epoll_wait: Any = types.ExternalFunction("epoll_wait", types.int32(types.int32, types.int64, types.int32, types.int32))
poll: Any = types.ExternalFunction("poll", types.int32(types.int64, types.uint64, types.int32))
read: Any = types.ExternalFunction("read", types.int64(types.int32, types.int64, types.int64))
send: Any = types.ExternalFunction("send", types.int64(types.int32, types.int64, types.int64, types.int32))


def block() -> Int64:
    """A node's: nothing is waited for yet."""
    made = np.zeros(SIZE, np.int64)
    made[[POLL, LINE, TIMER, CONTROL]] = -1
    return made


@device
def next_note(block: int) -> tuple[int, int]:
    """Where in the block the line's next note lies (0: there is none), and how many bytes were read last."""
    note = block + NOTE
    got = read(np.int32(long_at(block + 8 * LINE)), note, LENGTH)
    return note if got == LENGTH else 0, got


@device
def newest(block: int) -> tuple[int, int]:
    """The same of the newest; the slots of those before it are given back."""
    line, backs = np.int32(long_at(block + 8 * LINE)), np.int32(long_at(block + 8 * BACKS))
    note, later = 0, block + NOTE
    got = read(line, later, LENGTH)
    while got == LENGTH:
        if note != 0:
            put_short(block + BACK, short_at(note + 24))
            send(backs, block + BACK, 4, np.int32(QUIET))
        note = later
        later = block + NOTE + OTHER - (later - block)
        got = read(line, later, LENGTH)
    return note, got


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
    note, got = 0, 0
    if came & TAKEN:
        note, got = newest(block) if long_at(block + 8 * NEWEST) else next_note(block)
        if note == 0:
            came -= TAKEN  # an end, or nothing: whoever asks again is told
    if 0 < got < LENGTH:
        came |= TORN
    if note == 0:
        return came, 0, 0, 0, 0
    return came, long_at(note), long_at(note + 8), long_at(note + 16), short_at(note + 24)


@kernel
def hear(block: int, wait: int) -> tuple[int, int, int, int, int]:
    """The same for who waits for one line and nothing else: it needs no epoll. `BROKEN`: a signal ended the wait.

    Args:
        block: address of one.
        wait: ms.
    """
    came, note, got = 0, 0, 0
    ready = poll(block + EVENTS, 1, np.int32(wait))
    if ready > 0:
        note, got = newest(block) if long_at(block + 8 * NEWEST) else next_note(block)
    if ready < 0:
        came |= BROKEN
    if 0 < got < LENGTH:
        came |= TORN
    if note == 0:
        return came, 0, 0, 0, 0
    return came | TAKEN, long_at(note), long_at(note + 8), long_at(note + 16), short_at(note + 24)
