"""A node that sleeps in compiled code hears what one hears that sleeps in Python, and has the note already."""

from __future__ import annotations

import contextlib
import socket
import sys
import time
from collections import deque

import pytest

from aureole.runtime.bus.lines import BACK, NOTE, End, PipeLine, pair
from aureole.runtime.bus.reading import TopicReader
from aureole.runtime.nodes import rest as resting
from aureole.runtime.nodes.node import EDGE
from aureole.runtime.nodes.rest import ELSE, SAID, TAKEN, TIME, TORN, Rest
from aureole.runtime.nodes.timer import Timer
from tests.runtime.bus.buses import FRAME

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="epoll and timerfd are Linux's")


class Bed:
    """A sleeper, a reader whose line it minds, and everybody who can wake it."""

    def __init__(self, *, every: bool) -> None:
        self.timer = Timer()
        self.supervisor, self.control = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.writer, theirs = pair()
        self.other, self.others = pair()
        self.reader = TopicReader(FRAME, every=every)
        self.reader.join(PipeLine(theirs), [()] * 4)
        self.rest = Rest(self.timer, self.control)
        self.rest.poll.register(theirs.notes, EDGE)
        self.rest.poll.register(self.others.notes, EDGE)
        self.rest.mind(self.reader)

    def tell(self, *numbers: int) -> None:
        for number in numbers:
            self.writer.notes.write(NOTE.pack(number, -2 * number, 3 * number, number % 4))

    def close(self) -> None:
        self.rest.close()
        self.timer.close()
        for each in (self.reader, self.writer, self.supervisor, self.control, self.other, self.others):
            each.close()


@pytest.fixture(params=["compiled", "python"])
def bed(request, monkeypatch):
    """One that takes every note."""
    monkeypatch.setattr(resting, "ready", [])
    if request.param == "compiled":
        resting.prepare()
    with contextlib.closing(Bed(every=True)) as made:
        yield made


@pytest.fixture
def compiled(monkeypatch):
    """The compiled call, in this test alone."""
    monkeypatch.setattr(resting, "ready", [])
    resting.prepare()


def test_nothing_comes_of_a_short_sleep_when_nothing_has_come(bed):
    assert bed.rest.sleep(short=True)[0] == 0


@pytest.mark.parametrize("what", [TIME, SAID, ELSE])
def test_whoever_else_wakes_it_is_told_apart(bed, what):
    if what == TIME:
        bed.timer.wake(time.monotonic_ns() + 1_000_000)
    elif what == SAID:
        bed.supervisor.send(b"stop")
    else:
        bed.other.notes.write(b"x")
    assert bed.rest.sleep(short=False)[0] == what


def test_every_note_that_comes_is_found_once_and_in_order(bed):
    bed.tell(1, 2, 3)
    found = deque[tuple[int, ...]]()
    came, *note = bed.rest.sleep(short=False)
    if came & TAKEN:
        found.append(tuple(note))
    while (left := bed.reader.line.receive()) is not None:
        found.append(tuple(left))
    assert list(found) == [(number, -2 * number, 3 * number, number % 4) for number in (1, 2, 3)]


def test_the_end_of_a_writer_wakes_and_is_no_note(bed):
    bed.writer.close()
    assert not bed.rest.sleep(short=False)[0] & TAKEN
    assert bed.reader.line.receive() is None
    assert bed.reader.ended


def test_the_note_that_ends_a_sleep_has_been_taken(compiled):
    with contextlib.closing(Bed(every=True)) as bed:
        bed.tell(7)
        assert bed.rest.sleep(short=False) == (TAKEN, 7, -14, 21, 3)
        assert bed.reader.line.receive() is None


def test_of_several_notes_who_wants_the_newest_has_it_and_gives_the_others_slots_back(compiled):
    with contextlib.closing(Bed(every=False)) as bed:
        bed.tell(4, 5, 6)
        assert bed.rest.sleep(short=False) == (TAKEN, 6, -12, 18, 2)
        assert [BACK.unpack(bed.writer.backs.recv(64))[0] for _ in range(2)] == [0, 1]


def test_who_writes_a_part_of_a_note_is_listened_to_no_more(compiled):
    for every in (True, False):
        with contextlib.closing(Bed(every=every)) as bed:
            bed.writer.notes.write(b"x" * (NOTE.size - 1))
            assert bed.rest.sleep(short=False)[0] == TORN
            bed.rest.refuse()
            bed.tell(1)
            assert bed.reader.line.receive() is None
            assert bed.reader.ended


def test_a_part_of_a_note_behind_whole_ones_is_told_with_them(compiled):
    with contextlib.closing(Bed(every=False)) as bed:
        bed.tell(1, 2)
        bed.writer.notes.write(b"x")
        assert bed.rest.sleep(short=False) == (TAKEN | TORN, 2, -4, 6, 2)


def test_no_note_is_taken_for_a_line_that_must_wait_for_an_older_one(compiled):
    with contextlib.closing(Bed(every=True)) as bed:
        bed.reader.older.append((PipeLine(End(bed.others.notes, bed.others.backs)), [()], 0))
        bed.rest.mind(bed.reader)
        bed.tell(1)
        assert bed.rest.sleep(short=False)[0] == ELSE
        bed.reader.older.clear()
