"""How the body moves: single-track car, kinematic at walking pace, with saturating tyres above.

One row of float64 a world; its columns are the constants below. Reference point and frame: middle of the rear axle on
the ground, `world`. There is no reverse gear yet: speed never falls below zero.

Integration error, classical Runge-Kutta at dt 0.01 s against dt 0.000625 s: below 1e-6 m after 92 m of braking in a
bend, and halving the step divides it by 16; below 5 mm in hard manoeuvres, where limits of rate end inside a step.
Steps are shorter only where the tyres are too stiff for them, of a sedan in bends below 2.8 m/s: against steps a
hundred times as short it is 2e-6 m off there after 12 s, 2e-5 m in a slalom.

Above `DYNAMIC` the dynamic single-track model (Rajamani, Vehicle Dynamics and Control, 2nd ed., §2.3, with forward
speed as a state), below `ROLLING` pure rolling, between them a smooth mix. Load moves with the acceleration, the brakes
spare the rear axle, and the lateral grip is what the friction circle leaves. No air drag: coasting keeps the
speed. No stability program: whoever steers and brakes beyond the grip spins.
"""

from __future__ import annotations

from math import ceil, cos, isfinite, sin, tan

import numpy as np

from aureole.core.notes import Bool, Float64
from aureole.kernels import device, kernel
from aureole.kernels.small import cosine_sine
from aureole.vehicle.actuators import CAPACITY, approach_twice, delayed, remember, stride
from aureole.vehicle.constants import GRAVITY, KINEMATIC, POINT, Chassis
from aureole.vehicle.slopes import DYNAMIC, ROLLING, loads, pull, slope, thrust

X, Y = 0, 1  # m, world
HEADING = 2  # rad, world; not wrapped
SPEED = 3  # m/s; along the heading
SLIP_V = 4  # m/s; lateral, at the rear axle
YAW_RATE = 5  # rad/s
STEER = 6  # rad; road wheel
ACCEL = 7  # m/s^2; change of SPEED over the last step
DRIVE = 8  # m/s^2; what the motor gives, >= 0
BRAKE = 9  # m/s^2; what the brakes take, >= 0
TICK = 10  # steps done
STEER_ORDERS = 11  # ring of CAPACITY commands, rad
ACCEL_ORDERS = STEER_ORDERS + CAPACITY  # ring of CAPACITY commands, m/s^2
KEPT = ACCEL_ORDERS + CAPACITY  # heading whose cosine and sine are kept beside it, rad (`way_of`)
KEPT_C, KEPT_S = KEPT + 1, KEPT + 2
BODY = KEPT + 3

REST = 1e-3  # m/s; slower than this and not driven on: stands
COARSE = 0.01  # s; longest sub-step
REACH = 1.2  # -; longest sub-step times the fastest eigenvalue; Runge-Kutta's method stays stable up to 2.78
FREE = 1e9  # 1/s; a rate without limit


@device
def way_of(body: Float64) -> tuple[float, float]:
    """Cosine and sine of a body's heading, kept beside it as long as it stays."""
    if body[KEPT] != body[HEADING] or (body[KEPT_C] == 0.0 and body[KEPT_S] == 0.0):
        c, s = cosine_sine(body[HEADING])
        body[KEPT], body[KEPT_C], body[KEPT_S] = body[HEADING], c, s
    return body[KEPT_C], body[KEPT_S]


@device
def slide(body: Float64, pushes: tuple[float, float, float], deltas: tuple[float, float, float], h: float,
          chassis: Chassis) -> None:  # fmt: skip
    """One classical Runge-Kutta step (order 4) of the dynamic model; inputs at start, middle and end.

    The way is added up along the axes at the start and turned once: where a car is, and how it is turned, does nothing
    to how it moves.
    """
    vx, vy, r = body[SPEED], body[SLIP_V], body[YAW_RATE]
    g = 0.5 * h
    a, b, c = pushes
    load, steered = loads(a, chassis), cosine_sine(deltas[0])
    x1, y1, p1, u1, v1, w1 = slope(0.0, vx, vy, r, a, load, steered, chassis)
    load = load if b == a else loads(b, chassis)
    steered = steered if deltas[1] == deltas[0] else cosine_sine(deltas[1])
    x2, y2, p2, u2, v2, w2 = slope(g * p1, vx + g * u1, vy + g * v1, r + g * w1, b, load, steered, chassis)
    x3, y3, p3, u3, v3, w3 = slope(g * p2, vx + g * u2, vy + g * v2, r + g * w2, b, load, steered, chassis)
    load = load if c == b else loads(c, chassis)
    steered = steered if deltas[2] == deltas[1] else cosine_sine(deltas[2])
    x4, y4, p4, u4, v4, w4 = slope(h * p3, vx + h * u3, vy + h * v3, r + h * w3, c, load, steered, chassis)
    sixth = h / 6.0
    ahead, aside = sixth * (x1 + 2.0 * (x2 + x3) + x4), sixth * (y1 + 2.0 * (y2 + y3) + y4)
    along, across = way_of(body)
    body[X] += along * ahead - across * aside
    body[Y] += across * ahead + along * aside
    body[HEADING] += sixth * (p1 + 2.0 * (p2 + p3) + p4)
    body[SPEED] = max(vx + sixth * (u1 + 2.0 * (u2 + u3) + u4), 0.0)
    body[SLIP_V] += sixth * (v1 + 2.0 * (v2 + v3) + v4)
    body[YAW_RATE] += sixth * (w1 + 2.0 * (w2 + w3) + w4)


@device
def slide_straight(body: Float64, pushes: tuple[float, float, float], h: float, chassis: Chassis) -> None:
    """The same as `slide` for a car that neither steers, slips nor turns: nothing happens across.

    Its formulas with what is zero left out; most steps of most drives on straight roads are such.
    """
    vx, g = body[SPEED], 0.5 * h
    begin, middle, end = pushes
    first_pull = pull(begin, chassis)
    middle_pull = first_pull if middle == begin else pull(middle, chassis)
    last_pull = middle_pull if end == middle else pull(end, chassis)
    u1 = thrust(vx, begin, first_pull)
    second = vx + g * u1
    u2 = thrust(second, middle, middle_pull)
    third = vx + g * u2
    u3 = thrust(third, middle, middle_pull)
    fourth = vx + h * u3
    u4 = thrust(fourth, end, last_pull)
    sixth = h / 6.0
    ahead = sixth * (vx + 2.0 * (second + third) + fourth)
    along, across = way_of(body)
    body[X] += along * ahead
    body[Y] += across * ahead
    body[SPEED] = max(vx + sixth * (u1 + 2.0 * (u2 + u3) + u4), 0.0)


@device
def roll(body: Float64, pushes: tuple[float, float, float], deltas: tuple[float, float, float], h: float,
         chassis: Chassis) -> None:  # fmt: skip
    """One step of pure rolling: an arc in closed form; a brake ends at standstill and never pulls back."""
    v = body[SPEED]
    gain = h * (pushes[0] + 4.0 * pushes[1] + pushes[2]) / 6.0
    if v + gain <= 0.0 or (v < REST and gain < REST * h):
        way = 0.5 * v * v * h / -gain if gain < 0.0 else 0.0
        after = 0.0
    else:
        way = max(v * h + h * h * (pushes[0] + 2.0 * pushes[1]) / 6.0, 0.0)
        after = v + gain
    turn = way * tan(deltas[1]) / chassis.wheelbase
    middle = body[HEADING] + 0.5 * turn
    chord = way * (1.0 - turn * turn / 24.0)
    body[X] += chord * cos(middle)
    body[Y] += chord * sin(middle)
    side = body[SLIP_V]
    if side != 0.0:  # what slides sideways at walking pace is scrubbed off by the tyres
        scrub = chassis.friction * GRAVITY * h
        body[SLIP_V] = max(side - scrub, 0.0) if side > 0.0 else min(side + scrub, 0.0)
        drift = 0.5 * (side + body[SLIP_V]) * h
        body[X] -= drift * sin(middle)
        body[Y] += drift * cos(middle)
    body[HEADING] += turn
    body[SPEED] = after
    body[YAW_RATE] = after * tan(deltas[2]) / chassis.wheelbase


@device
def glide(body: Float64, steer: float, push: float, chassis: Chassis, dt: float) -> None:
    """One step of a point that obeys at once: first the new speed, then the way at that speed (semi-implicit Euler).

    The plant of the published reference drivers' examination (UN R157): no lag, no dead time, no tyres.
    """
    before = body[SPEED]
    after = max(before + min(max(push, -chassis.brake), chassis.accel) * dt, 0.0)
    wheel = min(max(steer, -chassis.steer), chassis.steer)
    turn = after * dt * tan(wheel) / chassis.wheelbase
    middle = body[HEADING] + 0.5 * turn
    body[X] += after * dt * cos(middle)
    body[Y] += after * dt * sin(middle)
    body[HEADING] += turn
    body[SPEED], body[STEER], body[YAW_RATE] = after, wheel, turn / dt
    body[DRIVE], body[BRAKE], body[ACCEL] = max(push, 0.0), max(-push, 0.0), (after - before) / dt


@device
def step_body(body: Float64, steer_cmd: float, accel_cmd: float, expired: bool, chassis: Chassis, dt: float) -> None:
    """Move one car (BODY,) by `dt` seconds in place.

    `steer_cmd` in rad, `accel_cmd` in m/s^2. A command that is not a number, or one that has `expired`, brakes straight
    with all there is. Sub-steps are as short as the tyres need, never longer than `COARSE`.
    """
    if expired or not (isfinite(steer_cmd) and isfinite(accel_cmd)):
        steer_cmd, accel_cmd = 0.0, -chassis.brake
    tick = int(body[TICK])
    body[TICK] = tick + 1.0
    if chassis.model == POINT:
        glide(body, steer_cmd, accel_cmd, chassis, dt)
        return
    every = stride(max(chassis.steer_delay, chassis.drive_delay, chassis.brake_delay), dt)
    turns, pulls = body[STEER_ORDERS:ACCEL_ORDERS], body[ACCEL_ORDERS:BODY]
    remember(turns, tick, every, steer_cmd)
    remember(pulls, tick, every, accel_cmd)
    wheel = min(max(delayed(turns, tick, every, chassis.steer_delay, dt), -chassis.steer), chassis.steer)
    # Near the top speed the motor fades; no faster than its own lag can follow without overshoot.
    room = max(min(2.0, 0.25 / max(chassis.drive_lag, 1e-3)) * (chassis.top_speed - body[SPEED]), 0.0)
    drive = min(max(delayed(pulls, tick, every, chassis.drive_delay, dt), 0.0), chassis.accel, room)
    brake = min(max(-delayed(pulls, tick, every, chassis.brake_delay, dt), 0.0), chassis.brake)
    hold = chassis.friction * GRAVITY
    before = body[SPEED]
    left = dt
    while left > 0.0:
        v = body[SPEED]
        rolls = v < ROLLING or chassis.model == KINEMATIC
        straight = body[STEER] == 0.0 and wheel == 0.0 and body[SLIP_V] == 0.0 and body[YAW_RATE] == 0.0
        longest = COARSE
        if not rolls and not straight:
            longest = min(COARSE, REACH * v * (1.0 / chassis.stiffness))
        count = max(ceil(left / longest - 1e-9), 1)
        h = left / count
        left = left - h if count > 1 else 0.0
        d0, b0, s0 = body[DRIVE], body[BRAKE], body[STEER]
        d1, d2 = approach_twice(d0, drive, chassis.drive_lag, FREE, h)
        b1, b2 = approach_twice(b0, brake, chassis.brake_lag, chassis.brake_jerk, h)
        s1, s2 = approach_twice(s0, wheel, chassis.steer_lag, chassis.steer_rate, h)
        pushes = (
            min(max(d0 - b0, -hold), hold),
            min(max(d1 - b1, -hold), hold),
            min(max(d2 - b2, -hold), hold),
        )
        body[DRIVE], body[BRAKE], body[STEER] = d2, b2, s2
        if rolls:
            roll(body, pushes, (s0, s1, s2), h, chassis)
        elif straight:
            slide_straight(body, pushes, h, chassis)
        else:
            slide(body, pushes, (s0, s1, s2), h, chassis)
    body[ACCEL] = (body[SPEED] - before) / dt


@kernel
def step_bodies(body: Float64, steer: Float64, accel: Float64, expired: Bool, chassis: Chassis, dt: float) -> None:
    """Move every car (worlds, BODY) by `dt` seconds in place; commands and `expired` are (worlds,)."""
    for world in range(body.shape[0]):
        step_body(body[world], steer[world], accel[world], expired[world], chassis, dt)


def advance(body: Float64, steer: Float64, accel: Float64, chassis: Chassis, dt: float) -> Float64:
    """The bodies one step later; what is handed in stays as it is."""
    after = np.copy(body)
    step_bodies(after, steer, accel, np.zeros(len(body), dtype=np.bool_), chassis, dt)
    return after


def start(x: Float64, y: Float64, heading: Float64, speed: Float64) -> Float64:
    """Bodies (worlds, BODY) that drive straight on at constant speed; arguments (worlds,), SI, world frame."""
    body = np.zeros((len(x), BODY))
    body[:, X], body[:, Y], body[:, HEADING], body[:, SPEED] = x, y, heading, np.maximum(speed, 0.0)
    return body


def bend(body: Float64, curvature: Float64, chassis: Chassis) -> Float64:
    """The same bodies in steady cornering on `curvature` (worlds,), 1/m, for drives that begin in a bend."""
    after = np.copy(body)
    for world, kappa in enumerate(curvature):
        v = after[world, SPEED]
        slow = v < DYNAMIC or chassis.model == KINEMATIC
        steer = float(np.arctan(kappa * chassis.wheelbase)) + (0.0 if slow else chassis.understeer * v * v * kappa)
        after[world, STEER] = min(max(steer, -chassis.steer), chassis.steer)
        after[world, STEER_ORDERS:ACCEL_ORDERS] = after[world, STEER]
        after[world, YAW_RATE] = v * kappa
        after[world, SLIP_V] = 0.0 if slow else -chassis.rear_slip * v**3 * kappa
    return after
