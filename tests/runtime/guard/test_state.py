"""What is remembered before the first check, and that it comes out of the memory as it went in."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest

from aureole.runtime.guard.state import FIELDS, NEVER, REAL, WHOLE, State, pack, reset, unpack


def test_never_is_as_early_as_differences_of_64_bits_allow():
    latest = (1 << 62) - 1
    assert latest - NEVER == np.iinfo(np.int64).max


def test_before_the_first_check_every_moment_is_never_and_every_number_zero_but_the_ceiling():
    memory = reset(2, 4.0)
    moments = {"now", "stamp", "until", "plan", "seen"}
    for world in (0, 1):
        row = dict(zip(FIELDS, astuple(unpack(memory, world)), strict=True))
        assert {name for name, value in row.items() if value == NEVER} == moments
        assert {name: value for name, value in row.items() if name not in moments and value} == {"ceiling": 4.0}


def test_a_state_that_is_new_is_one_before_the_first_check():
    assert unpack(reset(1, 0.0), 0) == State()


def test_rows_come_out_of_the_memory_as_they_went_in():
    rows = [State(*range(k, k + WHOLE), *(k + 0.5 * j for j in range(REAL))) for k in (3, 70)]
    memory = pack(rows)
    assert (memory.whole.shape, memory.real.shape) == ((2, WHOLE), (2, REAL))
    assert (memory.whole.dtype, memory.real.dtype) == (np.int64, np.float64)
    assert [unpack(memory, 0), unpack(memory, 1)] == rows


def test_the_memory_is_thirteen_whole_numbers_and_eleven_real_ones():
    assert (WHOLE, REAL, len(FIELDS)) == (13, 11, 24)
    assert FIELDS[WHOLE - 1 : WHOLE + 1] == ("ended", "steer")


def test_a_state_holds_nothing_that_does_not_travel():
    with pytest.raises(AttributeError):
        State().more = 1
