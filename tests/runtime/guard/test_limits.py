"""The car's limits, each by its own number."""

from __future__ import annotations

from math import atan

import pytest

from aureole.runtime.guard.bounds import bounds_of
from aureole.runtime.guard.findings import Finding
from aureole.runtime.guard.limits import accel_within, grip_angle, rise, steer_within
from aureole.runtime.guard.state import State
from tests.runtime.guard.scene import CAR

B = bounds_of(CAR, 0.01)
TINY = 1e-12


def steered(wanted, span=0.01, bounds=B, **state):
    found = {}
    return steer_within(wanted, span, State(**state), bounds, found), found


def pushed(wanted, span=0.01, bounds=B, **state):
    found = {}
    return accel_within(wanted, span, State(**state), bounds, found), found


def test_steering_within_all_limits_passes_with_the_very_bits():
    assert steered(0.1 + 0.2, steer=0.3) == (0.1 + 0.2, {})


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_the_angle_is_clipped_to_the_car(side):
    assert steered(side * 0.6, steer=side * 0.55) == (side * 0.55, {Finding.STEER: (side * 0.6, 0.55)})
    assert steered(side * 0.55, steer=side * 0.55) == (side * 0.55, {})


def test_at_speed_the_angle_is_clipped_to_what_the_tyres_hold():
    assert grip_angle(20.0, B) == atan(B.grip / 400.0 * B.wheelbase) + B.understeer * 400.0 * (B.grip / 400.0)
    cap = grip_angle(20.0, B)
    assert steered(0.5, 1.0, speed=20.0) == (cap, {Finding.GRIP: (0.5, cap)})
    assert steered(-0.5, 1.0, speed=20.0) == (-cap, {Finding.GRIP: (-0.5, cap)})
    assert steered(cap + 1e-10, 1.0, speed=20.0) == (cap + 1e-10, {})
    assert steered(cap + 1e-9, 1.0, speed=20.0)[1] == {}
    assert steered(cap + 1e-8, 1.0, speed=20.0)[0] == cap


def test_a_slow_car_is_not_held_by_grip():
    assert grip_angle(1.0, B) == atan(B.grip * B.wheelbase) + B.understeer * B.grip
    assert grip_angle(0.0, B) == grip_angle(0.5, B._replace(understeer=0.0)) > B.steer
    assert grip_angle(-20.0, B) == grip_angle(20.0, B)


def test_steering_moves_no_faster_than_the_car_can():
    assert steered(0.3, steer=0.1) == (0.1 + 0.6 * 0.01, {Finding.STEER_RATE: ((0.3 - 0.1) / 0.01, 0.6)})
    assert steered(-0.3, steer=0.1)[0] == 0.1 - 0.6 * 0.01
    assert steered(0.1 + 0.006 + 5e-10, steer=0.1)[1] == {}
    exact = B._replace(steer_rate=1.0)
    assert steered(0.5 + 1e-9, 0.5, exact, steer=0.0)[1] == {}
    assert steered(0.51, 0.5, exact, steer=0.0)[0] == 0.5


def test_no_time_moves_no_wheel():
    steer, found = steered(0.3, 0.0, steer=0.1)
    assert steer == 0.1
    assert found[Finding.STEER_RATE][0] == (0.3 - 0.1) / 1e-9


def test_acceleration_within_all_limits_passes_with_the_very_bits():
    assert pushed(0.1 + 0.2, accel=0.3) == (0.1 + 0.2, {})


def test_acceleration_and_braking_are_clipped_to_the_car():
    assert pushed(5.0, accel=4.0) == (4.0, {Finding.ACCEL: (5.0, 4.0)})
    assert pushed(4.0, accel=4.0) == (4.0, {})
    assert pushed(-9.5, accel=-9.0) == (-9.0, {Finding.BRAKE: (9.5, 9.0)})
    assert pushed(-9.0, accel=-9.0) == (-9.0, {})


def test_above_its_top_speed_a_car_is_not_driven_on():
    assert pushed(1.0, accel=1.0, speed=60.5) == (0.0, {Finding.TOP_SPEED: (60.5, 60.0)})
    assert pushed(1.0, accel=1.0, speed=60.0) == (1.0, {})
    assert pushed(0.0, accel=0.0, speed=60.5) == (0.0, {})
    assert pushed(-1.0, accel=-1.0, speed=60.5) == (-1.0, {})


def test_braking_builds_up_no_faster_than_the_brake():
    assert pushed(-9.0, accel=-1.0) == (-1.25, {Finding.JERK: ((-9.0 + 1.0) / 0.01, -25.0)})
    assert pushed(-9.0, accel=1.0)[0] == -0.25
    assert pushed(-0.25, accel=1.0) == (-0.25, {})
    whole = B._replace(brake_jerk=8.0)
    assert pushed(-0.5 * 8.0 - 1e-9, 0.5, whole)[1] == {}
    assert pushed(-0.5 * 8.0 - 1e-8, 0.5, whole) == (-4.0, {Finding.JERK: ((-4.0 - 1e-8) / 0.5, -8.0)})


def test_no_time_changes_no_pedal():
    down, found = pushed(-1.0, 0.0)
    assert (down, found) == (0.0, {Finding.JERK: (-1.0 / 1e-9, -25.0)})
    up, found = pushed(1.0, 0.0, accel=0.5, speed=9.0)
    assert (up, found) == (0.5, {Finding.JERK: (0.5 / 1e-9, 4.0)})


def test_driving_on_comes_gently():
    assert pushed(3.0, accel=1.0) == (1.0 + 2.0 * 2.0 * 0.01, {Finding.JERK: ((3.0 - 1.0) / 0.01, 4.0)})
    whole = B._replace(jerk=1.0)
    assert pushed(1.0 + 1e-9, 0.5, whole)[1] == {}
    assert pushed(1.0 + 1e-8, 0.5, whole)[0] == 1.0


def test_hard_braking_lets_go_quickly_and_the_rest_gently():
    assert rise(0.01, State(accel=-6.0, speed=5.0), B) == -6.0 + 25.0 * 0.01
    assert rise(0.01, State(accel=-2.5, speed=5.0), B) == -2.5 + 4.0 * 0.01
    assert rise(0.01, State(accel=-6.0, speed=5.0, returning=1), B) == -6.0 + 4.0 * 0.01


def test_a_standing_car_lets_go_of_its_brakes_at_once():
    assert rise(0.01, State(accel=-0.5, speed=0.009), B) == 0.04
    assert rise(0.01, State(accel=-0.5, speed=-0.009), B) == 0.04
    assert rise(0.01, State(accel=-0.5, speed=0.01), B) == -0.5 + 0.04
    assert rise(0.01, State(accel=0.5, speed=0.0), B) == 0.54


def test_a_car_that_rolls_back_does_not_stand():
    assert rise(0.01, State(accel=-0.5, speed=-5.0), B) == -0.5 + 0.04
