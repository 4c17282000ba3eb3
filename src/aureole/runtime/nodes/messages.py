"""What a supervisor and its nodes say to each other, descriptors included, over Unix sequenced-packet sockets.

`socket.send_fds` and `recv_fds` would do, but they leave out the flags they are given (CPython before 3.14): whoever
asked not to wait would wait.
"""

from __future__ import annotations

import array
import contextlib
import os
import socket
from collections.abc import Sequence

import msgspec

from aureole.runtime.modes.afar import Reach

LARGEST = 1 << 16  # bytes of one message
MOST = 8  # descriptors in one message
ROOM = socket.CMSG_LEN(MOST * array.array("i").itemsize)  # bytes for them


class Spawn(msgspec.Struct, tag="spawn", frozen=True):
    """Fork a node for a domain; its control socket comes along."""

    domain: str


class Born(msgspec.Struct, tag="born", frozen=True):
    """A node runs."""

    domain: str
    pid: int


class Died(msgspec.Struct, tag="died", frozen=True):
    """A node has ended; its status as of waitpid(2)."""

    pid: int
    status: int


class Write(msgspec.Struct, tag="write", frozen=True):
    """Memory that this node alone may write: the topic's slots."""

    topic: str


class Sealed(msgspec.Struct, tag="sealed", frozen=True):
    """The writer has mapped a topic's memory and sealed it."""

    topic: str


class Read(msgspec.Struct, tag="read", frozen=True):
    """A topic's memory, for reading, and the line from its writer."""

    topic: str
    service: str


class Attach(msgspec.Struct, tag="attach", frozen=True):
    """The line to a new reader of a topic."""

    topic: str
    service: str


class Keep(msgspec.Struct, tag="keep", frozen=True):
    """Memory in which a service's state is kept for whoever comes after it."""

    service: str


class Hand(msgspec.Struct, tag="hand", frozen=True):
    """Something for one service alone."""

    service: str


class Board(msgspec.Struct, tag="board", frozen=True):
    """Memory in which a node tells how its services fare."""


class Life(msgspec.Struct, tag="life", frozen=True):
    """Memory with the lock that a node holds as long as it lives."""


class Held(msgspec.Struct, tag="held", frozen=True):
    """The node holds it."""


class Making(msgspec.Struct, tag="making", frozen=True):
    """What a node does next on its way to serve: a step, of a service or (without one) of all."""

    service: str
    step: str


class Ready(msgspec.Struct, tag="ready", frozen=True):
    """The node's services are made, and wait for the beginning."""


class Go(msgspec.Struct, tag="go", frozen=True):
    """Everything is joined: begin, at a moment of the node's clock."""

    moment: int


class Stop(msgspec.Struct, tag="stop", frozen=True):
    """Say what came out, and end."""


class Over(msgspec.Struct, tag="over", frozen=True):
    """A service has done what it was there for; what came out comes as memory."""

    service: str


class Failed(msgspec.Struct, tag="failed", frozen=True):
    """A service raised."""

    service: str
    text: str
    moment: int


class Found(msgspec.Struct, tag="found", frozen=True):
    """What a guard finds now, and what it did; told whenever that is something else."""

    service: str
    moment: int
    action: int
    bits: int
    strongest: int
    value: float
    limit: float


class Told(msgspec.Struct, tag="told", frozen=True):
    """A service says what happened."""

    service: str
    what: str
    text: str


class Reached(msgspec.Struct, tag="reached", frozen=True):
    """A bridge says how it is joined to other chips."""

    ways: tuple[Reach, ...]


class Degraded(msgspec.Struct, tag="degraded", frozen=True):
    """What the machine would not grant to a node."""

    domain: str
    facilities: tuple[str, ...]


Word = (
    Spawn | Born | Died | Write | Sealed | Read | Attach | Keep | Hand | Board | Life | Held | Making | Ready | Go
    | Stop | Over | Failed | Found | Told | Reached | Degraded
)  # fmt: skip
ENCODER, DECODER = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Word)


def read(descriptor: int) -> bytes:
    """All of the memory that came along; it is let go of."""
    with os.fdopen(descriptor, "rb") as file:
        file.seek(0)
        return file.read()


def say(sock: socket.socket, word: Word, descriptors: Sequence[int] = (), flags: int = 0) -> bool:
    """Send a word; False if nobody is there any more, or there is no room for it, with `MSG_DONTWAIT`."""
    handed = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))] if descriptors else []
    try:
        sock.sendmsg([ENCODER.encode(word)], handed, flags | socket.MSG_NOSIGNAL)
    except OSError:
        return False
    return True


def hear(sock: socket.socket, flags: int = 0) -> tuple[Word | None, list[int]]:
    """The next word and its descriptors; None at the other side's end.

    Raises:
        BlockingIOError: there is none now, with `MSG_DONTWAIT`.
        msgspec.DecodeError: it is no word of ours; its descriptors are closed.
    """
    found = array.array("i")
    try:
        text, handed, _, _ = sock.recvmsg(LARGEST, ROOM, flags | socket.MSG_CMSG_CLOEXEC)
    except ConnectionError:
        return None, []
    for level, kind, given in handed:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
            found.frombytes(given[: len(given) - len(given) % found.itemsize])
    descriptors = found.tolist()
    if not text:
        return None, descriptors
    try:
        return DECODER.decode(text), descriptors
    except msgspec.DecodeError:
        for each in descriptors:
            with contextlib.suppress(OSError):
                os.close(each)
        raise
