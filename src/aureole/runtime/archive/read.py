"""An archive that anybody may have made: refused before anything is written if it is not plain, whole and small."""

from __future__ import annotations

import contextlib
import hashlib
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from aureole.core.errors import BadInput, Trouble
from aureole.runtime.archive.plain import (
    LARGEST,
    LONGEST,
    refuse_amount,
    refuse_member,
    refuse_overlap,
    refuse_twins,
)

PIECE = 2**20  # bytes copied at once
END = struct.Struct("<4s4H2LH")  # end of central directory, 4.3.16
SIGN = b"PK\x05\x06"  # of that
LOCATOR = b"PK\x06\x07"  # of a zip64 end record, 4.3.15
BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, ValueError, OverflowError,
    NotImplementedError, RuntimeError, MemoryError, IndexError, KeyError,
)  # fmt: skip


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """An archive to read from; all that can be known from its directory has been checked.

    Raises:
        BadInput: it is not there, damaged, cut short, too large, or holds what a plain archive of files does not.
    """
    place = str(path)
    with _telling(place), contextlib.ExitStack() as stack:
        try:
            if not path.is_file():
                raise BadInput("there is no such file", place=place, remedy="check the path")
            file = stack.enter_context(path.open("rb"))
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise BadInput(f"cannot be read: {why}", place=place, remedy="check the path and its rights") from None
        count = _count(file, place)
        archive = stack.enter_context(zipfile.ZipFile(file))
        if len(archive.infolist()) != count:
            raise ValueError(f"it holds {len(archive.infolist())} members and says {count}")
        yield Archive(archive, place)


class Archive:
    """Plain files by name."""

    def __init__(self, archive: zipfile.ZipFile, place: str) -> None:
        self.archive, self.place = archive, place
        infos = archive.infolist()
        refuse_amount(len(infos), sum(info.file_size for info in infos), place)
        for info in infos:
            refuse_member(info, place)
        refuse_overlap(infos)
        self.infos = {info.filename: info for info in infos if not info.is_dir()}
        refuse_twins([info.filename for info in infos], place)

    def read(self, name: str, most: int) -> bytes:
        """A small member; BadInput if it is missing, damaged or larger than `most` bytes."""
        with _telling(self.place):
            info = self._info(name)
            if info.file_size > most:
                what = f"'{name}' has {info.file_size} bytes, the limit is {most}"
                raise BadInput(what, place=self.place, remedy="pack the case again")
            return self.archive.read(info)

    def extract(self, name: str, target: Path) -> str:
        """Write a member to a file that is not there yet; gives the SHA-256 of its bytes.

        Raises:
            BadInput: it is missing or damaged.
            Trouble: the file cannot be written.
        """
        digest = hashlib.sha256()
        with _telling(self.place), self.archive.open(self._info(name)) as source:
            with _writing(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                file = target.open("xb")
            with file:
                while piece := source.read(PIECE):
                    digest.update(piece)
                    with _writing(target):
                        file.write(piece)
        return digest.hexdigest()

    def _info(self, name: str) -> zipfile.ZipInfo:
        if name not in self.infos:
            raise BadInput(f"'{name}' is not in it", place=self.place, remedy="pack the case again")
        return self.infos[name]


@contextlib.contextmanager
def _telling(place: str) -> Iterator[None]:
    try:
        yield
    except BROKEN as error:
        why = str(error)[:300] or type(error).__name__
        remedy = "ask for the file again, or pack the case again"
        raise BadInput(f"not a whole archive: {why}", place=place, remedy=remedy) from error


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        remedy = "free disk space, or name another folder for temporary files in TMPDIR"
        raise Trouble(f"cannot write: {why}", place=str(path), remedy=remedy) from error


def _count(file: IO[bytes], place: str) -> int:
    """How many members the end of the file says; ValueError unless the end is plain and the directory small."""
    size = file.seek(0, 2)
    if size > LARGEST:
        refuse_amount(1, size, place)
    if size < END.size:
        raise ValueError("it ends too early")
    file.seek(max(0, size - END.size - 20))
    tail = file.read()
    sign, disk, first, here, count, length, start, comment = END.unpack(tail[-END.size :])
    if sign != SIGN or comment:
        raise ValueError("its end is missing, or something stands behind it")
    if (disk, first) != (0, 0) or here != count or tail.startswith(LOCATOR):
        raise ValueError("it is one of several parts, or larger than a case can be")
    refuse_amount(count, 0, place)
    if start + length != size - END.size or length > count * (46 + 4 * LONGEST + 64):
        raise ValueError("its directory is not where it must be")
    file.seek(0)
    return int(count)
