"""Where to look: a mixture of normal bumps that is fitted to what has been found and drawn from.

Every point of a search is a row of numbers in (0, 1), one an axis, and the nominal distribution is uniform there
(`space`). An axis is *ordered* (near values behave alike), or it is a *choice* among so many equal parts of (0, 1), or
it is *left alone*. On ordered axes a bump is a normal distribution over the places of the numbers on the normal line,
where the nominal distribution is the standard normal one; on a choice it is a table of weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aureole.core.notes import Array, Float64
from aureole.exam.search.normal import LEAST, below, place

FAR = 2.0  # standard deviations: beyond three and a half, on one side, lie 4 of 100 draws instead of 1 of 4,300
ORDERED, ALONE = 0, -1
"""What an axis is; any number above zero: a choice among so many."""


@dataclass(frozen=True, slots=True)
class Mixture:
    """Some bumps and what each weighs."""

    kinds: tuple[int, ...]
    """Of each axis."""
    weights: Float64
    """`bumps`"""
    means: Float64
    """`bumps ordered`"""
    roots: Float64
    """`bumps ordered ordered`: lower triangular roots of the covariances."""
    tables: tuple[Float64, ...]
    """Of each choice: `bumps parts`, rows that sum to one."""

    def ratio(self, u: Float64) -> Float64:
        """Density of each row of `u` over the nominal density."""
        return np.asarray(np.exp(summed(self.logs(*split(u, self.kinds)))))

    def logs(self, z: Float64, parts: Sequence[Array]) -> Float64:
        """Logarithm of each bump's share of that, `rows bumps`, for rows as `split` gives them."""
        found = np.tile(np.log(self.weights), (len(z), 1)) + 0.5 * (z**2).sum(axis=1)[:, None]
        if z.shape[1]:
            ways = np.linalg.inv(self.roots)
            away = np.einsum("bij,nbj->nbi", ways, z[:, None, :] - self.means)
            found -= 0.5 * (away**2).sum(axis=2)
            found += np.log(np.diagonal(ways, axis1=1, axis2=2)).sum(axis=1)
        for axis, chosen, table in zip(choices(self.kinds), parts, self.tables, strict=True):
            found += np.log(table.T * self.kinds[axis])[chosen]
        return np.asarray(found)

    def draw(self, noise: Float64) -> Float64:
        """Rows drawn from it.

        Args:
            noise: numbers in (0, 1), `rows axes+1`; the first column chooses the bump: where it runs evenly from 0 to
                1, every bump gets its share of the rows.
        """
        bumps = np.searchsorted(np.cumsum(self.weights)[:-1], noise[:, 0], side="right")
        found = noise[:, 1:].copy()
        along = ordered(self.kinds)
        if along:
            z = np.einsum("nij,nj->ni", self.roots[bumps], place(found[:, along])) + self.means[bumps]
            found[:, along] = below(z)
        for axis, table in zip(choices(self.kinds), self.tables, strict=True):
            found[:, axis] = _spread(np.cumsum(table, axis=1)[bumps], found[:, axis])
        return found


def split(u: Float64, kinds: Sequence[int]) -> tuple[Float64, list[Array]]:
    """Rows as places on the normal line (`rows ordered`), and the part of each choice."""
    return place(u[:, ordered(kinds)]), [part(u[:, axis], kinds[axis]) for axis in choices(kinds)]


def summed(logs: Float64) -> Float64:
    """Logarithm of the sum of what these are the logarithms of, over the last axis."""
    top = logs.max(axis=-1)
    return np.asarray(top + np.log(np.exp(logs - top[..., None]).sum(axis=-1)))


def everywhere(kinds: Sequence[int]) -> Mixture:
    """One bump in the middle, `FAR` times as wide as the nominal distribution; choices as they are nominally."""
    width = len(ordered(kinds))
    tables = tuple(np.full((1, kinds[axis]), 1.0 / kinds[axis]) for axis in choices(kinds))
    return Mixture(tuple(kinds), np.ones(1), np.zeros((1, width)), FAR * np.eye(width)[None], tables)


def joined(first: Mixture, others: Sequence[Mixture], share: float) -> Mixture:
    """One mixture of several, the others together with this share."""
    if not others:
        return first
    every = (first, *others)
    parts = [1.0 - share, *[share / len(others)] * len(others)]
    return Mixture(
        first.kinds, np.concatenate([part * one.weights for part, one in zip(parts, every, strict=True)]),
        np.concatenate([one.means for one in every]), np.concatenate([one.roots for one in every]),
        tuple(np.concatenate(tables) for tables in zip(*(one.tables for one in every), strict=True)),
    )  # fmt: skip


def _spread(sums: Float64, u: Float64) -> Float64:
    """A number in (0, 1), uniform in each part, whose parts have the weights that these rows sum up."""
    parts = sums.shape[1]
    chosen = np.minimum((sums < u[:, None]).sum(axis=1), parts - 1)
    rows = np.arange(len(u))
    low = np.where(chosen > 0, sums[rows, chosen - 1], 0.0)
    within = np.clip((u - low) / np.maximum(sums[rows, chosen] - low, LEAST), 0.0, 1.0 - 1e-9)
    return np.asarray(np.clip((chosen + within) / parts, LEAST, 1.0 - LEAST))


def ordered(kinds: Sequence[int]) -> list[int]:
    """The ordered axes."""
    return [axis for axis, kind in enumerate(kinds) if kind == ORDERED]


def choices(kinds: Sequence[int]) -> list[int]:
    """The axes that are choices."""
    return [axis for axis, kind in enumerate(kinds) if kind > 0]


def part(u: Float64, parts: int) -> Array:
    """In which of so many equal parts of (0, 1) each number lies."""
    return np.minimum((u * parts).astype(np.int64), parts - 1)
