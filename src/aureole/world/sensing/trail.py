"""The route of a car that is told a trajectory: points along it, from beside the car on, whatever lies below."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Bool, Float32, Float64, Int32
from aureole.kernels import device, kernel
from aureole.world.sensing.lanes import POINTS, Place, frame_of, put
from aureole.world.sensing.walk import SPACING, wide

BEHIND, AHEAD = 10.0, 50.0  # m; from where the car was at the last look to where it is sought first
LOST = 10.0  # m; who is farther from there is sought along the whole trajectory


class Trails(NamedTuple):
    """The trajectories of a batch; trail c has points first[c]:first[c + 1]."""

    of: Int32
    """Trail of each world, -1 none."""
    first: Int32
    xy: Float64
    """(points, 2), m, world frame."""
    along: Float64
    """m from the start of its trail to each point."""
    closed: Bool
    """Whether a trail leads round: its last point is its first."""
    begin: Float64
    """m along it where each world's car begins, (worlds,)."""


def trails(of: Sequence[int], lines: Sequence[Float64], closed: Sequence[bool], begin: Float64) -> Trails:
    """The trajectories of a batch as one table.

    Args:
        of: each world's, -1 none.
        lines: of each trail its points, (points, 2), m.
        closed: of each trail whether it leads round.
        begin: of each world, how far along its trail it begins, m.
    """
    ways = [np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))]) for line in lines]
    return Trails(
        np.array(of, dtype=np.int32), np.cumsum([0, *map(len, lines)]).astype(np.int32), np.concatenate(lines),
        np.concatenate(ways), np.array(closed, dtype=np.bool_), np.ascontiguousarray(begin, dtype=np.float64),
    )  # fmt: skip


def trod(due: Bool, ego: Place, all_: Trails | None, reached: Float64, route: Float32) -> Float64:
    """How far each world has come on its trail; where there are any they are the route, in place (`show`)."""
    if all_ is None:
        return reached
    reached = np.copy(reached)
    show(due, ego, all_, reached, route)
    return reached


@kernel
def show(due: Bool, ego: Place, all_: Trails, reached: Float64, route: Float32) -> None:
    """The route of every due world along its trail, in place, and how far on it the car has come (`reached`, m).

    Where a trail ends its last point is repeated; who has come to its end keeps the route of its lane.
    """
    point = np.empty((1, 2))
    for w in range(len(due)):
        if not due[w] or all_.of[w] < 0:
            continue
        c = wide(all_.of[w])
        first, end = wide(all_.first[c]), wide(all_.first[c + 1])
        length, closed = all_.along[end - 1], bool(all_.closed[c])
        if not closed and reached[w] >= length:
            continue
        x, y = ego.xyz[w, 0, 0], ego.xyz[w, 0, 1]
        low, high = reached[w] - BEHIND, reached[w] + AHEAD
        s, far = nearest(all_, (first, end, closed), (low, high), x, y)
        if far > LOST:
            s, far = nearest(all_, (first, end, closed), (0.0, length), x, y)
        reached[w] = s
        if not closed and s >= length:
            continue
        for i in range(POINTS):
            station = s + i * SPACING
            place_on(all_, first, end, station % length if closed and length > 0.0 else min(station, length), point)
            put(frame_of(ego, w), point, 0, route[w], i)


@device
def nearest(
    all_: Trails, trail: tuple[int, int, bool], window: tuple[float, float], x: float, y: float
) -> tuple[float, float]:
    """(m along, m away) of the nearest point of a trail within a window along it; one that is closed goes round."""
    first, end, closed = trail
    low, high = window
    length = all_.along[end - 1]
    best, at = math.inf, min(max(low, 0.0), length)
    for i in range(first, end - 1):
        here, after = all_.along[i], all_.along[i + 1]
        if after <= here:
            continue
        ux, uy = (
            (all_.xy[i + 1, 0] - all_.xy[i, 0]) / (after - here),
            (all_.xy[i + 1, 1] - all_.xy[i, 1]) / (after - here),
        )
        s = here + (x - all_.xy[i, 0]) * ux + (y - all_.xy[i, 1]) * uy
        for turn in range(3 if closed else 1):
            by = (turn - 1) * length if closed else 0.0
            least, most = max(here, low + by), min(after, high + by)
            if least > most:
                continue
            held = min(max(s, least), most) - here
            far = math.hypot(x - all_.xy[i, 0] - held * ux, y - all_.xy[i, 1] - held * uy)
            if far < best:
                best, at = far, here + held
    return at, best


@device
def place_on(all_: Trails, first: int, end: int, s: float, out: Float64) -> None:
    """The point so far along a trail."""
    i = min(max(first + int(np.searchsorted(all_.along[first:end], s)), first + 1), end - 1)
    span = all_.along[i] - all_.along[i - 1]
    part = (s - all_.along[i - 1]) / span if span > 0.0 else 0.0
    for k in range(2):
        out[0, k] = all_.xy[i - 1, k] + part * (all_.xy[i, k] - all_.xy[i - 1, k])
