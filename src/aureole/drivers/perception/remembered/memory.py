"""What perception remembers from look to look, one row a world."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

import numpy as np

from aureole.core.notes import Float32, Float64, Int64, Uint8
from aureole.drivers.perception.remembered.tracking import KEPT, ROW, nothing
from aureole.drivers.perception.table import FACTS, GRID, STATIONS


class Seen(NamedTuple):
    """Arrays are never changed in place."""

    clock: Annotated[Float64, "worlds", "s", "-"]
    """Stamp of the last look; below zero before the first."""
    pose: Annotated[Float64, "worlds 3", "m", "-"]
    """Odometry: x, y, heading (rad) since the first look."""
    captured: Annotated[Float64, "worlds eyes", "s", "-"]
    """When the last picture that was looked at was taken; below zero before the first."""
    things: Annotated[Float64, "worlds rows columns", "-", "-"]
    """`tracking.Things.rows`, in the frame of the odometry, at `at`."""
    at: Annotated[Float64, "worlds", "s", "-"]
    next_id: Annotated[Int64, "worlds", "-", "-"]
    lane: Annotated[Float64, "worlds stations 3", "m", "ego"]
    """Middle of the own lane, and half its width."""
    known: Annotated[Float64, "worlds", "-", "-"]
    """How sure that is; zero where nothing was seen."""
    facts: Annotated[Float32, "worlds facts", "-", "-"]
    """As the network told them last."""
    occupied: Annotated[Uint8, "worlds ahead left", "-", "ego"]
    """Free (0), off the road (1), taken (2), at the moment of the last picture; cells as of `table.GRID`. Without a
    cell where nobody asks."""


def begin(worlds: int, eyes: int, *, ground: bool = False) -> Seen:
    """The memory before the first look; `ground`: whether what its cells hold is kept."""
    return Seen(
        clock=np.full(worlds, -1.0),
        pose=np.zeros((worlds, 3)),
        captured=np.full((worlds, eyes), -1.0),
        things=np.tile(nothing().rows, (worlds, 1, 1)).reshape(worlds, KEPT, ROW),
        at=np.zeros(worlds),
        next_id=np.ones(worlds, dtype=np.int64),
        lane=np.zeros((worlds, len(STATIONS), 3)),
        known=np.zeros(worlds),
        facts=np.zeros((worlds, FACTS), dtype=np.float32),
        occupied=np.zeros((worlds, *(GRID if ground else (0, 0))), dtype=np.uint8),
    )


def kept(seen: Seen, rows: Any) -> Seen:
    """The memory of some rows, in their order."""
    arrays: list[Any] = [array[rows] for array in seen]
    return Seen(*arrays)


def copied(seen: Seen) -> Seen:
    """The same memory in arrays of its own."""
    arrays: list[Any] = [array.copy() for array in seen]
    return Seen(*arrays)
