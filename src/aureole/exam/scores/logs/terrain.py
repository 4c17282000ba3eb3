"""The map as scores ask it: which lanes may be driven, which way their traffic goes, limits, junctions, lights."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from aureole.core.kinds import LaneKind
from aureole.core.notes import Bool, Int32
from aureole.core.road import Road
from aureole.world.roads.limits import Limits
from aureole.world.roads.links import Links
from aureole.world.roads.reading.opendrive import Map
from aureole.world.roads.routes import DRIVEN, touching

HOPS = 3  # lanes that follow each other within one car's length

REFUGE = frozenset({LaneKind.STOP, LaneKind.SHOULDER, LaneKind.PARKING})
"""Lanes to stop in: paved, but not for driving along."""


class Terrain(NamedTuple):
    """A road network with what its own tables do not say."""

    road: Road
    lanes: Annotated[Bool, "lanes", "-", "-"]
    """Made for driving along."""
    area: Annotated[Bool, "lanes", "-", "-"]
    """Paved for cars: lanes, and those to stop in (stop lane, shoulder, parking)."""
    way: Annotated[Int32, "lanes", "-", "-"]
    """Traffic: 1 with rising s, -1 with falling s, 0 in both ways."""
    kin_first: Annotated[Int32, "lanes_and_end", "-", "-"]
    """Rows kin_first[i]:kin_first[i + 1] of `kin` are of lane i."""
    kin: Annotated[Int32, "kin", "-", "-"]
    """The lane itself, and those that lead to it or follow it within three lanes, over whatever links them; rising."""
    junction: Annotated[Int32 | None, "roads", "-", "-"]
    """Row of the junction a road belongs to, -1 outside; None: not known."""
    limits: Limits | None
    """None: not known."""
    lights: int | None = None
    """How many traffic lights the map has; None: not known."""
    paved: bool = True
    """False: where cars can drive beside the lanes is not known."""


def of_road(road: Road) -> Terrain:
    """A road alone: junctions, limits and lights are not known."""
    numbered = road.lane_id != 0
    successor, predecessor = road.lane_successor, road.lane_predecessor
    lanes = np.isin(road.lane_kind, [int(kind) for kind in DRIVEN]) & numbered
    area = lanes | (np.isin(road.lane_kind, [int(kind) for kind in REFUGE]) & numbered)
    section = np.repeat(np.arange(len(road.section_s)), np.diff(road.lane_first))
    owner = np.repeat(np.arange(len(road.road_length)), np.diff(road.section_first))[section]
    way = np.where((road.lane_id < 0) != road.road_left_hand[owner], 1, -1)
    way[(road.lane_kind == int(LaneKind.BIDIRECTIONAL)) | ~numbered] = 0
    reached = [
        {row, *chain(row, successor), *chain(row, predecessor)} if lanes[row] else {row} for row in range(len(lanes))
    ]
    return Terrain(road, lanes, area, way.astype(np.int32), *table(reached), None, None)


def chain(row: int, after: Int32) -> list[int]:
    """Lanes that follow one another, up to `HOPS`."""
    found: list[int] = []
    while len(found) < HOPS and (row := int(after[row])) >= 0:
        found.append(row)
    return found


def table(reached: list[set[int]]) -> tuple[Int32, Int32]:
    """Sets of lanes, one a lane, as a table with its firsts."""
    first = np.cumsum([0, *(len(lanes) for lanes in reached)]).astype(np.int32)
    rows = [row for lanes in reached for row in sorted(lanes)]
    return first, np.array(rows, np.int32)


def kin_of(links: Links, row: int) -> set[int]:
    """A lane with all that lead to it or follow it within `HOPS` lanes, in either way of travel."""
    found = {row}
    for way in (1, -1):
        edge = {(row, way)}
        for _ in range(HOPS):
            edge = {step for lane, heading in edge for step in touching(links, lane, heading)}
            found |= {lane for lane, _ in edge}
    return found


def of_map(map_: Map) -> Terrain:
    """A map as read, with its junctions, limits and lights."""
    lights = int(np.count_nonzero(map_.signals.dynamic))
    bare = of_road(map_.road)
    first, kin = table([kin_of(map_.links, row) if bare.lanes[row] else {row} for row in range(len(bare.lanes))])
    return bare._replace(
        way=map_.links.way, kin_first=first, kin=kin, junction=map_.junctions.road, limits=map_.limits, lights=lights
    )
