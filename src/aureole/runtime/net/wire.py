"""What is said between machines: a head beside every word, and a reader's account of what it has and what it had.

A word's bytes are those of its slot (`runtime.bus.frames`), nothing more; its head travels as zenoh's attachment. The
reader's account says everything it knows each time, so one that is lost is made good by the next.
"""

from __future__ import annotations

import hashlib
import struct
from typing import NamedTuple

from aureole.runtime.layout import Layout

MAGIC = b"AUR1"
WORD, PROBE, END = 1, 2, 3
"""A word; a question what the reader has; the writer's last."""
HEAD = struct.Struct("<4sB3xQqqqQ16s")
ACCOUNT = struct.Struct("<4s4xQQQQ")
ORDER = struct.Struct("<Q")


class Head(NamedTuple):
    """What stands beside a word."""

    kind: int
    order: int
    """The how manieth word of this writer for this reader it is, from 1; of a question: of the last word before it."""
    number: int  # words of this topic before it
    stamp: int  # ns
    sent: int  # ns; of the writer's clock, which is not the reader's
    writer: int
    """This incarnation of the writer."""
    layout: bytes


class Account(NamedTuple):
    """What a reader says of itself."""

    reader: int
    """This incarnation of the reader."""
    writer: int
    """The incarnation of the writer that the rest is about; 0: it knows none."""
    seen: int
    """Whatever has an order up to this one is held, or has gone."""
    got: int
    """The order of the last word that came."""
    held: tuple[int, ...]
    """The orders of words that it looks at, or that wait to be looked at."""


def identity(layout: Layout) -> bytes:
    """Sixteen bytes that differ between layouts."""
    return hashlib.blake2b(layout.json(), digest_size=16).digest()


def pack_head(head: Head) -> bytes:
    """A head as it travels."""
    return HEAD.pack(MAGIC, *head)


def head_of(data: bytes) -> Head | None:
    """A head that has come; None if it is none."""
    if len(data) != HEAD.size:
        return None
    magic, *fields = HEAD.unpack(data)
    head = Head(*fields)
    return head if magic == MAGIC and head.kind in (WORD, PROBE, END) and head.number >= -1 else None


def pack_account(account: Account) -> bytes:
    """An account as it travels."""
    return ACCOUNT.pack(MAGIC, *account[:4]) + b"".join(map(ORDER.pack, account.held))


def account_of(data: bytes, depth: int) -> Account | None:
    """An account that has come; None if it is none, or tells of more words than a reader may have."""
    count, rest = divmod(len(data) - ACCOUNT.size, ORDER.size)
    if rest or not 0 <= count <= depth:
        return None
    magic, reader, writer, seen, got = ACCOUNT.unpack_from(data)
    if magic != MAGIC or reader == 0:
        return None
    held = struct.unpack_from(f"<{count}Q", data, ACCOUNT.size)
    return Account(reader, writer, seen, got, held)
