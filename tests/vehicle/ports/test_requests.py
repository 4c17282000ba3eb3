"""Commands as frames and back."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.core.errors import BadWord
from aureole.core.kinds import Gear, Lamps
from aureole.vehicle.ports.database import frames, pack, unpack
from aureole.vehicle.ports.requests import REQUESTS, Felt, decode, encode, felt, motion, seen
from tests.vehicle.ports.joined import CAR, command

LIMITS = CAR.limits


def over_the_bus(signals):
    return decode({name: unpack(frames()[name], pack(frames()[name], signals[name])) for name in REQUESTS})


@given(
    steer=st.floats(-1.6, 1.6), accel=st.floats(-16.0, 16.0), gear=st.sampled_from(Gear), lamps=st.integers(0, 63),
    horn=st.booleans(), span=st.integers(0, 65_000_999_999),
)  # fmt: skip
def test_a_command_comes_back(steer, accel, gear, lamps, horn, span):
    found = over_the_bus(encode(command(5, steer, accel, gear, lamps, horn, span), LIMITS, 5))
    assert abs(found.steer - steer) <= 2.5e-5 + 1e-12
    assert abs(found.accel - accel) <= 2.5e-4 + 1e-12
    assert (found.gear, found.lamps, found.horn) == (gear, Lamps(lamps), horn)
    for valid in found.valid:
        assert span / 1e9 - 0.001 < valid + 1e-9
        assert valid <= span / 1e9 + 1e-12


def test_limits_of_the_car_go_along():
    found = over_the_bus(encode(command(0, accel=-5.0), LIMITS, 0))
    assert found.steer_rate == pytest.approx(LIMITS.steer_rate, abs=2.5e-4)
    assert found.jerk == pytest.approx(LIMITS.brake_jerk, abs=0.005)


@pytest.mark.parametrize(("span", "valid"), [(-1, 0.0), (-(10**18), 0.0), (999_999, 0.0), (10**18, 65.0)])
def test_a_command_that_is_over_holds_for_no_time_and_the_longest_span_saturates(span, valid):
    assert over_the_bus(encode(command(10**18, span=span), LIMITS, 10**18)).valid == (valid,) * 3


@pytest.mark.parametrize("field", ["steer", "accel"])
@pytest.mark.parametrize("broken", [math.nan, math.inf, -math.inf])
def test_a_command_that_is_no_number_is_refused(field, broken):
    with pytest.raises(BadWord, match="expected numbers"):
        encode(command(0, **{field: broken}), LIMITS, 0)


@pytest.mark.parametrize(("field", "value"), [("gear", 4), ("gear", -1), ("lamps", 64), ("lamps", -1)])
def test_a_gear_or_a_lamp_that_is_none_is_refused(field, value):
    with pytest.raises(BadWord, match=field):
        encode(command(0, **{field: value}), LIMITS, 0)


def test_the_commands_of_two_worlds_are_refused():
    both = command(0)
    both = dataclasses.replace(both, steer=np.zeros(2))
    with pytest.raises(BadWord, match="expected one car"):
        encode(both, LIMITS, 0)


@given(speed=st.floats(-160, 160), accel=st.floats(-64, 64), yaw=st.floats(-6.4, 6.4), steer=st.floats(-1.6, 1.6))
def test_what_the_car_feels_comes_back(speed, accel, yaw, steer):
    kind = frames()["Motion"]
    found = felt(unpack(kind, pack(kind, motion(Felt(speed, accel, yaw, steer), 0))))
    for got, sent, step in zip(
        dataclasses.astuple(found), (speed, accel, yaw, steer), (5e-3, 2e-3, 2e-4, 5e-5), strict=True
    ):
        assert abs(got - sent) <= step / 2 + 1e-12


def test_an_observation_of_a_bus_knows_the_cars_motion_and_nothing_else():
    look = seen(Felt(1.0, 2.0, 3.0, 0.5), 7)
    assert (look.stamp[0], look.ego.speed[0], look.ego.accel[0], look.ego.yaw_rate[0], look.ego.steer[0]) == (
        7,
        1,
        2,
        3,
        0.5,
    )
    assert look.tracks.present.shape == (1, 0)
    assert not look.tracks.given[0]
    assert not look.lanes.given[0]
