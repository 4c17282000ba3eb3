"""The last good state of a service survives its process, however that ended."""

from __future__ import annotations

import mmap
import os
import signal
from typing import NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from aureole.runtime.nodes.kept import HEAD, Kept

SIZE = 4096


class State(NamedTuple):
    """A state as services have them."""

    numbers: np.ndarray
    count: int


def test_the_last_state_is_loaded():
    memory = bytearray(SIZE)
    kept = Kept(memory)
    for count in range(5):
        kept.save(State(np.arange(count), count))
    found = Kept(memory).load()
    assert found.count == 4
    assert found.numbers.tolist() == [0, 1, 2, 3]


def test_where_nothing_was_kept_nothing_is_loaded():
    assert Kept(bytearray(SIZE)).load() is None


def test_a_state_that_does_not_fit_is_counted_and_the_one_before_it_stays():
    kept = Kept(bytearray(SIZE))
    kept.save(1)
    kept.save(np.zeros(SIZE))
    assert (kept.load(), kept.refused) == (1, 1)


@given(place=st.integers(0, SIZE - 1), value=st.integers(0, 255))
def test_a_byte_that_was_changed_costs_one_state_at_most(place, value):
    memory = bytearray(SIZE)
    kept = Kept(memory)
    kept.save("before")
    kept.save("last")
    memory[place] = value
    assert Kept(memory).load() in ("before", "last")


@given(first=st.binary(min_size=64, max_size=64), second=st.binary(min_size=64, max_size=64))
def test_garbage_is_no_state(first, second):
    assert Kept(bytearray(first.ljust(SIZE // 2) + second.ljust(SIZE // 2))).load() is None


def test_a_length_beyond_the_memory_is_no_state():
    memory = bytearray(SIZE)
    memory[: HEAD.size] = HEAD.pack(1, 1 << 60, 0)
    assert Kept(memory).load() is None


def test_a_process_killed_while_it_saves_leaves_a_whole_state():
    memory = mmap.mmap(-1, SIZE)
    child = os.fork()
    if child == 0:
        kept, count = Kept(memory), 0
        while True:
            count += 1
            kept.save([count] * 300)
    while Kept(memory).load() is None:
        pass
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    found = Kept(memory).load()
    assert len(set(found)) == 1
    assert len(found) == 300
