"""End-to-end protection of a frame: AUTOSAR E2E Profile 5, a counter and a CRC over data and an identity never sent.

Source: AUTOSAR Foundation, E2E Protocol Specification (PRS_E2EProtocol), Profile 5, and Specification of CRC Routines
(CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF, not reflected, no final exclusive or). The header stands at
offset 0: CRC in two bytes, the lower first, then the counter. The E2E state machine above the check (NODATA, INIT,
VALID, INVALID) is not implemented: who reads a frame hears the status of each.
"""

from __future__ import annotations

from binascii import crc_hqx
from enum import StrEnum
from typing import NamedTuple

HEADER = 3  # bytes
START = 0xFFFF
MODULUS = 256  # the counter has eight bits
MAX_DELTA = 10  # MaxDeltaCounter: at 100 Hz nine frames may be lost before data no longer follow from what was before


class Status(StrEnum):
    """What a check of Profile 5 says."""

    OK = "OK"
    NO_NEW_DATA = "NONEWDATA"
    ERROR = "ERROR"
    """Wrong CRC: corrupted, or of another identity."""
    REPEATED = "REPEATED"
    SOME_LOST = "OKSOMELOST"
    WRONG_SEQUENCE = "WRONGSEQUENCE"
    """More lost than allowed, out of order, or the first that this receiver sees."""


class Checked(NamedTuple):
    """The outcome of one check."""

    status: Status
    counter: int
    """The receiver's state for the next check."""
    lost: int
    """Frames between the last one and this one."""


def crc(data: bytes | bytearray, start: int = START) -> int:
    """CRC-16/CCITT-FALSE.

    >>> hex(crc(b"123456789"))
    '0x29b1'
    """
    return crc_hqx(data, start)


def checksum(data: bytes | bytearray, identity: int) -> int:
    """CRC over everything but the CRC itself, then over the data identity (0 to 65535), lower byte first."""
    return crc_hqx(identity.to_bytes(2, "little"), crc_hqx(memoryview(data)[2:], START))


def protect(data: bytearray, identity: int, counter: int) -> None:
    """Write counter and CRC into the first three bytes of `data`."""
    data[2] = counter % MODULUS
    data[:2] = checksum(data, identity).to_bytes(2, "little")


def intact(data: bytes | bytearray, identity: int) -> bool:
    """Whether the CRC fits data and identity."""
    return len(data) >= HEADER and int.from_bytes(data[:2], "little") == checksum(data, identity)


def check(data: bytes | bytearray | None, identity: int, counter: int) -> Checked:
    """Status of a frame; `counter` is what the last check gave, at the start 255; None: nothing came."""
    if data is None:
        return Checked(Status.NO_NEW_DATA, counter, 0)
    if not intact(data, identity):
        return Checked(Status.ERROR, counter, 0)
    return follow(data[2], counter)


def follow(new: int, counter: int) -> Checked:
    """How the counter of an intact frame follows on the last one."""
    step = (new - counter) % MODULUS
    if step == 0:
        return Checked(Status.REPEATED, counter, 0)
    if step == 1:
        return Checked(Status.OK, new, 0)
    if step <= MAX_DELTA:
        return Checked(Status.SOME_LOST, new, step - 1)
    return Checked(Status.WRONG_SEQUENCE, new, step - 1)
