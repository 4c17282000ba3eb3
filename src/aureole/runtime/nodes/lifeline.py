"""A node's lifeline: a lock it holds as long as it lives, so that its death is seen before its memory is taken down.

A pidfd is readable only when a process has given back all it had, which takes a node some ten milliseconds. A robust
mutex (pthread_mutexattr_setrobust(3); robust futexes in the kernel) is given on at the very beginning of the end:
whoever waits for it then has it, and hears that its owner has died. A thread waits for each, in the C library.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import threading

SIZE, ROOM = mmap.PAGESIZE, 64  # bytes; of the memory, and of a mutex at most (40 and 48 on the machines we know)
OWNER_DIED = 130  # EOWNERDEAD, <asm-generic/errno.h>
HELD: list[ctypes.Array[ctypes.c_char]] = []
"""What this process holds until it ends."""


class Lifeline:
    """The supervisor's end; without robust mutexes it never says anything, and the pidfd does."""

    def __init__(self) -> None:
        self.memory = os.memfd_create("lifeline", os.MFD_CLOEXEC)
        os.ftruncate(self.memory, SIZE)
        self.told = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        """Readable when the node has begun to end."""
        self.library = ctypes.CDLL(None)
        self.mutex = _mutex(self.memory)
        self.able = hasattr(self.library, "pthread_mutexattr_setrobust") and self._made()

    def watch(self) -> None:
        """The node holds it: wait for its end, in a thread of its own."""
        if self.able:
            threading.Thread(target=self._wait, args=(os.dup(self.told),), daemon=True).start()

    def close(self) -> None:
        """Hear no more; a thread that still waits ends with the node."""
        os.close(self.memory)
        os.close(self.told)

    def _made(self) -> bool:
        about = (ctypes.c_char * ROOM)()
        self.library.pthread_mutexattr_init(about)
        shared = self.library.pthread_mutexattr_setpshared(about, 1) == 0  # PTHREAD_PROCESS_SHARED
        robust = self.library.pthread_mutexattr_setrobust(about, 1) == 0  # PTHREAD_MUTEX_ROBUST
        return shared and robust and bool(self.library.pthread_mutex_init(self.mutex, about) == 0)

    def _wait(self, told: int) -> None:
        if self.library.pthread_mutex_lock(self.mutex) == OWNER_DIED:
            os.eventfd_write(told, 1)
        os.close(told)


def hold(descriptor: int) -> None:
    """The node's end: take the lock for good. Its memory is never let go of, or nobody could be told."""
    HELD.append(_mutex(descriptor))
    os.close(descriptor)
    ctypes.CDLL(None).pthread_mutex_trylock(HELD[-1])


def _mutex(descriptor: int) -> ctypes.Array[ctypes.c_char]:
    return (ctypes.c_char * ROOM).from_buffer(mmap.mmap(descriptor, SIZE))
