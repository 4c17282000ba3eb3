"""HOTA: detection, association and location of tracks."""

from math import isnan, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.core.kinds import Kind
from aureole.exam.scores.perception.boxes import fair, joined, taken
from aureole.exam.scores.perception.hota import hota, scored, tally
from tests.exam.scores.perception.placed import long_hota, random, rows

SEEDS = st.integers(0, 2**32)
CALM = settings(max_examples=40, deadline=None)


def of(truth, seen):
    return hota(*fair(truth, seen))


def line(ids, looks=4, y=0.0, shift=0.0):
    """One thing seen at every look, under these names."""
    return rows(*((look, ids[look], 10 + look + shift, y) for look in range(looks)))


def test_the_same_tracks_are_1():
    truth = joined([line([1] * 4), line([2] * 4, y=5)])
    found = of(truth, truth)
    assert (found.hota, found.deta, found.assa, found.loca) == pytest.approx((1.0, 1.0, 1.0, 1.0))


def test_nothing_perceived_is_0():
    found = of(line([1] * 4), rows())
    assert (found.hota, found.deta, found.assa) == (0.0, 0.0, 0.0)
    assert isnan(found.loca)


def test_nothing_there_and_nothing_perceived_is_not_judged():
    assert all(isnan(value) for value in of(rows(), rows())[:4])


def test_only_false_ones_are_0():
    assert of(rows(), line([1] * 4)).hota == 0.0


def test_a_track_cut_in_the_middle_worked_out_by_hand():
    # all 4 found; of each pair: 2 looks in common, 2 of the truth's elsewhere, none of the track's: 2 / 4
    found = of(line([1] * 4), line([5, 5, 6, 6]))
    assert found.deta == pytest.approx(1.0)
    assert found.assa == pytest.approx(0.5)
    assert found.hota == pytest.approx(sqrt(0.5))


def test_two_tracks_that_swap_names_worked_out_by_hand():
    # each pair: 2 in common, 2 more looks of either: 2 / 6
    truth = joined([line([1] * 4), line([2] * 4, y=8)])
    seen = joined([line([1, 1, 2, 2]), line([2, 2, 1, 1], y=8)])
    found = of(truth, seen)
    assert found.assa == pytest.approx(1.0 / 3.0)
    assert found.hota == pytest.approx(sqrt(1.0 / 3.0))


def test_one_missed_of_four_worked_out_by_hand():
    # detection 3 / 4, association of each of the three 3 / 4
    found = of(line([1] * 4), line([1] * 4, looks=3))
    assert found.hota == pytest.approx(0.75)


def test_a_metre_off_counts_up_to_threshold_one_half():
    found = of(line([1] * 4), line([1] * 4, shift=1.0))
    assert found.at.tolist() == pytest.approx([1.0] * 10 + [0.0] * 9)
    assert found.hota == pytest.approx(10 / 19)
    assert found.loca == pytest.approx((10 * 0.5 + 9) / 19)


def test_another_class_is_not_the_same():
    assert of(line([1] * 4), line([1] * 4)._replace(kind=np.full(4, int(Kind.PEDESTRIAN)))).hota == 0.0


def test_names_of_two_drives_have_nothing_to_do_with_each_other():
    one = line([1] * 4)
    other = line([1] * 4)._replace(look=np.arange(4, 8), drive=np.ones(4, np.int64))
    swapped = line([9] * 4)._replace(look=np.arange(4, 8), drive=np.ones(4, np.int64))
    assert of(joined([one, other]), joined([one, swapped])).hota == pytest.approx(1.0)


@CALM
@given(SEEDS)
def test_the_long_way_counts_the_same(seed):
    truth, seen = fair(*random(seed))
    assert hota(truth, seen).hota == pytest.approx(long_hota(truth, seen), abs=1e-9)


@CALM
@given(SEEDS)
def test_neither_the_order_of_rows_nor_the_names_matter(seed):
    truth, seen = random(seed)
    draw = np.random.default_rng(seed)
    mixed = taken(seen, draw.permutation(len(seen.look)))
    mixed = mixed._replace(id=draw.permutation(100)[mixed.id])
    assert of(truth, seen).hota == pytest.approx(of(taken(truth, draw.permutation(len(truth.look))), mixed).hota)


@CALM
@given(SEEDS)
def test_a_false_track_more_never_raises_the_score(seed):
    truth, seen = random(seed)
    more = of(truth, joined([seen, rows((0, 99, 45, 0), (1, 99, 45, 0))]))
    assert more.hota <= of(truth, seen).hota + 1e-12


@CALM
@given(SEEDS)
def test_all_parts_lie_from_0_to_1(seed):
    found = of(*random(seed))
    assert all(0.0 <= value <= 1.0 for value in found[:3])
    assert isnan(found.loca) or 0.0 <= found.loca <= 1.0


def test_drives_that_count_twice_are_as_good_as_two_of_them():
    truth, seen = fair(*random(7))
    counted = tally(truth, seen, 2)
    alone = scored(type(counted)(*(column[[0, 0, 1]] for column in counted)))
    assert scored(counted, np.array([2.0, 1.0])).hota == pytest.approx(alone.hota)
