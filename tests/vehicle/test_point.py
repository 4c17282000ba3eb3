"""The point that obeys at once: the plant of the published reference drivers."""

from __future__ import annotations

import numpy as np
import pytest

from aureole.core.errors import BadInput
from aureole.vehicle import cars
from aureole.vehicle.constants import POINT, chassis
from aureole.vehicle.dynamics import ACCEL, HEADING, SPEED, X, Y, advance, start

CAR = chassis(cars.load("point"))


def driven(steps: int, steer: float, accel: float, dt: float = 0.1, speed: float = 10.0):
    body = start(np.zeros(1), np.zeros(1), np.zeros(1), np.full(1, speed))
    for _ in range(steps):
        body = advance(body, np.full(1, steer), np.full(1, accel), CAR, dt)
    return body[0]


def test_it_takes_the_new_speed_first_and_then_its_way_at_that_speed():
    body = driven(1, 0.0, -6.0)
    assert body[SPEED] == 10.0 + -6.0 * 0.1
    assert body[X] == 0.1 * body[SPEED]
    assert body[Y] == body[HEADING] == 0.0
    assert body[ACCEL] == pytest.approx(-6.0)


def test_it_stands_and_never_rolls_back():
    body = driven(40, 0.0, -6.0)
    assert body[SPEED] == 0.0
    assert body[X] == pytest.approx(sum(max(10.0 - 0.6 * k, 0.0) for k in range(1, 20)) / 10)


def test_it_turns_about_the_point_its_wheels_say():
    curvature = np.tan(0.2) / CAR.wheelbase
    body = driven(100, 0.2, 0.0)
    assert body[HEADING] == pytest.approx(100.0 * curvature)


def test_a_command_that_is_no_number_brakes_straight():
    assert driven(1, float("nan"), 0.0)[SPEED] == 10.0 - CAR.brake * 0.1


def test_a_car_says_in_its_description_how_it_moves():
    assert CAR.model == POINT
    assert chassis(cars.load("sedan")).model != POINT


def test_a_way_to_move_that_does_not_exist_is_refused_by_name(tmp_path):
    text = (cars.EMBEDDED / "point.toml").read_text(encoding="utf-8").replace('model = "point"', 'model = "hover"')
    (tmp_path / "car.toml").write_text(text)
    with pytest.raises(BadInput, match=r"body\.model: is 'hover', expected one of saturating"):
        cars.load(str(tmp_path / "car.toml"))
