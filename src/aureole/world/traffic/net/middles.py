"""The middle lines of stretches as points that lie evenly: places, headings, widths, and the pace a bend allows."""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

import numpy as np

from aureole.core.notes import Float64, Int32
from aureole.world.roads.queries import lane_to_world, speed_limit, width
from aureole.world.roads.reading.opendrive import Map
from aureole.world.traffic.net.rows import Rows

FINE = 0.5  # m along the road; how finely a middle is measured
ASIDE = 2.0  # m/s^2; the lateral acceleration most drivers accept in town (Treiber, Kesting 2013, §11.3: comfort)
SLOWEST = 2.0  # m/s; however tight the bend
BRAKE = 1.5  # m/s^2; how one slows down for a bend
WIDEST = 2.5  # m; half of the width that counts: a lane of 5 m


class Middles(NamedTuple):
    """As in `Net`."""

    length: Annotated[Float64, "stretches", "m", "lane"]
    spacing: Annotated[Float64, "stretches", "m", "lane"]
    first: Annotated[Int32, "stretches_and_end", "-", "-"]
    point: Annotated[Float64, "points 7", "m", "world"]
    height: Annotated[Float64, "points", "m", "world"]
    station: Annotated[Float64, "points", "m", "road"]
    limit: Annotated[Float64, "stretches", "m/s", "-"]
    bounds: Annotated[Float64, "stretches 4", "m", "world"]
    turn: Annotated[Float64, "stretches", "rad", "-"]


def middles_of(map_: Map, rows: Rows, spacing: float) -> Middles:
    """Points at most `spacing` (m) apart along the middle of every stretch, in its way of travel.

    A place between two points is found on the cubic through both with both headings (Hermite): on an arc of radius R
    it errs by spacing^4 / (384 R^3), 0.04 mm at 2 m and R = 10 m.
    """
    lengths, stations = even(map_, rows, spacing)
    counts = np.array([len(each) for each in stations], np.int64)
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    station = np.concatenate(stations) if stations else np.empty(0)
    lane, way = np.repeat(rows.lane, counts), np.repeat(rows.way, counts)
    found = lane_to_world(map_.road, lane, station)
    heading = found[:, 3] + np.where(way < 0, math.pi, 0.0)
    half = np.minimum(0.5 * width(map_.road, lane, station), WIDEST)
    limits = speed_limit(map_.limits, lane, station)
    steps = lengths / np.maximum(counts - 1, 1)
    point = np.column_stack([found[:, 0], found[:, 1], heading, half, limits])
    bounds, limit, turn = np.empty((len(counts), 4)), np.empty(len(counts)), np.empty(len(counts))
    for row, (a, b) in enumerate(zip(first[:-1].tolist(), first[1:].tolist(), strict=True)):
        point[a:b, 2] = np.unwrap(point[a:b, 2])
        limit[row], turn[row] = point[a:b, 4].min(), point[b - 1, 2] - point[a, 2]
        point[a:b, 4] = pace(point[a:b, 2], point[a:b, 4], steps[row])
        reach = point[a:b, 3].max() + steps[row]
        bounds[row] = *(point[a:b, :2].min(axis=0) - reach), *(point[a:b, :2].max(axis=0) + reach)
    point = np.column_stack([point, np.cos(point[:, 2]), np.sin(point[:, 2])])
    return Middles(lengths, steps, first, point, found[:, 2].copy(), station, limit, bounds, turn)


def even(map_: Map, rows: Rows, spacing: float) -> tuple[Float64, list[Float64]]:
    """The length of each stretch, and the stations (m along its road) of points that lie evenly along its middle."""
    spans = np.abs(rows.end - rows.start)
    counts = np.ceil(spans / FINE).astype(np.int64) + 2
    parts = [np.linspace(a, b, n) for a, b, n in zip(rows.start, rows.end, counts, strict=True)]
    station = np.concatenate(parts) if parts else np.empty(0)
    found = lane_to_world(map_.road, np.repeat(rows.lane, counts), station)
    lengths, stations, at = np.empty(len(counts)), [], 0
    for row, part in enumerate(parts):
        here = found[at : at + len(part)]
        at += len(part)
        chord = np.hypot(np.diff(here[:, 0]), np.diff(here[:, 1]))
        half = 0.5 * np.abs(np.diff(here[:, 3]))
        along = np.concatenate([[0.0], np.cumsum(chord / np.sinc(np.minimum(half, 1.0) / math.pi))])
        lengths[row] = max(along[-1], 1e-3)
        wanted = np.linspace(0.0, along[-1], max(math.ceil(along[-1] / spacing), 1) + 1)
        stations.append(np.interp(wanted, along, part) if along[-1] > 0.0 else np.linspace(part[0], part[-1], 2))
    return lengths, stations


def pace(heading: Float64, limit: Float64, step: float) -> Float64:
    """How fast one drives at each point, m/s: the limit, and slowly enough for the bends here and ahead."""
    bend = np.abs(np.gradient(heading, step)) if len(heading) > 1 else np.zeros(1)
    found = np.minimum(limit, np.maximum(np.sqrt(ASIDE / np.maximum(bend, 1e-9)), SLOWEST))
    for k in range(len(found) - 2, -1, -1):
        found[k] = min(found[k], math.sqrt(found[k + 1] ** 2 + 2.0 * BRAKE * step))
    return np.asarray(found)
