"""Freshness values, so that no frame counts twice: trip and message counters, and how both sides come to agree on them.

A value has 64 bits: the sender's trips (32), then its messages within the trip (32). Each frame carries the lowest 16;
the receiver finds the smallest value above the last one that ends so. The sender counts a trip on disk before it sends
the first frame of it, so no value is ever used twice under a key. After its own restart it sends the whole value in a
FreshnessSync; a receiver takes one that is larger than all it has seen. A receiver that has restarted knows nothing,
takes nothing, and sends a challenge: only a sync that holds its nonce is from now, whatever was recorded before.
"""

from __future__ import annotations

import os
from pathlib import Path

from aureole.core.errors import BadInput, Trouble

SENT_BITS = 16
PART = 1 << SENT_BITS
MESSAGES = 1 << 32
TRIPS = 1 << 32
REKEY = "give both sides a new key and begin a new file with `begin`"


def value(trip: int, message: int) -> int:
    """The freshness value of a message of a trip."""
    return trip * MESSAGES + message


def rebuilt(latest: int, sent: int) -> int | None:
    """The smallest value above `latest` that ends with the 16 bits that were sent; None beyond the trip's last.

    >>> rebuilt(0x1FFFF, 0x0003) == 0x20003
    True
    """
    found = latest - latest % PART + sent
    if found <= latest:
        found += PART
    return found if found // MESSAGES == latest // MESSAGES else None


class Messages:
    """The sender's counter within one trip."""

    def __init__(self, trip: int, message: int = 0) -> None:
        if not 0 < trip < TRIPS:
            raise BadInput(f"trip: is {trip}, expected 1 to {TRIPS - 1}", remedy=REKEY)
        self.trip, self._message = trip, message

    @property
    def latest(self) -> int:
        """The value that was used last."""
        return value(self.trip, self._message)

    def __next__(self) -> int:
        if self._message + 1 >= MESSAGES:
            raise Trouble(f"all {MESSAGES} freshness values of trip {self.trip} are used", remedy="restart the port")
        self._message += 1
        return self.latest


def begin(path: Path) -> None:
    """Make the file of a new key, in which no trip was made yet; never one that is there."""
    try:
        with path.open("x", encoding="ascii"):
            pass
    except FileExistsError:
        raise BadInput("is there already", place=str(path), remedy="keep it: it is what stops replays") from None
    except OSError as error:
        raise BadInput(f"cannot be made: {error.strerror}", place=str(path)) from None
    _write(path, 0)


def next_trip(path: Path) -> int:
    """Count one more trip, on disk first.

    Raises:
        BadInput: the file is gone or is not ours. A value used twice would let old frames pass, so nothing is guessed.
    """
    try:
        text = path.read_text(encoding="ascii")
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", place=str(path), remedy=REKEY) from None
    except UnicodeDecodeError:
        text = "?"
    if not (text.endswith("\n") and text[:-1].isdigit() and len(text) <= 11 and int(text) + 1 < TRIPS):
        raise BadInput(f"is no count of trips: {text[:20]!r}", place=str(path), remedy=REKEY)
    trip = int(text) + 1
    _write(path, trip)
    return trip


def _write(path: Path, trip: int) -> None:
    """Replace the file as a whole, and have it on disk before this returns."""
    draft = path.with_name(f"{path.name}.new")
    try:
        with draft.open("w", encoding="ascii") as file:
            file.write(f"{trip}\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        if hasattr(os, "O_DIRECTORY"):
            folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
    except OSError as error:
        raise Trouble(
            f"cannot be written: {error.strerror}", place=str(path), remedy="make room; nothing was sent"
        ) from None
