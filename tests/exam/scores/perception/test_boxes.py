"""Rows of boxes: what counts, what is set aside, what is refused; and who belongs to whom."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind
from aureole.exam.scores.perception.assignment import assigned
from aureole.exam.scores.perception.boxes import boxes, fair, joined, taken
from tests.exam.scores.perception.placed import rows


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 5), st.integers(0, 5))
def test_no_other_assignment_has_a_higher_sum(seed, height, width):
    score = np.round(np.random.default_rng(seed).uniform(-0.3, 1.0, (height, width)), 1)
    worth = np.maximum(score, 0.0)
    to = assigned(score)
    assert (to >= -1).all()
    taken_ = to[to >= 0]
    assert len(set(taken_)) == len(taken_)
    assert all(score[k, to[k]] > 0.0 for k in range(height) if to[k] >= 0)
    wide = worth if height <= width else worth.T
    best = max(
        (
            sum(wide[k, p] for k, p in enumerate(order))
            for order in itertools.permutations(range(wide.shape[1]), len(wide))
        ),
        default=0.0,
    )
    assert sum(score[k, to[k]] for k in range(height) if to[k] >= 0) == pytest.approx(best)


def test_what_could_not_be_seen_is_neither_missed_nor_wrongly_perceived():
    truth = rows((0, 1, 10, 0), (0, 2, 20, 0))
    truth.counted[1] = False
    there, here = fair(truth, rows((0, 1, 10.5, 0), (0, 2, 20.5, 0)))
    assert there.id.tolist() == [1]
    assert here.id.tolist() == [1]


def test_a_second_box_at_what_could_not_be_seen_counts():
    truth = rows((0, 1, 20, 0), counted=False)
    _, here = fair(truth, rows((0, 1, 20.5, 0), (0, 2, 21.0, 0)))
    assert here.id.tolist() == [2]


def test_a_truth_that_counts_goes_before_one_that_does_not():
    truth = rows((0, 1, 20.0, 0), (0, 2, 21.0, 0))
    truth.counted[0] = False
    _, here = fair(truth, rows((0, 7, 20.1, 0)))
    assert here.id.tolist() == [7]


def test_reach_ends_at_50_m_for_cars_and_at_30_m_for_cones():
    truth = rows((0, 1, 49, 0), (0, 2, 51, 0), (0, 3, 28, 9), (0, 4, 29, -9))
    truth.kind[2:] = Kind.CONE
    there, here = fair(truth, truth)
    assert there.id.tolist() == here.id.tolist() == [1, 3]


def test_what_is_perceived_a_little_beyond_reach_finds_a_truth_within_it():
    there, here = fair(rows((0, 1, 49.8, 0)), rows((0, 5, 50.2, 0), (0, 6, 55.0, 0)))
    assert there.id.tolist() == [1]
    assert here.id.tolist() == [5]


def test_a_box_of_another_class_is_not_set_aside_for_a_hidden_one():
    truth = rows((0, 1, 20, 0), counted=False)
    _, here = fair(truth, rows((0, 1, 20, 0), kind=Kind.PEDESTRIAN))
    assert len(here.id) == 1


def test_a_kind_of_no_class_is_left_out():
    there, here = fair(rows((0, 1, 9, 0), kind=Kind.NONE), rows((0, 1, 9, 0), kind=99))
    assert len(there.id) == len(here.id) == 0


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("xy", np.nan, "number that is none"), ("velocity", np.inf, "number that is none"),
        ("heading", np.nan, "number that is none"), ("sure", 1.2, "out of range"), ("sure", -0.1, "out of range"),
        ("size", -1.0, "out of range"), ("look", -1, "below 0"), ("id", 3, "one id"),
    ],
)  # fmt: skip
def test_rows_that_cannot_be_scored_are_refused(column, value, said):
    wrong = rows((0, 1, 10, 0), (0, 2, 20, 0))
    getattr(wrong, column)[:] = value
    with pytest.raises(BadInput, match=said):
        fair(rows((0, 1, 10, 0)), wrong)
    with pytest.raises(BadInput, match=said):
        fair(wrong, rows((0, 1, 10, 0)))


def test_a_look_of_two_drives_is_refused():
    wrong = rows((0, 1, 10, 0), (0, 2, 20, 0))
    wrong.drive[1] = 1
    with pytest.raises(BadInput, match="two drives"):
        fair(wrong, wrong)


def test_columns_of_unequal_length_are_refused():
    wrong = rows((0, 1, 10, 0))._replace(sure=np.ones(2))
    with pytest.raises(BadInput, match="instead of 1"):
        fair(wrong, rows())


def test_rows_join_and_part_again():
    one, two = rows((0, 1, 10, 0)), rows((1, 2, 20, 0))
    both = joined([one, two])
    assert all(np.array_equal(a, b) for a, b in zip(taken(both, both.look == 1), two, strict=True))
    assert all(len(column) == 0 for column in joined([]))
    assert all(len(column) == 0 for column in boxes(0))
