"""The tracks in lane coordinates, with what the driver remembers about each."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Array, Bool, Float64, Int32
from aureole.core.observation import Tracks
from aureole.kernels import device
from aureole.kernels.small import cosine_sine

STANDS = 0.5  # m/s; slower counts as standing
SMOOTH = 0.6  # -; share of the newest value in a track's acceleration
S, D, SPEED, SIDEWAYS, HALF_S, HALF_D, ACCEL, STOOD = range(8)


class Seen(NamedTuple):
    """The arrays of `Tracks` that a kernel takes."""

    present: Bool
    id: Int32
    xy: Array
    heading: Array
    velocity: Array
    size: Array
    kind: Int32


class Known(NamedTuple):
    """One world's rows of the memory about tracks, changed in place."""

    id: Int32
    speed: Float64
    accel: Float64
    moved: Bool
    stood: Float64


def seen(tracks: Tracks) -> Seen:
    """As the kernel takes them."""
    return Seen(
        tracks.present, tracks.id, tracks.xy, tracks.heading, tracks.velocity, tracks.size,
        tracks.kind,
    )  # fmt: skip


@device
def recall(seen: Seen, w: int, known: Known, before: Known, now: float, step: float) -> None:
    """Carry speeds, accelerations and standing times over to the tracks of this look.

    `before` is room for what was known until now. Places beyond those of `known` are not remembered.
    """
    count = known.id.shape[0]
    for i in range(count):
        before.id[i], before.speed[i], before.accel[i] = known.id[i], known.speed[i], known.accel[i]
        before.moved[i], before.stood[i] = known.moved[i], known.stood[i]
    for i in range(count):
        if not seen.present[w, i]:
            known.id[i] = -1
            continue
        speed = math.hypot(seen.velocity[w, i, 0], seen.velocity[w, i, 1])
        accel, has_moved, since = 0.0, speed > 1.0, np.inf
        for j in range(count):
            if before.id[j] == seen.id[w, i] and step > 0.0:
                fresh = (speed - before.speed[j]) / step
                accel = SMOOTH * fresh + (1.0 - SMOOTH) * before.accel[j]
                has_moved = has_moved or before.moved[j]
                since = before.stood[j]
                break
        if speed > STANDS:
            since = np.inf
        elif since == np.inf:
            since = now
        known.id[i], known.speed[i], known.accel[i] = seen.id[w, i], speed, accel
        known.moved[i], known.stood[i] = has_moved, since


@device
def in_lane(seen: Seen, w: int, i: int, known: Known, spot: tuple[float, float, float], out: Float64) -> None:
    """Fill `out`: station, offset, speeds along and across, half extents, acceleration, standing since.

    `spot` is the projection of the track's centre: arc length, offset, heading of the lane there.
    """
    s, d, heading = spot
    c, n = cosine_sine(heading)
    vx, vy = seen.velocity[w, i, 0], seen.velocity[w, i, 1]
    turn = seen.heading[w, i] - heading
    along, across = abs(math.cos(turn)), abs(math.sin(turn))
    length, width = seen.size[w, i, 0], seen.size[w, i, 1]
    out[S], out[D] = s, d
    out[SPEED], out[SIDEWAYS] = c * vx + n * vy, c * vy - n * vx
    out[HALF_S] = 0.5 * (along * length + across * width)
    out[HALF_D] = 0.5 * (across * length + along * width)
    out[ACCEL], out[STOOD] = known.accel[i], known.stood[i]
