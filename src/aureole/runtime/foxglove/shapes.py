"""Boxes, lines and poses as Foxglove draws them."""

from __future__ import annotations

import math
from typing import Any

from aureole.core.notes import Array

Message = dict[str, Any]
SECOND = 1_000_000_000  # ns


def time(moment: int) -> Message:
    """A moment, ns."""
    seconds, nanos = divmod(max(moment, 0), SECOND)
    return {"sec": seconds, "nsec": nanos}


def color(r: float, g: float, b: float, a: float = 1.0) -> Message:
    """From 0 to 1."""
    return {"r": r, "g": g, "b": b, "a": a}


def vector(x: float, y: float, z: float = 0.0) -> Message:
    """Metres."""
    return {"x": x, "y": y, "z": z}


def turn(heading: float) -> Message:
    """About the upright axis, rad."""
    return {"x": 0.0, "y": 0.0, "z": math.sin(heading / 2.0), "w": math.cos(heading / 2.0)}


def pose(x: float = 0.0, y: float = 0.0, z: float = 0.0, heading: float = 0.0) -> Message:
    """Where, and which way."""
    return {"position": vector(x, y, z), "orientation": turn(heading)}


def box(at: Message, size: tuple[float, float, float], paint: Message) -> Message:
    """A box about a pose, m."""
    return {"pose": at, "size": vector(*size), "color": paint}


def strip(points: Array, thickness: float, paint: Message) -> Message:
    """A line through points (`points 2`, m)."""
    return {
        "type": 0, "pose": pose(), "thickness": thickness, "scale_invariant": False,
        "points": [vector(x, y) for x, y in points.tolist()], "color": paint, "colors": [], "indices": [],
    }  # fmt: skip


def entity(name: str, frame: str, moment: int, lifetime: float, **what: list[Message]) -> Message:
    """What is drawn under one name, in a frame, for so many seconds."""
    seconds, part = divmod(round(lifetime * SECOND), SECOND)
    return {
        "timestamp": time(moment), "frame_id": frame, "id": name, "lifetime": {"sec": seconds, "nsec": part},
        "frame_locked": True, "metadata": [], **what,
    }  # fmt: skip
