"""Rows of the words as plain numbers, and the bend of a plan to the last metre."""

from __future__ import annotations

from dataclasses import replace
from math import pi

import numpy as np
import pytest

from aureole.core.observation import EgoMotion
from aureole.runtime.guard import rows
from aureole.runtime.guard.bounds import bounds_of
from tests.runtime.guard.scene import CAR, look, plan, wish

B = bounds_of(CAR, 0.01)
METRES = np.arange(31.0)


def laid(way=METRES, heading=0.01 * METRES**2):
    """A plan whose points lie `way` metres along x, in double precision, so that limits are met exactly."""
    return replace(plan(), xy=np.stack([way, 0.0 * way], axis=1)[None], heading=heading[None])


def test_a_command_s_row_is_its_own_world_s():
    word = wish(5, steer=0.1, accel=0.2, gear=2, lamps=3, until=7, worlds=2)
    word = replace(word, steer=np.array([0.1, 0.4]), horn=np.array([False, True]))
    assert rows.wish_of(word, 0) == (5, 0.1, 0.2, 2, 3, False, 7)
    assert rows.wish_of(word, 1) == (5, 0.4, 0.2, 2, 3, True, 7)


def test_own_motion_is_its_own_world_s():
    seen = replace(look(9, worlds=2), stamp=np.array([3, 9]))
    assert rows.look_of(replace(seen, ego=EgoMotion(*np.array([[0, 2.0], [0, 1.0], [0, 0.25], [0, 0.5]]))), 1) == (
        9, 2.0, 0.25, 0.5
    )  # fmt: skip


def test_what_is_given_is_as_old_as_the_freshest_sensor_and_new_without_any():
    given = replace(look(9), age=np.array([[0.5, 0.125, 0.25]]))
    late = B._replace(latency=0.025)
    assert rows.around_of(given, None, 0, 50, late) == (given.tracks, 0.125, pytest.approx(0.1))
    assert rows.around_of(given, look(9), 0, 50, B._replace(latency=0.5)) == (given.tracks, 0.125, 0.0)
    assert rows.around_of(replace(given, age=np.zeros((1, 0))), None, 0, 50, late) == (given.tracks, 0.0, 0.0)


def test_what_eyes_see_is_as_old_as_their_pictures_and_told_from_where_the_car_was_when_they_looked():
    eyes, own = bounds_of(CAR, 0.01, eyes=True), look(900_000_000)
    seen = replace(look(700_000_000, age=0.125), age=np.array([[np.inf, 0.125]]))
    found = rows.around_of(own, seen, 0, 950_000_000, eyes)
    assert found == (seen.tracks, pytest.approx(0.375), pytest.approx(0.25))
    assert found.tracks is seen.tracks
    assert rows.around_of(own, replace(seen, age=np.zeros((1, 0))), 0, 950_000_000, eyes).late == pytest.approx(0.25)
    blind = replace(seen, age=np.full((1, 2), np.inf))
    assert rows.around_of(own, blind, 0, 950_000_000, eyes).late == np.inf


def test_what_eyes_have_not_told_yet_or_tell_from_the_future_is_as_old_as_can_be():
    eyes, own = bounds_of(CAR, 0.01, eyes=True), look(5_000_000)
    assert rows.around_of(own, None, 0, 5_000_000, eyes) == (own.tracks, np.inf, 0.0)
    nearly = rows.around_of(own, look(6_000_000, age=0.125), 0, 5_000_000, eyes)
    assert (nearly.late, nearly.moved) == (0.125, 0.0)
    assert rows.around_of(own, look(6_000_001), 0, 5_000_000, eyes) == (own.tracks, np.inf, 0.0)


def test_a_bend_is_taken_from_the_point_at_one_end_of_the_window_to_that_at_the_other():
    assert rows.bend_at(laid(), 0, 5.0, 10.0) == pytest.approx(0.01 * (36 - 16) / 2)
    assert rows.bend_at(laid(), 0, 5.5, 10.0) == pytest.approx(0.01 * (49 - 16) / 3)
    assert rows.bend_at(laid(), 0, 5.0, 20.0) == pytest.approx(0.01 * (49 - 9) / 4)


def test_at_the_beginning_and_the_end_the_window_is_what_there_is():
    assert rows.bend_at(laid(), 0, 0.0, 10.0) == pytest.approx(0.01)
    assert rows.bend_at(laid(), 0, 30.0, 10.0) == pytest.approx(0.01 * (900 - 841))
    assert rows.bend_at(laid(), 0, 30.001, 10.0) is None


def test_steps_of_a_plan_may_be_unequal():
    way = np.cumsum(np.where(METRES % 2 == 0, 0.0, np.where(METRES % 4 == 1, 1.0, 3.0)))
    assert way[:8].tolist() == [0.0, 1.0, 1.0, 4.0, 4.0, 5.0, 5.0, 8.0]
    assert rows.bend_at(laid(way), 0, 4.5, 5.0) == pytest.approx(0.01 * (49 - 4) / 7)


def test_a_plan_across_the_car_has_its_bend_too():
    word = laid()
    assert rows.bend_at(replace(word, xy=word.xy[:, :, ::-1]), 0, 5.0, 10.0) == pytest.approx(0.1)


def test_thirty_centimetres_are_enough_for_a_bend_and_less_are_not():
    turned = np.where(METRES > 0, 0.06, 0.0)
    assert rows.bend_at(laid(np.where(METRES > 0, 0.3, 0.0), turned), 0, 0.0, 0.0) == pytest.approx(0.2)
    assert rows.bend_at(laid(np.where(METRES > 0, 0.29, 0.0), turned), 0, 0.0, 0.0) is None


def test_a_turn_of_more_than_half_a_circle_is_one_to_the_other_side():
    for turn, seen in ((3.5, 3.5 - 2 * pi), (-3.5, 2 * pi - 3.5), (3.0, 3.0), (7.0, 7.0 - 2 * pi)):
        heading = np.where(METRES > 5, turn, 0.0)
        assert rows.bend_at(laid(heading=heading), 0, 5.0, 10.0) == pytest.approx(seen / 2.0)
