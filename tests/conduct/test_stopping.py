"""Stopping distances, against step-by-step integration."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.conduct.stopping import comfort_speed, stop_distance, stop_time

speeds = st.floats(0.0, 40.0)
brakes = st.floats(1.0, 10.0)
jerks = st.floats(1.0, 50.0)


def roll_out(speed, reaction, brake, jerk, dt=1e-3):
    way, t, v = 0.0, 0.0, speed
    while v > 0.0:
        braking = min(max(t + dt / 2 - reaction, 0.0) * jerk, brake)
        after = max(v - braking * dt, 0.0)
        way += (v + after) / 2 * dt
        v, t = after, t + dt
    return way, t


def test_without_build_up_it_is_the_school_formula():
    assert stop_distance(20.0, 1.0, 8.0, math.inf) == 20.0 + 400.0 / 16.0
    assert stop_time(20.0, 1.0, 8.0, math.inf) == 1.0 + 2.5


def test_a_standing_car_needs_no_way():
    assert stop_distance(0.0, 1.0, 8.0, 10.0) == 0.0
    assert stop_time(0.0, 1.0, 8.0, 10.0) == 0.0


@settings(max_examples=25, deadline=None)
@given(speed=st.floats(0.5, 30.0), reaction=st.floats(0.0, 1.5), brake=brakes, jerk=jerks)
def test_way_and_time_are_what_stepping_gives(speed, reaction, brake, jerk):
    way, time = roll_out(speed, reaction, brake, jerk)
    assert stop_distance(speed, reaction, brake, jerk) == pytest.approx(way, abs=0.02)
    assert stop_time(speed, reaction, brake, jerk) == pytest.approx(time, abs=0.02)


@settings(deadline=None)
@given(speed=speeds, brake=brakes, jerk=jerks)
def test_the_comfortable_speed_is_the_inverse_of_the_way(speed, brake, jerk):
    way = stop_distance(speed, 0.0, brake, jerk)
    assert comfort_speed(way, brake, jerk) == pytest.approx(speed, abs=1e-6)


@settings(deadline=None)
@given(speed=speeds, more=st.floats(0.0, 10.0), brake=brakes, jerk=jerks)
def test_a_faster_car_needs_more_way(speed, more, brake, jerk):
    assert stop_distance(speed + more, 0.3, brake, jerk) >= stop_distance(speed, 0.3, brake, jerk)


def test_no_room_allows_no_speed():
    assert comfort_speed(0.0, 2.0, 1.5) == 0.0
    assert comfort_speed(-1.0, 2.0, 1.5) == 0.0
