"""How long an exam will take, told from a few of its shards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.exam.life.estimate import LARGE, SAMPLE, Outlook, few, fitted, makespan, samples
from aureole.exam.life.executor import Answer
from aureole.exam.life.parts import shards, spread


def test_of_large_groups_two_shards_are_driven_first():
    groups = [range(10), range(10, 10 + LARGE), range(5000, 5000 + 2 * LARGE)]
    found = samples(groups)
    assert [len(places) for places in found] == [SAMPLE, 1, SAMPLE, 1]
    assert len({place for places in found for place in places}) == 2 * SAMPLE + 2


def test_small_groups_are_not_sampled():
    assert samples([range(LARGE - 1)] * 30) == []


@given(st.integers(0, 500), st.integers(1, 64))
def test_what_is_spread_is_in_order_and_once(count, wanted):
    found = spread(range(count), wanted)
    assert len(found) == min(count, wanted)
    assert list(found) == sorted(set(found))


def test_the_line_through_two_sizes_is_met():
    line = fitted([(1, 16.0), (64, 28.6)])
    assert line.seconds(512) == pytest.approx(16.0 + 0.2 * 511)


def test_a_line_never_falls_below_zero():
    line = fitted([(1, 5.0), (64, 1.0)])
    assert (line.case, line.seconds(512)) == (0.0, 5.0)


@given(st.lists(st.floats(0.0, 100.0), max_size=40), st.integers(1, 8))
def test_workers_are_never_faster_than_all_at_once_nor_slower_than_one(spans, jobs):
    found = makespan(spans, jobs)
    assert max([*spans, sum(spans) / jobs]) - 1e-9 <= found <= sum(spans) + 1e-9


def test_nothing_is_told_before_the_first_shards_are_there():
    first, rest = [(0, (0,)), (0, (1,))], [(0, (2,)), (0, (3,))]
    outlook = Outlook([range(4)], first, rest, 1)
    outlook.took(0, (0,), Answer(0, None, 3.0, fresh=True))
    assert outlook.seconds() is None
    outlook.took(0, (1,), Answer(0, None, 1.0))
    assert outlook.seconds() == pytest.approx(2.0)  # what a worker had to load at first is not counted again


def test_a_large_exam_is_told_from_its_samples():
    group = range(2000)
    first = samples([group])
    sampled = {place for places in first for place in places}
    rest = shards([group], 500, sampled)
    outlook = Outlook([group], [(0, places) for places in first], [(0, places) for places in rest], 2)
    for places in first:
        outlook.took(0, places, Answer(0, None, 10.0 + 0.1 * len(places), fresh=True))
    assert outlook.seconds() == pytest.approx(2 * (10.0 + 50.0), rel=0.1)


def test_some_shards_are_waited_for_of_many_and_all_of_few():
    assert (few(3, 2), few(24, 2), few(400, 2)) == (3, 4, 40)
