"""The two ends of a topic between processes: words in shared memory, word of them over Unix sequenced-packet sockets.

For each word the writer sends each reader a note of 28 bytes: which slot it lies in. A reader sends the slot's number
back when it has looked. The kernel keeps the order, wakes the reader, and tells either side of the other's death;
nobody polls, and there is nobody in between.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import select
import socket
import struct
from collections.abc import Iterator
from typing import Any

from aureole.core.bus import Message
from aureole.core.errors import BadInput
from aureole.core.topic import Topic
from aureole.runtime.bus import segment
from aureole.runtime.bus.frames import Frame
from aureole.runtime.bus.ledger import Ledger, slots_for
from aureole.runtime.clock import Clock

NOTE = struct.Struct("<qqqI")  # count; stamp, ns; sent, ns; slot
BACK = struct.Struct("<I")  # slot
NOW = socket.MSG_DONTWAIT


class SharedWriter:
    """The writing end; it never waits."""

    def __init__(self, topic: Topic, frame: Frame, descriptor: int, clock: Clock) -> None:
        count = slots_for(topic)
        self.topic, self.frame, self.queued, self.clock = topic.name, frame, topic.queued, clock
        self.memory = segment.write_map(descriptor, frame.size * count)
        self.ledger = Ledger(count, topic.depth)
        self.slots = [frame.views(self.memory, frame.size * k) for k in range(count)]
        self.words = [frame.word(arrays) for arrays in self.slots]
        self.socks: dict[str, socket.socket] = {}
        self.behind: set[str] = set()
        self.refused: dict[str, int] = {}
        """Words that readers were not given because they had as many as they may have; the newest is given later."""
        self.odd = 0
        """Slots given back by readers who did not have them."""
        self.count = 0
        self.loaned = self.newest = -1
        self.note = b""

    def attach(self, reader: str, sock: socket.socket) -> None:
        """Words go to this reader from now on, the newest first; the one of that name before it has gone."""
        self.detach(reader)
        self.socks[reader] = sock
        self.ledger.join(reader)
        self.refused.setdefault(reader, 0)
        if self.newest >= 0 and not self.queued:
            self._tell(reader)

    def detach(self, reader: str) -> None:
        """A reader has gone."""
        sock = self.socks.pop(reader, None)
        if sock is not None:
            sock.close()
            self.ledger.leave(reader)
            self.behind.discard(reader)

    def close(self) -> None:
        """Let go of everybody; they see that the writer has gone."""
        for reader in tuple(self.socks):
            self.detach(reader)

    def loan(self) -> Any:
        """A word to be written in place."""
        if self.loaned < 0:
            self.heed()
            self.loaned = self.ledger.take()
        return self.words[self.loaned]

    def send(self, stamp: int) -> None:
        """Tell everybody of the loaned word."""
        if self.loaned < 0:
            raise BadInput(f"topic {self.topic}: nothing was loaned that could be sent")
        if self.newest >= 0:
            self.ledger.drop(self.newest)
        self.newest, self.loaned = self.loaned, -1
        self.note = NOTE.pack(self.count, stamp, self.clock.now(), self.newest)
        self.count += 1
        for reader in tuple(self.socks):
            self._tell(reader)
            self.refused[reader] += reader in self.behind

    def put(self, word: object, stamp: int) -> None:
        """Copy a whole word in and send it."""
        self.loan()
        self.frame.copy(word, self.slots[self.loaned])
        self.send(stamp)

    def heed(self) -> None:
        """Take back what readers have looked at, and give the newest word to those who were behind."""
        for reader, sock in tuple(self.socks.items()):
            try:
                while back := sock.recv(64, NOW):
                    if len(back) != BACK.size or not self.ledger.back(int(BACK.unpack(back)[0]), reader):
                        self.odd += 1
                self.detach(reader)  # an empty read is the end of the other side
            except BlockingIOError:
                if reader in self.behind:
                    self._tell(reader)
            except OSError:
                self.detach(reader)

    def _tell(self, reader: str) -> None:
        if not self.ledger.lend(self.newest, reader):
            self.behind.add(reader)
            return
        try:
            self.socks[reader].send(self.note, NOW | socket.MSG_NOSIGNAL)
            self.behind.discard(reader)
        except BlockingIOError:
            self.ledger.back(self.newest, reader)
            self.behind.add(reader)
        except OSError:
            self.detach(reader)


class SharedReader:
    """A reading end."""

    def __init__(self, topic: Topic, frame: Frame) -> None:
        self.topic, self.frame, self.queued = topic.name, frame, topic.queued
        self.sock: socket.socket | None = None
        self.memory: mmap.mmap | None = None
        self.slots: list[Any] = []
        self.lost, self.next = 0, -1  # number of the next word; below zero: any
        self.ended = True
        """The writer has gone; what it sent before may still be taken."""

    def attach(self, descriptor: int, sock: socket.socket) -> None:
        """Read what another incarnation of the writer writes from now on."""
        size = os.fstat(descriptor).st_size
        if size % self.frame.size or not size:
            raise BadInput(f"topic {self.topic}: memory of {size} bytes, expected a multiple of {self.frame.size}")
        self.close()
        self.sock, self.memory = sock, segment.read_map(descriptor, size)
        self.slots = [self.frame.views(self.memory, at) for at in range(0, size, self.frame.size)]
        self.next, self.ended = -1, False

    def close(self) -> None:
        """Read no more; the writer sees it."""
        if self.sock is not None:
            self.sock.close()
            self.sock = None

    def fileno(self) -> int:
        """To be waited for; -1 while there is no writer."""
        return -1 if self.sock is None else self.sock.fileno()

    @contextlib.contextmanager
    def take(self, wait: float = 0.0) -> Iterator[Message | None]:
        """The next word, or the newest; its arrays end with the context."""
        sock = self.sock
        note = None if sock is None else self._note(sock, wait)
        if note is None or sock is None:
            yield None
            return
        number, stamp, sent, slot = note
        self.lost += max(number - self.next, 0) if self.next >= 0 else 0
        self.next = number + 1
        word = self.frame.word(self.slots[slot])
        try:
            yield Message(word, stamp, sent, number, self.lost)
        finally:
            self.frame.end(word)
            self._back(sock, slot)

    def _note(self, sock: socket.socket, wait: float) -> tuple[int, int, int, int] | None:
        """The note of the next or newest word; who only wants the newest gives back the others unseen."""
        found = self._receive(sock)
        if found is None and wait > 0.0 and not self.ended:
            select.select([sock], [], [], wait)
            found = self._receive(sock)
        while found is not None and not self.queued:
            newer = self._receive(sock)
            if newer is None:
                break
            self._back(sock, found[3])
            found = newer
        return found

    def _receive(self, sock: socket.socket) -> tuple[int, int, int, int] | None:
        try:
            note = sock.recv(NOTE.size + 1, NOW)
        except BlockingIOError:
            return None
        except OSError:
            note = b""
        self.ended = self.ended or not note
        if len(note) != NOTE.size:
            return None
        number, stamp, sent, slot = NOTE.unpack(note)
        return (number, stamp, sent, slot) if slot < len(self.slots) else None

    @staticmethod
    def _back(sock: socket.socket, slot: int) -> None:
        with contextlib.suppress(OSError):
            sock.send(BACK.pack(slot), NOW | socket.MSG_NOSIGNAL)


def pair() -> tuple[socket.socket, socket.socket]:
    """The two ends of a way between a writer and one reader."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
