"""The lateral half of the follower: from a plan's points to the steering angle that drives along them."""

from __future__ import annotations

from math import inf, pi, sqrt

import numpy as np

from aureole.core.notes import Float32, Float64
from aureole.kernels import device
from aureole.kernels.small import arc, cosine_sine
from aureole.vehicle.constants import GRAVITY, Chassis

QUICK = 1.4  # rad/s; how fast an error is steered out, in time, where the car answers at once
ANSWER = 0.3  # -; and at most, as a share of the body's own bandwidth
SHORT = 0.30  # rad/m; at most, in way: a slow car needs 3 m, not 3 s
DAMPING = 0.9  # -; of that motion
GRIP = 0.85  # -; share of the friction that steering may ask for
LEAST = 0.3  # -; of that, what steering may ask for even under full braking
WINDOW = 1.0  # m; curvature is taken over at least twice this
STUB = 0.3  # m; a plan shorter than this says nothing about where to steer
LEAST_STEP = 1e-6  # m; points closer than this are one
WAY, ANGLE, AT_X, AT_Y, ALONG_X, ALONG_Y, AHEAD = range(7)  # rows of a plan as steering looks at it
ROWS = 7
SURE = 1e-9  # m^2; more than rounding moves the square of a distance by


@device
def turn_between(first: float, second: float) -> float:
    """The small angle from `first` to `second`, rad."""
    angle = second - first
    return angle - 2.0 * pi * float(np.rint(angle / (2.0 * pi)))


@device
def way_along(xy: Float32, heading: Float32, way: Float64) -> float:
    """Fill `way` (7, steps) with the plan as steering looks at it, once a plan; gives its length, m.

    Rows: metres from the first point to each, the heading there (rad, turned on from the first, not wrapped), x and y
    (m), the direction of the stretch that ends there, as a unit vector, and the x (m) that neither it nor what follows
    falls below.
    """
    way[WAY, 0], way[ANGLE, 0], way[AT_X, 0], way[AT_Y, 0] = 0.0, float(heading[0]), float(xy[0, 0]), float(xy[0, 1])
    way[ALONG_X, 0], way[ALONG_Y, 0] = 0.0, 0.0
    for i in range(1, way.shape[1]):
        x, y = float(xy[i, 0]), float(xy[i, 1])
        dx, dy = x - way[AT_X, i - 1], y - way[AT_Y, i - 1]
        way[WAY, i] = way[WAY, i - 1] + sqrt(dx * dx + dy * dy)  # several times faster than hypot, no overflow to fear
        way[ANGLE, i] = way[ANGLE, i - 1] + turn_between(float(heading[i - 1]), float(heading[i]))
        step = way[WAY, i] - way[WAY, i - 1]
        way[AT_X, i], way[AT_Y, i], way[ALONG_X, i], way[ALONG_Y, i] = x, y, 0.0, 0.0
        if step > LEAST_STEP:
            way[ALONG_X, i], way[ALONG_Y, i] = dx / step, dy / step
    total, ahead = float(way[WAY, way.shape[1] - 1]), inf
    for i in range(way.shape[1] - 1, 0, -1):
        back = way[WAY, i] >= total and way[ALONG_X, i] < 0.0  # the last stretch goes straight on without end
        ahead = -inf if back else min(ahead, way[AT_X, i - 1], way[AT_X, i])
        way[AHEAD, i] = ahead
    return total


@device
def heading_at(way: Float64, s: float, first: int) -> tuple[float, int]:
    """Heading of the plan `s` metres along it (rad, not wrapped), and the stretch it is on, sought from `first` on."""
    last = way.shape[1] - 1
    for i in range(max(first, 1), last + 1):
        step = way[WAY, i] - way[WAY, i - 1]
        if s <= way[WAY, i] and step > 0.0:
            turn = way[ANGLE, i] - way[ANGLE, i - 1]
            return float(way[ANGLE, i - 1] + turn * max(s - way[WAY, i - 1], 0.0) / step), i
    return float(way[ANGLE, last]), last


@device
def nearest(way: Float64, x: float, y: float) -> tuple[float, float, float]:
    """Metres along the plan to its point nearest to (x, y), and that point; beyond its end it goes straight on.

    Where all that follows lies farther ahead than the nearest point so far, nobody need look at it.
    """
    best, found, last = 1e300, 0.0, way.shape[1] - 1
    qx, qy = way[AT_X, 0], way[AT_Y, 0]
    for i in range(1, last + 1):
        clear = way[AHEAD, i] - x
        if clear > 0.0 and clear * clear > best + SURE:
            break
        step = way[WAY, i] - way[WAY, i - 1]
        if step <= LEAST_STEP:
            continue
        ax, ay, ux, uy = way[AT_X, i - 1], way[AT_Y, i - 1], way[ALONG_X, i], way[ALONG_Y, i]
        along = max((x - ax) * ux + (y - ay) * uy, 0.0)
        if way[WAY, i] < way[WAY, last]:
            along = min(along, step)
        px, py = ax + along * ux, ay + along * uy
        off = (x - px) * (x - px) + (y - py) * (y - py)
        if off < best:
            best, found, qx, qy = off, way[WAY, i - 1] + along, px, py
    return found, qx, qy


@device
def steer_along(
    way: Float64, pose: tuple[float, float, float], speed: float, slip: float, accel: float, chassis: Chassis
) -> float:
    """Steering angle (rad) for a car at `pose` (plan frame) with slip angle `slip` (rad) at the rear axle.

    `way` is the plan (`way_along`); `accel` (m/s^2) is what the pedals ask for: it leaves that much less grip for
    steering. Curvature of the plan at the car, turned into an angle with the steady-state single-track model, plus
    feedback of lateral error and course error that settles like a damped spring, in time at speed, in metres when slow.
    """
    x, y, psi = pose
    total = way[WAY, way.shape[1] - 1]
    s, qx, qy = nearest(way, x, y)
    aim, _ = heading_at(way, s, 1)
    along, across = cosine_sine(aim)
    off = (y - qy) * along - (x - qx) * across
    astray = turn_between(aim, psi + slip)
    half = max(WINDOW, 0.1 * speed)
    first, second = min(max(s - half, 0.0), max(total - 0.5 * half, 0.0)), min(s + half, total)
    kappa = 0.0
    if second - first > 0.1 * STUB and s <= total:
        behind, stretch = heading_at(way, first, 1)
        kappa = (heading_at(way, second, stretch)[0] - behind) / (second - first)
    quick = min(QUICK, 0.5 * ANSWER * chassis.stiffness / max(speed, 1.0))
    stiff = min(quick / max(speed, 1.0), SHORT)
    kappa -= stiff * stiff * off + 2.0 * DAMPING * stiff * astray
    whole = GRIP * chassis.friction * GRAVITY
    left = sqrt(max(whole * whole - accel * accel, LEAST * LEAST * whole * whole))
    most = left / max(speed * speed, 1.0)
    kappa = min(max(kappa, -most), most)
    return arc(kappa * chassis.wheelbase) + chassis.understeer * speed * speed * kappa
