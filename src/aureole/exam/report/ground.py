"""The road under the replays: drawn once for all drives on it, cut to where they went."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import numpy as np

from aureole.core.notes import Array, Float64
from aureole.core.road import Road
from aureole.exam.report.encode import CENTI, differences, quantised
from aureole.exam.tracks import Replay
from aureole.world.roads.draw import outline

BESIDE = 260.0  # m; drawn around where the cars went


def identity(road: Road) -> str:
    """The same for two copies of one road (workers send copies)."""
    digest = hashlib.blake2b(digest_size=16)
    for table in road:
        digest.update(np.ascontiguousarray(table).tobytes())
    return digest.hexdigest()


def ground(road: Road, replays: Iterable[Replay]) -> dict[str, Any]:
    """Areas and marks as integers (cm from `origin`), for the page's `ground_of`."""
    low, high = np.full(2, np.inf), np.full(2, -np.inf)
    for kept in replays:
        way = kept.xyz[:, 0, :2].astype(np.float64) + kept.origin
        low, high = np.minimum(low, way.min(axis=0)), np.maximum(high, way.max(axis=0))
    drawn = outline(road, box=(float(low[0]), float(low[1]), float(high[0]), float(high[1])), margin=BESIDE)
    origin = np.round((low + high) / 2.0)
    areas = [ring(lane, origin) for lane in drawn["lanes"]]
    marks = [
        {"kind": mark["kind"], "width": round(100 * mark["width"]), **line(mark["xy"], origin)}
        for mark in drawn["marks"]
    ]
    return {"origin": origin.tolist(), "areas": areas, "marks": marks}


def ring(lane: dict[str, Any], origin: Float64) -> dict[str, Any]:
    """A lane's area: along its left border, back along its right one."""
    return {"kind": lane["kind"], **line([*lane["left"], *reversed(lane["right"])], origin)}


def line(points: list[list[float]], origin: Float64) -> dict[str, Any]:
    """x and y of a polyline, coded."""
    xy: Array = np.array(points) - origin
    return {"x": differences(quantised(xy[:, 0], CENTI), 2), "y": differences(quantised(xy[:, 1], CENTI), 2)}
