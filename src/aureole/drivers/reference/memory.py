"""What a reference driver remembers between two looks."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

import numpy as np

from aureole.core.mission import Mission
from aureole.core.notes import Bool, Float64, Int32, Int64

SLOTS = 16  # tracks remembered, as many as an observation holds


class Memory(NamedTuple):
    """One row a world."""

    clock: Annotated[Float64, "worlds", "s", "-"]
    """Stamp of the last look; below zero before the first."""
    delay: Annotated[Float64, "worlds", "s", "-"]
    """What is left of the reaction time; it runs down only while something is unsafe."""
    braking: Annotated[Float64, "worlds", "m/s^2", "-"]
    """As hard as it brakes; above zero."""
    calm: Annotated[Bool, "worlds", "-", "-"]
    """Nothing has been unsafe yet."""
    speed: Annotated[Float64, "worlds", "m/s", "-"]
    """Own speed at the last look."""
    track_id: Annotated[Int32, "worlds 16", "-", "-"]
    track_speed: Annotated[Float64, "worlds 16", "m/s", "road"]
    track_led: Annotated[Bool, "worlds 16", "-", "-"]
    """It came in without danger, or was ahead from the start: it is followed."""
    track_brakes: Annotated[Bool, "worlds 16", "-", "-"]
    """It was followed and has begun to brake."""


def begin(mission: Mission, delay: float) -> Memory:
    """The memory before the first look."""
    worlds = mission.set_speed.shape[0]
    return Memory(
        clock=np.full(worlds, -1.0), delay=np.full(worlds, delay), braking=np.zeros(worlds),
        calm=np.ones(worlds, dtype=np.bool_), speed=np.full(worlds, np.nan),
        track_id=np.full((worlds, SLOTS), -1, dtype=np.int32), track_speed=np.zeros((worlds, SLOTS)),
        track_led=np.zeros((worlds, SLOTS), dtype=np.bool_), track_brakes=np.zeros((worlds, SLOTS), dtype=np.bool_),
    )  # fmt: skip


def kept(memory: Memory, rows: Int64) -> Memory:
    """The memory of some rows, in their order."""
    arrays: list[Any] = [array[rows] for array in memory]
    return Memory(*arrays)


def copied(memory: Memory) -> Memory:
    """The same memory in arrays of its own."""
    arrays: list[Any] = [array.copy() for array in memory]
    return Memory(*arrays)


def spare(memory: Memory) -> Memory:
    """A memory of one row to work with, in arrays of its own."""
    arrays: list[Any] = [array[:1].copy() for array in memory]
    return Memory(*arrays)
