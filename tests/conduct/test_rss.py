"""Safe distances of RSS, against hand-computed numbers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.conduct.rss import lateral, longitudinal, oncoming, sideways, unsafe

speeds = st.floats(0.0, 40.0)


@pytest.mark.parametrize(("ours", "theirs"), [(16.7, 5.6), (10.0, 0.0), (8.0, 8.0)])
def test_the_longitudinal_gap_is_that_of_the_published_reference_driver(ours, theirs):
    wanted = ours * 0.75 + 3 * 0.75**2 / 2 + (ours + 0.75 * 3) ** 2 / 12 - theirs**2 / 12
    assert longitudinal(ours, theirs, 0.75, 3.0, 6.0, 6.0) == pytest.approx(wanted)


@pytest.mark.parametrize("across", [0.0, 0.5, 1.7])
def test_the_way_sideways_is_that_of_the_published_reference_driver(across):
    wanted = (2 * across + 0.75) * 0.75 / 2 + (across + 0.75) ** 2 / 2
    assert sideways(across, 0.75, 1.0, 1.0) == pytest.approx(wanted)


def test_a_much_faster_leader_needs_no_gap():
    assert longitudinal(5.0, 40.0, 0.5, 2.0, 6.0, 8.0) == 0.0


@settings(deadline=None)
@given(rear=speeds, front=speeds, more=st.floats(0.0, 10.0))
def test_faster_behind_or_slower_ahead_needs_more(rear, front, more):
    now = longitudinal(rear, front, 0.75, 3.0, 6.0, 8.0)
    assert longitudinal(rear + more, front, 0.75, 3.0, 6.0, 8.0) >= now
    assert longitudinal(rear, front + more, 0.75, 3.0, 6.0, 8.0) <= now


@settings(deadline=None)
@given(left=st.floats(-3, 3), right=st.floats(-3, 3))
def test_the_sideways_gap_is_the_same_seen_in_a_mirror(left, right):
    assert lateral(left, right, 0.5, 0.2, 0.8, 0.3) == pytest.approx(lateral(-right, -left, 0.5, 0.2, 0.8, 0.3))


def test_moving_apart_keeps_the_margin():
    assert lateral(2.0, -2.0, 0.1, 0.1, 1.0, 0.3) == 0.3


def test_two_oncoming_cars_share_what_each_needs():
    alone = longitudinal(10.0, 0.0, 0.5, 2.0, 4.0, 8.0)
    assert oncoming(10.0, 10.0, 0.5, 2.0, 4.0, 4.0) == pytest.approx(2 * alone)


def test_only_both_gaps_too_small_is_dangerous():
    assert unsafe(1.0, 2.0, 0.1, 0.2)
    assert not unsafe(3.0, 2.0, 0.1, 0.2)
    assert not unsafe(1.0, 2.0, 0.3, 0.2)
