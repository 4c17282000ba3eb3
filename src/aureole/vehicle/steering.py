"""The lateral half of the follower: from a plan's points to the steering angle that drives along them."""

from __future__ import annotations

from math import atan, cos, hypot, pi, sin, sqrt

import numpy as np

from aureole.core.notes import Float32, Float64
from aureole.kernels import device
from aureole.vehicle.constants import GRAVITY, Chassis

QUICK = 1.4  # rad/s; how fast an error is steered out, in time, where the car answers at once
ANSWER = 0.3  # -; and at most, as a share of the body's own bandwidth
SHORT = 0.30  # rad/m; at most, in way: a slow car needs 3 m, not 3 s
DAMPING = 0.9  # -; of that motion
GRIP = 0.85  # -; share of the friction that steering may ask for
LEAST = 0.3  # -; of that, what steering may ask for even under full braking
WINDOW = 1.0  # m; curvature is taken over at least twice this
STUB = 0.3  # m; a plan shorter than this says nothing about where to steer


@device
def turn_between(first: float, second: float) -> float:
    """The small angle from `first` to `second`, rad."""
    angle = second - first
    return angle - 2.0 * pi * float(np.rint(angle / (2.0 * pi)))


@device
def way_along(xy: Float32, way: Float64) -> float:
    """Fill `way` (steps,) with the metres from the plan's first point to each; gives the last."""
    way[0] = 0.0
    for i in range(1, len(way)):
        dx, dy = float(xy[i, 0]) - float(xy[i - 1, 0]), float(xy[i, 1]) - float(xy[i - 1, 1])
        way[i] = way[i - 1] + sqrt(dx * dx + dy * dy)  # several times faster than hypot, no overflow to fear
    return float(way[len(way) - 1])


@device
def heading_at(heading: Float32, way: Float64, s: float) -> float:
    """Heading of the plan `s` metres along it, relative to its first point's turn; rad, not wrapped."""
    angle = float(heading[0])
    for i in range(1, len(way)):
        turn = turn_between(float(heading[i - 1]), float(heading[i]))
        step = way[i] - way[i - 1]
        if s <= way[i] and step > 0.0:
            return angle + turn * max(s - float(way[i - 1]), 0.0) / float(step)
        angle += turn
    return angle


@device
def nearest(xy: Float32, way: Float64, x: float, y: float) -> float:
    """Metres along the plan to the point nearest to (x, y); beyond its end it goes straight on."""
    best, found, last = 1e300, 0.0, len(way) - 1
    for i in range(1, len(way)):
        step = way[i] - way[i - 1]
        if step <= 1e-6:
            continue
        ax, ay = float(xy[i - 1, 0]), float(xy[i - 1, 1])
        ux, uy = (float(xy[i, 0]) - ax) / step, (float(xy[i, 1]) - ay) / step
        along = max((x - ax) * ux + (y - ay) * uy, 0.0)
        ends = way[i] >= way[last]
        if not ends:
            along = min(along, step)
        off = hypot(x - ax - along * ux, y - ay - along * uy)
        if off < best:
            best, found = off, way[i - 1] + along
    return found


@device
def point_at(xy: Float32, way: Float64, s: float) -> tuple[float, float]:
    """The plan's point `s` metres along it; straight on beyond its end."""
    x, y = float(xy[0, 0]), float(xy[0, 1])
    for i in range(1, len(way)):
        step = way[i] - way[i - 1]
        if step <= 1e-6:
            continue
        share = (s - way[i - 1]) / step
        x = float(xy[i - 1, 0]) + share * (float(xy[i, 0]) - float(xy[i - 1, 0]))
        y = float(xy[i - 1, 1]) + share * (float(xy[i, 1]) - float(xy[i - 1, 1]))
        if s <= way[i]:
            break
    return x, y


@device
def steer_along(
    xy: Float32, heading: Float32, way: Float64, pose: tuple[float, float, float],
    speed: float, slip: float, accel: float, chassis: Chassis,
) -> float:  # fmt: skip
    """Steering angle (rad) for a car at `pose` (plan frame) with slip angle `slip` (rad) at the rear axle.

    `accel` (m/s^2) is what the pedals ask for: it leaves that much less grip for steering. Curvature of the plan at the
    car, turned into an angle with the steady-state single-track model, plus feedback of lateral error and course error
    that settles like a damped spring, in time at speed, in metres when slow.
    """
    x, y, psi = pose
    total = way[len(way) - 1]
    s = nearest(xy, way, x, y)
    qx, qy = point_at(xy, way, s)
    aim = heading_at(heading, way, s)
    off = (y - qy) * cos(aim) - (x - qx) * sin(aim)
    astray = turn_between(aim, psi + slip)
    half = max(WINDOW, 0.1 * speed)
    first, second = min(max(s - half, 0.0), max(total - 0.5 * half, 0.0)), min(s + half, total)
    kappa = 0.0
    if second - first > 0.1 * STUB and s <= total:
        kappa = (heading_at(heading, way, second) - heading_at(heading, way, first)) / (second - first)
    quick = min(QUICK, 0.5 * ANSWER * chassis.stiffness / max(speed, 1.0))
    stiff = min(quick / max(speed, 1.0), SHORT)
    kappa -= stiff * stiff * off + 2.0 * DAMPING * stiff * astray
    whole = GRIP * chassis.friction * GRAVITY
    left = sqrt(max(whole * whole - accel * accel, LEAST * LEAST * whole * whole))
    most = left / max(speed * speed, 1.0)
    kappa = min(max(kappa, -most), most)
    return atan(kappa * chassis.wheelbase) + chassis.understeer * speed * speed * kappa
