"""A reader that waits in compiled code takes what one takes that waits in Python, whatever ends the wait."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import time

import pytest

from aureole.runtime.bus import waiting
from aureole.runtime.bus.lines import BACK, NOTE, PipeLine, pair
from aureole.runtime.bus.reading import TopicReader
from aureole.runtime.bus.slots import Slots
from tests.runtime.bus.buses import FRAME

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memfd and its seals are Linux's")
SLOTS = 4


class Bed:
    """A reader, and the other end of its line."""

    def __init__(self, *, every: bool) -> None:
        self.writer, theirs = pair()
        self.reader = TopicReader(FRAME, every=every)
        self.reader.join(PipeLine(theirs), Slots(FRAME, bytearray(FRAME.size * SLOTS), SLOTS))

    def tell(self, *numbers: int) -> None:
        for number in numbers:
            self.writer.notes.write(NOTE.pack(number, 2 * number, 3 * number, number % SLOTS))

    def take(self, wait: float) -> tuple[int, int, int, int] | None:
        with self.reader.take(wait) as message:
            return None if message is None else (message.number, message.stamp, message.sent, message.lost)

    def backs(self) -> list[int]:
        found = []
        with contextlib.suppress(BlockingIOError):
            while True:
                found.append(BACK.unpack(self.writer.backs.recv(64, socket.MSG_DONTWAIT))[0])
        return found

    def close(self) -> None:
        self.reader.close()
        self.writer.close()


@pytest.fixture(params=["compiled", "python"])
def way(request, monkeypatch):
    monkeypatch.setattr(waiting, "ready", [])
    if request.param == "compiled":
        waiting.prepare()
    return request.param


def bed(*, every: bool = True) -> contextlib.AbstractContextManager[Bed]:
    return contextlib.closing(Bed(every=every))


def test_every_word_is_taken_once_and_in_order(way):
    with bed() as made:
        made.tell(0, 1, 2)
        assert [made.take(1.0) for _ in range(3)] == [(number, 2 * number, 3 * number, 0) for number in range(3)]
        assert made.take(0.001) is None
        assert made.backs() == [0, 1, 2]


@pytest.mark.parametrize("many", [1, 2, 3])
def test_of_several_words_who_wants_the_newest_has_it_and_gives_the_others_back(way, many):
    with bed(every=False) as made:
        made.tell(*range(many))
        assert made.take(1.0) == (many - 1, 2 * many - 2, 3 * many - 3, 0)
        assert made.backs() == list(range(many))
        assert made.take(0.001) is None


def test_who_wants_every_word_from_now_on_has_it(way):
    with bed(every=False) as made:
        made.reader.every = True
        made.tell(0, 1)
        assert [made.take(1.0), made.take(1.0)] == [(0, 0, 0, 0), (1, 2, 3, 0)]


def test_words_that_are_missing_between_two_are_counted(way):
    with bed() as made:
        made.tell(3, 7)
        assert [made.take(1.0), made.take(1.0)] == [(3, 6, 9, 0), (7, 14, 21, 3)]


def test_the_end_of_the_writer_ends_the_wait_after_its_last_word(way):
    with bed() as made:
        made.tell(1)
        made.writer.close()
        began = time.monotonic()
        assert made.take(60.0) == (1, 2, 3, 0)
        assert made.take(60.0) is None
        assert made.take(60.0) is None
        assert made.reader.ended
        assert time.monotonic() - began < 30.0


@pytest.mark.parametrize("every", [True, False])
def test_who_writes_a_part_of_a_note_is_listened_to_no_more(way, every):
    with bed(every=every) as made:
        made.tell(1)
        made.writer.notes.write(b"x" * (NOTE.size - 1))
        assert made.take(1.0) == (1, 2, 3, 0)
        assert made.take(1.0) is None
        made.tell(2)
        assert made.take(1.0) is None
        assert made.reader.ended


@pytest.mark.parametrize("slot", [SLOTS, 2**32 - 1])
def test_a_note_of_a_slot_that_does_not_exist_is_not_followed(way, slot):
    with bed() as made:
        made.writer.notes.write(NOTE.pack(0, 0, 0, slot))
        assert made.take(0.01) is None
        made.tell(1)
        assert made.take(1.0) == (1, 2, 3, 0)


def test_a_wait_lasts_as_long_as_it_may_though_signals_come(way):
    heard = []
    before = signal.signal(signal.SIGALRM, lambda *_: heard.append(time.monotonic()))
    try:
        with bed() as made:
            signal.setitimer(signal.ITIMER_REAL, 0.02, 0.02)
            began = time.monotonic()
            assert made.take(0.15) is None
            assert time.monotonic() - began >= 0.15
            assert len(heard) >= 2
            signal.signal(signal.SIGALRM, lambda *_: made.tell(5))
            assert made.take(60.0) == (5, 10, 15, 0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


def test_whoever_is_interrupted_while_it_waits_hears_of_it(way):
    def interrupt(*_: object) -> None:
        raise InterruptedError("enough")

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        with bed() as made:
            signal.setitimer(signal.ITIMER_REAL, 0.02)
            with pytest.raises(InterruptedError, match="enough"):
                made.take(60.0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


def test_a_reader_that_was_closed_waits_for_nobody_elses_descriptor(way):
    with bed() as made:
        made.reader.close()
        strange, theirs = pair()  # it may have the descriptors that the reader had
        strange.notes.write(NOTE.pack(1, 1, 1, 1))
        assert made.take(0.001) is None
        for end in (strange, theirs):
            end.close()


def test_what_an_older_writer_had_sent_comes_first(way):
    with bed() as made:
        made.tell(1)
        other, theirs = pair()
        made.writer, gone = other, made.writer
        gone.close()
        made.reader.join(PipeLine(theirs), Slots(FRAME, bytearray(FRAME.size * SLOTS), SLOTS))
        made.tell(0)
        assert [made.take(1.0), made.take(1.0)] == [(1, 2, 3, 0), (0, 0, 0, 0)]


def test_a_reader_waits_in_compiled_code_where_it_was_loaded(way):
    with bed() as made:
        assert (made.reader.ear is not None) == (way == "compiled")


def test_a_process_that_did_not_ask_for_it_does_not_load_numba():
    code = "import aureole.runtime.bus.ends, sys; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
