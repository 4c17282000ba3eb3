"""A car as tables for people, and as JSON for machines."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from typing import Any

from aureole.cli.car.words import word
from aureole.cli.say import legible
from aureole.core.car import Car, Optics
from aureole.vehicle import ranges
from aureole.vehicle.manifest.ranges import RANGES
from aureole.vehicle.manifest.tables import KINDS

SECTIONS = ("body", "limits", "actuators", "periods")
UNITS = {key: unit for key, (_, _, unit) in {**ranges.RANGES, **RANGES}.items() if unit != "-"}
PREFIXES = {1e12: " T", 1e9: " G", 1e6: " M"}  # SI; of bytes and bits: nothing else is as large
GAP = "  "


def as_dict(car: Car) -> dict[str, Any]:
    """For machines: what the TOML says, with what was left out."""
    return asdict(car)


def shown(car: Car, lang: str) -> str:
    """For people."""
    lines = [legible(car.name)]
    for section in SECTIONS:
        part = getattr(car, section)
        rows = [(label(section, field.name, lang), value(getattr(part, field.name), lang)) for field in fields(part)]
        lines += ["", word(section, lang).upper(), *table(rows)]
    for key in ("sensors", *KINDS):
        entries = getattr(car, key)
        if entries:
            lines += ["", word(key, lang).upper(), *table(rows_of(key, entries, lang))]
        if key == "sensors" and any(sensor.optics for sensor in car.sensors):
            lines += ["", word("optics", lang).upper(), *table(pictures(car, lang))]
    if not car.services:
        lines += ["", word("no_services", lang)]
    return "\n".join(lines)


def rows_of(key: str, entries: Sequence[Any], lang: str) -> list[tuple[str, ...]]:
    """A head, and a row an entry."""
    names = [field.name for field in fields(entries[0]) if field.name != "optics"]
    head = tuple(label(key, name, lang) for name in names)
    return [head, *(tuple(value(getattr(entry, name), lang) for name in names) for entry in entries)]


def pictures(car: Car, lang: str) -> list[tuple[str, ...]]:
    """A head, and a row for each camera that gives pictures."""
    names = [field.name for field in fields(Optics)]
    head = (word("name", lang), *(label("sensors.optics", name, lang) for name in names))
    cameras = [(sensor.name, sensor.optics) for sensor in car.sensors if sensor.optics is not None]
    return [head, *((legible(name), *(value(getattr(one, key), lang) for key in names)) for name, one in cameras)]


def label(section: str, name: str, lang: str) -> str:
    """What a key is called, with its unit."""
    unit = UNITS.get(f"{section}.{name}")
    return word(name, lang) + (f" [{unit}]" if unit else "")


def value(given: object, lang: str) -> str:
    """A value as it is read; nothing is a dash."""
    if isinstance(given, bool):
        return word("yes" if given else "no", lang)
    if isinstance(given, tuple):
        return " ".join(map(str, given)) or "–"
    if isinstance(given, float):
        power = next((power for power in PREFIXES if given >= power), 1.0)
        return f"{given / power:.6g}{PREFIXES.get(power, '')}"
    return legible(str(given)) or "–"


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns under each other, on a terminal whose Chinese letters are two wide."""
    widths = [max(map(wide, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (width - wide(cell)) for cell, width in zip(row, widths, strict=True))
        yield (GAP + GAP.join(cells)).rstrip()


def wide(text: str) -> int:
    """Columns a text takes on a terminal.

    >>> wide("speed"), wide("速度")
    (5, 4)
    """
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
