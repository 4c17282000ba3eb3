"""How a word leaves: at once where it fits one batch, else by a thread of its own, so that no writer ever waits."""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from typing import Any, Protocol

from aureole.runtime.net.session import zenoh

BATCH = 60_000  # bytes; with its head and the transport's, less than the 65,535 of one batch
PATIENCE = 5.0  # s; how long the end waits for a thread that is still sending


class Post(Protocol):
    """The way to one reader."""

    publisher: Any

    @property
    def busy(self) -> bool:
        """Whether something still waits here."""

    def give(self, head: bytes, payload: bytes) -> None:
        """Send it, or lose it; never wait."""

    def close(self) -> None:
        """Send no more."""


class Direct:
    """Small words: zenoh takes them, or drops them where its queue is full. Any thread may give."""

    busy = False

    def __init__(self, publisher: Any) -> None:
        self.publisher = publisher
        self._open, self._lock = True, threading.Lock()
        self._gone = zenoh().ZError  # the session has ended: nobody is there

    def give(self, head: bytes | None, payload: bytes) -> None:
        """Into the transport's queue."""
        with self._lock, contextlib.suppress(self._gone):
            if self._open:
                self.publisher.put(payload, attachment=head)

    def close(self) -> None:
        """Let go of the key."""
        with self._lock:
            was, self._open = self._open, False
        if was:
            with contextlib.suppress(self._gone):
                self.publisher.undeclare()


class Threaded:
    """Large words: as long as one of them is on its way, the next wait here; a reader's credit bounds how many."""

    def __init__(self, publisher: Any) -> None:
        self.direct, self.publisher = Direct(publisher), publisher
        self.waiting: deque[tuple[bytes, bytes]] = deque()
        self.ready, self.going = threading.Semaphore(0), True
        self.thread = threading.Thread(target=self._run, name="net post", daemon=True)
        self.thread.start()

    @property
    def busy(self) -> bool:
        """Whether something still waits here."""
        return bool(self.waiting)

    def give(self, head: bytes, payload: bytes) -> None:
        """Behind what waits."""
        self.waiting.append((head, payload))
        self.ready.release()

    def close(self) -> None:
        """Send what waits, then no more."""
        self.going = False
        self.ready.release()
        self.thread.join(PATIENCE)
        self.direct.close()

    def _run(self) -> None:
        while True:
            self.ready.acquire()
            if self.waiting:
                self.direct.give(*self.waiting.popleft())
            elif not self.going:
                return


def post(publisher: Any, size: int) -> Post:
    """The way for words of so many bytes."""
    return Direct(publisher) if size <= BATCH else Threaded(publisher)
