"""Lanes of a ScenarioNet map as lanelets: borders, followers, neighbours, lines; what is guessed is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf
from typing import Any

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.kinds import LaneKind
from aureole.core.notes import Float64
from aureole.world.logs.scenarionet.borders import WIDTH, beside, of_polygon, spaced
from aureole.world.logs.scenarionet.values import points, words
from aureole.world.roads.drawn.polyline import length
from aureole.world.roads.lanelets.lanelet import Lanelet
from aureole.world.roads.reading.markup import Notice

LANE, LINE = "LANE_", "ROAD_LINE_"
BIKES = "LANE_BIKE_LANE"
MILE = 1609.344 / 3600.0  # m/s in a mile an hour
KILOMETRE = 1.0 / 3.6  # m/s in a kilometre an hour
WIDEST = 10.0  # m
MOST_FEATURES = 20_000
MOST_POINTS = 2_000_000  # of all features together


@dataclass(frozen=True, slots=True)
class Middle:
    """A lane by its middle."""

    name: str
    line: Float64
    """[points, 2]"""
    left: Float64 | None
    """Half width to the left at each point; None: not told."""
    right: Float64 | None
    after: tuple[str, ...]
    before: tuple[str, ...]
    kind: LaneKind
    limit: float
    """m/s"""


def middles(features: Mapping[str, Any], dataset: str, place: str) -> tuple[dict[str, Middle], tuple[Notice, ...]]:
    """Every lane of a map, and what of the map is not used.

    Raises:
        BadInput: a feature is none, or there are too many.
    """
    if len(features) > MOST_FEATURES:
        raise BadInput(f"{len(features)} map features, at most {MOST_FEATURES}", place=place)
    found: dict[str, Middle] = {}
    unused: Counter[str] = Counter()
    short, total = 0, 0
    for key, feature in features.items():
        where, kind = f"{place} map_features[{str(key)[:60]}]", words(feature, "type", place)
        if not kind.startswith(LANE):
            unused[kind] += not kind.startswith(LINE)
            continue
        line = points(feature.get("polyline", ()), where)
        total += len(line)
        if total > MOST_POINTS:
            raise BadInput(f"more than {MOST_POINTS} points in the lanes", place=place)
        if len(line) < 2 or length(line) < 0.2:
            short += 1
            continue
        found[str(key)] = middle(str(key), feature, spaced(line), dataset, where)
    told = [Notice(f"{count} of {kind}: not used", place) for kind, count in sorted(unused.items()) if count]
    told += [Notice(f"{short} lanes without a length: left out", place)] if short else []
    return found, tuple(told)


def middle(name: str, feature: Mapping[str, Any], line: Float64, dataset: str, place: str) -> Middle:
    """One lane: its widths from its polygon, or from its table of widths."""
    widths = None
    ring = feature.get("polygon")
    if ring is not None and len(ring) >= 3:
        widths = of_polygon(line, points(ring, place))
    table = feature.get("width")
    if widths is None and table is not None and len(table):
        half = np.asarray(points(table, place), np.float64)
        if np.isfinite(half).all() and (half > 0.0).all() and (half < WIDEST).all():
            part = np.linspace(0.0, 1.0, len(line))
            at = np.linspace(0.0, 1.0, len(half))
            widths = (np.interp(part, at, half[:, 0]), np.interp(part, at, half[:, 1]))
    left, right = widths if widths is not None else (None, None)
    kind = LaneKind.BIKING if feature["type"] == BIKES else LaneKind.DRIVING
    links = [tuple(str(one) for one in feature.get(key) or ()) for key in ("exit_lanes", "entry_lanes")]
    return Middle(name, line, left, right, links[0], links[1], kind, limit_of(feature, dataset))


def limit_of(feature: Mapping[str, Any], dataset: str) -> float:
    """Speed limit, m/s; the 100 km/h that the converter of nuScenes writes everywhere is none."""
    if dataset == "nuscenes":
        return inf
    for key, unit in (("speed_limit_kmh", KILOMETRE), ("speed_limit_mph", MILE)):
        value = feature.get(key)
        if isinstance(value, int | float) and 0.0 < value < 1e3:
            return float(value) * unit
    return inf


def linked(lanes: dict[str, Middle]) -> tuple[dict[str, Middle], bool]:
    """The lanes with their followers: as the file names them, or by where one ends and another begins; if guessed."""
    if any(lane.after or lane.before for lane in lanes.values()):
        return lanes, False
    names = list(lanes)
    start = np.array([lanes[name].line[0] for name in names])
    end = np.array([lanes[name].line[-1] for name in names])
    first = np.array([heading(lanes[name].line[:2]) for name in names])
    last = np.array([heading(lanes[name].line[-2:]) for name in names])
    found: dict[str, list[str]] = {name: [] for name in names}
    for k, name in enumerate(names):
        near = np.hypot(*(start - end[k]).T) < TOUCH
        near &= np.cos(first - last[k]) > STRAIGHT
        near[k] = False
        found[name] = [names[j] for j in np.flatnonzero(near)]
    return {name: replace(lane, after=tuple(found[name])) for name, lane in lanes.items()}, True


TOUCH = 0.5  # m; a lane that begins so near to another's end follows it
STRAIGHT = 0.7  # -; cosine of the bend between two lanes that follow each other, 45°


def heading(pair: Float64) -> float:
    """Of a segment, rad."""
    return float(np.arctan2(pair[1, 1] - pair[0, 1], pair[1, 0] - pair[0, 0]))


def widened(lanes: dict[str, Middle]) -> tuple[dict[str, Middle], int]:
    """The lanes with widths everywhere: where none is told, from the lanes before and after, else 3.5 m; how many."""
    before: dict[str, str] = {}
    for name, lane in lanes.items():
        for other in lane.after:
            before.setdefault(other, name)
    found, guessed = {}, 0
    for name, lane in lanes.items():
        if lane.left is not None:
            found[name] = lane
            continue
        guessed += 1
        ends = []
        for one_beside, place in ((before.get(name), -1), (next(iter(lane.after), None), 0)):
            known = lanes.get(one_beside) if one_beside else None
            told = known is not None and known.left is not None and known.right is not None
            ends.append((known.left[place], known.right[place]) if told else None)  # type: ignore[union-attr, index]
        usual = (0.5 * WIDTH, 0.5 * WIDTH)
        one, other_end = ends[0] or ends[1] or usual, ends[1] or ends[0] or usual
        part = np.linspace(0.0, 1.0, len(lane.line))
        left, right = (one[side] + part * (other_end[side] - one[side]) for side in (0, 1))
        found[name] = replace(lane, left=left, right=right)
    return found, guessed


def lanelet(lane: Middle) -> Lanelet:
    """A lane as a lanelet, its neighbours and lines still unknown."""
    assert lane.left is not None and lane.right is not None  # noqa: S101, PT018  # `widened` has seen to it
    left, right = beside(lane.line, lane.left, lane.right)
    return Lanelet(lane.name, left, right, after=lane.after, before=lane.before, kind=lane.kind, limit=lane.limit)
