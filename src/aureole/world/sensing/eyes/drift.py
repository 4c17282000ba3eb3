"""Where the car believes to be: the slow error of a receiver for satellites, and the route as it lies with that error.

The error is a draw every `KNOT` seconds for each of x, y (world) and heading, with a turn from one to the next in
between that keeps its variance. It is the same for the same key and moment, whatever the batch.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from aureole.core import noise
from aureole.core.notes import Float32, Float64, Int64, Uint64

PLACE = 0.5  # m; standard deviation along either axis of the map (a receiver with corrections, in the open)
TURN = 0.008  # rad; of the heading: 0.5 degrees
KNOT = 20.0  # s; what moves a receiver's error, the way of satellites and the air, changes within minutes
NANO = 1_000_000_000
KEPT = 4096  # draws that a process keeps: two for each world it drives


def error(keys: Uint64, stamp: Int64) -> Float64:
    """How far off each world's place (x, y, m, world) and heading (rad) are at a moment (ns), (worlds, 3)."""
    found = np.zeros((len(keys), 3))
    for w in range(len(keys)):
        at = int(stamp[w]) / (KNOT * NANO)
        knot = math.floor(at)
        share = at - knot
        turn = 0.5 * math.pi * share * share * (3.0 - 2.0 * share)
        before, after = draw(int(keys[w]), knot), draw(int(keys[w]), knot + 1)
        for k, spread in enumerate((PLACE, PLACE, TURN)):
            found[w, k] = spread * (math.cos(turn) * before[k] + math.sin(turn) * after[k])
    return found


@lru_cache(maxsize=KEPT)
def draw(key: int, knot: int) -> tuple[float, ...]:
    """Three standard normal numbers of a knot (Box, Muller 1958), number by number: the same in every batch."""
    pairs = noise.uniform(np.array([key], dtype=np.uint64), knot, (3, 2))[0].tolist()
    return tuple(math.sqrt(-2.0 * math.log(a)) * math.cos(2.0 * math.pi * b) for a, b in pairs)


def placed(route: Float32, heading: Float64, off: Float64) -> Float32:
    """Routes in the frame of cars that are where they believe to be.

    Args:
        route: as it is, (worlds, points, 2), m, ego; where there is none (all points zero) it stays so.
        heading: of the cars, rad, world.
        off: as `error` gives it.
    """
    found = np.array(route, dtype=np.float32)
    for w in np.flatnonzero(np.any(route != 0.0, axis=(1, 2))).tolist():
        c, s = math.cos(heading[w]), math.sin(heading[w])
        ahead, left = c * off[w, 0] + s * off[w, 1], c * off[w, 1] - s * off[w, 0]
        x, y = route[w, :, 0].astype(np.float64) - ahead, route[w, :, 1].astype(np.float64) - left
        c, s = math.cos(off[w, 2]), math.sin(off[w, 2])
        found[w, :, 0], found[w, :, 1] = c * x + s * y, c * y - s * x
    return found
