"""Recorded tracks and lights as the traffic has them: gaps become absence, paths are measured, headings unwrapped."""

from __future__ import annotations

import math

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.notes import Int32
from aureole.world.logs.recording import Recording
from aureole.world.traffic.net.lights import tables
from aureole.world.traffic.net.net import Lights, Logs, Net

BOUND = 2.0  # m; further from its track than this the examined agent has left the log


def logs_of(recording: Recording, *, bound: float = BOUND) -> Logs:
    """The tracks of a recording, one row an agent in its order.

    A tick with a number that is none is one at which the agent is not there.

    Raises:
        BadInput: the recording has no tick, or its step or the bound is no positive number.
    """
    count, ticks = recording.present.shape
    if ticks == 0 or not np.isfinite(recording.step) or recording.step <= 0.0:
        raise BadInput(f"a recording of {ticks} ticks, {recording.step} s apart", place=recording.name)
    if not (np.isfinite(bound) and bound > 0.0):
        raise BadInput(f"bound={bound} of a reactive log; it is above 0 m")
    numbers = np.concatenate(
        [recording.xyz[..., :2], recording.heading[..., None], recording.speed[..., None]], axis=2
    ).astype(np.float64)
    present = recording.present & np.isfinite(numbers).all(axis=2)
    pose, along = np.zeros((count, ticks, 4)), np.zeros((count, ticks))
    for row in range(count):
        there = np.flatnonzero(present[row])
        if not len(there):
            continue
        known = numbers[row, there]
        known[:, 2] = np.unwrap(known[:, 2])
        way = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(known[:, :2], axis=0).T))])
        last = np.clip(np.searchsorted(there, np.arange(ticks), side="right") - 1, 0, None)
        pose[row], along[row] = known[last], way[last]
    return Logs(
        float(recording.step), int(recording.ego), float(bound), np.ascontiguousarray(present), pose, along,
        np.ascontiguousarray(recording.size[:, :2], np.float64), np.ascontiguousarray(recording.kind, np.int32),
    )  # fmt: skip


def no_logs() -> Logs:
    """No track at all."""
    return Logs(
        0.1, -1, BOUND, np.zeros((0, 1), np.bool_), np.zeros((0, 1, 4)), np.zeros((0, 1)), np.zeros((0, 2)),
        np.zeros(0, np.int32),
    )  # fmt: skip


def recorded_lights(net: Net, recording: Recording) -> tuple[Net, Lights]:
    """A net whose lights are those of a recording, and what they showed; what they show last lasts."""
    group, line = np.full(len(net.lane), -1, np.int32), net.line.copy()
    line[net.group >= 0] = math.inf
    programmes: list[list[tuple[float, int]]] = []
    for row, lane in enumerate(recording.light_lane.tolist()):
        there = np.flatnonzero(net.lane == lane) if lane >= 0 else np.empty(0, np.int64)
        group[there] = row
        line[there] = np.where(net.junction[there] >= 0, 0.0, net.length[there])
        programmes.append(runs(recording.lights[row], recording.step))
    return net._replace(group=group, line=line), tables(programmes)


def runs(shown: Int32, step: float) -> list[tuple[float, int]]:
    """A recorded light as (until, shows), the last without end."""
    changes = np.flatnonzero(np.diff(shown)) + 1
    ends = [*(changes * step).tolist(), math.inf]
    return (
        [(end, int(shown[first])) for end, first in zip(ends, [0, *changes.tolist()], strict=True)]
        if len(shown)
        else []
    )
