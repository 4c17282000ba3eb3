"""Transition shapes: how a value goes from one to another, how steep, and how long it takes (DynamicsShape).

Linear: constant slope. Sinusoidal: half a cosine wave, steepest in the middle. Cubic: 3x² − 2x³, likewise.
"""

from __future__ import annotations

import math

from aureole.kernels import device
from aureole.world.scenarios.player.state import SMALL
from aureole.world.scenarios.tables import CUBIC, SINUSOIDAL, STEP


@device
def share(shape: int, x: float, length: float) -> float:
    """Which part of the change is done at x of length."""
    if shape == STEP or length < SMALL or x >= length:
        return 1.0
    part = x / length
    if shape == SINUSOIDAL:
        return 0.5 * (1.0 - math.cos(math.pi * part))
    if shape == CUBIC:
        return part * part * (3.0 - 2.0 * part)
    return part


@device
def steepness(shape: int, x: float, length: float) -> float:
    """Change of `share` per unit of x; zero for a step."""
    if shape == STEP or length < SMALL:
        return 0.0
    part = x / length
    if shape == SINUSOIDAL:
        return 0.5 * math.pi * math.sin(math.pi * part) / length
    if shape == CUBIC:
        return 6.0 * part * (1.0 - part) / length
    return 1.0 / length


@device
def peak(shape: int) -> float:
    """The steepest slope of `share` times the length."""
    if shape == SINUSOIDAL:
        return 0.5 * math.pi
    return 1.5 if shape == CUBIC else 1.0


@device
def length_by_rate(shape: int, change: float, rate: float) -> float:
    """How long a change lasts whose steepest slope is `rate`; infinite for rate zero.

    Sinusoidal: T = π·d/(2·rate); cubic: 1.5·d/rate.
    """
    if shape == STEP or abs(change) < SMALL:
        return 0.0
    if rate == 0.0:
        return math.inf
    return abs(peak(shape) * change / rate)


@device
def length_by_accel(shape: int, change: float, accel: float) -> float:
    """How long a change lasts whose greatest second derivative is `accel`.

    Sinusoidal: T = π·sqrt(d/(2a)); cubic: sqrt(6·d/a). A linear change has no finite one; it takes the cubic's time.
    """
    if shape == STEP or abs(change) < SMALL or math.isinf(accel):
        return 0.0
    if accel <= 0.0:
        return math.inf
    if shape == SINUSOIDAL:
        return math.pi * math.sqrt(abs(change) / (2.0 * accel))
    return math.sqrt(6.0 * abs(change) / accel)
