"""What differs between two maps: every table of both, whole numbers and texts exactly, numbers to 1e-9."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from aureole.core.notes import Array, Int32
from aureole.world.roads.links import Links
from aureole.world.roads.reading.opendrive import Map

CLOSE = 1e-9  # m, rad, 1/m; a spiral's end curvature is written and its change comes back by a division
LOOSE = frozenset({"notices", "links", "header"})


def differences(one: Map, other: Map) -> tuple[str, ...]:
    """The names of the tables that differ; nothing if the maps are the same.

    Not compared: notices, the version, and the order in which a file names links.
    """
    names = [field.name for field in dataclasses.fields(one) if field.name not in LOOSE]
    found = [name for field in names for name in between(field, getattr(one, field), getattr(other, field))]
    found += linked(one.links, other.links)
    if dataclasses.replace(one.header, version=other.header.version) != other.header:
        found.append("header")
    return tuple(found)


def between(name: str, one: Any, other: Any) -> list[str]:
    """What differs below one field: a table, a column or a text."""
    if dataclasses.is_dataclass(one):
        fields = [field.name for field in dataclasses.fields(one)]
    elif hasattr(one, "_fields"):
        fields = list(one._fields)
    else:
        return [] if same(one, other) else [name]
    return [
        found for field in fields for found in between(f"{name}.{field}", getattr(one, field), getattr(other, field))
    ]


def same(one: Any, other: Any) -> bool:
    """Whether two columns, or two texts, are equal."""
    if not isinstance(one, np.ndarray):
        return bool(one == other)
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    return close(one, other) if one.dtype.kind == "f" else bool(np.array_equal(one, other))


def close(one: Array, other: Array) -> bool:
    """Whether numbers are equal to `CLOSE`; not a number equals itself."""
    return bool(np.allclose(one, other, rtol=0.0, atol=CLOSE, equal_nan=True))


def linked(one: Links, other: Links) -> list[str]:
    """Which tables of links differ."""
    found = [] if np.array_equal(one.way, other.way) else ["links.way"]
    after = [touching(links.after_first, links.after_lane, links.after_way) for links in (one, other)]
    before = [touching(links.before_first, links.before_lane, links.before_way) for links in (one, other)]
    pairs = (("links.after", after), ("links.before", before))
    return found + [name for name, (mine, theirs) in pairs if mine != theirs]


def touching(first: Int32, lanes: Int32, ways: Int32) -> list[list[tuple[int, int]]]:
    """What touches each lane at one end, sorted."""
    spans = zip(first[:-1].tolist(), first[1:].tolist(), strict=True)
    return [sorted(zip(lanes[a:b].tolist(), ways[a:b].tolist(), strict=True)) for a, b in spans]
