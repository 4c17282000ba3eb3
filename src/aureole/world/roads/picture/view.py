"""What is to be seen of a map from above: areas, lines, arrows, objects, signals as plain points in metres."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aureole.core.kinds import LaneKind, Mark
from aureole.core.notes import Float64
from aureole.world.roads.draw import mark_ends, needed, road_parts
from aureole.world.roads.reading.opendrive import Map

SAG = 0.02  # m; how far a chord may lie beside the curve, at first
MOST_POINTS = 150_000  # of all lanes; a larger map is drawn coarser
COARSEST = 2.0  # m
ARROW_EVERY = 40.0  # m along a lane
ARROW_LEAST = 8.0  # m; a shorter lane has none
DRIVEN = frozenset({
    LaneKind.DRIVING, LaneKind.ENTRY, LaneKind.EXIT, LaneKind.ON_RAMP, LaneKind.OFF_RAMP, LaneKind.CONNECTING,
    LaneKind.BIDIRECTIONAL, LaneKind.BIKING,
})  # fmt: skip
DOUBLE = {  # each line: broken, and on which side of the middle (1 is the inner one, the left one on the centre lane)
    Mark.SOLID_SOLID: ((False, 1), (False, -1)), Mark.SOLID_BROKEN: ((False, 1), (True, -1)),
    Mark.BROKEN_SOLID: ((True, 1), (False, -1)), Mark.BROKEN_BROKEN: ((True, 1), (True, -1)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Area:
    """One lane in one section."""

    kind: LaneKind
    ring: Float64
    """Its outline, shape (points, 2)."""
    name: str
    """For people: road, lane, kind."""
    crossing: bool
    """Part of a junction, where lanes lie on each other."""


@dataclass(frozen=True, slots=True)
class Line:
    """One painted line."""

    xy: Float64
    width: float
    """m."""
    broken: bool
    colour: str
    kind: Mark


@dataclass(frozen=True, slots=True)
class Arrow:
    """Which way one drives."""

    x: float
    y: float
    heading: float
    both: bool
    width: float
    """Of the lane, m."""


@dataclass(frozen=True, slots=True)
class View:
    """Everything of a map, and the box around it."""

    areas: tuple[Area, ...]
    lines: tuple[Line, ...]
    arrows: tuple[Arrow, ...]
    low: Float64
    high: Float64


def view(map_: Map) -> View:
    """A map from above; curves of a vast one are drawn coarser."""
    parts = [(r, part) for r in range(len(map_.names)) for part in road_parts(map_.road, r, 50.0)]
    sag = SAG
    while True:
        kept = [(r, section, stations, borders, needed(borders, mark_ends(map_.road, section, stations), sag))
                for r, (section, stations, borders) in parts]  # fmt: skip
        if sum(int(keep.sum()) * len(borders) for *_, borders, keep in kept) <= MOST_POINTS or sag > COARSEST:
            break
        sag *= 2.0
    areas: list[Area] = []
    lines: list[Line] = []
    arrows: list[Arrow] = []
    for r, section, stations, borders, keep in kept:
        piece = Piece(map_, r, section, stations[keep], borders[:, keep])
        areas += piece.areas()
        lines += piece.lines()
        arrows += piece.arrows()
    points = [area.ring for area in areas] + [map_.furniture.shapes.points[:, :2], map_.signals.xyz[:, :2]]
    every = np.concatenate([np.concatenate(points), map_.road.piece_xy])
    return View(tuple(areas), tuple(lines), tuple(arrows), every.min(axis=0), every.max(axis=0))


@dataclass(frozen=True, slots=True)
class Piece:
    """One lane section of a road, sampled."""

    map: Map
    r: int
    section: int
    stations: Float64
    borders: Float64
    """Outer border of each lane at each station: lane × station × xy."""

    @property
    def first(self) -> int:
        """Row of the rightmost lane."""
        return int(self.map.road.lane_first[self.section])

    def sides(self, k: int) -> tuple[Float64, Float64]:
        """Left and right border of the k-th lane from the right."""
        centre = -int(self.map.road.lane_id[self.first])
        left, right = (k, k - 1) if k > centre else (k + 1, k)
        return self.borders[left], self.borders[right]

    def lanes(self) -> list[int]:
        """The lanes beside the centre lane that are anywhere wider than a hand."""
        wide = []
        for k in range(len(self.borders)):
            if self.map.road.lane_id[self.first + k]:
                left, right = self.sides(k)
                if np.hypot(*(left - right).T).max() > 0.05:
                    wide.append(k)
        return wide

    def areas(self) -> list[Area]:
        """The lanes as areas."""
        road, found = self.map.road, []
        for k in self.lanes():
            left, right = self.sides(k)
            row = self.first + k
            kind = LaneKind(int(road.lane_kind[row]))
            title = f" {self.map.titles[self.r]}" if self.map.titles[self.r] else ""
            name = f"road {self.map.names[self.r]}{title} · lane {road.lane_id[row]} · {kind.name.lower()}"
            crossing = bool(self.map.junctions.road[self.r] >= 0)
            found.append(Area(kind, np.concatenate([left, right[::-1]]), name, crossing))
        return found

    def lines(self) -> list[Line]:
        """The marks, each from where it starts to the next."""
        road, found = self.map.road, []
        start = float(road.section_s[self.section])
        for k in range(len(self.borders)):
            rows = range(int(road.mark_first[self.first + k]), int(road.mark_first[self.first + k + 1]))
            inner = 1 if road.lane_id[self.first + k] <= 0 else -1
            for row in rows:
                high = start + road.mark_s[row + 1] if row + 1 in rows else np.inf
                here = (self.stations >= start + road.mark_s[row]) & (self.stations <= high)
                kind = Mark(int(road.mark_kind[row]))
                if kind != Mark.NONE and here.sum() > 1:
                    found += self.painted(row, kind, self.borders[k][here], inner)
        return found

    def painted(self, row: int, kind: Mark, xy: Float64, inner: int) -> list[Line]:
        """One mark as one line, or as two beside each other."""
        width, colour = float(self.map.road.mark_width[row]) or 0.12, self.map.colours[row]
        if kind not in DOUBLE:
            return [Line(xy, width, kind in {Mark.BROKEN, Mark.BOTTS_DOTS}, colour, kind)]
        return [
            Line(shifted(xy, 1.2 * width * side * inner), width, broken, colour, kind) for broken, side in DOUBLE[kind]
        ]  # fmt: skip

    def arrows(self) -> list[Arrow]:
        """Which way one drives on the lanes, every so often."""
        road, found = self.map.road, []
        for k in self.lanes():
            row = self.first + k
            if LaneKind(int(road.lane_kind[row])) not in DRIVEN:
                continue
            left, right = self.sides(k)
            middle, wide = 0.5 * (left + right), np.hypot(*(left - right).T)
            steps = np.hypot(*np.diff(middle, axis=0).T)
            along = np.concatenate([[0.0], np.cumsum(steps)])
            if along[-1] < ARROW_LEAST:
                continue
            count = max(1, int(along[-1] // ARROW_EVERY))
            for at in (np.arange(count) + 0.5) / count * along[-1]:
                before = int(np.clip(np.searchsorted(along, at, side="right") - 1, 0, len(steps) - 1))
                x, y, width = (float(np.interp(at, along, column)) for column in (*middle.T, wide))
                dx, dy = middle[before + 1] - middle[before]
                way = int(self.map.links.way[row])
                heading = float(np.arctan2(dy, dx)) + (np.pi if way < 0 else 0.0)
                if width > 1.0:
                    found.append(Arrow(x, y, heading, way == 0, width))
        return found


def shifted(xy: Float64, left: float) -> Float64:
    """A line moved to its left, m."""
    along = np.gradient(xy, axis=0)
    length = np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1) / length
    moved: Float64 = xy + left * normal
    return moved
