"""The presumed car against its own motion, step by step, and what it cannot avoid."""

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from aureole.conduct import avoidance
from aureole.conduct.r157 import CUT_IN_BRAKE, CUT_IN_DELAY

SPEED = st.floats(0.0, 60.0)


def driven(speed: float, time: float, dt: float = 1e-3) -> tuple[float, float]:
    """Way and speed of a car that goes on for 0.35 s and then brakes with 6 m/s^2, by small steps."""
    way = 0.0
    for k in range(round(time / dt)):
        way += speed * dt
        speed = max(speed - (CUT_IN_BRAKE * dt if k * dt >= CUT_IN_DELAY else 0.0), 0.0)
    return way, speed


@pytest.mark.parametrize("speed", [0.0, 1.0, 16.7, 36.0])
@pytest.mark.parametrize("time", [0.0, 0.2, 0.35, 1.0, 3.0, 9.0])
def test_the_presumed_car_goes_on_and_then_brakes(speed, time):
    way, left = driven(speed, time)
    assert avoidance.presumed_way(speed, time) == pytest.approx(way, abs=0.05)
    assert avoidance.presumed_speed(speed, time) == pytest.approx(left, abs=0.01)


@settings(deadline=None)
@given(closing=st.floats(0.1, 60.0), share=st.floats(0.0, 2.0))
def test_the_bound_is_just_what_the_presumed_car_needs_behind_a_steady_other(closing, share):
    ttc = share * avoidance.revealed_ttc(closing)
    assume(abs(share - 1.0) > 1e-6)
    stops = avoidance.presumed_way(closing, 1e6)
    assert (ttc * closing > stops) == (share > 1.0)


@settings(deadline=None)
@given(speed=SPEED, gap=st.floats(0.1, 100.0))
def test_who_never_leaves_is_let_pass_only_where_the_car_can_stop(speed, gap):
    assert avoidance.lets_pass(speed, gap, math.inf) == (avoidance.presumed_way(speed, 1e6) < gap)


def test_who_crosses_fast_is_let_pass_by_braking_though_the_car_could_not_stop():
    speed, gap = 15.0, 20.0
    assert avoidance.presumed_way(speed, 1e6) > gap
    assert avoidance.lets_pass(speed, gap, leaves=1.0)
    assert not avoidance.lets_pass(speed, gap, leaves=2.0)


def test_a_braking_leader_at_the_required_gap_must_be_avoided():
    assert avoidance.braking_must_avoid(26.7, 26.67)
    assert not avoidance.braking_must_avoid(26.6, 26.67)


@settings(deadline=None)
@given(speed=st.floats(1.0, 40.0), brake=st.floats(1.0, 10.0))
def test_the_required_gap_of_the_table_is_enough_for_the_presumed_car(speed, brake):
    from aureole.conduct.r157 import following_gap

    since = speed / brake
    way = speed * speed / (2.0 * brake)
    assert not avoidance.braking_hits(speed, following_gap(speed) + 1e-6, since, way, (0.0, 0.0))


def test_a_leader_that_stops_at_once_is_hit_from_too_near():
    # 16.7 m/s, 5 m behind a leader that stands after 2 s and 16.7 m
    assert avoidance.braking_hits(16.7, 5.0, 2.0, 16.7, (0.0, 0.0))


@settings(deadline=None)
@given(gap=st.floats(0.0, 300.0), brake=st.floats(1.0, 10.0))
def test_what_can_be_taken_off_takes_just_the_gap(gap, brake):
    speed = avoidance.stoppable(gap, brake)
    assert speed * speed / (2.0 * brake) == pytest.approx(gap, abs=1e-9)
    assert avoidance.stoppable(-1.0, brake) == 0.0
