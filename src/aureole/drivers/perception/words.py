"""Empty words with as much room as the world's own senses have; perception fills them."""

from __future__ import annotations

from typing import Any

import numpy as np

from aureole.core.observation import Lanes, Objects, Signals, Tracks

TRACKS, LANES, POINTS, SIGNALS, OBJECTS = 16, 8, 32, 16, 32  # as `world.sensing` has them


def no_tracks(worlds: int) -> dict[str, Any]:
    """The arrays of `Tracks` by name, nobody in them."""
    shape = (worlds, TRACKS)
    return {
        "present": np.zeros(shape, dtype=np.bool_), "id": np.full(shape, -1, dtype=np.int32),
        "xy": np.zeros((*shape, 2), dtype=np.float32), "heading": np.zeros(shape, dtype=np.float32),
        "velocity": np.zeros((*shape, 2), dtype=np.float32), "size": np.zeros((*shape, 2), dtype=np.float32),
        "kind": np.zeros(shape, dtype=np.int32), "lamps": np.zeros(shape, dtype=np.int32),
        "sure": np.zeros(shape, dtype=np.float32), "given": np.zeros(worlds, dtype=np.bool_),
    }  # fmt: skip


def no_lanes(worlds: int) -> dict[str, Any]:
    """The arrays of `Lanes` by name, none in them."""
    shape = (worlds, LANES)
    found: dict[str, Any] = {
        name: np.zeros(shape, dtype=np.int32) for name in ("seen", "kind", "mark_left", "mark_right")
    }
    found |= {name: np.full(shape, -1, dtype=np.int32) for name in ("left", "right")}
    found |= {name: np.zeros(shape, dtype=np.bool_) for name in ("present", "forward", "may_left", "may_right")}
    return found | {
        "centre": np.zeros((*shape, POINTS, 2), dtype=np.float32),
        "half_width": np.zeros((*shape, POINTS), dtype=np.float32),
        "limit": np.zeros(shape, dtype=np.float32), "sure": np.zeros(shape, dtype=np.float32),
        "given": np.zeros(worlds, dtype=np.bool_),
    }  # fmt: skip


def no_signals(worlds: int) -> dict[str, Any]:
    """The arrays of `Signals` by name, none in them."""
    shape = (worlds, SIGNALS)
    return {
        "present": np.zeros(shape, dtype=np.bool_), "id": np.full(shape, -1, dtype=np.int32),
        "xy": np.zeros((*shape, 2), dtype=np.float32), "heading": np.zeros(shape, dtype=np.float32),
        "kind": np.zeros(shape, dtype=np.int32), "state": np.zeros(shape, dtype=np.int32),
        "value": np.zeros(shape, dtype=np.float32), "ahead": np.full(shape, np.inf, dtype=np.float32),
        "temporary": np.zeros(shape, dtype=np.bool_), "sure": np.zeros(shape, dtype=np.float32),
        "given": np.zeros(worlds, dtype=np.bool_),
    }  # fmt: skip


def no_objects(worlds: int) -> dict[str, Any]:
    """The arrays of `Objects` by name, none in them."""
    shape = (worlds, OBJECTS)
    return {
        "present": np.zeros(shape, dtype=np.bool_), "id": np.full(shape, -1, dtype=np.int32),
        "xy": np.zeros((*shape, 2), dtype=np.float32), "heading": np.zeros(shape, dtype=np.float32),
        "size": np.zeros((*shape, 2), dtype=np.float32), "kind": np.zeros(shape, dtype=np.int32),
        "sure": np.zeros(shape, dtype=np.float32), "given": np.zeros(worlds, dtype=np.bool_),
    }  # fmt: skip


Words = tuple[Tracks, Lanes, Signals, Objects]
