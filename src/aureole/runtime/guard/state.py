"""What the guard remembers of each world, and how it travels: one row of whole numbers, one of real ones."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Float64, Int64

NEVER = -(1 << 62)  # ns; before all time


class Memory(NamedTuple):
    """Handed in and out; its size never changes. Columns are the fields of `State`, in order."""

    whole: Int64
    """(worlds, WHOLE)"""
    real: Float64
    """(worlds, REAL)"""


@dataclass(slots=True)
class State:
    """One world's row while it is worked on; lives within one check."""

    now: int = NEVER  # ns; of the last check
    stamp: int = NEVER  # ns; of the last good command
    gear: int = 0
    lamps: int = 0
    horn: int = 0
    until: int = NEVER  # ns; of the last good command
    good: int = 0  # good commands in a row, while stopping
    plan: int = NEVER  # ns; stamp of the plan `plan_way` belongs to
    seen: int = NEVER  # ns; stamp of the last sound observation
    stopping: int = 0  # 1: brakes to standstill
    braking: int = 0  # 1: brakes for a collision
    returning: int = 0  # 1: on its way back to the commands
    ended: int = 0  # 1: a minimal-risk manoeuvre has come to its standstill
    steer: float = 0.0  # rad; what the guard gave last
    accel: float = 0.0  # m/s^2
    good_steer: float = 0.0  # rad; last good command
    good_accel: float = 0.0  # m/s^2
    speed: float = 0.0  # m/s; last sound one
    bend: float = 0.0  # 1/m; of the path the car is on
    way: float = 0.0  # m; since the stamp of the plan, by own speed
    allowed: float = 0.0  # m/s^2; hardest braking the plan allows, fading
    ceiling: float = 0.0  # m/s^2; hardest acceleration the plan allows, fading
    off: float = 0.0  # s; steering has been off the plan
    wrong: float = 0.0  # s; steering has been to the other side


FIELDS = tuple(field.name for field in fields(State))
WHOLE = FIELDS.index("steer")
REAL = len(FIELDS) - WHOLE
values = attrgetter(*FIELDS)


def reset(worlds: int, accel: float) -> Memory:
    """Before the first check; `accel` is what the car can do, m/s^2."""
    row = values(State(ceiling=accel))
    whole = np.array([row[:WHOLE]] * worlds, dtype=np.int64).reshape(worlds, WHOLE)
    return Memory(whole, np.array([row[WHOLE:]] * worlds, dtype=np.float64).reshape(worlds, REAL))


def unpack(memory: Memory, world: int) -> State:
    """One world's row."""
    return State(*memory.whole[world].tolist(), *memory.real[world].tolist())


def pack(states: list[State]) -> Memory:
    """All rows, as arrays of their own."""
    rows = [values(state) for state in states]
    return Memory(
        np.array([row[:WHOLE] for row in rows], dtype=np.int64).reshape(len(rows), WHOLE),
        np.array([row[WHOLE:] for row in rows], dtype=np.float64).reshape(len(rows), REAL),
    )
