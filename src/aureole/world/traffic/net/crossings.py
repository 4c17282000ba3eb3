"""Where walkers go: along sidewalks, over marked crossings, and across a street where nothing is painted."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np

from aureole.core.notes import Bool, Float64, Int32
from aureole.world.roads.queries import lane_span, to_world
from aureole.world.roads.reading.opendrive import Map
from aureole.world.traffic.net.links import Neighbours, table
from aureole.world.traffic.net.middles import Middles
from aureole.world.traffic.net.net import User
from aureole.world.traffic.net.rows import Rows

KERB = 2.5  # m; from the last car lane to where a walker comes from, at least
WIDE = 3.0  # m; of a crossing nobody painted
SLOW = 60.0 / 3.6  # m/s; nobody crosses a faster road where nothing is painted
LONG = 60.0  # m; of the sections that have such a place
SWEPT = 1.6  # m; half of what a bus sweeps and wants free


class Line(NamedTuple):
    """A straight way across."""

    start: Float64
    end: Float64
    wide: float
    marked: bool


class Crossings(NamedTuple):
    """As in `Net`."""

    zebra_first: Annotated[Int32, "stretches_and_end", "-", "-"]
    zebra: Annotated[Int32, "zebras", "-", "-"]
    zebra_span: Annotated[Float64, "zebras 2", "m", "lane"]
    crossing_zebra: Annotated[Int32, "crossings_and_end", "-", "-"]
    crossed: Annotated[Int32, "crosseds", "-", "-"]
    crossed_span: Annotated[Float64, "crosseds 4", "m", "lane"]
    crossing_marked: Annotated[Bool, "crossings", "-", "-"]
    path_first: Annotated[Int32, "paths_and_end", "-", "-"]
    path: Annotated[Float64, "path_points 3", "m", "world"]
    kerb_first: Annotated[Int32, "paths_and_end", "-", "-"]
    kerb: Annotated[Float64, "kerbs 2", "m", "-"]
    kerb_crossing: Annotated[Int32, "kerbs", "-", "-"]


def crossings_of(map_: Map, rows: Rows, middles: Middles, links: Neighbours) -> Crossings:
    """Walkers' paths, each followed by the same path the other way; a crossing for each path that has one."""
    paths: list[Float64] = []
    kerbs: list[tuple[float, float] | None] = []
    hits: list[list[tuple[int, float, float, float, float]]] = []
    marked: list[bool] = []
    for line in [*painted(map_, middles, rows), *unpainted(map_, rows)]:
        for start, end in ((line.start, line.end), (line.end, line.start)):
            found = crossed(middles, rows, start, end, line.wide)
            if found:
                kerb = min(each[3] for each in found), max(each[4] for each in found)
                way = stretched(start, end, kerb)
                shift = max(KERB - kerb[0], 0.0)
                hits.append([(*each[:3], each[3] + shift, each[4] + shift) for each in found])
                kerbs.append((kerb[0] + shift, kerb[1] + shift))
                paths.append(way)
                marked.append(line.marked)
    for walk in sidewalks(rows, middles, links):
        paths += [measured(walk), measured(walk[::-1])]
        kerbs += [None, None]
    return tables(len(rows.lane), paths, kerbs, hits, marked)


def tables(
    count: int, paths: list[Float64], kerbs: list[tuple[float, float] | None],
    hits: list[list[tuple[int, float, float, float, float]]], marked: list[bool],
) -> Crossings:  # fmt: skip
    """Flat tables; crossing i is the one of path i."""
    over: list[list[int]] = [[] for _ in range(count)]
    spans: list[list[tuple[float, float]]] = [[] for _ in range(count)]
    for crossing, each in enumerate(hits):
        for row, low, high, *_ in each:
            over[row].append(crossing)
            spans[row].append((low, high))
    first = np.concatenate([[0], np.cumsum([len(each) for each in hits])]).astype(np.int32)
    points = np.concatenate([[0], np.cumsum([len(path) for path in paths])]).astype(np.int32)
    there = [kerb for kerb in kerbs if kerb is not None]
    kerb_first, crossings = table([[row] if kerb is not None else [] for row, kerb in enumerate(kerbs)])
    return Crossings(
        *table(over), np.array([span for each in spans for span in each], np.float64).reshape(-1, 2),
        first, np.array([hit[0] for each in hits for hit in each], np.int32),
        np.array([hit[1:] for each in hits for hit in each], np.float64).reshape(-1, 4), np.array(marked, np.bool_),
        points, np.concatenate([*paths, np.empty((0, 3))]), kerb_first,
        np.array(there, np.float64).reshape(-1, 2), crossings,
    )  # fmt: skip


def painted(map_: Map, middles: Middles, rows: Rows) -> Iterator[Line]:
    """The crosswalks of a map: over the side of their outline that lies more square to the lanes there."""
    things, placed, shapes = map_.furniture.things, map_.furniture.placed, map_.furniture.shapes
    for shape, owner in enumerate(shapes.owner.tolist()):
        if things.objects.kind[int(placed.owner[owner])] != "crosswalk":
            continue
        corners = shapes.points[shapes.first[shape] : shapes.first[shape + 1], :2]
        middle = 0.5 * (corners.min(axis=0) + corners.max(axis=0))
        heading = longest(corners)
        best: tuple[float, Line] | None = None
        for turn in (0.0, 0.5 * math.pi):
            way = np.array([math.cos(heading + turn), math.sin(heading + turn)])
            aside = np.array([-way[1], way[0]])
            along, across = (corners - middle) @ way, (corners - middle) @ aside
            start, end = middle + along.min() * way, middle + along.max() * way
            line = Line(start, end, float(np.ptp(across)), marked=True)
            square = squareness(middles, rows, line, heading + turn)
            if best is None or square > best[0] + 1e-9:
                best = square, line
        if best is not None:
            yield best[1]


def longest(corners: Float64) -> float:
    """Heading of the longest side of an outline."""
    sides = np.diff(np.vstack([corners, corners[:1]]), axis=0)
    side = sides[int(np.argmax(np.hypot(*sides.T)))]
    return math.atan2(float(side[1]), float(side[0]))


def squareness(middles: Middles, rows: Rows, line: Line, heading: float) -> float:
    """How many lanes a line crosses, each counted by the sine of its angle."""
    return sum(
        abs(math.sin(heading - float(middles.point[middles.first[row], 2])))
        for row, *_ in crossed(middles, rows, line.start, line.end, line.wide)
    )


def unpainted(map_: Map, rows: Rows) -> Iterator[Line]:
    """A place in the middle of each longer section of slower streets."""
    for section in np.unique(rows.section).tolist():
        here = np.flatnonzero((rows.section == section) & (rows.user == User.CARS) & (rows.junction < 0))
        if not len(here):
            continue
        row, s = int(here[0]), 0.5 * float(rows.start[here[0]] + rows.end[here[0]])
        limit = float(map_.road.road_limit[rows.road[row]])
        if abs(rows.end[row] - rows.start[row]) < LONG or limit > SLOW:
            continue
        span = lane_span(map_.road, rows.lane[here], s)
        ends = to_world(map_.road, int(rows.road[row]), s, [span[:, 0].min(), span[:, 1].max()])
        yield Line(ends[0, :2].copy(), ends[1, :2].copy(), WIDE, marked=False)


def crossed(
    middles: Middles, rows: Rows, start: Float64, end: Float64, wide: float
) -> list[tuple[int, float, float, float, float]]:
    """(stretch, from, to along it; from, to along the line) of each stretch for vehicles that a line cuts, in order."""
    low, high = np.minimum(start, end), np.maximum(start, end)
    near = (middles.bounds[:, :2] <= high).all(axis=1) & (middles.bounds[:, 2:] >= low).all(axis=1)
    found = []
    across = end - start
    size = float(np.hypot(*across))
    for row in np.flatnonzero(near & (rows.user != User.WALKERS)).tolist():
        points = middles.point[middles.first[row] : middles.first[row + 1], :2]
        step, off = np.diff(points, axis=0), start - points[:-1]
        turn = step[:, 0] * across[1] - step[:, 1] * across[0]
        with np.errstate(divide="ignore", invalid="ignore"):
            u = (off[:, 0] * across[1] - off[:, 1] * across[0]) / turn
            v = (off[:, 0] * step[:, 1] - off[:, 1] * step[:, 0]) / turn
        hit = np.flatnonzero((u >= 0.0) & (u <= 1.0) & (v >= 0.0) & (v <= 1.0))
        if not len(hit):
            continue
        k = int(hit[0])
        along = (k + float(u[k])) * float(middles.spacing[row])
        sine = max(abs(float(turn[k])) / (size * float(np.hypot(*step[k]))), 0.3)
        at = float(v[k]) * size
        half = 0.5 * wide / sine
        found.append((row, max(along - half, 0.0), min(along + half, float(middles.length[row])),
                      at - SWEPT / sine, at + SWEPT / sine))  # fmt: skip
    return sorted(found, key=lambda each: each[3])


def stretched(start: Float64, end: Float64, kerb: tuple[float, float]) -> Float64:
    """A way across from `KERB` before the first car to as far behind the last one."""
    size = float(np.hypot(*(end - start)))
    way = (end - start) / size
    low, high = min(kerb[0] - KERB, 0.0), max(kerb[1] + KERB, size)
    return measured(np.array([start + low * way, start + high * way]))


def sidewalks(rows: Rows, middles: Middles, links: Neighbours) -> Iterator[Float64]:
    """Middles of sidewalks that follow each other, as points."""
    walked: set[int] = set()
    walks = np.flatnonzero(rows.user == User.WALKERS)
    for row in [*(k for k in walks if links.before_first[k] == links.before_first[k + 1]), *walks]:
        here, parts = int(row), []
        while here >= 0 and here not in walked:
            walked.add(here)
            parts.append(middles.point[middles.first[here] : middles.first[here + 1], :2])
            there = links.after[links.after_first[here] : links.after_first[here + 1]]
            here = int(there[0]) if len(there) else -1
        if parts:
            yield np.concatenate(parts)


def measured(points: Float64) -> Float64:
    """Points without doubles, with the way to each of them."""
    keep = np.concatenate([[True], np.hypot(*np.diff(points, axis=0).T) > 1e-6])
    points = points[keep]
    way = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    return np.column_stack([points, way])
