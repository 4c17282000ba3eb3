"""The way to goals: for every stretch what comes next, over what follows and over changes of lanes."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence

import numpy as np

from aureole.core.notes import Int32
from aureole.world.roads.routes import CHANGE
from aureole.world.traffic.net.links import Neighbours
from aureole.world.traffic.net.middles import Middles


def goals_of(middles: Middles, links: Neighbours, goals: Sequence[int]) -> tuple[Int32, Int32]:
    """(row of each goal's table, tables): the next stretch on the shortest way to each goal; -1 no way, or there."""
    count = len(middles.length)
    row, unique = np.full(count, -1, np.int32), list(dict.fromkeys(goals))
    row[unique] = np.arange(len(unique), dtype=np.int32)
    hop = np.full((len(unique), count), -1, np.int32)
    for k, goal in enumerate(unique):
        towards(middles, links, goal, hop[k])
    return row, hop


def towards(middles: Middles, links: Neighbours, goal: int, hop: Int32) -> None:
    """Fill the table of one goal, from it backwards."""
    cost = np.full(len(hop), math.inf)
    cost[goal] = 0.0
    queue = [(0.0, goal)]
    while queue:
        here, row = heapq.heappop(queue)
        if here > cost[row]:
            continue
        for before, price in comes_from(middles, links, row):
            if here + price < cost[before]:
                cost[before], hop[before] = here + price, row
                heapq.heappush(queue, (here + price, before))


def comes_from(middles: Middles, links: Neighbours, row: int) -> list[tuple[int, float]]:
    """Stretches from which one gets to a stretch at once, and the metres that costs."""
    found = [
        (int(k), float(middles.length[k])) for k in links.before[links.before_first[row] : links.before_first[row + 1]]
    ]
    for side in (0, 1):
        other = int(links.beside[row, side])
        back = 2 * (1 - side)  # a change to the left comes from the right
        if other >= 0 and links.open[other, back] < links.open[other, back + 1]:
            found.append((other, CHANGE))
    return found
