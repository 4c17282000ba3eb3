"""The numbers of a car that kernels compute with, derived once from its description."""

from __future__ import annotations

from typing import NamedTuple

from aureole.core.car import Car
from aureole.core.errors import BadInput

GRAVITY = 9.80665  # m/s^2; standard gravity, CGPM 1901
SATURATING, LINEAR, KINEMATIC, POINT = 0, 1, 2, 3
MODELS = {"saturating": SATURATING, "linear": LINEAR, "kinematic": KINEMATIC, "point": POINT}


class Chassis(NamedTuple):
    """Plain numbers, SI; a kernel takes the tuple as it is."""

    model: int
    """`SATURATING`, `LINEAR`, `KINEMATIC` (the last two for checks) or `POINT` (obeys at once)."""
    wheelbase: float  # m
    front: float  # m; front axle ahead of the centre of gravity
    rear: float  # m; rear axle behind the centre of gravity
    cg_height: float  # m
    mass: float  # kg
    yaw_inertia: float  # kg m^2; about the centre of gravity
    cornering_front: float  # N/rad; axle
    cornering_rear: float  # N/rad; axle
    friction: float  # -
    understeer: float  # rad s^2/m; steering angle = (wheelbase + understeer * speed^2) * curvature
    rear_slip: float  # s^2/m; lateral speed at the rear axle = -rear_slip * speed^2 * yaw rate (steady)
    stiffness: float  # m/s^2; fastest eigenvalue of the linear single-track model, times speed
    top_speed: float  # m/s
    accel: float  # m/s^2
    brake: float  # m/s^2, above zero
    brake_jerk: float  # m/s^3
    steer: float  # rad
    steer_rate: float  # rad/s
    steer_lag: float  # s
    steer_delay: float  # s
    drive_lag: float  # s
    drive_delay: float  # s
    brake_lag: float  # s
    brake_delay: float  # s


def chassis(car: Car, model: str = "") -> Chassis:
    """The car's numbers for the kernels; `model` if it shall move in another way than its own.

    `understeer` is m/L (b/Cf - a/Cr), with a and b from the centre of gravity to front and rear axle (Rajamani, Vehicle
    Dynamics and Control, 2nd ed., §3.3; steady state). Both tyre models share it for small slip. Raises `BadInput` for
    a model that does not exist.
    """
    model = model or car.body.model
    if model not in MODELS:
        raise BadInput(f"there is no body model '{model}'", remedy=f"take one of {', '.join(MODELS)}")
    body, limits, actuators = car.body, car.limits, car.actuators
    a, b = body.wheelbase - body.cg_from_rear, body.cg_from_rear
    cf, cr = body.cornering_front, body.cornering_rear
    return Chassis(
        model=MODELS[model],
        wheelbase=body.wheelbase,
        front=a,
        rear=b,
        cg_height=body.cg_height,
        mass=body.mass,
        yaw_inertia=body.yaw_inertia,
        cornering_front=cf,
        cornering_rear=cr,
        friction=body.friction,
        understeer=body.mass / body.wheelbase * (b / cf - a / cr),
        rear_slip=body.mass * a / (body.wheelbase * cr),
        stiffness=(cf + cr) / body.mass + (a * a * cf + b * b * cr) / body.yaw_inertia,
        top_speed=limits.speed,
        accel=limits.accel,
        brake=limits.brake,
        brake_jerk=limits.brake_jerk,
        steer=limits.steer,
        steer_rate=limits.steer_rate,
        steer_lag=actuators.steer_lag,
        steer_delay=actuators.steer_delay,
        drive_lag=actuators.drive_lag,
        drive_delay=actuators.drive_delay,
        brake_lag=actuators.brake_lag,
        brake_delay=actuators.brake_delay,
    )
