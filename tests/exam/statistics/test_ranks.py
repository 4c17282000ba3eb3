"""Signed ranks and the interval of the median: published answers, brute force, laws."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.exam.statistics import median_interval, wilcoxon

# Hollander & Wolfe, Nonparametric Statistical Methods (1973), p. 29: depression before and after
BEFORE = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
AFTER = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
# Darwin's maize, Cramer (1946), as the documentation of scipy.stats.wilcoxon has it
MAIZE = [6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75]


def test_the_exact_test_gives_the_published_probabilities():
    found = wilcoxon(np.array(BEFORE) - np.array(AFTER))
    assert (found.above, found.p, found.exact) == (40.0, 0.0390625, True)
    assert wilcoxon(np.array(MAIZE, float)).p == 0.041259765625


def test_many_differences_are_taken_as_normal():
    values = np.arange(-150.0, 351.0)
    found = wilcoxon(values)
    assert not found.exact
    assert found.changed == 500
    ranks_above = sum(np.mean([2 * k - 1, 2 * k]) if k <= 150 else k + 150 for k in range(1, 351))
    assert found.above == ranks_above
    spread = math.sqrt(
        sum(2 * np.mean([2 * k - 1, 2 * k]) ** 2 if k <= 150 else (k + 150) ** 2 for k in range(1, 351)) / 4
    )
    assert found.p == pytest.approx(math.erfc((ranks_above - 500 * 501 / 4 - 0.5) / spread / math.sqrt(2.0)))


def test_without_differences_there_is_no_evidence():
    assert wilcoxon(np.zeros(5)) == (0, 0.0, 1.0, True, 0.0)
    assert wilcoxon(np.array([])).p == 1.0


def test_rounding_of_a_subtraction_makes_no_rank():
    assert wilcoxon(np.array([0.3 - 0.2, 0.7 - 0.8, 0.0 + 1e-12])) == wilcoxon(np.array([0.1, -0.1]))


@given(st.lists(st.integers(-4, 4).filter(bool), min_size=1, max_size=9))
def test_the_exact_distribution_counts_every_assignment_of_signs_ties_and_all(values):
    sizes = np.abs(values)
    ranks = np.array([np.mean(np.flatnonzero(np.sort(sizes) == size) + 1) for size in sizes])
    above = ranks[np.array(values) > 0].sum()
    sums = [
        sum(rank for rank, sign in zip(ranks, signs, strict=True) if sign)
        for signs in itertools.product((0, 1), repeat=len(values))
    ]
    less = min(above, ranks.sum() - above)
    expected = min(1.0, 2.0 * np.mean([total <= less for total in sums]))
    assert wilcoxon(np.array(values, float)).p == pytest.approx(expected)


@given(st.lists(st.floats(-10.0, 10.0), max_size=230))
def test_swapping_the_two_mirrors_the_test(values):
    there, back = wilcoxon(np.array(values, float)), wilcoxon(-np.array(values, float))
    assert there.p == pytest.approx(back.p)
    assert there.effect == pytest.approx(-back.effect)
    assert 0.0 <= there.p <= 1.0


@pytest.mark.parametrize(("count", "place"), [(6, 1), (9, 2), (15, 4), (20, 6), (50, 18), (100, 40)])
def test_the_median_lies_between_the_order_statistics_of_the_tables(count, place):
    # Conover, Practical Nonparametric Statistics: ranks of the 95 % interval of a median
    assert median_interval(np.arange(1.0, count + 1.0)) == (place, count + 1 - place)


def test_too_few_values_do_not_bound_a_median():
    assert median_interval(np.arange(5.0)) == (-math.inf, math.inf)
    assert median_interval(np.array([])) == (-math.inf, math.inf)
