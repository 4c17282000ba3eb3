"""Others that give way: on their recorded path, at the log's pace until somebody off its log is in their way.

Who is off its log: the examined car once it is further than `DEVIATES` from where its log has it, and everybody who
had to fall behind. Towards those an agent follows by the intelligent driver model along its own path, no faster than
its log; behind nobody it keeps the log's pace, and where it has fallen behind it catches up.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from aureole.conduct.following import desired_gap
from aureole.core.notes import Bool, Float64
from aureole.kernels import device
from aureole.world.logs.playing.tables import Tables, on_way, station_at

DEVIATES = 2.0  # m; ours: further than a lane keeper errs, nearer than another lane
LOOKS = 60.0  # m; how far ahead along its path an agent looks
SPACING = 2.0  # m; between two places looked at
BESIDE = 0.2  # m; room beside a box that still counts as in the way
TEXTBOOK = (1.0, 1.5, 1.5, 3.0)  # s, m, m/s^2, m/s^2: time gap, least gap, acceleration and brake where nobody is human
HARDEST = 8.0  # m/s^2; nobody brakes harder
CATCH_UP = 2.0  # s; in which it closes up to its log
FASTER = 1.2  # -; at most so much faster than it ever drove
ANSWER = 0.5  # s; in which it takes on the speed it wants


class Reactions(NamedTuple):
    """What changes, one row a world."""

    off: Bool
    """[worlds, agents] off its log."""
    station: Float64
    """[worlds, agents] m along its own way; of those off their log."""
    speed: Float64
    """[worlds, agents] m/s; of those off their log."""


def none(worlds: int, agents: int) -> Reactions:
    """Everybody on its log."""
    return Reactions(np.zeros((worlds, agents), np.bool_), np.zeros((worlds, agents)), np.zeros((worlds, agents)))


@device
def ahead(track: Tables, w: int, a: int, station: float, poses: Float64, off: Bool) -> tuple[float, float]:
    """Gap (m), and speed along the path (m/s) of the nearest who is off its log and in the way; a large gap: none.

    `poses` (agents, 5) holds x, y of the box's middle, heading, speed and 1 where somebody is there.
    """
    best, lead = 1e9, 0.0
    x, y, _ = on_way(track, a, station)
    for other in range(poses.shape[0]):
        if other == a or not off[w, other] or poses[other, 4] == 0.0:
            continue
        dx, dy = poses[other, 0] - x, poses[other, 1] - y
        if dx * dx + dy * dy > (LOOKS + 10.0) ** 2:
            continue
        half = 0.5 * track.size[other, 0]
        reach = min(LOOKS, track.station[a, track.station.shape[1] - 1] - station + 10.0)
        k, near, at, turn = 0, 1e9, 0.0, 0.0
        while k * SPACING <= reach:
            px, py, heading = on_way(track, a, station + k * SPACING)
            over = max(station + k * SPACING - track.station[a, track.station.shape[1] - 1], 0.0)
            px, py = px + over * math.cos(heading), py + over * math.sin(heading)
            c, s = math.cos(heading), math.sin(heading)
            along = c * (poses[other, 0] - px) + s * (poses[other, 1] - py)
            across = abs(c * (poses[other, 1] - py) - s * (poses[other, 0] - px))
            if abs(along) <= 0.5 * SPACING + 1e-9 and across < near:
                near, at, turn = across, k * SPACING + along, heading
            k += 1
        lean = poses[other, 2] - turn
        wide = abs(math.cos(lean)) * 0.5 * track.size[other, 1] + abs(math.sin(lean)) * half
        if near > wide + 0.5 * track.size[a, 1] + BESIDE or at <= 0.0:
            continue
        deep = abs(math.cos(lean)) * half + abs(math.sin(lean)) * 0.5 * track.size[other, 1]
        gap = at - track.ahead[a] - 0.5 * track.size[a, 0] - deep
        if gap < best:
            best, lead = gap, poses[other, 3] * math.cos(lean)
    return best, lead


@device
def pace(
    track: Tables, a: int, time: float, state: tuple[float, float], manner: Float64, gap: float, lead: float
) -> float:  # fmt: skip
    """Acceleration (m/s²) of an agent at a station with a speed, behind a gap: the log's pace or less."""
    station, speed = state
    late = station_at(track, a, time) - station
    after = station_at(track, a, time + track.step) - station_at(track, a, time)
    wish = min(max(after / track.step + late / CATCH_UP, 0.0), FASTER * track.fastest[a])
    free = min(max((wish - speed) / ANSWER, -manner[3]), 2.0 * manner[2])
    if gap >= 1e8:
        return float(free)
    ratio = desired_gap(speed, lead, manner[0], manner[1], manner[2], manner[3]) / max(gap, 0.01)
    held = manner[2] * (1.0 - ratio * ratio)
    return float(max(min(free, held), -HARDEST))


@device
def react(
    track: Tables, w: int, a: int, clock: tuple[float, float], manner: Float64, poses: Float64, how: Reactions
) -> None:  # fmt: skip
    """One step of one agent, in place; `clock` is the moment (s) before the step and its length, `manner` its own."""
    time, dt = clock
    station = how.station[w, a] if how.off[w, a] else station_at(track, a, time)
    speed = how.speed[w, a] if how.off[w, a] else max(poses[a, 3], 0.0)
    gap, lead = ahead(track, w, a, station, poses, how.off)
    if not how.off[w, a]:
        if gap >= 1e8:
            return
        held = desired_gap(speed, lead, manner[0], manner[1], manner[2], manner[3]) / max(gap, 0.01)
        if manner[2] * (1.0 - held * held) >= -0.5:
            return
        how.off[w, a] = True
    gain = pace(track, a, time, (station, speed), manner, gap, lead)
    after = max(speed + gain * dt, 0.0)
    how.station[w, a] = station + 0.5 * (speed + after) * dt
    how.speed[w, a] = after
