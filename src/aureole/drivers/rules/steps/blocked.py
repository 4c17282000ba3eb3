"""What stands in the lane ahead and will not go away."""

from __future__ import annotations

import numpy as np

from aureole.core.notes import Float64
from aureole.drivers.rules.path import project
from aureole.drivers.rules.room import Own
from aureole.drivers.rules.threats import margin, soft
from aureole.drivers.rules.tracks import HALF_D, HALF_S, SPEED, STANDS, STOOD, D, Known, S, Seen, in_lane
from aureole.kernels import device


@device
def standing(
    tracks: Seen, w: int, known: Known, placed: Float64, line: Float64, seen: int, own: Own, front: float, now: float
) -> tuple[float, int]:
    """Metres from the front to the nearest that stands in the lane, infinite if none does, and its id.

    `placed` is filled with every track in the coordinates of the lane.
    """
    ahead, cause = np.inf, -1
    for i in range(tracks.id.shape[1]):
        if not tracks.present[w, i]:
            continue
        t = placed[i]
        spot = project(line, seen, tracks.xy[w, i, 0], tracks.xy[w, i, 1])
        in_lane(tracks, w, i, known, spot, t)
        gap = t[S] - t[HALF_S] - front
        within = abs(t[D]) < t[HALF_D] + own.half_width + margin(tracks.kind[w, i])
        if gap < 0.0 or not within or soft(tracks.kind[w, i]) or gap > ahead:
            continue
        patience = 5.0 if known.moved[i] else 0.5
        if t[SPEED] < STANDS and now - t[STOOD] >= patience:
            ahead, cause = gap, tracks.id[w, i]
    return ahead, cause
