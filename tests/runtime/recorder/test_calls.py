"""Calls are put together from words in any order in which a recorder may have written them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.runtime.layout import Packer
from aureole.runtime.recorder import calls
from aureole.runtime.recorder.calls import Calls, Gathering, gathered
from aureole.runtime.recorder.part import Entry
from aureole.runtime.services.heard import PREFIX, Heard, frame_of
from tests.runtime.recorder.words import COMMAND, PLAN, entry

INPUTS = ("command", "plan")
FRAME = frame_of(2)
PACKER = Packer(FRAME.layout)
LAYOUTS = {"command": COMMAND.layout, "plan": PLAN.layout}


def call(begun: int, command: int, plan: int, fresh: tuple[bool, bool] = ()) -> Entry:
    """A call that looked at the command and the plan of these ticks; below zero: at none. `fresh`: else all are."""
    words = [None if tick < 0 else entry(tick, topic) for topic, tick in zip(INPUTS, (command, plan), strict=True)]
    rows = [[-1 if word is None else getattr(word, name) for word in words] for name in ("number", "stamp")]
    numbers, stamps = np.array(rows, dtype=np.int64)[:, None]
    at, count = np.array([begun * 10]), np.array([begun])
    new = fresh or tuple(tick >= 0 for tick in (command, plan))
    word = Heard(at, at + 3, numbers, stamps, np.array([new]), count, count)
    return Entry(PREFIX + "guard", begun * 10, begun * 10, begun, PACKER.pack(word))


def found(entries):
    return list(gathered(entries, Gathering("guard", INPUTS, FRAME)))


WRITTEN = [
    *(entry(tick) for tick in range(6)), *(entry(tick, "plan") for tick in range(3)),
    call(0, 0, -1), call(1, 1, 0), call(2, 1, 0), call(3, 4, 2), call(4, 5, 2),
]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_in_whatever_order_topics_were_fetched_the_calls_are_the_same(random):
    queues = [[e for e in WRITTEN if e.topic == topic] for topic in (*INPUTS, PREFIX + "guard")]
    mixed = []
    while any(queues):
        queue = random.choice([each for each in queues if each])
        mixed.append(queue.pop(0))
    rows = [(one.stamp, {topic: e.number for topic, e in one.held.items()}, one.missing) for one in found(mixed)]
    assert rows == [
        (0, {"command": 0}, ()), (10, {"command": 1, "plan": 0}, ()), (20, {"command": 1, "plan": 0}, ()),
        (30, {"command": 4, "plan": 2}, ()), (40, {"command": 5, "plan": 2}, ()),
    ]  # fmt: skip


def test_a_call_says_what_it_was_told_and_which_words_were_new():
    made = Calls(LAYOUTS)
    told = [made.call(one) for one in found(WRITTEN)]
    assert [sorted(one.fresh) for one in told] == [
        ["command"],
        ["command", "plan"],
        [],
        ["command", "plan"],
        ["command"],
    ]
    assert (told[3].now, told[3].stamp, told[3].stamps) == (33, 30, {"command": 4 * 10_000_000, "plan": 2 * 10_000_000})
    assert told[1].words["command"] is told[2].words["command"]


def test_a_word_that_was_not_recorded_is_named(monkeypatch):
    monkeypatch.setattr(calls, "LATE", 5)
    entries = [e for e in WRITTEN if (e.topic, e.number) != ("command", 4)]
    assert [one.missing for one in found(entries)] == [(), (), (), ("command",), ()]


def test_words_of_another_version_are_refused():
    layout = COMMAND.layout.__class__("Prayer", COMMAND.layout.fields)
    with pytest.raises(ValueError, match="does not know"):
        calls.frame_in(layout)
