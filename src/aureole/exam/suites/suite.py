"""What an exam holds: an embedded suite by name, or the scenario files and folders a person names."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from aureole.core.errors import BadInput
from aureole.exam.suites import made
from aureole.exam.suites.cases import Cases, Part, SuiteCase, part_made, part_of
from aureole.exam.suites.held import plain
from aureole.exam.suites.logs import drivable, logs_in, part_of_log, told
from aureole.world.scenarios.embedded import library
from aureole.world.scenarios.read import near

FOLDER = Path(__file__).parent
GRIDS = Path(library.__file__).parent.parent / "grids"
DRIVER = "rules"  # who is examined where nobody is named
FAILS = (
    "collision", "off_road", "wrong_lane", "lane_departure", "red_light", "stop_sign", "not_yielding", "stuck",
    "timeout", "bad_plan",
)  # fmt: skip
"""Events that fail a drive where no suite says otherwise."""
READ = (".xosc", ".zip")


@dataclass(frozen=True, slots=True)
class References:
    """Published drivers whose frontiers a suite is read against, and the frame in which they were published."""

    drivers: tuple[str, ...] = ()
    car: str = ""
    dt: float = 0.0
    """Seconds between two scenes."""


@dataclass(frozen=True, slots=True)
class Suite:
    """Cases in order, and what fails them."""

    name: str
    entries: Sequence[SuiteCase]
    fails: tuple[str, ...] = FAILS
    """Names of `core.verdict.EVENTS`."""
    references: References = field(default_factory=References)
    en: str = ""
    zh: str = ""
    """What it is, in one sentence; empty where files are named."""

    @property
    def drivers(self) -> tuple[str, ...]:
        """Who is examined where nobody is named: our rules, and beside them the suite's references."""
        return (DRIVER, *self.references.drivers)


class ReferenceTable(msgspec.Struct, forbid_unknown_fields=True):
    """The table `references` of a suite."""

    drivers: list[str]
    car: str
    dt: float


class SituationTable(msgspec.Struct, forbid_unknown_fields=True):
    """The table `situations` of a suite: so many seeds of a half of each of these."""

    half: str
    """train or test."""
    seeds: int
    names: list[str]


class Table(msgspec.Struct, forbid_unknown_fields=True):
    """An embedded suite as its TOML file has it: cases by name, scenario files and distributions of the grids."""

    en: str
    zh: str
    fails: list[str]
    cases: list[str] = []
    files: list[str] = []
    references: ReferenceTable | None = None
    situations: SituationTable | None = None


@functools.cache
def names() -> tuple[str, ...]:
    """The embedded suites."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def load(name: str) -> Suite:
    """An embedded suite.

    Raises:
        BadInput: there is none of that name; the remedy names the nearest.
    """
    if name not in names():
        raise BadInput(f"there is no suite '{name}'", remedy=near(name, list(names())))
    table = read(name)
    found = [library.find(case) for case in table.cases]
    parts = [Part(entry.name, entry.path, params=dict(entry.params)) for entry in found]
    parts += [part_of(Path(file).stem, GRIDS / file) for file in table.files]
    parts += seeded(table.situations) if table.situations is not None else []
    beside = table.references
    references = References(tuple(beside.drivers), beside.car, beside.dt) if beside else References()
    return Suite(name, Cases(tuple(parts)), tuple(table.fails), references, table.en, table.zh)


def read(name: str) -> Table:
    """The file of an embedded suite."""
    return msgspec.toml.decode((FOLDER / f"{name}.toml").read_bytes(), type=Table)


def fails_of(situation: str) -> tuple[str, ...]:
    """What fails a drive of a situation: as the suite that holds it says."""
    tables = (read(name) for name in names())
    found = (one.fails for one in tables if one.situations is not None and situation in one.situations.names)
    return tuple(next(found, FAILS))


def seeded(table: SituationTable) -> list[Part]:
    """The cases of situations, one situation after the other."""
    return [part_made(name, seed) for name in table.names for seed in made.seeds(table.half, table.seeds)]


def picked(name: str) -> tuple[Suite, SuiteCase]:
    """The suite and the case that NAME#NUMBER stands for: a variation of a grid, or a seed of a situation.

    Raises:
        BadInput: there is no such grid or situation, or it has no such variation.
    """
    stem, _, number = name.partition("#")
    wanted = made.asked(name)
    if wanted is not None:
        part = part_made(*wanted)
        return Suite(part.name, Cases((part,)), fails_of(wanted[0])), part.at(0)
    for suite in map(load, names()):
        for part in suite.entries.parts if isinstance(suite.entries, Cases) else ():
            if part.name == stem and part.distribution is not None:
                last = part.distribution.variations.count - 1
                if not number.isascii() or not number.isdigit() or int(number) > last:
                    raise BadInput(f"there is no variation '{number}' of {stem}", remedy=f"take one of 0 to {last}")
                return suite, part.variation(int(number), dict(part.distribution.at(int(number))))
    raise BadInput(f"there is no grid '{stem}'", remedy="aureole cases lists the suites; a file's: --variation N")


def of_paths(paths: Sequence[Path]) -> Suite:
    """A suite of files and folders: each `.xosc` is a case under its own name; a folder gives all it holds, sorted.

    A `case.zip` is the case in it, under its name there; a folder gives those it holds if it holds no `.xosc`.

    A parameter value distribution gives a case for each of its variations, NAME#0, NAME#1, …; the scenario it varies is
    a case of its own only if it is named, or lies in a named folder, too. Files of the same name from different folders
    are told apart by the folder's name; the same file counts once.

    A log is a case, FILE#ID the same with another of its cars examined; a folder gives its logs if it holds neither.

    Raises:
        BadInput: a path is not there, is no scenario, or a folder holds none; too many variations.
    """
    files = files_of(paths)
    name = Path(paths[0]).stem if len(paths) == 1 else f"{len(files)} files"
    parts = [_part(told, file) for told, file in zip(_told_apart(files), files, strict=True)]
    given = [part.packed.name for part in parts if part.packed is not None]
    named = [
        part if part.packed is None or given.count(part.packed.name) > 1 else replace(part, name=part.packed.name)
        for part in parts
    ]
    return Suite(name, Cases(tuple(named)))


def _part(name: str, path: Path) -> Part:
    if drivable(path):
        return part_of_log(name, path)
    return Part(name, path, packed=plain(path)) if path.suffix.lower() == ".zip" else part_of(name, path)


def files_of(paths: Sequence[Path]) -> list[Path]:
    """The files that files and folders stand for, each once.

    Raises:
        BadInput, Unsupported: as `of_paths` does.
    """
    files = list({file.resolve(): file for path in paths for file in _files(Path(path))}.values())
    if not files:
        raise BadInput("nothing to drive", remedy="name scenario files, folders, or a suite: " + ", ".join(names()))
    return files


def _files(path: Path) -> list[Path]:
    place = str(path)
    if drivable(path):
        return [path]
    try:
        folder, file = path.is_dir(), path.is_file()
    except (OSError, ValueError) as error:
        raise BadInput(f"cannot be read: {error}", place=ascii(place)) from None
    if folder:
        held = {kind: sorted(inside for inside in path.glob(f"*{kind}") if inside.is_file()) for kind in READ}
        found = held[".xosc"] or held[".zip"] or logs_in(path)
        if not found:
            what = "the folder holds no .xosc file and no log"
            raise BadInput(what, place=place, remedy="name the folder of the scenarios")
        return found
    if not file:
        raise BadInput("there is no such file", place=place, remedy="check the path")
    kind = path.suffix.lower()
    if kind not in READ:
        remedy = "give an OpenSCENARIO .xosc, a log (.xml, .pkl, folder of Argoverse 2), or a folder"
        raise BadInput(f"'{path.name}' is no scenario", place=place, remedy=remedy)
    return [path]


def _told_apart(files: Sequence[Path]) -> list[str]:
    """A name for each file: its stem, with as much of its folders as it takes to be the only one."""
    names = [told(file) if drivable(file) else file.stem for file in files]
    for above in range(1, 4):
        again = {name for name in names if names.count(name) > 1}
        names = [
            ".".join((*file.resolve().parts[-1 - above : -1], told(file) if drivable(file) else file.stem))
            if name in again
            else name
            for name, file in zip(names, files, strict=True)
        ]
    return names
