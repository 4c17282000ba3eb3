"""A reader's line from another machine: what comes is looked at before it is believed, and only so much is kept.

`hear`, `live` and `tell` are called by the network's threads, the rest by the reader's own.
"""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Callable
from typing import Any

import numpy as np

from aureole.core.notes import Array
from aureole.runtime.bus.frames import Frame
from aureole.runtime.bus.lines import Note
from aureole.runtime.clock import Clock
from aureole.runtime.net import wire
from aureole.runtime.net.bell import Bell

MOST = 16  # incarnations of a writer that can be reached at a time


class NetLine:
    """`runtime.bus.lines.Line` from a writer on another machine."""

    def __init__(self, frame: Frame, depth: int, clock: Clock, incarnation: int) -> None:
        self.frame, self.depth, self.clock, self.incarnation = frame, depth, clock, incarnation
        self.answer: Callable[[bytes], object] = lambda _: None
        """Sends an account to the writer."""
        self.slots: list[tuple[Array, ...]] = [()] * depth
        self.counts: Counter[str] = Counter()
        """What came and was refused, by reason: head, layout, size, room, order, value."""
        self.renewed = False
        """The word that was taken last is the first of another incarnation of the writer."""
        self.living: set[int] = set()
        """Incarnations of the writer that can be reached."""
        self.arrived = 0  # ns of this machine's clock; when the last word came; 0: none has
        self.writer = self.seen = self.got = 0
        self.bell, self._lock = Bell(), threading.Lock()
        self._layout = wire.identity(frame.layout)
        self._waiting: deque[tuple[wire.Head, bytes]] = deque()
        self._held: dict[int, tuple[int, int]] = {}  # by slot: incarnation of the writer, order
        self._taken = 0  # the writer of the last word that was taken

    def hear(self, head: bytes | None, payload: Any) -> None:
        """Something has come, with so many bytes that `bytes(payload)` gives."""
        about = wire.head_of(head or b"")
        wrong = "head" if about is None else self._wrong(about, len(payload))
        if wrong or about is None:
            self.counts[wrong] += 1
            return
        with self._lock:
            if about.writer != self.writer:
                self.writer, self.seen, self.got = about.writer, 0, 0
            if about.kind == wire.WORD:
                self._take_in(about, bytes(payload))
            else:
                self.seen = max(self.seen, about.order)
                self.answer(self._account())
        self.live(about.writer, alive=about.kind != wire.END)

    def live(self, writer: int, *, alive: bool) -> None:
        """A writer's sign of life has come or gone."""
        if not alive:
            self.living.discard(writer)
        elif len(self.living) < MOST:
            self.living.add(writer)
        self.bell.ring()

    @property
    def alive(self) -> bool:
        """The writer can be reached."""
        return self.writer in self.living if self.writer else bool(self.living)

    def tell(self) -> None:
        """Say to the writer what there is."""
        with self._lock:
            self.answer(self._account())

    @property
    def ended(self) -> bool:
        """The writer cannot be reached, and nothing waits; it may come again."""
        return not self.alive and not self._waiting

    def receive(self) -> Note | None:
        """The next note."""
        self.bell.heard()
        with self._lock:
            if not self._waiting:
                return None
            head, payload = self._waiting.popleft()
            slot = next(slot for slot in range(self.depth) if slot not in self._held)
            self._held[slot] = head.writer, head.order
        self.renewed, self._taken = head.writer != self._taken, head.writer
        self.slots[slot] = self.frame.views(payload, 0)  # type: ignore[arg-type]  # bytes: cannot be written
        if self._waiting:
            self.bell.ring()
        return Note(head.number, head.stamp, head.sent, slot)

    def back(self, slot: int) -> None:
        """It was looked at."""
        with self._lock:
            self._held.pop(slot, None)
            self.slots[slot] = ()
            self.answer(self._account())

    def wait(self, seconds: float) -> None:
        """Until there is a word, or the writer goes, or no more time."""
        end, alive = self.clock.now() + round(seconds * 1e9), self.alive
        while not self._waiting and self.alive >= alive and (left := end - self.clock.now()) > 0:
            self.bell.heard()
            if not self._waiting and self.alive >= alive:
                self.bell.wait(left * 1e-9)
            alive = self.alive

    def fileno(self) -> int:
        """The bell's."""
        return self.bell.descriptor

    def close(self) -> None:
        """Read no more."""
        self.bell.close()

    def _wrong(self, head: wire.Head, size: int) -> str:
        if head.layout != self._layout:
            return "layout"
        return "" if size == (self.frame.size if head.kind == wire.WORD else 0) else "size"

    def _take_in(self, head: wire.Head, payload: bytes) -> None:
        if head.order <= self.got:
            self.counts["order"] += 1
            return
        self.seen = max(self.seen, head.order)
        if len(self._waiting) + len(self._held) >= self.depth:
            self.counts["room"] += 1
        elif not self._true(payload):
            self.counts["value"] += 1
        else:
            self._waiting.append((head, payload))
            self.got, self.arrived = head.order, self.clock.now()
            return
        self.answer(self._account())

    def _true(self, payload: bytes) -> bool:
        """Whether every truth value is one: another byte means something else to each compiler."""
        for field, place in zip(self.frame.layout.fields, self.frame.places, strict=True):
            if field.dtype == "|b1" and (np.frombuffer(payload, np.uint8, field.size, place) > 1).any():
                return False
        return True

    def _account(self) -> bytes:
        orders = [head.order for head, _ in self._waiting if head.writer == self.writer]
        orders += [order for writer, order in self._held.values() if writer == self.writer]
        return wire.pack_account(wire.Account(self.incarnation, self.writer, self.seen, self.got, tuple(orders)))
