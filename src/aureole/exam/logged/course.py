"""The motion nearest to a log that our car can drive: smooth, within engine, brakes, grip and steering, known ahead.

Logs tell where the middle of a box was, with noise: driven as they stand they ask for accelerations that no log's car
had. The course is found in three steps. The way: the log's middles with the least sum of squared distances and squared
third differences. The pace along it: likewise, with speeds and accelerations bounded to what car and bend allow. The
axle: the rear axle follows the middle of the box as a trailer follows its hitch, which is how a car rolls without slip.
There is no reverse gear: a log that goes backwards is not followed there.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aureole.core.notes import Float64
from aureole.vehicle.constants import GRAVITY, Chassis
from aureole.world.logs.playing.tables import Tables

PERIOD = 0.1  # s; between the moments of a course
QUICK = 6.0  # rad/s; slower motions of the log are kept (half of their size there), faster ones are taken for noise
SPARE = 0.95  # -; share of engine and brakes that a course uses: the rest is for coming back to it
GRIP = 0.8  # -; share of the friction that a course uses in bends; the follower's own steering stops at 0.85
APART = 0.2  # m; points of the way are at least so far from each other
ROUNDS = 2000  # of the alternating directions; more change the largest course by less than a millimetre
FIRM = 1e4  # -; weight of the first moment, at which the car is put where the log has it
FAINT = 1e-6  # -; weight of second differences: where a log has two places only, the line through them is meant
OVER = 1000.0  # m; so far the way goes straight on before and after the log


class Course(NamedTuple):
    """The rear axle's middle every `PERIOD` from the start: x, y, heading, speed; one row a moment."""

    pose: Float64

    def at(self, time: Float64) -> Float64:
        """[moments, 4] at moments (s); beyond the end straight on."""
        place = np.minimum(time / PERIOD, len(self.pose) - 1.0)
        found = np.stack([np.interp(place, np.arange(len(self.pose)), one) for one in self.pose.T], axis=1)
        over = np.maximum(time - (len(self.pose) - 1) * PERIOD, 0.0) * found[:, 3]
        found[:, 0] += over * np.cos(found[:, 2])
        found[:, 1] += over * np.sin(found[:, 2])
        return found


def course_of(track: Tables, chassis: Chassis) -> Course:
    """The nearest motion to the examined car's track."""
    there = track.present[0]
    ticks = np.asarray(np.flatnonzero(there) * track.step, np.float64)
    forward = np.stack((np.cos(track.heading[0]), np.sin(track.heading[0])), axis=1)
    middle = (track.xy[0] + track.ahead[0] * forward)[there]
    count = int(np.ceil(ticks[-1] / PERIOD - 1e-6)) + 1
    where = spread(ticks, count)
    way = near(where, middle, count)
    station, line = drawn(way)
    pace = paced(where, station, (float(track.speed[0, 0]), swiftest(way, station, chassis)), chassis)
    xy = np.stack([np.interp(pace, line[:, 2], line[:, axis]) for axis in (0, 1)], axis=1)
    heading = towed(xy, float(track.heading[0, 0]), float(track.ahead[0]))
    xy -= track.ahead[0] * np.stack((np.cos(heading), np.sin(heading)), axis=1)
    return Course(np.column_stack((xy, heading, np.maximum(np.gradient(pace, PERIOD), 0.0))))


def spread(ticks: Float64, count: int) -> Float64:
    """[ticks, count]: how a value at each tick (s) is made of those at the moments of the course."""
    place = np.minimum(ticks / PERIOD, count - 1.0)
    low = np.minimum(place.astype(int), count - 2)
    rows, where = np.arange(len(ticks)), np.zeros((len(ticks), count))
    where[rows, low], where[rows, low + 1] = 1.0 - (place - low), place - low
    return where


def stiff(where: Float64, count: int) -> Float64:
    """[count, count]: the quadratic form of distances from the ticks and of third differences."""
    weight = np.ones(len(where))
    weight[0] = FIRM
    second, third = np.diff(np.eye(count), 2, axis=0), np.diff(np.eye(count), 3, axis=0) / PERIOD**3
    told = where.T @ (weight[:, None] * where)
    return np.asarray(told + third.T @ third / QUICK**6 + FAINT * second.T @ second, np.float64)


def near(where: Float64, points: Float64, count: int) -> Float64:
    """The smooth motion near points at the ticks; [count, 2]."""
    weighed = points.copy()
    weighed[0] *= FIRM
    return np.asarray(np.linalg.solve(stiff(where, count), where.T @ weighed), np.float64)


def drawn(way: Float64) -> tuple[Float64, Float64]:
    """m along a motion at each of its moments, and its line (x, y, m along), straight on at both ends."""
    station = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(way, axis=0).T))])
    kept = [0]
    for k in range(1, len(way)):
        if station[k] - station[kept[-1]] >= APART:
            kept.append(k)
    line = np.column_stack((way, station))[kept]
    if len(line) < 2:
        return station, np.vstack((line, line + np.array([[OVER, 0.0, OVER]])))
    ends = [(line[0] - line[1]) / (line[1, 2] - line[0, 2]), (line[-1] - line[-2]) / (line[-1, 2] - line[-2, 2])]
    return station, np.vstack((line[0] + OVER * ends[0], line, line[-1] + OVER * ends[1]))


def swiftest(way: Float64, station: Float64, chassis: Chassis) -> Float64:
    """[count - 1] m/s between moments: what grip in the bend and the car allow."""
    step = np.diff(way, axis=0)
    moved = station[1:] - station[:-1] > 0.5 * APART
    turn = np.unwrap(np.where(moved, np.arctan2(step[:, 1], step[:, 0]), np.nan)[moved]) if moved.any() else np.zeros(0)
    middle = 0.5 * (station[1:] + station[:-1])
    kappa = np.zeros(len(step))
    if moved.sum() > 1:
        kappa = np.interp(middle, middle[moved], np.abs(np.gradient(turn, middle[moved])))
    most = np.sqrt(GRIP * chassis.friction * GRAVITY / np.maximum(kappa, 1e-9))
    return np.minimum(most, chassis.top_speed)


def paced(where: Float64, station: Float64, speeds: tuple[float, Float64], chassis: Chassis) -> Float64:
    """m along the way at each moment: nearest to the log's within bounds, from the log's first speed on.

    Alternating direction method of multipliers (Boyd et al. 2011, §5.2.1) on speeds and accelerations.
    """
    first, most = speeds
    count = len(station)
    form = stiff(np.eye(count), count)
    aim = station.copy()
    aim[0] *= FIRM
    speed, accel = np.diff(np.eye(count), axis=0) / PERIOD, np.diff(np.eye(count), 2, axis=0) / PERIOD**2
    low = np.concatenate((np.zeros(count - 1), np.full(count - 2, -SPARE * chassis.brake)))
    high = np.concatenate((most, np.full(count - 2, SPARE * chassis.accel)))
    low[0] = high[0] = first
    firm = np.concatenate((np.full(count - 1, 0.3), np.full(count - 2, 0.03)))
    firm[0] = 300.0
    rows = np.vstack((speed, accel))
    solve = np.linalg.inv(form + rows.T @ (firm[:, None] * rows))
    held, dual = rows @ station, np.zeros(len(rows))
    found = station
    for _ in range(ROUNDS):
        found = solve @ (aim + rows.T @ (firm * held - dual))
        now = rows @ found
        held = np.clip(now + dual / firm, low, high)
        dual += firm * (now - held)
    return np.maximum.accumulate(found)


def towed(xy: Float64, heading: float, length: float) -> Float64:
    """Headings of a bar whose front goes along points and whose rear end, `length` behind it, rolls without slip.

    Along a straight line the tangent of half the angle between bar and line falls as exp(-way / length): the tractrix.
    """
    found = np.full(len(xy), heading)
    for k in range(1, len(xy)):
        step = xy[k] - xy[k - 1]
        size = float(np.hypot(*step))
        found[k] = found[k - 1]
        if size > 1e-9:
            course = float(np.arctan2(step[1], step[0]))
            half = 0.5 * float(np.arctan2(np.sin(found[k - 1] - course), np.cos(found[k - 1] - course)))
            left = 2.0 * float(np.arctan(np.tan(half) * np.exp(-size / max(length, 1e-6))))
            found[k] = found[k - 1] + left - 2.0 * half
    return found
