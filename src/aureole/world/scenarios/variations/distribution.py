"""A parameter value distribution file: how many variations of a scenario there are, and each of them by its number."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.noise import key, uniform
from aureole.world.scenarios.header import check_header
from aureole.world.scenarios.read import Node, near, read
from aureole.world.scenarios.variations.axes import Axis, read_axis, real
from aureole.world.scenarios.variations.chances import Chance, read_chance

MOST = 1_000_000  # variations that are gone through one by one; each can be asked for by its number beyond it
BLOCK = 4096  # variations made at once
MOST_COUNTED = 10**100  # variations; a number that can still be told
MOST_AXES = 10_000  # of one file; as many parameters as a scenario may have
MOST_RUNS = 2**53  # numberOfTestRuns


class Variations(Protocol):
    """Every variation of a scenario by its number; none is kept."""

    @property
    def count(self) -> int:
        """How many there are."""
        ...

    def some(self, numbers: Sequence[int]) -> list[dict[str, str]]:
        """Parameter values by name of the variations of these numbers, each 0 to `count` - 1."""
        ...

    def told(self) -> dict[str, str]:
        """Each parameter with its values in a few words."""
        ...


@dataclass(frozen=True, slots=True)
class Grid:
    """All combinations of the axes in file order: the last axis runs fastest."""

    axes: tuple[Axis, ...]

    @property
    def count(self) -> int:
        """How many combinations there are."""
        return math.prod(axis.count for axis in self.axes)

    def some(self, numbers: Sequence[int]) -> list[dict[str, str]]:
        """Some combinations."""
        return [self.combination(number) for number in numbers]

    def combination(self, number: int) -> dict[str, str]:
        """One combination."""
        rows: list[Mapping[str, str]] = []
        for axis in reversed(self.axes):
            number, place = divmod(number, axis.count)
            rows.append(axis.at(place))
        return {name: text for row in reversed(rows) for name, text in row.items()}

    def told(self) -> dict[str, str]:
        """Each axis with its values in a few words."""
        return {", ".join(axis.names): axis.told() for axis in self.axes}


@dataclass(frozen=True, slots=True)
class Drawn:
    """Test runs with values drawn by chance, keyed by the file's name, its seed, the parameter and the run's number."""

    chances: tuple[Chance, ...]
    count: int
    file: str
    seed: str

    def some(self, numbers: Sequence[int]) -> list[dict[str, str]]:
        """Some runs."""
        rows: list[dict[str, str]] = [{} for _ in numbers]
        for chance in self.chances:
            streams = [key(self.file, number, f"{self.seed} {chance.name}") for number in numbers]
            drawn = uniform(np.array(streams, dtype=np.uint64), 0, (1,))[:, 0]
            for row, u in zip(rows, drawn.tolist(), strict=True):
                row[chance.name] = chance.draw(u)
        return rows

    def told(self) -> dict[str, str]:
        """Each parameter with its distribution in a few words."""
        return {chance.name: chance.told for chance in self.chances}


@dataclass(frozen=True, slots=True)
class Distribution:
    """A parameter value distribution file as read."""

    path: Path
    scenario: Path
    """The scenario it varies."""
    variations: Variations
    numbers: tuple[int, ...] | None = None
    """Which of its variations are meant; none: all."""

    @property
    def count(self) -> int:
        """How many variations are meant."""
        return self.variations.count if self.numbers is None else len(self.numbers)

    def number(self, place: int) -> int:
        """The number in the file of the variation at a place."""
        return place if self.numbers is None else self.numbers[place]

    def at(self, number: int) -> dict[str, str]:
        """Variation `number` of the file; BadInput if there is none."""
        if not 0 <= number < self.variations.count:
            what = f"there is no variation {number}"
            raise BadInput(what, place=str(self.path), remedy=f"there are 0 to {self.variations.count - 1}")
        return self.variations.some([number])[0]

    def countable(self) -> None:
        """Raise BadInput if there are too many to go through one by one."""
        if self.count > MOST:
            raise BadInput(
                f"{self.count} variations, the limit is {MOST}", place=str(self.path),
                remedy="widen stepWidth or take values out; drive a single one with --variation NUMBER",
            )  # fmt: skip

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Number and values of each variation that is meant."""
        for first in range(0, self.count, BLOCK):
            numbers = [self.number(place) for place in range(first, min(first + BLOCK, self.count))]
            yield from zip(numbers, self.variations.some(numbers), strict=True)

    def where(self, wanted: Mapping[str, str]) -> Distribution:
        """Those variations whose parameters have the wanted values; names it does not vary are let be.

        Raises:
            BadInput: none has, or there are too many to go through.
        """
        varied = {name for names in self.variations.told() for name in names.split(", ")}
        asked = {name: text for name, text in wanted.items() if name in varied}
        if not asked:
            return self
        self.countable()
        found = tuple(n for n, row in self if all(same(row.get(name, ""), text) for name, text in asked.items()))
        if not found:
            values = {name: list(dict.fromkeys(row.get(name, "") for _, row in self)) for name in asked}
            pairs = ", ".join(f"{name}={text}" for name, text in asked.items())
            told = "; ".join(f"{name} may be {', '.join(texts[:12])}" for name, texts in values.items())
            raise BadInput(f"no variation has {pairs}", place=str(self.path), remedy=told)
        return replace(self, numbers=found)


def same(text: str, other: str) -> bool:
    """Whether two texts are the same value: as numbers if both are, else as text."""
    try:
        return float(text) == float(other)
    except ValueError:
        return text == other


def is_distribution(path: Path) -> bool:
    """Whether a file is a parameter value distribution; BadInput if it cannot be read."""
    return read(path).find("ParameterValueDistribution") is not None


@functools.lru_cache(maxsize=64)
def _load(path: Path, changed: tuple[int, int]) -> Distribution:
    del changed
    root = read(path)
    node = root.one("ParameterValueDistribution")
    check_header(root.known("", "FileHeader ParameterValueDistribution"))
    node.known("", "ScenarioFile Deterministic Stochastic")
    file = node.one("ScenarioFile").known("filepath")
    scenario = path.parent / file.raw("filepath")
    if not file.raw("filepath") or not scenario.is_file():
        raise BadInput(f"there is no scenario {scenario}", place=file.place, remedy="check the path")
    if (node.find("Deterministic") is None) == (node.find("Stochastic") is None):
        raise BadInput("holds not exactly one of <Deterministic> and <Stochastic>", place=node.place)
    deterministic = node.find("Deterministic")
    if deterministic is None:
        return Distribution(path, scenario, _drawn(node.one("Stochastic"), path.stem))
    return Distribution(path, scenario, _grid(deterministic))


def load_distribution(path: Path) -> Distribution:
    """The distribution of a file; the same unchanged file is read once.

    Raises:
        BadInput, Unsupported: it is broken, or asks for what is not played; with file:line <element>.
    """
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        raise BadInput(f"cannot be read: {error.__class__.__name__}", place=ascii(str(path))) from None
    return _load(path, (found.st_mtime_ns, found.st_size))


def _grid(node: Node) -> Grid:
    node.known("", "DeterministicMultiParameterDistribution DeterministicSingleParameterDistribution")
    axes = []
    taken: dict[str, str] = {}
    refuse_many(node)
    for child in node:
        axis = read_axis(child)
        _once(taken, axis.names, child)
        axes.append(axis)
    grid = Grid(tuple(axes))
    if grid.count > MOST_COUNTED:
        what = f"stands for more than {float(MOST_COUNTED):.0e} variations"
        raise BadInput(what, place=node.place, remedy="widen stepWidth or take values out")
    return grid


def _drawn(node: Node, file: str) -> Drawn:
    node.known("numberOfTestRuns randomSeed", "StochasticDistribution")
    runs = real(node, "numberOfTestRuns", 0.0)
    if runs != int(runs) or runs > MOST_RUNS:
        raise BadInput(f"numberOfTestRuns is {runs:g}, expected a whole number up to 2^53", place=node.place)
    seed = repr(real(node, "randomSeed")) if node.has("randomSeed") else ""
    chances = []
    taken: dict[str, str] = {}
    refuse_many(node)
    for child in node:
        chance = read_chance(child)
        _once(taken, (chance.name,), child)
        chances.append(chance)
    return Drawn(tuple(chances), int(runs), file, seed)


def refuse_many(node: Node) -> None:
    """Raise BadInput if more parameters are varied than a scenario may have."""
    if len(node.element) > MOST_AXES:
        what = f"{len(node.element)} parameters, the limit is {MOST_AXES}"
        raise BadInput(what, place=node.place, remedy="vary fewer of them")


def _once(taken: dict[str, str], names: tuple[str, ...], node: Node) -> None:
    """Note that names are varied here; BadInput if one already is."""
    for name in names:
        if name in taken:
            raise BadInput(
                f"parameter '{name}' is varied twice, first at {taken[name]}", place=node.place,
                remedy=f"vary it once; varied so far: {near('', list(taken)).removeprefix('there is ')}",
            )  # fmt: skip
        taken[name] = node.place
