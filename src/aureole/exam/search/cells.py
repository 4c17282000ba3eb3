"""What the driven cells of a grid say of all others: a chance of failure for every cell.

The cells lie in a space of their values, where distance means something even along an axis that lists several
parameters at once. The chance of a cell is the mean of its driven neighbours, near ones weighing more (Nadaraya 1964,
Watson 1964), with a width that shrinks where more is known. What is near is learned, too: distances are stretched by
the mean outer product of the chance's own gradients, again and again (Radhakrishnan, Beaglehole, Pandit & Belkin,
Mechanism for feature learning in neural networks and backpropagation-free machine learning models, Science 383, 2024).
So it finds that of two speeds only the difference matters, or that a border runs aslant, and pools what is alike.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aureole.core.notes import Array, Bool, Float64
from aureole.kernels import kernel

MOST = 60_000  # cells of a grid that is learned cell by cell
NEAR = 6  # neighbours that a cell's chance mostly rests on
WIDER = 12  # the same while distances are learned
BELIEF, DOUBT = 0.1, 0.02  # neighbours' worth of the belief that a cell of which little is known fails with this chance
ROUNDS = 4  # of learning distances; the round counts after which the driven cells foretell each other best
FLATTEST = 0.03  # least stretch of a direction over the greatest: along none is everything the same
ASKED = 400  # of the driven cells, the last: they say how distances are stretched
UNHEARD = 18.0  # squares of widths from which on a driven cell weighs nothing (e^-36 of one that is near)


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


def chances(lattice: Lattice, cells: Array, close: Bool) -> Float64:
    """The chance of every cell.

    Args:
        lattice: the grid.
        cells: that were driven, each once.
        close: of each, whether it failed, or came as close to it as now counts.
    """
    hits = close.astype(np.float64)
    places = np.einsum("nf,fg->ng", lattice.features, stretched(lattice.features[cells[-ASKED:]], hits[-ASKED:]))
    here = places[cells]
    width = widths(here, NEAR)
    found = np.zeros(lattice.size)
    hear(np.ascontiguousarray(places), np.ascontiguousarray(here), width, hits, found)
    found[cells] = hits
    return found


@kernel
def hear(places: Float64, here: Float64, width: Float64, hits: Float64, chance: Float64) -> None:
    """`smoothed` at all places at once, into `chance`.

    Shapes: `places features`, `here features`, `here`, `here`, `places`.
    """
    for k in range(len(places)):
        mass, sum_ = BELIEF, BELIEF * DOUBT
        for j in range(len(here)):
            far = 0.0
            for f in range(here.shape[1]):
                far += (places[k, f] - here[j, f]) ** 2
            if far < UNHEARD * width[j]:
                weight = math.exp(-2.0 * far / width[j])
                mass += weight
                sum_ += weight * hits[j]
        chance[k] = sum_ / mass


def distances(wanted: Float64, here: Float64) -> Float64:
    """Squares of the distances: `wanted here`."""
    far = np.zeros((len(wanted), len(here)))
    for feature in range(wanted.shape[1]):  # not through BLAS, whose bits depend on its threads
        apart = np.subtract.outer(wanted[:, feature], here[:, feature])
        apart *= apart
        far += apart
    return far


def widths(here: Float64, near: int) -> Float64:
    """How far each driven cell is heard: the square of the distance to its `near`-th neighbour."""
    far, near = distances(here, here), min(near, len(here) - 1)
    return np.asarray(np.partition(far, near, axis=1)[:, near] + 1e-9)


def weights(far: Float64, width: Float64) -> Float64:
    """What each driven cell weighs at places that lie so far from it."""
    return np.asarray(np.exp(-2.0 * far / width))


def smoothed(weight: Float64, hits: Float64) -> Float64:
    """The chance at places where the driven cells weigh so much."""
    return np.asarray((np.einsum("ij,j->i", weight, hits) + BELIEF * DOUBT) / (weight.sum(axis=1) + BELIEF))


def stretched(here: Float64, hits: Float64) -> Float64:
    """The linear map of places, `features features`, after which the driven cells foretell each other best."""
    ways = best = np.eye(here.shape[1])
    least = np.inf
    if not here.shape[1] or len(here) <= WIDER:
        return best
    for _ in range(ROUNDS + 1):
        there = np.einsum("nf,fg->ng", here, ways)
        far, width = distances(there, there), widths(there, WIDER)
        np.fill_diagonal(far, np.inf)
        weight = weights(far, width)
        chance = smoothed(weight, hits)
        surprise = float(-np.log(np.where(hits > 0.0, chance, 1.0 - chance).clip(1e-9)).mean())
        if surprise < least:
            least, best = surprise, ways
        pull = weight * (hits - chance[:, None]) / (width * (weight.sum(axis=1) + BELIEF)[:, None])
        slopes = np.einsum("ij,fj->if", pull, np.ascontiguousarray(there.T)) - pull.sum(axis=1)[:, None] * there
        slopes = np.einsum("ig,fg->if", slopes, ways)
        outer = np.einsum("if,ig->fg", slopes, slopes)
        if not outer.any():
            break
        sizes, turned = np.linalg.eigh(outer)
        ways = turned * np.sqrt(np.maximum(sizes / sizes[-1], FLATTEST**2))
    return best


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
