"""Past what stands in the own lane: when the oncoming lane may be used, and when temporary things open a line.

StVO §6 lets who passes an obstruction use the other side where nobody comes. So the oncoming lane is no wrong lane
while something stands in the own one beside or shortly ahead and nobody who comes in it would be reached within `SPARE`
seconds; whether the line may be crossed is judged as ever. Who stands with brake lights waits in a queue and is no
obstruction. Cones and barriers in the own lane close it: then its lines, too, may be crossed (StVO §43 (3), §39 (5):
what works put up goes before what is painted).
"""

from __future__ import annotations

from math import cos, sin

from aureole.conduct.rights.yielding import SPARE
from aureole.core.kinds import Kind, Lamps
from aureole.core.road import Road
from aureole.exam.judges.sight import Sight, extent
from aureole.kernels import device
from aureole.world.roads.lanes import lane_row, lane_span

STANDS = 0.5  # m/s
AHEAD, BEHIND = 60.0, 20.0  # m; from the car: so near is what is passed
REACHES = 0.3  # m; into the lane
AROUND = 150.0  # m; who comes from further away is not endangered
BRAKE = int(Lamps.BRAKE)
CONE, BARRIER = int(Kind.CONE), int(Kind.BARRIER)


@device
def stands_in(sight: Sight, road: Road, w: int, m: int, a: int, lane: int) -> bool:
    """Whether an agent stands in the lane of the ego's road with the id of this row, beside or shortly ahead."""
    r = sight.road[m, 0]
    if not sight.present[m, a] or sight.road[m, a] != r or abs(sight.speed[m, a]) > STANDS:
        return False
    way = 1.0 if (road.lane_id[lane] < 0) != road.road_left_hand[r] else -1.0
    ahead = way * (sight.s[m, a] - sight.s[m, 0])
    if ahead < -BEHIND or ahead > AHEAD:
        return False
    s, t, _, half, _, _, _, _ = extent(sight, road, w, m, a)
    row = lane_row(road, r, s, int(road.lane_id[lane]))
    if row < 0:
        return False
    right, left = lane_span(road, r, s, row)
    return min(left - (t - half), t + half - right) > REACHES


@device
def endangers(sight: Sight, road: Road, w: int, m: int, lane: int) -> bool:
    """Whether somebody comes in this lane of the ego's road and would be reached within `SPARE` seconds."""
    r = sight.road[m, 0]
    for a in range(1, sight.present.shape[1]):
        if not sight.present[m, a] or sight.road[m, a] != r or sight.lane[m, a] < 0:
            continue
        ids = road.lane_id[sight.lane[m, a]] == road.lane_id[lane]
        comes = cos(sight.heading[m, a] - sight.heading[m, 0]) < 0.0 and sight.speed[m, a] > STANDS
        away = abs(sight.s[m, a] - sight.s[m, 0])
        dx, dy = sight.xyz[m, a, 0] - sight.xyz[m, 0, 0], sight.xyz[m, a, 1] - sight.xyz[m, 0, 1]
        c, sn = cos(sight.heading[m, 0]), sin(sight.heading[m, 0])
        if ids and comes and away < AROUND and c * dx + sn * dy > 0.0:
            gap = max(away - 0.5 * (sight.size[w, 0, 0] + sight.size[w, a, 0]), 0.0)
            if gap < SPARE * (sight.speed[m, a] + max(sight.speed[m, 0], 0.0)):
                return True
    return False


@device
def passes(sight: Sight, road: Road, w: int, m: int, home: int, lane: int) -> bool:
    """Whether the ego, in an oncoming lane, only passes what stands in the lane it came from (`home`, -1 none)."""
    if home < 0:
        return False
    for a in range(1, sight.present.shape[1]):
        if sight.lamps[m, a] & BRAKE == 0 and stands_in(sight, road, w, m, a, home):
            return not endangers(sight, road, w, m, lane)
    return False


@device
def closed(sight: Sight, road: Road, w: int, m: int, lane: int) -> bool:
    """Whether temporary things stand in the ego's lane."""
    for a in range(1, sight.present.shape[1]):
        kind = sight.kind[w, a]
        if (kind == CONE or kind == BARRIER) and stands_in(sight, road, w, m, a, lane):
            return True
    return False
