"""Which collisions must be avoided: one bound for each way another road user comes into the way.

All bounds rest on the car that UN R157 5.2.5.2 presumes for a cut-in, here called the presumed car: it goes on for
0.35 s, then brakes with 6 m/s^2. For what stands, is revealed, crosses or brakes the text names no number; that the
presumed car is the measure there too is ours. What it cannot avoid may be unavoidable; nothing else is called so.
"""

from __future__ import annotations

from math import sqrt

from aureole.conduct.following import brake_needed
from aureole.conduct.r157 import CUT_IN_BRAKE, CUT_IN_DELAY, cut_in_ttc
from aureole.kernels import device


@device
def presumed_way(speed: float, time: float) -> float:
    """How far the presumed car comes in `time` seconds, m; `speed` m/s, zero or above."""
    if time <= CUT_IN_DELAY:
        return speed * max(time, 0.0)
    braking = min(time - CUT_IN_DELAY, speed / CUT_IN_BRAKE)
    return speed * (CUT_IN_DELAY + braking) - 0.5 * CUT_IN_BRAKE * braking * braking


@device
def presumed_speed(speed: float, time: float) -> float:
    """How fast the presumed car still is after `time` seconds, m/s."""
    return max(speed - CUT_IN_BRAKE * max(time - CUT_IN_DELAY, 0.0), 0.0)


@device
def standing_ttc(speed: float) -> float:
    """TTC at first sight above which hitting what stands in the lane must be avoided, s (R157 5.2.4; number ours)."""
    return cut_in_ttc(speed)


@device
def revealed_ttc(closing: float) -> float:
    """TTC above which hitting what a car ahead revealed by leaving must be avoided, s (number ours).

    R157 Annex 3 lets a competent and careful driver be the measure of a cut-out, with 0.4 s to see the risk, 0.75 s to
    react and 0.774 g after 0.6 s more. The presumed car is quicker, so less is called unavoidable here.
    """
    return cut_in_ttc(closing)


@device
def crossing_ttc(speed: float) -> float:
    """TTC at first sight above which hitting who crosses must be avoided, s (R157 5.2.5.3; number ours)."""
    return cut_in_ttc(speed)


@device
def lets_pass(speed: float, gap: float, leaves: float) -> bool:
    """Whether who crosses is out of the way, after `leaves` seconds, before the presumed car has come `gap` metres."""
    return presumed_way(speed, leaves) < gap


@device
def braking_must_avoid(gap: float, required: float) -> bool:
    """Whether hitting a braking leader must be avoided, however hard it brakes (R157 5.2.5.1).

    `gap` (m) when it began to brake, `required` the smallest following gap then.
    """
    return gap >= required


@device
def braking_hits(speed: float, gap: float, since: float, lead_way: float, lead: tuple[float, float]) -> bool:
    """Whether the presumed car, too, hits a braking leader: it has by now, or it would need more than 6 m/s^2 from now.

    Args:
        speed: ours when the leader began to brake, m/s.
        gap: then, m.
        since: seconds that have passed.
        lead_way: how far the leader has come in them, m.
        lead: its speed and acceleration now, m/s and m/s^2.
    """
    left = gap + lead_way - presumed_way(speed, since)
    if left <= 0.0:
        return True
    return brake_needed(presumed_speed(speed, since), left, lead[0], lead[1]) > CUT_IN_BRAKE


@device
def stoppable(gap: float, brake: float) -> float:
    """Closing speed that braking with `brake` (m/s^2) can still take off within `gap` metres, m/s (kinematics, ours).

    Less the closing speed there is, it is what is left in hand; at contact that is the closing speed, below zero.
    """
    return sqrt(2.0 * brake * max(gap, 0.0))
