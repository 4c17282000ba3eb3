"""How stretches lie to each other: what follows, what is beside, where the paint allows a change, how far one gets."""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

import numpy as np

from aureole.core.kinds import Mark
from aureole.core.notes import Bool, Float64, Int32
from aureole.core.road import Road
from aureole.world.roads.reading.opendrive import Map
from aureole.world.roads.routes import touching
from aureole.world.traffic.net.middles import Middles
from aureole.world.traffic.net.rows import Rows

NARROW = 1.1  # m; half of the width below which nobody changes to a lane, or goes on in one that ends
BARRED = (int(Mark.SOLID), int(Mark.SOLID_SOLID), int(Mark.GRASS), int(Mark.KERB))
"""What nobody drives over, even where a file leaves `laneChange` out."""
FAR = 2000.0  # m; further ahead nobody thinks
SWEEPS = 300  # what has no end after as many stretches has none


class Neighbours(NamedTuple):
    """As in `Net`."""

    after_first: Annotated[Int32, "stretches_and_end", "-", "-"]
    after: Annotated[Int32, "afters", "-", "-"]
    before_first: Annotated[Int32, "stretches_and_end", "-", "-"]
    before: Annotated[Int32, "befores", "-", "-"]
    beside: Annotated[Int32, "stretches 2", "-", "-"]
    against: Annotated[Int32, "stretches 2", "-", "-"]
    open: Annotated[Float64, "stretches 4", "m", "lane"]
    onward: Annotated[Float64, "stretches", "m", "lane"]
    chain: Annotated[Int32, "stretches", "-", "-"]
    straight: Annotated[Int32, "stretches", "-", "-"]


def table(lists: list[list[int]]) -> tuple[Int32, Int32]:
    """Rows of each owner one after the other: (first, rows)."""
    first = np.concatenate([[0], np.cumsum([len(each) for each in lists])]).astype(np.int32)
    return first, np.array([row for each in lists for row in each], np.int32)


def links_of(map_: Map, rows: Rows, middles: Middles) -> Neighbours:
    """The neighbours of every stretch."""
    index = rows.rows()
    after: list[list[int]] = []
    for lane, way, user in zip(rows.lane.tolist(), rows.way.tolist(), rows.user.tolist(), strict=True):
        there = [index.get(pair, -1) for pair in touching(map_.links, lane, way)]
        after.append([row for row in dict.fromkeys(there) if row >= 0 and rows.user[row] == user])
    before: list[list[int]] = [[] for _ in after]
    for row, there in enumerate(after):
        for other in there:
            before[other].append(row)
    beside, against = sides(map_.road, rows, index)
    first, flat = table(after)
    where = openings(map_.road, rows, middles, beside)
    onward = how_far(middles, (first, flat))
    same = [[k for k in there if rows.junction[k] == rows.junction[row] >= 0] for row, there in enumerate(after)]
    chain = np.array([each[0] if len(each) == 1 else -1 for each in same], np.int32)
    straight = np.array([furthest(there, onward, middles) for there in after], np.int32)
    return Neighbours(first, flat, *table(before), beside, against, where, onward, chain, straight)


def furthest(there: list[int], onward: Float64, middles: Middles) -> int:
    """Of some stretches the one that leads furthest, and of these the straightest; -1 of none."""
    order = [(-round(float(onward[row]), 3), round(abs(float(middles.turn[row])), 3), row) for row in there]
    return min(order)[2] if order else -1


def sides(road: Road, rows: Rows, index: dict[tuple[int, int], int]) -> tuple[Int32, Int32]:
    """(stretches of the same way, oncoming ones) on the left and on the right of each; -1 none."""
    beside, against = (np.full((len(rows.lane), 2), -1, np.int32) for _ in range(2))
    for row, (lane, way, section) in enumerate(
        zip(rows.lane.tolist(), rows.way.tolist(), rows.section.tolist(), strict=True)
    ):
        for side, step in enumerate((way, -way)):
            other = lane + step
            if road.lane_first[section] <= other < road.lane_first[section + 1] and road.lane_id[other] == 0:
                other += step
            if road.lane_first[section] <= other < road.lane_first[section + 1]:
                same, counter = index.get((other, way), -1), index.get((other, -way), -1)
                if same >= 0 and rows.user[same] == rows.user[row]:
                    beside[row, side] = same
                elif counter >= 0:
                    against[row, side] = counter
    return beside, against


def openings(road: Road, rows: Rows, middles: Middles, beside: Int32) -> Float64:
    """The longest piece of each stretch from which the paint allows a change to either side; none in junctions."""
    found = np.tile([math.inf, -math.inf], (len(rows.lane), 2))
    for row in np.flatnonzero((beside >= 0).any(axis=1) & (rows.junction < 0)).tolist():
        span = slice(middles.first[row], middles.first[row + 1])
        for side in (0, 1):
            other = int(beside[row, side])
            if other < 0:
                continue
            step = int(rows.way[row]) if side == 0 else -int(rows.way[row])
            lane, ds = int(rows.lane[row]), middles.station[span] - road.section_s[rows.section[row]]
            inner = (road.lane_id[lane] < 0) == (step > 0)
            may = allowed(road, lane + step if inner else lane, ds, 1 if step > 0 else 2)
            room = middles.point[middles.first[other] : middles.first[other + 1], 3] >= NARROW
            part = np.linspace(0.0, len(room) - 1.0, len(ds)).round().astype(np.int64)
            found[row, 2 * side : 2 * side + 2] = longest(may & room[part], middles.spacing[row])
    return found


def allowed(road: Road, lane: int, ds: Float64, bit: int) -> Bool:
    """Whether the mark on a lane's outer border may be crossed at places of its section."""
    first, end = int(road.mark_first[lane]), int(road.mark_first[lane + 1])
    row = np.searchsorted(road.mark_s[first:end], ds + 1e-6, side="right") - 1
    if first == end:
        return np.ones(len(ds), np.bool_)
    mark = first + np.maximum(row, 0)
    barred = np.isin(road.mark_kind[mark], BARRED)
    return np.asarray((row < 0) | (((road.mark_change[mark] & bit) != 0) & ~barred))


def longest(may: Bool, spacing: float) -> tuple[float, float]:
    """From where to where the longest run of points lasts, m; nowhere: (inf, -inf)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], may, [False]]).astype(np.int8)))
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        return math.inf, -math.inf
    k = int(np.argmax(ends - starts))
    return float(starts[k] * spacing), float((ends[k] - 1) * spacing)


def how_far(middles: Middles, after: tuple[Int32, Int32]) -> Float64:
    """Metres from each entry until lanes end, whatever turns one takes; a lane ends where it gets too narrow."""
    first, rows = after
    owner = np.repeat(np.arange(len(first) - 1), np.diff(first))
    length = middles.length.copy()
    for row in np.flatnonzero(np.diff(first) == 0).tolist():
        narrow = np.flatnonzero(middles.point[middles.first[row] : middles.first[row + 1], 3] < NARROW)
        wide = np.flatnonzero(middles.point[middles.first[row] : middles.first[row + 1], 3] >= NARROW)
        if len(narrow) and len(wide) and narrow[-1] > wide[-1]:
            length[row] = wide[-1] * middles.spacing[row]
    found = np.minimum(length, FAR)
    for _ in range(SWEEPS):
        best = np.zeros(len(length))
        np.maximum.at(best, owner, found[rows])
        now = np.minimum(length + best, FAR)
        if np.array_equal(now, found):
            return np.asarray(found)
        moved, found = now != found, now
    return np.where(moved, FAR, found)
