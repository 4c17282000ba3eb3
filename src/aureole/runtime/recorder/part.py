"""One file of the recorder: MCAP with the raw bus layout, readable up to its last whole chunk whatever happens."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from mcap.writer import CompressionType, Writer

from aureole import __version__
from aureole.runtime.layout import ENCODING

LARGEST_CHUNK = 1 << 30  # bytes; we end chunks ourselves


class Kind(NamedTuple):
    """What a channel carries."""

    name: str
    schema_encoding: str
    schema: bytes
    encoding: str


class Entry(NamedTuple):
    """One message."""

    topic: str
    heard: int  # ns; when it was sent, by logical time the moment it is about
    stamp: int  # ns; the moment it is about
    number: int  # words of this topic before it, as its writer counts
    data: bytes


class Disk:
    """A file that is written at once, whose end is known, and that can be cut back to it."""

    def __init__(self, path: Path) -> None:
        self.descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
        self.size = 0

    def write(self, data: bytes) -> int:
        """All of it; OSError where it does not fit."""
        view = memoryview(data)
        while view:
            done = os.write(self.descriptor, view)
            self.size += done
            view = view[done:]
        return len(data)

    def tell(self) -> int:
        """Bytes so far."""
        return self.size

    def flush(self) -> None:
        """Nothing is held back."""

    def cut(self, size: int) -> None:
        """Take back what was written after a moment."""
        with contextlib.suppress(OSError):
            os.ftruncate(self.descriptor, size)
            os.lseek(self.descriptor, size, os.SEEK_SET)
        self.size = size

    def close(self) -> None:
        """No more."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1


class Part:
    """One file that is being written; what a chunk holds is on the disk when `write` returns."""

    def __init__(self, path: Path, kinds: Mapping[str, Kind], about: Mapping[str, str]) -> None:
        """`about`: what is known of the drive; raises OSError where the file cannot be made."""
        self.path, self.kinds = path, kinds
        self.channels: dict[str, int] = {}
        self.schemas: dict[Kind, int] = {}
        self.words = 0
        self.disk = Disk(path)
        self.writer = Writer(
            self.disk,  # type: ignore[arg-type]  # it has what the writer asks of a file
            chunk_size=LARGEST_CHUNK, compression=CompressionType.ZSTD, enable_data_crcs=True,
        )  # fmt: skip
        self.good = 0
        try:
            self.writer.start(profile=ENCODING, library=f"aureole {__version__}")
            self.writer.add_metadata("drive", dict(about))
        except OSError:
            self.abandon()
            raise
        self.good = self.disk.size

    def write(self, entries: Sequence[Entry]) -> None:
        """One chunk, whole or not at all.

        Raises:
            OSError: it does not fit; nothing more can be written then.
        """
        try:
            for entry in entries:
                number = self.channels.get(entry.topic) or self._channel(entry.topic)
                self.writer.add_message(number, entry.heard, entry.data, entry.stamp, entry.number & 0xFFFFFFFF)
            self.writer.flush()  # type: ignore[no-untyped-call]
        except OSError:
            self.abandon()
            raise
        self.words += len(entries)
        self.good = self.disk.size

    def finish(self, found: Mapping[str, object]) -> None:
        """The end, with what was found on the way; where it does not fit the file stays without."""
        if self.disk.descriptor < 0:
            return
        try:
            self.writer.add_metadata("recorder", {name: json.dumps(value) for name, value in found.items()})
            self.writer.finish()  # type: ignore[no-untyped-call]
        except OSError:
            self.disk.cut(self.good)
        self.disk.close()

    def abandon(self) -> None:
        """Keep what is whole."""
        self.disk.cut(self.good)
        self.disk.close()
        if self.good == 0:
            with contextlib.suppress(OSError):
                self.path.unlink()

    def _channel(self, topic: str) -> int:
        kind = self.kinds[topic]
        if kind not in self.schemas:
            self.schemas[kind] = self.writer.register_schema(kind.name, kind.schema_encoding, kind.schema)
        self.channels[topic] = self.writer.register_channel(f"/{topic}", kind.encoding, self.schemas[kind])
        return self.channels[topic]
