"""Wakes whoever waits for what the network's own threads bring: an event descriptor, for select and epoll."""

from __future__ import annotations

import contextlib
import os
import select
import threading

from aureole.core.errors import Missing


class Bell:
    """Rung from any thread, heard by one; once it is closed, ringing does nothing."""

    def __init__(self) -> None:
        """A new one.

        Raises:
            Missing: this system has no event descriptors.
        """
        if not hasattr(os, "eventfd"):
            raise Missing("this system has no eventfd", remedy="the operating system of the car needs Linux")
        self.descriptor = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        self._lock = threading.Lock()  # so that nobody rings a number that is already another file's

    def ring(self) -> None:
        """Something has come."""
        with self._lock:
            if self.descriptor >= 0:
                os.eventfd_write(self.descriptor, 1)

    def heard(self) -> None:
        """It may ring again."""
        with self._lock, contextlib.suppress(BlockingIOError):
            if self.descriptor >= 0:
                os.eventfd_read(self.descriptor)

    def wait(self, seconds: float) -> None:
        """Until it rings, or no more time."""
        select.select([self.descriptor], [], [], seconds)

    def close(self) -> None:
        """Nobody waits any more."""
        with self._lock:
            if self.descriptor >= 0:
                os.close(self.descriptor)
                self.descriptor = -1
