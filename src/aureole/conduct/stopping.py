"""How far a car still rolls: reaction, build-up of the brake, full braking."""

from __future__ import annotations

from math import sqrt

from aureole.kernels import device


@device
def stop_distance(speed: float, reaction: float, brake: float, jerk: float) -> float:
    """Metres until standstill: `reaction` seconds unbraked, then braking builds up with `jerk` (m/s^3) to `brake`.

    Integrated in closed form; `brake` in m/s^2 and `jerk` above zero, `jerk` may be infinite. Includes the case that
    the car stands before the brake is fully on.
    """
    rise = brake / jerk
    lost = 0.5 * brake * rise
    if speed <= lost:
        return speed * reaction + speed * sqrt(2.0 * speed / jerk) * 2.0 / 3.0
    after = speed - lost
    return speed * reaction + speed * rise - brake * rise * rise / 6.0 + after * after / (2.0 * brake)


@device
def stop_time(speed: float, reaction: float, brake: float, jerk: float) -> float:
    """Seconds until standstill of the same stop; 0 for a standing car."""
    if speed <= 0.0:
        return 0.0
    rise = brake / jerk
    lost = 0.5 * brake * rise
    if speed <= lost:
        return reaction + sqrt(2.0 * speed / jerk)
    return reaction + rise + (speed - lost) / brake


@device
def comfort_speed(distance: float, brake: float, jerk: float) -> float:
    """Highest speed from which a stop within `distance` metres needs no more than `brake` and `jerk`, m/s.

    The inverse of `stop_distance` without reaction; zero or below gives zero.
    """
    if distance <= 0.0:
        return 0.0
    rise = brake / jerk
    lost = 0.5 * brake * rise
    if distance <= lost * rise * 2.0 / 3.0:
        root = float((3.0 * distance / jerk) ** (1.0 / 3.0))
        return 0.5 * jerk * root * root
    # v rise - brake rise^2 / 6 + (v - lost)^2 / (2 brake) = distance, solved for v - lost
    rest = distance - lost * rise + brake * rise * rise / 6.0
    half = brake * rise
    return lost - half + sqrt(half * half + 2.0 * brake * rest)
