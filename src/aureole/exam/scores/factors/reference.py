"""Who progress is measured against where a log has no human: an intelligent driver along the lane.

NAVSIM's reference is PDM-Closed (Dauner et al., CoRL 2023): the best of fifteen intelligent drivers along the middle
of the way. Ours is the fastest of its middle ones, with its parameters: at the set speed or the limit, behind whoever
was really ahead.
"""

from __future__ import annotations

from math import hypot

import numpy as np

from aureole.conduct.following import idm_accel
from aureole.core.notes import Bool, Float64
from aureole.exam.scores.factors.progress import headings, project
from aureole.exam.scores.logs.log import Log, Motion
from aureole.exam.scores.logs.terrain import Terrain
from aureole.kernels import kernel
from aureole.world.roads import queries
from aureole.world.roads.routes import section_ends

FALLBACK = 15.0  # m/s; where neither a set speed nor a limit is known (PDM-Closed)
MIN_GAP, TIME_GAP, ACCEL, BRAKE = 1.0, 1.5, 1.5, 3.0  # m, s, m/s^2, m/s^2: PDM-Closed's intelligent driver
HARDEST = 8.0  # m/s^2; nobody brakes harder
SPACING = 2.0  # m between points of a way
BEHIND = 20.0  # m of way before the start
MOST = 200  # lanes one after another


def way_ahead(terrain: Terrain, row: int, place: tuple[float, float, float], reach: float) -> Float64 | None:
    """Points along the middle of a lane and of those that follow it, from before a pose (x, y, heading) on.

    Straight on where the last lane ends; None if the pose is in no lane (row -1).
    """
    if row < 0:
        return None
    road, ends = terrain.road, section_ends(terrain.road)
    xy = np.array(place[:2])
    found = queries.locate(road, xy[None], hint_r=owner(terrain, row)[1], hint_s=0.0)
    s, points, left = float(found.s[0]), [], reach
    way = 1.0 if np.cos(queries.poses(road, [found.r[0]], [s])[0, 2] - place[2]) >= 0.0 else -1.0
    for _ in range(MOST):
        section = owner(terrain, row)[0]
        low, high = float(road.section_s[section]), float(ends[section])
        goal = min(s + left, high) if way > 0.0 else max(s - left, low)
        count = max(int(np.ceil(abs(goal - s) / SPACING)), 1) + 1
        points.append(queries.lane_to_world(road, row, np.linspace(s, goal, count))[:, :2])
        left -= abs(goal - s)
        after = int(road.lane_successor[row] if way > 0.0 else road.lane_predecessor[row])
        if left <= 0.0 or after < 0:
            break
        row, (s, way) = after, entered(terrain, after, points[-1][-1], ends)
    return lengthened(np.concatenate(points), max(left, 0.0) + BEHIND)


def owner(terrain: Terrain, row: int) -> tuple[int, int]:
    """Lane section and road of a lane."""
    section = int(np.searchsorted(terrain.road.lane_first, row, side="right")) - 1
    return section, int(np.searchsorted(terrain.road.section_first, section, side="right")) - 1


def entered(terrain: Terrain, row: int, xy: Float64, ends: Float64) -> tuple[float, float]:
    """Where a lane is entered from a point at one of its ends, and in which way of s it is then followed."""
    section = owner(terrain, row)[0]
    low, high = float(terrain.road.section_s[section]), float(ends[section])
    tips = queries.lane_to_world(terrain.road, row, [low, high])[:, :2] - xy
    return (low, 1.0) if hypot(*tips[0]) <= hypot(*tips[1]) else (high, -1.0)


def lengthened(points: Float64, more: float) -> Float64:
    """A way with doubles dropped, straight on before its start (20 m) and beyond its end."""
    keep = np.concatenate([[True], np.hypot(*np.diff(points, axis=0).T) > 1e-6])
    points = points[keep]
    if len(points) < 2:
        return np.concatenate([points - np.array([BEHIND, 0.0]), points + np.array([more, 0.0])])
    first, last = points[0] - points[1], points[-1] - points[-2]
    before = points[0] + BEHIND * first / np.hypot(*first)
    return np.concatenate([before[None], points, (points[-1] + more * last / np.hypot(*last))[None]])


@kernel
def follow_lead(
    front: float, pace: float, wish: float, step: float, rear: Float64, speed: Float64, meant: Bool, out: Float64
) -> None:
    """Stations of the front bumper and speeds (`out`: moments, 2) of an intelligent driver behind rear bumpers."""
    for k in range(len(out)):
        out[k, 0], out[k, 1] = front, pace
        gap, lead = 1e9, 0.0
        for a in range(rear.shape[1]):
            if meant[k, a] and rear[k, a] - front < gap and rear[k, a] > front - 1.0:
                gap, lead = rear[k, a] - front, max(speed[k, a], 0.0)
        accel = idm_accel(pace, max(gap, 0.01), lead, max(wish, 0.1), TIME_GAP, MIN_GAP, ACCEL, BRAKE)
        after = max(pace + step * min(max(accel, -HARDEST), ACCEL), 0.0)
        front += step * 0.5 * (pace + after)
        pace = after


def safe_motion(log: Log, path: Float64, wish: float) -> Motion:
    """What the intelligent driver would do from the log's first moment on, along a way.

    Args:
        log: its others are where they really were; they do not react.
        path: points of the way, m.
        wish: speed it aims at, m/s.
    """
    body, count = log.body, len(log)
    to_front = body.ahead + 0.5 * body.length
    start = float(project(path, log.ego.xy[:1])[0][0]) + to_front
    rear, speed, meant = seen_along(log, path)
    out = np.empty((count, 2))
    follow_lead(start, float(log.ego.speed[0]), wish, log.step, rear, speed, meant, out)
    return along(path, out[:, 0] - to_front, out[:, 1], log.step)


def seen_along(log: Log, path: Float64) -> tuple[Float64, Float64, Bool]:
    """Stations of the others' rear bumpers, their speeds along the way, and who is on it; (moments, others) each."""
    others, count = log.others, len(log)
    if others is None or len(others.kind) == 0:
        return np.zeros((count, 0)), np.zeros((count, 0)), np.zeros((count, 0), np.bool_)
    shape = others.present.shape
    points = np.where(others.present[..., None], others.xy, 0.0).reshape(-1, 2)
    station, aside = (values.reshape(shape) for values in project(path, points))
    direction = headings(path, points).reshape(shape)
    turned = others.heading - direction
    half_length, half_width = 0.5 * others.size[:, 0], 0.5 * others.size[:, 1]
    ahead = np.abs(np.cos(turned)) * half_length + np.abs(np.sin(turned)) * half_width
    wide = np.abs(np.sin(turned)) * half_length + np.abs(np.cos(turned)) * half_width
    pace = others.velocity[..., 0] * np.cos(direction) + others.velocity[..., 1] * np.sin(direction)
    return station - ahead, pace, others.present & (aside < 0.5 * log.body.width + wide)


def along(path: Float64, station: Float64, speed: Float64, step: float) -> Motion:
    """The motion through stations of a way (m, along it) at speeds."""
    leg = np.hypot(*np.diff(path, axis=0).T)
    begun = np.concatenate([[0.0], np.cumsum(leg)])
    xy = np.stack([np.interp(station, begun, path[:, axis]) for axis in (0, 1)], axis=1)
    heading = np.unwrap(headings(path, xy))
    count = len(station)
    turn = np.gradient(heading, step) if count > 1 else np.zeros(count)
    accel = np.gradient(speed, step) if count > 1 else np.zeros(count)
    velocity = speed[:, None] * np.stack((np.cos(heading), np.sin(heading)), axis=1)
    return Motion(xy, heading, velocity, np.stack((accel, speed * turn), axis=1), turn)


def aim(set_speed: float, limit: float) -> float:
    """Speed the intelligent driver aims at: the set speed or the limit, whichever is lower; 15 m/s without both."""
    known = [value for value in (set_speed, limit) if 0.0 < value < np.inf]
    return min(known, default=FALLBACK)


def reach_of(log: Log, wish: float) -> float:
    """m of way that anybody could need in the time of a log."""
    span = float(log.time[-1] - log.time[0])
    return 100.0 + span * max(wish, float(log.ego.speed.max()))
