"""An entity: what kind of thing it is, how large, how fast it can be, what it pulls."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind
from aureole.world.scenarios.entities.properties import borne, thing
from aureole.world.scenarios.expressions import BadExpression, Scope, number, parse, plain
from aureole.world.scenarios.header import check_properties
from aureole.world.scenarios.read import Node, near
from aureole.world.signs.carried import Carried

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
    sign: Carried | None = None
    """The signal that it carries."""


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
        if math.isinf(value) and not attribute.startswith("max"):
            raise BadInput(f"{attribute} is {value}, expected a finite number", place=node.place)
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
    return table[word] if node.name != "MiscObject" else thing(node, word, reader.word)


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
        trailer, borne(node, reader.word, reader.number),
    )  # fmt: skip
