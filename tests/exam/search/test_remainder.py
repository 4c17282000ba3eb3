"""A grid is searched case by case: nothing is drawn twice, what is left is estimated without bias."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.exam.search.cells import Lattice, chances, features, stretched
from aureole.exam.search.remainder import Counted, Known, freedom, from_counted, inclusion, systematic
from tests.exam.search.known import Problem, repeated, searched


def grid(*counts):
    return Lattice(counts, features([[np.arange(float(count))] for count in counts], counts))


def aslant(counts=(4, 12, 8), room=0.2):
    """A border aslant to every axis, bent and a little ragged: the rate by counting."""
    lattice = grid(*counts)
    places = lattice.features
    ragged = 0.1 * np.sin(1.7 * np.arange(lattice.size))
    margins = places[:, 1] + 0.6 * places[:, 2] ** 2 - 0.9 * places[:, 0] + room + ragged
    kinds = (0,) * len(counts)
    return lattice, Problem(kinds, lambda u: margins[lattice.cell(u)], float((margins < 0.0).mean()))


@given(st.lists(st.floats(0.0, 10.0), min_size=3, max_size=40), st.integers(1, 3))
def test_chances_of_being_drawn_sum_to_the_batch_and_none_is_above_one(worth, count):
    chance = inclusion(np.array(worth), count)
    assert chance.sum() == pytest.approx(count)
    assert ((chance > 0.0) & (chance <= 1.0)).all()


def test_each_case_is_drawn_as_often_as_its_chance_says():
    chance = inclusion(np.array([0.0, 1.0, 2.0, 0.5, 4.0, 0.1, 0.1]), 3)
    starts = (np.arange(2000) + 0.5) / 2000
    drawn = [systematic(chance, start) for start in starts]
    assert {len(one) for one in drawn} == {3}
    often = np.bincount(np.concatenate(drawn), minlength=7) / 2000
    assert np.allclose(often, chance, atol=2e-3)


def test_the_total_has_no_bias_whatever_the_guesses_are_worth():
    """Every start there is, with guesses that are mostly wrong: the mean is exactly the truth."""
    failed = np.array([1, 0, 0, 1, 1, 0, 0, 0, 1, 0], bool)
    guess = np.array([0.9, 0.9, 0.1, 0.0, 0.2, 1.0, 0.0, 0.5, 0.0, 0.3])
    chance = inclusion(np.sqrt(guess * (1.0 - guess)), 4)
    starts = (np.arange(4000) + 0.5) / 4000
    totals = [guess.sum() + ((failed - guess) / chance)[systematic(chance, start)].sum() for start in starts]
    assert np.mean(totals) == pytest.approx(failed.sum(), abs=0.02)


def test_no_case_is_driven_twice():
    lattice, problem = aslant()
    asked = []

    def margin(u):
        asked.extend(lattice.cell(u).tolist())
        return problem.margin(u)

    searched(Problem(problem.kinds, margin, problem.rate), 150, 0, lattice=lattice)
    assert len(asked) == len(set(asked)) == 150


def test_distances_learn_that_only_a_difference_matters():
    rng = np.random.default_rng(0)
    here = rng.random((300, 3))
    ways = stretched(here, (here[:, 0] - here[:, 1] > 0.3).astype(float))
    along, across = (np.linalg.norm(np.array(way) @ ways) for way in ([1.0, 1.0, 0.0], [1.0, -1.0, 0.0]))
    assert across > 4.0 * along


def test_driven_cells_keep_what_came_of_them():
    lattice, problem = aslant()
    cells = np.arange(0, lattice.size, 7)
    failed = problem.margin(lattice.rows(cells, np.full((len(cells), 3), 0.5))) < 0.0
    found = chances(lattice, cells, failed)
    assert (found[cells] == failed).all()
    assert ((found >= 0.0) & (found <= 1.0)).all()


@pytest.mark.parametrize("room", [-5.0, 5.0])
def test_where_all_or_none_fail_the_interval_is_exact_and_holds(room):
    lattice, problem = aslant(room=room)
    found, _ = searched(problem, 120, 0, lattice=lattice)
    assert (found.method, found.rate) == ("monte_carlo", problem.rate)
    assert found.interval.low <= problem.rate <= found.interval.high


@pytest.mark.parametrize("budget", [20, 57, 150, 350, 383])
def test_any_budget_is_used_up_and_gives_a_rate_within_its_interval(budget):
    lattice, problem = aslant()
    found, asked = searched(problem, budget, 1, lattice=lattice)
    assert asked == budget
    assert found.interval.low <= found.rate <= found.interval.high


def test_a_variance_that_rests_on_one_term_has_few_degrees_of_freedom():
    even, lone = np.ones(200), np.full(200, 1e-3)
    lone[7] = 1.0
    assert freedom(even) == pytest.approx(200.0)
    assert freedom(lone) < 4.0
    assert freedom(np.zeros(5)) == 0.0


def test_without_any_doubt_only_what_is_proven_is_claimed():
    plain, others = np.arange(20) < 4, np.arange(20) >= 4  # 20 failures of 40 driven: 20 to 80 of 100 are sure
    known = Known(grid(10, 10), np.arange(40), np.concatenate((plain, others)), np.zeros(40), 20)
    found = from_counted([Counted(20.0, np.zeros(10), 0.0)] * 2, known)
    assert found.rate == pytest.approx(0.2)
    assert found.interval == known.proven(found.level)
    assert (found.interval.low, found.interval.high) == pytest.approx((0.2, 0.4366), abs=1e-4)  # 4 of 20 plain draws


def test_nothing_is_claimed_beyond_what_is_sure():
    known = Known(grid(10, 10), np.arange(40), np.arange(40) < 20, np.zeros(40), 20)
    proven = known.proven(0.95)  # all 20 plain draws failed, but 20 others did not
    assert (proven.low, proven.high) == pytest.approx((0.8, 0.8))


def test_where_no_surprise_was_met_the_interval_is_as_wide_as_the_guesses_are_unsure():
    known = Known(grid(10, 10), np.arange(40), np.arange(40) < 20, np.zeros(40), 20)
    found = from_counted([Counted(25.0, np.zeros(10), 4.0)] * 2, known)
    assert found.variance > 0.0
    assert known.sure.low <= found.interval.low < 0.25 < found.interval.high < known.sure.high


@pytest.mark.slow
@pytest.mark.parametrize("room", [0.2, 0.35])
def test_its_interval_holds_the_rate_as_often_as_it_says_and_its_mean_is_the_rate(room):
    lattice, problem = aslant(room=room)
    found = repeated(problem, 120, 120, lattice=lattice)
    rates = np.array([one.rate for one in found])
    assert abs(rates.mean() - problem.rate) < 3.3 * rates.std(ddof=1) / math.sqrt(len(rates))
    held = np.mean([one.interval.low <= problem.rate <= one.interval.high for one in found])
    assert held >= 0.9  # 120 of 95 %: below with probability 0.01


def test_on_a_grid_it_needs_a_tenth_of_the_runs_of_monte_carlo_for_the_same_interval():
    lattice, problem = aslant((15, 40, 18), room=0.15)
    found = repeated(problem, 1000, 3, lattice=lattice)
    assert 0.01 < problem.rate < 0.25
    width = np.median([one.interval.high - one.interval.low for one in found])
    assert problem.rate * (1.0 - problem.rate) * (2.0 * 1.96 / width) ** 2 > 10 * 1000
    assert all(abs(one.rate - problem.rate) < 0.02 for one in found)
