"""The space a search looks through: what one file may vary, every axis as a number in (0, 1) with a uniform density.

A grid is uniform over its combinations, a stochastic distribution over what it is drawn from: the inverse of its
distribution function makes a value of each number. Seeds of the drive's own noise are an axis that is left alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from aureole.core.errors import BadInput, Unsupported
from aureole.core.notes import Float64
from aureole.exam.search.mixture import ALONE, ORDERED
from aureole.exam.setup import Drive, identity
from aureole.exam.suites.cases import Part, SuiteCase
from aureole.world.scenarios.case import Variation
from aureole.world.scenarios.scenario import outside
from aureole.world.scenarios.variations.axes import Axis
from aureole.world.scenarios.variations.chances import Chance
from aureole.world.scenarios.variations.distribution import Drawn, Grid

COUNTED = 200_000  # combinations of a grid whose constraints are looked through one by one
MOST_SEEDS = 100_000


@dataclass(frozen=True, slots=True)
class Steps:
    """An axis of a grid, its places in the order of their values where these are numbers."""

    axis: Axis
    order: tuple[int, ...] | None
    """Place in the file of each place here; none: as in the file."""
    kind: int

    @property
    def names(self) -> tuple[str, ...]:
        """Parameters it gives values to."""
        return self.axis.names

    @property
    def count(self) -> int:
        """How many places it has."""
        return self.axis.count

    def place(self, u: float) -> int:
        """Place in the file."""
        found = min(int(u * self.count), self.count - 1)
        return found if self.order is None else self.order[found]

    def at(self, u: float) -> Mapping[str, str]:
        """The values at a number in (0, 1)."""
        return self.axis.at(self.place(u))


@dataclass(frozen=True, slots=True)
class Chances:
    """A parameter that is drawn from a distribution."""

    chance: Chance
    kind: int = ORDERED
    count: int = 0
    """No places: any value."""

    @property
    def names(self) -> tuple[str, ...]:
        """The parameter."""
        return (self.chance.name,)

    def at(self, u: float) -> Mapping[str, str]:
        """The value at a number in (0, 1)."""
        return {self.chance.name: self.chance.draw(u)}


Direction = Steps | Chances


@dataclass(frozen=True, slots=True)
class Space:
    """What one file may vary."""

    part: Part
    directions: tuple[Direction, ...]
    seeds: int

    @property
    def name(self) -> str:
        """By which it is known in its suite."""
        return self.part.name

    @property
    def kinds(self) -> tuple[int, ...]:
        """Of the axes, the seeds' last (`mixture`)."""
        return (*(one.kind for one in self.directions), ALONE)

    @property
    def drawn(self) -> bool:
        """Whether values come from distributions, so that no grid holds them all."""
        return any(isinstance(one, Chances) for one in self.directions)

    @property
    def count(self) -> int:
        """Drives there are; 0 if no number says how many."""
        return 0 if self.drawn else self.part.count * self.seeds

    def drive(self, row: Float64, number: int) -> Drive:
        """The drive that a row of numbers in (0, 1) stands for; `number` names it where the file has no number."""
        pairs = zip(self.directions, row.tolist(), strict=False)  # floats of Python: their texts go into the scenario
        values = {name: text for one, u in pairs for name, text in one.at(u).items()}
        seed = min(int(row[-1] * self.seeds), self.seeds - 1)
        return Drive(self.case(values, self._number(row) if not self.drawn else number), seed)

    def case(self, values: Mapping[str, str], number: int | str) -> SuiteCase:
        """A case with these values."""
        if self.part.distribution is None:
            return self.part.at(0)
        return self.part.variation(number, dict(values))  # type: ignore[arg-type]  # it only stands in the name

    def _number(self, row: Float64) -> int:
        number = 0
        for one, u in zip(self.directions, row, strict=False):
            if isinstance(one, Steps):
                number = number * one.count + one.place(u)
        return number

    def every(self) -> list[Drive]:
        """All drives of a grid."""
        return [Drive(self.part.at(place), seed) for place in range(self.part.count) for seed in range(self.seeds)]


def shut(drive: Drive) -> Exception | None:
    """Why the scenario's own constraints shut a drive out."""
    return outside(identity(drive.case), Variation(drive.case.params, drive.seed))


def space_of(part: Part, seeds: int) -> Space:
    """The space of a file.

    Raises:
        Unsupported: some of its variations are meant and others not, so that they are no grid.
    """
    if part.distribution is None:
        return Space(part, (), seeds)
    if part.distribution.numbers is not None:
        raise Unsupported("a search looks through whole distributions", place=str(part.path))
    variations = part.distribution.variations
    if isinstance(variations, Grid):
        return Space(part, tuple(map(_steps, variations.axes)), seeds)
    if isinstance(variations, Drawn):
        return Space(part, tuple(map(Chances, variations.chances)), seeds)
    raise BadInput("cannot be searched", place=str(part.path))


def _steps(axis: Axis) -> Steps:
    if axis.count == 1:
        return Steps(axis, None, ALONE)
    if len(axis.names) > 1 or axis.count > COUNTED:
        return Steps(axis, None, axis.count if len(axis.names) > 1 else ORDERED)
    values = [number(axis.at(place)[axis.names[0]]) for place in range(axis.count)]
    if not all(map(math.isfinite, values)):
        return Steps(axis, None, axis.count)
    order = tuple(np.argsort(values, kind="stable").tolist())
    return Steps(axis, None if order == tuple(range(axis.count)) else order, ORDERED)


def number(text: str) -> float:
    """A text as a number; NaN if it is none.

    >>> number("1.5"), number("lorry")
    (1.5, nan)
    """
    try:
        return float(text)
    except ValueError:
        return math.nan


def shares(spaces: Sequence[Space], budget: int) -> list[int]:
    """How many drives each space gets: small grids no more than they hold, the others the same.

    >>> shares([], 100)
    []
    """
    left, open_ = budget, list(range(len(spaces)))
    found = [0] * len(spaces)
    for k in sorted(open_, key=lambda k: spaces[k].count or math.inf):
        fair = left // len(open_)
        found[k] = min(fair, spaces[k].count or fair)
        left -= found[k]
        open_.remove(k)
    return found
