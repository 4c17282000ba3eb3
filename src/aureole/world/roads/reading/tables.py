"""The rows of a map while it is read, and the flat tables they become."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from aureole.core.notes import check, notes
from aureole.core.road import Road
from aureole.world.roads.limits import Limits

Cubic = tuple[float, float, float, float]
OWNED = ("piece", "offset", "elevation", "superelevation", "section", "lane", "width", "mark", "limit")


class Tables:
    """One growing list for each field of `Road`; an owner closes its rows when they are all in."""

    def __init__(self) -> None:
        self.rows: defaultdict[str, list[Any]] = defaultdict(list)
        for name in OWNED:
            self.rows[f"{name}_first"].append(0)

    def add(self, **values: object) -> None:
        """One value to each named field."""
        for name, value in values.items():
            self.rows[name].append(value)

    def add_cubic(self, name: str, s: float, cubic: Cubic) -> None:
        """One cubic to a table."""
        self.add(**{f"{name}_s": s, f"{name}_cubic": cubic})

    def count(self, field: str) -> int:
        """How many rows a field has."""
        return len(self.rows[field])

    def close(self, *names: str) -> None:
        """End the rows of an owner in these tables."""
        for name in names:
            field = "lane_id" if name == "lane" else f"{name}_s"
            self.rows[f"{name}_first"].append(self.count(field))

    def limits(self) -> Limits:
        """The speed limits along each lane."""
        first, s, speed = (self.rows[f"limit_{name}"] for name in Limits._fields)
        return Limits(np.array(first, np.int32), np.array(s, np.float64), np.array(speed, np.float64))

    def road(self) -> Road:
        """The flat tables, checked for shape and type."""
        arrays = {}
        for note in notes(Road):
            shape = (-1, *(int(axis) for axis in note.dims[1:]))
            arrays[note.name] = np.ascontiguousarray(np.array(self.rows[note.name], note.dtype).reshape(shape))
        road = Road(**arrays)
        check(road)
        return road
