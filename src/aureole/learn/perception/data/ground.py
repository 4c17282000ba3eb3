"""What is true of the lanes along a route, and of the cells around the car, as far as its eyes can tell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aureole.core.kinds import LaneKind, Mark
from aureole.core.notes import Float32, Float64, Int64, Uint8
from aureole.core.observation import Lanes
from aureole.drivers.perception.eyes import Eye, seen_at
from aureole.drivers.perception.lanes import Line, beside
from aureole.drivers.perception.table import (
    AHEAD,
    BESIDE,
    CELL,
    FACTS,
    G_BESIDE,
    G_MARK_LEFT,
    G_MARK_RIGHT,
    G_MAY_LEFT,
    G_MAY_RIGHT,
    G_OWN,
    GRID,
    LEFT,
    MARKS,
    PLACES,
    STATIONS,
    WIDTH_SCALE,
)  # fmt: skip
from aureole.world.sensing.cameras.grid import TAKEN
from aureole.world.sensing.cameras.render import Picture

HIDDEN = 255  # of a cell that no eye sees
SOLID = (Mark.SOLID, Mark.SOLID_SOLID, Mark.KERB)
BROKEN = (Mark.BROKEN, Mark.BROKEN_BROKEN, Mark.SOLID_BROKEN, Mark.BROKEN_SOLID, Mark.BOTTS_DOTS)
BEFORE = 1.0  # m; a surface so little nearer to an eye than a cell does not hide it
LOW = 0.05  # m; height at which the ground of a cell is looked for


def lane_truth(lanes: Lanes, moved: Float64, line: Line) -> tuple[Float32, Float32]:
    """Borders of the own lane (stations, 3) left, right (m beside the line) and whether it is there; and facts.

    Args:
        lanes: as given, of one world.
        moved: centres of the lanes (lanes, points, 2) in the car's frame of the picture.
        line: through the car, along its route.
    """
    borders, facts = np.zeros((len(STATIONS), 3), np.float32), np.zeros(FACTS, np.float32)
    own = own_of(lanes, moved)
    if own < 0:
        return borders, facts
    count = int(lanes.seen[0, own])
    s, t = beside(line, moved[own, :count])
    half = lanes.half_width[0, own, :count].astype(np.float64)
    keep = np.concatenate(([True], np.diff(np.maximum.accumulate(s)) > 0.5))
    s, t, half = s[keep], t[keep], half[keep]
    if len(s) < 2:
        return borders, facts
    middle, wide = np.interp(STATIONS, s, t), np.interp(STATIONS, s, half)
    borders[:, 0], borders[:, 1] = middle + wide, middle - wide
    borders[:, 2] = (s[0] - 2.5 <= STATIONS) & (s[-1] + 2.5 >= STATIONS) & (np.abs(middle) < 12.0)
    facts[G_OWN] = 1.0
    for base, mark in ((G_MARK_LEFT, lanes.mark_left), (G_MARK_RIGHT, lanes.mark_right)):
        facts[base + mark_of(int(mark[0, own]))] = 1.0
    facts[G_MAY_LEFT], facts[G_MAY_RIGHT] = float(lanes.may_left[0, own]), float(lanes.may_right[0, own])
    for k, place in enumerate(PLACES):
        row = neighbour(lanes, own, place)
        if row >= 0:
            at = G_BESIDE + BESIDE * k
            width = 2.0 * float(lanes.half_width[0, row, min(5, int(lanes.seen[0, row]) - 1)])
            drives = int(lanes.kind[0, row]) not in (LaneKind.STOP, LaneKind.SHOULDER)
            facts[at : at + BESIDE] = 1.0, float(lanes.forward[0, row]), float(drives), width / WIDTH_SCALE
    return borders, facts


def own_of(lanes: Lanes, moved: Float64) -> int:
    """The lane in which the car would be at that place; -1 if it is in none."""
    best, found = 1.0, -1
    for row in np.flatnonzero(lanes.present[0]).tolist():
        count = int(lanes.seen[0, row])
        if count < 2:
            continue
        points = moved[row, :count]
        k = int(np.argmin(np.hypot(points[:, 0], points[:, 1])))
        one, other = points[max(k - 1, 0)], points[min(k + 1, count - 1)]
        way = np.arctan2(other[1] - one[1], other[0] - one[0])
        away = abs(np.cos(way) * points[k, 1] - np.sin(way) * points[k, 0]) / max(lanes.half_width[0, row, k], 0.3)
        if away < best and abs(way) < 0.8:
            best, found = float(away), row
    return found


def neighbour(lanes: Lanes, own: int, place: int) -> int:
    """The row of a lane so many places to the left (or right, below zero) of the own one; -1 none."""
    row = own
    for _ in range(abs(place)):
        row = int(lanes.left[0, row] if place > 0 else lanes.right[0, row])
        if row < 0 or not lanes.present[0, row] or lanes.seen[0, row] < 1:
            return -1
    return row


def mark_of(mark: int) -> int:
    """The class of a line: none, solid, broken, another.

    >>> [mark_of(one) for one in (Mark.NONE, Mark.KERB, Mark.BROKEN, Mark.GRASS)]
    [0, 1, 2, 3]
    """
    known = Mark(mark)
    return 0 if known == Mark.NONE else 1 if known in SOLID else 2 if known in BROKEN else MARKS - 1


def in_sight(grid: Uint8, eyes: tuple[Eye, ...], pictures: Sequence[Picture], k: int) -> Uint8:
    """The grid of a moment, `HIDDEN` where no eye sees the ground or a body there; taken cells show by what takes them.

    A taken cell is seen where a pixel at its place is no farther than the cell: its body is what is seen.
    """
    x = AHEAD[0] + CELL * (np.arange(GRID[0]) + 0.5)
    y = LEFT[0] + CELL * (np.arange(GRID[1]) + 0.5)
    places = np.stack([part.ravel() for part in np.meshgrid(x, y, indexing="ij")], axis=-1)
    sees = np.zeros(len(places), np.bool_)
    taken = grid.ravel() == TAKEN
    for height in (LOW, 0.8):
        row, column, depth = seen_at(eyes, np.column_stack((places, np.full(len(places), height))))
        for e, picture in enumerate(pictures):
            inside = np.flatnonzero(depth[e] > 0.0)
            there = picture.depth[k][pixel(row[e, inside]), pixel(column[e, inside])]
            free = there > depth[e, inside] - BEFORE
            body = taken[inside] & (np.abs(there - depth[e, inside]) < 3.0 * CELL)
            sees[inside] |= (free & ~taken[inside] & (height == LOW)) | body
    return np.where(sees.reshape(GRID), grid, HIDDEN).astype(np.uint8)


def pixel(place: Float64) -> Int64:
    """The pixel at a place."""
    found: Int64 = np.maximum(np.rint(place), 0.0).astype(np.int64)
    return found
