"""From a route and its turns to the way a car's senses follow, worked out once, when a scenario is built."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Int32
from aureole.world.roads.reading.opendrive import Map
from aureole.world.roads.routes import CHANGE, DRIVEN, Route, Spot, Ways, touching
from aureole.world.roads.turns import JUMP, Turn, find_way
from aureole.world.sensing.course import Course, Way, joined

Link = tuple[bool, int]
"""Whether at the higher s, and of which lane row."""


class Begun(NamedTuple):
    """Where the examined car of a world begins, and its route."""

    first: int
    """Row of `lists` of its first turn."""
    end: int
    """The one after the last; the same where there is no route."""
    row: int
    """The lane it is in, -1 none."""
    s: float
    """m along its road."""


class Stretch(NamedTuple):
    """A lane section that is passed."""

    section: int
    way: int
    lane: int
    """The row in which it is left."""
    number: int
    """Of the pass over its road, from the start of the way."""


def course_of(
    map_: Map, lists: Sequence[Sequence[int]], led: Mapping[int, Sequence[Route] | Spot], begun: Sequence[Begun]
) -> Course | None:  # fmt: skip
    """The ways of a batch; None if no world has a route.

    Args:
        map_: with its links.
        lists: turns as a scenario's tables have them (`world.scenarios.tables.Tables`).
        led: by its first row there, the legs of a route, or the place it leads to from wherever a car begins.
        begun: of each world.
    """
    numbers: dict[Begun, int] = {}
    ways: list[Way] = []
    for one in dict.fromkeys(one for one in begun if one.end > one.first):
        known = led.get(one.first, ())
        towards = isinstance(known, Spot)
        routes: Sequence[Route] = () if isinstance(known, Spot) else known
        if isinstance(known, Spot) and one.row >= 0:
            found = find_way(map_, Spot(one.row, one.s), known, "shortest")
            routes = () if found is None else (found,)
        numbers[one] = len(ways)
        ways.append(way_of(map_, routes, turns_of(lists[one.first : one.end]), in_order=bool(routes) and not towards))
    return joined([numbers.get(one, -1) for one in begun], map_.road, ways) if ways else None


def turns_of(rows: Sequence[Sequence[int]]) -> list[Turn]:
    """Turns read from the rows of a scenario's tables."""
    found, k = list[Turn](), 0
    while k < len(rows):
        count = max(rows[k][1], 0)
        pairs = tuple((row[0], row[1]) for row in rows[k + 1 : k + 1 + count])
        found.append(Turn(rows[k][0] // 2, 1 if rows[k][0] % 2 else -1, pairs, last=rows[k][1] < 0))
        k += 1 + count
    return found


def way_of(map_: Map, routes: Sequence[Route], turns: Sequence[Turn], *, in_order: bool) -> Way:
    """The way of routes that follow each other.

    Args:
        map_: with its links.
        routes: from each waypoint to the next; may be none, then only the turns are known.
        turns: what to do at the ends of roads (`world.roads.turns`).
        in_order: the turns are those of the passes, one after the other; else each holds wherever its road is left.
    """
    ways = Ways(map_, "shortest", DRIVEN, CHANGE)
    for route in routes:
        for lane in (int(route.lane[0]), int(route.lane[-1])):
            ways.usable[lane] = True
    stretches = passed(ways, routes)
    wishes = wished(ways, stretches)
    count = max(len(turns), 1)
    patches: list[dict[Link, int]] = [{} for _ in range(count if in_order else 1)]
    for number, turn in enumerate(turns):
        for row, after in turn.lanes:
            patches[number if in_order else 0][turn.way > 0, row] = after
    number_of = [stretch.number % count if in_order else 0 for stretch in stretches]
    for k, link in enumerate(behind(ways, stretches)):
        patches[number_of[k]].update(link)
    windows = layered(patches)
    layer = [max(n for n, (first, _) in enumerate(windows) if first <= number) for number in number_of]
    links = tuple(patched(map_, links) for _, links in windows)
    table = np.array([(one.section, one.way) for one in stretches], dtype=np.int32).reshape(-1, 2)
    return Way(
        np.ascontiguousarray(table[:, 0]), np.ascontiguousarray(table[:, 1]), np.array(layer, dtype=np.int32),
        wishes, links,
    )  # fmt: skip


def passed(ways: Ways, routes: Sequence[Route]) -> list[Stretch]:
    """The stretches of routes, one after the other; where a route goes on in the section of the one before, one."""
    found: list[Stretch] = []
    number, at = 0, 0.0
    for route in routes:
        for lane, way, start, end in zip(route.lane, route.way, route.start, route.end, strict=True):
            section, on = ways.section[lane], float(start)
            road = ways.road[section]
            last = found[-1] if found else None
            if last is not None:
                same = ways.road[last.section] == road and last.way == way and abs(on - at) <= JUMP
                number += 0 if same else 1
                if same and last.section == section:
                    found.pop()
            found.append(Stretch(section, int(way), int(lane), number))
            at = float(end)
    return found


def wished(ways: Ways, stretches: Sequence[Stretch]) -> tuple[Int32, ...]:
    """For each stretch and each lane of its section the lane to be in: as few changes as may be, and soon."""
    first = ways.map.road.lane_first
    found: list[Int32] = []
    costs: dict[int, float] = {}
    for k in range(len(stretches) - 1, -1, -1):
        here = stretches[k]
        rows = range(int(first[here.section]), int(first[here.section + 1]))
        after = stretches[k + 1].section if k + 1 < len(stretches) else -1
        on = {row: onward(ways, (row, here.way), after, costs) for row in rows if ways.runs(row, here.way)}
        if after < 0:
            on = {row: 0.0 if row == here.lane else math.inf for row in on}
        best = {row: min(((changes(row, goal, on) + cost, cost, goal) for goal, cost in on.items())) for row in on}
        found.append(np.array([best[row][2] if row in best and best[row][0] < math.inf else here.lane for row in rows],
                              dtype=np.int32))  # fmt: skip
        costs = {row: cost for row, (cost, _, _) in best.items()}
    return tuple(reversed(found))


def onward(ways: Ways, end: tuple[int, int], section: int, costs: Mapping[int, float]) -> float:
    """How many changes are left where a lane goes on in the next section; without bound where it does not."""
    return min((costs.get(lane, math.inf) for lane, _ in touching(ways.map.links, *end)
                if ways.section[lane] == section), default=math.inf)  # fmt: skip


def changes(row: int, goal: int, usable: Mapping[int, float]) -> float:
    """How many changes of lanes from one to another of a section; without bound over what is no lane of this way."""
    between = range(min(row, goal), max(row, goal) + 1)
    return float(abs(row - goal)) if all(lane in usable for lane in between) else math.inf


def behind(ways: Ways, stretches: Sequence[Stretch]) -> list[dict[Link, int]]:
    """For each stretch, from where its lanes come: at the start of a road as the way came."""
    road, found = ways.map.road, list[dict[Link, int]]()
    for k, here in enumerate(stretches):
        links: dict[Link, int] = {}
        before = stretches[k - 1] if k else None
        if before is not None and before.number != here.number:
            rows = range(int(road.lane_first[before.section]), int(road.lane_first[before.section + 1]))
            for row in sorted(rows, key=lambda row: row == before.lane):
                for lane, way in touching(ways.map.links, row, before.way):
                    if ways.section[lane] == here.section and ways.runs(row, before.way):
                        links[way < 0, lane] = row
        found.append(links)
    return found


def layered(patches: Sequence[Mapping[Link, int]]) -> list[tuple[int, dict[Link, int]]]:
    """(the first pass it holds for, its links) of each map that a way needs: a new one where two passes disagree."""
    found: list[tuple[int, dict[Link, int]]] = []
    first = 0
    held: dict[Link, tuple[int, int]] = {}  # link: (lane that goes on, pass that says so)
    for number, links in enumerate(patches):
        against = [held[end][1] for end, lane in links.items() if end in held and held[end][0] != lane]
        if against:
            found.append((first, {end: lane for end, (lane, _) in held.items()}))
            first = max(against) + 1
            held = {end: pair for end, pair in held.items() if pair[1] >= first}
        held |= {end: (lane, number) for end, lane in links.items()}
    return [*found, (first, {end: lane for end, (lane, _) in held.items()})]


def patched(map_: Map, links: Mapping[Link, int]) -> tuple[Int32, Int32]:
    """Successor and predecessor of every lane, as the way has them."""
    up, down = map_.road.lane_successor.copy(), map_.road.lane_predecessor.copy()
    for (high, row), lane in links.items():
        (up if high else down)[row] = lane
    return up, down
