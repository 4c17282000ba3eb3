"""Where other processes ask: one Unix socket, a line of JSON each way, and nobody who asks can hold up the car.

Nothing here waits. Who is another user is refused (SO_PEERCRED, unix(7); root may ask); who asks too much at once,
or does not fetch its answer, is let go.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from aureole.cli.booted.place import SOCKET

LONGEST = 1 << 14  # bytes of a question
MOST = 16  # who may be connected at once
PATIENCE = 5.0  # s in which an answer must be fetched
CREDENTIALS = struct.Struct("3i")  # pid, uid, gid
ENCODER = msgspec.json.Encoder()

Answer = Callable[["Question"], Any]


class Question(msgspec.Struct):
    """What is asked: `status`, `rows`, `clear` or `stop`."""

    ask: str
    since: dict[str, int] = {}
    """For `rows`: the number of the first call wanted, by service."""


DECODER = msgspec.json.Decoder(Question)


@dataclass(slots=True)
class Guest:
    """Somebody who asks."""

    sock: socket.socket
    heard: float
    """s; when it last did something."""
    asked: bytearray = field(default_factory=bytearray)
    owed: bytes = b""
    """What it has not fetched yet."""


class Desk:
    """The answering end; `serve` is called whenever `poll` has something."""

    def __init__(self, folder: Path, answer: Answer, refuse: Callable[[int], Any]) -> None:
        """`refuse` hears the user id of a stranger."""
        self.answer, self.refuse = answer, refuse
        self.path = folder / SOCKET
        self.guests: dict[int, Guest] = {}
        self.listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC)
        self.path.unlink(missing_ok=True)
        with short(folder) as place:
            self.listening.bind(f"{place}/{SOCKET}")
        self.path.chmod(0o600)
        self.listening.listen(MOST)
        self.poll = select.epoll()
        self.poll.register(self.listening, select.EPOLLIN)

    def serve(self) -> None:
        """Whatever can be done now."""
        now = time.monotonic()
        for descriptor, _ in self.poll.poll(0.0):
            if descriptor == self.listening.fileno():
                self._welcome(now)
            elif descriptor in self.guests:
                self._attend(self.guests[descriptor], now)
        for guest in [each for each in self.guests.values() if each.owed and now - each.heard > PATIENCE]:
            self._leave(guest)

    def close(self) -> None:
        """Answer nobody any more, and leave no socket behind."""
        for guest in list(self.guests.values()):
            self._leave(guest)
        self.path.unlink(missing_ok=True)
        self.listening.close()
        self.poll.close()

    def _welcome(self, now: float) -> None:
        try:
            sock, _ = self.listening.accept()
        except OSError:
            return  # it has gone already, or there are no descriptors left
        _, user, _ = CREDENTIALS.unpack(sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, CREDENTIALS.size))
        if user not in (0, os.geteuid()):
            sock.close()
            self.refuse(user)
            return
        if len(self.guests) >= MOST:
            self._leave(min(self.guests.values(), key=lambda guest: guest.heard))
        sock.setblocking(False)
        self.guests[sock.fileno()] = Guest(sock, now)
        self.poll.register(sock, select.EPOLLIN)

    def _attend(self, guest: Guest, now: float) -> None:
        """Go on with one guest: first it fetches what is owed, then it may ask again."""
        try:
            if guest.owed:
                guest.owed = guest.owed[guest.sock.send(guest.owed, socket.MSG_NOSIGNAL) :]
                guest.heard = now
            elif b"\n" not in guest.asked:
                text = guest.sock.recv(LONGEST)
                guest.asked += text
                guest.heard = now
                if not text:
                    self._leave(guest)
                    return
            self._reply(guest)
        except BlockingIOError:
            pass
        except OSError:
            self._leave(guest)

    def _reply(self, guest: Guest) -> None:
        end = guest.asked.find(b"\n")
        if end < 0 and len(guest.asked) > LONGEST:
            self._leave(guest)
            return
        if end >= 0 and not guest.owed:
            question = bytes(guest.asked[:end])
            del guest.asked[: end + 1]
            guest.owed = self._answered(question)
            with contextlib.suppress(BlockingIOError):
                guest.owed = guest.owed[guest.sock.send(guest.owed, socket.MSG_NOSIGNAL) :]
        more = guest.owed or b"\n" in guest.asked
        self.poll.modify(guest.sock, select.EPOLLOUT if more else select.EPOLLIN)

    def _answered(self, text: bytes) -> bytes:
        try:
            return ENCODER.encode(self.answer(DECODER.decode(text))) + b"\n"
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            return ENCODER.encode({"error": f"not understood: {error}"}) + b"\n"

    def _leave(self, guest: Guest) -> None:
        self.guests.pop(guest.sock.fileno(), None)
        guest.sock.close()  # which takes it out of the poll, too


@contextlib.contextmanager
def short(folder: Path) -> Any:
    """A short path to a folder, while the context lasts: a socket's address has 107 bytes (unix(7))."""
    descriptor = os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{descriptor}"
    finally:
        os.close(descriptor)
