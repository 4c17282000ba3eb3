"""What every bus must do, whatever carries its words."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.core.errors import BadInput, BadWord
from tests.runtime.bus.buses import BUSES, Word, topic, word

ONE = ("reader",)


@contextlib.contextmanager
def made(bus, readers=ONE, *, queued=True, depth=4):
    writer, ends = BUSES[bus](topic(readers, queued=queued, depth=depth))
    yield writer, ends
    for end in (writer, *ends):
        end.close()


@pytest.fixture(params=BUSES)
def bus(request):
    return request.param


@pytest.fixture
def opened(bus):
    with contextlib.ExitStack() as stack:
        yield lambda *args, **how: stack.enter_context(made(bus, *args, **how))


def said(reader):
    """What the next word says; None if there is none."""
    with reader.take() as message:
        return None if message is None else float(message.word.inner.value[0])


def test_a_word_arrives_as_it_was_written_in_place(opened):
    writer, (reader,) = opened()
    loaned = writer.loan()
    loaned.numbers[:] = np.arange(5)
    loaned.inner.value[0] = 7.5
    writer.send(stamp=12)
    with reader.take() as message:
        assert isinstance(message.word, Word)
        assert message.word.numbers.tolist() == [[0, 1, 2, 3, 4]]
        assert message.word.inner.value.tolist() == [7.5]
        assert (message.stamp, message.number, message.lost) == (12, 0, 0)


def test_nothing_is_taken_where_nothing_was_sent(opened):
    _, (reader,) = opened()
    assert said(reader) is None


def test_a_queued_topic_gives_every_word_in_order(opened):
    writer, (reader,) = opened()
    for value in range(3):
        writer.put(word(value), value)
    assert [said(reader) for _ in range(4)] == [0.0, 1.0, 2.0, None]


def test_a_topic_of_newest_words_gives_the_last_one_that_there_was_room_for_and_then_the_newest(opened):
    writer, (reader,) = opened(queued=False, depth=2)
    for value in range(9):
        writer.put(word(value), value)
    assert said(reader) == 1.0
    writer.heed()
    assert [said(reader), said(reader)] == [8.0, None]


def test_what_a_reader_missed_is_counted(opened):
    writer, (reader,) = opened(depth=2)
    for value in range(5):
        writer.put(word(value), value)
    assert [said(reader), said(reader), said(reader)] == [0.0, 1.0, None]
    writer.heed()
    with reader.take() as message:
        assert (message.number, message.lost) == (4, 2)
    assert writer.refused == {"reader": 3}


def test_a_reader_that_gives_nothing_back_never_blocks_the_writer_or_the_others(opened):
    writer, (stuck, quick) = opened(("stuck", "quick"), depth=2)
    held = [stuck.take(), stuck.take()]
    seen = []
    for value in range(50):
        writer.put(word(value), value)
        seen.append(said(quick))
        if value < 2:
            held[value].__enter__()
    assert seen == list(map(float, range(50)))


def test_what_a_reader_looks_at_does_not_change_under_its_eyes(opened):
    writer, (reader,) = opened(queued=False, depth=2)
    writer.put(word(1), 1)
    with reader.take() as message:
        for value in range(2, 40):
            writer.put(word(value), value)
        assert message.word.numbers.tolist() == [[1] * 5]


def test_a_reader_cannot_write(opened):
    writer, (reader,) = opened()
    writer.put(word(1), 1)
    with reader.take() as message:
        assert not message.word.numbers.flags.writeable
        with pytest.raises(ValueError, match="read-only"):
            message.word.numbers[0, 0] = 3
        with pytest.raises(ValueError, match="WRITEABLE"):
            message.word.numbers.flags.writeable = True


def test_a_word_ends_with_its_context(opened):
    writer, (reader,) = opened()
    writer.put(word(1), 1)
    with reader.take() as message:
        pass
    for use in (
        lambda: message.word.numbers[0], lambda: message.word.numbers.shape, lambda: np.asarray(message.word.inner),
        lambda: message.word.inner.value,
    ):  # fmt: skip
        with pytest.raises(BadWord, match="after its context had ended"):
            use()


def test_sending_what_was_not_loaned_is_refused(opened):
    writer, _ = opened()
    with pytest.raises(BadInput, match="nothing was loaned"):
        writer.send(stamp=0)


@pytest.mark.parametrize("wrong", [word(1, places=6), "words", word(1).inner])
def test_another_word_than_the_topics_is_refused_and_the_loan_stays(opened, wrong):
    writer, (reader,) = opened()
    with pytest.raises(BadWord):
        writer.put(wrong, 0)
    writer.put(word(2), 0)
    assert said(reader) == 2.0


ACTIONS = st.lists(st.tuples(st.sampled_from(["send", "take", "hold", "release"]), st.integers(0, 2)), max_size=60)


@pytest.mark.parametrize("which", BUSES)
@settings(max_examples=60, deadline=None)
@given(actions=ACTIONS, queued=st.booleans(), depth=st.integers(1, 4))
def test_whatever_is_done_in_whatever_order_words_arrive_whole_in_order_and_losses_are_counted(
    which, actions, queued, depth
):
    with made(which, ("a", "b", "c"), queued=queued, depth=depth) as (writer, readers):
        play(actions, writer, readers)


def play(actions, writer, readers):
    """Do what is asked, and look at every word that comes."""
    sent, last, held = 0, [-1, -1, -1], [[], [], []]
    for action, who in actions:
        if action == "send":
            writer.put(word(sent), sent)
            sent += 1
        elif action == "release" and held[who]:
            context, message, value = held[who].pop(0)
            assert message.word.numbers.tolist() == [[value] * 5]
            context.__exit__(None, None, None)
        elif action in ("take", "hold"):
            context = readers[who].take()
            message = context.__enter__()
            if message is None:
                context.__exit__(None, None, None)
                continue
            value = message.stamp
            assert message.word.numbers.tolist() == [[value] * 5]
            assert value == message.number > last[who]
            last[who] = value
            if action == "hold":
                held[who].append((context, message, value))
            else:
                context.__exit__(None, None, None)
