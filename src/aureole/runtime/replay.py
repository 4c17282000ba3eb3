"""A record read again: what was said about the drive, and every word of it stacked over time."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import numpy as np
import zstandard
from mcap.exceptions import EndOfFile, McapError
from mcap.records import Channel, Chunk, DataEnd, McapRecord, Message, Metadata, Schema
from mcap.stream_reader import StreamReader, breakup_chunk

from aureole.core.command import Command
from aureole.core.errors import BadInput
from aureole.core.notes import Int64
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.runtime.layout import ENCODING, Layout, stack
from aureole.runtime.record import COMMAND, PLAN, SCENE

UNPACKED_WALL = 2 * 2**30  # bytes; ten minutes at 0.01 s with 100 agents are 1.5 GB
Word = TypeVar("Word", Scene, Plan, Command)
BROKEN = (
    McapError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
    MemoryError,
    struct.error,
    zstandard.ZstdError,
    msgspec.MsgspecError,
)


@dataclass(frozen=True, slots=True)
class Record:
    """One drive; in its words the leading axis is time (kept moments, rising) instead of worlds."""

    drive: dict[str, str]
    """Case, params, driver, car, seed, step, digest, verdict, machine, versions: as the recorder was told."""
    scene: Scene
    plan: Plan
    command: Command
    """Row k belongs to row k of `scene`."""
    planned: Int64
    """ns; the moment of `scene` from which on each plan was in force; on real time later than its stamp."""


def steps(record: Record) -> Iterator[tuple[Scene, Plan, Command]]:
    """What watchers saw, moment by moment, as words of one world; a plan is the same object while it is in force."""
    force = np.searchsorted(record.planned, record.scene.stamp, side="right") - 1
    planned, plan = -1, record.plan
    for k, row in enumerate(np.maximum(force, 0).tolist()):
        if row != planned:
            planned, plan = row, moment(record.plan, row)
        yield moment(record.scene, k), plan, moment(record.command, k)


def moment(word: Word, k: int) -> Word:
    """One moment of a word whose leading axis is time, as the word of one world."""
    return replace(word, **{field.name: getattr(word, field.name)[k : k + 1] for field in fields(word)})


def read(path: Path) -> Record:
    """The record in this file.

    Raises:
        BadInput: there is no such file, it is damaged or cut short, or other words than this version's are in it.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        what = f"the record cannot be read: {error.strerror or error}"
        raise BadInput(what, place=str(path), remedy="check the path and its rights") from error
    try:
        return _record(_Parts(data))
    except BROKEN as error:
        why = "it ends too early" if isinstance(error, EndOfFile) else str(error) or type(error).__name__
        raise BadInput(
            f"not a whole record of this version: {why[:300]}",
            place=str(path),
            remedy="drive the case again, or read it with the version that wrote it",
        ) from error


class _Parts:
    """What a file holds, checked on the way: sums, sizes, order."""

    def __init__(self, data: bytes) -> None:
        self.drive: dict[str, str] | None = None
        self.schemas: dict[int, Schema] = {}
        self.channels: dict[int, Channel] = {}
        self.messages: dict[int, list[bytes]] = {}
        self.heard: dict[int, list[int]] = {}
        self.unpacked = 0
        summed = False
        # In memory, because a stream over memory never hands out more than there is, whatever a length says.
        for record in StreamReader(BytesIO(data), emit_chunks=True, validate_crcs=True).records:
            if summed:
                continue  # the summary repeats what was said
            if isinstance(record, DataEnd):
                summed = record.data_section_crc != 0
            elif isinstance(record, Chunk):
                self._unpack(record)
            elif isinstance(record, Metadata) and record.name == "drive":
                self.drive = record.metadata
        if not summed:
            raise ValueError("the sum over the data is missing")

    def times(self, topic: str) -> Int64:
        """The moment at which each word of a topic was kept, ns; it does not go back."""
        found = np.array(self.heard[self._number(topic)], dtype=np.uint64).astype(np.int64)
        if (np.diff(found) < 0).any():
            raise ValueError(f"{topic}: its words are not in the order of time")
        return found

    def word(self, topic: str, word: type[Any]) -> Any:
        """All words of a topic, stacked over time."""
        number = self._number(topic)
        channel = self.channels[number]
        schema = self.schemas.get(channel.schema_id)
        if schema is None or (schema.encoding, channel.message_encoding) != (ENCODING, ENCODING):
            raise ValueError(f"{topic} has no schema of ours")
        found = msgspec.json.decode(schema.data, type=Layout)
        return stack(found, self.messages[number], word)

    def _number(self, topic: str) -> int:
        numbers = [number for number, channel in self.channels.items() if channel.topic == topic]
        if len(numbers) != 1:
            raise ValueError(f"{len(numbers)} channels for {topic}, expected 1")
        return numbers[0]

    def _unpack(self, chunk: Chunk) -> None:
        if chunk.compression != "zstd" or zstandard.frame_content_size(chunk.data) != chunk.uncompressed_size:
            raise ValueError("a chunk is packed in another way than ours")
        self.unpacked += chunk.uncompressed_size
        if self.unpacked > UNPACKED_WALL:
            raise ValueError(f"unpacks to more than {UNPACKED_WALL} bytes")
        for record in breakup_chunk(chunk, validate_crc=True):
            self._sort(record)

    def _sort(self, record: McapRecord) -> None:
        if isinstance(record, Schema):
            self.schemas[record.id] = record
        elif isinstance(record, Channel):
            self.channels[record.id] = record
            self.messages.setdefault(record.id, [])
            self.heard.setdefault(record.id, [])
        elif isinstance(record, Message):
            if record.channel_id not in self.messages:
                raise ValueError(f"a message on channel {record.channel_id}, which was never announced")
            self.messages[record.channel_id].append(record.data)
            self.heard[record.channel_id].append(record.log_time)


def _record(parts: _Parts) -> Record:
    if parts.drive is None:
        raise ValueError("the words about the drive are missing")
    scene, plan, command = (
        parts.word(topic, word) for topic, word in ((SCENE, Scene), (PLAN, Plan), (COMMAND, Command))
    )
    if len(scene.stamp) != len(command.stamp):
        raise ValueError(f"{len(scene.stamp)} scenes, but {len(command.stamp)} commands")
    return Record(parts.drive, scene, plan, command, parts.times(PLAN))
