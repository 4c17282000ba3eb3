"""The rows of a map while it is read, and the flat tables they become."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise
from typing import Any

import numpy as np

from aureole.core.notes import Array, Float64, Int32, check, notes
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
        road = evened(Road(**arrays))
        check(road)
        return road


def evened(road: Road) -> Road:
    """The same road with the direction of each piece, the section of each lane, and borders of lanes even along it.

    The sums are those of `lanes.lane_border`, in the same order: a border is the same number, looked up or added up.
    """
    ways = [(math.cos(heading), math.sin(heading)) for heading in road.piece_heading.tolist()]
    sections = np.repeat(np.arange(len(road.section_s)), np.diff(road.lane_first)).astype(np.int32)
    even = np.full((len(road.lane_id), 4), np.nan)
    raised = road.width_cubic[:, 4:] != 0.0
    for row, (low, high) in enumerate(pairwise(road.width_first.tolist())):
        even[row, 3] = np.nan if raised[low:high].any() else 0.0
    roads = np.repeat(np.arange(len(road.road_length)), np.diff(road.section_first))
    for section, r in enumerate(roads.tolist()):
        first, end = int(road.lane_first[section]), int(road.lane_first[section + 1])
        offset = steady(road.offset_first, road.offset_cubic, r)
        if first == end or np.isnan(offset):
            continue
        centre = first - int(road.lane_id[first])
        for rows, side in ((range(centre + 1, end), 1.0), (range(centre - 1, first - 1, -1), -1.0)):
            outer = offset
            for row in rows:
                width = max(steady(road.width_first, road.width_cubic, row), 0.0)
                if np.isnan(width):
                    break
                outer += side * width
                inner = outer - side * width
                even[row, :3] = min(outer, inner), max(outer, inner), outer - side * 0.5 * width
        even[centre, :3] = offset
    return road._replace(piece_way=np.array(ways).reshape(-1, 2), lane_section=sections, lane_even=even)


def steady(firsts: Int32, cubics: Float64, owner: int) -> float:
    """The one value of an owner's cubics; NaN if they change, 0 if there is none."""
    rows: Array = cubics[firsts[owner] : firsts[owner + 1], :4]
    if len(rows) == 0:
        return 0.0
    same = not rows[:, 1:].any() and (rows[:, 0] == rows[0, 0]).all()
    return float(rows[0, 0]) if same else float("nan")
