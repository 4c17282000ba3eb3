"""Cones and barriers as the rule driver takes them: like standing tracks, behind the others in the table."""

from __future__ import annotations

import numpy as np

from aureole.core.observation import Objects, Tracks
from aureole.drivers.rules.threats import thing
from aureole.drivers.rules.tracks import Known, Seen, seen
from aureole.kernels import device

LONG_AGO = -1e9  # s; what is put up stands since ever


def with_things(tracks: Tracks, objects: Objects) -> Seen:
    """Tracks, and temporary objects behind them where there is any in the batch."""
    if not objects.present.any():
        return seen(tracks)
    still = np.zeros_like(objects.xy)
    pairs = (
        (tracks.present, objects.present), (tracks.id, objects.id), (tracks.xy, objects.xy),
        (tracks.heading, objects.heading), (tracks.velocity, still), (tracks.size, objects.size),
        (tracks.kind, objects.kind),
    )  # fmt: skip
    return Seen(*(np.concatenate(pair, axis=1) for pair in pairs))


@device
def is_thing(tracks: Seen, w: int, cause: int) -> bool:
    """Whether what has this id is a cone or a barrier."""
    for i in range(tracks.id.shape[1]):
        if tracks.present[w, i] and tracks.id[w, i] == cause and thing(tracks.kind[w, i]):
            return True
    return False


@device
def remembered(tracks: Seen, w: int, memory: Known, known: Known) -> None:
    """Fill `known`, which has a place for everything in the table, from what is remembered of tracks."""
    slots = memory.id.shape[0]
    for i in range(tracks.id.shape[1]):
        if i < slots:
            known.id[i], known.speed[i], known.accel[i] = memory.id[i], memory.speed[i], memory.accel[i]
            known.moved[i], known.stood[i] = memory.moved[i], memory.stood[i]
        else:
            known.id[i], known.speed[i], known.accel[i] = tracks.id[w, i], 0.0, 0.0
            known.moved[i], known.stood[i] = False, LONG_AGO
