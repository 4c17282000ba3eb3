"""One look as the kernels take it: the arrays of an observation, all in numbers of one kind."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from aureole.core.notes import Array, Bool, Float64, Int64
from aureole.core.observation import Observation
from aureole.drivers.rules.change import LaneTable


class Look(NamedTuple):
    """The arrays of `Observation` without lanes and route (`LaneTable`); shapes as there."""

    now: Float64
    speed: Float64
    accel: Float64
    yaw_rate: Float64
    set_speed: Float64
    age: Float64
    given: Bool
    track: Bool
    track_id: Int64
    track_xy: Float64
    track_heading: Float64
    track_velocity: Float64
    track_size: Float64
    track_kind: Int64
    track_lamps: Int64
    signal: Bool
    signal_id: Int64
    signal_xy: Float64
    signal_heading: Float64
    signal_kind: Int64
    signal_state: Int64
    signal_value: Float64
    signal_ahead: Float64
    signal_temporary: Bool
    object: Bool
    object_id: Int64
    object_xy: Float64
    object_heading: Float64
    object_size: Float64
    object_kind: Int64


def _numbers(array: Array) -> Any:
    return np.array(array, dtype=np.float64, order="C")


def _whole(array: Array) -> Any:
    return np.array(array, dtype=np.int64, order="C")


def _flags(array: Array) -> Any:
    return np.array(array, dtype=np.bool_, order="C")


def look_of(observation: Observation) -> Look:
    """Copies: what kernels are handed is always of the same kind."""
    o, t, g, j = observation, observation.tracks, observation.signals, observation.objects
    age = _numbers(o.age)
    return Look(
        _numbers(o.stamp) * 1e-9, _numbers(o.ego.speed), _numbers(o.ego.accel), _numbers(o.ego.yaw_rate),
        _numbers(o.set_speed), age[:, 0].copy() if age.shape[1] else np.full(len(age), np.inf),
        _flags(t.given), _flags(t.present), _whole(t.id), _numbers(t.xy), _numbers(t.heading), _numbers(t.velocity),
        _numbers(t.size), _whole(t.kind), _whole(t.lamps),
        _flags(g.present), _whole(g.id), _numbers(g.xy), _numbers(g.heading), _whole(g.kind), _whole(g.state),
        _numbers(g.value), _numbers(g.ahead), _flags(g.temporary),
        _flags(j.present), _whole(j.id), _numbers(j.xy), _numbers(j.heading), _numbers(j.size), _whole(j.kind),
    )  # fmt: skip


def lanes_of(observation: Observation) -> LaneTable:
    """Lanes and route, copied."""
    lanes = observation.lanes
    return LaneTable(
        _flags(lanes.present), _numbers(lanes.centre), _numbers(lanes.half_width), _whole(lanes.seen),
        _whole(lanes.kind), _flags(lanes.forward), _numbers(lanes.limit), _whole(lanes.left), _whole(lanes.right),
        _flags(lanes.may_left), _flags(lanes.may_right), _numbers(observation.route),
    )  # fmt: skip
