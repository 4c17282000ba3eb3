"""Lanes: the grid that is straightened along the route, and what the network tells on it as `Lanes`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Array, Float32, Float64
from aureole.drivers.perception.table import (
    G_SURE,
    L_LEFT,
    L_RIGHT,
    L_SURE,
    OFFSETS,
    STATIONS,
)
from aureole.kernels import device, kernel

SPACING = 5.0  # m between points of a lane
ALONG = np.arange(-25.0, 160.1, 2.5)  # m; where a line is known
ENDED = 0.1  # m; nearer points of a route are its last one again
NARROW, WIDE = 0.9, 4.0  # m; half a lane is held within
STIFF = 10.0  # -; a shift of 3 m over 40 m stays, what changes over 15 m falls to a tenth
RISING = 0.1  # m; nearer to the one before a station is left out
ANOTHER = 1.2  # m; a border so far from where it was is another one
STAYS = 0.55  # share of what was known before in the borders of a lane, where it was known


def smoothing() -> Float64:
    """What makes a line along `STATIONS` smooth (Whittaker 1923): nearer stations count more, bends change slowly."""
    count = len(STATIONS)
    weight = np.diag(1.0 / (1.0 + STATIONS / 20.0) ** 2)
    jerk = np.diff(np.eye(count), 3, axis=0)
    found: Float64 = np.linalg.inv(weight + STIFF * (jerk.T @ jerk)) @ weight
    return found


SMOOTH = smoothing()


class Line(NamedTuple):
    """A line through the car that goes as the route does."""

    s: Float64
    """m along it, rising, from behind to ahead."""
    x: Float64
    y: Float64
    heading: Float64
    end: float
    """m; where the route ends, infinite if it does not."""


class Lane(NamedTuple):
    """The own lane as it was told last, in the car's frame of that moment."""

    xy: Float64
    """Its middle (stations, 2), m."""
    half: Float64
    known: float
    """How sure it was; zero where nothing was told."""


def line_of(route: Array) -> Line:
    """The line of a route (points, 2) in the car's frame; straight ahead where there is none."""
    points = np.array(route, dtype=np.float64, order="C")
    steps = np.hypot(points[1:, 0] - points[:-1, 0], points[1:, 1] - points[:-1, 1])
    gone = np.flatnonzero(steps < ENDED)
    count = int(gone[0]) + 1 if len(gone) else len(points)
    if count < 2 or not np.isfinite(points[:count]).all():
        points, count = np.stack((SPACING * np.arange(len(route)), np.zeros(len(route))), axis=1), len(route)
        gone = np.zeros(0, dtype=np.int64)
    points = points[:count]
    chords = np.arctan2(points[1:, 1] - points[:-1, 1], points[1:, 0] - points[:-1, 0])
    if np.abs(chords[1:] - chords[:-1]).max(initial=0.0) >= math.pi:
        chords = np.unwrap(chords)
    found = np.empty((3, len(ALONG)))
    end = laid(points, chords, ALONG, found)
    return Line(ALONG, found[0], found[1], found[2], end if len(gone) else np.inf)


@kernel
def laid(points: Float64, chords: Float64, stations: Float64, out: Float64) -> float:
    """Fill `out`, (3, stations), with x, y and heading of a line through the origin; gives where its points end, m.

    Args:
        points: of a route, two or more.
        chords: headings from each to the next, without leaps.
        stations: m along the line.
        out: where they go.
    """
    count = len(points)
    s, middle, heading = np.zeros(count), np.empty(count - 1), np.empty(count)
    for k in range(count - 1):
        step = math.hypot(points[k + 1, 0] - points[k, 0], points[k + 1, 1] - points[k, 1])
        s[k + 1] = s[k] + step
        middle[k] = 0.5 * (s[k + 1] + s[k])
    for k in range(count):
        heading[k] = between(middle, chords, s[k])
    first, last = heading[0], heading[count - 1]
    shift = math.cos(first) * points[0, 1] - math.sin(first) * points[0, 0]
    along = math.cos(first) * points[0, 0] + math.sin(first) * points[0, 1]
    for k in range(count):
        s[k] += along
    for k in range(len(stations)):
        at_ = stations[k]
        turn, over, under = between(s, heading, at_), max(at_ - s[count - 1], 0.0), min(at_ - along, 0.0)
        x, y = between(s, points[:, 0], at_), between(s, points[:, 1], at_)
        out[0, k] = x + over * math.cos(last) + under * math.cos(first) + shift * math.sin(turn)
        out[1, k] = y + over * math.sin(last) + under * math.sin(first) - shift * math.cos(turn)
        out[2, k] = turn
    return float(s[count - 1])


@device
def between(x: Float64, y: Float64, at_: float) -> float:
    """What `np.interp` gives at one place."""
    last = len(x) - 1
    if at_ <= x[0]:
        return float(y[0])
    if at_ >= x[last]:
        return float(y[last])
    k = 0
    while x[k + 1] <= at_:
        k += 1
    if x[k] == at_:
        return float(y[k])
    return float((y[k + 1] - y[k]) / (x[k + 1] - x[k]) * (at_ - x[k]) + y[k])


def at(line: Line, s: Float64, t: Float64) -> Float64:
    """Places so far along a line and to its left, (n, 2)."""
    found = np.empty((len(s), 2))
    lay(line.s, line.x, line.y, line.heading, s, t, found)
    return found


@kernel
def lay(
    stations: Float64, x: Float64, y: Float64, heading: Float64, s: Float64, t: Float64, out: Float64
) -> None:  # fmt: skip
    """Fill `out`, (n, 2), with what `at` gives."""
    for n in range(len(s)):
        turn = between(stations, heading, s[n])
        out[n, 0] = between(stations, x, s[n]) - t[n] * math.sin(turn)
        out[n, 1] = between(stations, y, s[n]) + t[n] * math.cos(turn)


def beside(line: Line, xy: Float64) -> tuple[Float64, Float64]:
    """How far along a line places lie, and how far to its left; (n,) each."""
    found = np.empty((2, len(xy)))
    lie(line.s, line.x, line.y, line.heading, np.ascontiguousarray(xy, dtype=np.float64), found)
    return found[0], found[1]


@kernel
def lie(s: Float64, x: Float64, y: Float64, heading: Float64, xy: Float64, out: Float64) -> None:
    """Fill `out`, (2, n), with what `beside` gives."""
    for n in range(len(xy)):
        best, nearest = 0, math.inf
        for k in range(len(s)):
            dx, dy = xy[n, 0] - x[k], xy[n, 1] - y[k]
            away = dx * dx + dy * dy
            if away < nearest:
                best, nearest = k, away
        dx, dy, c, sine = xy[n, 0] - x[best], xy[n, 1] - y[best], math.cos(heading[best]), math.sin(heading[best])
        out[0, n], out[1, n] = s[best] + (c * dx + sine * dy), c * dy - sine * dx


def grid_of(line: Line) -> Float64:
    """Places on the road at which the network looks for lanes, (stations * offsets, 3), m."""
    found = np.zeros((len(STATIONS) * len(OFFSETS), 3))
    spread_out(line.s, line.x, line.y, line.heading, STATIONS, OFFSETS, found)
    return found


@kernel
def spread_out(
    s: Float64, x: Float64, y: Float64, heading: Float64, stations: Float64, offsets: Float64, out: Float64
) -> None:
    """Fill `out` with what `grid_of` gives; heights stay zero."""
    for n in range(len(stations)):
        turn, at_x, at_y = between(s, heading, stations[n]), between(s, x, stations[n]), between(s, y, stations[n])
        c, sine = math.cos(turn), math.sin(turn)
        for k in range(len(offsets)):
            out[n * len(offsets) + k, 0] = at_x - offsets[k] * sine
            out[n * len(offsets) + k, 1] = at_y + offsets[k] * c


def sigmoid(logits: Array) -> Float64:
    """Probabilities."""
    found: Float64 = 1.0 / (1.0 + np.exp(-np.clip(np.asarray(logits, dtype=np.float64), -30.0, 30.0)))
    return found


def own_lane(found: Mapping[str, Float32], line: Line, before: Lane) -> tuple[Float64, Float64, Float64, float]:
    """Middle and half width of the own lane at `STATIONS`, how sure each is, and all of it; mixed with what was known.

    Args:
        found: outputs of the network.
        line: through the car.
        before: what was told last, in the car's frame of now.
    """
    told = found["lane"].astype(np.float64)
    left, right = (np.einsum("ij,j->i", SMOOTH, told[:, k]) for k in (L_LEFT, L_RIGHT))
    middle, half = 0.5 * (left + right), np.clip(0.5 * (left - right), NARROW, WIDE)
    each, whole = sigmoid(told[:, L_SURE]), float(sigmoid(found["facts"][G_SURE]))
    if before.known > 0.0:
        s, t = beside(line, before.xy)
        mix(np.array((s, t, before.half)), before.known, each, STATIONS, middle, half)
    return middle, half, each, whole


@kernel
def mix(before: Float64, known: float, each: Float64, stations: Float64, middle: Float64, half: Float64) -> None:
    """Mix the own lane with what was told of it before, in place, where that can be the same.

    Args:
        before: how far along the line it was told, how far to its left it lay and how wide half of it was, rows.
        known: how sure that was.
        each: how sure each station is now.
        stations: m along the line.
        middle: of the lane now, m to the left of the line.
        half: its half width, m.
    """
    was, count = np.empty((3, before.shape[1])), 0
    for k in range(before.shape[1]):
        if k == 0 or before[0, k] - before[0, k - 1] > RISING:
            for i in range(3):
                was[i, count] = before[i, k]
            count += 1
    if count <= 2:
        return
    s = was[0, :count]
    for n in range(len(stations)):
        if not s[0] < stations[n] < s[count - 1]:
            continue
        old, wide = between(s, was[1, :count], stations[n]), between(s, was[2, :count], stations[n])
        if abs(old - middle[n]) < ANOTHER:
            stays = STAYS * min(max(known / max(each[n], 0.05), 0.0), 1.5)
            middle[n] += stays * (old - middle[n])
            half[n] += stays * (wide - half[n])


def turned(lane: Lane, moved: tuple[float, float, float]) -> Lane:
    """A lane in the car's frame after it moved by x, y (m) and turned (rad)."""
    x, y, turn = moved
    c, s = np.cos(turn), np.sin(turn)
    dx, dy = lane.xy[:, 0] - x, lane.xy[:, 1] - y
    return lane._replace(xy=np.array((c * dx + s * dy, c * dy - s * dx)).T)
