"""From what a network gives to a plan: points as they came, points on a curve, and acceleration with steering."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.core.notes import check
from aureole.core.plan import REASONS, STEPS
from aureole.drivers.network.way import planned
from aureole.vehicle.cars import load

CAR = load("sedan")


def look(*speeds):
    """As much of one as a plan needs."""
    speed = np.array(speeds, dtype=np.float32)
    return SimpleNamespace(stamp=np.arange(len(speeds), dtype=np.int64), ego=SimpleNamespace(speed=speed))


def array(values):
    return np.array(values, dtype=np.float32)


def plan_of(found, *speeds, times=()):
    plan = planned({name: array(values) for name, values in found.items()}, look(*speeds), CAR, times)
    check(plan)
    return plan


def test_points_as_many_as_a_plan_has_come_through_bit_for_bit():
    time = np.arange(STEPS, dtype=np.float32)[None] * np.float32(0.1)
    given = {"time": time, "xy": np.stack([time * 7, time * 0.3], -1), "heading": time * 0.01, "speed": time + 7}
    plan = plan_of(given, 7.0)
    for name, values in given.items():
        assert np.array_equal(getattr(plan, name), array(values))


@pytest.mark.parametrize("times", [(1.0, 2.0, 3.0), (0.5, 4.0), (2.0,), (0.0, 1.0, 5.0)])
def test_steady_driving_straight_on_stays_steady_between_points(times):
    xy = [[[10.0 * t, 0.0] for t in times]]
    plan = plan_of({"xy": xy}, 10.0, times=times)
    np.testing.assert_allclose(plan.time[0], np.linspace(0.0, times[-1], STEPS), rtol=1e-6)
    np.testing.assert_allclose(plan.xy[0, :, 0], 10.0 * plan.time[0], atol=1e-4)
    np.testing.assert_allclose(plan.speed[0], 10.0, rtol=1e-5)
    np.testing.assert_allclose(plan.heading[0], 0.0, atol=1e-6)


def test_a_circle_through_a_few_points_is_followed_within_centimetres():
    radius, speed, times = 40.0, 10.0, np.array([0.5, 1.0, 1.5, 2.0, 2.5, 3.0])
    angle = speed * times / radius
    xy = np.stack([radius * np.sin(angle), radius * (1 - np.cos(angle))], -1)[None]
    plan = plan_of({"xy": xy}, speed, times=tuple(times))
    centre = np.hypot(plan.xy[0, :, 0], plan.xy[0, :, 1] - radius)
    np.testing.assert_allclose(centre, radius, atol=0.05)
    np.testing.assert_allclose(plan.speed[0], speed, rtol=0.02)
    np.testing.assert_allclose(plan.heading[0, 5:-5], (speed * plan.time[0] / radius)[5:-5], atol=0.03)


def test_given_headings_and_speeds_are_those_at_the_points():
    found = {"xy": [[[5.0, 0.0], [10.0, 1.0]]], "time": [[1.0, 3.0]], "heading": [[0.1, 0.3]], "speed": [[5.0, 2.0]]}
    plan = plan_of(found, 5.0)
    assert plan.time[0, 10] == pytest.approx(1.0)
    assert plan.xy[0, 10] == pytest.approx([5.0, 0.0], abs=1e-5)
    assert (plan.heading[0, 10], plan.speed[0, 10]) == pytest.approx((0.1, 5.0), rel=1e-5)
    assert (plan.heading[0, -1], plan.speed[0, -1]) == pytest.approx((0.3, 2.0), rel=1e-5)


def test_a_car_that_stands_has_no_direction_of_its_own():
    plan = plan_of({"xy": [[[0.01, -0.02], [-0.01, 0.02]]]}, 0.0, times=(1.0, 2.0))
    assert np.all(plan.heading == 0.0)


BAD = {
    "below zero": [[-0.5, 1.0]], "not rising": [[1.0, 1.0]], "falling": [[2.0, 1.0]], "not a number": [[np.nan, 1.0]],
    "endless": [[1.0, np.inf]],
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_times_that_are_none_make_that_worlds_plan_none_and_no_others(what):
    time = BAD[what] + [[1.0, 2.0]]
    plan = plan_of({"xy": [[[5.0, 0.0], [10.0, 0.0]]] * 2, "time": time}, 5.0, 5.0)
    assert not np.isfinite(plan.time[0]).all()
    assert np.isfinite(plan.time[1]).all()
    assert np.isfinite(plan.xy[1]).all()


def test_they_do_where_the_points_are_as_many_as_a_plan_has():
    time = np.tile(np.arange(STEPS, dtype=np.float32), (2, 1))
    time[0] -= 1
    straight = {"time": time, "xy": np.zeros((2, STEPS, 2)), "heading": time * 0, "speed": time * 0}
    plan = plan_of(straight, 0.0, 0.0)
    assert np.isnan(plan.time[0]).all()
    assert np.array_equal(plan.time[1], time[1])


@pytest.mark.parametrize("name", ["accel", "steer", "ego"])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_command_that_is_no_number_is_no_plan_and_an_endless_one_is_the_cars_limit(name, value):
    speed = value if name == "ego" else 5.0
    found = {"accel": [1.0, 1.0], "steer": [0.0, 0.0]}
    if name in found:
        found[name][0] = value
    plan = plan_of(found, speed, 5.0)
    whole = np.isfinite(plan.xy[0]).all() and np.isfinite(plan.speed[0]).all()
    assert whole == (name != "ego" and not np.isnan(value)) or (name == "ego" and value == -np.inf)
    assert np.isfinite(plan.xy[1]).all()


@given(st.floats(-9.0, 4.0), st.floats(-0.5, 0.5), st.floats(0.0, 60.0))
@settings(max_examples=100, deadline=None)
def test_a_rolling_bicycle_turns_by_its_way_over_its_radius_and_never_backwards(accel, steer, speed):
    plan = plan_of({"accel": [accel], "steer": [steer]}, speed)
    assert (plan.speed >= 0.0).all()
    assert (np.diff(plan.time[0]) > 0.0).all()
    way = np.sum(0.5 * (plan.speed[0, 1:] + plan.speed[0, :-1]) * np.diff(plan.time[0]))
    assert plan.heading[0, -1] == pytest.approx(
        way * np.tan(np.clip(steer, -CAR.limits.steer, CAR.limits.steer)) / CAR.body.wheelbase, abs=1e-3
    )


def test_words_beside_the_way_are_said_and_left_out_ones_are_the_cars():
    hands = {"accel": array([0.0]), "steer": array([0.0])}
    plain = planned(hands, look(5.0), CAR, ())
    assert (plain.brake[0], plain.sure[0], plain.ask[0]) == (np.float32(CAR.limits.brake), 1.0, 0)
    assert plain.why.tolist() == [[[0, -1]] * REASONS]
    said = {"brake": array([3.0]), "sure": array([0.5]), "ask": np.array([2]), "why": np.array([[[2, 7]]])}
    told = planned(hands | said, look(5.0), CAR, ())
    assert (told.brake[0], told.sure[0], told.ask[0]) == (3.0, 0.5, 2)
    assert told.why[0].tolist() == [[2, 7]] + [[0, -1]] * (REASONS - 1)
