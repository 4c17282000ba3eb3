"""What the expert remembers between two looks: others seen before, its last plan, what it has obeyed."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

import numpy as np

from aureole.core.mission import Mission
from aureole.core.notes import Float64, Int32
from aureole.drivers.expert.sheet import AGENTS, KNOWN

(
    K_ID, K_X, K_Y, K_VX, K_VY, K_H, K_LENGTH, K_WIDTH, K_KIND, K_LAMPS, K_SPEED, K_ACCEL, K_TURN, K_MOVED, K_STOOD,
    K_SEEN, K_FIRST,
) = range(17)  # fmt: skip
M_VALID, M_D, M_SLOPE, M_BEND, M_OFFSET, M_ACCEL, M_S = range(7)  # `Memory.plan`
(
    C_SIDE, C_SINCE, C_OVER, C_VARIANT, C_BLOCKED, C_ASKED, C_STOOD, C_SIGN, C_STOPPED, C_LIMIT, C_WORKS, C_ROAD,
    C_HELD, C_FREE, C_SIGHT,
) = range(15)  # fmt: skip
D_SIDE, D_X, D_Y, D_H, D_BEND, D_ANGLE, D_POST = range(7)  # `Memory.detour`
CHOICES = 16


class Memory(NamedTuple):
    """One row a world."""

    clock: Annotated[Float64, "worlds", "s", "-"]
    """Stamp of the last look; below zero before the first."""
    pose: Annotated[Float64, "worlds 3", "m", "-"]
    """Odometry: x, y, heading (rad) since the first look."""
    known: Annotated[Float64, "worlds 24 17", "-", "-"]
    """The others, seen now or before, in the frame of the odometry; columns K_*, id -1 where there is none."""
    plan: Annotated[Float64, "worlds 8", "-", "-"]
    """Where the last plan wants the car to be now, against the driven line; columns M_*."""
    choice: Annotated[Float64, "worlds 16", "-", "-"]
    """Lane change, waiting, stop signs, limits that hold; columns C_*."""
    detour: Annotated[Float64, "worlds 7", "-", "-"]
    """Where the arc of a detour begins, in the frame of the odometry; columns D_*."""
    order: Annotated[Int32, "worlds", "-", "-"]
    """`rules.order.Intent` still to be carried out."""
    pace: Annotated[Float64, "worlds", "-", "-"]
    """Factor on the set speed, from orders like 'slower'."""


def begin(mission: Mission) -> Memory:
    """The memory before the first look."""
    worlds = mission.set_speed.shape[0]
    known = np.zeros((worlds, AGENTS, KNOWN))
    known[:, :, K_ID] = -1.0
    choice = np.zeros((worlds, CHOICES))
    choice[:, [C_BLOCKED, C_ASKED, C_STOOD, C_LIMIT, C_HELD]] = np.inf
    choice[:, [C_SIGN, C_STOPPED]] = -1.0
    return Memory(
        np.full(worlds, -1.0), np.zeros((worlds, 3)), known, np.zeros((worlds, 8)), choice,
        np.zeros((worlds, 7)), np.zeros(worlds, dtype=np.int32), np.ones(worlds),
    )  # fmt: skip


def kept(memory: Memory, rows: Any) -> Memory:
    """The memory of some rows, in their order."""
    arrays: list[Any] = [array[rows] for array in memory]
    return Memory(*arrays)


def copied(memory: Memory) -> Memory:
    """The same memory in arrays of its own."""
    arrays: list[Any] = [np.array(array) for array in memory]
    return Memory(*arrays)
