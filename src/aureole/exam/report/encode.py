"""A replay as small integers: quantised, differences only, so that a drive of 25 s needs some 20 kB."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from aureole.core.notes import Array, Bool, Float32, Float64
from aureole.exam.tracks import Replay

CENTI = 0.01  # m, m/s, s: what a pixel of the closest view shows
FINE = 1e-4  # rad
MILLI = 1e-3  # s
PLAN_POINTS = 11  # of a plan's 31
PLAN_FAR = 0.1  # m along, m/s; across it is a centimetre
BESIDE = 260.0  # m; signals so near to where the car went are shown


def replay(kept: Replay, *, ground: int, stride: int = 1) -> dict[str, Any]:
    """What the page's `replay_of` unpacks; `stride` keeps every n-th moment and the last."""
    rows = moments(len(kept.time), stride)
    plan_every = max(1, round(0.2 / max(float(np.median(np.diff(kept.time[rows]))) if len(rows) > 1 else 0.2, 1e-3)))
    agents = [agent(kept, k, rows) for k in range(len(kept.names)) if kept.present[rows, k].any() or k == 0]
    places = [k for k in range(len(kept.names)) if kept.present[rows, k].any() or k == 0]
    return {
        "ground": ground,
        "origin": [round(float(value), 3) for value in kept.origin],
        "set": number(kept.set_speed / CENTI),
        "t": differences(quantised(kept.time[rows], MILLI)),
        "agents": agents,
        "accel": differences(quantised(kept.accel[rows, 0], CENTI)),
        "steer": differences(quantised(kept.steer[rows, 0], FINE)),
        "ordered": sparse(kept.command[rows, 1]) if np.isfinite(kept.command[rows, 1]).any() else None,
        "plan_every": plan_every,
        "plan": [plan(kept, row) for row in rows[::plan_every]],
        "why": changes(reasons(kept, row, places) for row in rows),
        "ask": changes([int(kept.ask[row])] for row in rows),
        "signs": [sign(kept, k, rows, places) for k in signs(kept, places)],
        "paint": [painted(kept, line) for line in kept.paint],
        "signals": {name: sparse(values[rows]) for name, values in kept.signals.items() if np.isfinite(values).any()},
    }


def moments(count: int, stride: int) -> Array:
    """Every `stride`-th index, the last one always."""
    return np.unique(np.append(np.arange(0, count, stride), count - 1))


def agent(kept: Replay, k: int, rows: Array) -> dict[str, Any]:
    """One agent's way; where it is absent it stands still."""
    present = kept.present[rows, k]
    return {
        "name": kept.names[k],
        "kind": int(kept.kind[k]),
        "size": [number(kept.size[k, 0] / CENTI), number(kept.size[k, 1] / CENTI), number(kept.box[k, 0] / CENTI)],
        "x": differences(quantised(held(kept.xyz[rows, k, 0], present), CENTI), 2),
        "y": differences(quantised(held(kept.xyz[rows, k, 1], present), CENTI), 2),
        "h": differences(quantised(np.unwrap(held(kept.heading[rows, k], present)), FINE)),
        "v": differences(quantised(held(kept.speed[rows, k], present), CENTI)),
        "lamps": runs(kept.lamps[rows, k]),
        "present": runs(present.astype(np.int64)),
    }


def signs(kept: Replay, places: list[int]) -> list[int]:
    """Which signals are shown: carried ones whose carrier is shown, standing ones near to where the car went."""
    table, way = kept.signs, kept.xyz[:, 0, :2].astype(np.float64) + kept.origin
    low, high = way.min(axis=0) - BESIDE, way.max(axis=0) + BESIDE
    known = range(len(table.kind) if kept.shown.shape[1] == len(table.kind) else 0)
    near = np.all((table.xyz[:, :2] >= low) & (table.xyz[:, :2] <= high), axis=1)
    return [k for k in known if (table.carrier[k] in places if table.carrier[k] >= 0 else near[k])]


def sign(kept: Replay, k: int, rows: Array, places: list[int]) -> dict[str, Any]:
    """One signal: where it is (cm; of what is carried, in its carrier's frame), whom it speaks to, what it shows."""
    table, carrier = kept.signs, int(kept.signs.carrier[k])
    at = table.xyz[k, :2] - (kept.origin if carrier < 0 else 0.0)
    return {
        "kind": int(table.kind[k]),
        "value": round(3.6 * float(table.value[0, k])),
        "at": quantised(at, CENTI).tolist(),
        "h": number(float(table.heading[k]) / FINE),
        "carrier": places.index(carrier) if carrier >= 0 else -1,
        "shown": runs(kept.shown[rows, k]),
    }


def painted(kept: Replay, line: Float64) -> list[list[int]]:
    """x and y of a yellow line, coded."""
    return [differences(quantised(line[:, k] - kept.origin[k], CENTI), 2) for k in range(2)]


def plan(kept: Replay, row: int) -> list[int]:
    """Some points of the plan in force, seen from the car: x, y, speed as differences from point to point."""
    points = kept.plan[row].astype(np.float64)
    points = points[np.linspace(0, len(points) - 1, min(PLAN_POINTS, len(points))).round().astype(int)]
    points = points[np.isfinite(points).all(axis=1)]
    heading = float(kept.heading[row, 0])
    cosine, sine = np.cos(heading), np.sin(heading)
    dx, dy = (points[:, :2] - kept.xyz[row, 0, :2]).T
    ahead, left = cosine * dx + sine * dy, cosine * dy - sine * dx
    if len(points) == 0 or np.hypot(ahead, left).max() > 1e4:
        return []
    codes = np.stack((ahead / PLAN_FAR, left / CENTI, points[:, 2] / PLAN_FAR), axis=1).round().astype(np.int64)
    return [int(value) for value in np.diff(codes, axis=0, prepend=0).ravel()]


def reasons(kept: Replay, row: int, places: list[int]) -> list[int]:
    """Concept and agent of each reason; an agent is told by its place among those sent."""
    found: list[int] = []
    for concept, track in kept.why[row].tolist():
        if concept > 0:
            found += [concept, places.index(track) if track in places else -1]
    return found


def changes(values: Iterable[list[int]]) -> list[list[int]]:
    """[moment, *value] wherever the value changes."""
    found: list[list[int]] = []
    last: list[int] | None = None
    for k, value in enumerate(values):
        if value != last:
            found.append([k, *value])
            last = value
    return found


def quantised(values: Float32 | Float64, unit: float) -> Array:
    """Whole multiples of `unit`; what is not a number counts as zero."""
    return np.rint(np.nan_to_num(values.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0) / unit).astype(np.int64)


def differences(codes: Array, order: int = 1) -> list[int]:
    """The first code, then first differences, or then differences of differences."""
    first = np.diff(codes, prepend=0)
    if order == 2 and len(first) > 1:
        first = np.concatenate((first[:1], np.diff(first[1:], prepend=0)))
    found: list[int] = first.tolist()
    return found


def sparse(values: Float32) -> list[int | None]:
    """Centi-units as differences between the moments that have one; None where there is none."""
    found: list[int | None] = []
    last = 0
    for value, good in zip(quantised(values, CENTI).tolist(), np.isfinite(values).tolist(), strict=True):
        found.append(value - last if good else None)
        last = value if good else last
    return found


def runs(values: Array) -> list[int]:
    """[value, count, value, count, …]."""
    starts = np.flatnonzero(np.diff(values, prepend=values[:1] - 1))
    counts = np.diff(np.append(starts, len(values)))
    found: list[int] = np.stack((values[starts], counts), axis=1).ravel().tolist()
    return found


def held(values: Float32, present: Bool) -> Float64:
    """The values, with the nearest earlier one (at the start: the first) wherever the agent is absent."""
    if present.all() or not present.any():
        return values.astype(np.float64)
    index = np.where(present, np.arange(len(values)), -1)
    index = np.maximum.accumulate(index)
    index[index < 0] = int(np.flatnonzero(present)[0])
    return values[index].astype(np.float64)


def number(value: float) -> int:
    """A whole number; 0 for what is none."""
    return round(float(value)) if np.isfinite(value) else 0
