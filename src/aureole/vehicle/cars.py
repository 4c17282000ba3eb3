"""Cars by name or from a TOML file, read strictly: every key known, present, of its type and within its limits."""

from __future__ import annotations

import functools
from dataclasses import MISSING, fields, replace
from pathlib import Path
from typing import Any, TypedDict, TypeVar, Unpack

from aureole.core.car import Actuators, Body, Car, Limits, Optics, Periods, Sensor
from aureole.core.errors import BadInput
from aureole.vehicle.constants import MODELS
from aureole.vehicle.manifest import strict, tables
from aureole.vehicle.ranges import FLAGS, KINDS, RANGES, WHOLE, faults

EMBEDDED = Path(__file__).resolve().parent / "cars"
SECTIONS = {"body": Body, "limits": Limits, "actuators": Actuators, "periods": Periods}
REMEDY = "correct the description; docs/reference/car.md has every key with its range"

Section = TypeVar("Section", Body, Limits, Actuators, Periods, Sensor, Optics)


class Measures(TypedDict):
    """Outer measures of a vehicle and where its axles are, m."""

    length: float
    width: float
    height: float
    box_x: float
    wheelbase: float
    track: float


def names() -> tuple[str, ...]:
    """Names of the embedded cars."""
    return tuple(sorted(path.stem for path in EMBEDDED.glob("*.toml")))


def load(name_or_path: str) -> Car:
    """An embedded car by its name, or the car that a .toml file describes.

    Raises `BadInput` with the file, the key, the value and the limit for anything that is not exactly a car.
    """
    if name_or_path in names():
        return embedded(name_or_path)
    if name_or_path.endswith(".toml"):
        return read(Path(name_or_path))
    known = ", ".join(names())
    raise BadInput(
        f"there is no car named '{name_or_path}'", remedy=f"take one of {known}, or a path that ends in .toml"
    )


@functools.cache
def embedded(name: str) -> Car:
    """An embedded car; it cannot change while a program runs, and reading one takes as long as a good part of a map."""
    return read(EMBEDDED / f"{name}.toml")


def read(path: Path) -> Car:
    """The car in one TOML file."""
    table, place = strict.parse(path), str(path)
    manifest = {"system", *tables.KINDS}
    strict.keys(table, {"name", "sensors", *SECTIONS, *manifest}, place, optional=manifest)
    sensors = strict.rows(table["sensors"], "sensors", place)
    car = Car(
        name=strict.words(table["name"], "name", place),
        body=_section(Body, table["body"], path, "body"),
        limits=_section(Limits, table["limits"], path, "limits"),
        actuators=_section(Actuators, table["actuators"], path, "actuators"),
        periods=_section(Periods, table["periods"], path, "periods"),
        sensors=tuple(_section(Sensor, row, path, f"sensors[{i}]") for i, row in enumerate(sensors)),
        **tables.read(table, place)._asdict(),
    )
    for fault in faults(car):
        raise BadInput(fault, place=place, remedy=REMEDY)
    return car


def fitted(car: Car, **measures: Unpack[Measures]) -> Car:
    """The same car with another's outer measures (m), for a scenario that prescribes them.

    Takes length, width, height, box_x, wheelbase and track by name. Masses, tyres and limits stay; the centre of
    gravity keeps its share of the wheelbase and of the height, and the yaw inertia goes with the wheelbase squared.
    """
    place = f"car {car.name}, fitted"
    for key, value in measures.items():
        strict.number(value, f"body.{key}", place, RANGES[f"body.{key}"])
    old = car.body
    longer = measures["wheelbase"] / old.wheelbase
    body = replace(
        old,
        **measures,
        cg_from_rear=old.cg_from_rear * longer,
        cg_height=old.cg_height * measures["height"] / old.height,
        yaw_inertia=old.yaw_inertia * longer**2,
    )
    found = replace(car, body=body)
    for fault in faults(found):
        raise BadInput(fault, place=place, remedy="correct the vehicle's box and axles")
    return found


def text(car: Car) -> str:
    """The car as the TOML from which `read` gives it again, every number to its last bit."""
    lines = [f"name = {strict.written(car.name)}", *([] if car.sensors else ["sensors = []"])]
    for section in SECTIONS:
        lines += ["", f"[{section}]", *_lines(getattr(car, section))]
    for sensor in car.sensors:
        lines += ["", "[[sensors]]", *_lines(sensor)]
        if sensor.optics is not None:
            lines += ["", "[sensors.optics]", *_lines(sensor.optics)]
    return "\n".join([*lines, *tables.lines(car), ""])


def _lines(section: Any) -> list[str]:
    names = [field.name for field in fields(section) if field.name != "optics"]
    return [f"{name} = {strict.written(getattr(section, name))}" for name in names]


def _section(kind: type[Section], table: object, path: Path, key: str) -> Section:
    section = strict.section(table, key, str(path))
    optional = {field.name for field in fields(kind) if field.default is not MISSING}
    strict.keys(section, {field.name for field in fields(kind)}, str(path), f"{key}.", optional)
    values = {name: _value(value, f"{key}.{name}", str(path)) for name, value in section.items() if name != "optics"}
    if "optics" in section:
        values["optics"] = _section(Optics, section["optics"], path, f"{key}.optics")
    return kind(**values)


def _value(value: object, key: str, place: str) -> Any:
    last = key.rpartition("].")[2]
    if f"sensors.{last}" in FLAGS:
        return strict.flag(value, key, place)
    if key == "body.model":
        return strict.choice(value, key, place, MODELS)
    if not key.startswith("sensors["):
        return strict.number(value, key, place, RANGES[key])
    if last == "name":
        return strict.words(value, key, place)
    if last == "kind":
        return strict.choice(strict.words(value, key, place), key, place, KINDS)
    read_as = strict.whole if f"sensors.{last}" in WHOLE else strict.number
    return read_as(value, key, place, RANGES[f"sensors.{last}"])
