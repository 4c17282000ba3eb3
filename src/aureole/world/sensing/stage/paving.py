"""From the roads of a map to its ground: lanes become materials, borders become edges, marks become painted strokes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from aureole.core.errors import Unsupported
from aureole.core.kinds import LaneKind, Mark
from aureole.core.notes import Float64, Int32
from aureole.core.road import Road
from aureole.world.roads.draw import road_parts
from aureole.world.sensing.stage import ground as on
from aureole.world.sensing.stage.ground import Ground
from aureole.world.sensing.stage.marks import joined

EVERY = 4.0  # m; longest stroke
MOST = 4_000_000  # blocks of a grid, 64 km × 64 km
BESIDE = 0.6  # m; where the material beside an edge is looked at
PAINT = 0.12  # m; width of a line that has none, and half of what lies between the lines of a double one
FAST = 27.0  # m/s; above 97 km/h broken lines are long
LONG, SHORT = (6.0, 18.0), (3.0, 9.0)  # m; painted length and period (RMS: motorways, other roads)
KINDS = {
    LaneKind.NONE: on.GRASS, LaneKind.SIDEWALK: on.SIDEWALK, LaneKind.KERB: on.KERB, LaneKind.PARKING: on.PARKING,
    LaneKind.BIKING: on.BIKING, LaneKind.MEDIAN: on.GRASS, LaneKind.BORDER: on.GRAVEL, LaneKind.OTHER: on.GRASS,
    LaneKind.SHOULDER: on.SHOULDER, LaneKind.STOP: on.SHOULDER,
}  # fmt: skip
COLOURS = {"yellow": on.YELLOW, "orange": on.YELLOW, "blue": on.BLUE, "red": on.RED, "green": on.GREEN}
LINES: dict[int, tuple[tuple[bool, int], ...]] = {  # of a mark: broken, and on which side of the border it lies
    Mark.SOLID: ((False, 0),), Mark.BROKEN: ((True, 0),), Mark.BOTTS_DOTS: ((True, 0),),
    Mark.SOLID_SOLID: ((False, 1), (False, -1)), Mark.SOLID_BROKEN: ((False, 1), (True, -1)),
    Mark.BROKEN_SOLID: ((True, 1), (False, -1)), Mark.BROKEN_BROKEN: ((True, 1), (True, -1)),
}  # fmt: skip


@dataclass
class Plot:
    """What is gathered of all roads."""

    quads: list[Float64] = field(default_factory=list)
    materials: list[int] = field(default_factory=list)
    strokes: list[Float64] = field(default_factory=list)


def ground_of(road: Road, colours: Sequence[str] = (), extra: Sequence[Float64] = ()) -> Ground:
    """The ground of a map.

    Args:
        road: its roads; they are taken as flat, at the height of the first one.
        colours: of each row of marks; white where there is none.
        extra: more strokes (n, 12), painted over the others: temporary lines.

    Raises:
        Unsupported: the map is larger than 64 km × 64 km.
    """
    plot = Plot()
    for r in range(len(road.road_length)):
        for section, stations, borders in road_parts(road, r, EVERY):
            lay(plot, road, r, section, (stations, borders, colours))
    strokes = np.concatenate([np.zeros((0, on.STROKE)), *plot.strokes])
    quads = np.concatenate([np.zeros((0, 4, 2)), *plot.quads])
    height = float(road.elevation_cubic[0, 0]) if len(road.elevation_cubic) else 0.0
    bare = blocks(quads, height)
    on.pave(bare, quads, np.array(plot.materials, np.int32))
    return listed(bare, np.concatenate([real(bare, strokes), *extra]))


def lay(plot: Plot, road: Road, r: int, section: int, lines: tuple[Float64, Float64, Sequence[str]]) -> None:
    """One lane section: its lanes, the edges between them, the marks on them."""
    stations, borders, colours = lines
    first = int(road.lane_first[section])
    ids = road.lane_id[first : first + len(borders)]
    lanes = [first + j + (0 if ids[j] < 0 else 1) for j in range(len(borders) - 1)]
    kinds = [on.GRASS, *(KINDS.get(LaneKind(int(road.lane_kind[row])), on.ASPHALT) for row in lanes), on.GRASS]
    for j in range(len(borders) - 1):
        if kinds[j + 1] != on.GRASS:
            corners = (borders[j, :-1], borders[j, 1:], borders[j + 1, 1:], borders[j + 1, :-1])
            plot.quads.append(np.stack(corners, axis=1))
            plot.materials += [kinds[j + 1]] * (len(stations) - 1)
    for k, border in enumerate(borders):
        if kinds[k] != kinds[k + 1]:
            edge = along(border, stations)
            edge[:, on.K_WHAT], edge[:, on.K_LEFT], edge[:, on.K_RIGHT] = on.EDGE, kinds[k + 1], kinds[k]
            plot.strokes.append(edge)
        fast = bool(road.road_limit[r] > FAST)
        for row, low, high in marked(road, section, first + k, float(stations[-1])):
            keep = (stations >= low - 1e-6) & (stations <= high + 1e-6)
            colour = COLOURS.get(colours[row], on.WHITE) if row < len(colours) else on.WHITE
            width = float(road.mark_width[row])
            mark = (int(road.mark_kind[row]), width if width > 0.0 else PAINT, colour)
            plot.strokes += painted(border[keep], stations[keep], mark, LONG if fast else SHORT)


def marked(road: Road, section: int, lane: int, end: float) -> Iterator[tuple[int, float, float]]:
    """Rows of marks on a lane's outer border, each with the stations between which it lies."""
    begin, low, high = float(road.section_s[section]), int(road.mark_first[lane]), int(road.mark_first[lane + 1])
    for row in range(low, high):
        yield row, begin + float(road.mark_s[row]), begin + float(road.mark_s[row + 1]) if row + 1 < high else end


def painted(line: Float64, stations: Float64, mark: tuple[int, float, int], dash: tuple[float, float]) -> list[Float64]:
    """The strokes of a mark (kind, width in m, colour) along a border."""
    kind, width, colour = mark
    found: list[Float64] = []
    for broken, side in LINES.get(kind, ()) if len(line) > 1 else ():
        stroke = along(aside(line, side * max(width, PAINT)), stations)
        stroke[:, on.K_HALF], stroke[:, on.K_WHAT] = 0.5 * width, colour
        if broken:
            stroke[:, on.K_ON], stroke[:, on.K_PERIOD] = dash
        found.append(stroke)
    return found


def along(line: Float64, stations: Float64) -> Float64:
    """The strokes of a polyline, bare; its stations are where its dashes are counted from."""
    step = np.diff(line, axis=0)
    length = np.hypot(*step.T)
    keep = length > 1e-6
    found = np.zeros((int(keep.sum()), on.STROKE))
    found[:, :2], found[:, 2:4] = line[:-1][keep], step[keep] / length[keep, None]
    found[:, on.K_LENGTH], found[:, on.K_PHASE] = length[keep], stations[:-1][keep]
    return found


def aside(line: Float64, left: float) -> Float64:
    """A line moved to its left, m."""
    if left == 0.0:
        return line
    way = np.gradient(line, axis=0)
    way /= np.maximum(np.hypot(*way.T), 1e-9)[:, None]
    moved: Float64 = line + left * np.stack((-way[:, 1], way[:, 0]), axis=1)
    return moved


def blocks(quads: Float64, height: float) -> Ground:
    """A ground of grass with blocks wherever there are quads."""
    corners = np.floor(quads / on.BLOCK).astype(np.int64)
    near = {(int(x) + i, int(y) + j) for x, y in np.unique(corners.reshape(-1, 2), axis=0)
            for i in (-1, 0, 1) for j in (-1, 0, 1)}  # fmt: skip
    places = np.array(sorted(near), dtype=np.int64).reshape(-1, 2)
    low = places.min(axis=0) if len(places) else np.zeros(2, np.int64)
    columns, rows = (places.max(axis=0) - low + 1).tolist() if len(places) else (0, 0)
    if columns * rows > MOST:
        size = f"{columns * on.BLOCK / 1000:.0f} km × {rows * on.BLOCK / 1000:.0f} km"
        raise Unsupported(f"pictures of a map of {size}", remedy="cut it into parts of less than 60 km × 60 km")
    grid = np.full((rows, columns), -1, np.int32)
    grid[places[:, 1] - low[1], places[:, 0] - low[0]] = np.arange(len(places), dtype=np.int32)
    count, none = len(places), np.zeros(0, np.int32)
    return Ground(
        np.array([*(low * on.BLOCK).tolist(), height]), grid, np.zeros((count, on.FINE**2), np.uint8),
        np.zeros(count * on.CELLS**2, np.uint8), np.zeros(count * on.CELLS**2, np.uint8),
        np.zeros(count * on.CELLS**2 + 1, np.int32), none, np.zeros((0, on.STROKE)), np.zeros((0, on.STROKE)),
        np.zeros((0, 3)),
    )  # fmt: skip


def real(ground: Ground, strokes: Float64) -> Float64:
    """Without the edges that lie inside another lane, as lanes of a junction have them."""
    found = np.zeros((len(strokes), 2), np.int32)
    on.sides(ground, strokes, BESIDE, found)
    edge = strokes[:, on.K_WHAT] == on.EDGE
    hidden = (found[:, 0] == on.ASPHALT) & (found[:, 1] == on.ASPHALT)
    asphalt = np.isin(strokes[:, on.K_LEFT : on.K_RIGHT + 1], (on.ASPHALT,)).any(axis=1)
    kept: Float64 = strokes[~(edge & hidden & asphalt)]
    return kept


def listed(bare: Ground, strokes: Float64) -> Ground:
    """The ground with its strokes sorted into cells."""
    none = np.zeros(0, np.int32)
    count = np.zeros(len(bare.first), np.int32)
    on.sort(bare, strokes, count, none)
    first = np.concatenate([[0], np.cumsum(count[:-1])]).astype(np.int32)
    rows: Int32 = np.zeros(int(first[-1]), np.int32)
    on.sum_up(bare)
    on.sort(bare, strokes, first.copy(), rows)
    marks, groups = joined(strokes)
    return bare._replace(first=first, listed=rows, strokes=strokes, marks=marks, groups=groups)


def temporary(
    line: Any, *, width: float = 0.15, colour: int = on.YELLOW, dash: tuple[float, float] | None = None
) -> Float64:
    """Strokes of a temporary line through points (n, 2), m; to be given as `extra`."""
    points = np.asarray(line, dtype=np.float64).reshape(-1, 2)
    stations = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    count = max(math.ceil(float(stations[-1]) / EVERY), 1)
    every = np.unique(np.concatenate([stations, np.linspace(0.0, stations[-1], count + 1)]))
    fine = np.stack([np.interp(every, stations, points[:, axis]) for axis in range(2)], axis=1)
    found = along(fine, every)
    found[:, on.K_HALF], found[:, on.K_WHAT] = 0.5 * width, colour
    if dash is not None:
        found[:, on.K_ON], found[:, on.K_PERIOD] = dash
    return found
