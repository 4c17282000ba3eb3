"""Average precision and the errors of what was found."""

from math import isnan, pi

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.core.kinds import Kind
from aureole.exam.scores.perception.boxes import CLASSES, fair, joined, taken
from aureole.exam.scores.perception.detection import detection, matches, scored
from tests.exam.scores.perception.placed import long_map, random, rows, same

SEEDS = st.integers(0, 2**32)
CALM = settings(max_examples=40, deadline=None)


def of(truth, seen):
    return detection(*fair(truth, seen))


def test_all_found_and_nothing_else_is_1_with_no_error():
    truth = rows((0, 1, 10, 0), (1, 1, 12, 0), velocity=(3.0, 1.0), heading=0.4)
    found = of(truth, truth)
    assert found.mean == pytest.approx(1.0)
    assert (found.translation, found.scale, found.orientation, found.velocity) == (0.0, 0.0, 0.0, 0.0)


def test_nothing_perceived_is_0_with_errors_of_1():
    found = of(rows((0, 1, 10, 0)), rows())
    assert (found.mean, found.translation, found.velocity) == (0.0, 1.0, 1.0)


def test_nothing_there_is_not_judged():
    found = of(rows(), rows((0, 1, 10, 0)))
    assert isnan(found.mean)
    assert found.classes["car"].perceived == 1.0


def test_a_box_1_2_m_off_is_found_at_2_and_4_m_alone():
    found = of(rows((0, 1, 10, 0)), rows((0, 1, 11.2, 0)))
    assert found.classes["car"].ap == pytest.approx((0.0, 0.0, 1.0, 1.0))
    assert found.mean == pytest.approx(0.5)
    assert found.translation == pytest.approx(1.2)


def test_a_box_exactly_at_the_limit_is_not_found():
    assert of(rows((0, 1, 10, 0)), rows((0, 1, 12, 0))).classes["car"].ap == pytest.approx((0.0, 0.0, 0.0, 1.0))


def test_half_found_and_a_surer_false_one_worked_out_by_hand():
    # by confidence: wrong, right: (recall 0, precision 0), (0.5, 0.5); in between precision = recall; nothing above 0.5
    truth = rows((0, 1, 10, 0), (0, 2, 20, 0))
    seen = rows((0, 8, -20, 5), (0, 9, 10, 0), sure=(0.9, 0.6))
    by_hand = sum(k / 100 - 0.1 for k in range(11, 51)) / 90 / 0.9
    assert of(truth, seen).mean == pytest.approx(by_hand)
    assert by_hand == pytest.approx(0.10123457, abs=1e-8)


def test_an_unsure_false_one_costs_little_and_a_sure_one_much():
    truth = rows((0, 1, 10, 0), (1, 1, 10, 0))
    early, late = (joined([truth._replace(sure=np.full(2, 0.5)), rows((0, 7, -9, 0), sure=s)]) for s in (0.9, 0.1))
    assert of(truth, late).mean > 0.99
    assert of(truth, early).mean < 0.7


def test_the_surest_takes_the_nearest_and_its_double_is_false():
    truth = rows((0, 1, 10, 0))
    seen = rows((0, 1, 10.9, 0), (0, 2, 10.1, 0), sure=(0.9, 0.8))
    assert of(truth, seen).translation == pytest.approx(0.9)


def test_errors_are_worked_out_by_hand():
    truth = rows((0, 1, 10, 0), size=(4.0, 2.0), heading=3.0, velocity=(5.0, 0.0))
    seen = rows((0, 1, 10.3, 0.4), size=(2.0, 4.0), heading=-3.0, velocity=(5.0, 2.0))
    found = of(truth, seen)
    assert found.translation == pytest.approx(0.5)
    assert found.scale == pytest.approx(1.0 - 4.0 / 12.0)
    assert found.orientation == pytest.approx(2.0 * pi - 6.0)
    assert found.velocity == pytest.approx(2.0)


def test_a_barrier_has_no_front_and_a_cone_no_heading_at_all():
    turned = (rows((0, 1, 9, 0), kind=kind, heading=pi) for kind in (Kind.BARRIER, Kind.CONE))
    barrier, cone = (of(rows((0, 1, 9, 0), kind=seen.kind[0]), seen) for seen in turned)
    assert barrier.orientation == pytest.approx(0.0)
    assert isnan(cone.orientation)
    assert isnan(barrier.velocity)


def test_a_van_perceived_as_a_car_is_found_and_a_walker_perceived_as_a_car_is_not():
    assert of(rows((0, 1, 9, 0), kind=Kind.VAN), rows((0, 1, 9, 0))).mean == pytest.approx(1.0)
    assert of(rows((0, 1, 9, 0), kind=Kind.PEDESTRIAN), rows((0, 1, 9, 0))).mean == 0.0


@CALM
@given(SEEDS)
def test_the_long_way_counts_the_same(seed):
    truth, seen = fair(*random(seed))
    assert same(detection(truth, seen).mean, long_map(truth, seen))


@CALM
@given(SEEDS)
def test_the_order_of_rows_does_not_matter(seed):
    truth, seen = random(seed)
    draw = np.random.default_rng(seed)
    other = of(taken(truth, draw.permutation(len(truth.look))), taken(seen, draw.permutation(len(seen.look))))
    assert repr(of(truth, seen)) == repr(other)


@CALM
@given(SEEDS, st.floats(0.0, 1.0))
def test_a_false_one_more_never_raises_the_score(seed, sure):
    truth, seen = random(seed)
    more = joined([seen, rows((0, 99, 45, 0), sure=sure)])
    assert of(truth, more).mean <= of(truth, seen).mean + 1e-12


@CALM
@given(SEEDS)
def test_every_score_lies_from_0_to_1(seed):
    found = of(*random(seed))
    assert 0.0 <= found.mean <= 1.0
    assert all(isnan(value) or 0.0 <= value <= 1.0 for one in found.classes.values() for value in one.ap)


@CALM
@given(SEEDS)
def test_a_wider_limit_finds_no_less(seed):
    for one in of(*random(seed, extra=0, shake=0.3, agents=1)).classes.values():
        assert isnan(one.ap[0]) or list(one.ap) == sorted(one.ap)


def test_drives_that_count_twice_are_as_good_as_two_of_them():
    truth, seen = fair(*random(5))
    twice = [joined([r, taken(r, r.drive == 0)._replace(look=r.look[r.drive == 0] + 100)]) for r in (truth, seen)]
    for rows_ in twice:
        rows_.drive[rows_.look >= 100] = 2
    weighed = scored(matches(truth, seen), np.array([2.0, 1.0]))
    assert weighed.mean == pytest.approx(detection(*fair(*twice)).mean)
    assert weighed.translation == pytest.approx(detection(*fair(*twice)).translation)


def test_every_kind_but_none_has_one_class():
    kinds = [kind for one in CLASSES for kind in one.kinds]
    assert sorted(kinds) == sorted(set(Kind) - {Kind.NONE})
