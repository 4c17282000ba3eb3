"""Objects in the world: every copy of a repeat with its pose, size and shape (ASAM OpenDRIVE 1.8 §13.3, §13.4)."""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

import numpy as np

from aureole.core.notes import Bool, Float64, Int32
from aureole.core.road import Road
from aureole.world.roads.furniture.objects import Things
from aureole.world.roads.furniture.placing import poses

ROUND = 12  # corners of the shape of a round object
STEP = 2.0  # m between the corners of a continuous object
MOST_CORNERS = 5_000  # of one continuous object, on each side; a longer one has them further apart


def corners_along(length: float) -> int:
    """Into how many parts a continuous object of a length is cut."""
    return min(max(1, math.ceil(length / STEP)), MOST_CORNERS)


class Placed(NamedTuple):
    """One row an object in the world: an object of the file, or each of its copies if it repeats.

    With `repeat` an object stands only at its copies (§13.3). An object that is `upright` is taken as level.
    """

    owner: Annotated[Int32, "placed", "-", "-"]
    """Row of `Objects`."""
    xyz: Annotated[Float64, "placed 3", "m", "world"]
    angles: Annotated[Float64, "placed 3", "rad", "world"]
    """Heading, pitch, roll."""
    size: Annotated[Float64, "placed 3", "m", "-"]
    """Length, width, height; of a continuous object its length, mean width and mean height."""
    radius: Annotated[Float64, "placed", "m", "-"]
    continuous: Annotated[Bool, "placed", "-", "-"]


class Shapes(NamedTuple):
    """The outlines of what is placed, in the world; a box or a circle where the file has no outline."""

    owner: Annotated[Int32, "shapes", "-", "-"]
    """Row of `Placed`."""
    closed: Annotated[Bool, "shapes", "-", "-"]
    """An area, counter-clockwise where the file keeps to it; else a line."""
    first: Annotated[Int32, "shapes_and_end", "-", "-"]
    points: Annotated[Float64, "points 3", "m", "world"]
    """Rows first[i]:first[i+1] of shape i."""
    height: Annotated[Float64, "points", "m", "-"]
    """Of the object at this point."""


class Copy(NamedTuple):
    """One object to be placed."""

    owner: int
    s: float
    t: float
    z: float
    size: tuple[float, ...]
    radius: float
    repeat: int = -1
    """Row of `Repeats`; -1 for an object that does not repeat."""


def copies(things: Things) -> list[Copy]:
    """Every object to be placed, in the order of the objects and their repeats."""
    objects, repeats = things.objects, things.repeats
    of: dict[int, list[int]] = {}
    for row, owner in enumerate(repeats.owner.tolist()):
        of.setdefault(owner, []).append(row)
    found: list[Copy] = []
    for row in range(len(objects.ids)):
        if row in of:
            found += [copy for repeat in of[row] for copy in repeated(things, row, repeat)]
        else:
            place = (float(objects.s[row]), float(objects.t[row]), float(objects.z_offset[row]))
            found.append(Copy(row, *place, tuple(objects.size[row].tolist()), float(objects.radius[row])))
    return found


def repeated(things: Things, owner: int, repeat: int) -> list[Copy]:
    """The copies of one repeat; a continuous one is a single object at its middle."""
    repeats = things.repeats
    s, length, distance = (float(column[repeat]) for column in (repeats.s, repeats.length, repeats.distance))
    if distance == 0.0:
        parts = [0.5]
    else:
        count = math.floor(length / distance + 1e-9) + 1
        parts = [min(k * distance / length, 1.0) if length else 0.0 for k in range(count)]

    def between(column: Float64, part: float) -> float:
        return float(column[0] + part * (column[1] - column[0]))

    found = []
    for part in parts:
        sizes = repeats.sizes[repeat].reshape(2, 3)
        size = [between(sizes[:, axis], part) for axis in range(3)]
        if distance == 0.0:
            size[0] = length
        t, z = between(repeats.t[repeat], part), between(repeats.z_offset[repeat], part)
        radius = between(repeats.radius[repeat], part)
        found.append(Copy(owner, s + part * length, t, z, tuple(size), radius, repeat))
    return found


def place(road: Road, things: Things) -> tuple[Placed, Shapes]:
    """Every object in the world, with its shapes."""
    rows = copies(things)
    owner = np.array([row.owner for row in rows], np.int32)
    s, t, z = (np.array([row[k] for row in rows], np.float64) for k in (1, 2, 3))
    objects = things.objects
    pose = poses(road, objects.road[owner], s, t)
    pose[:, 2] += z
    angles = objects.turn[owner].reshape(-1, 3).copy()
    angles[objects.upright[owner], 1:] = 0.0
    straighten(road, things, rows, pose)
    angles[:, 0] = np.remainder(angles[:, 0] + pose[:, 3] + np.pi, 2.0 * np.pi) - np.pi
    repeat = np.array([row.repeat for row in rows], np.int64)
    continuous = repeat >= 0
    continuous[continuous] = things.repeats.distance[repeat[continuous]] == 0.0
    size = np.array([row.size for row in rows], np.float64).reshape(-1, 3)
    radius = np.array([row.radius for row in rows], np.float64)
    placed = Placed(owner, np.ascontiguousarray(pose[:, :3]), angles, size, radius, continuous)
    return placed, shapes(road, things, rows, placed)


def straighten(road: Road, things: Things, rows: list[Copy], pose: Float64) -> None:
    """Put the copies of a detached repeat on the straight line between its ends."""
    repeats = things.repeats
    of: dict[int, list[int]] = {}
    for k, row in enumerate(rows):
        if row.repeat >= 0 and repeats.detached[row.repeat]:
            of.setdefault(row.repeat, []).append(k)
    for repeat, here in of.items():
        start, end = ends(road, things, repeat)
        length = float(repeats.length[repeat])
        for k in here:
            part = (rows[k].s - float(repeats.s[repeat])) / length if length else 0.0
            pose[k, :3] = start + part * (end - start)
            pose[k, 3] = math.atan2(end[1] - start[1], end[0] - start[0])


def ends(road: Road, things: Things, repeat: int) -> tuple[Float64, Float64]:
    """World xyz of the start and the end of a repeat."""
    repeats = things.repeats
    r = np.full(2, things.objects.road[repeats.owner[repeat]], np.int32)
    s = repeats.s[repeat] + np.array([0.0, repeats.length[repeat]])
    found = poses(road, r, s, repeats.t[repeat])[:, :3]
    found[:, 2] += repeats.z_offset[repeat]
    return found[0], found[1]


Shape = tuple[bool, Float64, Float64]
"""Whether it is closed, its points (n, 3) and their heights (n)."""


def shapes(road: Road, things: Things, rows: list[Copy], placed: Placed) -> Shapes:
    """The shapes of everything that is placed."""
    outlines: dict[int, list[int]] = {}
    for outline, owner in enumerate(things.outlines.owner.tolist()):
        outlines.setdefault(owner, []).append(outline)
    firsts = np.searchsorted(things.corners.owner, np.arange(len(things.outlines.fill) + 1))
    owners: list[int] = []
    found: list[Shape] = []
    for k, row in enumerate(rows):
        if placed.continuous[k]:
            here = [strip(road, things, row)]
        elif row.owner in outlines:
            turned = rotation(placed.angles[k])
            spans = [(outline, slice(firsts[outline], firsts[outline + 1])) for outline in outlines[row.owner]]
            here = [drawn(road, things, row, (outline, span), (placed.xyz[k], turned)) for outline, span in spans]
        else:
            here = box(placed, k)
        owners += [k] * len(here)
        found += here
    first = np.concatenate([[0], np.cumsum([len(points) for _, points, _ in found])]).astype(np.int32)
    return Shapes(
        np.array(owners, np.int32), np.array([closed for closed, _, _ in found], np.bool_), first,
        np.concatenate([points for _, points, _ in found] or [np.empty((0, 3))]),
        np.concatenate([height for _, _, height in found] or [np.empty(0)]),
    )  # fmt: skip


def rotation(angles: Float64) -> Float64:
    """World from object: heading about z, then pitch about y, then roll about x."""
    (ch, cp, cr), (sh, sp, sr) = np.cos(angles), np.sin(angles)
    return np.array([
        [ch * cp, ch * sp * sr - sh * cr, ch * sp * cr + sh * sr],
        [sh * cp, sh * sp * sr + ch * cr, sh * sp * cr - ch * sr],
        [-sp, cp * sr, cp * cr],
    ])  # fmt: skip


def box(placed: Placed, k: int) -> list[Shape]:
    """The circle, box or line that an object without outline is; nothing for a point."""
    length, width, height = placed.size[k]
    if placed.radius[k] > 0.0:
        turn = np.arange(ROUND) * (2.0 * np.pi / ROUND)
        local = placed.radius[k] * np.stack([np.cos(turn), np.sin(turn), np.zeros(ROUND)], axis=1)
    elif length > 0.0 and width > 0.0:
        u, v = 0.5 * length, 0.5 * width
        local = np.array([[-u, -v, 0.0], [u, -v, 0.0], [u, v, 0.0], [-u, v, 0.0]])
    elif length > 0.0 or width > 0.0:
        local = 0.5 * np.array([[-length, -width, 0.0], [length, width, 0.0]])
    else:
        return []
    points = local @ rotation(placed.angles[k]).T + placed.xyz[k]
    return [(len(local) > 2, points, np.full(len(local), height))]


def drawn(
    road: Road, things: Things, row: Copy, outline: tuple[int, slice], frame: tuple[Float64, Float64]
) -> Shape:  # fmt: skip
    """One outline of an object; corners of the road move with a copy."""
    number, span = outline
    at, closed = things.corners.at[span], bool(things.outlines.closed[number])
    if things.outlines.local[number]:
        xyz, turned = frame
        return closed, at @ turned.T + xyz, things.corners.height[span]
    r = np.full(len(at), things.objects.road[row.owner], np.int32)
    s, t = at[:, 0] + row.s - things.objects.s[row.owner], at[:, 1] + row.t - things.objects.t[row.owner]
    points = poses(road, r, s, t)[:, :3]
    points[:, 2] += at[:, 2]
    return closed, points, things.corners.height[span]


def strip(road: Road, things: Things, row: Copy) -> Shape:
    """The shape of a continuous object: an area along the road, or a line if it has no width."""
    repeats, k = things.repeats, row.repeat
    length = float(repeats.length[k])
    count = 1 if repeats.detached[k] else corners_along(length)
    part = np.linspace(0.0, 1.0, count + 1)
    t, z = (np.interp(part, [0.0, 1.0], column[k]) for column in (repeats.t, repeats.z_offset))
    sizes = repeats.sizes[k].reshape(2, 3)
    width, height = (np.interp(part, [0.0, 1.0], sizes[:, axis]) for axis in (1, 2))
    s, r = repeats.s[k] + part * length, np.full(2 * count + 2, things.objects.road[row.owner], np.int32)
    thin = not np.any(width)
    sides = np.concatenate([t - 0.5 * width, (t + 0.5 * width)[::-1]])
    points = poses(road, r, np.concatenate([s, s[::-1]]), sides)[:, :3]
    points[:, 2] += np.concatenate([z, z[::-1]])
    heights = np.concatenate([height, height[::-1]])
    if thin:
        return False, points[: count + 1], heights[: count + 1]
    return True, points, heights
