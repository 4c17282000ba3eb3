"""One scenario file, read once: parameters, entities, map, and the storyboard compiled for a variation."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind as What
from aureole.core.notes import Int64
from aureole.world.roads.reading.opendrive import Map, read_map
from aureole.world.scenarios.case import Case, Variation
from aureole.world.scenarios.catalogs import Catalogs, directory_texts, files
from aureole.world.scenarios.entities.chosen import by_type, members, selected
from aureole.world.scenarios.entities.entity import Entity
from aureole.world.scenarios.entities.measured import Entities
from aureole.world.scenarios.entities.trailers import with_trailers
from aureole.world.scenarios.expressions import Scope, parse
from aureole.world.scenarios.header import check_header
from aureole.world.scenarios.lights.controllers import controllers
from aureole.world.scenarios.network import NOWHERE, check_monitors, check_network, map_of
from aureole.world.scenarios.parameters import Outside, Parameters
from aureole.world.scenarios.read import Node, near, read
from aureole.world.scenarios.storyboard.elements import Compiler
from aureole.world.scenarios.storyboard.scopes import Local
from aureole.world.scenarios.storyboard.variables import declare, finish
from aureole.world.scenarios.storyboard.writer import Writer
from aureole.world.scenarios.tables import C_COLUMNS, E_COLUMNS, J_COLUMNS, P_COLUMNS, Tables
from aureole.world.signs.carried import Carried
from aureole.world.signs.standing import Standing, standing
from aureole.world.signs.table import names_of

PARTS = (
    "FileHeader ParameterDeclarations VariableDeclarations MonitorDeclarations CatalogLocations RoadNetwork Entities "
    "Storyboard"
)
EGOS = ("Ego", "ego", "hero")
KEPT = 8  # scenarios and maps that are read once for all who ask


@dataclass(frozen=True, slots=True)
class Compiled:
    """The structure for one variation, and the words that shape it."""

    writer: Writer
    tables: Tables
    texts: tuple[tuple[str, Local | None], ...]

    def key(self, scope: Scope) -> tuple[object, ...]:
        """The values of those words in another variation: equal keys share the structure."""
        inner: dict[Local | None, Scope] = {None: scope}
        for _, local in self.texts:
            if local is not None and local not in inner:
                inner[local] = local.scope(scope)
        return tuple(parse(text).value(inner[local]) for text, local in self.texts)


class Scenario:
    """A scenario file that can be asked for any of its variations."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.root = _root(path)
        self.folder = path.resolve().parent
        self.parameters = Parameters(self.root.find("ParameterDeclarations"), str(path))
        self.catalogs = Catalogs()
        self.entities = Entities(self.catalogs)
        check_network(self.root.one("RoadNetwork"))
        check_monitors(self.root.find("MonitorDeclarations"))
        self.objects, self.selections = members(self.root.one("Entities"))

    def places(self, scope: Scope) -> tuple[Path, ...]:
        """The catalog directories of a variation."""
        return self.catalogs.places(self.root.find("CatalogLocations"), scope, self.folder)

    def map(self, scope: Scope) -> Path:
        """The OpenDRIVE file of a variation; a plane without roads where the scenario names none."""
        return map_of(self.root.one("RoadNetwork"), self.folder, scope)

    def cast(self, scope: Scope) -> dict[str, Entity]:
        """Every entity of a variation by name, in file order; trailers of its own follow each vehicle."""
        places = self.places(scope)
        cast = {name: self.entities.entity(node, scope, places) for name, node in self.objects.items()}
        return with_trailers(cast, self.objects)

    def order(self, cast: Mapping[str, Entity], ego: str | None) -> tuple[str, ...]:
        """The agents' names: the examined car and its own trailers first, the others as in the file."""
        chosen = ego or next((name for name in EGOS if name in cast), None)
        if chosen is None:
            chosen = next((name for name in cast if drives(cast[name])), None)
        if chosen is None or chosen not in cast:
            what = f"there is no entity '{ego}'" if ego else "there is no vehicle to examine"
            raise BadInput(what, place=str(self.path), remedy=near(ego or "", list(cast)))
        first = [chosen]
        while isinstance(cast[first[-1]].trailer, Entity):
            first.append(f"{first[-1]}+")
        return (*first, *(name for name in cast if name not in first))

    def compile(self, scope: Scope, names: Sequence[str], roads: Sequence[str]) -> Compiled:
        """The storyboard's tables, as one variation shapes them."""
        places = self.places(scope)
        writer = Writer(
            scope, {name: agent for agent, name in enumerate(names)}, {name: road for road, name in enumerate(roads)},
            functools.partial(self.catalogs.entry, places), functools.partial(load_map, self.map(scope)),
        )  # fmt: skip
        cast = self.cast(scope)
        writer.selections = selected(self.selections, writer.agents, cast) if self.selections else {}
        writer.types = by_type(writer.agents, cast)
        writer.signs = names_of(load_posts(self.map(scope)), bearers(cast))
        declare(writer, self.root)
        controllers(writer, self.root.one("RoadNetwork"))
        writer.words.extend((text, None) for text in directory_texts(self.root.find("CatalogLocations")))
        Compiler(writer).storyboard(self.root.one("Storyboard"))
        finish(writer)
        tables = Tables(
            _table(writer.elements, E_COLUMNS), _table(writer.conditions, C_COLUMNS), _table(writer.jobs, J_COLUMNS),
            _table(writer.places, P_COLUMNS), _table(writer.lists, 2),
        )  # fmt: skip
        return Compiled(writer, tables, tuple(dict.fromkeys(writer.words)))


def bearers(cast: Mapping[str, Entity]) -> dict[str, Carried]:
    """The signals that entities carry, by the names of these."""
    return {name: entity.sign for name, entity in cast.items() if entity.sign is not None}


def forms(cast: Mapping[str, Entity]) -> tuple[tuple[str, tuple[object, ...]], ...]:
    """What worlds that are built together must share of the signals that entities carry."""
    return tuple((name, sign.form) for name, sign in bearers(cast).items())


def drives(entity: Entity) -> bool:
    """Whether an entity moves by itself on wheels."""
    return entity.wheelbase > 0.0 and entity.kind != What.TRAILER


def _table(rows: list[list[int]], columns: int) -> Int64:
    return np.array(rows, dtype=np.int64).reshape(len(rows), columns)


def _root(path: Path) -> Node:
    """The file's root, if it is a scenario of a version that is played."""
    root = read(path)
    if root.name != "OpenSCENARIO":
        raise BadInput(f"is a <{root.name}> file", place=root.place, remedy="give an OpenSCENARIO XML file (.xosc)")
    distribution = root.find("ParameterValueDistribution")
    if distribution is not None:
        raise BadInput(
            "is a <ParameterValueDistribution>, not a scenario", place=distribution.place,
            remedy="give it to aureole exam, or one of its variations to aureole drive with --variation NUMBER",
        )  # fmt: skip
    if root.find("Catalog") is not None:
        raise BadInput("is a catalog, not a scenario", place=root.place, remedy="give the scenario that uses it")
    root.known("", PARTS)
    check_header(root)
    return root


def _stamp(path: Path) -> tuple[int, int]:
    """What changes when a file changes."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


@functools.lru_cache(maxsize=KEPT)
def _scenario(path: Path, stamp: tuple[int, int]) -> Scenario:
    del stamp
    return Scenario(path)


@functools.lru_cache(maxsize=KEPT)
def _map(path: Path, stamp: tuple[int, int]) -> Map:
    del stamp
    return read_map(path, fewest=0 if path == NOWHERE else 1)


def load(path: Path) -> Scenario:
    """The scenario of a file; the same unchanged file is read once."""
    return _scenario(path, _stamp(path))


def load_map(path: Path) -> Map:
    """The map of a file; the same unchanged file is read once."""
    return _map(path, _stamp(path))


@functools.lru_cache(maxsize=KEPT)
def _posts(path: Path, stamp: tuple[int, int]) -> tuple[Standing, ...]:
    return standing(_map(path, stamp))


def load_posts(path: Path) -> tuple[Standing, ...]:
    """The signals that stand on the map of a file."""
    return _posts(path, _stamp(path))


def outside(case: Case, variation: Variation) -> Outside | None:
    """Why a variation is none of its file's, which shuts its values out; None if it is one."""
    try:
        load(case.path).parameters.scope(variation.params)
    except Outside as error:
        return error
    return None


def group(case: Case, variations: Iterable[Variation], *, ego: str | None = None) -> list[list[int]]:
    """Which variations can be built together: same map, same structure, same examined car; indices, in order.

    Each variation is looked at once and let go.

    Raises:
        BadInput, Unsupported: as `build` does.
    """
    sorter = Sorter(case, ego=ego)
    for row, variation in enumerate(variations):
        error, _ = sorter.add(row, variation)
        if error is not None:
            raise error
    return sorter.groups


class Sorter:
    """Sorts the variations of one case by what can be built together, as they come; each is looked at once."""

    def __init__(self, case: Case, *, ego: str | None = None) -> None:
        self.scenario = load(case.path)
        self.ego = ego
        self.kinds: list[tuple[Kind, list[int]]] = []

    def add(self, row: int, variation: Variation) -> tuple[Outside | None, list[int]]:
        """Take one in: the group that it has joined, or why its file's own constraints shut it out.

        Raises:
            BadInput, Unsupported: as `build` does.
        """
        try:
            scope = self.scenario.parameters.scope(variation.params)
        except Outside as error:
            if not variation.params:
                raise
            return error.with_traceback(None), []
        for kind, rows in reversed(self.kinds):
            if kind.has(scope):
                rows.append(row)
                return None, rows
        self.kinds.append((Kind.of(self.scenario, scope, self.ego), [row]))
        return None, self.kinds[-1][1]

    @property
    def groups(self) -> list[list[int]]:
        """The rows that can be built together."""
        return [rows for _, rows in self.kinds]

    def files(self) -> tuple[Path, ...]:
        """The scenario, its maps and the catalogs it looks into: what a drive of these variations is made of."""
        found = dict.fromkeys([self.scenario.path])
        for kind, _ in self.kinds:
            found.update(dict.fromkeys([kind.map, *files(kind.places)]))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Kind:
    """What variations must share to be built together."""

    scenario: Scenario
    compiled: Compiled
    ego: str
    shared: tuple[object, ...]
    map: Path
    places: tuple[Path, ...]
    """Directories of the catalogs."""

    @classmethod
    def of(cls, scenario: Scenario, scope: Scope, ego: str | None) -> Kind:
        """The kind of one variation."""
        names = scenario.order(scenario.cast(scope), ego)
        place = scenario.map(scope)
        compiled = scenario.compile(scope, names, load_map(place).names)
        shared = cls.shares(scenario, compiled, names[0], scope)
        return cls(scenario, compiled, names[0], shared, place, scenario.places(scope))

    @staticmethod
    def shares(scenario: Scenario, compiled: Compiled, ego: str, scope: Scope) -> tuple[object, ...]:
        """Structure, map, examined car and names of a variation."""
        cast = scenario.cast(scope)
        return (compiled.key(scope), scenario.map(scope), cast.get(ego), tuple(cast), forms(cast))

    def has(self, scope: Scope) -> bool:
        """Whether a variation is of this kind."""
        return self.shares(self.scenario, self.compiled, self.ego, scope) == self.shared
