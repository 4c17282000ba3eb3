"""The intelligent driver, Gipps' safe speed and the needed brake, against hand-computed numbers and simulation."""

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aureole.conduct.following import (
    brake_needed,
    desired_gap,
    idm_accel,
    idm_equilibrium_gap,
    idm_free,
    safe_speed,
)

MANNER = (1.5, 2.0, 1.0, 1.5)  # time gap, smallest gap, acceleration, comfortable brake
speeds = st.floats(0.0, 40.0)
gaps = st.floats(0.5, 200.0)


def test_the_desired_gap_of_a_hand_computed_case():
    # 2 + 20 * 1.5 + 20 * 5 / (2 * sqrt(1 * 1.5)) = 72.82
    assert desired_gap(20.0, 15.0, *MANNER) == pytest.approx(2 + 30 + 100 / (2 * math.sqrt(1.5)), rel=1e-12)


def test_a_leader_that_pulls_away_never_makes_the_wish_smaller_than_the_smallest_gap():
    assert desired_gap(5.0, 40.0, *MANNER) == 2.0


def test_free_road_starts_with_full_acceleration_and_ends_at_the_set_speed():
    assert idm_free(0.0, 30.0, 1.4) == 1.4
    assert idm_free(30.0, 30.0, 1.4) == 0.0
    assert idm_free(15.0, 30.0, 1.4) == pytest.approx(1.4 * (1 - 1 / 16))


@settings(deadline=None)
@given(speed=st.floats(0.1, 25.0))
def test_at_the_equilibrium_gap_nobody_brakes_or_speeds_up(speed):
    gap = idm_equilibrium_gap(speed, 30.0, 1.5, 2.0)
    assert idm_accel(speed, gap, speed, 30.0, *MANNER) == pytest.approx(0.0, abs=1e-9)


def test_at_the_set_speed_no_gap_is_wide_enough():
    assert idm_equilibrium_gap(30.0, 30.0, 1.5, 2.0) == math.inf


@settings(deadline=None)
@given(speed=speeds, lead=speeds, gap=gaps, more=st.floats(0.0, 50.0))
def test_more_room_or_a_faster_leader_never_asks_for_less_acceleration(speed, lead, gap, more):
    now = idm_accel(speed, gap, lead, 30.0, *MANNER)
    assert idm_accel(speed, gap + more, lead, 30.0, *MANNER) >= now - 1e-9
    assert idm_accel(speed, gap, lead + more, 30.0, *MANNER) >= now - 1e-9


def stops_behind(speed, gap, lead, reaction, brake, lead_brake):
    """Room left after both have stopped, straight from the stopping ways."""
    return gap + lead**2 / (2 * lead_brake) - speed * reaction - speed**2 / (2 * brake)


@settings(deadline=None)
@given(gap=gaps, lead=speeds, reaction=st.floats(0.1, 2.0), brake=st.floats(2.0, 9.0), lead_brake=st.floats(2.0, 9.0))
def test_the_safe_speed_uses_all_the_room_and_no_more(gap, lead, reaction, brake, lead_brake):
    speed = safe_speed(gap, lead, reaction, brake, lead_brake)
    assert stops_behind(speed, gap, lead, reaction, brake, lead_brake) == pytest.approx(0.0, abs=1e-6)


def test_braking_for_what_stands_is_square_of_speed_over_twice_the_gap():
    assert brake_needed(20.0, 50.0, 0.0, 0.0) == pytest.approx(4.0)


def test_braking_for_a_steady_leader_is_square_of_closing_over_twice_the_gap():
    assert brake_needed(20.0, 25.0, 10.0, 0.0) == pytest.approx(2.0)


def test_nobody_brakes_for_a_leader_that_is_faster_and_does_not_brake():
    assert brake_needed(10.0, 5.0, 12.0, 0.0) == 0.0


def test_no_gap_needs_more_than_any_brake():
    assert brake_needed(10.0, 0.0, 5.0, 0.0) == math.inf


@example(speed=2.0, gap=2.0, lead=1.0, lead_accel=-5e-324)
@example(speed=1.0, gap=2.0, lead=3.0, lead_accel=-5e-324)
@settings(max_examples=100, deadline=None)
@given(speed=st.floats(1.0, 40.0), gap=st.floats(2.0, 80.0), lead=speeds, lead_accel=st.floats(-8.0, 0.0))
def test_the_needed_brake_just_avoids_the_leader(speed, gap, lead, lead_accel):
    needed = brake_needed(speed, gap, lead, lead_accel)

    def nearest(brake):
        times = [speed / brake if brake > 0 else 200.0, lead / -lead_accel if lead_accel < 0 else 200.0]
        end = min(max(times), 200.0)
        best = gap
        for i in range(4001):
            t = end * i / 4000
            ours = min(t, times[0])
            theirs = min(t, times[1])
            way = speed * ours - brake * ours**2 / 2
            ahead = gap + lead * theirs + lead_accel * theirs**2 / 2
            best = min(best, ahead - way)
        return best

    assert nearest(needed * 1.0001 + 1e-6) > -0.02
    if needed > 0.3:
        assert nearest(needed * 0.97) < 0.02
