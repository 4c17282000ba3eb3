"""Catalogs: directories of entries by name, found relative to the scenario file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from aureole.core.errors import BadInput
from aureole.world.scenarios.expressions import BadExpression, Scope, parse
from aureole.world.scenarios.read import Node, near, read
from aureole.world.scenarios.references import absolute, resolved
from aureole.world.scenarios.storyboard.scopes import entered

KINDS = (
    "VehicleCatalog PedestrianCatalog MiscObjectCatalog ControllerCatalog "
    "EnvironmentCatalog ManeuverCatalog TrajectoryCatalog RouteCatalog"
)
ENTRIES = ("Vehicle", "Pedestrian", "MiscObject", "Controller", "Environment", "Maneuver", "Trajectory", "Route")
MOST_FILES = 2000  # catalog files of one scenario


def directory_texts(locations: Node | None) -> tuple[str, ...]:
    """The texts of a CatalogLocations element's directories that depend on parameters."""
    if locations is None:
        return ()
    texts = [directory.raw("path", "") for kind in locations for directory in kind]
    return tuple(text for text in texts if text.startswith("$"))


def depends_on_nothing(locations: Node | None) -> bool:
    """Whether the directories are the same in every variation, and no table on the disk says where they lie."""
    texts = [directory.raw("path", "") for kind in locations or () for directory in kind]
    return not any(text.startswith("$") or absolute(text) for text in texts)


def directories(locations: Node | None, scope: Scope, folder: Path) -> tuple[Path, ...]:
    """The directories that a CatalogLocations element names, in file order."""
    return tuple(dict.fromkeys(resolved(text, folder) for text in written(locations, scope)))


def written(locations: Node | None, scope: Scope) -> Iterator[str]:
    """What a CatalogLocations element names, in file order, as one variation has it."""
    for kind in () if locations is None else locations.known("", KINDS):
        for directory in kind.known("", "Directory"):
            directory.known("path")
            try:
                yield str(parse(directory.raw("path")).value(scope))
            except BadExpression as error:
                raise BadInput(str(error), place=directory.place) from None


class Catalogs:
    """Entries by catalog and name; files are read when first asked for."""

    def __init__(self) -> None:
        self._entries: dict[Path, dict[str, dict[str, Node]]] = {}
        self._twice: set[str] = set()
        self._places: tuple[Path, ...] | None = None

    def places(self, locations: Node | None, scope: Scope, folder: Path) -> tuple[Path, ...]:
        """`directories` of the one scenario that asks; where they depend on nothing they are looked up once."""
        if self._places is not None:
            return self._places
        found = directories(locations, scope, folder)
        self._places = found if depends_on_nothing(locations) else None
        return found

    def _read(self, directory: Path) -> dict[str, dict[str, Node]]:
        """The entries of a directory by catalog; a catalog also answers to the name of its file, if no other has it."""
        if directory not in self._entries:
            found: dict[str, dict[str, Node]] = {}
            stems: dict[str, dict[str, Node]] = {}
            for path in _files(directory)[:MOST_FILES]:
                catalog = read(path).find("Catalog")
                if catalog is not None:
                    entries = found.setdefault(catalog.raw("name"), {})
                    mine = {entry.raw("name", ""): entry for entry in catalog}
                    counts = Counter(entry.raw("name", "") for entry in catalog)
                    self._twice |= {mine[name].place for name, count in counts.items() if count > 1}
                    entries.update(mine)
                    stems[path.stem] = mine
            self._entries[directory] = {**stems, **found}
        return self._entries[directory]

    def entry(self, places: tuple[Path, ...], catalog: str, name: str, place: str) -> Node:
        """The entry of that name; BadInput if the catalog or the entry is not there."""
        names: list[str] = []
        for directory in (*places, *moved(places)):
            entries = self._read(directory).get(catalog)
            if entries is None:
                names.extend(self._read(directory))
                continue
            if name not in entries:
                raise BadInput(
                    f"catalog '{catalog}' has no entry '{name}'", place=place, remedy=near(name, list(entries))
                )
            if entries[name].place in self._twice:
                what = f"catalog '{catalog}' has several entries '{name}'"
                raise BadInput(what, place=entries[name].place, remedy="give each entry a name of its own")
            return entries[name]
        gone = [str(directory) for directory in places if not _is_there(directory)]
        remedy = f"these directories are not there: {', '.join(gone[:5])}" if gone else near(catalog, names)
        raise BadInput(f"there is no catalog '{catalog}'", place=place, remedy=remedy)


def moved(places: tuple[Path, ...]) -> tuple[Path, ...]:
    """Where directories that are not there may be: under their own names beside those that are."""
    there = [directory for directory in places if _is_there(directory)]
    found = {other.parent / gone.name: None for gone in places if gone not in there for other in there}
    return tuple(directory for directory in found if directory not in places and _is_there(directory))


def files(places: tuple[Path, ...]) -> list[Path]:
    """Every catalog file that may be looked into."""
    return [file for directory in (*places, *moved(places)) for file in _files(directory)]


def _files(directory: Path) -> list[Path]:
    """The catalog files of a directory in the order of their names; none where there is no directory."""
    if not _is_there(directory):
        return []
    try:
        return sorted(directory.glob("*.xosc"))
    except (OSError, ValueError) as error:
        raise _unreadable(directory, error) from None


def _is_there(directory: Path) -> bool:
    """Whether a directory is there; BadInput if nothing can be called so."""
    try:
        return directory.is_dir()
    except (OSError, ValueError) as error:
        raise _unreadable(directory, error) from None


def _unreadable(directory: Path, error: Exception) -> BadInput:
    return BadInput(
        f"a catalog's directory cannot be read: {error}", place=ascii(str(directory)[:200]),
        remedy="give the path of a directory",
    )  # fmt: skip


def local_scope(entry: Node, reference: Node, scope: Scope) -> Scope:
    """What `$name` means inside a catalog entry: its own parameters, with the reference's assignments."""
    return entered(None, reference, entry).scope(scope)
