"""What is sensed is a little old: when sensing is due, and the past scenes it looks at.

A call's tick is its stamp in steps. Sensing is due at multiples of `every` ticks and shows the scene
`lag` ticks earlier, so only scenes at ticks k with (k + lag) divisible by `every` are kept, in a ring of
`lag // every + 1` places; before the first of them the ring holds the first scene.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aureole.core.notes import Bool, Float32, Float64, Int32, Int64
from aureole.core.scene import Scene
from aureole.kernels import device, kernel

# Columns of an agent in the ring; numbers as in `Scene`, the world frame.
PRESENT, X, Y, HEADING, VX, VY, LENGTH, WIDTH, HEIGHT, BOX_X, BOX_Y, KIND, LAMPS, STAMP = range(14)
COLUMNS = 14

# Columns of a world's times: stamps (ns) of the last renewal, of the scene it showed, of the last scene kept.
RENEWED, SENSED, KEPT = range(3)
NEVER = -1

# What `move` says is to be done, as bits.
KEEP = 1
RENEW = 2


class Agents(NamedTuple):
    """The fields of a `Scene` that the ring keeps."""

    stamp: Int64
    present: Bool
    xyz: Float64
    heading: Float64
    velocity: Float64
    size: Float64
    box_from_reference: Float64
    kind: Int32
    lamps: Int32


def agents(scene: Scene) -> Agents:
    """The part of a scene that sensors can see."""
    return Agents(*(getattr(scene, name) for name in Agents._fields))


@device
def tick_at(stamp: int, step: int) -> int:
    """Number of the step that a stamp stands for."""
    return (stamp + step // 2) // step


@device
def wanted(kept: int, stamp: int, shown: int, every: int) -> bool:
    """Whether a scene is to be kept: the first one, and those that a renewal at tick `shown` will look at."""
    return kept == NEVER or (shown % every == 0 and kept != stamp)


@kernel
def move(
    ego: tuple[Int64, Float64, Float64, Float64, Float64],
    times: Int64,
    clock: tuple[int, int, int],
    motion: Float32,
    age: Float32,
    due: Bool,
) -> int:
    """Write the ego's own motion (4, worlds), the age of what it senses, and where sensing is due.

    Args:
        ego: stamp, speed, accel, yaw_rate and steer of the scene.
        times: stamps per world, see `RENEWED`.
        clock: step in ns, ticks between two renewals, ticks of latency.
        motion: speed, accel, yaw_rate, steer.
        age: s, (worlds, sensors).
        due: (worlds,).

    Returns `KEEP | RENEW` bits.
    """
    stamp, speed, accel, yaw_rate, steer = ego
    step, every, lag = clock
    work = 0
    for w in range(stamp.shape[0]):
        motion[0, w] = speed[w, 0]
        motion[1, w] = accel[w, 0]
        motion[2, w] = yaw_rate[w, 0]
        motion[3, w] = steer[w, 0]
        tick = tick_at(stamp[w], step)
        due[w] = tick % every == 0 and times[w, RENEWED] != stamp[w]
        if due[w]:
            work |= RENEW
        if wanted(times[w, KEPT], stamp[w], tick + lag, every):
            work |= KEEP
        for sensor in range(age.shape[1]):
            age[w, sensor] = (stamp[w] - times[w, SENSED]) * 1e-9
    return work


@kernel
def keep(now: Agents, times: Int64, clock: tuple[int, int, int], past: Float64) -> None:
    """Put the scene into the ring (worlds, places, agents, columns) where a renewal will look at it."""
    step, every, lag = clock
    for w in range(now.stamp.shape[0]):
        tick = tick_at(now.stamp[w], step)
        first = times[w, KEPT] == NEVER
        if wanted(times[w, KEPT], now.stamp[w], tick + lag, every):
            times[w, KEPT] = now.stamp[w]
            place = (tick + lag) // every % past.shape[1]
            for p in range(past.shape[1]):
                if first or p == place:
                    store(now, w, past[w, p])


@device
def store(now: Agents, w: int, row: Float64) -> None:
    """One world's agents as columns."""
    for a in range(now.present.shape[1]):
        row[a, PRESENT] = 1.0 if now.present[w, a] else 0.0
        row[a, X] = now.xyz[w, a, 0]
        row[a, Y] = now.xyz[w, a, 1]
        row[a, HEADING] = now.heading[w, a]
        row[a, VX] = now.velocity[w, a, 0]
        row[a, VY] = now.velocity[w, a, 1]
        row[a, LENGTH] = now.size[w, a, 0]
        row[a, WIDTH] = now.size[w, a, 1]
        row[a, HEIGHT] = now.size[w, a, 2]
        row[a, BOX_X] = now.box_from_reference[w, a, 0]
        row[a, BOX_Y] = now.box_from_reference[w, a, 1]
        row[a, KIND] = now.kind[w, a]
        row[a, LAMPS] = now.lamps[w, a]
        row[a, STAMP] = now.stamp[w]


def empty(worlds: int, places: int, count: int) -> Float64:
    """A ring without a scene."""
    return np.zeros((worlds, places, count, COLUMNS))
