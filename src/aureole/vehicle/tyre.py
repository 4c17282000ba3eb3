"""Lateral force of an axle: linear in the slip, or saturating like a brush; and how much a road lets tyres hold."""

from __future__ import annotations

from aureole.kernels import device
from aureole.vehicle.constants import Chassis


@device
def brush(slip: float, answer: float, grip: float) -> float:
    """Lateral force (N) at tan(slip angle) `slip`, largest force `grip` (N), and cornering stiffness over it, `answer`.

    Fiala's brush with one friction value (Pacejka, Tire and Vehicle Dynamics, 3rd ed., §3.2.1; recalled): starts with
    the slope of the linear tyre, bends over, and stays at the grip from tan(slip angle) = 3 / answer on.
    """
    z = min(max(answer * slip, -3.0), 3.0)
    return -grip * z * (1.0 - abs(z) * (1 / 3) + z * z * (1 / 27))


@device
def linear(slip: float, stiffness: float) -> float:
    """Lateral force (N) of the linear tyre, which never lets go."""
    return -stiffness * slip


@device
def gripping(chassis: Chassis, share: float) -> Chassis:
    """The car on a road that leaves this share of the friction between tyre and dry road; 1 changes nothing.

    A sixth of it or less on ice, about two thirds on a wet road, next to nothing where tyres float (recalled).
    """
    c = chassis
    return Chassis(
        c.model, c.wheelbase, c.front, c.rear, c.cg_height, c.mass, c.yaw_inertia, c.cornering_front, c.cornering_rear,
        c.friction * share, c.understeer, c.rear_slip, c.stiffness, c.top_speed, c.accel, c.brake, c.brake_jerk,
        c.steer, c.steer_rate, c.steer_lag, c.steer_delay, c.drive_lag, c.drive_delay, c.brake_lag, c.brake_delay,
    )  # fmt: skip
