"""Several processes on one machine compile a kernel once: who comes second waits, and takes it from the disk."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PATIENCE = 120.0  # s; then it is compiled all the same: who has the lock may have been stopped
GLANCE = 0.02  # s; between two looks at a lock


def compiled_once(kernel: Any, folder: Path) -> None:
    """Let a kernel (numba's dispatcher), whose machine code lies in `folder`, be compiled by one process at a time.

    A lock for each signature, by flock(2): it goes with the process that has it. Where there are no such locks, or none
    can be made, every process compiles for itself, as ever.
    """
    compile_ = kernel.compile

    def waiting(signature: Any) -> Any:
        name = hashlib.blake2b(f"{kernel.py_func.__qualname__} {signature}".encode(), digest_size=8).hexdigest()
        with alone(folder / f".{name}.lock"):
            return compile_(signature)

    kernel.compile = waiting


@contextlib.contextmanager
def alone(path: Path, patience: float = PATIENCE) -> Iterator[bool]:
    """Hold a lock; says whether it is held, for who waits longer than `patience` (s) goes on without."""
    try:
        import fcntl

        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except (ImportError, OSError):
        yield False
        return
    held = False
    try:
        for look in range(int(patience / GLANCE) + 1):
            if look:
                time.sleep(GLANCE)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                held = True
            except BlockingIOError:
                continue
            except OSError:  # a disk of another machine that knows of none
                pass
            break
        yield held
    finally:
        if held:  # a fork that lives on would keep it
            fcntl.flock(file, fcntl.LOCK_UN)
        os.close(file)
