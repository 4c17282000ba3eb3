"""Comfort as nuPlan and NAVSIM measure it: filtered accelerations, jerks and turning, all strictly within bounds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aureole.conduct import comfort
from aureole.core.notes import Float64
from aureole.exam.scores.factors.smooth import savgol
from aureole.exam.scores.logs.log import Body, Motion

ACCEL_WINDOW = 8  # samples; nuPlan and NAVSIM 2 smooth accelerations over these
JERK_WINDOW = 15  # samples
TURN_WINDOW = 5  # samples; of headings
DECIMALS = 8  # the published code rounds what it compares
FEWEST = 4  # moments; fewer have no third-order polynomial


class Felt(NamedTuple):
    """What people in a car feel; one value a moment."""

    along: Float64
    """m/s^2, forward, at the middle of the box (NAVSIM 1: at the rear axle)."""
    across: Float64
    """m/s^2, left."""
    strength: Float64
    """m/s^2; length of the acceleration at the rear axle."""
    jerk: Float64
    """m/s^3; change of `strength`."""
    jerk_along: Float64
    """m/s^3; change of `along`."""
    yaw_rate: Float64
    """rad/s; from the headings."""
    yaw_accel: Float64
    """rad/s^2."""


def centre_accel(motion: Motion, body: Body, step: float) -> Float64:
    """Acceleration of the box's middle in the car's frame, m/s^2, shape (moments, 2): rigid-body kinematics."""
    turn = motion.yaw_rate
    change = np.gradient(turn, step) if len(turn) > 1 else np.zeros(len(turn))
    ahead, left = body.ahead, body.left
    along = motion.accel[:, 0] - turn**2 * ahead - change * left
    across = motion.accel[:, 1] - turn**2 * left + change * ahead
    return np.stack((along, across), axis=1)


def felt(motion: Motion, accel: Float64, step: float, *, whole: bool = False, accel_order: int = 3) -> Felt:
    """Everything that is compared with a bound.

    Args:
        motion: how the car moved.
        accel: forward and left acceleration, m/s^2, of the point that is judged.
        step: seconds between two moments.
        whole: NAVSIM 1 smooths accelerations and jerks over all moments at once.
        accel_order: of the polynomial for the yaw acceleration: 3 for comfort, 2 for extended comfort.
    """
    count = len(motion)
    final, change = (count, count) if whole else (ACCEL_WINDOW, JERK_WINDOW)

    def derived(values: Float64) -> Float64:
        smooth = savgol(values, ACCEL_WINDOW, 2).round(DECIMALS)
        return savgol(smooth, change, 2, derivative=1, step=step).round(DECIMALS)

    strength = np.hypot(motion.accel[:, 0], motion.accel[:, 1])
    heading = np.unwrap(motion.heading)
    return Felt(
        savgol(accel[:, 0], final, 2).round(DECIMALS),
        savgol(accel[:, 1], final, 2).round(DECIMALS),
        savgol(strength, ACCEL_WINDOW, 2).round(DECIMALS),
        derived(strength),
        derived(accel[:, 0]),
        savgol(heading, TURN_WINDOW, 2, derivative=1, step=step).round(DECIMALS),
        savgol(heading, TURN_WINDOW, accel_order, derivative=2, step=step).round(DECIMALS),
    )


def comfortable(what: Felt) -> float:
    """1 if every value is strictly within its bound at every moment, else 0; NaN of too few moments."""
    if not all(np.isfinite(values).all() for values in what):
        return float("nan")
    along = (what.along > comfort.ACCEL_MIN) & (what.along < comfort.ACCEL_MAX)
    limits = (
        (what.across, comfort.LATERAL), (what.jerk, comfort.JERK), (what.jerk_along, comfort.JERK_LONGITUDINAL),
        (what.yaw_rate, comfort.YAW_RATE), (what.yaw_accel, comfort.YAW_ACCEL),
    )  # fmt: skip
    return float(along.all() and all((np.abs(values) < limit).all() for values, limit in limits))


def alike(one: Felt, other: Felt) -> float:
    """1 if two plans over the same moments differ by no more than extended comfort allows, else 0; NaN: too few."""
    pairs = (
        (one.strength - other.strength, comfort.PLAN_ACCEL), (one.jerk - other.jerk, comfort.PLAN_JERK),
        (one.yaw_rate - other.yaw_rate, comfort.PLAN_YAW_RATE),
        (one.yaw_accel - other.yaw_accel, comfort.PLAN_YAW_ACCEL),
    )  # fmt: skip
    spread = np.array([np.sqrt(np.mean(difference**2)) for difference, _ in pairs])
    if not np.isfinite(spread).all():
        return float("nan")
    return float((spread <= [limit for _, limit in pairs]).all())
