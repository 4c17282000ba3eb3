"""How far off the middle of its lane it goes beside others, and beside cones."""

from __future__ import annotations

import math

from aureole.core.notes import Float64
from aureole.drivers.rules.room import Own
from aureole.drivers.rules.threats import DRIFT, thing
from aureole.drivers.rules.tracks import HALF_D, HALF_S, SIDEWAYS, SPEED, STANDS, D, S, Seen
from aureole.kernels import device

ROOM = 0.7  # m; free space wished beside a vehicle alongside
ASIDE = 0.4  # m; most it moves off the centre for that
SHIFT = 0.3  # m/s; how fast; twice that beside one that comes over
SOON = 1.5  # s; until it is beside one that is slower, it makes room for it
AHEAD = 1.0  # s; the room is that which will be left by then


@device
def wished(
    tracks: Seen, w: int, placed: Float64, own: Own, speed: float, front: float, rear: float
) -> tuple[float, float]:
    """Metres to the left of the middle that leave room beside what drives alongside, and how fast to go there.

    Of cones and barriers only the nearest on either side counts: there are many of them.
    """
    aside, rate, left, right = 0.0, SHIFT * own.period, 0.0, 0.0
    for i in range(tracks.id.shape[1]):
        if not tracks.present[w, i]:
            continue
        t = placed[i]
        reach = max(0.5 * speed, SOON * (speed - t[SPEED])) + 5.0
        near = t[S] + t[HALF_S] > rear - 2.0 and t[S] - t[HALF_S] < front + reach
        free_side = abs(t[D]) - t[HALF_D] - own.half_width
        nearer = max(-math.copysign(1.0, t[D]) * t[SIDEWAYS] - DRIFT, 0.0)
        free_then = free_side - AHEAD * nearer
        if near and free_side > 0.0 and free_then < ROOM:
            if t[SPEED] > STANDS:
                aside -= math.copysign(min(ROOM - free_then, ASIDE + 0.25 * min(nearer, 0.6)), t[D])
                rate = max(rate, min(nearer, 2.0 * SHIFT) * own.period)
            elif thing(tracks.kind[w, i]):
                push = min(ROOM - free_side, ASIDE)
                left, right = (max(left, push), right) if t[D] > 0.0 else (left, max(right, push))
    if left > 0.0 or right > 0.0:
        aside += right - left
    return aside, rate
