"""The map as scores ask it: which lanes may be driven, which way their traffic goes, limits, junctions, lights."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from aureole.core.kinds import LaneKind
from aureole.core.notes import Bool, Int32
from aureole.core.road import Road
from aureole.world.roads.limits import Limits
from aureole.world.roads.reading.opendrive import Map
from aureole.world.roads.routes import DRIVEN

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
    junction: Annotated[Int32 | None, "roads", "-", "-"]
    """Row of the junction a road belongs to, -1 outside; None: not known."""
    limits: Limits | None
    """None: not known."""
    lights: int | None = None
    """How many traffic lights the map has; None: not known."""


def of_road(road: Road) -> Terrain:
    """A road alone: junctions, limits and lights are not known."""
    numbered = road.lane_id != 0
    lanes = np.isin(road.lane_kind, [int(kind) for kind in DRIVEN]) & numbered
    area = lanes | (np.isin(road.lane_kind, [int(kind) for kind in REFUGE]) & numbered)
    section = np.repeat(np.arange(len(road.section_s)), np.diff(road.lane_first))
    owner = np.repeat(np.arange(len(road.road_length)), np.diff(road.section_first))[section]
    way = np.where((road.lane_id < 0) != road.road_left_hand[owner], 1, -1)
    way[(road.lane_kind == int(LaneKind.BIDIRECTIONAL)) | ~numbered] = 0
    return Terrain(road, lanes, area, way.astype(np.int32), None, None)


def of_map(map_: Map) -> Terrain:
    """A map as read, with its junctions, limits and lights."""
    lights = int(np.count_nonzero(map_.signals.dynamic))
    return of_road(map_.road)._replace(
        way=map_.links.way, junction=map_.junctions.road, limits=map_.limits, lights=lights
    )
