"""A log driven again through our own follower and dynamics: how far the car is from where the log has it.

The plan is the log's future: its points are where the log's car will be, its speeds the log's own, corrected so that
what the car is behind or ahead along the way is made good, a `CATCH_UP`th of it a second. No driver could make such
plans: they need the truth. What is left is what follower, actuators and tyres add, and what no car could drive.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Float64
from aureole.core.plan import REASONS, STEPS, Plan
from aureole.kernels import kernel
from aureole.vehicle.follower import Follower
from aureole.world.logs.playing.tables import Tables, pose_at
from aureole.world.logs.playing.world import Logged

PERIOD = 0.1  # s; between the points of a plan
CATCH_UP = 2.0  # s; with the follower's own 0.8 1/s a motion damped by 0.63
SMOOTH = 5  # points to either side over which the speeds of a plan are smoothed: positions are noisy
GENTLE = 2.5  # m/s^2; braking that a plan allows unless its own speeds ask for more


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
    """Where the log has its car at some moments: x, y, heading, speed; one row a moment."""

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


def plan_of(track: Tables, stamp: int, xyz: Float64, heading: float) -> Plan:
    """The log's future as a plan, from a pose at a stamp (ns); beyond the end of the log straight on."""
    ahead = PERIOD * np.arange(STEPS)
    time, end = stamp * 1e-9 + ahead, (track.present.shape[1] - 1) * track.step
    future = points_at(track, np.minimum(time, end))
    over = np.maximum(time - end, 0.0) * future.pose[:, 3]
    future.pose[:, 0] += over * np.cos(future.pose[:, 2])
    future.pose[:, 1] += over * np.sin(future.pose[:, 2])
    seen = future.beside(xyz, heading)
    behind = float(seen[0, 0] * np.cos(seen[0, 2]) + seen[0, 1] * np.sin(seen[0, 2]))
    speed = np.maximum(paces(future.pose) + behind / CATCH_UP, 0.0)
    one = np.ones(1, np.float32)
    brake = max(GENTLE, 1.2 * float(-np.diff(speed).min(initial=0.0)) / PERIOD)
    return Plan(
        stamp=np.array([stamp], np.int64), time=ahead[None].astype(np.float32),
        xy=seen[None, :, :2].astype(np.float32), heading=np.unwrap(seen[:, 2])[None].astype(np.float32),
        speed=speed[None].astype(np.float32), brake=np.float32(brake) * one, sure=one,
        why=np.full((1, REASONS, 2), (0, -1), np.int32), ask=np.zeros(1, np.int32),
    )  # fmt: skip


def paces(pose: Float64) -> Float64:
    """Speed along the headings at the points of a plan, m/s, from where they lie: logs tell speeds that do not fit."""
    moved = np.gradient(pose[:, :2], PERIOD, axis=0)
    along = moved[:, 0] * np.cos(pose[:, 2]) + moved[:, 1] * np.sin(pose[:, 2])
    weights = 1.0 - np.abs(np.arange(-SMOOTH, SMOOTH + 1)) / (SMOOTH + 1.0)
    padded = np.concatenate([np.full(SMOOTH, along[0]), along, np.full(SMOOTH, along[-1])])
    return np.convolve(padded, weights / weights.sum(), mode="valid")


def relog(world: Logged) -> Errors:
    """Drive the log's own way in a world of one (not passive), and measure how far from it the car was.

    The drive goes to the end of the log, through whatever stands in its way: only the motion is looked at.
    """
    brief, track, follower = world.brief, world.stage.track, Follower()
    every = max(1, round(brief.mission.car.periods.drive / brief.step))
    scene, state = world.reset()
    hands = follower.reset(brief.mission)
    rows, plan = [], None
    for tick in range(round(world.cast.span / brief.step) + 1):
        observation, state = world.sense(scene, state)
        if plan is None or tick % every == 0:
            plan = plan_of(track, int(scene.stamp[0]), scene.xyz[0, 0], float(scene.heading[0, 0]))
        command, hands = follower.follow(plan, observation, hands)
        rows.append((scene.stamp[0] * 1e-9, *scene.xyz[0, 0, :2], scene.heading[0, 0], scene.speed[0, 0]))
        scene.over[:] = False
        scene, state = world.step(scene, command, state)
    return errors(np.array(rows), track)


def errors(driven: Float64, track: Tables) -> Errors:
    """Differences between a drive (time, x, y, heading, speed) and its log."""
    log = points_at(track, driven[:, 0]).pose
    dx, dy = driven[:, 1] - log[:, 0], driven[:, 2] - log[:, 1]
    far = np.hypot(dx, dy)
    across = np.abs(dy * np.cos(log[:, 2]) - dx * np.sin(log[:, 2]))
    turn = driven[:, 3] - log[:, 2]
    turn = np.abs(np.arctan2(np.sin(turn), np.cos(turn)))
    pace = np.abs(driven[:, 4] - log[:, 3])
    pairs = [(float(np.sqrt(np.mean(one**2))), float(one.max())) for one in (far, across, turn, pace)]
    return Errors(*pairs[0], *pairs[1], *pairs[2], *pairs[3], float(driven[-1, 0]))
