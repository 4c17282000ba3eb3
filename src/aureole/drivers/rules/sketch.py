"""From a decision to the points of a plan, and the reasons that go with it."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from aureole.core.concepts import Concept
from aureole.core.notes import Array, Float64, Int32
from aureole.drivers.rules.memory import Whole
from aureole.drivers.rules.path import ease, place_on, stretch_at
from aureole.drivers.rules.room import Own
from aureole.drivers.rules.way import turning
from aureole.kernels import device
from aureole.kernels.small import cosine_sine

PERIOD = 0.1  # s; between points of a plan
RISK_BRAKE = 3.5  # m/s^2; minimal-risk manoeuvre, UN R157 allows 4
SENSOR = int(Concept.SENSOR_SILENT)


class Made(NamedTuple):
    """The arrays of a `Plan`, filled in place."""

    time: Array
    xy: Array
    heading: Array
    speed: Array
    brake: Array
    sure: Array
    why: Int32
    ask: Int32


@device
def reason(why: Int32, w: int, concept: Whole, cause: Whole) -> None:
    """Add a reason where there is still room."""
    for k in range(why.shape[1]):
        if why[w, k, 0] == concept:
            return
        if why[w, k, 0] == 0:
            why[w, k, 0], why[w, k, 1] = concept, cause
            return


@device
def draw(
    w: int, line: Float64, seen: int, s: float, offset: float, slope: float, swerve: float, length: float,
    aside: float, speed: float, accel: float, wheelbase: float, made: Made,
) -> None:  # fmt: skip
    """Lay the points of the plan along the path with constant acceleration.

    `wheelbase` is the car's where it comes to a turn, else zero.
    """
    way, v, before, was = 0.0, speed, math.inf, -1.0
    i, known, ends = 0, -1, (1.0, 0.0, 1.0, 0.0)
    turned, cosine, sine = math.nan, 1.0, 0.0
    for k in range(made.time.shape[1]):
        at = s + way
        if way == was:  # it stands: the same place again
            made.xy[w, k, 0], made.xy[w, k, 1] = made.xy[w, k - 1, 0], made.xy[w, k - 1, 1]
            made.heading[w, k] = made.heading[w, k - 1]
        else:
            d, rate, _ = ease(offset, slope, swerve, length, way)
            if wheelbase > 0.0:
                x, y, h = turning(line, seen, at, wheelbase)
            else:
                i = stretch_at(line, seen, at, i if at >= before else 0)
                if i != known:
                    known, ends = i, ends_of(line, i, known, ends)
                x, y, h = place_on(line, i, at, ends)
            d += aside
            if not same(h, turned):  # on a straight road it is the same all along
                turned, (cosine, sine) = h, cosine_sine(h)
            made.xy[w, k, 0] = x - sine * d
            made.xy[w, k, 1] = y + cosine * d
            made.heading[w, k] = h + (math.atan(rate) if rate != 0.0 else rate)
        before, was = at, way
        made.time[w, k], made.speed[w, k] = k * PERIOD, v
        after = max(v + accel * PERIOD, 0.0)
        way += 0.5 * (v + after) * PERIOD
        v = after


@device
def same(one: float, other: float) -> bool:
    """Whether two numbers are the same, zeros of either sign told apart."""
    return one == other and math.copysign(1.0, one) == math.copysign(1.0, other)


@device
def ends_of(
    line: Float64, i: int, known: int, ends: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """Cosine and sine of the headings at both ends of stretch `i`, where `ends` are those of the stretch `known`."""
    h0, h1 = line[3, i], line[3, i + 1]
    c0, n0 = (ends[2], ends[3]) if known >= 0 and i == known + 1 else cosine_sine(h0)
    c1, n1 = (c0, n0) if same(h0, h1) else cosine_sine(h1)
    return c0, n0, c1, n1


@device
def stand(w: int, speed: float, own: Own, made: Made) -> None:
    """Without a lane in sight: straight on, braking."""
    way, v = 0.0, speed
    for k in range(made.time.shape[1]):
        made.time[w, k], made.speed[w, k], made.heading[w, k] = k * PERIOD, v, 0.0
        made.xy[w, k, 0], made.xy[w, k, 1] = way, 0.0
        after = max(v - RISK_BRAKE * PERIOD, 0.0)
        way += 0.5 * (v + after) * PERIOD
        v = after
    for k in range(made.why.shape[1]):
        made.why[w, k, 0], made.why[w, k, 1] = 0, -1
    reason(made.why, w, np.int64(SENSOR), np.int64(-1))
    made.brake[w], made.sure[w] = RISK_BRAKE * 1.1, 0.0
