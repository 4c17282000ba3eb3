"""The examined car's way on a recording, and the lanes that lead along it at every fork."""

from __future__ import annotations

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.notes import Float64
from aureole.core.road import Road
from aureole.world.logs.playing.cast import Cast
from aureole.world.logs.playing.tables import Tables
from aureole.world.roads import queries
from aureole.world.roads.drawn.polyline import nearest, points_at, stations
from aureole.world.roads.reading.opendrive import Map
from aureole.world.roads.routes import DRIVEN, Route, Spot, find_route, section_ends, touching

SPACING = 1.0  # m between the points of a way
FORK = 60.0  # m of a lane and those that follow it that must lie along the way
LOOK = 5.0  # m between two places at which a lane is compared with it
NEAR = 12.0  # m; a fork further from the way is not on it
DEEP = 3  # lanes one after another that are compared
SLOW = 1.5  # m; a way is cut where it does not go on by this


def recorded(track: Tables) -> Float64 | None:
    """The way of the examined car's own log (points, 2); None if it stood."""
    points = track.xy[0, track.present[0]]
    kept = [points[0]]
    for point in points[1:]:
        if np.hypot(*(point - kept[-1])) >= SLOW:
            kept.append(point)
    if len(kept) < 2:
        return None
    return spaced(np.array(kept))


def spaced(points: Float64) -> Float64:
    """The same line with a point every metre."""
    s = stations(points)
    count = max(2, int(np.ceil(s[-1] / SPACING)) + 1)
    return points_at(points, np.linspace(0.0, s[-1], count))


def to_goal(cast: Cast, map_: Map, start: Float64, place: str) -> Float64 | None:
    """The way over lanes from a start (x, y, heading) to the goal of the recording; None where none leads there.

    Raises:
        BadInput: the goal is no place.
    """
    goal = cast.recording.goal
    if not np.isfinite(goal).all():
        raise BadInput("the goal is no place", place=place, remedy="examine a car of the log: --ego ID")
    best: tuple[float, Route] | None = None
    for row, s in lanes_at(map_, start[:2], float(start[2])):
        for end, end_s in lanes_at(map_, goal, None):
            route = find_route(map_, Spot(row, s), Spot(end, end_s))
            if route is not None and (best is None or route.length < best[0]):
                best = (route.length, route)
    if best is None:
        return None
    points = along(map_.road, best[1])
    points = np.vstack((start[None, :2], points[np.hypot(*(points - start[:2]).T) > SPACING], goal[None]))
    return spaced(points[np.concatenate([[True], np.hypot(*np.diff(points, axis=0).T) > 1e-6])])


def lanes_at(map_: Map, xy: Float64, heading: float | None) -> list[tuple[int, float]]:
    """(lane row, s) of every lane for driving that holds a point, of those that fit a heading where one is given."""
    found = []
    for r in range(len(map_.names)):
        length = float(map_.road.road_length[r])
        place = queries.locate(map_.road, xy[None], hint_r=r, hint_s=0.5 * length)
        row, s = int(place.row[0]), float(place.s[0])
        if int(place.r[0]) != r or row < 0 or int(map_.road.lane_kind[row]) not in {int(kind) for kind in DRIVEN}:
            continue
        if heading is not None:
            turned = np.cos(heading - queries.poses(map_.road, r, s)[0, 2])
            if turned * (int(map_.links.way[row]) or 1) < 0.5:
                continue
        found.append((row, s))
    return found


def along(road: Road, route: Route) -> Float64:
    """Points along the middles of a route's lanes."""
    parts = []
    for lane, start, end in zip(route.lane, route.start, route.end, strict=True):
        count = max(2, int(np.ceil(abs(end - start) / 2.0)) + 1)
        parts.append(queries.lane_to_world(road, int(lane), np.linspace(start, end, count))[:, :2])
    return np.vstack(parts)


def led(map_: Map, way: Float64) -> tuple[Road, Float64]:
    """The roads with every fork near a way set to the branch along it, and how far each lane leads from it, m.

    `Road.lane_successor` (and `lane_predecessor`, for lanes that run against their road) holds one lane that goes on;
    a map sets the straightest, the examined car is shown the one its way takes.
    """
    road = map_.road
    away = np.full(len(road.lane_id), np.inf)
    way = lengthened(way)
    after, before = road.lane_successor.copy(), road.lane_predecessor.copy()
    driven = np.flatnonzero(np.isin(road.lane_kind, [int(kind) for kind in DRIVEN]) & (road.lane_id != 0))
    ends = section_ends(road)
    section = np.repeat(np.arange(len(road.section_s)), np.diff(road.lane_first))
    low, high = way.min(axis=0) - NEAR, way.max(axis=0) + NEAR
    for row in driven.tolist():
        line = lane_line(road, row, float(road.section_s[section[row]]), float(ends[section[row]]))
        if (line.max(axis=0) < low).any() or (line.min(axis=0) > high).any():
            continue
        away[row] = astray(map_, (row, int(map_.links.way[row]) or 1), way, DEEP)
        for heading in (1, -1) if map_.links.way[row] == 0 else (int(map_.links.way[row]),):
            choices = sorted(set(touching(map_.links, row, heading)))
            tip = line[-1] if heading > 0 else line[0]
            if len(choices) < 2 or nearest(tip[None], way)[0][0] > NEAR:
                continue
            best = min(choices, key=lambda one: (astray(map_, one, way, DEEP), one))
            (after if heading > 0 else before)[row] = best[0]
    return road._replace(lane_successor=after, lane_predecessor=before), away


def lengthened(way: Float64) -> Float64:
    """The way, straight on before its start, so that a lane it begins in the middle of is not astray there."""
    ahead = way[min(len(way) - 1, 3)] - way[0]
    size = float(np.hypot(*ahead))
    return np.vstack((way[:1] - FORK / size * ahead, way)) if size > 1e-6 else way


def lane_line(road: Road, row: int, start: float, end: float) -> Float64:
    """The middle of a lane, with rising s."""
    count = max(2, int(np.ceil((end - start) / LOOK)) + 1)
    return queries.lane_to_world(road, row, np.linspace(start, end, count))[:, :2]


def astray(map_: Map, one: tuple[int, int], way: Float64, deep: int) -> float:
    """How far a lane and the best of those that follow it lie from a way on average, m."""
    road, (row, heading) = map_.road, one
    ends, left = section_ends(road), FORK
    section = int(np.searchsorted(road.lane_first, row, side="right")) - 1
    line = lane_line(road, row, float(road.section_s[section]), float(ends[section]))
    line = line if heading > 0 else line[::-1]
    length = float(stations(line)[-1])
    kept = line[: max(2, int(left / LOOK) + 1)]
    distance, _ = nearest(kept, way)
    far = float(distance.mean())
    if length < left and deep > 1:
        rest = [astray(map_, other, way, deep - 1) for other in touching(map_.links, row, heading)]
        if rest:
            share = length / left
            far = share * far + (1.0 - share) * min(rest)
    return far


def way_of_lane(map_: Map, xy: Float64, heading: float, length: float) -> Float64:
    """Where a car that stands would go: along its lane for some metres; straight on where it is in none."""
    found = lanes_at(map_, xy, heading)
    if not found:
        forward = np.array([np.cos(heading), np.sin(heading)])
        return spaced(np.stack((xy, xy + length * forward)))
    row, s = found[0]
    road, points, turn = map_.road, [xy[None]], int(map_.links.way[row]) or 1
    ends, left, seen = section_ends(road), length, {row}
    while True:
        section = int(np.searchsorted(road.lane_first, row, side="right")) - 1
        end = float(ends[section]) if turn > 0 else float(road.section_s[section])
        goal = min(s + left, end) if turn > 0 else max(s - left, end)
        count = max(2, int(np.ceil(abs(goal - s) / 2.0)) + 1)
        points.append(queries.lane_to_world(road, row, np.linspace(s, goal, count))[1:, :2])
        left -= abs(goal - s)
        after = sorted(set(touching(map_.links, row, turn)))
        if left <= 1e-3 or not after or after[0][0] in seen:
            return spaced(np.vstack(points))
        row, turn = after[0]
        seen.add(row)
        section = int(np.searchsorted(road.lane_first, row, side="right")) - 1
        s = float(road.section_s[section]) if turn > 0 else float(ends[section])
