"""A mixture draws from the density that it tells, and the normal line bends both ways without loss."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest

from aureole.exam.search.fit import fitted
from aureole.exam.search.mixture import Mixture
from aureole.exam.search.normal import below, place


@pytest.fixture(scope="module")
def mixture():
    rng = np.random.default_rng(7)
    u = np.concatenate([rng.uniform(0.9, 1.0, (60, 2)), rng.uniform(0.0, 0.1, (60, 2))])
    u = np.column_stack([u, np.where(u[:, 0] > 0.5, 0.1, 0.7), rng.random(120)])
    return fitted(u, np.ones(120), (0, 0, 4, -1), rng.random(5))


def test_place_is_the_inverse_normal_distribution():
    u = np.array([1e-15, 1e-9, 1e-4, 0.07, 0.3, 0.5, 0.6, 0.93, 0.9999, 1.0 - 1e-12])
    wanted = [NormalDist().inv_cdf(one) for one in u]
    assert np.allclose(place(u), wanted, rtol=1e-9, atol=1e-12)
    assert np.allclose(below(place(u)), u, rtol=1e-9)


def test_the_density_of_a_mixture_has_the_integral_one(mixture):
    u = np.random.default_rng(1).random((400_000, 4))
    assert mixture.ratio(u).mean() == pytest.approx(1.0, abs=0.03)


def test_a_mixture_draws_from_the_density_it_tells(mixture):
    """The nominal share of a box, from weighted draws."""
    noise = np.random.default_rng(2).random((200_000, 5))
    u = mixture.draw(noise)
    weights = 1.0 / (0.5 + 0.5 * mixture.ratio(u))
    plain = np.random.default_rng(3).random((200_000, 4))
    both = np.concatenate([u, plain])
    weights = 1.0 / (0.5 + 0.5 * mixture.ratio(both))
    inside = (both[:, 0] > 0.8) & (both[:, 1] < 0.5) & (both[:, 2] < 0.5)
    assert (weights * inside).mean() == pytest.approx(0.2 * 0.5 * 0.5, rel=0.03)
    assert ((u > 0.0) & (u < 1.0)).all()


def test_two_heaps_of_points_become_two_bumps(mixture):
    assert isinstance(mixture, Mixture)
    assert len(mixture.weights) >= 4  # two, and a wider one around each
    assert mixture.means[:, 0].min() < -1.0 < 1.0 < mixture.means[:, 0].max()


def test_one_point_is_enough_for_a_bump():
    one = fitted(np.full((1, 3), 0.4), np.ones(1), (0, 0, 5), np.full(5, 0.5))
    assert np.isfinite(one.ratio(np.random.default_rng(0).random((100, 3)))).all()
