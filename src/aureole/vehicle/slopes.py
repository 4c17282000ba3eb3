"""How a car's motion changes at a moment: forces of the axles, derivatives of the single-track model."""

from __future__ import annotations

from math import cos, sin, sqrt

from aureole.kernels import device
from aureole.vehicle.constants import GRAVITY, LINEAR, Chassis
from aureole.vehicle.tyre import brush, linear

ROLLING = 1.5  # m/s; below: no slip at all
DYNAMIC = 4.0  # m/s; above: tyres alone decide
SETTLE = 0.02  # s; how fast slip dies out in the mix
BIAS = 0.85  # -; grip used by the rear over the front when braking, so that the front lets go first (ours)


@device
def axles(push: float, chassis: Chassis) -> tuple[float, float, float, float]:
    """Share of the weight on the front axle, longitudinal force of front and rear axle (N), used grip of the rear one.

    Braking uses the rear tyres `BIAS` as much as the front ones, driving uses all alike; grip used is force over load.
    """
    lift = push / GRAVITY * chassis.cg_height
    front = min(max((chassis.rear - lift) / chassis.wheelbase, 0.0), 1.0)
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
    """What a push leaves each axle: longitudinal force (N), cornering stiffness (N/rad), lateral grip (N); front, rear.

    The same for all slips, so it is worked out once for each push.
    """
    front, fxf, fxr, used = axles(push, chassis)
    if chassis.model == LINEAR:
        return fxf, fxr, chassis.cornering_front, chassis.cornering_rear, 0.0, 0.0
    heavy, light = front * chassis.wheelbase / chassis.rear, (1.0 - front) * chassis.wheelbase / chassis.front
    weight = chassis.mass * GRAVITY
    most_front = grip(used / (BIAS if push < 0.0 else 1.0), chassis) * front * weight
    most_rear = grip(used, chassis) * (1.0 - front) * weight
    return fxf, fxr, chassis.cornering_front * heavy, chassis.cornering_rear * light, most_front, most_rear


@device
def slope(
    psi: float, vx: float, vy: float, r: float, push: float,
    load: tuple[float, float, float, float, float, float], wheel: tuple[float, float], chassis: Chassis,
) -> tuple[float, float, float, float, float, float]:  # fmt: skip
    """Time derivatives of x, y, heading, speed, lateral speed and yaw rate.

    `load` is what the `push` leaves the axles (`loads`), `wheel` cosine and sine of its angle.
    """
    cd, sd = wheel
    fxf, fxr, stiff_front, stiff_rear, most_front, most_rear = load
    c, s = cos(psi), sin(psi)
    floor = 0.5 * ROLLING
    across = vy + chassis.wheelbase * r
    slip_front = (across * cd - vx * sd) / max(vx * cd + across * sd, floor)
    slip_rear = vy / max(vx, floor)
    if chassis.model == LINEAR:
        fyf, fyr = linear(slip_front, stiff_front), linear(slip_rear, stiff_rear)
    else:
        fyf, fyr = brush(slip_front, stiff_front, most_front), brush(slip_rear, stiff_rear, most_rear)
    left_front = fyf * cd + fxf * sd
    ax = (fxr + fxf * cd - fyf * sd) / chassis.mass
    dr = (chassis.front * left_front - chassis.rear * fyr) / chassis.yaw_inertia
    dvy = (left_front + fyr) / chassis.mass - vx * r - chassis.rear * dr
    dvx = ax + (vy + chassis.rear * r) * r
    if vx < DYNAMIC:
        share = min(max((vx - ROLLING) / (DYNAMIC - ROLLING), 0.0), 1.0)
        share *= share * (3.0 - 2.0 * share)
        hold = chassis.friction * GRAVITY
        dvy = share * dvy + (1.0 - share) * min(max(-vy / SETTLE, -hold), hold)
        dr = share * dr + (1.0 - share) * (vx * sd / (cd * chassis.wheelbase) - r) / SETTLE
        dvx = share * dvx + (1.0 - share) * push
    return vx * c - vy * s, vx * s + vy * c, r, dvx, dvy, dr


@device
def turned(angle: float) -> tuple[float, float]:
    """Cosine and sine."""
    return cos(angle), sin(angle)


@device
def pull(push: float, chassis: Chassis) -> float:
    """What a push does to a car that goes straight at speed, m/s^2; `slope` without what is zero then."""
    _, fxf, fxr, _ = axles(push, chassis)
    return (fxr + fxf) / chassis.mass


@device
def thrust(vx: float, push: float, dvx: float) -> float:
    """Change of speed of a car that goes straight, m/s^2; `dvx` is what the push does at speed (`pull`)."""
    if vx < DYNAMIC:
        share = min(max((vx - ROLLING) / (DYNAMIC - ROLLING), 0.0), 1.0)
        share *= share * (3.0 - 2.0 * share)
        return share * dvx + (1.0 - share) * push
    return dvx
