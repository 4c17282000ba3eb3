"""Reading the journal, also while it is written, and after whoever wrote it was killed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from aureole.cli.journal.writing import DECODER, FILES, Line, turned
from aureole.core.errors import Missing, Trouble

EVERY = 0.2  # s; between two looks for new lines


def files(path: Path) -> list[Path]:
    """The files there are, the oldest first.

    Raises:
        Trouble: it cannot be seen whether there are any.
    """
    try:
        return [each for each in [*(turned(path, k) for k in range(FILES - 1, 0, -1)), path] if each.exists()]
    except OSError as error:
        raise _unreadable(path, error) from error


def lines(path: Path) -> list[Line]:
    """All lines that are whole, the oldest first; those that are not are left out.

    Raises:
        Missing: there is no journal.
        Trouble: it cannot be read.
    """
    found = [line for each in files(path) for line in map(line_of, _read(each).split(b"\n")) if line is not None]
    if not found:
        raise Missing("nothing was written down yet", place=str(path), remedy="boot a car: aureole up sedan")
    return found


def line_of(text: bytes) -> Line | None:
    """One line; None if it is none of ours, or was not written whole."""
    try:
        return DECODER.decode(text) if text else None
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""  # it was turned meanwhile
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> Trouble:
    what = f"cannot be read: {error.strerror or error}"
    return Trouble(what, place=str(path), remedy="ask as the user whose car it is")


def follow(path: Path, after: int, wait: Callable[[float], None] = time.sleep) -> Iterator[Line]:
    """Lines as they come, from a place in the file on; when a new file is begun it goes on there."""
    file, rest = path.open("rb"), b""
    try:
        file.seek(after)
        while True:
            new = _other(path, file.fileno())
            text = file.read()
            *whole, rest = (rest + text).split(b"\n")
            yield from (line for line in map(line_of, whole) if line is not None)
            if not text and new:
                file.close()
                file, rest = path.open("rb"), b""
            elif not text:
                wait(EVERY)
    finally:
        file.close()


def _other(path: Path, descriptor: int) -> bool:
    """Whether another file goes by that name now."""
    try:
        return path.stat().st_ino != os.fstat(descriptor).st_ino
    except FileNotFoundError:
        return False  # it is being turned


def last_run(found: list[Line]) -> list[Line]:
    """The lines of the newest run."""
    return [line for line in found if line.run == found[-1].run]
