"""Cars by name or from a TOML file, read strictly: every key known, present, of its type and within its limits."""

from __future__ import annotations

import tomllib
from collections.abc import Set
from dataclasses import MISSING, fields, replace
from pathlib import Path
from typing import Any, TypedDict, TypeVar, Unpack

from aureole.core.car import Actuators, Body, Car, Limits, Periods, Sensor
from aureole.core.errors import BadInput
from aureole.vehicle.constants import MODELS
from aureole.vehicle.ranges import KINDS, RANGES, faults

EMBEDDED = Path(__file__).resolve().parent / "cars"
LARGEST = 1 << 20  # bytes; a description is a few thousand
SECTIONS = {"body": Body, "limits": Limits, "actuators": Actuators, "periods": Periods}

Section = TypeVar("Section", Body, Limits, Actuators, Periods, Sensor)


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
        return read(EMBEDDED / f"{name_or_path}.toml")
    if name_or_path.endswith(".toml"):
        return read(Path(name_or_path))
    known = ", ".join(names())
    raise BadInput(
        f"there is no car named '{name_or_path}'", remedy=f"take one of {known}, or a path that ends in .toml"
    )


def read(path: Path) -> Car:
    """The car in one TOML file."""
    table = _parse(path)
    _keys(table, {"name", "sensors", *SECTIONS}, str(path), "")
    name = table["name"]
    if not isinstance(name, str) or not name.strip():
        raise BadInput(f"name: is {name!r}, expected words", place=str(path))
    sensors = table["sensors"]
    if not isinstance(sensors, list):
        raise BadInput(f"sensors: is {_kind(sensors)}, expected [[sensors]] tables", place=str(path))
    car = Car(
        name=name,
        body=_section(Body, table["body"], path, "body"),
        limits=_section(Limits, table["limits"], path, "limits"),
        actuators=_section(Actuators, table["actuators"], path, "actuators"),
        periods=_section(Periods, table["periods"], path, "periods"),
        sensors=tuple(_section(Sensor, row, path, f"sensors[{i}]") for i, row in enumerate(sensors)),
    )
    for fault in faults(car):
        raise BadInput(fault, place=str(path))
    return car


def fitted(car: Car, **measures: Unpack[Measures]) -> Car:
    """The same car with another's outer measures (m), for a scenario that prescribes them.

    Takes length, width, height, box_x, wheelbase and track by name. Masses, tyres and limits stay; the centre of
    gravity keeps its share of the wheelbase and of the height, and the yaw inertia goes with the wheelbase squared.
    """
    place = f"car {car.name}, fitted"
    for key, value in measures.items():
        _number(value, f"body.{key}", place)
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


def _parse(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", place=str(path), remedy="check the path") from None
    if len(data) > LARGEST:
        raise BadInput(f"is larger than {LARGEST} bytes", place=str(path), remedy="give a car's description")
    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadInput(f"is not UTF-8 at byte {error.start}", place=str(path)) from None
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"is not TOML: {error}", place=str(path)) from None
    except (RecursionError, ValueError) as error:
        raise BadInput(f"is not TOML of a car: {type(error).__name__}", place=str(path)) from None


def _section(kind: type[Section], table: object, path: Path, key: str) -> Section:
    if not isinstance(table, dict):
        raise BadInput(f"{key}: is {_kind(table)}, expected a table", place=str(path))
    optional = {field.name for field in fields(kind) if field.default is not MISSING}
    _keys(table, {field.name for field in fields(kind)}, str(path), f"{key}.", optional)
    values = {name: _value(value, f"{key}.{name}", str(path)) for name, value in table.items()}
    return kind(**values)


def _keys(
    table: dict[str, Any], expected: set[str], place: str, prefix: str, optional: Set[str] = frozenset()
) -> None:  # fmt: skip
    for key in table:
        if key not in expected:
            remedy = f"known here: {', '.join(sorted(expected))}"
            raise BadInput(f"{prefix}{key}: is no key of a car", place=place, remedy=remedy)
    for key in sorted(expected - optional - table.keys()):
        raise BadInput(f"{prefix}{key}: is missing", place=place, remedy=f"add {key} = …")


def _value(value: object, key: str, place: str) -> Any:
    last = key.rpartition(".")[2]
    if key == "body.model":
        if value not in MODELS:
            raise BadInput(f"{key}: is {value!r}, expected one of {', '.join(MODELS)}", place=place)
        return value
    if key.startswith("sensors[") and last in ("name", "kind"):
        if not isinstance(value, str) or not value.strip():
            raise BadInput(f"{key}: is {_kind(value)} {value!r}, expected words", place=place)
        if last == "kind" and value not in KINDS:
            raise BadInput(f"{key}: is {value!r}, expected one of {', '.join(KINDS)}", place=place)
        return value
    return _number(value, key, place)


def _number(value: object, key: str, place: str) -> float:
    """A finite number within the range of its key."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadInput(f"{key}: is {_kind(value)} {value!r}, expected a number", place=place)
    low, high, unit = RANGES[f"sensors.{key.rpartition('.')[2]}" if key.startswith("sensors[") else key]
    if not low <= value <= high:  # a value that is not a number fails here too
        raise BadInput(f"{key}: is {value} {unit}, expected {low} to {high}", place=place)
    return float(value)


def _kind(value: object) -> str:
    words = {bool: "a boolean", int: "a number", float: "a number", str: "a string", list: "an array", dict: "a table"}
    return words.get(type(value), type(value).__name__)
