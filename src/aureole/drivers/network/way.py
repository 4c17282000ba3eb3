"""From what a network gives to a plan: points of a way at any times, or acceleration and steering."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from aureole.core.car import Car
from aureole.core.notes import Array, Bool, Float32, Float64
from aureole.core.observation import Observation
from aureole.core.plan import REASONS, STEPS, Plan

SPAN = 3.0  # s; how far acceleration and steering are thought to last
STILL = 0.1  # m; two points nearer to each other than that have no direction
Points = tuple[Array, Array, Array, Array]
"""Times (worlds, steps), places (worlds, steps, 2), headings and speeds (worlds, steps)."""


def planned(found: Mapping[str, Array], look: Observation, car: Car, times: Sequence[float]) -> Plan:
    """The plan that a network's outputs stand for.

    Args:
        found: what it gave, by name.
        look: what it was shown.
        car: its own.
        times: of its points, s; empty where it gives them itself.
    """
    worlds = len(look.stamp)
    with np.errstate(all="ignore"):  # a number that is none is the network's, and brakes
        time, xy, heading, speed = laid(found, look, times) if "xy" in found else held(found, look, car)
    why = np.full((worlds, REASONS, 2), (0, -1), dtype=np.int32)
    said = found.get("why", why)[:, :REASONS]
    why[:, : said.shape[1]] = said
    return Plan(
        stamp=look.stamp.copy(),
        time=single(time),
        xy=single(xy),
        heading=single(heading),
        speed=single(speed),
        brake=single(found.get("brake", np.full(worlds, car.limits.brake))),
        sure=single(found.get("sure", np.ones(worlds))),
        why=why,
        ask=found.get("ask", np.zeros(worlds)).astype(np.int32),
    )


def single(array: Array) -> Float32:
    """As a plan has it, in memory of its own."""
    with np.errstate(over="ignore"):
        return np.array(array, dtype=np.float32)


def laid(found: Mapping[str, Array], look: Observation, times: Sequence[float]) -> Points:
    """The points as a plan has them: as they came if they are as many and whole, else on the curve through them.

    Times that are below zero, or do not rise, are no times: that world's plan is none.
    """
    xy = found["xy"]
    time = found["time"] if "time" in found else np.tile(np.array(times, dtype=np.float32), (len(xy), 1))
    fine: Bool = np.asarray((time[:, 0] >= 0.0) & (np.diff(time, axis=1) > 0.0).all(axis=1))
    if xy.shape[1] == STEPS and "heading" in found and "speed" in found:
        return np.where(fine[:, None], time, np.nan), xy, found["heading"], found["speed"]
    return curved(through(time, found, look), fine)


def through(time: Array, found: Mapping[str, Array], look: Observation) -> Points:
    """The points as they came, from the car on, with the headings and speeds they lack, told from their neighbours."""
    worlds = len(time)
    t = np.concatenate([np.zeros((worlds, 1)), time], axis=1)
    xy = np.concatenate([np.zeros((worlds, 1, 2)), found["xy"]], axis=1)
    after, before = np.r_[1 : t.shape[1], t.shape[1] - 1], np.r_[0, 0 : t.shape[1] - 1]
    chord, spent = xy[:, after] - xy[:, before], t[:, after] - t[:, before]
    length = np.hypot(chord[..., 0], chord[..., 1])
    speed, heading = length / spent, directions(chord, length)
    speed[:, 0] = look.ego.speed
    for name, array in (("speed", speed), ("heading", heading)):
        if name in found:
            array[:, 1:] = found[name]
    return t, xy, heading, speed


def directions(chord: Float64, length: Float64) -> Float64:
    """Headings along chords (worlds, steps, 2); where one is too short the one before, at first straight ahead."""
    heading = np.arctan2(chord[..., 1], chord[..., 0])
    heading[:, 0] = 0.0
    for k in range(1, heading.shape[1]):
        heading[:, k] = np.where(length[:, k] < STILL, heading[:, k - 1], heading[:, k])
    return heading


def curved(points: Points, fine: Bool) -> Points:
    """A plan's points, evenly in time from now to the last one given, on cubics with the given places and speeds."""
    t, xy, heading, speed = points
    time = np.where(fine, t[:, -1], np.nan)[:, None] * (np.arange(STEPS) / (STEPS - 1))
    k = np.clip((t[:, None, :] <= time[:, :, None]).sum(axis=2) - 1, 0, t.shape[1] - 2)

    def at(array: Array, place: Array) -> Float64:
        return np.asarray(np.take_along_axis(array, place, axis=1))

    span = at(t, k + 1) - at(t, k)
    u = (time - at(t, k)) / span
    h0, v0, v1 = at(heading, k), at(speed, k), at(speed, k + 1)
    turn = at(heading, k + 1) - h0
    turn = np.arctan2(np.sin(turn), np.cos(turn))
    h1 = h0 + turn
    a, c = 2.0 * u**3 - 3.0 * u**2 + 1.0, -2.0 * u**3 + 3.0 * u**2
    b, d = u**3 - 2.0 * u**2 + u, u**3 - u**2
    x = a * at(xy[..., 0], k) + c * at(xy[..., 0], k + 1) + span * (b * v0 * np.cos(h0) + d * v1 * np.cos(h1))
    y = a * at(xy[..., 1], k) + c * at(xy[..., 1], k + 1) + span * (b * v0 * np.sin(h0) + d * v1 * np.sin(h1))
    return time, np.stack([x, y], axis=-1), h0 + u * turn, v0 + u * (v1 - v0)


def held(found: Mapping[str, Array], look: Observation, car: Car) -> Points:
    """Where acceleration and steering lead if they last, within the car's limits: a rolling bicycle, no slip."""
    limits = car.limits
    accel = np.clip(found["accel"].astype(np.float64), -limits.brake, limits.accel)
    bend = np.tan(np.clip(found["steer"].astype(np.float64), -limits.steer, limits.steer)) / car.body.wheelbase
    step = SPAN / (STEPS - 1)
    time = np.tile(np.arange(STEPS) * step, (len(accel), 1))
    speed = np.maximum(look.ego.speed.astype(np.float64)[:, None] + accel[:, None] * time, 0.0)
    heading, xy = np.zeros_like(time), np.zeros((*time.shape, 2))
    for k in range(1, STEPS):
        way = 0.5 * (speed[:, k - 1] + speed[:, k]) * step
        heading[:, k] = heading[:, k - 1] + bend * way
        middle = 0.5 * (heading[:, k - 1] + heading[:, k])
        xy[:, k, 0] = xy[:, k - 1, 0] + way * np.cos(middle)
        xy[:, k, 1] = xy[:, k - 1, 1] + way * np.sin(middle)
    return time, xy, heading, speed
