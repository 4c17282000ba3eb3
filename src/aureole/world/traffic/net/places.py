"""Where things are on stretches: poses along them, and the stretch a place of the world is on."""

from __future__ import annotations

import math

import numpy as np

from aureole.core.notes import Float64, Int32
from aureole.kernels import device
from aureole.world.traffic.net.net import Net

CELL = 25.0  # m; side of a cell of the grid
MOST_CELLS = 1_000_000
COARSE = 4  # points; how far apart those are that are looked at first
ASTRAY = 2.0  # m; how much nearer another stretch must be for each rad it is turned away less


@device(inline=True)
def pose_at(net: Net, row: int, along: float) -> tuple[float, float, float]:
    """x, y, heading of a stretch's middle, on the cubic through the points on either side; straight on beyond its ends.

    The heading changes evenly between two points.
    """
    first = net.point_first[row]
    most = net.point_first[row + 1] - first - 2
    h = net.spacing[row]
    k = min(max(int(along / h), 0), most)
    i = first + k
    u = along / h - k
    if u < 0.0 or u > 1.0:
        end = i if u < 0.0 else i + 1
        beyond = (u if u < 0.0 else u - 1.0) * h
        heading = net.point[end, 2]
        return (
            net.point[end, 0] + beyond * net.point[end, 5], net.point[end, 1] + beyond * net.point[end, 6], heading
        )  # fmt: skip
    v = 1.0 - u
    rise, fall = h * u * v * v, -h * u * u * v
    start, end_ = v * v * (1.0 + 2.0 * u), u * u * (3.0 - 2.0 * u)
    x = start * net.point[i, 0] + end_ * net.point[i + 1, 0] + rise * net.point[i, 5] + fall * net.point[i + 1, 5]
    y = start * net.point[i, 1] + end_ * net.point[i + 1, 1] + rise * net.point[i, 6] + fall * net.point[i + 1, 6]
    return x, y, v * net.point[i, 2] + u * net.point[i + 1, 2]


@device(inline=True)
def value_at(net: Net, row: int, along: float, column: int) -> float:
    """Half of the width (column 3) or pace (column 4) of a stretch, evenly between its points."""
    first = net.point_first[row]
    most = net.point_first[row + 1] - first - 2
    u = along / net.spacing[row]
    k = min(max(int(u), 0), most)
    u = min(max(u - k, 0.0), 1.0)
    return float((1.0 - u) * net.point[first + k, column] + u * net.point[first + k + 1, column])


@device(inline=True)
def foot(net: Net, row: int, x: float, y: float) -> tuple[float, float, float]:
    """(along, across, heading) of the place of a stretch's middle that is nearest to a point; along within its ends."""
    first, end = net.point_first[row], net.point_first[row + 1]
    best, least = first, math.inf
    for i in range(first, end, COARSE):
        dx, dy = x - net.point[i, 0], y - net.point[i, 1]
        far = dx * dx + dy * dy
        if far < least:
            least, best = far, i
    coarse = best
    for i in range(max(coarse - COARSE, first), min(coarse + COARSE + 1, end)):
        dx, dy = x - net.point[i, 0], y - net.point[i, 1]
        far = dx * dx + dy * dy
        if far < least:
            least, best = far, i
    dx, dy = x - net.point[best, 0], y - net.point[best, 1]
    along = (best - first) * net.spacing[row] + dx * net.point[best, 5] + dy * net.point[best, 6]
    along = min(max(along, 0.0), net.length[row])
    for _ in range(2):  # on the cubic itself
        px, py, heading = pose_at(net, row, along)
        c, s = math.cos(heading), math.sin(heading)
        along = min(max(along + c * (x - px) + s * (y - py), 0.0), net.length[row])
    px, py, heading = pose_at(net, row, along)
    return along, math.cos(heading) * (y - py) - math.sin(heading) * (x - px), heading


@device(inline=True)
def fits(net: Net, row: int, x: float, y: float, heading: float) -> tuple[float, float, float]:
    """(how badly a pose fits a stretch, m; along, across): distance beyond its borders, and how far it is turned away.

    Infinite for a place off it, ahead of its exit or behind its entry by more than a metre.
    """
    if x < net.bounds[row, 0] or y < net.bounds[row, 1] or x > net.bounds[row, 2] or y > net.bounds[row, 3]:
        return math.inf, 0.0, 0.0
    along, across, there = foot(net, row, x, y)
    px, py, _ = pose_at(net, row, along)
    if math.hypot(x - px, y - py) > abs(across) + 1.0:
        return math.inf, 0.0, 0.0
    beyond = max(abs(across) - value_at(net, row, along, 3), 0.0)
    if beyond > 1.0:
        return math.inf, 0.0, 0.0
    turned = abs(heading - there) % (2.0 * math.pi)
    turned = min(turned, 2.0 * math.pi - turned)
    return beyond + ASTRAY * turned + 0.1 * abs(across), along, across


@device(inline=True)
def locate(net: Net, x: float, y: float, heading: float, hint: int) -> tuple[int, float, float]:
    """(stretch for cars or bicycles, along, across) of a pose; -1 off all of them.

    Of several the one whose way and middle fit best; equals go to the hint (the stretch it was on; -1 none).
    """
    best, row_best, along_best, across_best = math.inf, -1, 0.0, 0.0
    if hint >= 0:
        best, along_best, across_best = fits(net, hint, x, y, heading)
        best -= 1e-9
        row_best = hint if best < math.inf else -1
    i = int(math.floor((x - net.grid_from[0]) / net.grid_from[2]))
    j = int(math.floor((y - net.grid_from[1]) / net.grid_from[2]))
    if i < 0 or j < 0 or i >= net.grid_size[0] or j >= net.grid_size[1]:
        return row_best, along_best, across_best
    cell = i * net.grid_size[1] + j
    for k in range(net.cell_first[cell], net.cell_first[cell + 1]):
        row = int(net.cell[k])
        if row != hint:
            bad, along, across = fits(net, row, x, y, heading)
            if bad < best:
                best, row_best, along_best, across_best = bad, row, along, across
    return row_best, along_best, across_best


def grid_of(bounds: Float64, wanted: Int32) -> tuple[Float64, Int32, Int32, Int32]:
    """A grid over stretches: (corner and size of a cell, cells along x and y, first, rows)."""
    if not len(wanted):
        return np.array([0.0, 0.0, CELL]), np.ones(2, np.int32), np.zeros(2, np.int32), np.empty(0, np.int32)
    low, high = bounds[wanted, :2].min(axis=0), bounds[wanted, 2:].max(axis=0)
    size = max(CELL, math.sqrt(float(np.prod(high - low)) / MOST_CELLS))
    count = np.floor((high - low) / size).astype(np.int32) + 1
    cells: list[list[int]] = [[] for _ in range(int(np.prod(count)))]
    for row in wanted.tolist():
        a = np.floor((bounds[row, :2] - low) / size).astype(int)
        b = np.floor((bounds[row, 2:] - low) / size).astype(int)
        for i in range(a[0], b[0] + 1):
            for j in range(a[1], b[1] + 1):
                cells[i * int(count[1]) + j].append(row)
    first = np.concatenate([[0], np.cumsum([len(each) for each in cells])]).astype(np.int32)
    return np.array([*low, size]), count, first, np.array([row for each in cells for row in each], np.int32)
