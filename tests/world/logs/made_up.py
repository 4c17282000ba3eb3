"""Made-up logs: a ScenarioNet scene on a straight road of two lanes, and recordings of it."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aureole.core.errors import BadInput

TICKS = 61


def track(x: float, y: float, speed: float, kind: str = "VEHICLE", **more: Any) -> dict[str, Any]:
    """Somebody at constant speed along x; `valid` may say when."""
    time = 0.1 * np.arange(TICKS)
    size = {"VEHICLE": (4.6, 1.9, 1.5), "PEDESTRIAN": (0.6, 0.6, 1.8)}.get(kind, (0.5, 0.5, 1.0))
    state = {
        "position": np.column_stack((x + speed * time, np.full(TICKS, y), np.zeros(TICKS))),
        "heading": np.zeros(TICKS),
        "velocity": np.column_stack((np.full(TICKS, speed), np.zeros(TICKS))),
        "valid": np.ones(TICKS),
        **{name: np.full((TICKS, 1), value) for name, value in zip(("length", "width", "height"), size, strict=True)},
    }
    state.update(more)
    return {"type": kind, "state": state, "metadata": {"type": kind.lower()}}


def lane(y: float, start: float = 0.0, end: float = 300.0) -> dict[str, Any]:
    """A lane along x, 3.5 m wide, with its polygon."""
    x = np.linspace(start, end, 31)
    ring = [[start, y - 1.75], [end, y - 1.75], [end, y + 1.75], [start, y + 1.75]]
    return {"type": "LANE_SURFACE_STREET", "polyline": np.column_stack((x, np.full(31, y))), "polygon": ring}


def scene(**tracks: dict[str, Any]) -> dict[str, Any]:
    """A scene: the recorder's car at 10 m/s on the right lane, and whoever is given."""
    everybody = {"me": track(20.0, 0.0, 10.0), **tracks}
    features = {
        "right": lane(0.0), "left": lane(3.5),
        "line": {"type": "ROAD_LINE_BROKEN_SINGLE_WHITE", "polyline": [[0.0, 1.75], [300.0, 1.75]]},
        "edge": {"type": "ROAD_LINE_SOLID_SINGLE_WHITE", "polyline": [[0.0, -1.75], [300.0, -1.75]]},
        "walk": {"type": "CROSSWALK", "polygon": [[50.0, 0.0], [52.0, 0.0], [52.0, 3.0]]},
    }  # fmt: skip
    about = {"dataset": "made up", "sdc_id": "me", "ts": 0.1 * np.arange(TICKS)}
    return {
        "id": "made-up", "version": "1", "length": TICKS, "metadata": about, "tracks": everybody,
        "dynamic_map_states": {}, "map_features": features,
    }  # fmt: skip


def written(folder: Path, found: dict[str, Any], name: str = "scene.pkl") -> Path:
    """A scene as a file."""
    path = folder / name
    path.write_bytes(pickle.dumps(found, protocol=4))
    return path


def refused(reader: Callable[[Path], Any], path: Path) -> None:
    """Read a file; if it is refused, then with its place."""
    complaint: BadInput | None = None
    try:
        reader(path)
    except BadInput as error:
        complaint = error
    if complaint is not None and str(path) not in complaint.place:
        pytest.fail(f"refused without its place: {complaint!r}")
