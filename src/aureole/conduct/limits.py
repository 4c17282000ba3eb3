"""Limits of speed: how far below the limit of the road a car is, and when that is speeding."""

from __future__ import annotations

from aureole.kernels import device

TOLERANCE = 0.5  # m/s; ours: what a speedometer and a speed control need


@device
def in_hand(speed: float, limit: float) -> float:
    """Metres per second below the limit; below zero above it, infinite where there is none (R157 5.1.2)."""
    return limit - abs(speed)


@device
def is_speeding(speed: float, limit: float) -> bool:
    """Whether the limit is exceeded by more than the tolerance."""
    return in_hand(speed, limit) < -TOLERANCE
