"""The five tables of a manifest, [[chips]], [[networks]], [[services]], [[topics]] and [[chains]]: read and written."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, NamedTuple

from aureole.core.car import Car
from aureole.core.errors import BadInput
from aureole.core.resources import Chain, Chip, Network, Service
from aureole.core.topic import Topic
from aureole.vehicle.manifest import strict
from aureole.vehicle.manifest.ranges import CHOICES, EMPTY, FLAGS, LISTS, RANGES, WHOLE, WORDS

ROOM = Path(__file__).resolve().parent
SYSTEMS = ("standard",)
KINDS: dict[str, type] = {"chips": Chip, "networks": Network, "services": Service, "topics": Topic, "chains": Chain}


class System(NamedTuple):
    """What runs on a car, by the names the car itself has for it."""

    chips: tuple[Chip, ...] = ()
    networks: tuple[Network, ...] = ()
    services: tuple[Service, ...] = ()
    topics: tuple[Topic, ...] = ()
    chains: tuple[Chain, ...] = ()


def read(table: Mapping[str, Any], place: str) -> System:
    """The manifest in a car's table: its own tables, or the embedded ones that `system` names.

    Args:
        table: of the car; its other keys are left alone.
        place: the file, for complaints.

    Raises:
        BadInput: with the key, the value and the limit, for anything that is not exactly a manifest.
    """
    if "system" not in table:
        return System(**{key: _rows(table.get(key, []), key, place) for key in KINDS})
    name = strict.choice(table["system"], "system", place, SYSTEMS)
    for key in KINDS:
        if key in table:
            raise BadInput(
                f"{key}: stands beside system = '{name}', which brings its own", place=place,
                remedy=f"leave system out and write all of {', '.join(KINDS)}, or leave {key} out",
            )  # fmt: skip
    return embedded(name)


@functools.cache
def embedded(name: str) -> System:
    """One of the embedded manifests."""
    path = ROOM / f"{name}.toml"
    table = strict.parse(path)
    strict.keys(table, KINDS.keys(), str(path))
    return read(table, str(path))


def lines(car: Car) -> Iterator[str]:
    """The car's manifest as TOML, from which `read` gives it again; nothing if it has none."""
    for key in KINDS:
        for row in getattr(car, key):
            yield from ("", f"[[{key}]]")
            yield from (f"{field.name} = {strict.written(getattr(row, field.name))}" for field in fields(row))


def _rows(value: object, key: str, place: str) -> tuple[Any, ...]:
    return tuple(_row(row, key, f"{key}[{i}]", place) for i, row in enumerate(strict.rows(value, key, place)))


def _row(value: object, key: str, at: str, place: str) -> Any:
    kind: Any = KINDS[key]
    row = strict.section(value, at, place)
    optional = {field.name for field in fields(kind) if field.default is not MISSING}
    strict.keys(row, {field.name for field in fields(kind)}, place, f"{at}.", optional)
    return kind(**{name: _value(one, f"{key}.{name}", f"{at}.{name}", place) for name, one in row.items()})


def _value(value: object, key: str, at: str, place: str) -> Any:
    if key in RANGES:
        return (strict.whole if key in WHOLE else strict.number)(value, at, place, RANGES[key])
    if key in CHOICES:
        return strict.choice(value, at, place, CHOICES[key])
    if key in FLAGS:
        return strict.flag(value, at, place)
    if key in LISTS:
        return strict.names(value, at, place)
    if key in WORDS:
        return strict.words(value, at, place)
    return "" if value == "" and key in EMPTY else strict.name(value, at, place)
