"""A track as a polyline with times: as few vertices as give every moment its place, heading and speed again.

A trajectory of OpenSCENARIO knows no speed but that of its legs (length over time). A vertex at every moment would give
the mean speed of the step before it, off by half the acceleration times the step. So a leg leaves each moment with the
speed that the agent has there, and a vertex half-way between two moments turns towards the next place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, NamedTuple

import numpy as np

from aureole.core.notes import Bool, Float64
from aureole.world.scenarios.export.pieces import Samples

PLACE = 5e-4  # m; how far a moment left out may lie beside the polyline
ANGLE = 1e-4  # rad; the same of its heading, pitch and roll
SPEED = 2e-3  # m/s; the same of its speed
ALONE = 1e-3  # s; how long a moment lasts that has no other beside it


class Vertices(NamedTuple):
    """A polyline; positions in between are linear in time, angles turn the shorter way."""

    time: Annotated[Float64, "vertices", "s", "-"]
    pose: Annotated[Float64, "vertices 6", "-", "world"]
    """x, y, z, heading, pitch, roll."""


def wrapped(angle: Float64) -> Float64:
    """The same angles from -π to π."""
    return np.asarray(np.arctan2(np.sin(angle), np.cos(angle)))


def vertices(samples: Samples) -> Vertices:
    """The polyline of a stretch; it goes on for half a step behind the last moment, to give that one its speed too."""
    every = _candidates(samples)
    fits = _judge(samples, every)
    kept, at, last = [0], 0, len(every.time) - 1
    while at < last:
        at = _farthest(at, last, fits)
        kept.append(at)
    return Vertices(every.time[kept], every.pose[kept])


def _candidates(samples: Samples) -> Vertices:
    """A vertex at every moment (even rows), and one half-way to the next as the speed leads there (odd rows)."""
    time, pose = samples.time, samples.pose
    steps = np.diff(time)
    half = 0.5 * np.append(steps, steps[-1] if len(steps) else ALONE)
    following = np.vstack((pose[1:], pose[-1:]))
    between = pose + 0.5 * (following - pose)
    between[:, 3:] = wrapped(pose[:, 3:] + 0.5 * wrapped(following[:, 3:] - pose[:, 3:]))
    between[:, 0] = pose[:, 0] + samples.speed * half * np.cos(pose[:, 3])
    between[:, 1] = pose[:, 1] + samples.speed * half * np.sin(pose[:, 3])
    both = np.stack((time, time + half), axis=1).ravel()
    return Vertices(both, np.stack((pose, between), axis=1).reshape(-1, 6))


def _judge(samples: Samples, every: Vertices) -> Callable[[int, int], bool]:
    """Whether a straight leg from one candidate to another gives all moments on it: its start counts, its end not."""

    def fits(start: int, end: int) -> bool:
        span = every.time[end] - every.time[start]
        one, change = every.pose[start], every.pose[end] - every.pose[start]
        change[3:] = wrapped(change[3:])
        first, past = (start + 1) // 2, (end + 1) // 2
        if first >= past:
            return True
        part = ((samples.time[first:past] - every.time[start]) / span)[:, np.newaxis]
        off = samples.pose[first:past] - (one + part * change)
        return bool(
            (np.abs(off[:, :3]).max() <= PLACE)
            and (np.abs(wrapped(off[:, 3:])).max() <= ANGLE)
            and _paced(change, span, samples, slice(first, past)).all()
        )

    return fits


def _paced(change: Float64, span: float, samples: Samples, rows: slice) -> Bool:
    """At which moments a leg has the agent's speed: its length over its time, below zero against the heading."""
    pace = float(np.hypot(change[0], change[1])) / span
    ahead = change[0] * np.cos(samples.pose[rows, 3]) + change[1] * np.sin(samples.pose[rows, 3])
    return np.asarray(np.abs(np.where(ahead < 0.0, -pace, pace) - samples.speed[rows]) <= SPEED)


def _farthest(start: int, last: int, fits: Callable[[int, int], bool]) -> int:
    """A candidate far along that one leg still reaches: strides double while they fit, then halve."""
    reached, stride = start + 1, 1
    while reached < last and fits(start, min(reached + stride, last)):
        reached = min(reached + stride, last)
        stride *= 2
    while stride > 1:
        stride //= 2
        if reached + stride <= last and fits(start, reached + stride):
            reached += stride
    return reached
