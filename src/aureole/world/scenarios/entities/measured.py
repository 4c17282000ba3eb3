"""The entities of one scenario, inline or from catalogs, each measured once; their controllers need only exist."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from aureole.core.errors import BadInput, Unsupported
from aureole.world.scenarios.catalogs import Catalogs, local_scope
from aureole.world.scenarios.entities.entity import OBJECTS, Entity, Reader, measure
from aureole.world.scenarios.expressions import Scope
from aureole.world.scenarios.header import check_properties
from aureole.world.scenarios.read import Node
from aureole.world.scenarios.storyboard.scopes import inside

LONGEST = 20  # trailers behind each other; a catalog's vehicle that pulls itself ends here


class Entities:
    """Entities of one scenario by the words that choose them; the same words are measured once."""

    def __init__(self, catalogs: Catalogs) -> None:
        self._catalogs = catalogs
        self._known: dict[tuple[object, ...], Entity] = {}

    def entity(self, node: Node, scope: Scope, places: tuple[Path, ...], behind: int = 0) -> Entity:
        """What a ScenarioObject, or a trailer `behind` others, is in one variation; its controllers need only exist."""
        if behind > LONGEST:
            raise BadInput(f"more than {LONGEST} trailers", place=node.place, remedy="let no vehicle pull itself")
        node.known("name", "CatalogReference ObjectController ExternalObjectReference " + " ".join(OBJECTS))
        external = node.find("ExternalObjectReference")
        if external is not None:
            raise Unsupported(
                "<ExternalObjectReference>: an object of another tool is not known here", place=external.place,
                remedy="describe it as a Vehicle, Pedestrian or MiscObject",
            )  # fmt: skip
        reader, pulled = Reader(scope), partial(self.entity, places=places, behind=behind + 1)
        for controller in node.all("ObjectController"):
            self._controller(controller, reader, places)
        reference = node.find("CatalogReference")
        if reference is None:
            chosen = next((child for child in node if child.name in OBJECTS), None)
            if chosen is None:
                raise BadInput("says not what it is", place=node.place, remedy="add a Vehicle or a CatalogReference")
            local = inside(None, chosen)
            return measure(chosen, scope if local is None else local.scope(scope), pulled)
        reference.known("catalogName entryName", "ParameterAssignments")
        words = (reader.word(reference, "catalogName"), reader.word(reference, "entryName"))
        if reference.find("ParameterAssignments") is None and (*words, places) in self._known:
            return self._known[*words, places]
        entry = self._catalogs.entry(places, *words, reference.place)
        if entry.name not in OBJECTS:
            raise BadInput(f"entry '{words[1]}' is a {entry.name}", place=reference.place)
        entity = measure(entry, local_scope(entry, reference, scope), pulled)
        if reference.find("ParameterAssignments") is None:
            self._known[*words, places] = entity
        return entity

    def _controller(self, node: Node, reader: Reader, places: tuple[Path, ...]) -> None:
        """A controller has no behaviour here: the driver, or the default controller, moves the car."""
        node.known("name", "CatalogReference Controller")
        reference, inline = node.find("CatalogReference"), node.find("Controller")
        if reference is not None:
            reference.known("catalogName entryName", "ParameterAssignments")
            words = (reader.word(reference, "catalogName"), reader.word(reference, "entryName"))
            inline = self._catalogs.entry(places, *words, reference.place)
            if inline.name != "Controller":
                raise BadInput(f"entry '{words[1]}' is a {inline.name}", place=reference.place)
        if inline is not None:
            check_controller(inline)


def check_controller(node: Node) -> None:
    """Refuse what does not belong into a Controller."""
    node.known("name controllerType", "ParameterDeclarations Properties")
    check_properties(node.find("Properties"))
