"""What comes from another machine and is not what it should be: refused, counted, and nothing falls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.core.notes import Bool, Float64
from aureole.runtime.bus.frames import Frame
from aureole.runtime.clock import Logical
from aureole.runtime.net import wire
from aureole.runtime.net.bell import Bell
from aureole.runtime.net.line import NetLine
from aureole.runtime.net.reading import NetReader
from aureole.runtime.net.writing import Far
from tests.runtime.bus.buses import FRAME, topic

LAYOUT, WRITER = wire.identity(FRAME.layout), 7
GOOD = wire.Head(wire.WORD, 1, 0, 0, 0, WRITER, LAYOUT)
PAYLOAD = bytes(FRAME.size)


@dataclass(frozen=True, slots=True)
class Lamp:
    """A word with a truth value."""

    value: Annotated[Float64, "worlds", "-", "-"]
    lit: Annotated[Bool, "worlds", "-", "-"]


LAMP = Frame.of(Lamp(np.zeros(1), np.ones(1, np.bool_)))


class Heard:
    """A line whose answers are kept."""

    def __init__(self, frame=FRAME, depth=2, **how) -> None:
        self.line = NetLine(frame, depth, Logical(1), incarnation=5)
        self.answers = []
        self.line.answer = self.answers.append
        self.reader = NetReader(topic(("reader",), queued=True, depth=depth), self.line, every=True)

    def hear(self, head=GOOD, payload=PAYLOAD):
        self.line.hear(wire.pack_head(head) if isinstance(head, wire.Head) else head, payload)

    def taken(self):
        with self.reader.take() as message:
            return None if message is None else (message.number, message.lost)


@pytest.fixture
def heard():
    made = Heard()
    yield made
    made.reader.close()


@pytest.mark.parametrize(
    ("head", "payload", "reason"),
    [
        (None, PAYLOAD, "head"),
        (b"", PAYLOAD, "head"),
        (b"x" * wire.HEAD.size, PAYLOAD, "head"),
        (wire.pack_head(GOOD) + b"x", PAYLOAD, "head"),
        (GOOD._replace(kind=9), PAYLOAD, "head"),
        (GOOD._replace(number=-5), PAYLOAD, "head"),
        (GOOD._replace(layout=bytes(16)), PAYLOAD, "layout"),
        (GOOD, PAYLOAD[:-1], "size"),
        (GOOD, PAYLOAD + b"x", "size"),
        (GOOD, b"", "size"),
        (GOOD._replace(kind=wire.PROBE), b"x", "size"),
    ],
)
def test_what_is_no_word_of_the_topic_is_refused_and_counted(heard, head, payload, reason):
    heard.hear(head, payload)
    assert heard.reader.odd == {reason: 1}
    assert heard.taken() is None
    heard.hear()
    assert heard.taken() == (0, 0)


def test_a_truth_value_that_is_neither_true_nor_false_is_refused():
    heard = Heard(LAMP)
    layout, place = wire.identity(LAMP.layout), LAMP.places[1]
    heard.hear(GOOD._replace(layout=layout), bytes(place) + b"\2" + bytes(LAMP.size - place - 1))
    heard.hear(GOOD._replace(layout=layout, order=2), bytes(place) + b"\1" + bytes(LAMP.size - place - 1))
    assert heard.reader.odd == {"value": 1}
    with heard.reader.take() as message:
        assert message.word.lit.tolist() == [True]
    heard.reader.close()


def test_more_words_than_a_reader_has_room_for_are_refused_and_counted_as_lost(heard):
    for number in range(9):
        heard.hear(GOOD._replace(order=number + 1, number=number))
    assert heard.reader.odd == {"room": 7}
    assert [heard.taken() for _ in range(3)] == [(0, 0), (1, 0), None]
    heard.hear(GOOD._replace(order=10, number=9))
    assert heard.taken() == (9, 7)


def test_a_word_that_was_there_before_is_refused(heard):
    heard.hear()
    heard.hear()
    assert heard.reader.odd == {"order": 1}


def test_words_of_another_incarnation_count_anew_and_those_of_the_last_are_not_lost(heard):
    heard.hear(GOOD._replace(number=40))
    heard.hear(GOOD._replace(number=3, writer=8))
    assert [heard.taken(), heard.taken()] == [(40, 0), (3, 0)]


def test_a_writers_last_word_is_taken_before_its_end_is_seen(heard):
    heard.hear()
    heard.hear(GOOD._replace(kind=wire.END), b"")
    assert not heard.reader.ended
    assert heard.taken() == (0, 0)
    assert heard.reader.ended


def test_the_end_of_an_incarnation_that_is_followed_by_another_is_no_end(heard):
    heard.line.live(7, alive=True)
    heard.hear(GOOD._replace(writer=8))
    heard.line.live(7, alive=False)
    assert heard.taken() == (0, 0)
    assert not heard.reader.ended


def test_an_account_says_all_that_is_held_and_all_that_has_gone(heard):
    for order in (1, 2):
        heard.hear(GOOD._replace(order=order, number=order))
    with heard.reader.take():
        heard.hear(GOOD._replace(kind=wire.PROBE, order=5), b"")
        assert wire.account_of(heard.answers[-1], 2) == wire.Account(5, WRITER, 5, 2, (2, 1))
    assert wire.account_of(heard.answers[-1], 2) == wire.Account(5, WRITER, 5, 2, (2,))


@given(st.binary(max_size=100))
def test_whatever_bytes_come_as_an_account_change_nothing_but_a_count(data):
    far = Far(None, 2, bell := Bell())
    far.hear(data)
    assert far.odd == (far.account is None)
    bell.close()


@given(st.binary(max_size=2 * wire.HEAD.size), st.binary(max_size=FRAME.size + 8))
def test_whatever_bytes_come_as_a_word_are_counted_or_taken(head, payload):
    heard = Heard()
    heard.hear(head, payload)
    assert sum(heard.reader.odd.values()) == 1
    heard.reader.close()


def test_a_word_that_comes_late_is_stale_by_its_topics_rate_and_deadline(heard):
    assert heard.reader.stale(0)
    heard.hear()
    assert not heard.reader.stale(1 + 200_000_000)  # 0.1 s between words, 0.1 s late
    assert heard.reader.stale(2 + 200_000_000)


def test_ringing_a_closed_bell_does_nothing():
    bell = Bell()
    bell.close()
    bell.ring()
    bell.heard()
