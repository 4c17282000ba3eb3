"""The best way over lanes from one place of a map to another, found once, when a scenario is built."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np

from aureole.core.kinds import LaneKind
from aureole.core.notes import Float64, Int32
from aureole.core.road import Road
from aureole.world.roads.links import Links
from aureole.world.roads.reading.opendrive import Map

By = Literal["shortest", "fastest", "leastIntersections"]
"""`RouteStrategy` of OpenSCENARIO XML 1.1 to 1.3; `random` is no way to find a best one."""
CHANGE = 10.0  # m; one change of lanes is worth this detour
UNLIMITED = 130.0 / 3.6  # m/s; where no limit is given: what Germany recommends on motorways
DRIVEN = frozenset(
    {
        *(LaneKind.DRIVING, LaneKind.BIDIRECTIONAL, LaneKind.ENTRY, LaneKind.EXIT),
        *(LaneKind.ON_RAMP, LaneKind.OFF_RAMP, LaneKind.CONNECTING),
    }
)
"""Lanes for cars."""


class Spot(NamedTuple):
    """A place in a lane."""

    lane: int
    """Row of `core.road.Road`."""
    s: float
    """m along its road."""


@dataclass(frozen=True, slots=True)
class Route:
    """Stretches of lanes, one for each lane section that is passed."""

    enters: Int32
    """Lane row in which each section is entered."""
    lane: Int32
    """Lane row in which it is left; another one where lanes are changed within."""
    way: Int32
    """1 where s rises, -1 where it falls."""
    start: Float64
    """s where each stretch begins, m along its road."""
    end: Float64
    """s where it ends."""

    @property
    def length(self) -> float:
        """m along the reference lines of the roads."""
        return float(np.abs(self.end - self.start).sum())

    def distances(self) -> Float64:
        """m from the start of the route to the start of each stretch, and to its end: stretches + 1."""
        return np.concatenate([[0.0], np.cumsum(np.abs(self.end - self.start))])


class State(NamedTuple):
    """A lane that is entered: at the start of the route (`first`), or where its section begins in the way of travel."""

    lane: int
    way: int
    first: bool


class Step(NamedTuple):
    """How a state was reached: from which one, and whether by a change of lanes."""

    before: State | None
    changed: bool


Cost = tuple[float, float]
"""What is made least, and the length that decides between equals."""


class Ways:
    """What may be driven, and what it costs."""

    def __init__(self, map_: Map, by: By, kinds: frozenset[LaneKind], change: float) -> None:
        self.map, self.by, self.change = map_, by, change
        road = map_.road
        self.section = np.repeat(np.arange(len(road.section_s)), np.diff(road.lane_first)).tolist()
        self.road = np.repeat(np.arange(len(road.road_length)), np.diff(road.section_first)).tolist()
        self.low = road.section_s.tolist()
        self.high = section_ends(road).tolist()
        self.usable = (np.isin(road.lane_kind, list(kinds)) & (road.lane_id != 0)).tolist()
        self.traffic = map_.links.way.tolist()

    def runs(self, lane: int, way: int) -> bool:
        """Whether a lane may be driven in a way of s."""
        return bool(self.usable[lane]) and self.traffic[lane] in {0, way}

    def entry(self, state: State, start: Spot) -> float:
        """s where a state begins."""
        section = self.section[state.lane]
        if state.first:
            return start.s
        return float(self.low[section] if state.way > 0 else self.high[section])

    def exit(self, state: State) -> float:
        """s where its section ends in its way."""
        section = self.section[state.lane]
        return float(self.high[section] if state.way > 0 else self.low[section])

    def beside(self, state: State) -> Iterator[State]:
        """The lanes that can be changed to."""
        first, end = self.map.road.lane_first[self.section[state.lane] : self.section[state.lane] + 2].tolist()
        for lane in (state.lane - 1, state.lane + 1):
            if first <= lane < end and self.runs(lane, state.way):
                yield state._replace(lane=lane)

    def onward(self, state: State) -> Iterator[State]:
        """The lanes that go on where this one ends."""
        for lane, way in touching(self.map.links, state.lane, state.way):
            if self.runs(lane, way):
                yield State(lane, way, first=False)

    def steps(self, state: State, ends: tuple[Spot, Spot]) -> Iterator[tuple[Cost, bool, State, bool]]:
        """(cost, whether the goal is reached, state, whether lanes were changed) of all one can do next."""
        start, goal = ends
        here = self.entry(state, start)
        if state.lane == goal.lane and (goal.s - here) * state.way >= 0.0:
            yield self.driven(state, here, goal.s), True, state, False
        for after in self.beside(state):
            yield self.changed(state), False, after, True
        through = self.driven(state, here, self.exit(state))
        for after in self.onward(state):
            yield plus(through, self.entered(state, after)), False, after, False

    def driven(self, state: State, low: float, high: float) -> Cost:
        """Of driving a lane between two stations of its road."""
        length = abs(high - low)
        if self.by == "shortest":
            return length, length
        if self.by == "fastest":
            return self.seconds(state.lane, min(low, high), max(low, high)), length
        return 0.0, length

    def entered(self, state: State, after: State) -> Cost:
        """Of going over into another section."""
        road, other = (self.road[self.section[lane]] for lane in (state.lane, after.lane))
        junction = self.map.junctions.road
        counts = self.by == "leastIntersections" and road != other and junction[other] >= 0
        return float(counts), 0.0

    def changed(self, state: State) -> Cost:
        """Of changing to a lane beside; it lengthens nothing, but decides between equals."""
        if self.by == "shortest":
            return self.change, 0.0
        limit = self.map.limits.speed[self.map.limits.first[state.lane]]
        return (self.change / min(float(limit), UNLIMITED) if self.by == "fastest" else 0.0), self.change

    def seconds(self, lane: int, low: float, high: float) -> float:
        """To drive a lane at its limits, s."""
        limits = self.map.limits
        rows = slice(int(limits.first[lane]), int(limits.first[lane + 1]))
        knots = np.clip(np.concatenate([limits.s[rows], [math.inf]]), low, high)
        knots[0] = low
        speeds = np.clip(limits.speed[rows], 0.1, UNLIMITED)
        return float((np.diff(knots) / speeds).sum())


def touching(links: Links, lane: int, way: int) -> Iterator[tuple[int, int]]:
    """(lane row, way of s there) of all that goes on at the end of a lane in a way of s."""
    first, lanes, ways = links[:3] if way > 0 else links[3:6]
    span = slice(int(first[lane]), int(first[lane + 1]))
    yield from zip(lanes[span].tolist(), ways[span].tolist(), strict=True)


def section_ends(road: Road) -> Float64:
    """s where each lane section ends, m."""
    ends = np.append(road.section_s[1:], 0.0)
    ends[road.section_first[1:] - 1] = road.road_length
    return ends


def find_route(
    map_: Map,
    start: Spot,
    goal: Spot,
    *,
    by: By = "shortest",
    kinds: frozenset[LaneKind] = DRIVEN,
    change: float = CHANGE,
) -> Route | None:
    """The best route from one place to another, with the traffic of the lanes; None if there is none.

    Args:
        map_: with its links.
        start: where to begin; a lane for both ways may be left over either end.
        goal: where to end.
        by: least metres, least seconds at the limits (`UNLIMITED` where there is none), or least junctions.
        kinds: lanes that may be driven; those of start and goal are.
        change: m of detour that one change of lanes is worth.

    Lanes may be changed within a section, between lanes of one way; where is left to whoever drives. Of equal
    routes the one whose lanes come first in the tables is taken, so the answer is always the same.
    """
    ways = Ways(map_, by, kinds, change)
    ways.usable[start.lane] = ways.usable[goal.lane] = True
    came: dict[State, Step] = {}
    begun = [State(start.lane, way, first=True) for way in (1, -1) if ways.runs(start.lane, way)]
    waiting = [((0.0, 0.0), False, state, number, Step(None, changed=False)) for number, state in enumerate(begun)]
    number = len(waiting)
    while waiting:
        cost, arrived, state, _, step = heapq.heappop(waiting)
        if arrived:
            return traced(ways, came, state, (start, goal))
        if state in came:
            continue
        came[state] = step
        for price, there, after, changed in ways.steps(state, (start, goal)):
            number += 1  # of two steps that are alike in all else, the one found first
            heapq.heappush(waiting, (plus(cost, price), there, after, number, Step(state, changed)))
    return None


def plus(one: Cost, other: Cost) -> Cost:
    """Two costs together."""
    return one[0] + other[0], one[1] + other[1]


def traced(ways: Ways, came: dict[State, Step], last: State, ends: tuple[Spot, Spot]) -> Route:
    """The route that leads to a state."""
    steps: list[tuple[State, bool]] = []
    state: State | None = last
    while state is not None:
        steps.append((state, came[state].changed))
        state = came[state].before
    rows: list[tuple[int, State]] = []
    for state, changed in reversed(steps):
        rows.append((rows.pop()[0] if changed else state.lane, state))
    start = np.array([ways.entry(state, ends[0]) for _, state in rows])
    end = np.array([*(ways.exit(state) for _, state in rows[:-1]), ends[1].s])
    table = np.array([(enters, state.lane, state.way) for enters, state in rows], np.int32)
    enters, lane, way = (np.ascontiguousarray(column) for column in table.T)
    return Route(enters, lane, way, start, end)


def find_tour(
    map_: Map, spots: list[Spot], *, by: By = "shortest", kinds: frozenset[LaneKind] = DRIVEN
) -> Route | None:
    """The routes from each place to the next, joined; None if one of them is missing.

    Where a route goes on in the section in which the one before ended, both stretches stay.
    """
    parts = [find_route(map_, one, other, by=by, kinds=kinds) for one, other in pairwise(spots)]
    found = [part for part in parts if part is not None]
    if not found or len(found) < len(parts):
        return None
    enters, lane, way = (np.concatenate([getattr(part, name) for part in found]) for name in ("enters", "lane", "way"))
    start, end = (np.concatenate([getattr(part, name) for part in found]) for name in ("start", "end"))
    return Route(enters, lane, way, start, end)
