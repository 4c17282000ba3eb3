"""What a log asks that no car can do: how far from it even the best drive must be somewhere, from the log alone.

Whoever accelerates by at most a leaves the chord between two of his places by at most a/2 (t - t1) (t2 - t). A log
whose place at t is further from its own chord is out of reach: a drive off by e at all three moments has a chord off
by e too, so that 2 e is at least what is too much. The largest e over all moments and chords is told for the engine and
the brakes (along the way) and the tyres (in the plane). Likewise for the start, where the car is put with the log's
place and speed and no pedal pressed: what it can gain or lose from there is known. Limits are those of the car's
description; nothing of this knows how well the log was driven.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aureole.core.notes import Float64
from aureole.vehicle.constants import GRAVITY, Chassis
from aureole.world.logs.playing.tables import Tables

SPAN = 4.0  # s; of the longest chord: noise and jumps are shorter
FINE = 0.01  # s; of a step from the start
HELD = 0.1  # m; a log that must be missed by no more counts as one that a car could drive: so exact are the logs
FOUND = 2.0  # s; the start is looked at for so long: what it lacks then is made good


class Missed(NamedTuple):
    """Metres by which any car must miss a log at some moment; zero: it may be driven as it is."""

    engine: float
    """It speeds up faster than the engine can."""
    brakes: float
    """It slows down faster than the brakes can."""
    grip: float
    """It leaves its chord, to any side, faster than the tyres hold."""
    start: float
    """It does so at once, or its first speed does not fit its places: our car begins with that speed, pedals free."""

    backwards: float
    """It goes backwards, and our car has no reverse gear."""

    @property
    def least(self) -> float:
        """The largest of them, m."""
        return max(self)

    @property
    def driven(self) -> bool:
        """Whether a car could drive the log."""
        return self.least <= HELD

    @property
    def why(self) -> str:
        """Which it is."""
        return self._fields[int(np.argmax(self))]


def missed(track: Tables, chassis: Chassis) -> Missed:
    """For the examined car's track and a car's engine, brakes and tyres."""
    there = track.present[0]
    time = np.asarray(np.flatnonzero(there) * track.step, np.float64)
    forward = np.stack((np.cos(track.heading[0]), np.sin(track.heading[0])), axis=1)
    middle = (track.xy[0] + track.ahead[0] * forward)[there]
    station = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(middle, axis=0).T))))
    engine = brakes = grip = 0.0
    for before, gap, plane in chords(time, station, middle):
        engine = max(engine, float((-gap - chassis.accel * before).max()))
        brakes = max(brakes, float((gap - chassis.brake * before).max()))
        grip = max(grip, float((plane - chassis.friction * GRAVITY * before).max()))
    early = time - time[0] <= FOUND
    start = begun(time[early] - time[0], station[early], float(track.speed[0, int(np.argmax(there))]), chassis)
    along = np.cumsum((np.diff(middle, axis=0) * forward[there][:-1]).sum(axis=1))
    back = float((np.maximum.accumulate(along) - along).max(initial=0.0))
    return Missed(0.5 * engine, 0.5 * brakes, 0.5 * grip, start, 0.5 * back)


def chords(time: Float64, station: Float64, middle: Float64) -> list[tuple[Float64, Float64, Float64]]:
    """For all chords: (t - t1) (t2 - t) / 2 in s^2, m ahead of the chord along the way, m from it in the plane."""
    found: list[tuple[Float64, Float64, Float64]] = []
    if len(time) < 3:
        return found
    most = min(len(time) - 1, max(2, round(SPAN / float(np.diff(time).min()))))
    for width in range(2, most + 1):
        for part in range(1, width):
            ends = slice(0, len(time) - width), slice(part, len(time) - width + part), slice(width, len(time))
            first, here, last = (time[one] for one in ends)
            share = (here - first) / (last - first)
            gap = station[ends[1]] - station[ends[0]] * (1.0 - share) - station[ends[2]] * share
            off = middle[ends[1]] - middle[ends[0]] * (1.0 - share)[:, None] - middle[ends[2]] * share[:, None]
            found.append((0.5 * (here - first) * (last - here), gap, np.hypot(*off.T)))
    return found


def begun(time: Float64, station: Float64, speed: float, chassis: Chassis) -> float:
    """m by which a car that begins at a speed, pedals free, must miss the places along the way."""
    fine = FINE * np.arange(1, int(round(FOUND / FINE)) + 1)
    pushed = np.maximum(fine - chassis.drive_delay, 0.0) / max(chassis.drive_lag, 1e-9)
    gain = chassis.accel * (1.0 - np.exp(-pushed))
    loss = np.minimum(chassis.brake_jerk * np.maximum(fine - chassis.brake_delay, 0.0), chassis.brake)
    most = np.cumsum(speed + np.cumsum(gain) * FINE) * FINE
    least = np.cumsum(np.maximum(speed - np.cumsum(loss) * FINE, 0.0)) * FINE
    grid, zero = np.concatenate(([0.0], fine)), np.zeros(1)
    ahead = station - np.interp(time, grid, np.concatenate((zero, most)))
    behind = np.interp(time, grid, np.concatenate((zero, least))) - station
    return max(float(ahead.max()), float(behind.max()), 0.0)


def misfit(track: Tables) -> float:
    """Root mean square, m/s, of the speeds a log tells for its car less those of the way that it made."""
    there = track.present[0]
    time, heading = np.flatnonzero(there) * track.step, track.heading[0][there]
    if len(time) < 2:
        return 0.0
    moved = np.gradient(track.xy[0][there], time, axis=0)
    along = moved[:, 0] * np.cos(heading) + moved[:, 1] * np.sin(heading)
    return float(np.sqrt(np.mean((track.speed[0][there] - along) ** 2)))
