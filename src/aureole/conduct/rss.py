"""Responsibility-sensitive safety: distances that leave room for the worst the other may reasonably do.

Shalev-Shwartz, Shammah, Shashua: On a Formal Model of Safe and Scalable Self-driving Cars, arXiv:1708.06374.
The formulas are recalled; the numbers of its definitions are therefore not given.
"""

from __future__ import annotations

from aureole.kernels import device


@device
def longitudinal(
    rear: float, front: float, response: float, accel: float, brake_min: float, brake_max: float
) -> float:  # fmt: skip
    """Safe gap behind a car ahead in the same direction, m.

    Speeds m/s. For `response` s the rear car may still speed up with `accel`, then brakes with at least `brake_min`,
    while the front car brakes with up to `brake_max` (m/s^2, above zero).
    """
    peak = rear + response * accel
    way = rear * response + 0.5 * accel * response * response + peak * peak / (2.0 * brake_min)
    return max(way - front * front / (2.0 * brake_max), 0.0)


@device
def oncoming(
    ours: float, theirs: float, response: float, accel: float, brake_right: float, brake_wrong: float
) -> float:  # fmt: skip
    """Safe gap towards an oncoming car, m.

    Speeds m/s, both above zero towards each other. Whoever is on the right side brakes with `brake_right` (ours), the
    other with `brake_wrong`.
    """
    mine, other = ours + response * accel, theirs + response * accel
    way = 0.5 * (ours + mine) * response + mine * mine / (2.0 * brake_right)
    return way + 0.5 * (theirs + other) * response + other * other / (2.0 * brake_wrong)


@device
def sideways(speed: float, response: float, accel: float, brake_min: float) -> float:
    """How far a car still moves towards the other, m; `speed` towards it, m/s, below zero away from it.

    For `response` s it may speed up towards the other with `accel`, then brakes with `brake_min` (m/s^2, above zero).
    """
    after = speed + response * accel
    return 0.5 * (speed + after) * response + after * abs(after) / (2.0 * brake_min)


@device
def lateral(left: float, right: float, response: float, accel: float, brake_min: float, margin: float) -> float:
    """Safe sideways gap between a car on the left and one on the right, m.

    Lateral speeds m/s, both counted to the left: below zero the left car comes nearer, above zero the right one does.
    `margin` (m) is always kept; moving apart is never counted below it.
    """
    way = sideways(-left, response, accel, brake_min) + sideways(right, response, accel, brake_min)
    return margin + max(way, 0.0)


@device
def unsafe(gap_along: float, safe_along: float, gap_across: float, safe_across: float) -> bool:
    """Dangerous only where both gaps are too small."""
    return gap_along < safe_along and gap_across < safe_across
