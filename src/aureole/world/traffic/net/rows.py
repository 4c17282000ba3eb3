"""Which stretches a map has: one for each lane of each lane section, in each way it is driven."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from aureole.core.kinds import LaneKind
from aureole.core.notes import Float64, Int32
from aureole.world.roads.reading.opendrive import Map
from aureole.world.roads.routes import DRIVEN, section_ends
from aureole.world.traffic.net.net import User

SHORT = 1e-6  # m; a shorter lane section is a seam between two others


class Rows(NamedTuple):
    """The stretches, before anything is known of how they lie to each other."""

    lane: Annotated[Int32, "stretches", "-", "-"]
    way: Annotated[Int32, "stretches", "-", "-"]
    start: Annotated[Float64, "stretches", "m", "road"]
    end: Annotated[Float64, "stretches", "m", "road"]
    user: Annotated[Int32, "stretches", "-", "-"]
    road: Annotated[Int32, "stretches", "-", "-"]
    section: Annotated[Int32, "stretches", "-", "-"]
    junction: Annotated[Int32, "stretches", "-", "-"]
    lane_id: Annotated[Int32, "stretches", "-", "-"]

    def rows(self) -> dict[tuple[int, int], int]:
        """The row of each (lane, way)."""
        return {pair: row for row, pair in enumerate(zip(self.lane.tolist(), self.way.tolist(), strict=True))}


def rows_of(map_: Map) -> Rows:
    """The stretches of a map, in the order of its lanes."""
    road = map_.road
    section = np.repeat(np.arange(len(road.section_s), dtype=np.int32), np.diff(road.lane_first))
    of_section = np.repeat(np.arange(len(road.road_length), dtype=np.int32), np.diff(road.section_first))
    ends = section_ends(road)
    found: list[tuple[int, int, int]] = []
    for lane, (kind, lane_id) in enumerate(zip(road.lane_kind.tolist(), road.lane_id.tolist(), strict=True)):
        user = user_of(LaneKind(kind))
        part = int(section[lane])
        if user < 0 or lane_id == 0 or ends[part] - road.section_s[part] < SHORT:
            continue
        way = int(map_.links.way[lane])
        found += [(lane, each, user) for each in ((way,) if way else (1, -1) if user == User.CARS else (1,))]
    table = np.array(found, np.int32).reshape(-1, 3)
    lanes, ways, users = (np.ascontiguousarray(column) for column in table.T)
    low, high = road.section_s[section[lanes]], ends[section[lanes]]
    r = of_section[section[lanes]]
    rising = ways > 0
    return Rows(
        lanes, ways, np.where(rising, low, high), np.where(rising, high, low), users, r, section[lanes],
        np.ascontiguousarray(map_.junctions.road[r]), road.lane_id[lanes],
    )  # fmt: skip


def user_of(kind: LaneKind) -> int:
    """Who uses lanes of a kind; -1 nobody who moves."""
    if kind in DRIVEN:
        return int(User.CARS)
    if kind == LaneKind.BIKING:
        return int(User.BICYCLES)
    return int(User.WALKERS) if kind == LaneKind.SIDEWALK else -1
