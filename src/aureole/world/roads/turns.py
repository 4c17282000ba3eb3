"""Which lane to take at the ends of roads: along a route, or towards a place from wherever one comes."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from typing import NamedTuple

from aureole.core.kinds import LaneKind
from aureole.world.roads.reading.opendrive import Map
from aureole.world.roads.routes import CHANGE, DRIVEN, By, Cost, Route, Spot, State, Ways, find_route, plus, touching

ANY = frozenset(LaneKind)
"""Every lane, for whoever goes where no car does."""
JUMP = 1e-6  # m; stretches of one road that do not follow each other closer than this are two passes


class Turn(NamedTuple):
    """What to do where a road is left."""

    road: int
    way: int
    """Over its end (1), or over its start (-1)."""
    lanes: tuple[tuple[int, int], ...]
    """(lane that is left, lane that is entered); lanes that go on in one way only are not named."""
    last: bool
    """The way to follow ends on this road."""


class Turns(NamedTuple):
    """The way towards a place."""

    back: tuple[Turn, ...]
    """Out of the place's own road, for who is beyond it."""
    there: tuple[Turn, ...]
    """Out of all other roads, and the place's own as the last."""


def find_way(map_: Map, start: Spot, goal: Spot, by: By) -> Route | None:
    """The best route from one place to another; where no car's lane leads to the very lane, one that leads to its road.

    Failing both, over lanes of any kind: of those who walk.
    """
    found = find_route(map_, start, goal, by=by)
    for lane in beside(map_, goal.lane) if found is None else ():
        found = find_route(map_, start, goal._replace(lane=lane), by=by)
        if found is not None:
            return found
    return found or find_route(map_, start, goal, by=by, kinds=ANY)


def beside(map_: Map, lane: int) -> list[int]:
    """The other lanes for cars in a lane's section, the nearest first."""
    road = map_.road
    section = int(road.lane_first.searchsorted(lane, side="right")) - 1
    rows = range(int(road.lane_first[section]), int(road.lane_first[section + 1]))
    others = [row for row in rows if row != lane and road.lane_id[row] != 0 and LaneKind(road.lane_kind[row]) in DRIVEN]
    return sorted(others, key=lambda row: abs(row - lane))


def leaving(map_: Map, r: int, way: int) -> range:
    """The lanes at an end of a road."""
    first, end = map_.road.section_first[r : r + 2].tolist()
    section = end - 1 if way > 0 else first
    return range(int(map_.road.lane_first[section]), int(map_.road.lane_first[section + 1]))


def course(map_: Map, routes: Iterable[Route], *, closed: bool) -> list[Turn]:
    """The turns of routes that follow each other, in order; the last is the end, unless they lead round."""
    ways = Ways(map_, "shortest", DRIVEN, CHANGE)
    passes: list[tuple[int, int]] = []
    at = 0.0
    for route in routes:
        for lane, way, start, end in zip(route.lane, route.way, route.start, route.end, strict=True):
            step = (ways.road[ways.section[lane]], int(way))
            if not passes or passes[-1] != step or abs(start - at) > JUMP:
                passes.append(step)
            at = float(end)
    if closed and len(passes) > 1 and passes[0] == passes[-1]:
        passes.pop()
    count = len(passes)
    turns = []
    for k, (r, way) in enumerate(passes):
        last = k + 1 == count and not closed
        after = [passes[(k + ahead) % count] for ahead in (1, 2) if closed or k + ahead < count]
        lanes = [] if last else [(row, chosen(ways, row, way, after)) for row in leaving(map_, r, way)]
        turns.append(Turn(r, way, tuple(pair for pair in lanes if pair[1] >= 0), last))
    return turns


def chosen(ways: Ways, row: int, way: int, after: list[tuple[int, int]]) -> int:
    """The lane to enter from a lane that goes on in several ways; -1 where there is no choice.

    It leads onto the next road; else, over another road of the junction, to the one after it; a lane that does neither
    goes on in the first way that the file names.
    """
    there = list(touching(ways.map.links, row, way))
    if len(there) < 2:
        return -1
    onto = [lane for lane, other in there if (ways.road[ways.section[lane]], other) == after[0]]
    if onto:
        return onto[0]
    if len(after) > 1 and ways.map.junctions.road[after[0][0]] >= 0:
        by_another = [lane for lane, other in there if after[1] in exits(ways, lane, other)]
        if by_another:
            return by_another[-1]
    return there[0][0]


def exits(ways: Ways, lane: int, way: int) -> set[tuple[int, int]]:
    """(road, way) of all that goes on at the far end of a lane's road."""
    rows = leaving(ways.map, ways.road[ways.section[lane]], way)
    found = (pair for row in rows for pair in touching(ways.map.links, row, way))
    return {(ways.road[ways.section[other]], there) for other, there in found}


def towards(map_: Map, goals: list[Spot], by: By = "shortest") -> Turns:
    """The way to one of some places of one road from every other road, lanes and traffic as `find_route` has them.

    Where no lane of another road leads to the place's own, the lanes beside it will do.
    """
    ways = Ways(map_, by, DRIVEN, CHANGE)
    for goal in goals:
        ways.usable[goal.lane] = True
    left = remaining(ways, goals)
    target = ways.road[ways.section[goals[0].lane]]
    if all(ways.road[ways.section[state.lane]] == target for state in left):
        goals = [goals[0]._replace(lane=lane) for lane in (goals[0].lane, *beside(map_, goals[0].lane))]
        left = remaining(ways, goals)
    ends = {way for goal in goals for way in (1, -1) if ways.runs(goal.lane, way)}
    back: list[Turn] = []
    there: list[Turn] = []
    for r in range(len(map_.names)):
        for way in (1, -1):
            options = [(row, best(ways, row, way, left)) for row in leaving(map_, r, way)]
            lanes = tuple(pair for pair in options if pair[1] >= 0)
            if lanes:
                (back if r == target and way in ends else there).append(Turn(r, way, lanes, last=False))
    there.extend(Turn(target, way, (), last=True) for way in sorted(ends))
    return Turns(tuple(back), tuple(there))


def best(ways: Ways, row: int, way: int, left: dict[State, Cost]) -> int:
    """The lane to enter from a lane that goes on in several ways, of those that lead to the goal; -1 if none."""
    here, there = State(row, way, first=False), list(touching(ways.map.links, row, way))
    found = [State(lane, other, first=False) for lane, other in there if len(there) > 1]
    open_ = [(plus(ways.entered(here, state), left[state]), k, state) for k, state in enumerate(found) if state in left]
    return min(open_)[2].lane if open_ else -1


def remaining(ways: Ways, goals: list[Spot]) -> dict[State, Cost]:
    """What is left to drive from where each lane is entered, for all lanes that lead to a goal."""
    found: dict[State, Cost] = {}
    waiting: list[tuple[Cost, State]] = []
    for goal in goals:
        for way in (1, -1):
            state = State(goal.lane, way, first=False)
            if ways.runs(goal.lane, way):
                waiting.append((ways.driven(state, ways.entry(state, goal), goal.s), state))
    heapq.heapify(waiting)
    while waiting:
        cost, state = heapq.heappop(waiting)
        if state in found:
            continue
        found[state] = cost
        for before in ways.beside(state):
            heapq.heappush(waiting, (plus(cost, ways.changed(before)), before))
        for lane, other in touching(ways.map.links, state.lane, -state.way):
            before = State(lane, -other, first=False)
            if ways.runs(lane, -other):
                through = ways.driven(before, ways.entry(before, goals[0]), ways.exit(before))
                heapq.heappush(waiting, (plus(plus(cost, through), ways.entered(before, state)), before))
    return found
