"""The way between a writer and one reader: notes go one way, slots come back the other."""

from __future__ import annotations

import socket
import struct
from collections import deque
from collections.abc import Callable
from typing import NamedTuple, Protocol

NOTE = struct.Struct("<qqqI")  # number; stamp, ns; sent, ns; slot
BACK = struct.Struct("<I")  # slot
SPAN = struct.Struct("@ll")  # s, us: struct timeval
new = tuple.__new__  # a named tuple's own constructor is a call more
MORE = NOTE.size + 1  # bytes; a longer message is none of ours
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


class SocketLine:
    """A line between processes; the kernel keeps its order and tells of the other side's end."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock, self.ended = sock, False
        self.patience = 0.0  # s; as the kernel knows it
        self.came: Note | None = None
        """What ended a wait."""

    def receive(self, flags: int = NOW) -> Note | None:
        """The next note; one of another length is none."""
        if self.came is not None:
            came, self.came = self.came, None
            return came
        try:
            note = self.sock.recv(MORE, flags)
        except BlockingIOError:
            return None
        except ConnectionResetError:  # its end, with slots we gave back unread, is told once before what it had sent
            return self.receive(flags)
        except OSError:
            note = b""
        if len(note) == MORE - 1:
            return new(Note, NOTE.unpack(note))
        self.ended = self.ended or not note
        return None

    def back(self, slot: int) -> None:
        """A slot's number, to whoever is there."""
        try:
            self.sock.send(BACK.pack(slot), QUIET)
        except OSError:
            return

    def wait(self, seconds: float) -> None:
        """Sleep in the kernel, in the very call that takes the note: it counts, when it has come."""
        if self.ended or self.came is not None or seconds <= 0.0:
            return
        if seconds != self.patience:
            whole, part = divmod(round(seconds * 1e6), 1_000_000)
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, SPAN.pack(whole, max(part, not whole)))
            self.patience = seconds
        self.came = self.receive(0)

    def fileno(self) -> int:
        """The socket's."""
        return self.sock.fileno()

    def close(self) -> None:
        """The writer sees it."""
        self.sock.close()


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


def pair() -> tuple[socket.socket, socket.socket]:
    """The two ends of a line between processes."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
