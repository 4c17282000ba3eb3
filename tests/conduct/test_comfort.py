"""Comfort: the bounds, just inside and just outside."""

import math

import pytest

from aureole.conduct.comfort import bend_speed, comfortable_accel, comfortable_jerk, comfortable_turn


@pytest.mark.parametrize(
    ("along", "across", "fine"),
    [(-4.05, 0, True), (-4.06, 0, False), (2.4, 4.89, True), (2.41, 0, False), (0, -4.9, False), (math.nan, 0, False)],
)
def test_accelerations(along, across, fine):
    assert comfortable_accel(float(along), float(across)) == fine


@pytest.mark.parametrize(("along", "length", "fine"), [(4.13, 8.37, True), (-4.14, 5.0, False), (1.0, 8.38, False)])
def test_jerks(along, length, fine):
    assert comfortable_jerk(along, length) == fine


@pytest.mark.parametrize(("rate", "accel", "fine"), [(-0.95, 1.93, True), (0.96, 0.0, False), (0.0, -1.94, False)])
def test_turns(rate, accel, fine):
    assert comfortable_turn(rate, accel) == fine


def test_a_bend_is_taken_with_the_square_root_of_pull_times_radius():
    assert bend_speed(1 / 250.0, 2.0) == pytest.approx(math.sqrt(500.0))
    assert bend_speed(-1 / 250.0, 2.0) == bend_speed(1 / 250.0, 2.0)
    assert bend_speed(0.0, 2.0) == math.inf
