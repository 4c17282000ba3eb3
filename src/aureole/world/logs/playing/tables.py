"""Recorded tracks as the kernels take them, and where somebody is at a moment between two ticks."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from aureole.core.kinds import Kind
from aureole.core.notes import Bool, Float64
from aureole.kernels import device
from aureole.world.logs.playing.cast import Cast
from aureole.world.logs.tracks import FASTEST

REACTS = (Kind.CAR, Kind.VAN, Kind.TRUCK, Kind.BUS, Kind.MOTORBIKE, Kind.BICYCLE)
"""Who can give way to the examined car; people, animals and things keep the log's pace."""


class Tables(NamedTuple):
    """Everybody's motion by tick, the examined car first; ticks count from the start of the drive."""

    xy: Float64
    """[agents, ticks, 2] reference point, m."""
    heading: Float64
    """[agents, ticks] rad, without leaps from one turn to the next."""
    speed: Float64
    """[agents, ticks] m/s."""
    present: Bool
    """[agents, ticks]"""
    whole: Bool
    """[agents, ticks] whether the way from this tick to the next was driven: there at both, and no leap."""
    station: Float64
    """[agents, ticks] m along the own way since its first tick."""
    fastest: Float64
    """[agents] m/s."""
    size: Float64
    """[agents, 2] length and width, m."""
    ahead: Float64
    """[agents] middle of the box ahead of the reference point, m."""
    reacts: Bool
    """[agents]"""
    step: float
    """Seconds between two ticks."""


def tables(cast: Cast) -> Tables:
    """The tracks of a cast, from the first moment of the drive to its last."""
    recording, span = cast.recording, slice(cast.first, cast.last + 1)
    present = recording.present[cast.agents, span].copy()
    centre, ahead = recording.xyz[cast.agents, span, :2], cast.ahead()
    heading = np.stack([smooth(turn, there) for turn, there in zip(
        recording.heading[cast.agents, span], present, strict=True)])  # fmt: skip
    forward = np.stack((np.cos(heading), np.sin(heading)), axis=2)
    xy = np.where(present[:, :, None], centre - ahead[:, None, None] * forward, 0.0)
    way = np.hypot(*np.moveaxis(np.diff(xy, axis=1), 2, 0))
    whole = np.zeros(present.shape, np.bool_)
    whole[:, :-1] = present[:, 1:] & present[:, :-1] & (way <= FASTEST * recording.step)
    station = np.zeros(present.shape)
    station[:, 1:] = np.cumsum(np.where(whole[:, :-1], way, 0.0), axis=1)
    speed = np.where(present, recording.speed[cast.agents, span], 0.0)
    kinds = recording.kind[cast.agents]
    return Tables(
        np.ascontiguousarray(xy), heading, np.ascontiguousarray(speed), present, whole, station, speed.max(axis=1),
        np.ascontiguousarray(recording.size[cast.agents, :2]), ahead, np.isin(kinds, [int(k) for k in REACTS]),
        recording.step,
    )  # fmt: skip


def smooth(heading: Float64, present: Bool) -> Float64:
    """Headings without leaps of a turn, held where nobody is."""
    ticks = np.flatnonzero(present)
    found = np.interp(np.arange(len(heading)), ticks, np.unwrap(heading[ticks])) if len(ticks) else np.zeros(0)
    return found if len(ticks) else np.zeros(len(heading))


@device
def tick_at(track: Tables, time: float) -> tuple[int, float]:
    """The last tick at or before a moment (s since the start), and how far to the next it is (0 to 1)."""
    place = time / track.step
    last = track.present.shape[1] - 1
    tick = min(max(int(math.floor(place + 1e-6)), 0), last)
    part = min(max(place - tick, 0.0), 1.0)
    return tick, 0.0 if part < 1e-6 or tick == last else part


@device
def pose_at(track: Tables, a: int, time: float) -> tuple[bool, float, float, float, float, float, float]:
    """Whether somebody is there at a moment, x, y, heading, speed, acceleration, yaw rate.

    Along straight lines between two ticks; where the log has no way between them the nearest tick holds.
    """
    tick, part = tick_at(track, time)
    if track.whole[a, tick] and part > 0.0:
        after = tick + 1
        x = track.xy[a, tick, 0] + part * (track.xy[a, after, 0] - track.xy[a, tick, 0])
        y = track.xy[a, tick, 1] + part * (track.xy[a, after, 1] - track.xy[a, tick, 1])
        turn = track.heading[a, after] - track.heading[a, tick]
        gain = track.speed[a, after] - track.speed[a, tick]
        heading = track.heading[a, tick] + part * turn
        return True, x, y, heading, track.speed[a, tick] + part * gain, gain / track.step, turn / track.step
    at = tick + 1 if part > 0.5 else tick
    there, other = track.present[a, at], tick if at != tick else min(tick + 1, track.present.shape[1] - 1)
    if not there and part > 0.0 and track.present[a, other] and abs(part - 0.5) < 1e-9:
        at, there = other, True
    gain, turn = 0.0, 0.0
    if there and track.whole[a, at]:
        gain = (track.speed[a, at + 1] - track.speed[a, at]) / track.step
        turn = (track.heading[a, at + 1] - track.heading[a, at]) / track.step
    elif there and at > 0 and track.whole[a, at - 1]:
        gain = (track.speed[a, at] - track.speed[a, at - 1]) / track.step
        turn = (track.heading[a, at] - track.heading[a, at - 1]) / track.step
    return there, track.xy[a, at, 0], track.xy[a, at, 1], track.heading[a, at], track.speed[a, at], gain, turn


@device
def station_at(track: Tables, a: int, time: float) -> float:
    """m along the own way at a moment, as the log has it."""
    tick, part = tick_at(track, time)
    after = min(tick + 1, track.present.shape[1] - 1)
    return float(track.station[a, tick] + part * (track.station[a, after] - track.station[a, tick]))


@device
def on_way(track: Tables, a: int, station: float) -> tuple[float, float, float]:
    """x, y and heading at a station of somebody's own way."""
    low, high = 0, track.station.shape[1] - 1
    while high - low > 1:
        middle = (low + high) // 2
        if track.station[a, middle] <= station:
            low = middle
        else:
            high = middle
    while low > 0 and not track.present[a, low]:
        low -= 1
    while high < track.station.shape[1] - 1 and not track.present[a, high]:
        high += 1
    length = track.station[a, high] - track.station[a, low]
    part = min(max((station - track.station[a, low]) / length, 0.0), 1.0) if length > 1e-9 else 0.0
    if not track.present[a, low]:
        part = 1.0
    elif not track.present[a, high]:
        part = 0.0
    x = track.xy[a, low, 0] + part * (track.xy[a, high, 0] - track.xy[a, low, 0])
    y = track.xy[a, low, 1] + part * (track.xy[a, high, 1] - track.xy[a, low, 1])
    return x, y, track.heading[a, low] + part * (track.heading[a, high] - track.heading[a, low])
