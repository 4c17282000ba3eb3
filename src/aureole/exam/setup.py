"""What an exam drives, and how: a driver with its terms, cases with their seeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

from aureole.core.car import Car
from aureole.core.driver import Driver
from aureole.exam.suites.cases import SuiteCase
from aureole.world.scenarios.case import Case

SHARD = 1024  # worlds driven side by side at most: twice as many are no faster, and leave a core idle at the end


@dataclass(frozen=True, slots=True)
class Setup:
    """How an exam is driven; it travels to the processes that drive, so everything in it can be pickled."""

    driver: str
    make: Callable[[], Driver[Any]]
    car: Car | None = None
    """None: the sedan, fitted to the measures the scenario gives its ego."""
    step: float = 0.01
    timeout: float = 600.0
    order: str = ""
    ego: str | None = None
    shard: int = SHARD
    """Worlds driven side by side at most."""
    fails: tuple[str, ...] = ()
    """Events that fail a drive; empty: what the bench holds usual."""
    scores: tuple[str, ...] = ()
    """Of the field, by name (`exam.scores.table.SCORES`), beside our own measures."""
    senses: str = "given"
    """Whether the driver is `given` things, or pictures in which they are to be `perceived` (`exam.senses`)."""
    weather: str = ""
    """In which pictures are taken, by name; empty: broad daylight."""
    faults: tuple[str, ...] = ()
    """Of the car's eyes, in words (`world.sensing.eyes.faults`)."""
    perception: str = ""
    """File of the network that perceives; empty: ours."""
    sight: str = ""
    """Hash of that network, so that another one is another exam."""


@dataclass(frozen=True, slots=True)
class Drive:
    """One line of an exam: a case with a seed."""

    case: SuiteCase
    seed: int


@dataclass(frozen=True, slots=True)
class Drives(Sequence[Drive]):
    """Every case with the seeds 0 to `seeds` - 1, without holding them."""

    cases: Sequence[SuiteCase]
    seeds: int

    def __len__(self) -> int:
        return len(self.cases) * self.seeds

    @overload
    def __getitem__(self, place: int) -> Drive: ...
    @overload
    def __getitem__(self, place: slice) -> list[Drive]: ...
    def __getitem__(self, place: int | slice) -> Drive | list[Drive]:
        if isinstance(place, slice):
            return [self[k] for k in range(len(self))[place]]
        case, seed = divmod(range(len(self))[place], self.seeds)
        return Drive(self.cases[case], seed)

    def __iter__(self) -> Iterator[Drive]:
        return (Drive(case, seed) for case in self.cases for seed in range(self.seeds))


def identity(case: SuiteCase) -> Case:
    """The case as its own randomness knows it: by its file, whatever it is called and whoever drives beside it."""
    return Case(Path(case.path).stem, Path(case.path))
