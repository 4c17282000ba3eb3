"""What learners see and do as Gymnasium's spaces; bounds are physical and generous."""

from __future__ import annotations

from typing import Any

import numpy as np
from gymnasium import spaces

from aureole.core.kinds import Kind
from aureole.core.notes import Float32
from aureole.gym.follow import ROUTE, WAY
from aureole.gym.options import Options
from aureole.world.traffic.ground.ground import Line
from aureole.world.traffic.sizes import OTHER, OWN, POINT

FAR = 1e5  # m; no map is as wide
BOUNDS: dict[str, tuple[float, float]] = {
    "speed": (-100.0, 100.0), "accel": (-1e3, 1e3), "yaw_rate": (-1e3, 1e3), "steer": (-1.6, 1.6),
    "length": (0.0, 100.0), "width": (0.0, 100.0), "aim_x": (-FAR, FAR), "aim_y": (-FAR, FAR), "hit": (0.0, 1.0),
    "off": (0.0, 1.0), "wrong": (0.0, 1.0), "x": (-FAR, FAR), "y": (-FAR, FAR), "cosine": (-1.01, 1.01),
    "sine": (-1.01, 1.01), "kind": (0.0, float(max(*Kind, *Line))), "left": (0.0, FAR), "across": (-FAR, FAR),
    "turned": (-3.15, 3.15), "pace": (0.0, 100.0), "time": (-FAR, FAR),
}  # fmt: skip
"""Least and most of each field, in its unit."""


def action() -> spaces.Box:
    """Pedals and steering; see `Course.step`."""
    return spaces.Box(-1.0, 1.0, (2,), np.float32)


def box(fields: tuple[str, ...], many: int | None) -> spaces.Box:
    """The space of some fields: (fields,), or (fields, many)."""
    low, high = (np.array([BOUNDS[name][side] for name in fields], np.float32) for side in (0, 1))
    if many is None:
        return spaces.Box(low, high, dtype=np.float32)
    shape = (len(fields), many)
    return spaces.Box(
        np.broadcast_to(low[:, None], shape).copy(), np.broadcast_to(high[:, None], shape).copy(), dtype=np.float32
    )


def observation(options: Options) -> spaces.Dict:
    """What one learner sees: field by field, float32; names and order of fields in `sizes` and `follow`."""
    parts: dict[str, spaces.Space[Any]] = {"own": box(OWN, None), "way": box(WAY, None)}
    for name, fields, many in (
        ("route", ROUTE, options.route), ("others", OTHER, options.neighbours), ("points", POINT, options.points)
    ):  # fmt: skip
        if many:
            parts[name] = box(fields, many)
    return spaces.Dict(parts)


def copied(seen: dict[str, Float32]) -> dict[str, Float32]:
    """The same observation in arrays of its own."""
    return {name: values.copy() for name, values in seen.items()}
