"""Makes the road points of a map and, for every cell of the ground, the few of them that can be the nearest in it.

With rho half a cell's diagonal and d(K) the K-th distance from its middle: wherever one is in the cell, the K nearest
lie within d(K) + rho of one, so within d(K) + 2 rho of the middle; and who is nearer to the middle than
d(K + 1) - 2 rho is among the K nearest everywhere in the cell, for at most K points can be as near to one as it is.
"""

from __future__ import annotations

from math import hypot, inf

import numpy as np

from aureole.core.notes import Float32, Float64, Int32, Int64
from aureole.kernels import kernel
from aureole.world.traffic.ground.ground import Points, Surface
from aureole.world.traffic.ground.sampling import lines

MARGIN = 1e-6  # m; for rounding
CHUNK = 2048  # cells at a time


@kernel
def gather(
    xy: Float32, bucket: tuple[Int32, Int32, Float64, Int64], middle: Float64, rho: float, count: int,
    tally: Int32, out: Int32, last: Float64,
) -> None:  # fmt: skip
    """Candidates for the `count` nearest points around each of `middle` (cells, 2; m, map frame), in place.

    `tally` (cells, 2): how many there are, how many of them are sure; `out` (cells, room): rows, the sure ones first,
    each part in order. More than there is room for are counted only. `last` (cells,): distance of the last of the
    nearest from the middle. `bucket`: first, rows, lowest corner and size,
    rows and columns of a grid that holds all points.
    """
    first, rows, frame, shape = bucket
    distance, found = np.empty(len(xy)), np.empty(len(xy), np.int32)
    for cell in range(len(middle)):
        x, y = middle[cell, 0], middle[cell, 1]
        far, limit, sure = 2.0 * frame[2], inf, -1.0
        while True:
            n = 0
            low_column = min(max(int((x - far - frame[0]) / frame[2]), 0), shape[1])
            high_column = min(max(int((x + far - frame[0]) / frame[2]) + 1, 0), shape[1])
            low_row = min(max(int((y - far - frame[1]) / frame[2]), 0), shape[0])
            high_row = min(max(int((y + far - frame[1]) / frame[2]) + 1, 0), shape[0])
            for row in range(low_row, high_row):
                base = row * shape[1]
                for i in range(first[base + low_column], first[base + high_column]):
                    d = hypot(xy[rows[i], 0] - x, xy[rows[i], 1] - y)
                    if d <= far:
                        distance[n], found[n] = d, rows[i]
                        n += 1
            if n == len(xy) and n <= count:
                sure, last[cell] = inf, far
                break
            if n > count:
                ranked = np.sort(distance[:n])
                last[cell] = ranked[count - 1]
                limit, sure = ranked[count - 1] + 2.0 * rho + MARGIN, ranked[count] - 2.0 * rho - MARGIN
                if limit <= far or n == len(xy):
                    break
                far = limit
            else:
                far *= 1.5
        order = np.argsort(found[:n])
        tally[cell, 0] = 0
        for part in range(2):
            for i in order:
                nearer = distance[i] < sure
                if nearer if part == 0 else not nearer and distance[i] <= limit:
                    if tally[cell, 0] < out.shape[1]:
                        out[cell, tally[cell, 0]] = found[i]
                    tally[cell, 0] += 1
            if part == 0:
                tally[cell, 1] = tally[cell, 0]


def bucketed(xy: Float32, size: float) -> tuple[Int32, Int32, Float64, Int64]:
    """`gather`'s grid of points."""
    low = np.floor(xy[:, :2].min(axis=0).astype(np.float64)) - 1.0
    cell = ((xy[:, :2] - low) / size).astype(np.int64)
    columns, rows = (int(n) + 1 for n in cell.max(axis=0))
    key = cell[:, 1] * columns + cell[:, 0]
    order = np.argsort(key, kind="stable").astype(np.int32)
    first = np.searchsorted(key[order], np.arange(rows * columns + 1)).astype(np.int32)
    return first, order, np.array([*low, size]), np.array([rows, columns])


def middles(surface: Surface, side: int) -> Float64:
    """Middles (cells, 2) of the cells of all blocks, block by block; m, world."""
    size = surface.frame[2]
    row, column = np.nonzero(surface.block >= 0)
    order = np.argsort(surface.block[row, column])
    corner = surface.frame[:2] + np.column_stack([column, row])[order] * size
    part = np.column_stack(np.divmod(np.arange(side * side), side)[::-1]) + 0.5
    return np.asarray((corner[:, None, :] + part[None, :, :] * (size / side)).reshape(-1, 2))


def points_of(surface: Surface, count: int, *, spacing: float = 4.0, side: int = 4) -> Points:
    """Road points every `spacing` m, with lists for the `count` nearest of them in side × side cells a block."""
    table, kind = lines(surface, spacing)
    origin = surface.frame[:2] + 0.5 * surface.frame[2] * np.array(surface.block.shape[::-1])
    xy = np.column_stack([table[:, :2] - origin, table[:, 2:]]).astype(np.float32)
    if count == 0 or len(xy) == 0:
        return Points(xy, xy.reshape(-1), kind, origin, np.zeros((1, 4), np.int32), np.zeros(0, np.uint16), side, count)
    cell, near = listed(xy, middles(surface, side) - origin, surface.frame[2] / side, count)
    everywhere = [len(near), 0 if len(xy) > count else len(xy), len(xy) if len(xy) > count else 0, 10**6]
    cells = np.concatenate([cell, [everywhere]]).astype(np.int32)
    near = np.concatenate([near, np.arange(len(xy))])
    return Points(
        xy, xy.reshape(-1), kind, origin, cells, near.astype(np.uint16 if len(xy) <= 2**16 else np.uint32), side, count
    )


def listed(xy: Float32, middle: Float64, size: float, count: int) -> tuple[Int64, Int64]:
    """(`Points.cell`, all lists one after the other) of square cells of a size, m."""
    bucket, rho = bucketed(xy, 8.0), 0.5 * 2.0**0.5 * size
    tally, last = np.zeros((len(middle), 2), np.int32), np.zeros(len(middle))
    parts, room = [np.zeros(0, np.int32)], 2 * count + 64
    for start in range(0, len(middle), CHUNK):
        part = slice(start, start + CHUNK)
        chunk, some = middle[part], tally[part]
        while True:
            out = np.empty((len(chunk), room), np.int32)
            gather(xy, bucket, chunk, rho, count, some, out, last[part])
            if some[:, 0].max() <= room:
                break
            room = 2 * int(some[:, 0].max())
        parts.append(out[np.arange(room)[None, :] < some[:, :1]])
    first = np.cumsum(tally[:, 0]) - tally[:, 0]
    cell = np.column_stack([first, tally[:, 1], tally[:, 0] - tally[:, 1], np.minimum(last, 1e6) * 1000.0])
    return cell.astype(np.int64), np.concatenate(parts).astype(np.int64)
