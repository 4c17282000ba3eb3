"""Memory that one process writes and others only read: the kernel, not good will, keeps it so.

A memfd of fixed size (memfd_create(2), file seals of fcntl(2)). Its writer maps it, then seals it against every further
writable mapping: from then on nobody, not even who opens it anew through /proc, can write it but through the mapping
that is there already. Readers are given it opened for reading only.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import sys

from aureole.core.errors import Missing, Trouble

SIZED = fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW if sys.platform == "linux" else 0
FUTURE_WRITE = 0x0010  # F_SEAL_FUTURE_WRITE, Linux 5.1; no name in Python 3.11
SEALED = SIZED | FUTURE_WRITE | (fcntl.F_SEAL_SEAL if sys.platform == "linux" else 0)


def create(name: str, size: int) -> int:
    """A descriptor of new memory, zeroed, that keeps its size.

    Raises:
        Missing: this system has no such memory.
        Trouble: there is not enough of it.
    """
    if not hasattr(os, "memfd_create"):
        raise Missing("this system has no memfd", remedy="the operating system of the car needs Linux")
    made = os.memfd_create(name, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        os.ftruncate(made, size)
        fcntl.fcntl(made, fcntl.F_ADD_SEALS, SIZED)
    except OSError as error:
        os.close(made)
        raise Trouble(f"{size} bytes of shared memory for '{name}': {error.strerror}") from error
    return made


def write_map(descriptor: int, size: int) -> mmap.mmap:
    """The only writable mapping there will ever be; the memory is sealed behind it."""
    found = mmap.mmap(descriptor, size, mmap.MAP_SHARED, mmap.PROT_READ | mmap.PROT_WRITE)
    fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, SEALED)
    return found


def read_only(descriptor: int) -> int:
    """Another descriptor of the same memory, for reading only.

    Raises:
        Trouble: it is not sealed, so whoever got it could write.
    """
    seals = fcntl.fcntl(descriptor, fcntl.F_GET_SEALS)
    if seals & SEALED != SEALED:
        raise Trouble("shared memory is not sealed", remedy="its writer must map it before readers get it")
    return os.open(f"/proc/self/fd/{descriptor}", os.O_RDONLY | os.O_CLOEXEC)


def read_map(descriptor: int, size: int) -> mmap.mmap:
    """A mapping that cannot be written."""
    return mmap.mmap(descriptor, size, mmap.MAP_SHARED, mmap.PROT_READ)
