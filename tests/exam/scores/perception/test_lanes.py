"""Borders of lanes, point by point."""

from math import isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.core.errors import BadInput
from aureole.core.observation import Lanes
from aureole.exam.scores.perception.lanes import REACH, gaps, of_lanes, share, tally
from tests.exam.scores.perception.placed import straight


def of(truth, seen, tolerance=0.3, role=None):
    return share(tally(gaps(truth, seen), 1, tolerance), None, role)


def test_the_same_lanes_are_1():
    assert of(straight(roles=(0, 1, 2)), straight(roles=(0, 1, 2))) == (1.0, 1.0, 1.0)


def test_a_lane_0_4_m_aside_is_wrong_at_0_3_m_and_right_at_0_5_m():
    assert of(straight(), straight(shift=0.4), 0.3).f1 == 0.0
    assert of(straight(), straight(shift=0.4), 0.5).f1 == 1.0


def test_points_stand_every_metre_from_beside_the_car_to_reach():
    counted = tally(gaps(straight(), straight()), 1, 0.3)
    assert counted.truths.tolist() == [[2 * (REACH + 1), 0, 0]]


def test_a_neighbour_that_is_missing_halves_recall():
    found = of(straight(roles=(0, 1)), straight(roles=(0,)))
    assert (found.precision, found.recall) == (1.0, 0.5)
    assert found.f1 == pytest.approx(2 / 3)


def test_a_neighbour_that_is_not_there_halves_precision():
    found = of(straight(roles=(0,)), straight(roles=(0, 2)))
    assert (found.precision, found.recall) == (0.5, 1.0)
    assert of(straight(roles=(0,)), straight(roles=(0, 2)), role=2).f1 == 0.0


def test_a_lane_perceived_to_20_m_has_half_the_recall():
    found = of(straight(), straight(ahead=20.0))
    assert found.precision == 1.0
    assert found.recall == pytest.approx(21 / 41)


def test_what_is_perceived_beyond_a_truth_that_ends_is_set_aside():
    found = of(straight(ahead=20.0), straight(ahead=60.0))
    assert (found.precision, found.recall) == (1.0, 1.0)


def test_a_wider_lane_is_wrong_on_both_sides():
    assert of(straight(), straight(width=4.5)).f1 == 0.0


def test_no_lane_perceived_is_0_and_no_lane_at_all_is_not_judged():
    assert of(straight(), straight(roles=())).f1 == 0.0
    assert of(straight(roles=()), straight()).f1 == 0.0
    assert isnan(of(straight(roles=()), straight(roles=())).f1)


@settings(max_examples=40, deadline=None)
@given(st.floats(-2.0, 2.0), st.floats(-2.0, 2.0), st.floats(0.05, 1.0))
def test_a_smaller_error_and_a_wider_tolerance_are_never_worse(one, other, tolerance):
    near, far = sorted((one, other), key=abs)
    assert of(straight(), straight(shift=near), tolerance).f1 >= of(straight(), straight(shift=far), tolerance).f1
    assert of(straight(), straight(shift=near), 2 * tolerance).f1 >= of(straight(), straight(shift=near), tolerance).f1


@settings(max_examples=20, deadline=None)
@given(st.floats(-3.1, 3.1), st.floats(-20.0, 20.0))
def test_borders_of_a_word_lie_half_a_width_to_both_sides(angle, along):
    c, s = np.cos(angle), np.sin(angle)
    x = np.arange(-20.0, 50.0, 5.0) + along
    middle = np.stack((c * x, s * x), axis=1)
    borders = of_lanes(
        lanes_word([middle, middle + 3 * np.array((-s, c)), middle - 3 * np.array((-s, c))], seen=12), np.zeros(1, int)
    )
    assert borders.known.tolist() == [[12, 12, 12]]
    across = np.array((-s, c))
    assert borders.points[0, 0, 0, :12] @ across == pytest.approx(1.5, abs=1e-5)
    assert borders.points[0, 1, 1, :12] @ across == pytest.approx(1.5, abs=1e-5)
    assert borders.points[0, 2, 0, :12] @ across == pytest.approx(-1.5, abs=1e-5)


def lanes_word(middles, seen):
    """The word with place 0, its left and its right neighbour."""
    word = np.zeros((1, 8, len(middles[0]), 2), np.float32)
    none = np.zeros((1, 8), np.int32)
    side = np.full((2, 1, 8), -1, np.int32)
    side[0, 0, 0], side[1, 0, 0] = 1, 2
    for place, middle in enumerate(middles):
        word[0, place] = middle
    present = np.arange(8)[None] < len(middles)
    return Lanes(
        present, word, np.full(word.shape[:3], 1.5, np.float32), np.where(present, seen, 0).astype(np.int32), none,
        present, np.zeros((1, 8), np.float32), side[0], side[1], none, none, present, present,
        np.ones((1, 8), np.float32), np.ones(1, np.bool_),
    )  # fmt: skip


@pytest.mark.parametrize("change", ["nan", "length", "known", "looks", "tolerance"])
def test_borders_that_cannot_be_scored_are_refused(change):
    truth, seen, tolerance = straight(), straight(), 0.3
    if change == "nan":
        seen.points[0, 0, 1, 3, 0] = np.nan
    elif change == "length":
        seen = seen._replace(points=seen.points[:, :2])
    elif change == "known":
        seen.known[0, 0] = 99
    elif change == "looks":
        seen = straight(looks=2)
    else:
        tolerance = 0.0
    with pytest.raises(BadInput):
        tally(gaps(truth, seen), 1, tolerance)


def test_an_invalid_point_may_be_no_number():
    seen = straight(roles=(0,))
    seen.points[0, 1] = np.nan
    assert of(straight(), seen).f1 == 1.0
