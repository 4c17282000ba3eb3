"""Recorded distributions as histograms with stated edges: what later measures of human-likeness compare with."""

from __future__ import annotations

from typing import Any

import numpy as np

from aureole.core.notes import Float64
from aureole.world.traffic.people.study import Study

EDGES: dict[str, tuple[float, float, float, str, str]] = {
    "speed": (0.0, 40.0, 1.0, "m/s", "mean over a window"),
    "accel": (-6.0, 6.0, 0.25, "m/s^2", "slope of the speed over a window"),
    "jerk": (-5.0, 5.0, 0.25, "m/s^3", "change of accel from a window to the next"),
    "headway": (0.0, 10.0, 0.25, "s", "gap to the leader by the own speed, rolling"),
    "gap": (0.0, 80.0, 2.0, "m", "to the leader, bumper to bumper, rolling"),
    "standing_gap": (0.0, 20.0, 0.5, "m", "to the leader, both standing"),
    "lead_gap_taken": (-10.0, 80.0, 2.0, "m", "ahead in the new lane, up to a window before a change"),
    "lag_gap_taken": (-10.0, 80.0, 2.0, "m", "behind in the new lane, up to a window before a change"),
    "lead_gap_left": (-10.0, 80.0, 2.0, "m", "ahead in a lane beside that was not changed to"),
    "lag_gap_left": (-10.0, 80.0, 2.0, "m", "behind in a lane beside that was not changed to"),
}
"""From, to, width of a bin, unit, and what is counted, by name of the samples."""


def histogram(values: Float64, name: str) -> dict[str, Any]:
    """Counts between edges; what lies outside is counted in `below` and `above`, what is endless in `none`."""
    low, high, width, unit, what = EDGES[name]
    edges = np.round(np.arange(round((high - low) / width) + 1) * width + low, 6)
    real = values[np.isfinite(values)]
    counts, _ = np.histogram(real, edges)
    return {
        "what": what, "unit": unit, "edges": edges.tolist(), "counts": counts.tolist(), "samples": len(real),
        "below": int((real < low).sum()), "above": int((real > high).sum()), "none": len(values) - len(real),
    }  # fmt: skip


def recorded(study: Study) -> dict[str, Any]:
    """All recorded distributions of a site, for JSON."""
    per_hour = 3600.0 * study.changes / study.seconds if study.seconds > 0.0 else 0.0
    return {
        "format": "aureole people 1", "site": study.site, "files": list(study.files), "seconds": study.seconds,
        "drivers": study.drivers, "lane_changes": study.changes, "lane_changes_per_vehicle_hour": per_hour,
        "distributions": {name: histogram(study.samples[name], name) for name in EDGES},
    }  # fmt: skip
