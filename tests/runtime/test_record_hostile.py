"""A record that is damaged, cut short or made up is refused in words, never with a traceback."""

import functools
import json
import tempfile
from io import BytesIO
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from mcap.writer import CompressionType, Writer

from aureole.core.errors import BadInput
from aureole.core.notes import notes
from aureole.runtime import replay
from aureole.runtime.layout import layout
from aureole.runtime.record import Recorder
from aureole.runtime.replay import Record, read
from tests.runtime.words import step

WORDS = {"/scene": 0, "/plan": 1, "/command": 2}


@functools.cache
def whole() -> bytes:
    """A small record."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "drive.mcap"
        with Recorder(path, {"case": "made up"}) as recorder:
            for tick in range(4):
                recorder.watch(*step(tick))
            recorder.close({"digest": "ab"})
        return path.read_bytes()


def opened(data: bytes) -> Record:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "drive.mcap"
        path.write_bytes(data)
        return read(path)


def same(one: Record, two: Record) -> bool:
    words = ((one.scene, two.scene), (one.plan, two.plan), (one.command, two.command))
    return one.drive == two.drive and all(
        getattr(a, note.name).tobytes() == getattr(b, note.name).tobytes() for a, b in words for note in notes(type(a))
    )


def refused(data: bytes) -> BadInput:
    with pytest.raises(BadInput) as caught:
        opened(data)
    assert caught.value.place.endswith("drive.mcap")
    assert caught.value.remedy
    return caught.value


def refused_or_same(data: bytes) -> None:
    try:
        got = opened(data)
    except BadInput:
        return
    assert same(got, opened(whole()))


@given(st.integers(0, 10**9))
@settings(max_examples=60, deadline=None)
def test_a_record_that_is_cut_short_is_refused(cut):
    refused(whole()[: cut % len(whole())])


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_flipped_bits_are_refused_or_change_nothing(flips):
    data = bytearray(whole())
    for flip in flips:
        data[flip // 8 % len(data)] ^= 1 << flip % 8
    refused_or_same(bytes(data))


@given(st.integers(0, 10**9), st.binary(min_size=1, max_size=40))
@settings(max_examples=100, deadline=None)
def test_foreign_bytes_are_refused_or_change_nothing(place, junk):
    data, place = whole(), place % len(whole())
    refused_or_same(data[:place] + junk + data[place + len(junk) :])


def made(
    *,
    schemas: dict[str, bytes] | None = None,
    messages: dict[str, list[bytes]] | None = None,
    drive: bool = True,
    summed: bool = True,
    compression: CompressionType = CompressionType.ZSTD,
) -> bytes:
    """A record with right sums and wrong contents."""
    file = BytesIO()
    writer = Writer(file, compression=compression, enable_data_crcs=summed)
    writer.start()
    for topic, place in WORDS.items():
        plan = layout(step(0)[place])
        text = (schemas or {}).get(topic, plan.json())
        number = writer.register_channel(topic, "aureole", writer.register_schema(plan.word, "aureole", text))
        for message in (messages or {}).get(topic, [bytes(plan.size)]):
            writer.add_message(number, 0, message, 0)
    if drive:
        writer.add_metadata("drive", {})
    writer.finish()
    return file.getvalue()


def changed(**field: object) -> dict[str, bytes]:
    """The scene's schema with other words in its field `xyz`."""
    schema = json.loads(layout(step(0)[0]).json())
    schema["fields"][2].update(field)
    return {"/scene": json.dumps(schema).encode()}


def test_what_is_made_right_is_read():
    assert opened(made()).scene.xyz.shape == (1, 3, 3)


@pytest.mark.parametrize(
    "data",
    [
        made(schemas=changed(shape=[1, 10**18, 3])),
        made(schemas=changed(shape=[1, -3, 3])),
        made(schemas=changed(shape=[1, 3.5, 3])),
        made(schemas=changed(shape=[1, 3])),
        made(schemas=changed(shape=[1, 4, 3])),
        made(schemas=changed(shape=[2, 3, 3])),
        made(schemas=changed(dtype="|O")),
        made(schemas=changed(dtype=">f8")),
        made(schemas=changed(unit="km")),
        made(schemas=changed(frame="ego")),
        made(schemas=changed(name="position")),
        made(schemas=changed(name=["xyz"])),
        made(schemas=changed(more=1)),
        made(schemas={"/plan": b""}),
        made(schemas={"/plan": b"[" * 100_000}),
        made(schemas={"/plan": b"\xff"}),
        made(schemas={"/plan": b'{"word":"Plan","fields":[]}'}),
        made(messages={"/scene": [b"short"]}),
        made(messages={"/scene": []}),
        made(messages={"/scene": [b"\xff" * layout(step(0)[0]).size]}),
        made(drive=False),
        made(summed=False),
        made(compression=CompressionType.NONE),
        made(compression=CompressionType.LZ4),
        b"",
        b"PK\x03\x04",
    ],
    ids=range(26),
)
def test_a_made_up_record_is_refused(data):
    refused(data)


def test_a_record_of_another_version_names_the_field():
    assert "position, xyz" in refused(made(schemas=changed(name="position"))).what


def test_a_record_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(replay, "UNPACKED_WALL", 1000)
    assert "unpacks to more than 1000 bytes" in refused(whole()).what


def test_a_chunk_that_lies_about_its_size_is_refused():
    data = whole()
    bomb = zstandard.compress(bytes(10**6))
    frame = data.index(b"\x28\xb5\x2f\xfd")  # a zstd frame begins
    assert "packed in another way" in refused(data[:frame] + bomb + data[frame + len(bomb) :]).what


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadInput, match="No such file"):
        read(tmp_path / "nothing.mcap")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(BadInput, match="cannot be read"):
        read(tmp_path)
