"""Which drives can run side by side: sorted once, cut into shards as they are wanted."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from aureole.core.errors import Trouble
from aureole.exam.logged.sorting import LogSorter
from aureole.exam.setup import Drive, identity
from aureole.exam.suites.cases import SuiteCase
from aureole.world.logs.reading import is_log
from aureole.world.scenarios.case import Variation
from aureole.world.scenarios.scenario import KEPT, Sorter

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Sorted:
    """All drives of an exam by what they share."""

    groups: tuple[tuple[int, ...], ...]
    """Places of the drives that can be driven side by side."""
    files: tuple[Path, ...]
    """Everything that was read for them: scenarios, maps, catalogs."""
    shut: dict[int, Trouble]
    """Drives whose values their own file's constraints shut out, and why: a distribution may hold such."""


def sort_drives(drives: Sequence[Drive], ego: str | None = None) -> Sorted:
    """Look at every drive once. Every file is read here, so that a bad one is refused before anything is driven.

    Raises:
        BadInput, Unsupported: a file or a value is wrong; a file shuts out all that it is asked for.
    """
    files = Files(ego)
    shut: dict[int, Trouble] = {}
    held: dict[Path, Trouble | None] = {}
    last: tuple[SuiteCase, Trouble | None, list[int]] | None = None
    for place, drive in enumerate(drives):
        case = drive.case
        if last is not None and last[0] is case:  # another seed
            error, rows = last[1:]
            if error is None:
                rows.append(place)
        else:
            error, rows = files.sorter(case).add(place, Variation(case.params, drive.seed))
            last = (case, error, rows)
        if error is not None:
            shut[place] = error
            held.setdefault(case.path, error)
        else:
            held[case.path] = None
    for refused in held.values():
        if refused is not None:
            raise refused
    return Sorted(*files.closed(), shut)


class Files:
    """The files that are being sorted; of those long not asked for only the result is held."""

    def __init__(self, ego: str | None) -> None:
        self.ego = ego
        self.open: dict[Path, Sorter | LogSorter] = {}
        self.groups: list[tuple[int, ...]] = []
        self.read: dict[Path, None] = {}

    def sorter(self, case: SuiteCase) -> Sorter | LogSorter:
        """What sorts the cases of that file."""
        if case.path not in self.open:
            if len(self.open) >= KEPT:
                self._close(next(iter(self.open)))
            kind = LogSorter if is_log(case.path) else Sorter
            self.open[case.path] = kind(identity(case), ego=self.ego)
        return self.open[case.path]

    def closed(self) -> tuple[tuple[tuple[int, ...], ...], tuple[Path, ...]]:
        """All groups, and all files that were read."""
        for path in list(self.open):
            self._close(path)
        return tuple(self.groups), tuple(self.read)

    def _close(self, path: Path) -> None:
        sorter = self.open.pop(path)
        self.groups.extend(tuple(rows) for rows in sorter.groups)
        self.read.update(dict.fromkeys(sorter.files()))


def shards(groups: Sequence[Sequence[int]], most: int, without: Container[int] = ()) -> list[tuple[int, ...]]:
    """The groups in pieces of at most `most` places, those left out that are done."""
    found: list[tuple[int, ...]] = []
    for group in groups:
        left = tuple(place for place in group if place not in without)
        found.extend(left[k : k + most] for k in range(0, len(left), most))
    return found


def spread(things: Sequence[Thing], count: int) -> tuple[Thing, ...]:
    """So many of the things, evenly over all of them."""
    count = min(count, len(things))
    return tuple(things[k * len(things) // count] for k in range(count))
