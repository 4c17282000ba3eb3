"""The cases of files: a scenario is one, a parameter value distribution many, made when they are asked for."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import overload

from aureole.exam.suites import made
from aureole.world.scenarios.variations.distribution import Distribution, is_distribution, load_distribution


@dataclass(frozen=True, slots=True)
class SuiteCase:
    """One case of a suite: a scenario file with parameter values."""

    name: str
    path: Path
    params: dict[str, str] = field(default_factory=dict)
    origin: str = ""
    """Where it came from, if `path` is only where it was unpacked."""

    @property
    def told(self) -> str:
        """The path by which people know it."""
        return self.origin or str(self.path)


@dataclass(frozen=True, slots=True)
class Part:
    """The cases of one file."""

    name: str
    path: Path
    distribution: Distribution | None = None
    params: dict[str, str] = field(default_factory=dict)
    """Of a file that is one case."""
    packed: SuiteCase | None = None
    """What it stands for, if the file is an archive."""
    seeded: tuple[str, int] | None = None
    """Situation and seed, if the file is made when it is asked for."""

    @property
    def count(self) -> int:
        """How many there are."""
        return 1 if self.distribution is None else self.distribution.count

    @property
    def file(self) -> Path:
        """The path, with a file there."""
        return self.path if self.seeded is None else made.ready(*self.seeded)

    def at(self, place: int) -> SuiteCase:
        """One of them."""
        if self.packed is not None:
            return replace(self.packed, name=self.name)
        if self.distribution is None:
            return SuiteCase(self.name, self.file, dict(self.params))
        number = self.distribution.number(place)
        return self.variation(number, self.distribution.at(number))

    def variation(self, number: int, params: dict[str, str]) -> SuiteCase:
        """The case of a variation, by its number in the file."""
        path = self.path if self.distribution is None else self.distribution.scenario
        return SuiteCase(f"{self.name}#{number}", path, params)

    def __iter__(self) -> Iterator[SuiteCase]:
        if self.distribution is None:
            yield self.at(0)
            return
        for number, params in self.distribution:
            yield self.variation(number, params)


def part_made(name: str, seed: int) -> Part:
    """The case of a situation and a seed."""
    return Part(f"{name}#{seed}", made.place(name, seed), seeded=(name, seed))


def part_of(name: str, path: Path) -> Part:
    """The cases of a file under a name; BadInput if it is broken, or holds too many to go through."""
    if not is_distribution(path):
        return Part(name, path)
    distribution = load_distribution(path)
    distribution.countable()
    return Part(name, path, distribution)


@dataclass(frozen=True, slots=True)
class Cases(Sequence[SuiteCase]):
    """All cases of some files in order, without holding them."""

    parts: tuple[Part, ...]
    ends: tuple[int, ...] = ()
    """Place after the last case of each part; counted if left out."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "ends", tuple(itertools.accumulate(part.count for part in self.parts)))

    def __len__(self) -> int:
        return self.ends[-1] if self.ends else 0

    @overload
    def __getitem__(self, place: int) -> SuiteCase: ...
    @overload
    def __getitem__(self, place: slice) -> list[SuiteCase]: ...
    def __getitem__(self, place: int | slice) -> SuiteCase | list[SuiteCase]:
        if isinstance(place, slice):
            return [self[k] for k in range(len(self))[place]]
        found = range(len(self))[place]
        part = bisect.bisect_right(self.ends, found)
        return self.parts[part].at(found - (self.ends[part - 1] if part else 0))

    def __iter__(self) -> Iterator[SuiteCase]:
        return itertools.chain.from_iterable(self.parts)
