"""From the points of a trajectory to the lanes it takes: the legs of a route, as far as it keeps to roads."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Float64
from aureole.world.roads import queries
from aureole.world.roads.reading.opendrive import Map
from aureole.world.roads.routes import CHANGE, DRIVEN, Route, Spot, Ways, find_route

EVERY = 5.0  # m between two looks at what lies below
DETOUR, SLACK = 1.3, 20.0  # -, m; a route that is longer than the trajectory by more is not the way it takes
ALONG = 0.8  # -, cosine; who goes more aslant crosses a road, and does not take it
MOST = 2000  # looks; a longer trajectory is looked at more seldom


class Look(NamedTuple):
    """A point of a trajectory that lies in a lane, driven as the traffic there goes."""

    at: float
    """m along the trajectory."""
    road: int
    way: int
    """1 where s rises, -1 where it falls."""
    spot: Spot


def legs(map_: Map, line: Float64) -> tuple[Route, ...]:
    """The legs of the route along a trajectory (points, 2), m; they end where it leaves the lanes for good.

    Junctions are not looked at, where roads lie over each other: the best way from the lane before to the lane after is
    the way it takes, unless that is much longer than the trajectory.
    """
    found: list[Route] = []
    for one, other in pairwise(ends(looks(map_, line))):
        leg = find_route(map_, one.spot, other.spot)
        if leg is None or leg.length > DETOUR * (other.at - one.at) + SLACK:
            break
        found.append(leg)
    return tuple(found)


def looks(map_: Map, line: Float64) -> list[Look]:
    """Where a trajectory runs in lanes for cars, outside junctions."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    if along[-1] <= 0.0:
        return []
    stations = np.linspace(0.0, along[-1], min(max(math.ceil(along[-1] / EVERY), 1), MOST) + 1)
    x, y = (np.interp(stations, along, line[:, axis]) for axis in range(2))
    ways = Ways(map_, "shortest", DRIVEN, CHANGE)
    places = queries.locate(map_.road, np.stack((x, y), axis=1))
    found = []
    for k, at in enumerate(stations.tolist()):
        r, row = int(places.r[k]), int(places.row[k])
        if r < 0 or row < 0 or map_.junctions.road[r] >= 0:
            continue
        heading = queries.poses(map_.road, r, places.s[k])[0, 2]
        back, ahead = max(k - 1, 0), min(k + 1, len(stations) - 1)
        dx, dy = x[ahead] - x[back], y[ahead] - y[back]
        going = dx * math.cos(heading) + dy * math.sin(heading)
        way = 1 if going >= 0.0 else -1
        if ways.runs(row, way) and abs(going) > ALONG * math.hypot(dx, dy):
            found.append(Look(at, r, way, Spot(row, float(places.s[k]))))
    return found


def ends(found: list[Look]) -> list[Look]:
    """The first and the last look at each road that is passed."""
    kept: list[Look] = []
    for k, look in enumerate(found):
        before, after = found[k - 1] if k else None, found[k + 1] if k + 1 < len(found) else None
        if before is None or after is None or not (same(before, look) and same(look, after)):
            kept.append(look)
    return kept


def same(one: Look, other: Look) -> bool:
    """Whether two looks that follow each other are at one pass over a road."""
    onward = (other.spot.s - one.spot.s) * one.way
    return one.road == other.road and one.way == other.way and -1e-6 <= onward <= DETOUR * (other.at - one.at) + EVERY
