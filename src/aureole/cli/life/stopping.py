"""Ctrl-C during an exam: heard for certain, wherever it comes."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from typing import Any

from aureole.cli.life.workers import Stoppable


@contextlib.contextmanager
def stoppable(pool: Stoppable) -> Iterator[None]:
    """Ctrl-C stops the pool, too: an interruption raised in the middle of somebody's callback is lost otherwise."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: Any) -> None:
        pool.stop()
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
