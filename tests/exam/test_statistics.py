"""Bounds against values known from elsewhere, and laws they must keep."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.exam.statistics import clopper_pearson, summary, trials_needed, wilson, zero_failures
from tests.exam.played import verdict


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


def test_the_summary_counts_by_driver_and_leaves_out_what_was_no_trial():
    statuses = ["passed", "passed", "failed", "unavoidable", "not_exercised", "infrastructure"]
    verdicts = [verdict(k, status) for k, status in enumerate(statuses)] + [verdict(9, driver="r157-cc")]
    found = summary(verdicts, seconds={"rules": 12.5})
    assert list(found) == ["rules", "r157-cc"]
    rules = found["rules"]
    counts = {key: rules[key] for key in ("cases", *dict.fromkeys(statuses))}
    assert counts == {
        "cases": 6, "passed": 2, "failed": 1, "unavoidable": 1, "not_exercised": 1, "infrastructure": 1,
    }  # fmt: skip
    assert rules["seconds"] == 12.5
    assert rules["bounds"]["exercised"] == 4
    assert rules["bounds"]["failure_rate"] == 0.25
    assert rules["bounds"]["zero_failures"] is None
    assert found["r157-cc"]["bounds"]["zero_failures"] == pytest.approx(0.95)
