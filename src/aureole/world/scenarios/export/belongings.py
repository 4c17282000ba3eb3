"""Every file that a case reads, and where each must lie so that the scenario's references find it elsewhere."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from aureole.core.errors import Unsupported
from aureole.world.scenarios import catalogs, network
from aureole.world.scenarios.expressions import Scope
from aureole.world.scenarios.references import absolute, resolved
from aureole.world.scenarios.scenario import Scenario, load

INSIDE, ELSEWHERE = "files", "elsewhere"  # folders: of what relative paths name; of what absolute ones do


@dataclass(frozen=True, slots=True)
class Belongings:
    """The files of a case in a layout of its own, whose names are relative, with `/`."""

    scenario: str
    files: dict[str, Path]
    """Name in the layout, and where the file lies now."""
    folders: tuple[str, ...]
    """Catalog directories that are there, the empty ones too."""
    references: dict[str, str]
    """What an absolute path in the scenario names, as a path from the scenario's folder (see `references`)."""


class Reference(NamedTuple):
    """One path that a scenario makes use of."""

    text: str
    """As it is written; empty for a directory that was found beside another."""
    place: Path
    """Where the text leads, as a path without `..`."""
    found: Path
    """Where the file or directory lies."""


class Layout:
    """Names for places: relative references keep theirs, what absolute ones name gets a folder of its own."""

    def __init__(self, home: Path, relative: list[Path]) -> None:
        self.root = Path(os.path.commonpath([home, *(place.parent for place in relative)]))
        self.relative = {home, *relative}
        self.far: dict[Path, str] = {}

    def name(self, place: Path) -> str:
        """The name of a file or directory."""
        if place in self.relative:
            return str(PurePosixPath(INSIDE, *place.relative_to(self.root).parts))
        return f"{self.far.setdefault(place.parent, f'{ELSEWHERE}/{len(self.far)}')}/{place.name}"


def belongings(path: Path, params: Mapping[str, str]) -> Belongings:
    """What a case with these parameter values reads: scenario, map, every file of its catalog directories.

    Raises:
        BadInput: the scenario or a value is wrong.
        Unsupported: a reference leads over a link, so that it would not find the file elsewhere.
    """
    scenario = load(path)
    told = list(_references(scenario, scenario.parameters.scope(dict(params))))
    own = scenario.folder / path.name
    far = {one.place.parent for one in told if absolute(one.text)}
    near = [one.place for one in told if not absolute(one.text) and (one.text or one.place.parent not in far)]
    layout = Layout(scenario.folder, [own, *near])
    files: dict[str, Path] = {}
    for one in told:
        name = layout.name(one.place)
        if one.found.is_dir():
            files.update((f"{name}/{file.name}", file) for file in sorted(one.found.glob("*.xosc")))
        elif one.found.is_file():
            files[name] = one.found
    home = layout.name(own)
    if not files.setdefault(home, path).samefile(path):
        raise Unsupported("is a link to a file of another name", place=str(path), remedy="give the file itself")
    start = PurePosixPath(home).parent
    return Belongings(
        home, dict(sorted(files.items())),
        tuple(sorted({layout.name(one.place) for one in told if one.found.is_dir()})),
        {one.text: posixpath.relpath(layout.name(one.place), start) for one in told if absolute(one.text)},
    )  # fmt: skip


def _references(scenario: Scenario, scope: Scope) -> Iterator[Reference]:
    """Everything that a variation of a scenario refers to, whether it is there or not."""
    folder = scenario.folder
    logic = scenario.root.one("RoadNetwork").find("LogicFile")
    if logic is not None:
        text, found = network.written(logic, scope), scenario.map(scope)
        beside = found in (resolved(name, folder) for name in (text, f"{text}.xodr"))
        found = found if found.is_file() else found.with_name(f"{found.name}.gz")
        yield _reference(text, found) if beside else Reference(text, folder / found.name, found)
    locations = scenario.root.find("CatalogLocations")
    for text in catalogs.written(locations, scope):
        yield _reference(text, resolved(text, folder))
    for place in catalogs.moved(scenario.places(scope)):
        yield _reference("", place)


def _reference(text: str, found: Path) -> Reference:
    place = Path(os.path.normpath(found))
    if found.exists() and not (place.exists() and place.samefile(found)):
        what = f"'{text}' leads over a link and back, and would not lead there elsewhere"
        raise Unsupported(what, place=str(found), remedy="write the path without the link")
    return Reference(text, place, found)
