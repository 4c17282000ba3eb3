"""Paired tests and intervals against published examples, and the laws they must keep."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.exam.statistics import Pairs, clustered, difference, mcnemar, odds

COUNTS = st.integers(0, 10**6)


@pytest.mark.parametrize(
    ("fixed", "broken", "exact", "mid", "asymptotic"),
    [
        # Fagerland, Lydersen & Laake, BMC Medical Research Methodology 13:91 (2013): tables 1 and 2
        (1, 7, 0.0703, 0.0391, 0.0339),
        (6, 16, 0.0525, 0.0347, 0.0330),
    ],
)
def test_mcnemar_gives_the_published_probabilities(fixed, broken, exact, mid, asymptotic):
    found = mcnemar(fixed, broken)
    assert (found.exact, found.mid, found.asymptotic) == pytest.approx((exact, mid, asymptotic), abs=6e-5)


def test_the_statistic_is_the_published_one():
    # Agresti, Categorical Data Analysis, approval ratings: 150 and 86 of 1600 changed their mind
    assert mcnemar(150, 86).statistic == pytest.approx(17.36, abs=5e-3)


@pytest.mark.parametrize(
    ("first_only", "then_only", "both", "none", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17, 2635 (1998), table II, method 10
        (2, 12, 36, 0, 0.0569, 0.3404),
        # Altman et al., Statistics with Confidence (2000), table 6.2
        (0, 5, 14, 22, 0.0115, 0.2265),
        # Fagerland et al., Statistical Analysis of Contingency Tables (2017), Cavo et al.
        (16, 6, 59, 80, -0.1186, -0.0046),
    ],
)
def test_the_interval_of_the_difference_is_the_published_one(first_only, then_only, both, none, low, high):
    assert difference(Pairs(both, first_only, then_only, none)) == pytest.approx((low, high), abs=6e-5)


def test_the_odds_are_the_exact_conditional_ones():
    assert odds(2, 25) == pytest.approx((3.11694856, 108.88922906), rel=1e-8)  # scipy 1.17: beta.ppf, as odds
    assert odds(0, 0) == (0.0, math.inf)
    assert odds(0, 5).high == math.inf


def test_where_nothing_changed_there_is_no_evidence():
    assert mcnemar(0, 0) == (0, 1.0, 1.0, 0.0, 1.0)
    assert difference(Pairs(0, 0, 0, 0)) == (-1.0, 1.0)


def test_negative_counts_are_refused():
    with pytest.raises(ValueError, match="expected none or more"):
        mcnemar(-1, 3)


@given(COUNTS, COUNTS)
def test_probabilities_are_ordered_and_symmetric(fixed, broken):
    found = mcnemar(fixed, broken)
    assert found == mcnemar(broken, fixed)
    assert 0.0 <= found.mid <= found.exact <= 1.0
    assert 0.0 <= found.asymptotic <= 1.0


@given(st.integers(0, 40), st.integers(0, 40))
def test_the_exact_test_is_the_sum_of_all_that_is_as_rare(fixed, broken):
    total, less = fixed + broken, min(fixed, broken)
    rare = sum(math.comb(total, k) for k in range(total + 1) if min(k, total - k) <= less) / 2**total
    assert mcnemar(fixed, broken).exact == pytest.approx(rare, rel=1e-12)


@given(st.integers(5000, 10**6), st.floats(-2.0, 2.0))
def test_for_large_counts_mid_p_and_the_asymptotic_test_agree(total, away):
    fixed = round(total / 2 + away * math.sqrt(total) / 2)
    found = mcnemar(fixed, total - fixed)
    assert found.mid == pytest.approx(found.asymptotic, abs=0.02)


@given(st.tuples(*[st.integers(0, 2000)] * 4))
def test_the_interval_holds_the_difference_and_mirrors(counts):
    both, fixed, broken, none = counts
    pairs = Pairs(both, fixed, broken, none)
    low, high = difference(pairs)
    middle = (broken - fixed) / max(pairs.total, 1)
    assert -1.0 <= low <= middle + 1e-12
    assert middle - 1e-12 <= high <= 1.0
    mirrored = difference(Pairs(both, broken, fixed, none))
    assert (mirrored.low, mirrored.high) == pytest.approx((-high, -low), abs=1e-12)


@given(st.lists(st.sampled_from([(1, 0, 1), (0, 1, 1), (0, 0, 1)]), max_size=60))
def test_with_one_seed_a_case_the_clustered_test_is_mcnemar(changes):
    fixed, broken = sum(change[0] for change in changes), sum(change[1] for change in changes)
    assert clustered(changes).statistic == pytest.approx(mcnemar(fixed, broken).statistic)


def test_seeds_that_repeat_their_case_count_as_one():
    once = clustered([(0, 1, 1)] * 6 + [(1, 0, 1)] * 2)
    repeated = clustered([(0, 100, 100)] * 6 + [(100, 0, 100)] * 2)
    assert repeated.asymptotic == pytest.approx(once.asymptotic)
    assert mcnemar(200, 600).asymptotic < 1e-10 < once.asymptotic
