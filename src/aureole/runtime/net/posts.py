"""How a word leaves: by a thread of its own for each reader, which waits for the wire so that no writer ever does.

What waits here is bounded by the reader's credit. Zenoh is told to wait for room rather than to drop: under load it
would drop words that a healthy wire could have taken. Who takes nothing for a lease is let go by the transport.
"""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from typing import Any

from aureole.runtime.net.session import zenoh

PATIENCE = 5.0  # s; how long the end waits for a thread that is still sending


class Post:
    """The way to one other end; any thread may give."""

    def __init__(self, publisher: Any, *, newest: bool = False) -> None:
        """`newest`: of what waits only the last counts."""
        self.publisher = publisher
        self.waiting: deque[tuple[bytes | None, bytes]] = deque(maxlen=1 if newest else None)
        self._ready, self._going = threading.Semaphore(0), True
        self._gone = zenoh().ZError  # the session has ended: nobody is there
        self._thread = threading.Thread(target=self._run, name="net post", daemon=True)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether something still waits here."""
        return bool(self.waiting)

    def give(self, head: bytes | None, payload: bytes) -> None:
        """Behind what waits; never wait for it."""
        self.waiting.append((head, payload))
        self._ready.release()

    def close(self) -> None:
        """Send what waits, then no more."""
        self._going = False
        self._ready.release()
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        while self._going or self.waiting:
            self._ready.acquire()
            with contextlib.suppress(IndexError, self._gone):
                head, payload = self.waiting.popleft()
                self.publisher.put(payload, attachment=head)
        with contextlib.suppress(self._gone):
            self.publisher.undeclare()
