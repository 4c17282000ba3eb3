"""The fuzzy safety metrics and the careful driver's numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.conduct import careful, fuzzy

SPEED = st.floats(0.0, 45.0)
GAP = st.floats(0.0, 300.0)


def test_a_gap_is_fully_safe_with_the_comfortable_brake_and_both_margins():
    # 20 m/s behind 20 m/s: 15 + 400/8 - 400/14 + 2 + 2
    safe = 15.0 + 50.0 - 400.0 / 14.0 + 4.0
    assert fuzzy.proactive(safe + 0.01, 20.0, 20.0) == 0.0
    assert fuzzy.proactive(safe - 0.01, 20.0, 20.0) > 0.0


def test_a_gap_is_fully_unsafe_where_the_firm_brake_does_not_reach():
    unsafe = 15.0 + 400.0 / 12.0 - 400.0 / 14.0 + 2.0
    assert fuzzy.proactive(unsafe - 0.01, 20.0, 20.0) == 1.0
    assert fuzzy.proactive(unsafe + 0.01, 20.0, 20.0) < 1.0


def test_closing_in_at_ten_metres_per_second_is_critical_below_sixteen_metres():
    # reaction 7.5 m, then 100/12 m with the firm brake
    assert fuzzy.critical(7.5 + 100.0 / 12.0 - 0.01, 20.0, 10.0, 0.0) == 1.0
    assert fuzzy.critical(7.5 + 100.0 / 8.0 + 0.01, 20.0, 10.0, 0.0) == 0.0


def test_one_that_brakes_already_is_critical_only_if_that_is_too_little():
    # closing at 2 m/s with 4 m/s^2: stops within 0.5 m
    assert fuzzy.critical(0.51, 12.0, 10.0, -4.0) == 0.0
    assert fuzzy.critical(0.49, 12.0, 10.0, -4.0) == 1.0


def test_braking_runs_from_four_to_six_where_it_is_critical_and_below_four_where_it_is_not():
    assert [fuzzy.braking(1.0, 0.0), fuzzy.braking(0.5, 0.0), fuzzy.braking(1.0, 0.5)] == [4.0, 2.0, 5.0]
    assert fuzzy.braking(0.0, 1.0) == 6.0


def test_whoever_is_past_a_tenth_of_a_second_before_the_other_comes_over_passes_first():
    assert fuzzy.passes_first(1.6, 1.0, 14.9, 10.0)
    assert not fuzzy.passes_first(1.6, 1.0, 15.1, 10.0)
    assert fuzzy.passes_first(1.6, 0.0, 1e6, 1.0)
    assert not fuzzy.passes_first(0.0, 1.0, 1.0, 10.0)


@given(GAP, GAP, SPEED, SPEED)
def test_a_larger_gap_is_never_more_dangerous(gap, more, rear, front):
    assert fuzzy.proactive(gap + more, rear, front) <= fuzzy.proactive(gap, rear, front)
    assert fuzzy.critical(gap + more, rear, front, 0.0) <= fuzzy.critical(gap, rear, front, 0.0)


@given(GAP, SPEED, SPEED, st.floats(-8.0, 3.0))
def test_the_metrics_lie_between_nothing_and_one(gap, rear, front, accel):
    assert 0.0 <= fuzzy.proactive(gap, rear, front) <= 1.0
    assert 0.0 <= fuzzy.critical(gap, rear, front, accel) <= 1.0


def test_the_careful_driver_s_brake_is_full_after_six_tenths_of_a_second():
    braking, steps = 0.0, 0
    while braking < careful.BRAKE:
        braking, steps = careful.build_up(braking, 0.1, 100.0), steps + 1
    assert steps == 7
    assert braking == pytest.approx(7.593, abs=1e-3)


def test_more_than_two_seconds_to_a_collision_is_no_danger():
    assert careful.calm_ttc(20.01, 10.0)
    assert not careful.calm_ttc(19.99, 10.0)
    assert careful.calm_ttc(1.0, 0.0)
