"""Whether a place is paved for cars by any road of the map: in a junction roads lie over each other."""

from __future__ import annotations

from aureole.core.kinds import LaneKind
from aureole.core.road import Road
from aureole.kernels import device
from aureole.world.roads.lanes import lane_at
from aureole.world.roads.place import ASIDE, away_from, elevation_at, weighed

STOREY = 2.5  # m; a road that much higher or lower is another storey
DRIVING, ENTRY, EXIT, ON_RAMP = (int(k) for k in (LaneKind.DRIVING, LaneKind.ENTRY, LaneKind.EXIT, LaneKind.ON_RAMP))
OFF_RAMP, CONNECTING, BOTH_WAYS = (int(k) for k in (LaneKind.OFF_RAMP, LaneKind.CONNECTING, LaneKind.BIDIRECTIONAL))
STOP, SHOULDER, PARKING = (int(k) for k in (LaneKind.STOP, LaneKind.SHOULDER, LaneKind.PARKING))


@device
def drivable(kind: int) -> bool:
    """Lanes made for driving along."""
    return kind in (DRIVING, ENTRY, EXIT, ON_RAMP, OFF_RAMP, CONNECTING, BOTH_WAYS)


@device
def refuge(kind: int) -> bool:
    """Lanes in which one may stop in need."""
    return kind in (STOP, SHOULDER, PARKING)


@device
def paved_at(road: Road, x: float, y: float, z: float) -> bool:
    """Whether any road has a lane for cars, or one to stop on, below a point."""
    for r in range(len(road.road_length)):
        for piece in range(road.piece_first[r], road.piece_first[r + 1]):
            if away_from(road, r, piece, x, y) > ASIDE:
                continue
            score, s, t = weighed(road, r, piece, x, y)
            if score > ASIDE:
                continue
            row = lane_at(road, r, s, t)
            paved = row >= 0 and (drivable(road.lane_kind[row]) or refuge(road.lane_kind[row]))
            if paved and abs(elevation_at(road, r, s)[0] - z) < STOREY:
                return True
    return False
