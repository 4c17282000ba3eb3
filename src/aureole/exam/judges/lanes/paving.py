"""Whether a place is paved for cars by any road of the map: in a junction roads lie over each other."""

from __future__ import annotations

from math import sqrt

from aureole.core.kinds import LaneKind
from aureole.core.road import Road
from aureole.kernels import device
from aureole.world.roads.lanes import lane_at
from aureole.world.roads.line import last_at
from aureole.world.roads.place import ASIDE, STRETCH, TORN, away_from, elevation_at, weighed

WIDEST = 30.0  # m; no lane for cars lies further from its road's line
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
def for_cars(kind: int) -> bool:
    """Lanes that a car can be on without leaving the road."""
    return drivable(kind) or refuge(kind)


@device
def on_road(road: Road, row: int) -> bool:
    """Whether a lane is paved for cars; the centre lane has no width and is passed over."""
    return road.lane_id[row] == 0 or for_cars(road.lane_kind[row])


@device
def paved_at(road: Road, x: float, y: float, z: float) -> bool:
    """Whether any road has a lane for cars, or one to stop on, below a point; far roads cost one look."""
    for r in range(len(road.road_length)):
        piece, end = int(road.piece_first[r]), int(road.piece_first[r + 1])
        while piece < end:
            if away_from(road, r, piece, x, y) <= WIDEST and paved_on(road, r, piece, x, y, z):
                return True
            dx, dy = x - road.piece_xy[piece, 0], y - road.piece_xy[piece, 1]
            beyond = road.piece_s[piece] + (sqrt(dx * dx + dy * dy) - WIDEST - TORN) / STRETCH
            piece += 1
            if beyond > road.road_length[r]:
                break
            if piece < end and beyond > road.piece_s[piece]:
                piece = last_at(road.piece_s, piece, end, beyond)
    return False


@device
def paved_on(road: Road, r: int, piece: int, x: float, y: float, z: float) -> bool:
    """The same of one piece of a road."""
    score, s, t = weighed(road, r, piece, x, y)
    row = lane_at(road, r, s, t) if score <= ASIDE else -1
    paved = row >= 0 and for_cars(road.lane_kind[row])
    return bool(paved and abs(elevation_at(road, r, s)[0] - z) < STOREY)
