"""A search finds the rate of problems whose rate is known, without bias, in far fewer runs, and says how sure it is."""

from __future__ import annotations

import math

import numpy as np
import pytest

from aureole.exam.search.cells import Lattice, features
from aureole.exam.search.estimate import FEWEST, Batch, Estimate, from_weighted
from aureole.exam.search.importance import PLAIN, against
from aureole.exam.search.normal import place
from tests.exam.search.known import PROBLEMS, Problem, half_space, repeated, searched

RUNS = 1000


def off(found: list[Estimate], rate: float) -> float:
    """How many standard errors the mean lies off the truth."""
    rates = np.array([one.rate for one in found])
    return (rates.mean() - rate) / (rates.std(ddof=1) / math.sqrt(len(rates)))


def held(found: list[Estimate], rate: float) -> float:
    return float(np.mean([one.interval.low <= rate <= one.interval.high for one in found]))


def test_it_needs_a_tenth_of_the_runs_of_monte_carlo_for_the_same_error():
    problem = PROBLEMS["half space 1e-4"]
    found = repeated(problem, RUNS, 5)
    square = float(np.mean([(one.rate - problem.rate) ** 2 for one in found]))
    equal = problem.rate * (1.0 - problem.rate) / square
    assert equal > 10 * RUNS
    assert np.median([one.equivalent for one in found]) > 10 * RUNS


def test_the_interval_it_claims_is_as_narrow_as_that_of_ten_times_the_runs():
    found = repeated(PROBLEMS["lattice"], RUNS, 5)
    rate = PROBLEMS["lattice"].rate
    plain = 2.0 * 1.96 * math.sqrt(rate * (1.0 - rate) / (10 * RUNS))
    assert np.median([one.interval.high - one.interval.low for one in found]) < plain


@pytest.mark.parametrize("name", ["half space 1e-4", "lattice", "choice"])
def test_it_has_no_bias(name):
    found = repeated(PROBLEMS[name], RUNS, 12)
    assert abs(off(found, PROBLEMS[name].rate)) < 3.0
    assert held(found, PROBLEMS[name].rate) >= 0.75


@pytest.mark.slow
@pytest.mark.parametrize("name", list(PROBLEMS))
def test_its_interval_holds_the_rate_as_often_as_it_says(name):
    found = repeated(PROBLEMS[name], 2 * RUNS, 60)
    assert abs(off(found, PROBLEMS[name].rate)) < 3.3
    assert held(found, PROBLEMS[name].rate) >= 0.88  # 60 of 95 %: below with probability 0.02


@pytest.mark.slow
def test_of_two_regions_apart_none_is_lost_with_few_draws():
    found = repeated(PROBLEMS["two regions"], RUNS, 60)
    assert np.std([one.rate for one in found]) < 0.2 * PROBLEMS["two regions"].rate
    assert held(found, PROBLEMS["two regions"].rate) >= 0.88


@pytest.mark.slow
def test_weighted_draws_have_no_bias_whatever_they_are_drawn_from():
    """Batches whose densities depend on what came before: six thousand small ones, by arithmetic alone."""
    problem, rng = half_space(1, 1.0), np.random.default_rng(1)
    rates = []
    for _ in range(2000):
        shift, batches = 0.0, []
        for _ in range(3):
            plain = rng.random((4, 1))
            aimed = 0.5 * (1.0 + np.vectorize(math.erf)((rng.normal(size=(6, 1)) + shift) / math.sqrt(2.0)))
            u = np.concatenate([plain, np.clip(aimed, 1e-12, 1.0 - 1e-12)])
            z = place(u)[:, 0]
            density = 0.4 + 0.6 * np.exp(shift * z - 0.5 * shift**2)
            failed = problem.margin(u) < 0.0
            batches.append(Batch(1.0 / density, failed, 4))
            shift = float(z[failed].mean()) if failed.any() else shift + 0.5
        rates.append(from_weighted(batches).rate)
    error = np.std(rates) / math.sqrt(len(rates))
    assert abs(np.mean(rates) - problem.rate) < 3.0 * error


def test_a_region_that_plain_draws_alone_meet_counts():
    weights = np.full(20, 0.01)
    weights[0] = 1.0 / PLAIN
    failed = np.zeros(20, bool)
    failed[0] = True
    found = from_weighted([Batch(weights, failed, 2)] * 2)
    assert found.rate == pytest.approx(10.0 / 20.0)
    assert found.effective < FEWEST
    assert found.interval == found.plain  # too few effective failures: only the exact interval is claimed


@pytest.mark.parametrize(("margin", "rate"), [(1.0, 0.0), (-1.0, 1.0)])
def test_what_never_or_always_fails_gets_the_exact_interval_of_plain_draws(margin, rate):
    problem = Problem((0, 0), lambda u: np.full(len(u), margin), rate)
    found, _ = searched(problem, 400, 0)
    assert (found.method, found.rate) == ("monte_carlo", rate)
    assert found.interval.low <= rate <= found.interval.high
    assert found.interval.high - found.interval.low < 0.03


def test_it_asks_for_no_more_rows_than_it_may():
    for budget in (20, 57, 400, 1000):
        assert searched(PROBLEMS["corner"], budget, 0)[1] == budget


def test_the_same_seed_gives_the_same_estimate_and_another_seed_another():
    first, again, other = (searched(PROBLEMS["corner"], 400, seed)[0] for seed in (3, 3, 4))
    assert first == again
    assert first.rate != other.rate


def test_no_draw_weighs_more_than_one_over_the_plain_share():
    class Nowhere:
        def ratio(self, u):
            return np.zeros(len(u))

    assert (1.0 / against(Nowhere(), np.full((3, 1), 0.5), PLAIN)).max() == pytest.approx(1.0 / PLAIN)


@pytest.mark.slow
def test_a_grid_learned_cell_by_cell_needs_fewer_runs_than_monte_carlo_and_has_no_bias():
    """A bent border over a list of pairs, a range and another: the rate by counting."""
    counts = (12, 40, 15)
    columns = [[np.repeat([1.0, 2.0, 3.0], 4), np.tile([1.0, 2.0, 3.0, 4.0], 3)], [np.arange(40.0)], [np.arange(15.0)]]
    lattice = Lattice(counts, features(columns, counts))
    cells = lattice.features
    margins = cells[:, 2] + 0.6 * cells[:, 3] ** 2 - 0.35 * cells[:, 0] * cells[:, 1] - 0.08
    problem = Problem((12, 0, 0), lambda u: margins[lattice.cell(u)], float((margins < 0.0).mean()))
    found = repeated(problem, 600, 10, lattice=lattice)
    assert 0.02 < problem.rate < 0.15
    assert abs(off(found, problem.rate)) < 3.0
    assert held(found, problem.rate) >= 0.8
    assert np.median([one.equivalent for one in found]) > 2.0 * 600
