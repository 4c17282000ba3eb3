"""A log driven again through our own follower and dynamics: how far the car is from where the log has it.

The plan is the future of the log's `course`, the nearest motion that the car can drive; its speeds are corrected so
that what the car is behind or ahead, or too slow or fast, is made good. No driver could make such plans: they need the
truth. Comfort is not asked for. What is left is what follower, actuators and tyres add, what the log has of noise, and
what no car could drive (`reach`). All is measured at the middle of the box, which is what logs record.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from aureole.core.mission import Mission
from aureole.core.notes import Float64
from aureole.core.plan import REASONS, STEPS, Plan
from aureole.exam.logged.course import PERIOD, Course, course_of
from aureole.kernels import kernel
from aureole.vehicle.follower import Follower
from aureole.world.logs.playing.tables import Tables, pose_at
from aureole.world.logs.playing.world import Logged

CATCH_UP = 0.56  # s; with `HURRY` and the follower's own 0.8 1/s a motion of 1.2 rad/s damped by 0.8
HURRY = 1.4  # -; errors of speed count so much more than the follower counts them
HARDEST = 100.0  # m/s^2; braking that a plan allows: what the car has


@dataclass(frozen=True, slots=True)
class Errors:
    """How far a driven car was from its log, over a whole drive."""

    position_rms: float  # m
    position_max: float  # m
    across_rms: float  # m; beside the log's way
    across_max: float  # m
    heading_rms: float  # rad
    heading_max: float  # rad
    speed_rms: float  # m/s
    speed_max: float  # m/s
    seconds: float  # s


class Point(NamedTuple):
    """Where a car is to be at some moments: x, y, heading, speed; one row a moment."""

    pose: Float64

    def beside(self, xyz: Float64, heading: float) -> Float64:
        """The same points (x, y, heading) seen from a pose."""
        c, s = np.cos(heading), np.sin(heading)
        dx, dy = self.pose[:, 0] - xyz[0], self.pose[:, 1] - xyz[1]
        turn = self.pose[:, 2] - heading
        return np.column_stack((c * dx + s * dy, c * dy - s * dx, np.arctan2(np.sin(turn), np.cos(turn))))


@kernel
def look_up(track: Tables, time: Float64, out: Float64) -> None:
    """x, y, heading and speed of the log's own car at moments (s), in place."""
    for k in range(len(time)):
        _, out[k, 0], out[k, 1], out[k, 2], out[k, 3], _, _ = pose_at(track, 0, time[k])


def points_at(track: Tables, time: Float64) -> Point:
    """The log's own car at moments (s since the start)."""
    out = np.empty((len(time), 4))
    look_up(track, np.ascontiguousarray(time), out)
    return Point(out)


def plan_of(course: Course, stamp: int, pose: Float64) -> Plan:
    """The course's future as a plan, from a pose (x, y, heading, speed) at a stamp (ns)."""
    ahead = np.asarray(PERIOD * np.arange(STEPS), np.float64)
    future = Point(course.at(stamp * 1e-9 + ahead))
    seen = future.beside(pose[:2], float(pose[2]))
    behind = float(seen[0, 0] * np.cos(seen[0, 2]) + seen[0, 1] * np.sin(seen[0, 2]))
    extra = behind / CATCH_UP + HURRY * (future.pose[0, 3] - pose[3])
    speed = np.maximum(future.pose[:, 3] + extra, 0.0)
    one = np.ones(1, np.float32)
    return Plan(
        stamp=np.array([stamp], np.int64), time=ahead[None].astype(np.float32),
        xy=seen[None, :, :2].astype(np.float32), heading=np.unwrap(seen[:, 2])[None].astype(np.float32),
        speed=speed[None].astype(np.float32), brake=np.float32(HARDEST) * one, sure=one,
        why=np.full((1, REASONS, 2), (0, -1), np.int32), ask=np.zeros(1, np.int32),
    )  # fmt: skip


def pressed(mission: Mission) -> Mission:
    """The same errand for hands that heed what the car can, not what is comfortable: the log's driver did not ask."""
    limits = mission.car.limits
    firm = replace(limits, jerk=limits.brake_jerk, comfort_brake=limits.brake)
    return replace(mission, car=replace(mission.car, limits=firm))


def relog(world: Logged) -> Errors:
    """Drive the log's own way in a world of one (not passive), and measure how far from it the car was.

    The drive goes to the end of the log, through whatever stands in its way: only the motion is looked at.
    """
    brief, track, follower = world.brief, world.stage.track, Follower()
    every = max(1, round(brief.mission.car.periods.drive / brief.step))
    scene, state = world.reset()
    hands, course = follower.reset(pressed(brief.mission)), course_of(track, world.stage.chassis)
    rows, plan = [], None
    for tick in range(round(world.cast.span / brief.step) + 1):
        observation, state = world.sense(scene, state)
        x, y = scene.xyz[0, 0, :2]
        rows.append(np.array([scene.stamp[0] * 1e-9, x, y, scene.heading[0, 0], scene.speed[0, 0]]))
        if plan is None or tick % every == 0:
            plan = plan_of(course, int(scene.stamp[0]), rows[-1][1:])
        command, hands = follower.follow(plan, observation, hands)
        scene.over[:] = False
        scene, state = world.step(scene, command, state)
    return errors(np.array(rows), track)


def errors(driven: Float64, track: Tables) -> Errors:
    """Differences between a drive (time, x, y, heading, speed of the axle) and its log, at the middle of the box."""
    log = points_at(track, driven[:, 0]).pose
    d = float(track.ahead[0])
    dx = driven[:, 1] - log[:, 0] + d * (np.cos(driven[:, 3]) - np.cos(log[:, 2]))
    dy = driven[:, 2] - log[:, 1] + d * (np.sin(driven[:, 3]) - np.sin(log[:, 2]))
    far = np.hypot(dx, dy)
    across = np.abs(dy * np.cos(log[:, 2]) - dx * np.sin(log[:, 2]))
    turn = driven[:, 3] - log[:, 2]
    turn = np.abs(np.arctan2(np.sin(turn), np.cos(turn)))
    pace = np.abs(driven[:, 4] - log[:, 3])
    pairs = [(float(np.sqrt(np.mean(one**2))), float(one.max())) for one in (far, across, turn, pace)]
    return Errors(*pairs[0], *pairs[1], *pairs[2], *pairs[3], float(driven[-1, 0]))
