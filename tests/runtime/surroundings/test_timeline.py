"""Who ran on which core when, from changes between threads."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.runtime.surroundings.switches import CHANGE, read
from aureole.runtime.surroundings.timeline import Piece, Ran, Timeline, waits

ME, HOG = 7, 9


def changes(*rows):
    return np.array([(at, prev, following, following, ready) for at, prev, following, ready in rows], CHANGE)


def timeline(**cores) -> Timeline:
    found = Timeline()
    for core, rows in cores.items():
        found.add(int(core[1:]), changes(*rows))
    return found


def test_a_thread_that_is_taken_off_was_ready_until_it_runs_again():
    found = timeline(c0=[(0, 0, ME, False), (10, ME, HOG, True), (30, HOG, ME, False), (40, ME, 0, False)])
    assert found.pieces(ME, 5, 50) == [
        Piece(5, 10, 0, "ran"), Piece(10, 30, 0, "ready"), Piece(30, 40, 0, "ran"), Piece(40, 50, 0, "slept"),
    ]  # fmt: skip
    assert found.between(0, 10, 30) == [Ran(HOG, HOG, 10, 30)]


def test_what_the_kernel_counted_beyond_that_was_before_it_ran_again_after_a_sleep():
    found = timeline(c0=[(0, 0, HOG, False), (50, HOG, ME, True), (60, ME, 0, False)])
    pieces = found.pieces(ME, 0, 60)
    assert waits(pieces, 20) == [Piece(30, 50, 0, "woken")]
    assert found.between(0, 30, 50) == [Ran(HOG, HOG, 30, 50)]


def test_a_thread_is_followed_to_another_core():
    found = timeline(c0=[(0, 0, ME, False), (10, ME, HOG, True)], c1=[(0, 0, 3, False), (20, 3, ME, False)])
    assert found.pieces(ME, 0, 30) == [Piece(0, 10, 0, "ran"), Piece(10, 20, 1, "ready"), Piece(20, 30, 1, "ran")]


ROWS = st.lists(st.tuples(st.integers(1, 50), st.sampled_from([0, ME, HOG, 3]), st.booleans()), max_size=30)


@given(one=ROWS, begin=st.integers(0, 500), span=st.integers(1, 500))
def test_pieces_and_runners_fill_the_time_asked_for_without_gap_or_overlap(one, begin, span):
    at, before, rows = 0, 0, []
    for step, following, ready in one:
        at += step
        if following != before:
            rows.append((at, before, following, ready))
            before = following
    found = timeline(c0=rows)
    pieces = found.pieces(ME, begin, begin + span)
    assert sum(piece.end - piece.begin for piece in pieces) == span
    assert all(one.end == after.begin for one, after in zip(pieces, pieces[1:]))  # noqa: B905, RUF007
    rans = found.between(0, begin, begin + span)
    assert all(one.end == after.begin for one, after in zip(rans, rans[1:]))  # noqa: B905, RUF007
    mine = sum(piece.end - piece.begin for piece in pieces if piece.what == "ran")
    assert mine == sum(ran.end - ran.begin for ran in rans if ran.thread == ME)


def record(at: int, prev: int, following: int, misc: int) -> bytes:
    return struct.pack("<IHHIIIIQ", 15, misc, 32, following, following, prev, prev, at)


def test_records_of_other_kinds_are_passed_over_and_losses_counted():
    lost = struct.pack("<IHHQQ", 2, 0, 24, 1, 5)
    odd = struct.pack("<IHH", 3, 0, 16) + bytes(8)
    text = record(1, ME, HOG, 0x6000) + record(1, HOG, ME, 0) + lost + odd + record(2, HOG, ME, 0x2000)
    found, missing = read(text)
    assert found.tolist() == [(1, ME, HOG, HOG, True), (2, HOG, ME, ME, False)]
    assert missing == 5


@given(text=st.binary(max_size=200))
def test_a_torn_ring_is_read_without_an_error(text):
    found, _ = read(text)
    assert len(found) <= len(text)


@pytest.mark.parametrize("moment", [-1, 100])
def test_what_is_not_kept_is_not_known(moment):
    found = timeline(c0=[(0, 0, ME, False)])
    assert found.knows(moment) is (moment >= 0)
