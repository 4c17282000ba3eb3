"""What the kernel enforces between the processes of a topic, and what either side sees of the other's end."""

from __future__ import annotations

import contextlib
import mmap
import os
import signal
import socket
import struct
import sys

import pytest

from aureole.core.errors import Trouble
from aureole.runtime.bus import segment, waiting
from aureole.runtime.bus.ends import SharedReader, SharedWriter
from aureole.runtime.bus.ledger import slots_for
from aureole.runtime.bus.lines import NOTE, End, PipeLine, pair
from aureole.runtime.clock import Monotonic
from tests.runtime.bus.buses import FRAME, topic, word

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memfd and its seals are Linux's")
DEPTH = 2


def in_child(work) -> int:
    """Run something in a forked process; its number. It exits 0 if `work` returned, 1 if it raised."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def ended_well(child: int) -> bool:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.fixture(autouse=True, params=["compiled", "python"])
def way(request, monkeypatch):
    """How readers wait."""
    monkeypatch.setattr(waiting, "ready", [])
    if request.param == "compiled":
        waiting.prepare()


@pytest.fixture
def line():
    """A topic, its writer, and a reader's descriptor and end of the line that nobody uses yet."""
    about = topic(("reader",), queued=True, depth=DEPTH)
    memory = segment.create("words", FRAME.size * slots_for(about))
    writer = SharedWriter(about, FRAME, memory, Monotonic())
    mine, theirs = pair()
    writer.attach("reader", mine)
    reading = segment.read_only(memory)
    yield about, writer, memory, reading, theirs
    writer.close()
    theirs.close()
    os.close(reading)
    os.close(memory)


def reader_of(about, reading: int, theirs: End) -> SharedReader:
    reader = SharedReader(FRAME, every=about.queued)
    reader.attach(reading, theirs)
    return reader


def test_another_process_reads_in_place_what_was_written_in_place(line):
    about, writer, _, reading, theirs = line

    def read() -> None:
        reader = reader_of(about, reading, theirs)
        for value in (3.0, 4.0):
            with reader.take(wait=10.0) as message:
                assert message is not None
                assert message.word.inner.value[0] == value

    child = in_child(read)
    writer.put(word(3), 0)
    writer.put(word(4), 0)
    assert ended_well(child)


def test_a_reader_can_neither_map_for_writing_nor_open_anew_nor_resize(line):
    about, writer, _, reading, theirs = line
    size = FRAME.size * slots_for(about)

    def attack() -> None:
        for attempt in (
            lambda: mmap.mmap(reading, size, mmap.MAP_SHARED, mmap.PROT_READ | mmap.PROT_WRITE),
            lambda: mmap.mmap(
                os.open(f"/proc/self/fd/{reading}", os.O_RDWR), size, mmap.MAP_SHARED, mmap.PROT_READ | mmap.PROT_WRITE
            ),
            lambda: os.pwrite(os.open(f"/proc/self/fd/{reading}", os.O_RDWR), b"forged", 0),
            lambda: os.ftruncate(os.open(f"/proc/self/fd/{reading}", os.O_RDWR), 0),
        ):
            with pytest.raises(PermissionError):  # EACCES or EPERM
                attempt()

    assert ended_well(in_child(attack))
    writer.put(word(9), 0)
    with reader_of(about, reading, theirs).take() as message:
        assert message.word.inner.value[0] == 9.0


def test_memory_that_its_writer_has_not_sealed_is_given_to_nobody():
    memory = segment.create("words", 4096)
    try:
        with pytest.raises(Trouble, match="not sealed"):
            segment.read_only(memory)
    finally:
        os.close(memory)


def test_a_killed_reader_loses_its_slots_and_nobody_else_anything(line):
    about, writer, _, reading, theirs = line
    ready, told = os.pipe()

    def hold() -> None:
        reader = reader_of(about, reading, theirs)
        with reader.take(wait=10.0):
            os.write(told, b"x")
            signal.pause()

    child = in_child(hold)
    theirs.close()
    writer.put(word(1), 0)
    os.read(ready, 1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    for value in range(20):
        writer.put(word(value), value)
    assert not writer.socks
    assert sorted([*writer.ledger.free, writer.note.slot]) == list(range(slots_for(about)))
    os.close(ready)
    os.close(told)


def test_a_stopped_reader_does_not_hold_up_the_writer_and_goes_on_with_the_newest(line):
    about, writer, _, reading, theirs = line
    ready, told = os.pipe()

    def read() -> None:
        reader = reader_of(about, reading, theirs)
        os.write(told, b"x")
        seen = []
        while not seen or seen[-1] < 999.0:
            with reader.take(wait=10.0) as message:
                assert message is not None
                seen.append(float(message.word.inner.value[0]))
                lost = message.lost
            os.write(told, b"x")
        assert lost == 1000 - len(seen)

    child = in_child(read)
    os.read(ready, 1)
    os.kill(child, signal.SIGSTOP)
    os.waitpid(child, os.WUNTRACED)
    for value in range(1000):
        writer.put(word(value), value)
    assert writer.refused["reader"] >= 1000 - DEPTH
    os.kill(child, signal.SIGCONT)
    for _ in range(DEPTH):
        os.read(ready, 1)
    while (left := os.waitpid(child, os.WNOHANG)) == (0, 0):
        writer.heed()
    assert os.waitstatus_to_exitcode(left[1]) == 0
    writer.heed()
    assert writer.ledger.out.get("reader", []) == []
    os.close(ready)
    os.close(told)


def test_a_reader_sees_that_its_writer_has_gone_after_its_last_word(line):
    about, writer, _, reading, theirs = line
    reader = reader_of(about, reading, theirs)
    writer.put(word(5), 0)
    writer.close()
    with reader.take() as message:
        assert message.word.inner.value[0] == 5.0
    with reader.take(wait=10.0) as message:
        assert message is None
    assert reader.ended


@pytest.mark.parametrize(("queued", "taken"), [(True, [1.0, 2.0, 3.0]), (False, [3.0])])
def test_what_a_dead_writer_had_sent_comes_before_its_successors_words_where_every_word_counts(line, queued, taken):
    about, writer, _, reading, theirs = line
    reader = SharedReader(FRAME, every=queued)
    reader.attach(reading, theirs)
    writer.put(word(1), 0)
    writer.put(word(2), 1)
    writer.close()
    memory = segment.create("words", FRAME.size * slots_for(about))
    successor = SharedWriter(about, FRAME, memory, Monotonic())
    mine, other = pair()
    handed = segment.read_only(memory)
    reader.attach(handed, other)
    successor.attach("reader", mine)
    successor.put(word(3), 2)
    seen = []
    for _ in range(len(taken)):
        with reader.take() as message:
            seen.append(float(message.word.inner.value[0]))
            assert message.lost == 0
    assert seen == taken
    with reader.take() as message:
        assert message is None
    assert not reader.older
    for end in (successor, reader):
        end.close()
    os.close(handed)
    os.close(memory)


@pytest.mark.parametrize("lie", [b"", b"x", struct.pack("<I", 0), struct.pack("<I", 2**32 - 1), b"x" * 64])
def test_a_reader_that_gives_back_what_it_does_not_have_changes_nothing(line, lie):
    _, writer, _, _, theirs = line
    if lie:
        theirs.backs.send(lie)
    writer.heed()
    writer.put(word(1), 0)
    assert writer.odd == bool(lie)
    assert writer.ledger.out == {"reader": [writer.note.slot]}


@pytest.mark.parametrize(
    "lie", [b"x", struct.pack("<qqqI", 0, 0, 0, 2**32 - 1), struct.pack("<qqqI", 0, 0, 0, 4), b"x" * 28]
)
def test_a_writer_that_lies_about_slots_is_not_believed(lie):
    about = topic(("reader",), queued=True, depth=DEPTH)
    memory = segment.create("words", FRAME.size * slots_for(about))
    segment.write_map(memory, FRAME.size * slots_for(about))
    mine, theirs = pair()
    reader = reader_of(about, segment.read_only(memory), theirs)
    mine.notes.write(lie)
    with reader.take() as message:
        assert message is None
    mine.close()
    reader.close()
    os.close(memory)


def test_a_writer_whose_notes_are_not_whole_is_listened_to_no_more(line):
    about, writer, _, reading, theirs = line
    reader = reader_of(about, reading, theirs)
    writer.pipes["reader"].write(b"x" * 27)
    assert reader.hold() is None
    assert reader.ended
    writer.put(word(1), 0)
    assert reader.hold() is None


@pytest.mark.parametrize("depth", [1, 2, 600])
def test_as_many_notes_wait_as_a_topic_is_deep(depth):
    mine, theirs = pair(depth)
    try:
        assert [mine.notes.write(NOTE.pack(number, 0, 0, 0)) for number in range(depth)] == [NOTE.size] * depth
    finally:
        mine.close()
        theirs.close()


def test_a_writer_that_may_lose_nothing_waits_until_there_is_room(line):
    about, writer, _, reading, theirs = line

    def read() -> None:
        reader = reader_of(about, reading, theirs)
        for value in range(300):
            with reader.take(wait=10.0) as message:
                assert message is not None
                assert (message.stamp, message.lost) == (value, 0)

    child = in_child(read)
    for value in range(300):
        assert writer.room(10.0)
        writer.put(word(value), value)
    assert ended_well(child)
    assert writer.refused == {"reader": 0}


def test_whoever_a_topic_names_first_is_told_first_though_it_came_last_or_came_back():
    about = topic(("recorder", "guard", "judge"), queued=True, depth=8)
    memory = segment.create("words", FRAME.size * slots_for(about))
    writer = SharedWriter(about, FRAME, memory, Monotonic())
    theirs = []
    for name in ("judge", "recorder", "guard", "recorder"):
        mine, other = pair()
        writer.attach(name, mine)
        theirs.append(other)
        writer.put(word(1), 0)
        assert list(writer.roomy) == [each for each in about.readers if each in writer.socks]
    for end in (writer, *theirs):
        end.close()
    os.close(memory)


def test_waiting_for_room_ends_with_its_time(line):
    _, writer, _, _, _ = line
    for value in range(DEPTH):
        writer.put(word(value), value)
    assert not writer.room(0.01)


def test_a_wait_that_ends_with_its_time_takes_nothing_from_the_next_one(line):
    about, writer, _, reading, theirs = line
    reader = reader_of(about, reading, theirs)
    with reader.take(wait=0.01) as message:
        assert message is None
    writer.put(word(7), 1)
    with reader.take(wait=10.0) as message:
        assert (message.stamp, message.word.inner.value[0]) == (1, 7.0)
    with reader.take() as message:
        assert message is None


def test_a_reader_that_floods_slots_it_does_not_have_neither_holds_up_the_writer_nor_loses_its_words(line):
    about, writer, _, reading, theirs = line
    reader = reader_of(about, reading, theirs)
    for value in range(50):
        with contextlib.suppress(BlockingIOError):
            while True:
                theirs.backs.send(b"x" * 4, socket.MSG_DONTWAIT)
        writer.put(word(value), value)
        writer.heed()
    assert writer.odd >= 50
    assert 1 <= len(writer.ledger.out["reader"]) <= DEPTH
    with reader.take() as message:
        assert message.word.inner.value[0] == 0.0


def test_what_a_writer_had_sent_is_there_though_it_went_without_reading_what_came_back():
    writing, reading = pair()
    reader = PipeLine(reading)
    for number in range(3):
        writing.notes.write(NOTE.pack(number, 0, 0, number))
    reader.back(0)
    writing.close()
    try:
        assert [note.number for note in (reader.receive(), reader.receive(), reader.receive()) if note] == [0, 1, 2]
        assert reader.receive() is None
        assert reader.ended
    finally:
        reader.close()
