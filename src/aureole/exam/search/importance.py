"""Adaptive importance sampling: look where failures are, and still know how often they happen.

First the search goes down level by level, as the cross-entropy method does: of each batch the share `ELITE` that came
closest to failing (and all earlier draws that came as close) says where the next batch looks, until enough of a batch
fails. Nothing of that counts for the rate. Then `BATCHES` batches are drawn whose sizes are fixed beforehand; the
mixture is still fitted anew between them, never within one (`estimate` proves that the rate is unbiased). `PLAIN` of
every batch is drawn from the nominal distribution, so no draw weighs more than 1/`PLAIN`, and a region that was
overlooked can still be met. A grid that is small enough is searched cell by cell instead (`remainder`).

Where failures are common, or none was found in half of the budget, the rest of it is drawn plainly.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

import numpy as np

from aureole.core.noise import key, uniform
from aureole.core.notes import Bool, Float64
from aureole.exam.search.cells import Lattice
from aureole.exam.search.estimate import Batch, Estimate, Seen, from_plain, from_weighted
from aureole.exam.search.fit import MOST, fitted
from aureole.exam.search.mixture import ALONE, Mixture, everywhere, joined, ordered
from aureole.exam.search.remainder import swept

ELITE = 0.2  # share of a batch that says where the next one looks
PLAIN = 0.1  # share of a batch that is drawn from the nominal distribution
BATCHES = 5  # that count
COMMON = 0.25  # share of failures among the first, plain draws from which on plain draws do as well
ENOUGH = 0.4  # share of failures in a batch from which on the search knows where to look
KNOWN = 60  # failures that must be known before
LEAST, PARTS = 20, 20  # rows of a batch, and how many batches a budget gives before it counts
RUNGS = 0.4  # share of a mixture that stays with the levels before: what was lost on the way down can still be met
FIRST = 2  # batches' worth of plain draws to begin with


@dataclass(slots=True)
class Draws:
    """Everything drawn so far, with the density of every row under every proposal."""

    kinds: tuple[int, ...]
    stream: str
    seed: int
    u: Float64
    failed: Bool
    margin: Float64
    used: list[tuple[Mixture | None, int]] = field(default_factory=list)
    """Proposals in order, and how many rows each gave."""
    ladder: list[Mixture] = field(init=False)
    """What stays in every mixture: one that looks far out everywhere, and those of the levels above the last."""
    ticks: int = 0

    def __post_init__(self) -> None:
        self.ladder = [everywhere(self.kinds)] if ordered(self.kinds) else []

    def noise(self, rows: int, columns: int) -> Float64:
        """Fresh numbers in (0, 1)."""
        self.ticks += 1
        keys = np.array([key(self.stream, self.seed, "search")], dtype=np.uint64)
        return np.asarray(uniform(keys, self.ticks, (rows, columns))[0])

    def rows(self, proposal: Mixture | None, count: int) -> tuple[Float64, int]:
        """Rows of a batch, and how many of the first are plain."""
        noise = self.noise(count, len(self.kinds) + 1)
        plain = count if proposal is None else math.ceil(PLAIN * count)
        left = count - plain
        noise[plain:, 0] = (np.arange(left) + noise[plain:, 0]) / max(left, 1)
        found = noise[:, 1:].copy()
        if proposal is not None:
            found[plain:] = proposal.draw(noise[plain:])
        self.used.append((proposal, count))
        return found, plain

    def took(self, u: Float64, seen: Seen) -> None:
        """What came of them."""
        self.u = np.concatenate([self.u, u])
        self.failed, self.margin = np.append(self.failed, seen[0]), np.append(self.margin, seen[1])

    def proposal(self, level: float) -> Mixture:
        """What every row that came as close to failing as this says of where to look."""
        close = self.failed if level <= 0.0 else self.margin <= level
        u = self.u[close]
        total = float(sum(rows for _, rows in self.used))
        density = np.zeros(len(u))
        for proposal, rows in self.used:
            density += rows / total * against(proposal, u, PLAIN)
        found = fitted(u, 1.0 / density, self.kinds, self.noise(1, MOST)[0])
        wide = joined(found, self.ladder, RUNGS)
        if level > 0.0:
            self.ladder.append(found)
        return wide


def against(proposal: Mixture | None, u: Float64, plain: float) -> Float64:
    """Density of rows over the nominal one, if so large a share of a batch is plain."""
    return np.ones(len(u)) if proposal is None else plain + (1.0 - plain) * proposal.ratio(u)


def search(
    kinds: Sequence[int], budget: int, stream: str, seed: int, *, lattice: Lattice | None = None
) -> Generator[Float64, Seen, Estimate]:  # fmt: skip
    """Gives rows to drive, takes what came of them, gives the estimate in the end.

    Args:
        kinds: of the axes (`mixture`).
        budget: rows in all, at least `PARTS` · 2.
        stream: the name of its randomness.
        seed: of its randomness.
        lattice: the cells of a grid that is learned cell by cell.
    """
    kinds = tuple(kinds)
    draws = Draws(kinds, stream, seed, np.zeros((0, len(kinds))), np.zeros(0, bool), np.zeros(0))
    if lattice is not None:
        return (yield from swept(lattice, budget, lambda count: draws.noise(count, len(kinds))))
    size = max(LEAST, budget // PARTS)
    rows, _ = draws.rows(None, min(FIRST * size, budget // 2))
    draws.took(rows, (yield rows))
    if draws.failed.mean() < COMMON and any(kind != ALONE for kind in kinds):
        found = yield from _closer(draws, size, budget // 2)
        if found:
            return (yield from _counted(draws, budget - len(draws.u)))
    count = budget - len(draws.u)
    rows, _ = draws.rows(None, count)
    seen = yield rows
    return from_plain(int(seen[0].sum()), count)


def _closer(draws: Draws, size: int, most: int) -> Generator[Float64, Seen, bool]:
    """Go down to failure, level by level, until `most` rows are drawn; gives whether it is known where to look."""
    last = draws.margin
    while len(draws.u) + size <= most:
        level = max(float(np.quantile(last, ELITE)), 0.0)
        if draws.failed.sum() >= KNOWN and (draws.failed[-len(last) :].mean() >= ENOUGH):
            return True
        rows, _ = draws.rows(draws.proposal(level), size)
        seen = yield rows
        draws.took(rows, seen)
        last = seen[1]
    return bool(draws.failed.sum() >= LEAST)


def _counted(draws: Draws, left: int) -> Generator[Float64, Seen, Estimate]:
    """The batches that count."""
    sizes = [left * (k + 1) // BATCHES - left * k // BATCHES for k in range(BATCHES)]
    batches = []
    for size in sizes:
        proposal = draws.proposal(0.0)
        rows, plain = draws.rows(proposal, size)
        seen = yield rows
        draws.took(rows, seen)
        batches.append(Batch(1.0 / against(proposal, rows, plain / size), seen[0], plain))
    return from_weighted(batches)
