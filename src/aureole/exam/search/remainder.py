"""A grid searched case by case: no case is drawn twice, and only what is left undriven has to be estimated.

The failures of a grid of N cases are those among the driven ones, which are counted, and those among the others. Before
batch k every case that is left has a guess g in [0, 1] (`cells`) and a chance c of being drawn, both fixed by what was
seen before. Of a batch's drawn cases s

    T_k = driven failures + sum of g over all that are left + sum over s of (f - g) / c

has the number of all failures as its expectation, whatever the guesses are worth: a case is in s with chance c, so that
the last sum is that of f - g over all that are left (Horvitz & Thompson 1952; the difference estimator of Cassel,
Sarndal & Wretman 1976; with chances learned from what was seen, Imberg, Yang, Flannagan & Bargman, Active sampling: a
machine-learning-assisted framework for finite population inference with optimal subsamples, Technometrics 67, 2025).
The shares a_k of the batches are fixed beforehand: sum a_k T_k has no bias, and the errors of the batches are
uncorrelated. Guesses that are worth something make f - g small; where they are unsure, c is large.

Cases are drawn by a systematic sample along the grid: a fixed number, each at most once, spread over it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field

import numpy as np

from aureole.core.notes import Array, Bool, Float64
from aureole.exam.search.cells import Lattice, chances
from aureole.exam.search.estimate import FEWEST, PLAIN_DRAWS, WEIGHTED, Estimate, Seen, logarithmic
from aureole.exam.statistics.bounds import LEVEL, Interval, clopper_pearson

FIRST = 0.2  # share of the budget that is drawn plainly to begin with
PARTS, LEAST = 20, 10  # batches that a budget gives on the way down, and the fewest cases of a batch
ELITE, KNOWN = (
    0.2,
    30,
)  # share of a batch that says where the next one looks, and failures with which the counting begins
BATCHES, FASTER = 6, 1.5  # that count, their shares rising with this power of their number: the later, the surer
PLAIN = 0.1  # share of a batch that is drawn plainly
SURE = 0.003  # chance of failure below which no case is taken to be
CLEAR = 0.03  # chance of failure below which, or above one minus it, a guess is none or one
FEARED = 8.0  # degrees of freedom that the variance which the guesses themselves foretell is worth beside what was met
LEAST_FREE = 3.0  # degrees of freedom that an interval reckons with at least

Noise = Callable[[int], Float64]
"""Fresh numbers in (0, 1): so many rows, a column for each axis."""


@dataclass(slots=True)
class Known:
    """What was driven of a grid."""

    lattice: Lattice
    cells: Array = field(default_factory=lambda: np.zeros(0, np.int64))
    failed: Bool = field(default_factory=lambda: np.zeros(0, bool))
    margin: Float64 = field(default_factory=lambda: np.zeros(0))
    plain: int = 0
    """So many of the first were drawn plainly."""

    @property
    def hits(self) -> int:
        """Failures among them."""
        return int(self.failed.sum())

    @property
    def sure(self) -> Interval:
        """Between these the rate lies, whatever the others are."""
        return Interval(self.hits / self.lattice.size, 1.0 - (len(self.cells) - self.hits) / self.lattice.size)

    def left(self) -> Array:
        """The others, in the order of the grid."""
        open_ = np.ones(self.lattice.size, bool)
        open_[self.cells] = False
        return np.nonzero(open_)[0]

    def took(self, cells: Array, seen: Seen) -> None:
        """What came of these."""
        self.cells = np.concatenate([self.cells, cells])
        self.failed, self.margin = np.append(self.failed, seen[0]), np.append(self.margin, seen[1])

    def proven(self, level: float) -> Interval:
        """What the plain draws alone prove, and what is sure."""
        found = clopper_pearson(int(self.failed[: self.plain].sum()), self.plain, level)
        low, high = np.clip((found.low, found.high), self.sure.low, self.sure.high)
        return Interval(float(low), float(high))


@dataclass(frozen=True, slots=True)
class Counted:
    """What one batch says of the whole grid."""

    total: float
    """Failures."""
    off: Float64
    """Of each drawn case, how far it moves the total from the batch's mean."""
    feared: float
    """Variance of the total if the guesses are as unsure as they say."""


def swept(lattice: Lattice, budget: int, noise: Noise, level: float = LEVEL) -> Generator[Float64, Seen, Estimate]:
    """Gives rows to drive, takes what came of them, gives the estimate in the end.

    Args:
        lattice: the grid, of more cases than the budget.
        budget: cases in all.
        noise: randomness.
        level: of the interval.
    """
    known = Known(lattice)
    known.plain = min(max(LEAST, round(FIRST * budget)), budget // 2)
    yield from _plainly(known, known.plain, noise)
    size = max(LEAST, budget // PARTS)
    last = known.margin
    while known.hits < KNOWN and len(known.cells) + size <= budget // 2:
        edge = max(float(np.quantile(last, ELITE)), 0.0)
        close = known.failed if edge <= 0.0 else known.margin <= edge
        left = known.left()
        chance = inclusion(np.sqrt(chances(lattice, known.cells, close)[left]), size)
        yield from _drive(known, left[systematic(chance, noise(size)[0, 0])], noise)
        last = known.margin[-size:]
    if known.hits < FEWEST or known.hits == len(known.cells):
        return (yield from _rest(known, budget - len(known.cells), noise, level))
    return (yield from _counted(known, budget - len(known.cells), noise, level))


def _drive(known: Known, cells: Array, noise: Noise) -> Generator[Float64, Seen, Seen]:
    seen = yield known.lattice.rows(cells, noise(len(cells)))
    known.took(cells, seen)
    return seen


def _plainly(known: Known, count: int, noise: Noise) -> Generator[Float64, Seen, Seen]:
    left = known.left()
    return (yield from _drive(known, left[np.argsort(noise(len(left))[:, 0], kind="stable")[:count]], noise))


def _rest(known: Known, count: int, noise: Noise, level: float) -> Generator[Float64, Seen, Estimate]:
    """The rest is drawn plainly of what is left: too little is known of where failures are."""
    hits, left, size = known.hits, len(known.left()), known.lattice.size
    failed = int((yield from _plainly(known, count, noise))[0].sum())
    sure = clopper_pearson(failed, count, level)
    rate, bounds = (hits + left * failed / count) / size, [(hits + left * bound) / size for bound in sure]
    claimed = Interval(max(bounds[0], known.sure.low), min(bounds[1], known.sure.high))
    variance = (left / size) ** 2 * failed / count * (1.0 - failed / count) / count
    return Estimate(PLAIN_DRAWS, rate, claimed, level, variance, float(known.hits), len(known.cells), claimed)


def _counted(known: Known, left: int, noise: Noise, level: float) -> Generator[Float64, Seen, Estimate]:
    """The batches that count."""
    count = max(1, min(BATCHES, left // LEAST))
    batches = []
    for k in range(count):
        size = left * (k + 1) // count - left * k // count
        hits, open_ = known.hits, known.left()
        fails = chances(known.lattice, known.cells, known.failed)[open_]
        guess = np.where(fails < CLEAR, 0.0, np.where(fails > 1.0 - CLEAR, 1.0, fails))
        unsure = np.clip(fails, SURE, 1.0 - SURE)
        chance = inclusion(np.sqrt(unsure * (1.0 - unsure)), size)
        feared = float(((1.0 - chance) / chance * unsure * (1.0 - unsure)).sum())
        drawn = systematic(chance, noise(1)[0, 0])
        seen = yield from _drive(known, open_[drawn], noise)
        off = (seen[0] - guess[drawn]) / chance[drawn]
        batches.append(Counted(hits + float(guess.sum() + off.sum()), moves(off, chance[drawn]), feared))
    return from_counted(batches, known, level)


def inclusion(worth: Float64, count: int) -> Float64:
    """Chances of being drawn that sum to `count`, none above one: a share `PLAIN` is even, the others go by worth.

    >>> inclusion(np.array([0.0, 0.0, 8.0]), 2).round(2).tolist()
    [0.5, 0.5, 1.0]
    """
    worth = PLAIN / len(worth) + (1.0 - PLAIN) * worth / max(float(worth.sum()), 1e-300)
    certain = np.zeros(len(worth), bool)
    while True:
        open_ = max(float(worth[~certain].sum()), 1e-300)
        chance = np.where(certain, 1.0, worth / open_ * (count - certain.sum()))
        if (chance[~certain] < 1.0).all():
            return chance
        certain |= chance >= 1.0


def systematic(chance: Float64, start: float) -> Array:
    """Places drawn with these chances, whose sum is whole: where the sums up to each pass `start`, `start` + 1, ...

    >>> systematic(np.array([0.5, 1.0, 0.25, 0.25]), 0.6).tolist()
    [1, 2]
    """
    sums = np.cumsum(chance)
    count = round(float(sums[-1]))
    found = np.searchsorted(sums * (count / sums[-1]), start + np.arange(count), side="right")
    return np.unique(np.minimum(found, len(chance) - 1))


def moves(off: Float64, chance: Float64) -> Float64:
    """How far each drawn case moves the total; the sum of squares is Hajek's variance (1964) for a fixed number."""
    open_ = 1.0 - chance
    mean = float((open_ * off).sum()) / max(float(open_.sum()), 1e-300)
    return np.asarray(np.sqrt(len(off) / max(len(off) - 1, 1) * open_) * (off - mean))


def from_counted(batches: Sequence[Counted], known: Known, level: float = LEVEL) -> Estimate:
    """The rate from batches whose number and sizes were fixed before the first of them was drawn."""
    shares = np.arange(1.0, len(batches) + 1.0) ** FASTER
    shares /= shares.sum() * known.lattice.size
    rate = float(sum(share * one.total for share, one in zip(shares, batches, strict=True)))
    terms = np.concatenate([share * one.off for share, one in zip(shares, batches, strict=True)])
    variance, proven = float((terms**2).sum()), known.proven(level)
    feared = sum(share**2 * one.feared for share, one in zip(shares, batches, strict=True))
    free = freedom(terms)
    variance = max(variance, (free * variance + FEARED * feared) / (free + FEARED))
    claimed = proven
    if rate > 0.0 and variance > 0.0:
        found = logarithmic(rate, variance, max(free, LEAST_FREE) + 1.0, level)
        claimed = Interval(max(found.low, known.sure.low), min(found.high, known.sure.high))
    claimed = Interval(
        min(claimed.low, rate), max(claimed.high, rate)
    )  # a rate without bias may lie beyond what is sure
    effective = rate**2 / variance if variance > 0.0 else math.inf
    return Estimate(WEIGHTED, rate, claimed, level, variance, effective, len(known.cells), proven)


def freedom(terms: Float64) -> float:
    """Degrees of freedom of a sum of squares by the kurtosis of its terms; 0 if none is above zero.

    A variance from n numbers varies by (kurtosis - 1) / n of itself, squared; one of d degrees of freedom by 2 / d.
    """
    squares = terms**2
    if not squares.any():
        return 0.0
    return float(2.0 / max((squares**2).sum() / squares.sum() ** 2 - 1.0 / len(terms), 2.0 / len(terms)))
