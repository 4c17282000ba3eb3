"""What the rule driver remembers between two looks."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

import numpy as np

from aureole.conduct.rights.signs import UNTOLD
from aureole.core.mission import Mission
from aureole.core.notes import Array, Bool, Float64, Int32, Int64

Whole = int | np.int64  # numbers by name are constants to the compiler, np.int64 makes them one type again
SLOTS = 16  # tracks remembered, as many as an observation holds


class Memory(NamedTuple):
    """One row a world."""

    clock: Annotated[Float64, "worlds", "s", "-"]
    """Stamp of the last look; below zero before the first."""
    change: Annotated[Int32, "worlds", "-", "-"]
    """Lane change under way: +1 left, -1 right, 0 none."""
    phase: Annotated[Int32, "worlds", "-", "-"]
    """0 none, 1 signalling, 2 moving, 3 across the line."""
    since: Annotated[Float64, "worlds", "s", "-"]
    """When the phase began."""
    offset: Annotated[Float64, "worlds", "m", "road"]
    """Last offset from the centre of the lane the car was in."""
    curve: Annotated[Float64, "worlds 3", "m", "road"]
    """Where the last plan wants the car to be now: offset (m), slope, curvature (1/m) against the lane."""
    aside: Annotated[Float64, "worlds", "m", "road"]
    """How far the car keeps off the centre to leave room."""
    blocked: Annotated[Float64, "worlds", "s", "-"]
    """Since when it stands and cannot go on; infinite if it can."""
    asked: Annotated[Float64, "worlds", "s", "-"]
    """Since when it asks for a takeover; infinite if it does not."""
    order: Annotated[Int32, "worlds", "-", "-"]
    """`order.Intent` still to be carried out."""
    works_limit: Annotated[Float64, "worlds", "m/s", "-"]
    """Told by signs of works; `conduct.rights.signs.UNTOLD` for none."""
    sign_limit: Annotated[Float64, "worlds", "m/s", "-"]
    """Told by signs that always stand; the same."""
    stood: Annotated[Int32, "worlds", "-", "-"]
    """The stop sign before which it has stood; -1 none."""
    pace: Annotated[Float64, "worlds", "-", "-"]
    """Factor on the set speed, from orders like 'slower'."""
    track_id: Annotated[Int32, "worlds 16", "-", "-"]
    track_speed: Annotated[Float64, "worlds 16", "m/s", "road"]
    track_accel: Annotated[Float64, "worlds 16", "m/s^2", "road"]
    track_moved: Annotated[Bool, "worlds 16", "-", "-"]
    """It was seen moving at least once."""
    track_stood: Annotated[Float64, "worlds 16", "s", "-"]
    """Since when it stands; infinite while it moves."""


def begin(mission: Mission) -> Memory:
    """The memory before the first look."""
    worlds = mission.set_speed.shape[0]

    def full(value: float) -> Float64:
        return np.full(worlds, value)

    def zeros() -> Int32:
        return np.zeros(worlds, dtype=np.int32)

    def slots(value: float, kind: type) -> Array:
        return np.full((worlds, SLOTS), value, dtype=kind)

    return Memory(
        clock=full(-1.0), change=zeros(), phase=zeros(), since=full(0.0), offset=full(0.0),
        curve=np.zeros((worlds, 3)), aside=full(0.0), blocked=full(np.inf), asked=full(np.inf),
        order=zeros(), works_limit=full(UNTOLD), sign_limit=full(UNTOLD), stood=zeros() - np.int32(1), pace=full(1.0),
        track_id=slots(-1, np.int32), track_speed=slots(0.0, np.float64),
        track_accel=slots(0.0, np.float64), track_moved=slots(False, np.bool_),
        track_stood=slots(np.inf, np.float64),
    )  # fmt: skip


def kept(memory: Memory, rows: Int64) -> Memory:
    """The memory of some rows, in their order."""
    arrays: list[Any] = [array[rows] for array in memory]
    return Memory(*arrays)


def copied(memory: Memory) -> Memory:
    """The same memory in arrays of its own."""
    arrays: list[Any] = [array.copy() for array in memory]
    return Memory(*arrays)
