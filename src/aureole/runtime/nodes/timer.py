"""A timer that wakes at a moment to the nanosecond (timerfd_create(2)); waiting for sockets counts in milliseconds.

Python 3.13 has it as `os.timerfd_create`; before, it is called in the C library.
"""

from __future__ import annotations

import contextlib
import ctypes
import os

from aureole.core.errors import Missing

MONOTONIC, NONBLOCK, CLOEXEC, ABSOLUTE = 1, 0o4000, 0o2000000, 1  # <time.h>, <sys/timerfd.h>
SECOND = 1_000_000_000


class Timer:
    """One timer on the monotonic clock, to be waited for by its descriptor."""

    def __init__(self) -> None:
        self.library = ctypes.CDLL(None, use_errno=True)
        if not hasattr(self.library, "timerfd_create"):
            raise Missing("this system has no timerfd", remedy="the operating system of the car needs Linux")
        self.descriptor = self.library.timerfd_create(MONOTONIC, NONBLOCK | CLOEXEC)
        if self.descriptor < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        self.spec = (ctypes.c_long * 4)()  # interval and moment: seconds, nanoseconds
        self.set = -1

    def wake(self, moment: int) -> None:
        """Wake at a moment, ns; one that has passed wakes at once."""
        if moment == self.set:
            return
        self.set = moment
        self.spec[2], self.spec[3] = divmod(max(moment, 1), SECOND)
        if self.library.timerfd_settime(self.descriptor, ABSOLUTE, self.spec, None) < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

    def heard(self) -> None:
        """It has woken us: it is not readable any more until it wakes again."""
        with contextlib.suppress(BlockingIOError):
            os.read(self.descriptor, 8)

    def close(self) -> None:
        """Wake nobody."""
        os.close(self.descriptor)
