"""How far apart the roads of a map are, from end to end, over whatever links them."""

from __future__ import annotations

import heapq
import math

import numpy as np

from aureole.core.errors import Unsupported
from aureole.core.notes import Float64
from aureole.world.roads.lanes import road_of
from aureole.world.roads.reading.opendrive import Map

MOST = 1000  # roads; the table grows with their square
FARTHEST = 2000.0  # m between two ends; what is farther apart counts as not linked


def ways(map_: Map) -> Float64:
    """Metres from every end of a road to every end of the others, shape (2 roads, 2 roads + 1).

    Row 2r (2r + 1): road r is left over its start (its end). Column 2q (2q + 1): road q is entered at its start (its
    end); inf where no links lead there within `FARTHEST`. The last column is the length of row's road. One-way streets
    and lanes are not asked for: a distance is measured, nobody drives it.

    Raises:
        Unsupported: the map has more than `MOST` roads.
    """
    count = len(map_.names)
    if count > MOST:
        raise Unsupported(
            f"distances along the roads of a map of {count} roads; the limit is {MOST}",
            remedy="measure in the entity's frame, or cut the map",
        )
    lengths, after = map_.road.road_length, entries(map_)
    found = np.full((2 * count, 2 * count + 1), math.inf)
    found[:, -1] = np.repeat(lengths, 2)
    for end in range(2 * count):
        queue = [(0.0, entered) for entered in after[end]]
        heapq.heapify(queue)
        while queue:
            way, entered = heapq.heappop(queue)
            if way >= found[end, entered] or way > FARTHEST:
                continue
            found[end, entered] = way
            for further in after[entered ^ 1]:
                heapq.heappush(queue, (way + float(lengths[entered // 2]), further))
    return found


def entries(map_: Map) -> list[list[int]]:
    """For each end of a road (2r start, 2r + 1 end), the ends of roads that are entered there."""
    road, links = map_.road, map_.links
    found: list[set[int]] = [set() for _ in range(2 * len(map_.names))]
    after = (links.after_first, links.after_lane, links.after_way)
    before = (links.before_first, links.before_lane, links.before_way)
    for up, (first, lanes, turns) in ((1, after), (0, before)):
        for lane in range(len(first) - 1):
            for row in range(first[lane], first[lane + 1]):
                r, other = road_of(road, lane), road_of(road, int(lanes[row]))
                if r != other:
                    found[2 * r + up].add(2 * other + (0 if turns[row] == 1 else 1))
    return [sorted(ends) for ends in found]
