"""What a log asks beyond a car's reach, the motion nearest to it, and in which bend a drive on it begins."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.core.notes import Float64
from aureole.exam.logged.course import course_of, towed
from aureole.exam.logged.reach import misfit, missed
from aureole.vehicle.cars import load
from aureole.vehicle.constants import chassis
from aureole.world.logs.playing.build import bent
from aureole.world.logs.playing.tables import Tables

CAR = chassis(load("sedan"))
TICK = 0.1  # s
PUSHES = st.lists(st.floats(-9.0, 4.0), min_size=5, max_size=40)


def alone(middle: Float64, heading: Float64, speed: Float64, ahead: float = 1.4) -> Tables:
    """Tables of one car whose box has its middle at given places."""
    count = len(middle)
    axle = middle - ahead * np.stack((np.cos(heading), np.sin(heading)), axis=1)
    way = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(axle, axis=0).T))))
    there, whole = np.ones((1, count), np.bool_), np.ones((1, count), np.bool_)
    whole[0, -1] = False
    return Tables(
        axle[None], heading[None], speed[None], there, whole, way[None], np.array([speed.max()]),
        np.array([[4.7, 1.84]]), np.array([ahead]), np.ones(1, np.bool_), TICK,
    )  # fmt: skip


def straight(station: Float64, speed: Float64) -> Tables:
    """One car along the x axis."""
    return alone(np.column_stack((station, np.zeros(len(station)))), np.zeros(len(station)), speed)


def pushed(accels: list[float], first: float = 20.0) -> tuple[Float64, Float64]:
    """Stations and speeds at ticks with constant accelerations between them, none backwards."""
    station, speed = [0.0], [first]
    for asked in accels:
        push = max(asked, -speed[-1] / TICK)
        station.append(station[-1] + speed[-1] * TICK + 0.5 * push * TICK**2)
        speed.append(speed[-1] + push * TICK)
    return np.array(station), np.array(speed)


@given(PUSHES)
def test_what_engine_and_brakes_can_do_is_within_reach(accels: list[float]) -> None:
    found = missed(straight(*pushed(accels)), CAR)
    assert max(found.engine, found.brakes, found.grip, found.backwards) < 1e-9


@settings(max_examples=50)
@given(PUSHES, st.floats(0.0, 2.0), st.integers(0, 2**32 - 1))
def test_no_log_is_said_to_be_further_off_than_the_drive_it_was_made_of(
    accels: list[float], far: float, seed: int
) -> None:
    station, speed = pushed(accels, 90.0)  # so fast that no noise turns it back: the way stays a line
    noise = np.random.default_rng(seed).uniform(-far, far, len(station))
    found = missed(straight(station + noise, speed), CAR)
    assert max(found.engine, found.brakes, found.grip, found.backwards) <= far + 1e-9


def test_a_leap_forward_is_missed_by_half_of_what_no_brake_can_do() -> None:
    station = np.arange(30) * 1.5
    station[15] += 1.0
    found = missed(straight(station, np.full(30, 15.0)), CAR)
    assert found.brakes >= 0.5 * (1.0 - 0.5 * 9.0 * 0.01) - 1e-9
    assert not found.driven


def test_a_leap_sideways_is_missed_for_want_of_grip() -> None:
    middle = np.column_stack((np.arange(30) * 1.5, np.where(np.arange(30) < 15, 0.0, 2.0)))
    found = missed(alone(middle, np.zeros(30), np.full(30, 15.0)), CAR)
    assert found.grip > 0.5


def test_a_first_speed_that_does_not_fit_the_way_is_told_at_the_start() -> None:
    station = np.arange(30) * 1.5
    assert missed(straight(station, np.full(30, 15.0)), CAR).start < 1e-6
    found = missed(straight(station, np.full(30, 10.0)), CAR)
    assert found.why == "start"
    assert found.least > 2.0
    assert misfit(straight(station, np.full(30, 10.0))) == pytest.approx(5.0)


def test_a_log_that_goes_backwards_is_missed_by_half_of_that_way() -> None:
    station = np.concatenate((np.arange(11), 10.0 - 0.5 * np.arange(1, 11)))
    found = missed(straight(station, np.full(21, 10.0)), CAR)
    assert found.backwards == pytest.approx(2.5)


def test_the_course_of_a_smooth_drive_is_that_drive() -> None:
    station, speed = pushed([2.0] * 20 + [-3.0] * 20, 10.0)
    track = straight(station, speed)
    found = course_of(track, CAR).pose
    assert np.abs(found[:, :2] - track.xy[0]).max() < 0.1
    assert np.abs(found[:, 2]).max() < 1e-9


def test_a_course_asks_for_no_more_than_engine_and_brakes_have() -> None:
    station = np.arange(60) * 1.5
    station[30:] += 4.0  # a leap
    found = course_of(straight(station, np.full(60, 15.0)), CAR).pose
    accel = np.gradient(found[:, 3], TICK)
    assert accel.max() < CAR.accel * 1.01
    assert accel.min() > -CAR.brake * 1.01


def test_a_car_that_only_shakes_sideways_is_driven_almost_straight() -> None:
    middle = np.column_stack((np.arange(60) * 1.5, 0.1 * (-1.0) ** np.arange(60)))
    found = course_of(alone(middle, np.zeros(60), np.full(60, 15.0)), CAR).pose
    assert np.abs(found[10:50, 1]).max() < 0.02


def test_a_car_that_stands_throughout_has_a_course_that_stands() -> None:
    found = course_of(straight(np.zeros(20), np.zeros(20)), CAR).pose
    assert np.abs(found[:, 3]).max() < 1e-6
    assert np.abs(found[:, 0] + 1.4).max() < 1e-6


def test_two_places_far_apart_in_time_are_joined_by_a_straight_course() -> None:
    track = straight(np.array([0.0, 10.0]), np.array([10.0, 10.0]))._replace(step=1.0)
    assert missed(track, CAR).least < 1e-3
    found = course_of(track, CAR).pose
    assert len(found) == 11
    assert np.abs(found[:, 0] + 1.4 - np.arange(11)).max() < 1e-3


def test_a_bar_that_is_towed_along_a_circle_settles_at_the_angle_of_its_length() -> None:
    angle = np.linspace(0.0, 4.0 * np.pi, 4000)
    heading = towed(10.0 * np.column_stack((np.cos(angle), np.sin(angle))), 0.5 * np.pi, 3.0)
    assert heading[-1] == pytest.approx(angle[-1] + 0.5 * np.pi - np.arcsin(0.3), abs=1e-2)


def test_a_drive_begins_in_the_bend_of_a_second_not_in_the_noise_of_a_tick() -> None:
    turn = 0.02 * np.arange(20)
    way = np.column_stack((np.cumsum(np.cos(turn)), np.cumsum(np.sin(turn))))
    calm = bent(alone(way, turn, np.full(20, 10.0)))
    assert calm == pytest.approx(0.02, rel=0.05)
    noisy = turn.copy()
    noisy[0] += 0.1
    assert abs(bent(alone(way, noisy, np.full(20, 10.0))) - calm) < 0.02
