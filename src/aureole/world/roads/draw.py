"""The outline of a map as plain lists, for pages: areas of lanes and their marks."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from aureole.core.kinds import Mark
from aureole.core.notes import Bool, Float64
from aureole.core.road import Road
from aureole.kernels import kernel
from aureole.world.roads.lanes import lane_border
from aureole.world.roads.line import line_pose
from aureole.world.roads.place import to_world

Box = tuple[float, float, float, float]
SAG = 0.02  # m; how far a chord may lie beside the curve, at first
POINTS = 10_000  # points in one outline: about 180 kB of JSON; a larger one is drawn coarser
COARSEST = 5.0  # m; of a chord's distance
LEAP = 1e-3  # m; where a lane offset or a width leaps by more, a border is drawn up to the leap and from there on
BEFORE = 1e-6  # m; how far before a leap a border still is what it was


@kernel
def trace(road: Road, r: int, section: int, stations: Float64, out: Float64) -> None:
    """World xy of the outer border of each lane of a section at each station: out[lane, station, 2]."""
    first = road.lane_first[section]
    for row in range(first, road.lane_first[section + 1]):
        for k in range(len(stations)):
            t, _ = lane_border(road, row, section, stations[k], r)
            x, y, _, _ = to_world(road, r, stations[k], t)
            out[row - first, k, 0] = x
            out[row - first, k, 1] = y


@kernel
def bends(road: Road, r: int, stations: Float64, out: Float64) -> None:
    """Curvature of the reference line at each station, 1/m."""
    for k in range(len(stations)):
        out[k] = line_pose(road, r, stations[k])[3]


def outline(road: Road, step: float = 50.0, *, box: Box | None = None, margin: float = 100.0) -> dict[str, Any]:
    """Lane areas and marks as JSON-ready polylines, metres of the world, rounded to centimetres.

    Args:
        road: the map.
        step: largest spacing of stations, m; bends are sampled finer.
        box: (x low, y low, x high, y high): only what lies in it is drawn.
        margin: added around the box, m.

    Gives {"lanes": [{"kind", "id", "left", "right"}], "marks": [{"kind", "width", "xy"}]}; a road beside the
    box leaves nothing. Curves that would need more than `POINTS` points are drawn coarser.
    """
    stretches = [part for r in range(len(road.road_length)) for part in road_parts(road, r, step)]
    if box is not None:
        low, high = np.array(box[:2]) - margin, np.array(box[2:]) + margin
        stretches = [run for part in stretches for run in clipped(part, low, high)]
    sag = SAG
    while True:
        lanes, marks = [], []
        for section, stations, borders in stretches:
            keep = needed(borders, mark_ends(road, section, stations), sag)
            lanes += lane_areas(road, section, borders[:, keep])
            marks += mark_lines(road, section, stations[keep], borders[:, keep])
        count = sum(len(lane["left"]) + len(lane["right"]) for lane in lanes) + sum(len(mark["xy"]) for mark in marks)
        if count <= POINTS or sag > COARSEST:
            return {"lanes": lanes, "marks": marks}
        sag *= 2.0


Part = tuple[int, Float64, Float64]


def road_parts(road: Road, r: int, step: float) -> list[Part]:
    """(section, stations, borders of its lanes as lane × station × xy) of one road."""
    found = []
    first, end = int(road.section_first[r]), int(road.section_first[r + 1])
    for section in range(first, end):
        low = float(road.section_s[section])
        high = float(road.section_s[section + 1]) if section + 1 < end else float(road.road_length[r])
        stations = section_stations(road, r, section, np.array([low, high, step]))
        borders = np.empty((road.lane_first[section + 1] - road.lane_first[section], len(stations), 2))
        trace(road, r, section, stations, borders)
        found.append((section, stations, borders))
    return found


def section_stations(road: Road, r: int, section: int, span: Float64) -> Float64:
    """Where to look between span[0] and span[1]: at every change, at most span[2] apart, closer in bends."""
    low, high, step = (float(value) for value in span)
    rows = slice(int(road.lane_first[section]), int(road.lane_first[section + 1]))
    widths = slice(int(road.width_first[rows.start]), int(road.width_first[rows.stop]))
    marks = slice(int(road.mark_first[rows.start]), int(road.mark_first[rows.stop]))
    pieces = slice(int(road.piece_first[r]), int(road.piece_first[r + 1]))
    offsets = slice(int(road.offset_first[r]), int(road.offset_first[r + 1]))
    changes = (road.piece_s[pieces], road.offset_s[offsets], road.width_s[widths] + low, road.mark_s[marks] + low)
    leaps = leaping(road.offset_s[offsets], road.offset_cubic[offsets])
    inner = leaping(road.width_s[widths], road.width_cubic[widths, :4]) + low
    knots = np.unique(np.concatenate([*changes, leaps - BEFORE, inner - BEFORE, np.array([low, high])]))
    knots = knots[(knots >= low) & (knots < high if high in leaps else knots <= high)]
    bent = np.any(road.width_cubic[widths, 1:4]) or np.any(road.offset_cubic[offsets, 1:])
    stations = [knots[:1]]
    for start, stop in pairwise(knots):
        curvature = np.empty(2)
        bends(road, r, np.array([start + 1e-9, max(stop - 1e-9, start)]), curvature)
        finest = np.sqrt(8.0 * SAG / max(float(np.abs(curvature).max()), 1e-9))
        count = int(np.ceil((stop - start) / min(step, finest, 5.0 if bent else np.inf)))
        stations.append(np.linspace(start, stop, count + 1)[1:])
    return np.concatenate(stations)


def leaping(stations: Float64, cubics: Float64) -> Float64:
    """The stations at which a cubic does not begin where the one before ends."""
    if not len(stations):
        return stations
    before = (cubics[:-1] * np.diff(stations)[:, None] ** np.arange(4)).sum(axis=1)
    found: Float64 = stations[1:][np.abs(before - cubics[1:, 0]) > LEAP]
    return found


def clipped(part: Part, low: Float64, high: Float64) -> list[Part]:
    """The stretches of a part that touch the box."""
    section, stations, borders = part
    below, above = borders.min(axis=0), borders.max(axis=0)
    touched = np.concatenate([[False], segments_touch(below, above, low, high), [False]])
    edges = np.flatnonzero(touched[1:] != touched[:-1])
    return [
        (section, stations[start : stop + 1], borders[:, start : stop + 1])
        for start, stop in zip(edges[::2], edges[1::2], strict=True)
    ]


def segments_touch(below: Float64, above: Float64, low: Float64, high: Float64) -> Bool:
    """Whether the bounds of each pair of neighbouring stations meet the box."""
    small, large = np.minimum(below[:-1], below[1:]), np.maximum(above[:-1], above[1:])
    touch: Bool = np.all((small <= high) & (large >= low), axis=1)
    return touch


def mark_ends(road: Road, section: int, stations: Float64) -> Bool:
    """Which stations begin or end a mark, or the stretch."""
    rows = slice(int(road.lane_first[section]), int(road.lane_first[section + 1]))
    marks = slice(int(road.mark_first[rows.start]), int(road.mark_first[rows.stop]))
    ends: Bool = np.isin(stations, road.section_s[section] + road.mark_s[marks])
    ends[[0, -1]] = True
    return ends


def lane_areas(road: Road, section: int, borders: Float64) -> list[dict[str, Any]]:
    """The lanes of a section with both borders; the centre lane has no area."""
    first = int(road.lane_first[section])
    centre = -int(road.lane_id[first])
    lines = [rounded(line) for line in borders]
    found = []
    for k in range(len(borders)):
        if k == centre:
            continue
        left, right = (k, k - 1) if k > centre else (k + 1, k)
        kind, lane_id = int(road.lane_kind[first + k]), int(road.lane_id[first + k])
        found.append({"kind": kind, "id": lane_id, "left": lines[left], "right": lines[right]})
    return found


def mark_lines(road: Road, section: int, stations: Float64, borders: Float64) -> list[dict[str, Any]]:
    """The marks of a section, each from where it starts to the next."""
    found = []
    first, start = int(road.lane_first[section]), float(road.section_s[section])
    for k in range(len(borders)):
        rows = range(int(road.mark_first[first + k]), int(road.mark_first[first + k + 1]))
        for row in rows:
            low = start + road.mark_s[row]
            high = start + road.mark_s[row + 1] if row + 1 in rows else np.inf
            line = borders[k][(stations >= low) & (stations <= high)]
            if road.mark_kind[row] != Mark.NONE and len(line) > 1:
                width = round(float(road.mark_width[row]), 3)
                found.append({"kind": int(road.mark_kind[row]), "width": width, "xy": rounded(line)})
    return found


def needed(lines: Float64, keep: Bool, sag: float) -> Bool:
    """Which stations keep every line within `sag`, these included (Ramer 1972, Douglas & Peucker 1973).

    Args:
        lines: line × station × xy; they share their stations.
        keep: stations that stay, the first and the last among them.
        sag: m.
    """
    keep = keep.copy()
    waiting = list(pairwise(np.flatnonzero(keep)))
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        start = lines[:, first, None]
        inner, chord = lines[:, first + 1 : last] - start, lines[:, last, None] - start
        square = np.maximum((chord**2).sum(axis=2), 1e-24)
        along = np.clip((inner * chord).sum(axis=2) / square, 0.0, 1.0)
        away = np.hypot(*np.moveaxis(inner - along[..., None] * chord, 2, 0)).max(axis=0)
        worst = first + 1 + int(np.argmax(away))
        if away[worst - first - 1] > sag:
            keep[worst] = True
            waiting += [(first, worst), (worst, last)]
    return keep


def rounded(line: Float64) -> list[list[float]]:
    """The points of a line to the centimetre."""
    points: list[list[float]] = np.round(line, 2).tolist()
    return points
