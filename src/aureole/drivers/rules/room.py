"""The own car's measures, and whether another lane has room for it."""

from __future__ import annotations

import math
from typing import NamedTuple

from aureole.core.notes import Array, Float64, Int64
from aureole.drivers.rules.change import LaneTable, gap_is_safe
from aureole.drivers.rules.path import lay, look_up
from aureole.drivers.rules.tracks import HALF_D, SIDEWAYS, D, Known, Seen, in_lane
from aureole.kernels import device


class Own(NamedTuple):
    """What the kernel needs to know of the own car and the journey."""

    speed: Array
    set_speed: Array
    age: Array
    stamp: Int64
    front: float  # m; front bumper ahead of the reference point
    rear: float  # m; rear bumper, below zero
    half_width: float  # m
    wheelbase: float  # m
    lateral: float  # m/s^2; comfortable in bends
    brake: float  # m/s^2; the hardest
    period: float  # s; between two looks


@device
def free(
    lanes: LaneTable, w: int, other: int, tracks: Seen, known: Known, own: Own, speed: float,
    line: Float64, t: Float64,
) -> bool:  # fmt: skip
    """Whether nobody in lane `other`, or coming into it, would be hindered."""
    seen = lanes.seen[w, other]
    if seen < 2:
        return False
    lay(lanes.centre[w, other], seen, line)
    s, _, _ = look_up(line, seen, 0.0, 0.0)
    for i in range(tracks.id.shape[1]):
        if not tracks.present[w, i]:
            continue
        spot = look_up(line, seen, tracks.xy[w, i, 0], tracks.xy[w, i, 1])
        in_lane(tracks, w, i, known, spot, t)
        comes = max(-math.copysign(1.0, t[D]) * t[SIDEWAYS], 0.0) * 3.0
        if abs(t[D]) - comes < t[HALF_D] + own.half_width + 0.4 and not gap_is_safe(
            t, s + own.front, s + own.rear, speed
        ):
            return False
    return True
