"""Where the key of a bus comes from and how it travels: by a descriptor, to the two ends of the bus and to nobody else.

A key is made anew at each boot, or read from a file that only its owner can read. It lies in memory without a name
(memfd) that is made after the processes of the car were forked, so no other process has ever held it, and that a
process is handed by its supervisor. Each end has a letter of its own; it counts in it how often it was started, and
from that its trips, so that a freshness value is never used twice however often a process begins anew.
"""

from __future__ import annotations

import mmap
import os
import secrets
import stat
from pathlib import Path
from typing import NamedTuple

from aureole.core.errors import BadInput, Trouble
from aureole.vehicle.ports.freshness import TRIPS, Messages, next_trip
from aureole.vehicle.ports.secoc import KEY

COUNT = 8  # bytes of a whole number, the lower first
SIZE = KEY + 2 * COUNT
STARTS = 1024  # of one process within one boot; a boot reserves so many trips


class Given(NamedTuple):
    """The key of a bus, and the boots it has seen."""

    key: bytes
    boots: int


def fresh() -> Given:
    """A key that was never used."""
    return Given(secrets.token_bytes(KEY), 0)


def from_file(path: Path) -> Given:
    """The key of a file, 16 bytes or 32 hexadecimal digits; one more boot is counted in the file beside it first.

    Raises:
        BadInput: it is no key, others may read it, or its count of boots is gone.
    """
    try:
        status, found = path.stat(), path.read_bytes()
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", place=str(path), remedy="check the path") from None
    if os.name == "posix" and stat.S_IMODE(status.st_mode) & 0o077:
        raise BadInput("can be read by others than its owner", place=str(path), remedy=f"chmod 600 {path}")
    if len(found) != KEY:
        try:
            found = bytes.fromhex(found.decode("ascii"))
        except ValueError:
            found = b""
    if len(found) != KEY:
        raise BadInput("is no AES-128 key", place=str(path), remedy=f"{KEY} bytes, or {2 * KEY} hexadecimal digits")
    boots = next_trip(path.with_name(f"{path.name}.trips"))
    if boots >= TRIPS // STARTS:
        raise BadInput(f"has seen all its {boots} boots", place=str(path), remedy="give both sides a new key")
    return Given(found, boots)


def letter(given: Given) -> int:
    """A descriptor of new memory that holds what one end of the bus needs; whoever holds it can read the key."""
    made = os.memfd_create("key", os.MFD_CLOEXEC)
    count = (given.boots * STARTS).to_bytes(COUNT, "little")
    os.write(made, given.key + count + bytes(COUNT))
    return made


def opened(descriptor: int) -> tuple[bytes, Messages]:
    """The key, and the messages of a trip that is counted in the letter first; the descriptor is closed.

    Raises:
        Trouble: this end was started more often than its trips allow.
    """
    with os.fdopen(descriptor, "r+b") as file, mmap.mmap(file.fileno(), SIZE) as memory:
        first = int.from_bytes(memory[KEY : KEY + COUNT], "little")
        starts = int.from_bytes(memory[KEY + COUNT : SIZE], "little") + 1
        if starts >= STARTS:
            raise Trouble(f"this end of the bus was started {starts} times", remedy="boot the car anew")
        memory[KEY + COUNT : SIZE] = starts.to_bytes(COUNT, "little")
        return bytes(memory[:KEY]), Messages(first + starts)
