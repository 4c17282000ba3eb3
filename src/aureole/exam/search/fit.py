"""Bumps fitted to weighted points: expectation and maximisation, the number of bumps by what it explains.

The cross-entropy method wants the mixture that is closest to the nominal distribution *given* failure; that is the one
of largest weighted likelihood (Rubinstein & Kroese 2004; with mixtures Geyer, Papaioannou & Straub 2019).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aureole.core.notes import Array, Float64
from aureole.exam.search.mixture import Mixture, choices, ordered, split, summed
from aureole.exam.search.normal import place

MOST = 5  # bumps
ROUNDS = 20  # of expectation and maximisation at most
ENOUGH = 1e-3  # gain of the mean log-likelihood below which it ends
PRIOR, SPREAD = 2.0, 0.5  # points' worth of a round bump of so many standard deviations that every bump begins with
WIDER, SHARE = (
    2.0,
    0.3,
)  # every bump gets one of so many times its width around it, with so much of its weight: too wide
# costs little, too narrow costs much
SMOOTH = 1.0  # points' worth of the nominal choice in every table


def fitted(u: Float64, weights: Float64, kinds: Sequence[int], noise: Float64) -> Mixture:
    """The mixture of up to `MOST` bumps that explains weighted points best for what it costs (BIC).

    Args:
        u: `rows axes`.
        weights: `rows`, of any sum.
        kinds: of the axes.
        noise: at least `MOST` numbers in (0, 1): where bumps begin.
    """
    weights = weights / weights.sum()
    count = 1.0 / float((weights**2).sum())
    width = len(ordered(kinds))
    each = 1 + 2 * width + sum(kinds[axis] - 1 for axis in choices(kinds))
    best, least = None, np.inf
    for bumps in range(1, MOST + 1):
        if bumps > 1 and count < 2.0 * bumps * (width + 1):
            break
        found, likelihood = _of(u, weights, (tuple(kinds), count), _begun(u, weights, kinds, noise[:bumps]))
        cost = each * bumps * np.log(max(count, 2.0)) - 2.0 * count * likelihood
        if cost < least:
            best, least = found, cost
    assert best is not None  # noqa: S101  # one bump is always tried
    return safe(best)


def safe(bumps: Mixture) -> Mixture:
    """The same with a wider bump around each: what lies beside all that was found weighs less when it is met."""
    weights = np.concatenate([(1.0 - SHARE) * bumps.weights, SHARE * bumps.weights])
    even = [np.ones_like(table) / table.shape[1] for table in bumps.tables]
    tables = [np.concatenate([table, 0.5 * (table + flat)]) for table, flat in zip(bumps.tables, even, strict=True)]
    means, roots = np.concatenate([bumps.means] * 2), np.concatenate([bumps.roots, WIDER * bumps.roots])
    return Mixture(bumps.kinds, weights, means, roots, tuple(tables))


def _begun(u: Float64, weights: Float64, kinds: Sequence[int], noise: Float64) -> Float64:
    """Which bump each point belongs to at first: the nearest of some points far from each other (k-means++)."""
    z = np.concatenate([place(u[:, ordered(kinds)]), *([u[:, choices(kinds)]] if choices(kinds) else [])], axis=1)
    far, seeds = np.full(len(z), 1.0), []
    for number in noise:
        chance = np.cumsum(weights * far)
        chosen = min(int(np.searchsorted(chance, number * chance[-1])), len(z) - 1)
        seeds.append(((z - z[chosen]) ** 2).sum(axis=1))
        far = np.min(seeds, axis=0)
    nearest = np.argmin(seeds, axis=0)
    shares = np.zeros((len(z), len(noise)))
    shares[np.arange(len(z)), nearest] = 1.0
    return shares


def _of(u: Float64, weights: Float64, about: tuple[tuple[int, ...], float], shares: Float64) -> tuple[Mixture, float]:
    """The mixture that begins with these shares of each point in each bump, and its mean log-likelihood."""
    z, parts = split(u, about[0])
    last = -np.inf
    for _ in range(ROUNDS):
        found = _most_likely(z, parts, weights[:, None] * shares, about)
        logs = found.logs(z, parts)
        each = summed(logs)
        shares, now = np.exp(logs - each[:, None]), float((weights * each).sum())
        if now - last < ENOUGH:
            break
        last = now
    return found, now


def _most_likely(z: Float64, parts: Sequence[Array], held: Float64, about: tuple[tuple[int, ...], float]) -> Mixture:
    """The most likely mixture if each bump holds so much of each point."""
    kinds, count = about
    mass = np.maximum(held.sum(axis=0), 1e-12)
    width = z.shape[1]
    means, roots = np.zeros((len(mass), width)), np.zeros((len(mass), width, width))
    for bump in range(len(mass)):
        share, points = held[:, bump] / mass[bump], count * mass[bump]
        means[bump] = np.einsum("n,ni->i", share, z)
        away = z - means[bump]
        spread = np.einsum("n,ni,nj->ij", share, away, away)
        spread = (points * spread + PRIOR * SPREAD**2 * np.eye(width)) / (points + PRIOR)
        straight = width / (width + points)  # few points know little of how axes go together
        spread = (1.0 - straight) * spread + straight * np.diag(np.diag(spread))
        roots[bump] = np.linalg.cholesky(spread) if width else spread
    tables = []
    for axis, chosen in zip(choices(kinds), parts, strict=True):
        size = kinds[axis]
        sums = np.stack([np.bincount(chosen, held[:, bump], size) for bump in range(len(mass))])
        table = count * sums + SMOOTH / size
        tables.append(table / table.sum(axis=1, keepdims=True))
    return Mixture(kinds, mass / mass.sum(), means, roots, tuple(tables))
