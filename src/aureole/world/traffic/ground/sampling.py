"""Samples the lines of a map: middles of lanes, lines between them, edges of the paved area, every few metres."""

from __future__ import annotations

import numpy as np

from aureole.core.kinds import LaneKind
from aureole.core.notes import Array, Bool, Float64, Int64, Uint8
from aureole.kernels import kernel
from aureole.world.roads import queries
from aureole.world.traffic.ground.ground import EITHER, Line, Surface
from aureole.world.traffic.ground.under import paved_at

THIN = 0.1  # m; a lane narrower than this has no lines
BESIDE = 0.1  # m; an edge with paved ground so far beyond it is none: in junctions roads lie over each other
REFUGES = (LaneKind.STOP, LaneKind.SHOULDER, LaneKind.PARKING)


@kernel
def paved_places(surface: Surface, xy: Float64, out: Bool) -> None:
    """Whether paved lanes hold the places xy (places, 2); `out` in place."""
    for k in range(len(xy)):
        out[k] = paved_at(surface, xy[k, 0], xy[k, 1])


def stations(surface: Surface, spacing: float) -> tuple[Int64, Float64]:
    """(lane row, s) of places along every paved lane, evenly within its section, at most `spacing` m apart."""
    road = surface.road
    owner = np.repeat(np.arange(len(road.road_length)), np.diff(road.section_first))
    start = np.asarray(road.section_s)
    end = np.append(start[1:], 0.0)
    last = road.section_first[1:][np.diff(road.section_first) > 0] - 1
    end[last] = road.road_length[owner[last]]
    section = np.repeat(np.arange(len(start)), np.diff(road.lane_first))
    rows = np.flatnonzero(surface.paved & (end[section] > start[section]))
    length = (end - start)[section[rows]]
    parts = np.maximum(np.ceil(length / spacing), 1).astype(np.int64)
    row = np.repeat(rows, parts)
    place = np.arange(len(row)) - np.repeat(np.cumsum(parts) - parts, parts)
    s = start[section[row]] + (place + 0.5) * np.repeat(length / parts, parts)
    return row, s


def lines(surface: Surface, spacing: float) -> tuple[Float64, Uint8]:
    """Road points (points, 4: x, y, cosine and sine of the direction) and their `Line`, in order of lanes."""
    road = surface.road
    row, s = stations(surface, spacing)
    section = np.searchsorted(road.lane_first, row, side="right") - 1
    owner = np.searchsorted(road.section_first, section, side="right") - 1
    span = queries.lane_span(road, row, s)
    wide = span[:, 1] - span[:, 0] > THIN
    row, s, owner, span = row[wide], s[wide], owner[wide], span[wide]
    beside = queries.neighbours(road, row)
    way = surface.way[row]
    reverse = np.where(way < 0, np.pi, 0.0)
    along = ~np.isin(road.lane_kind[row], [int(kind) for kind in REFUGES])
    middle = queries.lane_to_world(road, row[along], s[along])
    parts = [(middle[:, :2], middle[:, 3] + reverse[along], np.full(along.sum(), int(Line.CENTRE)), row[along])]
    for side in (0, 1):
        other = beside[:, side]
        neighbour = (other >= 0) & surface.paved[other]
        both = np.isin(road.lane_kind[row], [int(kind) for kind in EITHER])
        kind = np.where(~neighbour, Line.EDGE, np.where(both | (surface.way[other] == way), Line.LANE, Line.MIDDLE))
        kept = ~neighbour if side == 0 else np.ones(len(row), np.bool_)  # a line between two lanes is the right one's
        place = queries.to_world(road, owner[kept], s[kept], span[kept, side])
        edge = kind[kept] == Line.EDGE
        out = queries.to_world(road, owner[kept], s[kept], span[kept, side] + (BESIDE if side else -BESIDE))
        inner = np.zeros(len(place), np.bool_)
        paved_places(surface, np.ascontiguousarray(out[:, :2]), inner)
        real = ~(edge & inner)
        direction = place[:, 3] + reverse[kept]
        parts.append((place[real, :2], direction[real], kind[kept][real], row[kept][real]))
    return together(parts)


def together(parts: list[tuple[Array, Array, Array, Array]]) -> tuple[Float64, Uint8]:
    """One table of several, in order of lanes: what is near on the ground is near in memory."""
    xy, direction, kind, row = (np.concatenate([part[k] for part in parts]) for k in range(4))
    order = np.argsort(row, kind="stable")
    point = np.column_stack([xy, np.cos(direction), np.sin(direction)])[order]
    return point, kind[order].astype(np.uint8)
