"""Who gives way where two stretches meet: the map's priorities, signs, the ring of a roundabout, then the rules.

The rules without signs are those of StVO §8 and §9 and their like (Vienna Convention on Road Traffic, art. 18 and 16):
who comes from the right goes first, who turns left lets oncoming traffic pass; all mirrored where traffic keeps left.
"""

from __future__ import annotations

import heapq
import math

import numpy as np

from aureole.core.notes import Bool, Float64, Int32
from aureole.world.roads.reading.opendrive import Map
from aureole.world.traffic.net.links import Neighbours
from aureole.world.traffic.net.meetings import Meetings
from aureole.world.traffic.net.middles import Middles
from aureole.world.traffic.net.net import Meeting
from aureole.world.traffic.net.rows import Rows

AROUND = 250.0  # m; no ring of a roundabout is longer: 80 m across
ROUND = 0.6  # rad; by how much the turn around a ring may miss a full one
ALIKE = math.pi / 4.0  # rad; two ways within this of each other come from the same side
LESS = 0.2  # rad; who turns by this much less goes straighter


def ranks_of(map_: Map, rows: Rows, middles: Middles, links: Neighbours, met: Meetings, yields: Bool) -> Int32:
    """1 where the own stretch of a meeting gives way, -1 where the other does, 0 where nothing tells.

    `yields`: stretches whose sign tells to give way.
    """
    entry, turn = passages(rows, middles, links)
    ring = rings(rows, middles, links)
    explicit = named(map_, rows, links)
    found = np.zeros(len(met.own), np.int32)
    for k, (one, other) in enumerate(zip(met.own.tolist(), met.other.tolist(), strict=True)):
        if met.kind[k] == Meeting.PART:
            continue
        junction = int(rows.junction[one])
        if explicit[one] & {(junction, road, 1) for _, road, _ in explicit[other]}:
            found[k] = -1
        elif explicit[other] & {(junction, road, 1) for _, road, _ in explicit[one]}:
            found[k] = 1
        elif yields[one] != yields[other]:
            found[k] = 1 if yields[one] else -1
        elif ring[one] != ring[other]:
            found[k] = -1 if ring[one] else 1
        else:
            left = bool(map_.road.road_left_hand[rows.road[one]])
            found[k] = by_rule((entry[one], turn[one]), (entry[other], turn[other]), left_hand=left)
    return found


def named(map_: Map, rows: Rows, links: Neighbours) -> list[set[tuple[int, int, int]]]:
    """For each stretch (junction, road that waits for it, 1) and (junction, its own road or where it comes from, 0)."""
    lower: dict[tuple[int, int], set[int]] = {}
    for junction, high, low in map_.junctions.priority.tolist():
        lower.setdefault((junction, high), set()).add(low)
    found: list[set[tuple[int, int, int]]] = []
    for row in range(len(rows.lane)):
        junction, own = int(rows.junction[row]), {int(rows.road[row])}
        own |= {int(rows.road[k]) for k in links.before[links.before_first[row] : links.before_first[row + 1]]}
        over = {(junction, low, 1) for road in own for low in lower.get((junction, road), ())}
        found.append(over | {(junction, road, 0) for road in own})
    return found


def by_rule(one: tuple[float, float], other: tuple[float, float], *, left_hand: bool) -> int:
    """1 if the first of two ways, each (heading where it comes in, turn), gives way; -1 if the other does; 0 neither.

    >>> by_rule((0.0, 0.0), (math.pi / 2, 0.0), left_hand=False)
    1
    """
    side = -1.0 if left_hand else 1.0
    angle = side * math.remainder(other[0] - one[0], 2.0 * math.pi)
    more = side * (one[1] - other[1])
    if abs(angle) <= ALIKE:
        more = abs(one[1]) - abs(other[1])
        return 0 if abs(more) < LESS else 1 if more > 0.0 else -1
    if abs(angle) < math.pi - ALIKE:
        return 1 if angle > 0.0 else -1
    return 0 if abs(more) < LESS else 1 if more > 0.0 else -1


def passages(rows: Rows, middles: Middles, links: Neighbours) -> tuple[Float64, Float64]:
    """Of the way through a junction that a stretch is a piece of: heading where it comes in, how far it turns."""
    entry, turn = middles.point[middles.first[:-1], 2].copy(), middles.turn.copy()
    back = np.full(len(entry), -1)
    for row, there in enumerate(links.chain.tolist()):
        if there >= 0:
            back[there] = row if back[there] == -1 else -2
    for row in range(len(entry)):
        start, seen = row, 0
        while back[start] >= 0 and seen < 20:
            start, seen = int(back[start]), seen + 1
        at, total, steps = start, 0.0, 0
        while at >= 0 and steps < 20:
            total, at, steps = total + float(middles.turn[at]), int(links.chain[at]), steps + 1
        entry[row], turn[row] = middles.point[middles.first[start], 2], total
    return entry, turn


def rings(rows: Rows, middles: Middles, links: Neighbours) -> Bool:
    """Stretches that are part of a roundabout's ring: one-way roads that lead back to themselves in one full turn."""
    ways: dict[int, set[int]] = {}
    for road, way, user in zip(rows.road.tolist(), rows.way.tolist(), rows.user.tolist(), strict=True):
        if user == 0:
            ways.setdefault(road, set()).add(way)
    oneway = np.array([len(ways.get(int(road), ())) == 1 for road in rows.road], np.bool_)
    found = np.zeros(len(rows.lane), np.bool_)
    for row in np.flatnonzero((rows.junction >= 0) & oneway).tolist():
        found[row] = found[row] or leads_back(row, oneway, middles, links)
    return found


def leads_back(row: int, oneway: Bool, middles: Middles, links: Neighbours) -> bool:
    """Whether the shortest way over one-way roads back to a stretch is one full turn."""
    queue = [(float(middles.length[row]), float(middles.turn[row]), row)]
    seen: set[int] = set()
    while queue:
        way, turned, here = heapq.heappop(queue)
        for other in links.after[links.after_first[here] : links.after_first[here + 1]].tolist():
            if other == row:
                return abs(abs(turned) - 2.0 * math.pi) < ROUND
            further = way + float(middles.length[other])
            if other not in seen and oneway[other] and further < AROUND:
                seen.add(other)
                heapq.heappush(queue, (further, turned + float(middles.turn[other]), other))
    return False
