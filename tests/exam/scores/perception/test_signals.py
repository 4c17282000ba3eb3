"""Signals by kind and state."""

from math import isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.core.errors import BadInput
from aureole.core.kinds import SignalKind, SignalState
from aureole.exam.scores.perception.signals import BY_STATE, overall, rows, tally
from tests.exam.scores.perception.placed import GREEN, RED, SIGN, posts


def of(truth, seen):
    return tally(truth, seen, 1)[0]


def test_the_same_signals_are_1():
    truth = posts((0, *RED, 20, 3), (0, *SIGN, 30, -3), (1, *GREEN, 20, 3))
    assert overall(of(truth, truth)) == (1.0, 1.0)
    assert overall(of(truth, truth), None, BY_STATE) == (1.0, 1.0)


def test_a_red_light_perceived_as_green_is_right_by_kind_and_wrong_by_state():
    counted = of(posts((0, *RED, 20, 3)), posts((0, *GREEN, 21, 3)))
    assert overall(counted) == (1.0, 1.0)
    assert overall(counted, None, BY_STATE) == (0.0, 0.0)
    told = {(row.kind, row.state): (row.precision, row.recall) for row in rows(counted)}
    assert told[SignalKind.LIGHT, None] == (1.0, 1.0)
    assert told[SignalKind.LIGHT, SignalState.RED][1] == 0.0
    assert isnan(told[SignalKind.LIGHT, SignalState.RED][0])
    assert told[SignalKind.LIGHT, SignalState.GREEN][0] == 0.0


def test_of_two_perceived_at_one_light_one_is_false():
    counted = of(posts((0, *RED, 20, 3)), posts((0, *RED, 20.5, 3), (0, *RED, 21, 3)))
    assert overall(counted) == (0.5, 1.0)


def test_more_than_4_m_off_is_another_one():
    assert overall(of(posts((0, *RED, 20, 3)), posts((0, *RED, 24.1, 3)))) == (0.0, 0.0)


def test_behind_the_car_and_beyond_50_m_nothing_counts():
    truth = posts((0, *RED, -5, 0), (0, *SIGN, 51, 0))
    assert all(isnan(value) for value in overall(of(truth, truth)))


def test_what_could_not_be_seen_is_neither_missed_nor_false():
    truth = posts((0, *RED, 20, 3))
    truth.counted[:] = False
    assert all(isnan(value) for value in overall(of(truth, posts((0, *RED, 20, 3)))))
    assert all(isnan(value) for value in overall(of(truth, posts())))


def test_confidences_come_with_whether_they_are_right():
    seen = posts((0, *RED, 20, 3), (0, *SIGN, 30, 0))._replace(sure=np.array([0.9, 0.3]))
    told = tally(posts((0, *RED, 20, 3)), seen, 1)[1]
    assert told.sure.tolist() == [0.9, 0.3]
    assert told.right.tolist() == [True, False]


@settings(max_examples=50, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_rows_does_not_matter(order):
    truth = posts((0, *RED, 20, 3), (0, *RED, 22, 3), (0, *SIGN, 30, 0), (1, *GREEN, 20, 3), (1, *GREEN, 24, 3))
    seen = posts((0, *RED, 21, 3), (0, *GREEN, 23, 3), (0, *SIGN, 33, 0), (1, *GREEN, 22.5, 3), (1, *SIGN, 24, 3))
    mixed = type(seen)(*(column[list(order)] for column in seen))
    assert rows(of(truth, seen)) == rows(of(truth, mixed)) or repr(rows(of(truth, seen))) == repr(
        rows(of(truth, mixed))
    )


@pytest.mark.parametrize(
    ("column", "value"), [("xy", np.nan), ("sure", 1.5), ("kind", 99), ("state", 99), ("kind", -1), ("drive", -1)]
)
def test_rows_that_cannot_be_scored_are_refused(column, value):
    wrong = posts((0, *RED, 20, 3))
    getattr(wrong, column)[:] = value
    with pytest.raises(BadInput):
        of(wrong, posts())
    with pytest.raises(BadInput):
        of(posts(), wrong)
