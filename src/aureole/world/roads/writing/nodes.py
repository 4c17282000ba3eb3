"""Elements with their attributes; a number is written so that it is read back as the same bits."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from lxml import etree

from aureole.core.notes import Array
from aureole.world.roads.reading.markup import Element

Value = str | float | int | bool | np.generic | None
CUBIC = "abcd"


def node(parent: Element, name: str, attributes: Mapping[str, Value] | None = None) -> Element:
    """A child of a name; attributes that are None are left out."""
    given = {key: text(value) for key, value in (attributes or {}).items() if value is not None}
    return etree.SubElement(parent, name, given)


def text(value: Value) -> str:
    """A value as OpenDRIVE has it; the shortest decimal that reads as the same double."""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float | np.floating):
        return repr(float(value))
    return str(value)


def known(value: float) -> float | None:
    """A number, or None where it is none."""
    return None if math.isnan(value) else float(value)


def cubic(parent: Element, name: str, station: tuple[str, float], row: Array) -> None:
    """A cubic a, b, c, d that begins at a station."""
    node(parent, name, {station[0]: float(station[1])} | {key: float(row[k]) for k, key in enumerate(CUBIC)})
