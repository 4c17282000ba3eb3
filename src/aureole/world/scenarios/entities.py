"""Entities: what kind of thing takes part, how large it is, how fast it can be."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from aureole.core.errors import BadInput, Unsupported
from aureole.core.kinds import Kind
from aureole.world.scenarios.catalogs import Catalogs, local_scope
from aureole.world.scenarios.expressions import BadExpression, Scope, number, parse, plain
from aureole.world.scenarios.header import check_properties
from aureole.world.scenarios.read import Node, near
from aureole.world.scenarios.storyboard.scopes import inside

VEHICLES = {
    "car": Kind.CAR, "van": Kind.VAN, "truck": Kind.TRUCK, "semitractor": Kind.TRUCK, "bus": Kind.BUS,
    "motorbike": Kind.MOTORBIKE, "bicycle": Kind.BICYCLE, "trailer": Kind.TRAILER, "semitrailer": Kind.TRAILER,
    "train": Kind.TRAIN, "tram": Kind.TRAIN, "standup_scooter": Kind.BICYCLE, "work_machine": Kind.TRUCK,
}  # fmt: skip
WALKERS = {"pedestrian": Kind.PEDESTRIAN, "wheelchair": Kind.PEDESTRIAN, "animal": Kind.ANIMAL}
THINGS = (
    "none obstacle pole tree vegetation barrier building parkingSpace patch railing trafficIsland crosswalk "
    "streetLamp gantry soundBarrier wind roadMark other"
)  # OpenSCENARIO 1.2 MiscObjectCategory
OBJECTS = ("Vehicle", "Pedestrian", "MiscObject")
KNOWN = {  # attributes and elements, OpenSCENARIO 1.0 to 1.3
    "Vehicle": (
        "name vehicleCategory role mass model3d",
        "ParameterDeclarations BoundingBox Performance Axles Properties TrailerHitch TrailerCoupler Trailer",
    ),
    "Pedestrian": (
        "name pedestrianCategory role mass model model3d", "ParameterDeclarations BoundingBox Properties",
    ),
    "MiscObject": ("name miscObjectCategory mass model3d", "ParameterDeclarations BoundingBox Properties"),
}  # fmt: skip
LONGEST = 20  # trailers behind each other; a catalog's vehicle that pulls itself ends here
TYPES = {"vehicle": "Vehicle", "pedestrian": "Pedestrian", "miscellaneous": "MiscObject"}  # ObjectType


@dataclass(frozen=True, slots=True)
class Entity:
    """Measures of one entity in its own frame: x forward, y left, z up from the entity's origin."""

    element: str
    """Vehicle, Pedestrian or MiscObject."""
    kind: int
    length: float  # m
    width: float  # m
    height: float  # m
    box_x: float  # m; centre of the bounding box
    box_y: float  # m
    box_z: float  # m
    wheelbase: float  # m; 0 for what has no wheels
    track: float  # m; of the rear axle
    max_speed: float  # m/s
    max_accel: float  # m/s^2
    max_brake: float  # m/s^2, above zero
    hitch: float | None = None  # m; where its trailer hangs, ahead of the origin
    coupler: float | None = None  # m; where it hangs on a tractor, ahead of the origin
    trailer: Entity | str | None = None
    """What it pulls from the start: a trailer of its own, or the entity of that name."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads numbers of one entity with the parameters of its scope."""

    scope: Scope

    def number(self, node: Node, attribute: str, low: float = -math.inf) -> float:
        """An attribute as a number not below `low`."""
        try:
            value = number(parse(node.raw(attribute)).value(self.scope))
        except BadExpression as error:
            raise BadInput(f"{attribute}: {error}", place=node.place) from None
        if not value >= low:
            raise BadInput(f"{attribute} is {value}, the least is {low}", place=node.place)
        return value

    def word(self, node: Node, attribute: str) -> str:
        """An attribute as text."""
        try:
            return plain(parse(node.raw(attribute)).value(self.scope))
        except BadExpression as error:
            raise BadInput(f"{attribute}: {error}", place=node.place) from None


Pulled = Callable[[Node, Scope], Entity]


def _kind(node: Node, reader: Reader) -> int:
    """What the entity is, from its category."""
    if node.name == "Vehicle":
        attribute, table = "vehicleCategory", {name: int(kind) for name, kind in VEHICLES.items()}
    elif node.name == "Pedestrian":
        attribute, table = "pedestrianCategory", {name: int(kind) for name, kind in WALKERS.items()}
    else:
        attribute, table = "miscObjectCategory", dict.fromkeys(THINGS.split(), int(Kind.OBSTACLE))
    word = reader.word(node, attribute)
    if word not in table:
        raise BadInput(f"{attribute} '{word}' is not known", place=node.place, remedy=near(word, list(table)))
    return table[word]


def _limits(node: Node | None, reader: Reader) -> tuple[float, float, float]:
    """Greatest speed, acceleration and deceleration; infinite for what has no Performance."""
    if node is None:
        return math.inf, math.inf, math.inf
    node.known("maxSpeed maxDeceleration maxAcceleration maxAccelerationRate maxDecelerationRate")
    speed, accel = reader.number(node, "maxSpeed", 0.0), reader.number(node, "maxAcceleration", 0.0)
    return speed, accel, reader.number(node, "maxDeceleration", 0.0)


def _coupling(node: Node | None, reader: Reader) -> float | None:
    """Where a hitch or a coupler is, ahead of the origin; its height changes nothing that is simulated."""
    if node is None:
        return None
    if node.known("dx dz").has("dz"):
        reader.number(node, "dz")
    return reader.number(node, "dx")


def _trailer(node: Node | None, reader: Reader, pulled: Pulled) -> Entity | str | None:
    """What a vehicle pulls; a reference to nobody is none (a catalog's vehicle may leave it to a parameter)."""
    if node is None:
        return None
    child = node.known("", "TrailerRef Trailer").only_child()
    if child.name == "TrailerRef":
        return reader.word(child.known("entityRef"), "entityRef") or None
    return pulled(child, reader.scope)


def measure(node: Node, scope: Scope, pulled: Pulled) -> Entity:
    """An entity from a Vehicle, Pedestrian or MiscObject element; `pulled` measures a trailer of its own."""
    node.known(*KNOWN[node.name])
    check_properties(node.find("Properties"))
    reader = Reader(scope)
    hitch, coupler = (_coupling(node.find(name), reader) for name in ("TrailerHitch", "TrailerCoupler"))
    trailer = _trailer(node.find("Trailer"), reader, pulled)
    box = node.one("BoundingBox").known("", "Center Dimensions")
    centre, size = box.one("Center").known("x y z"), box.one("Dimensions").known("length width height")
    limits = _limits(node.find("Performance"), reader)
    wheelbase = track = 0.0
    if node.name == "Vehicle":
        axles = node.one("Axles").known("", "FrontAxle RearAxle AdditionalAxle")
        front, rear = axles.find("FrontAxle"), axles.one("RearAxle")
        for axle in axles:
            axle.known("maxSteering wheelDiameter trackWidth positionX positionZ")
        track = reader.number(rear, "trackWidth", 0.0)
        if front is not None:
            wheelbase = reader.number(front, "positionX") - reader.number(rear, "positionX")
    length, width, height = (reader.number(size, name, 0.0) for name in ("length", "width", "height"))
    x, y, z = (reader.number(centre, name) for name in ("x", "y", "z"))
    return Entity(
        node.name, _kind(node, reader), length, width, height, x, y, z, wheelbase, track, *limits, hitch, coupler,
        trailer,
    )  # fmt: skip


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


def members(node: Node) -> tuple[dict[str, Node], dict[str, Node]]:
    """The ScenarioObjects and the EntitySelections of an Entities element by name; a name is given once."""
    objects: dict[str, Node] = {}
    selections: dict[str, Node] = {}
    for child in node.known("", "ScenarioObject EntitySelection"):
        name = child.raw("name")
        if name in objects or name in selections:
            raise BadInput(f"a second entity '{name}'", place=child.place, remedy="give each a name of its own")
        (objects if child.name == "ScenarioObject" else selections)[name] = child
    return objects, selections


def by_type(agents: Mapping[str, int], cast: Mapping[str, Entity]) -> dict[str, tuple[int, ...]]:
    """The agents of each ObjectType."""
    return {
        word: tuple(agent for name, agent in agents.items() if cast[name].element == element)
        for word, element in TYPES.items()
    }


def selected(
    selections: Mapping[str, Node], agents: Mapping[str, int], cast: Mapping[str, Entity]
) -> dict[str, tuple[int, ...]]:
    """The agents of each EntitySelection: those it names, or all of a type."""
    found: dict[str, tuple[int, ...]] = {}
    for name, node in selections.items():
        chosen: list[int] = []
        for one in node.known("name", "Members").one("Members").known("", "EntityRef ByType"):
            if one.name == "EntityRef":
                wanted = one.known("entityRef").raw("entityRef")
                if wanted not in agents:
                    raise BadInput(f"there is no entity '{wanted}'", place=one.place, remedy=near(wanted, list(agents)))
                chosen.append(agents[wanted])
            else:
                kind = one.known("objectType").raw("objectType")
                if kind not in TYPES:
                    raise Unsupported(f"objectType '{kind}'", place=one.place, remedy=near(kind, list(TYPES)))
                chosen += by_type(agents, cast)[kind]
        found[name] = tuple(dict.fromkeys(chosen))
    return found


def with_trailers(cast: Mapping[str, Entity], objects: Mapping[str, Node]) -> dict[str, Entity]:
    """The cast with the trailers that vehicles bring along, each next to its tractor and called as that one plus `+`.

    Raises:
        BadInput: a trailer is not there, cannot be hung on its tractor, or hangs on two or on itself.
    """
    found: dict[str, Entity] = {}
    for name, first in cast.items():
        one, pulled, found[name] = name, first.trailer, first
        while isinstance(pulled, Entity):
            one += "+"
            if one in cast or one in found:
                raise BadInput(f"a second entity '{one}'", place=objects[name].place, remedy="give it another name")
            found[one], pulled = pulled, pulled.trailer
    tractors: dict[str, str] = {}
    for name, entity in found.items():
        pulled = trailer_of(name, entity)
        if pulled is not None:
            place = (objects.get(name) or objects[name.rstrip("+")]).place
            check_coupling((name, pulled), found, place)
            above: str | None = name
            while above is not None and above != pulled:
                above = tractors.get(above)
            if above is not None or pulled in tractors:
                what = "itself" if above is not None else f"'{tractors[pulled]}' already"
                raise BadInput(f"'{pulled}' hangs on {what}", place=place, remedy="give each trailer one tractor")
            tractors[pulled] = name
    return found


def trailer_of(name: str, entity: Entity) -> str | None:
    """The name of the trailer that an entity pulls from the start."""
    return f"{name}+" if isinstance(entity.trailer, Entity) else entity.trailer


def check_coupling(pair: tuple[str, str], cast: Mapping[str, Entity], place: str) -> None:
    """Raise BadInput unless the first of two can pull the second."""
    tractor, trailer = pair
    if trailer not in cast:
        raise BadInput(f"there is no entity '{trailer}'", place=place, remedy=near(trailer, list(cast)))
    coupler = cast[trailer].coupler
    if cast[tractor].hitch is None:
        raise BadInput(f"'{tractor}' has no hitch for '{trailer}'", place=place, remedy="give it a <TrailerHitch>")
    if coupler is None:
        raise BadInput(f"'{trailer}' has no coupler for '{tractor}'", place=place, remedy="give it a <TrailerCoupler>")
    if coupler <= 0.0:
        what = f"the coupler of '{trailer}' is {coupler} m ahead of its origin"
        raise BadInput(what, place=place, remedy="a trailer is pulled at a point ahead of its axle: give dx above 0")
