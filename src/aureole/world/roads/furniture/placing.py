"""Where signals and objects are in the world: poses, copies of repeats, outlines."""

from __future__ import annotations

import numpy as np

from aureole.core.notes import Float64, Int32
from aureole.core.road import Road
from aureole.world.roads.furniture.signals import Signals


def poses(road: Road, r: Int32, s: Float64, t: Float64) -> Float64:
    """x, y, z, heading of each (road, s, t); shape (points, 4)."""
    out = np.empty((len(s), 4))
    if len(s):
        from aureole.world.roads.furniture.standing import stand  # a map without furniture needs no compiler

        stand(road, np.ascontiguousarray(r, np.int32), np.ascontiguousarray(s), np.ascontiguousarray(t), out)
    return out


def signal_poses(road: Road, signals: Signals) -> tuple[Float64, Float64]:
    """World xyz and (heading, pitch, roll) of every signal.

    A heading is that of the traffic a signal counts for (the road's, turned by π for falling s), plus its offset;
    a sign on a board has its board's and stands v to the left and z above of it.
    """
    other = signals.post == 1
    r = np.where(other, signals.post_road, signals.road)
    s = np.where(other, signals.post_at[:, 0], signals.s)
    t = np.where(other, signals.post_at[:, 1], signals.t)
    found = poses(road, r, s, t)
    xyz, angles = found[:, :3].copy(), signals.turn.copy()
    xyz[:, 2] += np.where(other, signals.post_at[:, 2], signals.z_offset)
    angles[other] = signals.post_at[other, 3:]
    angles[:, 0] += found[:, 3] + np.where(signals.orientation < 0, np.pi, 0.0)
    inertial = signals.post == 2
    xyz[inertial], angles[inertial] = signals.post_at[inertial, :3], signals.post_at[inertial, 3:]
    for row in np.flatnonzero(signals.board >= 0):
        board, own = int(signals.board[row]), signals.turn[row, 0]
        heading = angles[board, 0]
        shift = signals.shift[row] * np.array([-np.sin(heading), np.cos(heading)])
        xyz[row, :2] = xyz[board, :2] + shift
        xyz[row, 2] = xyz[board, 2] + signals.z_offset[row]
        angles[row] = angles[board]
        angles[row, 0] += own
    angles[:, 0] = np.remainder(angles[:, 0] + np.pi, 2.0 * np.pi) - np.pi
    return xyz, angles
