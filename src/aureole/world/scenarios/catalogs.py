"""Catalogs: directories of entries by name, found relative to the scenario file."""

from __future__ import annotations

from pathlib import Path

from aureole.core.errors import BadInput
from aureole.world.scenarios.expressions import BadExpression, Scope, parse
from aureole.world.scenarios.parameters import Parameters
from aureole.world.scenarios.read import Node, near, read

KINDS = (
    "VehicleCatalog PedestrianCatalog MiscObjectCatalog ControllerCatalog "
    "EnvironmentCatalog ManeuverCatalog TrajectoryCatalog RouteCatalog"
)
MOST_FILES = 2000  # catalog files of one scenario


def directories(locations: Node | None, scope: Scope, folder: Path) -> tuple[Path, ...]:
    """The directories that a CatalogLocations element names, in file order."""
    if locations is None:
        return ()
    found: list[Path] = []
    for kind in locations.known("", KINDS):
        for directory in kind.known("", "Directory"):
            directory.known("path")
            try:
                path = folder / str(parse(directory.raw("path")).value(scope))
            except BadExpression as error:
                raise BadInput(str(error), place=directory.place) from None
            if path not in found:
                found.append(path)
    return tuple(found)


class Catalogs:
    """Entries by catalog and name; files are read when first asked for."""

    def __init__(self) -> None:
        self._entries: dict[Path, dict[str, dict[str, Node]]] = {}

    def _read(self, directory: Path) -> dict[str, dict[str, Node]]:
        if directory not in self._entries:
            found: dict[str, dict[str, Node]] = {}
            files = sorted(directory.glob("*.xosc")) if directory.is_dir() else []
            for path in files[:MOST_FILES]:
                catalog = read(path).find("Catalog")
                if catalog is not None:
                    entries = found.setdefault(catalog.raw("name"), {})
                    entries.update({entry.raw("name", ""): entry for entry in catalog})
            self._entries[directory] = found
        return self._entries[directory]

    def entry(self, places: tuple[Path, ...], catalog: str, name: str, place: str) -> Node:
        """The entry of that name; BadInput if the catalog or the entry is not there."""
        names: list[str] = []
        for directory in places:
            entries = self._read(directory).get(catalog)
            if entries is None:
                names.extend(self._read(directory))
                continue
            if name not in entries:
                raise BadInput(
                    f"catalog '{catalog}' has no entry '{name}'", place=place, remedy=near(name, list(entries))
                )
            return entries[name]
        raise BadInput(f"there is no catalog '{catalog}'", place=place, remedy=near(catalog, names))


def local_scope(entry: Node, reference: Node, scope: Scope) -> Scope:
    """What `$name` means inside a catalog entry: its own parameters, with the reference's assignments."""
    values: dict[str, str] = {}
    assignments = reference.find("ParameterAssignments")
    if assignments is not None:
        for assignment in assignments.known("", "ParameterAssignment"):
            assignment.known("parameterRef value")
            try:
                value = parse(assignment.raw("value")).value(scope)
            except BadExpression as error:
                raise BadInput(str(error), place=assignment.place) from None
            values[assignment.raw("parameterRef").lstrip("$")] = str(value)
    return Parameters(entry.find("ParameterDeclarations"), entry.place).scope(values, reference.place)
