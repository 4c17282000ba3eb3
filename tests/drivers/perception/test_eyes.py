"""The eyes of a car: pixels and places agree, places on the ground are looked up in the eye that sees them best."""

import dataclasses
import math

import numpy as np
import pytest

from aureole.core.errors import BadInput
from aureole.drivers.perception.eyes import STRIDE, aims, directions, eyes_of, rays, sampled, seen_at
from aureole.vehicle.cars import load

SEDAN = load("sedan")
EYES = eyes_of(SEDAN)


def test_a_place_is_seen_where_its_pixel_looks():
    for k, eye in enumerate(EYES):
        looks = directions(eye)
        for i, j in ((3, 5), (8, 20), (15, 39)):
            place = eye.place + 12.0 * looks[i, j]
            row, column, depth = seen_at(EYES, place[None])
            middle = 0.5 * (STRIDE - 1)
            assert row[k, 0] == pytest.approx(STRIDE * i + middle, abs=1e-6)
            assert column[k, 0] == pytest.approx(STRIDE * j + middle, abs=1e-6)
            assert depth[k, 0] == pytest.approx(12.0, abs=1e-6)


def test_a_distorted_lens_looks_where_its_pixel_looks():
    sensors = tuple(
        one if one.optics is None or not one.optics.eye
        else dataclasses.replace(one, optics=dataclasses.replace(one.optics, k1=-0.06, k2=0.005, pitch=0.1))
        for one in SEDAN.sensors
    )  # fmt: skip
    eyes = eyes_of(dataclasses.replace(SEDAN, sensors=sensors))
    place = eyes[1].place + 9.0 * directions(eyes[1])[2, 3]
    row, column, _ = seen_at(eyes, place[None])
    assert row[1, 0] == pytest.approx(STRIDE * 2 + 1.5, abs=1e-4)
    assert column[1, 0] == pytest.approx(STRIDE * 3 + 1.5, abs=1e-4)


def test_the_front_eye_sees_what_is_ahead_and_the_left_one_what_is_to_the_left():
    _, _, depth = seen_at(EYES, np.array([[20.0, 0.0, 0.0], [6.0, 8.0, 0.5], [-10.0, 0.0, 0.5]]))
    assert (depth > 0.0).T.tolist() == [[True, False, False, False], [False, True, False, False],
                                        [False, False, False, True]]  # fmt: skip


def test_bearings_rise_to_the_left():
    front = aims(EYES).ways[0]
    assert (np.diff(front[8]) < 0.0).all()
    assert front[8].max() == pytest.approx(math.atan(math.tan(0.48) * (1.0 - 4.0 / 160.0)), abs=0.01)


def test_the_ground_below_the_horizon_comes_nearer_row_by_row():
    near = rays(EYES)[0, 2]
    assert (near[:8] == 0.0).all()
    assert (np.diff(near[8:, 20]) > 0.0).all()


def test_a_place_is_looked_up_in_no_blinded_eye():
    place = np.array([[20.0, 0.0, 0.0]])
    grid, known = sampled(EYES, place, (False,) * 4)
    assert known[0] == 1.0
    assert -1.0 < grid[0, 1] < -0.5  # the uppermost quarter is the front eye's
    assert sampled(EYES, place, (True, False, False, False))[1][0] == 0.0


def test_a_car_without_eyes_is_refused_with_a_remedy():
    with pytest.raises(BadInput, match="no eyes") as refusal:
        eyes_of(load("lorry"))
    assert "sedan" in refusal.value.remedy


def test_eyes_of_different_sizes_are_refused_and_both_are_named():
    sensors = [one for one in SEDAN.sensors if one.optics is not None and one.optics.eye]
    sensors[1] = dataclasses.replace(sensors[1], optics=dataclasses.replace(sensors[1].optics, columns=320))
    with pytest.raises(BadInput, match=r"eye_front 160 × 64, eye_left 320 × 64"):
        eyes_of(dataclasses.replace(SEDAN, sensors=tuple(sensors)))


def test_a_picture_that_does_not_divide_into_cells_is_refused():
    sensors = [one for one in SEDAN.sensors if one.optics is not None and one.optics.eye]
    sensors[0] = dataclasses.replace(sensors[0], optics=dataclasses.replace(sensors[0].optics, rows=63))
    with pytest.raises(BadInput, match="160 × 63"):
        eyes_of(dataclasses.replace(SEDAN, sensors=tuple(sensors)))
