"""One agent as a ScenarioObject: what it is, how large, what it can do; all inline, no catalog."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from aureole.core.kinds import Kind
from aureole.core.notes import Float64
from aureole.world.scenarios.export.cast import Member

Element = etree._Element
VEHICLES = {
    Kind.CAR: "car", Kind.VAN: "van", Kind.TRUCK: "truck", Kind.BUS: "bus", Kind.MOTORBIKE: "motorbike",
    Kind.BICYCLE: "bicycle", Kind.TRAILER: "trailer", Kind.TRAIN: "train",
}  # fmt: skip
WALKERS = {Kind.PEDESTRIAN: "pedestrian", Kind.ANIMAL: "animal"}
THING = "obstacle"
# What the schema demands and a drive does not know; nothing that is played depends on it.
WALKER_KG = "75"  # kg; a grown-up
THING_KG = "0"  # kg; unknown
STEERING = "0.6"  # rad; a passenger car's road wheels
WHEEL = 0.65  # m; a passenger car's tyre


class Form(NamedTuple):
    """What a scene says of one agent."""

    kind: int
    size: Float64
    """[3] length, width, height in m."""
    box: Float64
    """[3] centre of the bounding box from the entity's origin in m, which is our reference point too."""


def add(parent: Element, tag: str, /, **attributes: object) -> Element:
    """A child element; floats are written so that reading gives them again."""
    return etree.SubElement(parent, tag, {key: text(value) for key, value in attributes.items()})


def text(value: object) -> str:
    """A value as an attribute has it: the shortest decimal that is this float."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        value = float(value) + 0.0  # of numpy's and of minus zero
        return "INF" if value == float("inf") else repr(value)
    return str(value)


def thing(parent: Element, member: Member, form: Form) -> None:
    """The ScenarioObject of one agent."""
    holder = add(parent, "ScenarioObject", name=member.name)
    if form.kind in VEHICLES:
        _vehicle(holder, member, form)
    elif form.kind in WALKERS:
        walker = add(
            holder, "Pedestrian", mass=WALKER_KG, name=member.name, pedestrianCategory=WALKERS[Kind(form.kind)]
        )
        _box(walker, form)
    else:
        category = "barrier" if form.kind == Kind.BARRIER else THING
        one = add(holder, "MiscObject", mass=THING_KG, miscObjectCategory=category, name=member.name)
        _box(one, form)
        if form.kind == Kind.CONE:
            add(add(one, "Properties"), "Property", name="kind", value="cone")


def _box(parent: Element, form: Form) -> None:
    box = add(parent, "BoundingBox")
    x, y, z = map(float, form.box)
    length, width, height = map(float, form.size)
    add(box, "Center", x=x, y=y, z=z)
    add(box, "Dimensions", height=height, length=length, width=width)


def _vehicle(holder: Element, member: Member, form: Form) -> None:
    vehicle = add(holder, "Vehicle", name=member.name, vehicleCategory=VEHICLES[Kind(form.kind)])
    _box(vehicle, form)
    limits = (member.max_accel, member.max_brake, member.max_speed)
    accel, brake, speed = (float("inf") if limit is None else limit for limit in limits)
    add(vehicle, "Performance", maxAcceleration=accel, maxDeceleration=brake, maxSpeed=speed)
    axles = add(vehicle, "Axles")
    wheel = {"positionZ": 0.5 * WHEEL, "trackWidth": member.track, "wheelDiameter": WHEEL}
    if member.wheelbase > 0.0:
        add(axles, "FrontAxle", maxSteering=STEERING, positionX=member.wheelbase, **wheel)
    add(axles, "RearAxle", maxSteering="0", positionX=0.0, **wheel)
    for tag, ahead in (("TrailerHitch", member.hitch), ("TrailerCoupler", member.coupler)):
        if ahead is not None:
            add(vehicle, tag, dx=float(ahead))
