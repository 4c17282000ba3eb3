"""Where temporary lines lead: the same road with the borders of its lanes as yellow lines have them.

Yellow lines put white ones out of force (StVO §39 (5)). A yellow line that begins on a border of a lane is that border
as long as it goes; lanes between it and what it comes to are squeezed, lanes it moves away from become wider. Rows,
links, marks and kinds of lanes stay as they are, so whoever looks at the road can look at this one instead.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Bool, Float64, Int32
from aureole.core.road import Road
from aureole.world.roads import queries
from aureole.world.roads.furniture.furniture import Furniture

BEGINS = 0.3  # m; so near to a border the line that replaces it begins
MOVED = 0.01  # m; what moves no border by more changes nothing
APART = 2.0  # m; between stations where widths are no straight lines
YELLOW = "yellow"


class Line(NamedTuple):
    """A temporary line on its road."""

    road: int
    s: Float64
    t: Float64


Borders = Mapping[int, Sequence[Line]]
"""Lines by the border that they replace: the outer one of the lane of this id; 0: the centre."""


def led(road: Road, furniture: Furniture) -> Road:
    """The road as its temporary lines lead; the road itself where they move no border."""
    by_road: dict[int, dict[int, list[Line]]] = {}
    for line in lines(road, furniture):
        key = border(road, line)
        if key is not None:
            by_road.setdefault(line.road, {}).setdefault(key, []).append(line)
    widths = {row: records for r, found in by_road.items() for row, records in moved(road, r, found)}
    if not widths:
        return road
    offsets = {
        r: shifted(road, r, found) for r, found in by_road.items() if any(row in widths for row in rows(road, r))
    }
    even = road.lane_even.copy()
    even[[row for r in offsets for row in rows(road, r)], :3] = np.nan
    width_first, width_s, width_cubic = replaced(road.width_first, road.width_s, road.width_cubic, widths)
    offset_first, offset_s, offset_cubic = replaced(road.offset_first, road.offset_s, road.offset_cubic, offsets)
    return road._replace(
        lane_even=even, width_first=width_first, width_s=width_s, width_cubic=width_cubic, offset_first=offset_first,
        offset_s=offset_s, offset_cubic=offset_cubic,
    )  # fmt: skip


def yellow(furniture: Furniture) -> Iterator[Float64]:
    """Points (x, y) of every yellow line that is painted as an object."""
    things, placed, shapes = furniture.things, furniture.placed, furniture.shapes
    markings = zip(things.markings.owner.tolist(), things.markings.colour, strict=True)
    yellow = {owner for owner, colour in markings if colour == YELLOW}
    for k, row in enumerate(shapes.owner.tolist()):
        owner = int(placed.owner[row])
        points = shapes.points[shapes.first[k] : shapes.first[k + 1], :2]
        if owner in yellow and things.objects.kind[owner] == "roadMark" and len(points) > 1:
            yield points


def lines(road: Road, furniture: Furniture) -> Iterator[Line]:
    """Every yellow line on its road; one that leaves it is none."""
    for points in yellow(furniture):
        found = queries.locate(road, points)
        if (found.r == found.r[0]).all() and found.r[0] >= 0:
            order = np.argsort(found.s, kind="stable")
            yield Line(int(found.r[0]), found.s[order], found.t[order])


def rows(road: Road, r: int) -> range:
    """The lanes of a road."""
    return range(int(road.lane_first[road.section_first[r]]), int(road.lane_first[road.section_first[r + 1]]))


def section_rows(road: Road, section: int) -> range:
    """The lanes of a section."""
    return range(int(road.lane_first[section]), int(road.lane_first[section + 1]))


def edges(road: Road, section: int, s: Float64) -> dict[int, Float64]:
    """t of the outer border of each lane of a section, by its id, and of the centre (0), at stations s."""
    found: dict[int, Float64] = {}
    for row in section_rows(road, section):
        spans = queries.lane_span(road, np.full(len(s), row), s)
        found[int(road.lane_id[row])] = spans[:, 1] if road.lane_id[row] > 0 else spans[:, 0]
    return dict(sorted(found.items()))


def border(road: Road, line: Line) -> int | None:
    """Which border a line begins on at either of its ends; None if on none."""
    for end in (0, -1):
        sections = range(int(road.section_first[line.road]), int(road.section_first[line.road + 1]))
        section = max(k for k in sections if road.section_s[k] <= max(line.s[end], 0.0))
        near = {key: abs(float(t[0]) - line.t[end]) for key, t in edges(road, section, line.s[[end]]).items()}
        best = min(near, key=lambda key: near[key])
        if near[best] < BEGINS:
            return best
    return None


def ends(road: Road, r: int) -> Iterator[tuple[int, float, float]]:
    """The sections of a road, each with where it begins and ends."""
    low, high = int(road.section_first[r]), int(road.section_first[r + 1])
    for k in range(low, high):
        yield k, float(road.section_s[k]), float(road.section_s[k + 1] if k + 1 < high else road.road_length[r])


def stations(road: Road, section: int, span: tuple[float, float], found: Borders) -> Float64:
    """Where the borders of a section bend: at points of lines, at records, and in between where records are curved."""
    low, high = span
    at = [low, high, *(float(s) for some in found.values() for line in some for s in line.s)]
    curved = False
    for row in section_rows(road, section):
        records = slice(road.width_first[row], road.width_first[row + 1])
        at += (low + road.width_s[records]).tolist()
        curved = curved or bool((road.width_cubic[records, 2:4] != 0.0).any())
    if curved:
        at += np.arange(low, high, APART).tolist()
    return np.unique(np.clip(at, low, high))


def moved_edges(before: Mapping[int, Float64], s: Float64, found: Borders) -> dict[int, Float64]:
    """The borders with the lines in their place; none crosses another."""
    after = {key: t.copy() for key, t in before.items()}
    held: dict[int, Bool] = {key: np.zeros(len(s), np.bool_) for key in before}
    for key, some in found.items():
        for line in some if key in after else ():
            on = (s >= line.s[0]) & (s <= line.s[-1])
            after[key][on] = np.interp(s[on], line.s, line.t)
            held[key] |= on
    keys = list(after)
    for one, other in itertools.pairwise(keys):
        after[other] = np.where(held[other], after[other], np.maximum(after[other], after[one]))
    for other, one in itertools.pairwise(reversed(keys)):
        after[one] = np.where(held[one], after[one], np.minimum(after[one], after[other]))
    return after


def moved(road: Road, r: int, found: Borders) -> Iterator[tuple[int, tuple[Float64, Float64]]]:
    """The lanes of a road whose widths change, with their new records: stations from the section's start, cubics."""
    for section, low, high in ends(road, r):
        s = stations(road, section, (low, high), found)
        before = edges(road, section, s)
        after = moved_edges(before, s, found)
        if max(float(np.abs(after[key] - before[key]).max()) for key in before) < MOVED:
            continue
        for row in section_rows(road, section):
            id_ = int(road.lane_id[row])
            if id_ != 0:
                inner = id_ + 1 if id_ < 0 else id_ - 1
                width = np.maximum(np.abs(after[id_] - after[inner]), 0.0)
                yield row, straight(s - low, width, heights(road, row, s - low))


def shifted(road: Road, r: int, found: Borders) -> tuple[Float64, Float64]:
    """The records of a road's lane offset."""
    at, t = [], []
    for section, low, high in ends(road, r):
        s = stations(road, section, (low, high), found)
        at.append(s)
        t.append(moved_edges(edges(road, section, s), s, found)[0])
    whole, first = np.unique(np.concatenate(at), return_index=True)
    return straight(whole, np.concatenate(t)[first], np.zeros((len(whole), 0)))


def heights(road: Road, row: int, ds: Float64) -> Float64:
    """What stands after the cubic in the width record that holds at each station."""
    low, high = int(road.width_first[row]), int(road.width_first[row + 1])
    held = np.searchsorted(road.width_s[low:high], ds, side="right") - 1
    return np.asarray(road.width_cubic[low + np.maximum(held, 0), 4:])


def straight(s: Float64, value: Float64, more: Float64) -> tuple[Float64, Float64]:
    """Records that go straight from value to value; `more` are further columns."""
    slope = np.append(np.diff(value) / np.maximum(np.diff(s), 1e-9), 0.0)
    zero = np.zeros_like(value)
    return s, np.column_stack((value, slope, zero, zero, more))


def replaced(
    first: Int32, s: Float64, cubic: Float64, found: Mapping[int, tuple[Float64, Float64]]
) -> tuple[Int32, Float64, Float64]:
    """A table with the records of some owners replaced."""
    parts = [found.get(k, (s[low:high], cubic[low:high])) for k, (low, high) in enumerate(itertools.pairwise(first))]
    counts = np.cumsum([0, *(len(part[0]) for part in parts)])
    return counts.astype(np.int32), np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
