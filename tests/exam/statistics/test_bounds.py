"""Bounds against values known from elsewhere, and laws they must keep."""

import math
from decimal import Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.exam.statistics import clopper_pearson, trials_needed, wilson, zero_failures
from aureole.exam.statistics.binomial import at_most, point


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998), table I, methods 3 (score) and 5 (exact)
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_interval(hits, trials, low, high):
    assert wilson(hits, trials) == pytest.approx((low, high), abs=6e-5)


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0000, 0.1684), (1, 29, 0.0009, 0.1776)],
)
def test_clopper_pearson_gives_the_published_interval(hits, trials, low, high):
    assert clopper_pearson(hits, trials) == pytest.approx((low, high), abs=6e-5)


def test_clopper_pearson_without_a_failure_has_its_closed_form():
    assert clopper_pearson(0, 50).high == pytest.approx(1.0 - 0.025 ** (1.0 / 50.0), rel=1e-12)


def test_zero_failures_are_the_rule_of_three():
    assert [trials_needed(rate) for rate in (1e-2, 1e-3, 1e-4)] == [299, 2995, 29956]
    assert zero_failures(100_000) == pytest.approx(3.0 / 100_000, rel=2e-3)


def test_without_trials_nothing_is_known():
    assert wilson(0, 0) == clopper_pearson(0, 0) == (0.0, 1.0)
    assert zero_failures(0) == 1.0


def test_a_large_grid_is_bounded_too():
    low, high = clopper_pearson(901, 15_930)
    assert low < 901 / 15_930 < high
    assert high - low == pytest.approx(0.0073, abs=2e-4)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_intervals_hold_the_rate_and_mirror(counts):
    hits, trials = counts
    for method in (wilson, clopper_pearson):
        low, high = method(hits, trials)
        assert 0.0 <= low <= hits / trials <= high <= 1.0
        mirrored = method(trials - hits, trials)
        assert (low, high) == pytest.approx((1.0 - mirrored.high, 1.0 - mirrored.low), abs=1e-9)


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [
        # scipy.stats.beta.ppf (1.17), which inverts the incomplete beta function
        (1, 10**6, 2.5317807664e-08, 5.5716306552e-06),
        (500_000, 10**6, 0.49901951920, 0.50098048080),
        (999_999, 10**6, 1.0 - 5.5716306552e-06, 1.0 - 2.5317807664e-08),
        (901, 15_930, 0.053022624911, 0.060260258396),
    ],
)
def test_clopper_pearson_is_as_exact_for_a_million(hits, trials, low, high):
    assert clopper_pearson(hits, trials) == pytest.approx((low, high), rel=1e-9)


def tail(hits, trials, rate, digits=60):
    """Probability of `hits` or fewer, with as many digits as wanted."""
    with localcontext() as exact:
        exact.prec = digits
        p = Decimal(rate)
        return sum(math.comb(trials, k) * p**k * (1 - p) ** (trials - k) for k in range(hits + 1))


@pytest.mark.parametrize(("hits", "trials"), [(0, 1), (3, 7), (1, 1000), (998, 1000), (2, 10**6)])
def test_the_upper_bound_leaves_exactly_its_tail(hits, trials):
    assert float(tail(hits, trials, clopper_pearson(hits, trials).high)) == pytest.approx(0.025, rel=1e-10)


@pytest.mark.parametrize(("hits", "trials"), [(1, 1), (3, 7), (1, 1000), (999, 1000), (2, 10**6)])
def test_the_lower_bound_leaves_exactly_its_tail(hits, trials):
    low = clopper_pearson(hits, trials).low
    assert float(1 - tail(hits - 1, trials, low)) == pytest.approx(0.025, rel=1e-10)


@pytest.mark.parametrize("trials", [1, 4, 30])
def test_clopper_pearson_holds_the_true_rate_as_often_as_it_says(trials):
    intervals = [clopper_pearson(hits, trials) for hits in range(trials + 1)]
    for rate in (k / 200.0 for k in range(201)):
        held = sum(
            math.comb(trials, hits) * rate**hits * (1.0 - rate) ** (trials - hits)
            for hits, (low, high) in enumerate(intervals)
            if low <= rate <= high
        )
        assert held >= 0.95 - 1e-12


@settings(max_examples=30)
@given(st.integers(2, 10**6).flatmap(lambda n: st.tuples(st.integers(1, n - 1), st.just(n))))
def test_more_failures_and_fewer_cases_move_the_bounds_up(counts):
    hits, trials = counts
    for method in (wilson, clopper_pearson):
        here, more, fewer = method(hits, trials), method(hits + 1, trials), method(hits, trials - 1)
        assert here.low <= more.low
        assert here.high <= more.high
        assert here.high <= fewer.high


@given(st.integers(0, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_higher_level_never_gives_a_narrower_interval(counts):
    for method in (wilson, clopper_pearson):
        low, high = method(*counts, 0.9)
        wide = method(*counts, 0.99)
        assert wide.low <= low <= high <= wide.high


@pytest.mark.parametrize(("hits", "trials", "level"), [(-1, 5, 0.95), (6, 5, 0.95), (1, 5, 0.0), (1, 5, 1.0)])
def test_counts_and_levels_that_cannot_be_are_refused(hits, trials, level):
    for method in (wilson, clopper_pearson):
        with pytest.raises(ValueError, match=r"expected"):
            method(hits, trials, level)


@pytest.mark.parametrize("rate", [0.0, 1.0, float("nan")])
def test_a_rate_that_no_number_of_cases_shows_is_refused(rate):
    with pytest.raises(ValueError, match="expected between"):
        trials_needed(rate)


@given(st.integers(1, 400), st.floats(1e-6, 1.0 - 1e-6))
def test_tails_add_up(trials, rate):
    for hits in (0, trials // 3, trials // 2, trials - 1):
        here = at_most(hits, trials, rate, 1.0 - rate) - at_most(hits - 1, trials, rate, 1.0 - rate)
        assert here == pytest.approx(point(hits, trials, rate, 1.0 - rate), abs=1e-13)


@pytest.mark.parametrize(("hits", "trials", "rate"), [(3, 20, 0.2), (900, 10**6, 0.001), (40, 1000, 0.05)])
def test_a_tail_is_right_to_the_last_digits(hits, trials, rate):
    assert at_most(hits, trials, rate, 1.0 - rate) == pytest.approx(float(tail(hits, trials, rate)), rel=1e-12)
