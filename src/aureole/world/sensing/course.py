"""The way that a mission takes over the map: which lane it goes on in at every fork, and which lane leads there.

A way is a chain of stretches, one for each lane section that is passed. Lanes are walked along the links of the map, so
a way gives a map of its own: at the ends of roads its lanes go on as the way does, on a fork behind the car they come
from where it came from. A way that takes two turns at one place (round a block, say) has two such maps, one after the
other; which stretch the car has reached is part of the senses' state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Bool, Float32, Int32
from aureole.core.road import Road
from aureole.kernels import device, kernel
from aureole.world.sensing.lanes import POINTS, Place, frame_of, lead, standing
from aureole.world.sensing.walk import EDGES, SHIFTS, walk, wide


class Stretches(NamedTuple):
    """The stretches of all ways as kernels take them; way c has rows first[c]:first[c + 1]."""

    first: Int32
    section: Int32
    """Lane section of the map."""
    way: Int32
    """1 where s rises, -1 where it falls."""
    wish_first: Int32
    """Stretch k has wishes wish_first[k]:wish_first[k + 1], one for each lane of its section."""
    wish: Int32
    """The lane row to be in, for who is in this lane."""


@dataclass(frozen=True, slots=True)
class Course:
    """The ways of a batch of worlds."""

    of: Int32
    """Way of each world, -1 none."""
    stretches: Stretches
    layer: Int32
    """Of each stretch, which of `roads` to walk along."""
    start: Int32
    """The same for each way as long as it is not reached."""
    roads: tuple[Road, ...]
    """The map, and then with the links of each way."""

    def over(self, road: Road) -> Course:
        """The same ways over a road whose lanes have other borders."""
        links = [(one.lane_successor, one.lane_predecessor) for one in self.roads]
        roads = tuple(road._replace(lane_successor=up, lane_predecessor=down) for up, down in links)
        return replace(self, roads=roads)

    def layers(self, stretch: Int32) -> Int32:
        """Which of `roads` each world walks along, by the stretch it has reached."""
        known = np.where(stretch >= 0, stretch, 0)
        reached = self.layer[known] if len(self.layer) else np.zeros_like(known)
        begun = np.append(self.start, np.int32(0))[self.of]  # the last one for who has no way
        return np.where(self.of < 0, 0, np.where(stretch >= 0, reached, begun)).astype(np.int32)


@kernel
def reach(due: Bool, ego: Place, road: Road, of: Int32, all_: Stretches, stretch: Int32, route_row: Int32) -> None:
    """The stretch that every due world has reached, the next one of its section and way, and the lane to be in there.

    Beside its way a car keeps its stretch, and `route_row` is -1.
    """
    for w in range(len(due)):
        if not due[w]:
            continue
        route_row[w] = -1
        r, section, _, way = standing(ego, road, w)
        if of[w] < 0 or r < 0:
            continue
        low, high = wide(all_.first[of[w]]), wide(all_.first[of[w] + 1])
        k = following(all_.section, all_.way, (low, high, wide(stretch[w])), section, way)
        if k < 0:
            continue
        stretch[w] = k
        row, first = wide(ego.lane[w, 0]), wide(road.lane_first[section])
        if first <= row < road.lane_first[section + 1]:
            route_row[w] = all_.wish[all_.wish_first[k] + row - first]


@device
def following(sections: Int32, ways: Int32, span: tuple[int, int, int], section: int, way: int) -> int:
    """The next stretch of a way, from the one it has reached on and then from its start, that is there; -1 none."""
    low, high, here = span
    start = here if low <= here < high else low
    for i in range(high - low):
        k = start + i if start + i < high else start + i - (high - low)
        if sections[k] == section and ways[k] == way:
            return k
    return -1


@kernel
def show(due: Bool, ego: Place, road: Road, room: int, route_row: Int32, route: Float32) -> None:
    """The route of every due world along its own lanes, wherever those around the car lead; `room` as in `survey`."""
    edges, memo = np.empty(room + 1), np.empty(SHIFTS + 3)
    memo[EDGES] = -1.0
    rows, seen = np.empty(1, dtype=np.int64), np.empty(1, dtype=np.int64)
    xy, half = np.empty((1, POINTS, 2)), np.empty((1, POINTS))
    for w in range(len(due)):
        if not due[w] or route_row[w] < 0:
            continue
        r, section, s, way = standing(ego, road, w)
        if r < 0:
            continue
        rows[0] = route_row[w]
        walk(road, (r, section, s), way, rows, POINTS, edges, memo, xy, half, seen)
        lead(frame_of(ego, w), xy[0], seen[0], route[w])


def joined(of: Sequence[int], road: Road, ways: Sequence[Way]) -> Course:
    """The ways of a batch as one table; `of` is each world's, -1 none."""
    roads, layers, start = [road], [], []
    for way in ways:
        start.append(len(roads))
        layers.append(way.layer + len(roads))
        roads += [road._replace(lane_successor=up, lane_predecessor=down) for up, down in way.links]
    none = np.zeros(0, dtype=np.int32)
    counts = [0, *(len(way.section) for way in ways)]
    wishes = [0, *(len(rows) for way in ways for rows in way.wishes)]
    stretches = Stretches(
        np.cumsum(counts).astype(np.int32), np.concatenate([none, *(way.section for way in ways)]),
        np.concatenate([none, *(way.way for way in ways)]), np.cumsum(wishes).astype(np.int32),
        np.concatenate([none, *(rows for way in ways for rows in way.wishes)]),
    )  # fmt: skip
    whole = np.concatenate([none, *layers]).astype(np.int32)
    return Course(np.array(of, dtype=np.int32), stretches, whole, np.array(start, dtype=np.int32), tuple(roads))


class Way(NamedTuple):
    """One way, worked out by `world.roads.leading`."""

    section: Int32
    way: Int32
    layer: Int32
    """Which of `links` holds at each stretch."""
    wishes: tuple[Int32, ...]
    """For each stretch, the lane row to be in for who is in this lane of its section."""
    links: tuple[tuple[Int32, Int32], ...]
    """`Road.lane_successor` and `Road.lane_predecessor` as the way has them."""
