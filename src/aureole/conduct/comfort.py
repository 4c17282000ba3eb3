"""What people bear without complaint: the bounds of nuPlan and NAVSIM, and what a bend or a kerb allows.

The bounds as the project's facts give them; they hold for the motion over ground, without gravity.
"""

from __future__ import annotations

from math import inf, sqrt

from aureole.kernels import device

ACCEL_MIN = -4.05  # m/s^2; longitudinal
ACCEL_MAX = 2.40  # m/s^2; longitudinal
LATERAL = 4.89  # m/s^2; either side
JERK = 8.37  # m/s^3; of the vector's length
JERK_LONGITUDINAL = 4.13  # m/s^3; either way
YAW_RATE = 0.95  # rad/s; either way
YAW_ACCEL = 1.93  # rad/s^2; either way

# How much two plans in a row may differ, root mean square (NAVSIM v2, extended comfort).
PLAN_ACCEL = 0.7  # m/s^2
PLAN_JERK = 0.5  # m/s^3
PLAN_YAW_RATE = 0.1  # rad/s
PLAN_YAW_ACCEL = 0.1  # rad/s^2


@device
def comfortable_accel(along: float, across: float) -> bool:
    """Whether both accelerations (m/s^2, forward and left plus) are within the bounds."""
    return ACCEL_MIN <= along <= ACCEL_MAX and abs(across) <= LATERAL


@device
def comfortable_jerk(along: float, length: float) -> bool:
    """Whether the forward jerk and the length of the jerk vector (m/s^3) are within the bounds."""
    return abs(along) <= JERK_LONGITUDINAL and abs(length) <= JERK


@device
def comfortable_turn(yaw_rate: float, yaw_accel: float) -> bool:
    """Whether yaw rate (rad/s) and yaw acceleration (rad/s^2) are within the bounds."""
    return abs(yaw_rate) <= YAW_RATE and abs(yaw_accel) <= YAW_ACCEL


@device
def bend_speed(curvature: float, lateral_accel: float) -> float:
    """Highest speed on a bend of `curvature` (1/m) with `lateral_accel` (m/s^2), m/s; infinite where it is straight."""
    bend = abs(curvature)
    if bend < 1e-9:
        return inf
    return sqrt(lateral_accel / bend)
