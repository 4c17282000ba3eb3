"""How a car's motion changes at a moment: forces of the axles, derivatives of the single-track model."""

from __future__ import annotations

from math import sqrt

from aureole.kernels import device
from aureole.kernels.small import cosine_sine
from aureole.vehicle.constants import GRAVITY, LINEAR, Chassis
from aureole.vehicle.tyre import brush, linear

ROLLING = 1.5  # m/s; below: no slip at all
DYNAMIC = 4.0  # m/s; above: tyres alone decide
SETTLE = 0.02  # s; how fast slip dies out in the mix
NO_GRIP = 1e-9  # -; less is none
BIAS = 0.85  # -; grip used by the rear over the front when braking, so that the front lets go first (ours)


@device
def axles(push: float, chassis: Chassis) -> tuple[float, float, float, float]:
    """Share of the weight on the front axle, longitudinal force of front and rear axle (N), used grip of the rear one.

    Braking uses the rear tyres `BIAS` as much as the front ones, driving uses all alike; grip used is force over load.
    """
    lift = push * (1.0 / GRAVITY) * chassis.cg_height
    front = min(max((chassis.rear - lift) * (1.0 / chassis.wheelbase), 0.0), 1.0)
    bias = BIAS if push < 0.0 else 1.0
    used = push / (GRAVITY * (front + bias * (1.0 - front)))
    used = min(max(used, -chassis.friction), chassis.friction)
    weight = chassis.mass * GRAVITY
    return front, used * front * weight, bias * used * (1.0 - front) * weight, bias * used


@device
def grip(used: float, chassis: Chassis) -> float:
    """Lateral grip (force over load) that the friction circle leaves."""
    return sqrt(max(chassis.friction * chassis.friction - used * used, 0.0))


@device
def loads(push: float, chassis: Chassis) -> tuple[float, float, float, float, float, float]:
    """What a push leaves each axle: longitudinal force (N), answer to slip, lateral grip (N); front, rear.

    The answer is the slope of the force over the grip, -, where tyres saturate (`tyre.brush`): both go by the load of
    the axle, which falls out. Of linear tyres it is the cornering stiffness, N/rad. The same for all slips, so it is
    worked out once for each push.
    """
    front, fxf, fxr, used = axles(push, chassis)
    if chassis.model == LINEAR:
        return fxf, fxr, chassis.cornering_front, chassis.cornering_rear, 0.0, 0.0
    weight = chassis.mass * GRAVITY
    left_front = grip(used * (1.0 / BIAS) if push < 0.0 else used, chassis)
    left_rear = grip(used, chassis)
    stiff_front = chassis.cornering_front * chassis.wheelbase / (chassis.rear * weight)
    stiff_rear = chassis.cornering_rear * chassis.wheelbase / (chassis.front * weight)
    return (
        fxf, fxr, stiff_front / max(left_front, NO_GRIP), stiff_rear / max(left_rear, NO_GRIP),
        left_front * front * weight, left_rear * (1.0 - front) * weight,
    )  # fmt: skip


@device
def slope(
    turn: float, vx: float, vy: float, r: float, push: float,
    load: tuple[float, float, float, float, float, float], wheel: tuple[float, float], chassis: Chassis,
) -> tuple[float, float, float, float, float, float]:  # fmt: skip
    """Time derivatives of x, y, heading, speed, lateral speed and yaw rate.

    x and y lie along the axes the car had when it had not yet made its `turn` (rad). `load` is what the `push` leaves
    the axles (`loads`), `wheel` cosine and sine of its angle.
    """
    cd, sd = wheel
    fxf, fxr, answer_front, answer_rear, most_front, most_rear = load
    c, s = cosine_sine(turn)
    floor = 0.5 * ROLLING
    across = vy + chassis.wheelbase * r
    slip_front = (across * cd - vx * sd) / max(vx * cd + across * sd, floor)
    slip_rear = vy / max(vx, floor)
    if chassis.model == LINEAR:
        fyf, fyr = linear(slip_front, answer_front), linear(slip_rear, answer_rear)
    else:
        fyf, fyr = brush(slip_front, answer_front, most_front), brush(slip_rear, answer_rear, most_rear)
    left_front = fyf * cd + fxf * sd
    light = 1.0 / chassis.mass
    ax = (fxr + fxf * cd - fyf * sd) * light
    dr = (chassis.front * left_front - chassis.rear * fyr) * (1.0 / chassis.yaw_inertia)
    dvy = (left_front + fyr) * light - vx * r - chassis.rear * dr
    dvx = ax + (vy + chassis.rear * r) * r
    if vx < DYNAMIC:
        share = min(max((vx - ROLLING) * (1.0 / (DYNAMIC - ROLLING)), 0.0), 1.0)
        share *= share * (3.0 - 2.0 * share)
        hold = chassis.friction * GRAVITY
        dvy = share * dvy + (1.0 - share) * min(max(-vy / SETTLE, -hold), hold)
        dr = share * dr + (1.0 - share) * (vx * sd / (cd * chassis.wheelbase) - r) / SETTLE
        dvx = share * dvx + (1.0 - share) * push
    return vx * c - vy * s, vx * s + vy * c, r, dvx, dvy, dr


@device
def pull(push: float, chassis: Chassis) -> float:
    """What a push does to a car that goes straight at speed, m/s^2; `slope` without what is zero then."""
    _, fxf, fxr, _ = axles(push, chassis)
    return (fxr + fxf) * (1.0 / chassis.mass)


@device
def thrust(vx: float, push: float, dvx: float) -> float:
    """Change of speed of a car that goes straight, m/s^2; `dvx` is what the push does at speed (`pull`)."""
    if vx < DYNAMIC:
        share = min(max((vx - ROLLING) * (1.0 / (DYNAMIC - ROLLING)), 0.0), 1.0)
        share *= share * (3.0 - 2.0 * share)
        return share * dvx + (1.0 - share) * push
    return dvx
