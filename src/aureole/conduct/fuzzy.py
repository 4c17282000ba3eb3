"""Fuzzy surrogate safety metrics: how sure it is that a gap is too small, before braking and while the gap closes.

Mattas, Makridis, Botzoris, Ciuffo et al.: Fuzzy Surrogate Safety Metrics for real-time assessment of rear-end collision
risk, Accident Analysis & Prevention 148 (2020) 105794; its use as a reference driver for UN R157: Mattas et al. 2022.
"""

from __future__ import annotations

from aureole.kernels import device

RESPONSE = 0.75  # s
BRAKE_MIN = 4.0  # m/s^2; comfortable braking of the rear car
BRAKE_MAX = 6.0  # m/s^2; firm braking of the rear car
BRAKE_LEAD = 7.0  # m/s^2; hardest braking of the front car that is reckoned with
MARGIN = 2.0  # m; kept at standstill
MARGIN_SAFE = 2.0  # m; on top of it, until the gap counts as fully safe
LATERAL = 0.1  # s; how much later than the fronts the sides must meet to be safe


@device
def between(gap: float, safe: float, unsafe: float) -> float:
    """0 above `safe`, 1 below `unsafe`, straight between them; all in m."""
    if gap > safe:
        return 0.0
    if gap < unsafe:
        return 1.0
    return (gap - safe) / (unsafe - safe)


@device
def proactive(gap: float, rear: float, front: float) -> float:
    """PFS, 0 to 1: could a hard braking of the front car become dangerous? Gap m, speeds m/s."""
    way = rear * RESPONSE - front * front / (2.0 * BRAKE_LEAD)
    safe = way + rear * rear / (2.0 * BRAKE_MIN) + MARGIN_SAFE
    return between(gap - MARGIN, safe, way + rear * rear / (2.0 * BRAKE_MAX))


@device
def critical(gap: float, rear: float, front: float, rear_accel: float) -> float:
    """CFS, 0 to 1: does it come to a collision if both go on as they do? Gap m, speeds m/s, acceleration m/s^2."""
    if rear <= front:
        return 0.0
    accel = max(rear_accel, -BRAKE_MIN)
    after = rear + RESPONSE * accel
    if after < front:
        closing = rear - front
        return 1.0 if gap < closing * closing / abs(2.0 * rear_accel) else 0.0
    way = (rear + 0.5 * accel * RESPONSE - front) * RESPONSE
    closing = after - front
    return between(gap, way + closing * closing / (2.0 * BRAKE_MIN), way + closing * closing / (2.0 * BRAKE_MAX))


@device
def braking(pfs: float, cfs: float) -> float:
    """How hard to brake for it, m/s^2: from `BRAKE_MIN` to `BRAKE_MAX` where it is critical, below where it is not."""
    return cfs * (BRAKE_MAX - BRAKE_MIN) + BRAKE_MIN if cfs > 0.0 else pfs * BRAKE_MIN


@device
def passes_first(aside: float, towards: float, length: float, closing: float) -> bool:
    """Whether the rear car is past before the other has come over.

    `aside` is the sideways gap (m), `towards` the speed at which it shrinks (m/s), `length` (m) what must be driven
    until the rear car is past (gap and both lengths), `closing` the speed at which that happens (m/s).
    """
    if aside <= 0.0:
        return False
    if towards <= 0.0 or closing == 0.0:
        return True
    return aside / towards > length / closing + LATERAL
