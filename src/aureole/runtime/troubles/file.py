"""The memory of trouble codes as a file: whole or as it was before, whenever the process or the machine stops.

JSON written beside, made safe (fsync(2)), renamed, and the folder made safe too. The supervisor must not wait for a
disk: `Keeper` writes in a thread of its own, always the newest there is.
"""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

import msgspec

from aureole.core.errors import BadInput, Trouble
from aureole.runtime.files import whole_bytes
from aureole.runtime.troubles.book import FORMAT, Book, Kept
from aureole.runtime.troubles.registry import FAULTS

LARGEST = 16_000_000  # bytes that are read; a full book is far smaller


def load(path: Path) -> Kept | None:
    """What was kept; None if there is no file.

    Raises:
        BadInput: the file is cut off, or is none of ours, or speaks of codes that there are not.
        Trouble: it cannot be read.
    """
    remedy = "move it away: the system begins with an empty memory of trouble codes then"
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Trouble(f"cannot read the trouble codes: {error.strerror or error}", place=str(path)) from error
    if len(text) > LARGEST:
        raise BadInput(f"trouble codes of more than {LARGEST} bytes", place=str(path), remedy=remedy)
    try:
        found = msgspec.json.decode(text, type=Kept)
    except msgspec.DecodeError as error:  # a ValidationError is one, too
        raise BadInput(f"these are no whole trouble codes: {error}", place=str(path), remedy=remedy) from error
    unknown = [one.code for one in found.codes if one.code not in FAULTS]
    if found.format != FORMAT or unknown:
        what = f"trouble code {unknown[0]}" if unknown else f"format {found.format}"
        raise BadInput(f"{what} is not known to this version", place=str(path), remedy=remedy)
    return found


def save(path: Path, kept: Kept) -> None:
    """Write all of it; the file is there whole, or as it was.

    Raises:
        Trouble: the disk is full, or the file cannot be written.
    """
    with whole_bytes(path) as file:
        file.write(msgspec.json.format(msgspec.json.encode(kept), indent=1))
    with contextlib.suppress(OSError):  # not every file system makes folders safe
        folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def clear(path: Path, code: str = "", subject: str = "") -> int:
    """Forget codes that were kept, on somebody's command; how many they were. The cycle stays the same.

    Raises:
        BadInput: the file is none of ours; it stays.
        Trouble: it cannot be written.
    """
    before = load(path)
    if before is None:
        return 0
    book = Book(before)
    gone = book.clear(code, subject)
    left = tuple(one for one in before.codes if (one.code, one.subject) in book.codes)
    save(path, Kept(FORMAT, before.cycle, left))
    return gone


class Keeper:
    """Writes the newest there is, one after the other, beside the one who keeps the book."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.trouble: Trouble | None = None
        """Why the last one could not be written."""
        self._newest: Kept | None = None
        self._woken, self._over = threading.Condition(), False
        self._thread = threading.Thread(target=self._work, name="trouble codes", daemon=True)
        self._thread.start()

    def keep(self, kept: Kept) -> None:
        """Have it written soon; what was to be written before it no longer is."""
        with self._woken:
            self._newest = kept
            self._woken.notify()

    def close(self) -> None:
        """Write what is left."""
        with self._woken:
            self._over = True
            self._woken.notify()
        self._thread.join()

    def _work(self) -> None:
        while True:
            with self._woken:
                self._woken.wait_for(lambda: self._newest is not None or self._over)
                newest, self._newest = self._newest, None
            if newest is None:
                return
            try:
                save(self.path, newest)
                self.trouble = None
            except Trouble as trouble:
                self.trouble = trouble
