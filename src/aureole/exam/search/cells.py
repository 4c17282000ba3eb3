"""Where to look on a grid: a chance of failure for every cell, learned from the cells that were driven.

The cells lie in a space of their values, where distance means something even along an axis that lists several
parameters at once. The chance of a cell is the mean of its driven neighbours, near ones weighing more (Nadaraya 1964,
Watson 1964), with a width that shrinks where more is known and with axes stretched so that the driven cells predict
each other best. Drawing a cell in proportion to the root of its chance gives the least variance of the rate if the
chances are right; where they are wrong the rate is less sure, never biased.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aureole.core.notes import Array, Bool, Float64

MOST = 60_000  # cells of a grid that is learned cell by cell
NEAR = 6  # neighbours that a cell's chance mostly rests on
BELIEF, DOUBT = 0.3, 0.02  # neighbours' worth of the belief that a cell of which little is known fails with this chance
STRETCHES = (0.25, 0.5, 1.0, 2.0, 4.0)  # of an axis, tried one after the other
ASKED = 250  # driven cells that say how axes are stretched
BLOCK = 2_000_000  # distances held at once


@dataclass(frozen=True, slots=True)
class Lattice:
    """The cells of a grid, the last axis running fastest."""

    counts: tuple[int, ...]
    features: Float64
    """`cells features`: where each lies."""

    @property
    def size(self) -> int:
        """How many cells there are."""
        return len(self.features)

    def cell(self, u: Float64) -> Array:
        """The cell of each row of numbers in (0, 1); axes beyond the grid's are none of it."""
        places = [np.minimum((u[:, axis] * n).astype(np.int64), n - 1) for axis, n in enumerate(self.counts)]
        return np.ravel_multi_index(tuple(places), self.counts)

    def rows(self, cells: Array, noise: Float64) -> Float64:
        """A row within each cell; `noise`: `rows axes`, numbers in (0, 1)."""
        found = noise.copy()
        for axis, places in enumerate(np.unravel_index(cells, self.counts)):
            found[:, axis] = (places + noise[:, axis]) / self.counts[axis]
        return found


@dataclass(frozen=True, slots=True)
class Cells:
    """How likely each cell is drawn."""

    lattice: Lattice
    chances: Float64
    """`cells`; they sum to one."""

    def ratio(self, u: Float64) -> Float64:
        """Density of each row over the nominal density."""
        return np.asarray(self.chances[self.lattice.cell(u)] * self.lattice.size)

    def draw(self, noise: Float64) -> Float64:
        """Rows drawn from it; the first column of `noise` chooses the cell."""
        sums = np.cumsum(self.chances)
        chosen = np.searchsorted(sums, noise[:, 0] * sums[-1], side="right")
        return self.lattice.rows(np.minimum(chosen, self.lattice.size - 1), noise[:, 1:])


def learned(lattice: Lattice, u: Float64, close: Bool) -> Cells:
    """What the driven rows say of all cells.

    Args:
        lattice: the grid.
        u: rows that were driven.
        close: of each, whether it failed, or came as close to it as now counts.
    """
    cells, which = np.unique(lattice.cell(u), return_inverse=True)
    here, hits = lattice.features[cells], np.bincount(which, close) / np.bincount(which)  # of several seeds the mean
    stretch = stretched(here, hits)
    here, width = here * stretch, widths(here * stretch)
    blocks = np.array_split(lattice.features * stretch, 1 + lattice.size * len(here) // BLOCK)
    chance = np.concatenate([smoothed(distances(block, here), hits, width) for block in blocks])
    chance[cells] = np.clip(hits, DOUBT * DOUBT, 1.0)
    roots = np.sqrt(chance)
    return Cells(lattice, roots / roots.sum())


def distances(wanted: Float64, here: Float64) -> Float64:
    """Squares of the distances: `wanted here`."""
    crossed = np.einsum("if,jf->ij", wanted, here)  # not through BLAS, whose bits depend on its threads
    return np.asarray(((wanted**2).sum(axis=1)[:, None] + (here**2).sum(axis=1) - 2.0 * crossed).clip(0.0))


def widths(here: Float64) -> Float64:
    """How far each driven cell is heard: the square of the distance to its `NEAR`-th neighbour."""
    far, near = distances(here, here), min(NEAR, len(here) - 1)
    return np.asarray(np.partition(far, near, axis=1)[:, near] + 1e-9)


def smoothed(far: Float64, hits: Float64, width: Float64) -> Float64:
    """The chance at places that lie so far from the driven cells."""
    weight = np.exp(-2.0 * far / width)
    return np.asarray((np.einsum("ij,j->i", weight, hits) + BELIEF * DOUBT) / (weight.sum(axis=1) + BELIEF))


def stretched(here: Float64, hits: Float64) -> Float64:
    """How much each feature is stretched so that the driven cells predict each other best."""
    some = np.unique(np.linspace(0, len(here) - 1, min(len(here), ASKED)).astype(np.int64))
    here, hits = here[some], hits[some]
    stretch = np.ones(here.shape[1])
    if len(here) <= NEAR + 2 or hits.all() or not hits.any():
        return stretch
    least = _surprise(here, hits)
    for feature in [*range(len(stretch))] * 2:
        for factor in STRETCHES:
            trial = stretch.copy()
            trial[feature] = factor
            cost = _surprise(here * trial, hits)
            if cost < least:
                least, stretch = cost, trial
    return stretch


def _surprise(here: Float64, hits: Float64) -> float:
    """How little each driven cell is foretold by the others."""
    far, width = distances(here, here), widths(here)
    np.fill_diagonal(far, np.inf)
    chance = smoothed(far, hits, width)
    return float(-np.log(np.where(hits > 0.0, chance, 1.0 - chance)).mean())


def features(columns: Sequence[Sequence[Float64]], counts: Sequence[int]) -> Float64:
    """Where each cell of a grid lies.

    Args:
        columns: of each axis, values by place, some columns of them.
        counts: places of each axis.
    """
    found = []
    for axis, given in enumerate(columns):
        shape = [1] * len(counts)
        shape[axis] = counts[axis]
        for column in given:
            low, high = column.min(), column.max()
            scaled = (column - low) / (high - low if high > low else 1.0)
            found.append(np.broadcast_to(scaled.reshape(shape), tuple(counts)).ravel())
    return np.stack(found, axis=1) if found else np.zeros((int(np.prod(counts)), 0))
