"""What a recorder left, read part after part: words in the order in which they were written, and what is not there."""

from __future__ import annotations

import contextlib
import json
import struct
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import zstandard
from mcap.exceptions import EndOfFile
from mcap.opcode import Opcode
from mcap.records import Channel, Chunk, DataEnd, Message, Metadata, Schema
from mcap.stream_reader import StreamReader, breakup_chunk
from mcap.writer import MCAP0_MAGIC

from aureole.core.errors import BadInput
from aureole.runtime.layout import ENCODING, Layout
from aureole.runtime.recorder.part import Entry
from aureole.runtime.recorder.ring import LARGEST, parts_in
from aureole.runtime.replay import BROKEN

HEAD = struct.Struct("<BQ")  # opcode, length of a record
LARGEST_CHUNK = 1 << 28  # bytes, unpacked
WHOLE = LARGEST + (1 << 28)  # bytes of a part; a chunk more than it is to have


class Tape:
    """The parts in a folder; read them with `entries`, as often as wanted."""

    def __init__(self, folder: Path) -> None:
        """Find the parts, and what the first one says of the drive.

        Raises:
            BadInput: there are none, or the first is none of ours.
        """
        self.folder = folder
        try:
            self.parts = parts_in(folder)
        except OSError as error:
            raise BadInput(f"cannot be read: {error.strerror or error}", place=str(folder)) from error
        if not self.parts:
            raise BadInput("holds no part of a recording", place=str(folder), remedy="name the folder of a recorder")
        self.layouts: dict[str, Layout] = {}
        """By topic, as far as it was read."""
        self.sizes: dict[str, int] = {}
        """Of its words, bytes."""
        self.found: dict[str, Any] = {}
        """What the recorder told at the end of the last whole part: words, lost, refused, removed_parts."""
        self.cut: list[str] = []
        """Parts that end where their recorder was killed, or its disk was full."""
        self.about: dict[str, str] = {}
        """What the recorder was told of the drive."""
        for _ in self.entries():
            break
        if not self.about:
            raise self._bad(self.parts[0], ValueError("the words about the drive are missing"))

    def entries(self) -> Iterator[Entry]:
        """Every word of ours, part after part; one that a recorder which began anew was given again comes once.

        Raises:
            BadInput: a part is damaged where no crash damages it, or of another version.
        """
        self.cut.clear()
        last: dict[str, tuple[int, int, int]] = {}
        for path in self.parts:
            try:
                for entry in self._part(path):
                    if last.get(entry.topic) != entry[1:4]:
                        last[entry.topic] = entry[1:4]
                        yield entry
            except BROKEN as error:
                raise self._bad(path, error) from error

    def _part(self, path: Path) -> Iterator[Entry]:
        try:
            size = path.stat().st_size
            data = path.read_bytes() if size <= WHOLE else b""
        except OSError as error:
            raise BadInput(f"cannot be read: {error.strerror or error}", place=str(path)) from error
        if size > WHOLE:
            raise BadInput(f"has {size} bytes, a part has at most {WHOLE}", place=str(path))
        if not whole(data):
            self.cut.append(path.name)
        yield from self._records(data[: end(data)])

    def _records(self, data: bytes) -> Iterator[Entry]:
        schemas: dict[int, Schema] = {}
        channels: dict[int, Channel] = {}
        with contextlib.suppress(EndOfFile):
            for record in StreamReader(BytesIO(data), emit_chunks=True, validate_crcs=True).records:
                if isinstance(record, DataEnd):
                    return
                if isinstance(record, Metadata):
                    self._told(record)
                elif isinstance(record, Chunk):
                    yield from self._chunk(record, schemas, channels)

    def _told(self, record: Metadata) -> None:
        if record.name == "drive":
            drive = dict(record.metadata)
            if self.about and drive != self.about:
                raise ValueError("this part is of another drive than the first")
            self.about = drive
        elif record.name == "recorder":
            self.found = {name: json.loads(text) for name, text in record.metadata.items()}

    def _chunk(self, chunk: Chunk, schemas: dict[int, Schema], channels: dict[int, Channel]) -> Iterator[Entry]:
        if chunk.compression != "zstd" or zstandard.frame_content_size(chunk.data) != chunk.uncompressed_size:
            raise ValueError("a chunk is packed in another way than ours")
        if chunk.uncompressed_size > LARGEST_CHUNK:
            raise ValueError(f"a chunk unpacks to {chunk.uncompressed_size} bytes")
        for record in breakup_chunk(chunk, validate_crc=True):
            if isinstance(record, Schema):
                schemas[record.id] = record
            elif isinstance(record, Channel):
                channels[record.id] = record
                self._lay(record, schemas)
            elif isinstance(record, Message):
                channel = channels[record.channel_id]
                if channel.message_encoding == ENCODING:
                    topic = channel.topic.removeprefix("/")
                    if len(record.data) != self.sizes[topic]:
                        raise ValueError(f"{topic}: a word has {len(record.data)} bytes")
                    yield Entry(topic, record.log_time, record.publish_time, record.sequence, record.data)

    def _lay(self, channel: Channel, schemas: dict[int, Schema]) -> None:
        if channel.message_encoding != ENCODING:
            return
        found = msgspec.json.decode(schemas[channel.schema_id].data, type=Layout)
        topic = channel.topic.removeprefix("/")
        if self.layouts.setdefault(topic, found) != found:
            raise ValueError(f"{topic}: its words have other sizes than in the parts before")
        self.sizes[topic] = found.size

    def _bad(self, path: Path, error: BaseException) -> BadInput:
        why = str(error)[:300] or type(error).__name__
        remedy = "remove this part to read the others, or read it with the version that wrote it"
        return BadInput(f"not a part of a recording of this version: {why}", place=str(path), remedy=remedy)


def whole(data: bytes) -> bool:
    """Whether a part ends as its recorder ended it."""
    return len(data) > 2 * len(MCAP0_MAGIC) and data.endswith(MCAP0_MAGIC)


def end(data: bytes) -> int:
    """Bytes up to the last record that is there in full: an opcode, a length and its contents each (MCAP 0)."""
    place = len(MCAP0_MAGIC)
    while place + HEAD.size <= len(data):
        opcode, length = HEAD.unpack_from(data, place)
        if place + HEAD.size + length > len(data):
            return place
        place += HEAD.size + length
        if opcode == Opcode.FOOTER:
            return len(data)
    return place


def gaps(entries: Iterator[Entry]) -> dict[str, int]:
    """Words that are missing between those that are there, by topic; a writer that began anew is no gap."""
    last: dict[str, int] = {}
    missing: dict[str, int] = {}
    for entry in entries:
        before = last.get(entry.topic)
        if before is not None and entry.number > before + 1:
            missing[entry.topic] = missing.get(entry.topic, 0) + entry.number - before - 1
        last[entry.topic] = entry.number
    return missing
