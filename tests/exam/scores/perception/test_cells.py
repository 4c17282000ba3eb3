"""Occupied cells, and honest confidences."""

from math import isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind
from aureole.exam.scores.perception.calibration import calibration, table
from aureole.exam.scores.perception.occupancy import centres, drawn, iou, tally
from aureole.exam.statistics.bounds import wilson
from tests.exam.scores.perception.placed import rows


def share(truth, seen, counted=None):
    counted = np.ones_like(truth) if counted is None else counted
    return iou(tally(truth, seen, counted, np.zeros(len(truth), int), 1))


def test_a_box_of_4_by_2_m_takes_8_by_4_cells():
    grid = drawn(rows((0, 1, 10, 0), size=(4.0, 2.0)), 1)
    assert grid.sum() == 32
    assert np.abs(centres()[grid[0]] - (10, 0)).max(axis=0).tolist() == [1.75, 0.75]


def test_a_turned_box_takes_cells_across():
    grid = drawn(rows((0, 1, 10, 0), size=(4.0, 2.0), heading=np.pi / 2), 1)
    assert np.abs(centres()[grid[0]] - (10, 0)).max(axis=0).tolist() == [0.75, 1.75]


def test_a_cone_takes_a_cell_wherever_it_stands():
    for x in np.linspace(5.0, 6.0, 11):
        assert drawn(rows((0, 1, x, 0.1), size=0.3, kind=Kind.CONE), 1).sum() >= 1


def test_half_of_a_box_covered_is_a_third_of_both_together():
    truth, seen = (drawn(rows((0, 1, x, 0), size=(4.0, 2.0)), 1) for x in (10.0, 12.0))
    assert share(truth, seen) == pytest.approx(1 / 3)


def test_the_same_is_1_nothing_is_0_and_neither_is_not_judged():
    truth = drawn(rows((0, 1, 10, 0)), 1)
    none = np.zeros_like(truth)
    assert share(truth, truth) == 1.0
    assert share(truth, none) == share(none, truth) == 0.0
    assert isnan(share(none, none))


def test_cells_that_nobody_could_see_do_not_count():
    truth, seen = (drawn(rows((0, 1, x, 0), size=(4.0, 2.0)), 1) for x in (10.0, 12.0))
    assert share(truth, seen, truth) == pytest.approx(0.5)


def test_grids_of_unequal_shape_are_refused():
    with pytest.raises(BadInput):
        tally(np.zeros((1, 2, 2), bool), np.zeros((1, 2, 3), bool), np.ones((1, 2, 2), bool), np.zeros(1), 1)


def test_calibration_worked_out_by_hand():
    # bins 0.8 … 0.9: 2 of 4 right at 0.9, gap 0.4; 0.1 … 0.2: 0 of 1 right at 0.2, gap 0.2; (4 * 0.4 + 0.2) / 5
    found = calibration(np.array([0.9, 0.9, 0.9, 0.9, 0.2]), np.array([True, True, False, False, False]))
    assert found.ece == pytest.approx(0.36)
    assert found.brier == pytest.approx((2 * 0.01 + 2 * 0.81 + 0.04) / 5)
    assert found.rows[8].cases == 4
    assert found.rows[8].right == 0.5
    assert found.rows[8].bounds == wilson(2, 4)
    assert "0.8 … 0.9          4   0.900   0.500" in table(found)


def test_who_is_always_right_and_always_sure_is_calibrated():
    found = calibration(np.ones(5), np.ones(5, bool))
    assert (found.ece, found.brier) == (0.0, 0.0)


def test_who_is_always_sure_and_never_right_is_as_wrong_as_can_be():
    found = calibration(np.ones(5), np.zeros(5, bool))
    assert (found.ece, found.brier) == (1.0, 1.0)


def test_nothing_is_not_judged():
    found = calibration(np.zeros(0), np.zeros(0, bool))
    assert isnan(found.ece)
    assert isnan(found.brier)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(0.0, 1.0), st.booleans()), min_size=1, max_size=30), st.integers(1, 20))
def test_error_lies_from_0_to_1_and_every_case_is_in_one_bin(pairs, bins):
    sure, right = np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])
    found = calibration(sure, right, bins=bins)
    assert -1e-12 <= found.ece <= 1.0 + 1e-12
    assert found.ece**2 <= found.brier + 1e-9
    assert sum(row.cases for row in found.rows) == len(pairs)
    assert all(row.low - 1e-9 <= row.sure <= row.high + 1e-9 for row in found.rows if row.cases)


@pytest.mark.parametrize("sure", [np.array([np.nan]), np.array([1.5]), np.array([-0.1]), np.ones(2), np.ones((1, 1))])
def test_confidences_that_are_none_are_refused(sure):
    with pytest.raises(BadInput):
        calibration(sure, np.ones(1, bool))
