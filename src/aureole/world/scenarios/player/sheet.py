"""The changing part of a scene as the kernels write it."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Bool, Float64, Int32, Int64
from aureole.kernels import device
from aureole.world.scenarios.lights.switching import first_face
from aureole.world.scenarios.player.state import (
    A_ACCEL,
    A_GONE,
    A_H,
    A_LAMPS,
    A_PITCH,
    A_ROAD,
    A_ROLL,
    A_ROW,
    A_S,
    A_SPEED,
    A_T,
    A_VX,
    A_VY,
    A_X,
    A_Y,
    A_YAW,
    A_Z,
    M_TICK,
    S_VALUE,
    Stage,
)
from aureole.world.scenarios.tables import B_WHEELBASE

SLOWEST = 0.5  # m/s; below, no steering angle is worked out from the turn of a scripted vehicle
STEPS_PER_SECOND = 1e9  # ns


class Sheet(NamedTuple):
    """The changing part of a `Scene`, in the layout that kernels write."""

    stamp: Int64
    """[worlds]"""
    xyz: Float64
    """[worlds, agents, 3]"""
    velocity: Float64
    """[worlds, agents, 2]"""
    plain: Float64
    """[9, worlds, agents]: heading, pitch, roll, speed, accel, yaw rate, steer, s, t."""
    whole: Int32
    """[4, worlds, agents]: lamps, road, lane, present."""
    hit: Int32
    """[worlds]"""
    flags: Bool
    """[2, worlds]: exercised, over."""
    lights: Int32
    """[worlds, faces]: what the signals that can change show, `core.kinds.SignalState`."""

    @classmethod
    def empty(cls, worlds: int, agents: int, faces: int = 0) -> Sheet:
        """A sheet to be written."""
        return cls(
            np.empty(worlds, dtype=np.int64), np.empty((worlds, agents, 3)), np.empty((worlds, agents, 2)),
            np.empty((9, worlds, agents)), np.empty((4, worlds, agents), dtype=np.int32),
            np.empty(worlds, dtype=np.int32), np.empty((2, worlds), dtype=np.bool_),
            np.empty((worlds, faces), dtype=np.int32),
        )  # fmt: skip


@device
def show(stage: Stage, sheet: Sheet, world: int, steer: float, lamps: int) -> None:
    """Write one world's agents into the sheet; `steer` and `lamps` are the ego's own."""
    for agent in range(len(stage.agents)):
        a = stage.agents[agent]
        r = int(a[A_ROAD])
        sheet.xyz[world, agent, 0], sheet.xyz[world, agent, 1], sheet.xyz[world, agent, 2] = a[A_X], a[A_Y], a[A_Z]
        sheet.velocity[world, agent, 0], sheet.velocity[world, agent, 1] = a[A_VX], a[A_VY]
        sheet.plain[0, world, agent], sheet.plain[1, world, agent] = a[A_H], a[A_PITCH]
        sheet.plain[2, world, agent], sheet.plain[3, world, agent] = a[A_ROLL], a[A_SPEED]
        sheet.plain[4, world, agent], sheet.plain[5, world, agent] = a[A_ACCEL], a[A_YAW]
        sheet.plain[7, world, agent], sheet.plain[8, world, agent] = a[A_S] if r >= 0 else 0.0, a[A_T]
        sheet.whole[0, world, agent], sheet.whole[1, world, agent] = int(a[A_LAMPS]), r
        sheet.whole[2, world, agent] = int(a[A_ROW])
        sheet.whole[3, world, agent] = 0 if a[A_GONE] == 1.0 else 1
        wheels, turns = 0.0, a[A_YAW] != 0.0 and (agent > 0 or stage.passive)
        if turns and stage.boxes[agent, B_WHEELBASE] > 0.0 and abs(a[A_SPEED]) > SLOWEST:
            wheels = math.atan(stage.boxes[agent, B_WHEELBASE] * a[A_YAW] / a[A_SPEED])
        sheet.plain[6, world, agent] = wheels
    if not stage.passive:
        sheet.plain[6, world, 0], sheet.whole[0, world, 0] = steer, lamps
    faces = sheet.lights.shape[1]
    if faces > 0:
        first = first_face(stage, faces)
        for face in range(faces):
            sheet.lights[world, face] = int(stage.seen[first + face, S_VALUE])
    sheet.stamp[world] = round(stage.misc[M_TICK] * stage.step * STEPS_PER_SECOND)


@device
def copy(before: Sheet, world: int, sheet: Sheet, row: int) -> None:
    """Write what one sheet says of a world into a row of another."""
    sheet.stamp[row], sheet.hit[row] = before.stamp[world], before.hit[world]
    sheet.flags[0, row], sheet.flags[1, row] = before.flags[0, world], before.flags[1, world]
    for face in range(sheet.lights.shape[1]):
        sheet.lights[row, face] = before.lights[world, face]
    for agent in range(sheet.xyz.shape[1]):
        for axis in range(3):
            sheet.xyz[row, agent, axis] = before.xyz[world, agent, axis]
        for axis in range(4):
            sheet.whole[axis, row, agent] = before.whole[axis, world, agent]
        for axis in range(2):
            sheet.velocity[row, agent, axis] = before.velocity[world, agent, axis]
        for part in range(9):
            sheet.plain[part, row, agent] = before.plain[part, world, agent]
