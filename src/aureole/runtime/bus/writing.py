"""The writing end of a topic, whatever the lines to its readers: it never waits unless it is told to."""

from __future__ import annotations

import io
import mmap
import select
import socket
from collections.abc import Mapping
from typing import Any

from aureole.core.errors import BadInput
from aureole.core.topic import Topic
from aureole.runtime.bus.frames import Frame
from aureole.runtime.bus.ledger import Ledger, slots_for
from aureole.runtime.bus.lines import BACK, NOTE, NOW, End, LocalLine, Note, new
from aureole.runtime.bus.reading import TopicReader
from aureole.runtime.bus.slots import Slots
from aureole.runtime.clock import Clock

MOST = 64  # bytes; a longer message is none of ours either


class TopicWriter:
    """The writing end over some slots."""

    def __init__(self, topic: Topic, frame: Frame, memory: mmap.mmap | bytearray, clock: Clock) -> None:
        count = slots_for(topic)
        self.topic, self.frame, self.memory, self.clock = topic, frame, memory, clock
        self.slots = Slots(frame, memory, count)
        self.words: list[Any] = [frame.word(arrays) if arrays else None for arrays in self.slots]
        self.ledger = Ledger(count, topic.depth)
        self.socks: dict[str, socket.socket] = {}
        """By reader: over which its slots come back."""
        self.pipes: dict[str, io.FileIO] = {}
        """By reader: through which it is told."""
        self.locals: dict[str, LocalLine] = {}
        self.roomy: dict[str, io.FileIO] = {}
        """Readers elsewhere who had room for one more word when the last one was sent."""
        self.behind: set[str] = set()
        self.refused: dict[str, int] = {}
        """Words that readers were not given because they had as many as they may have; the newest is given later."""
        self.odd = 0
        """Slots given back by readers who did not have them."""
        self.number, self.loaned = 0, -1
        self.note: Note | None = None
        self.packed = b""

    def attach(self, reader: str, end: End) -> None:
        """Words go to this process's reader from now on, the newest first; who had the name before has gone.

        Whoever the topic names first is told first: where that is a recorder, nobody looks at a word that it is not
        given, wherever this process ends.
        """
        self._join(reader)
        socks = {**self.socks, reader: end.backs}
        self.pipes[reader] = end.notes
        ranked = (*(name for name in self.topic.readers if name in socks), *socks)
        self.socks = {name: socks[name] for name in ranked}
        self._greet(reader)

    def attach_local(self, name: str, reader: TopicReader) -> None:
        """The same, within this process."""
        self._join(name)
        self.locals[name] = line = LocalLine(lambda slot: self.ledger.back(slot, name))
        reader.join(line, Slots(self.frame, memoryview(self.memory).toreadonly(), len(self.slots)))
        self._greet(name)

    def detach(self, reader: str) -> None:
        """A reader has gone."""
        self.roomy.pop(reader, None)
        sock = self.socks.pop(reader, None)
        if sock is not None:
            sock.close()
            self.pipes.pop(reader).close()
        self.locals.pop(reader, None)
        self.ledger.leave(reader)
        self.behind.discard(reader)

    def close(self) -> None:
        """Let go of everybody; they see that the writer has gone."""
        for reader in (*self.socks, *self.locals):
            self.detach(reader)

    def loan(self) -> Any:
        """A word to be written in place."""
        if self.loaned < 0:
            self.loaned = self.ledger.take()
            if self.words[self.loaned] is None:
                self.words[self.loaned] = self.frame.word(self.slots.of(self.loaned))
        return self.words[self.loaned]

    def send(self, stamp: int) -> None:
        """Tell everybody of the loaned word.

        Raises:
            BadInput: nothing was loaned.
        """
        if self.loaned < 0:
            raise BadInput(f"topic {self.topic.name}: nothing was loaned that could be sent")
        now, roomy, gone = self.clock.now(), self.roomy, []
        packed = NOTE.pack(self.number, stamp, now, self.loaned)
        for reader, pipe in roomy.items():  # those first, all the books after: whoever is woken runs meanwhile
            try:
                if pipe.write(packed) is None:  # no room; who keeps to the rules has it
                    gone.append(reader)
            except OSError:
                gone.append(reader)
        if self.note is not None:
            self.ledger.drop(self.note.slot)
        self.packed, self.note = packed, new(Note, (self.number, stamp, now, self.loaned))
        self.number, self.loaned = self.number + 1, -1
        self._enter(self.note, roomy, gone)

    def _enter(self, note: Note, told: Mapping[str, io.FileIO], gone: list[str]) -> None:
        """Write down who was told, tell the others if they have room by now, and see who will have room next time."""
        for reader in told:
            self.ledger.lend(note.slot, reader)
        for reader in gone:
            self.ledger.back(note.slot, reader)
        for reader in (*self.socks, *self.locals):
            if reader not in told or reader in gone:
                self._tell(reader, note)
            if reader in self.behind:
                self.refused[reader] += 1
        roomy = [reader for reader, sock in list(self.socks.items()) if self._has_room(reader, sock)]
        self.roomy = {reader: self.pipes[reader] for reader in roomy}

    def put(self, word: object, stamp: int) -> None:
        """Copy a whole word in and send it."""
        self.loan()
        self.frame.copy(word, self.slots[self.loaned])
        self.send(stamp)

    def heed(self) -> None:
        """Take back what readers have looked at, and give the newest word to those who were behind."""
        self.collect()
        for reader in tuple(self.behind):
            if self.note is not None:
                self._tell(reader, self.note)

    def collect(self) -> None:
        """Take back what readers have looked at; who was behind gets the word that comes next, not the last one."""
        for reader, sock in tuple(self.socks.items()):
            while self._take_back(reader, sock):
                pass

    def room(self, seconds: float) -> bool:
        """Wait until every reader has room for one more word; for logical time, where nothing may be lost."""
        self.heed()
        full = [reader for reader in self.socks if len(self.ledger.out[reader]) >= self.ledger.depth]
        if full:
            select.select([self.socks[reader] for reader in full], [], [], seconds)
            self.heed()
        return all(len(self.ledger.out[reader]) < self.ledger.depth for reader in self.socks)

    def _join(self, reader: str) -> None:
        self.detach(reader)
        self.ledger.join(reader)
        self.refused.setdefault(reader, 0)

    def _greet(self, reader: str) -> None:
        if self.note is not None and not self.topic.queued:
            self._tell(reader, self.note)

    def _has_room(self, reader: str, sock: socket.socket) -> bool:
        """Whether a reader may be given the next word; who waits for this one is woken by what it gives back."""
        if reader in self.behind:
            return False
        return len(self.ledger.out[reader]) < self.ledger.depth or self._take_back(reader, sock)

    def _take_back(self, reader: str, sock: socket.socket) -> bool:
        """Take one slot back, if one waits; whoever floods us with slots it does not have is heard once a word."""
        try:
            back = sock.recv(MOST, NOW)
        except BlockingIOError:
            return False
        except OSError:
            back = b""
        if not back:  # the end of the other side
            self.detach(reader)
            return False
        if len(back) == BACK.size and self.ledger.back(BACK.unpack(back)[0], reader):
            return True
        self.odd += 1
        return False

    def _tell(self, reader: str, note: Note) -> None:
        self.roomy.pop(reader, None)
        sock = self.socks.get(reader)
        while not self.ledger.lend(note.slot, reader):
            if sock is None or not self._take_back(reader, sock):
                if reader in self.ledger.out:
                    self.behind.add(reader)
                return
        self.behind.discard(reader)
        if sock is None:
            self.locals[reader].notes.append(note)
            return
        try:
            if self.pipes[reader].write(self.packed) is None:
                self.ledger.back(note.slot, reader)
                self.behind.add(reader)
        except OSError:
            self.detach(reader)
