"""How long an exam will take, told from a few of its shards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.cli import given as options
from aureole.exam.examine import Examination
from aureole.exam.life.estimate import (
    FEWER,
    KEPT,
    LARGE,
    MOST,
    SAMPLE,
    SMALL,
    WIDE,
    Outlook,
    Took,
    few,
    fitted,
    makespan,
    sample,
    samples,
)
from aureole.exam.life.executor import Answer
from aureole.exam.life.parts import Sorted, shards, spread
from tests.exam import played


def test_of_large_groups_two_shards_are_driven_first():
    groups = [range(10), range(10, 10 + LARGE), range(5000, 5000 + 2 * LARGE)]
    found = samples(groups)
    assert [len(places) for places in found] == [SAMPLE, 1, SAMPLE, 1]
    assert len({place for places in found for place in places}) == 2 * SAMPLE + 2


def test_of_every_other_wide_group_a_few_drives_are_driven_first():
    groups = [range(k * 1000, k * 1000 + WIDE) for k in range(9)] + [range(50_000, 50_000 + WIDE - 1)]
    assert [len(places) for places in samples(groups)] == [SAMPLE, 1] * 4 + [FEWER] * 5
    assert len(samples([range(k * 1000, k * 1000 + WIDE) for k in range(300)])) == MOST + 4


def test_small_groups_are_not_sampled():
    assert samples([range(WIDE - 1)] * 30) == []
    assert samples([range(LARGE - 1)]) == []


@given(st.integers(0, 500), st.integers(1, 64))
def test_what_is_spread_is_in_order_and_once(count, wanted):
    found = spread(range(count), wanted)
    assert len(found) == min(count, wanted)
    assert list(found) == sorted(set(found))


def test_the_prices_of_steps_and_of_drives_are_found():
    shards = ((20.0, 20.0), (20.0, 1280.0), (100.0, 800.0))
    price = fitted([Took(longest, total, 1, 0.8 * longest + 0.01 * total) for longest, total in shards])
    assert (price.step, price.drive) == pytest.approx((0.8, 0.01))


@given(st.lists(st.tuples(st.floats(0.1, 600.0), st.integers(1, 512), st.floats(0.0, 1e3)), min_size=1, max_size=9))
def test_a_price_never_falls_below_zero(shards):
    price = fitted([Took(longest, longest * cases, cases, seconds) for longest, cases, seconds in shards])
    assert price.step >= 0.0
    assert price.drive >= 0.0


def lasted(seconds, cases):
    """What a shard of drives of so many simulated seconds gives."""
    return [(replace(played.verdict(), measures={"time": seconds}), None)] * cases


def test_a_group_of_long_drives_does_not_pass_for_one_of_short_ones():
    short, long = range(1000), range(1000, 2000)
    parts = {"first": [(0, tuple(short[:64])), (0, (500,)), (0, tuple(long[:8]))],
             "rest": [(0, tuple(short[64:500])), (0, tuple(long[8:500]))]}  # fmt: skip
    outlook = Outlook([short, long], parts["first"], parts["rest"], 1)

    def needs(seconds, cases):
        return 0.2 * seconds + 0.002 * seconds * cases

    for driver, places in parts["first"]:
        seconds = 10.0 if places[0] < 1000 else 300.0
        outlook.took(driver, places, Answer(0, lasted(seconds, len(places)), needs(seconds, len(places))))
    assert outlook.seconds() == pytest.approx(needs(10.0, 436) + needs(300.0, 492), rel=0.02)


def test_what_the_report_drives_again_is_told_too():
    first, rest = [(0, (0,)), (0, (1, 2))], [(0, (3, 4, 5))]
    outlooks = [Outlook([range(6)], first, rest, 1, again) for again in (0, 3)]
    for outlook in outlooks:
        for driver, places in first:
            outlook.took(driver, places, Answer(0, lasted(10.0, len(places)), 1.0 + 2.0 * len(places)))
    assert outlooks[0].seconds() == pytest.approx(7.0)
    assert outlooks[1].seconds() == pytest.approx(7.0 + KEPT * 3 * 3.0)  # at worst each in a shard of its own


def test_where_others_begin_to_use_the_machine_the_pace_of_the_last_shards_counts():
    group = range(200)
    shards = [(0, (k,)) for k in group]
    outlook = Outlook([group], shards[:1], shards[1:], 1)
    for k in range(100):
        outlook.took(0, (k,), Answer(0, lasted(10.0, 1), 1.0 if k < 80 else 4.0))
    assert outlook.seconds() == pytest.approx(100 * 4.0)


def test_of_a_small_exam_some_drives_go_first_so_that_its_time_is_told():
    found = sample([range(3), range(10, 10 + SMALL)])
    assert [len(places) for places in found] == [FEWER, 1]
    assert len({place for places in found for place in places}) == FEWER + 1
    assert sample([range(SMALL - 1)]) == sample([]) == []


def test_an_exam_of_one_shard_is_cut_so_that_its_time_can_be_told():
    setup = options.setup("passive", None, timeout=1.0, step=0.01, order="", ego=None)
    examination = Examination([None] * 100, setup, Sorted((tuple(range(100)),), (), {}), lambda found: None)
    examination.begin()
    first, rest = examination.ordered(1)
    assert [len(places) for places in (*first, *rest)] == [FEWER, 1, 100 - FEWER - 1]
    assert sorted(place for places in (*first, *rest) for place in places) == list(range(100))


def test_the_largest_groups_are_among_those_of_which_two_shards_go_first():
    groups = [range(k * 10_000, k * 10_000 + WIDE) for k in range(20)]
    groups[7], groups[12] = range(70_000, 78_000), range(120_000, 121_000)
    larger = [places for places in samples(groups) if len(places) == SAMPLE]
    assert {70_000, 120_000} <= {places[0] for places in larger}
    assert len(larger) == 4


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
