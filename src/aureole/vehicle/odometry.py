"""Where the car has been since it set off, from its own speed and yaw rate."""

from __future__ import annotations

from aureole.core.notes import Float64, Int64
from aureole.kernels import device
from aureole.kernels.small import cosine_sine

PAST = 32  # poses remembered
SPACING = 20_000_000  # ns between them: 0.64 s in all, longer than a plan lives


@device
def move(pose: Float64, way: tuple[float, float], along: float, across: float, turn: float) -> tuple[float, float]:
    """Move a pose (3,) x, y, heading along a short arc, in place; m, m, rad in its own frame.

    `way` is the cosine and sine of its heading; gives those of the new one.
    """
    half_c, half_s = cosine_sine(0.5 * turn)
    c, s = way[0] * half_c - way[1] * half_s, way[1] * half_c + way[0] * half_s
    pose[0] += c * along - s * across
    pose[1] += s * along + c * across
    pose[2] += turn
    return c * half_c - s * half_s, s * half_c + c * half_s


@device
def keep(stamps: Int64, poses: Float64, count: int, stamp: int, pose: Float64) -> int:
    """Remember a pose in the rings (PAST,), (PAST, 3) if the last one is old enough; gives the new count."""
    if count > 0 and stamp - stamps[(count - 1) % PAST] < SPACING:
        return count
    place = count % PAST
    stamps[place] = stamp
    for axis in range(3):
        poses[place, axis] = pose[axis]
    return count + 1


@device
def recall(
    stamps: Int64, poses: Float64, count: int, stamp: int, pose: Float64, wanted: int
) -> tuple[float, float, float]:
    """The pose at the moment `wanted` (ns), between two remembered ones; the oldest where that is forgotten."""
    newer_stamp, newer_x, newer_y, newer_h = stamp, pose[0], pose[1], pose[2]
    for back in range(1, min(count, PAST) + 1):
        place = (count - back) % PAST
        old = stamps[place]
        if old <= wanted or back == min(count, PAST):
            span = newer_stamp - old
            share = 1.0 if span <= 0 else min(max((wanted - old) / span, 0.0), 1.0)
            x = poses[place, 0] + share * (newer_x - poses[place, 0])
            y = poses[place, 1] + share * (newer_y - poses[place, 1])
            return x, y, poses[place, 2] + share * (newer_h - poses[place, 2])
        newer_stamp, newer_x, newer_y, newer_h = old, poses[place, 0], poses[place, 1], poses[place, 2]
    return newer_x, newer_y, newer_h
