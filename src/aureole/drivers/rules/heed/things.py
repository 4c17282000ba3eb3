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
    return Seen(
        present=np.concatenate((tracks.present, objects.present), axis=1),
        id=np.concatenate((tracks.id, objects.id), axis=1),
        xy=np.concatenate((tracks.xy, objects.xy), axis=1),
        heading=np.concatenate((tracks.heading, objects.heading), axis=1),
        velocity=np.concatenate((tracks.velocity, still), axis=1),
        size=np.concatenate((tracks.size, objects.size), axis=1),
        kind=np.concatenate((tracks.kind, objects.kind), axis=1),
    )


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
