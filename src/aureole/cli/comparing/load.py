"""The exams a person names, read and paired driver by driver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aureole.core.errors import BadInput
from aureole.exam.compare.sides import Chosen, Side, choose, choose_within, drivers
from aureole.exam.verdicts import Exam, read

FILE = "verdicts.json"


@dataclass(frozen=True, slots=True)
class Loaded:
    """Two exams (or one twice), and which drivers of them are compared."""

    first: Exam
    second: Exam
    places: tuple[str, str]
    chosen: Chosen

    @property
    def sides(self) -> list[tuple[Side, Side]]:
        """Each pair of drivers."""
        one, two = self.places
        return [(Side(one, self.first, a), Side(two, self.second, b)) for a, b in self.chosen.pairs]


def files_of(paths: Sequence[Path]) -> list[Path]:
    """The verdicts of one or two exams; BadInput if it is not one or two, or none lies there."""
    if not 1 <= len(paths) <= 2:
        remedy = "aureole compare DIR DIR, or aureole compare DIR --driver FIRST --driver SECOND"
        raise BadInput(f"{len(paths)} exams are given: expected two, or one", remedy=remedy)
    return [located(path) for path in paths]


def load(paths: Sequence[Path], asked: Sequence[str]) -> Loaded:
    """Read one or two exams and pair their drivers.

    Raises:
        BadInput: no exam lies there, it is broken, or nothing says which drivers to compare.
    """
    files = files_of(paths)
    first = read(files[0])
    if len(files) == 1:
        return Loaded(first, first, (str(paths[0]),) * 2, choose_within(drivers(first), asked))
    second = read(files[1])
    return Loaded(first, second, (str(paths[0]), str(paths[1])), choose(drivers(first), drivers(second), asked))


def located(path: Path) -> Path:
    """The verdicts of an exam's folder, or the file itself."""
    remedy = "give the folder that aureole exam --out wrote"
    try:
        folder, file = path.is_dir(), path.is_file()
    except (OSError, ValueError) as error:
        raise BadInput(f"cannot be read: {error}", place=ascii(str(path)), remedy=remedy) from None
    if folder:
        if not (path / FILE).is_file():
            raise BadInput(f"no {FILE} in this folder", place=str(path), remedy=remedy)
        return path / FILE
    if not file:
        raise BadInput("there is no such folder", place=str(path), remedy=remedy)
    return path
