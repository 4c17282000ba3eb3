"""The way between a writer and one reader: notes go one way through a pipe, slots come back over a socket.

A note wakes somebody who is waited for, and a pipe costs the kernel half of what a socket does; what comes back is
looked at when there is time, each number for itself.
"""

from __future__ import annotations

import contextlib
import fcntl
import io
import os
import select
import socket
import struct
from collections import deque
from collections.abc import Callable
from typing import NamedTuple, Protocol

NOTE = struct.Struct("<qqqI")  # number; stamp, ns; sent, ns; slot
BACK = struct.Struct("<I")  # slot
new = tuple.__new__  # a named tuple's own constructor is a call more
LENGTH = NOTE.size  # bytes
ROOM = 1 << 13  # bytes; a pipe has that much at least (pipe(7))
NOW = int(socket.MSG_DONTWAIT)  # plain numbers: joining two of the enumeration's members takes as long as a send
QUIET = NOW | int(getattr(socket, "MSG_NOSIGNAL", 0))


class Note(NamedTuple):
    """Where a word lies, and what it is about."""

    number: int
    stamp: int
    sent: int
    slot: int


class Line(Protocol):
    """The reader's end."""

    @property
    def ended(self) -> bool:
        """The writer has gone; what it sent before may still be taken."""

    def receive(self) -> Note | None:
        """The next note, if there is one now."""

    def back(self, slot: int) -> None:
        """Tell the writer that a slot was looked at."""

    def wait(self, seconds: float) -> None:
        """Until there is a note, or an end, or no more time."""

    def fileno(self) -> int:
        """To be waited for; -1 if nothing can come without the process's own doing."""

    def close(self) -> None:
        """Read no more."""


class End(NamedTuple):
    """Either end of a line between processes."""

    notes: io.FileIO
    """A pipe that does not wait; its writer's end is written, its reader's is read."""
    backs: socket.socket

    @property
    def descriptors(self) -> list[int]:
        """To be handed to another process."""
        return [self.notes.fileno(), self.backs.fileno()]

    def close(self) -> None:
        """Who has the other end sees it."""
        self.notes.close()
        self.backs.close()


def writing(notes: int, backs: int) -> End:
    """A writer's end, of descriptors that are its own from now on."""
    return End(io.FileIO(notes, "w"), socket.socket(fileno=backs))


def reading(notes: int, backs: int) -> End:
    """A reader's end."""
    return End(io.FileIO(notes, "r"), socket.socket(fileno=backs))


class PipeLine:
    """A line between processes; the kernel keeps its order and tells of the other side's end."""

    def __init__(self, end: End) -> None:
        self.end, self.ended = end, False
        self.poll: select.poll | None = None

    def receive(self) -> Note | None:
        """The next note; notes are written whole (pipe(7)): who writes otherwise is listened to no more."""
        if self.ended:
            return None
        note = self.end.notes.read(LENGTH)
        if note is None:
            return None
        if len(note) == LENGTH:
            return new(Note, NOTE.unpack(note))
        self.ended = True
        return None

    def back(self, slot: int) -> None:
        """A slot's number, to whoever is there."""
        try:
            self.end.backs.send(BACK.pack(slot), QUIET)
        except OSError:
            return

    def wait(self, seconds: float) -> None:
        """Sleep in the kernel."""
        if self.ended or seconds <= 0.0:
            return
        if self.poll is None:
            self.poll = select.poll()
            self.poll.register(self.end.notes, select.POLLIN)
        self.poll.poll(seconds * 1e3)

    def fileno(self) -> int:
        """The pipe's."""
        return -1 if self.end.notes.closed else self.end.notes.fileno()

    def close(self) -> None:
        """The writer sees it."""
        self.end.close()


class LocalLine:
    """A line within one process."""

    def __init__(self, give_back: Callable[[int], object]) -> None:
        self.notes: deque[Note] = deque()
        self.give_back, self.ended = give_back, False

    def receive(self) -> Note | None:
        """The next note."""
        return self.notes.popleft() if self.notes else None

    def back(self, slot: int) -> None:
        """Straight into the writer's book."""
        self.give_back(slot)

    def wait(self, seconds: float) -> None:
        """Nobody else runs meanwhile: there is nothing to wait for."""

    def fileno(self) -> int:
        """None."""
        return -1

    def close(self) -> None:
        """Nobody needs to be told."""


def pair(words: int = 0) -> tuple[End, End]:
    """The two ends of a line between processes, its writer's and its reader's; `words`: so many notes may wait."""
    out, into = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
    if words * LENGTH > ROOM:
        with contextlib.suppress(OSError):  # more than this user may have: who has no room for a note is behind
            fcntl.fcntl(into, fcntl.F_SETPIPE_SZ, words * LENGTH)
    mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    return writing(into, mine.detach()), reading(out, theirs.detach())
