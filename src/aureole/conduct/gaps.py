"""Room and time between cars: time gap, time to collision, and whether a change of lane is worth it and safe."""

from __future__ import annotations

from math import inf, sqrt

from aureole.kernels import device

SLOW = 1e-6  # m/s; slower counts as standing


@device
def time_gap(gap: float, speed: float) -> float:
    """Seconds until the front is where the other's rear is now, `gap` bumper to bumper; infinite at standstill."""
    if speed <= SLOW:
        return inf
    return max(gap, 0.0) / speed


@device
def headway(gap: float, lead_length: float, speed: float) -> float:
    """Seconds between the two fronts passing one place (ISO 15622:2018, recalled); infinite at standstill."""
    return time_gap(gap + lead_length, speed)


@device
def ttc(gap: float, closing: float) -> float:
    """Time to collision at constant speeds, s (Hayward, 1972); 0 once they touch, infinite when not closing."""
    if gap <= 0.0:
        return 0.0
    if closing <= SLOW:
        return inf
    return gap / closing


@device
def ttc_accel(gap: float, closing: float, closing_accel: float) -> float:
    """Time to collision at constant accelerations, s; `closing_accel` is ours less the other's, m/s^2.

    Smallest t > 0 with closing t + closing_accel t^2 / 2 = gap; infinite if there is none. Stops are not looked at.
    """
    if gap <= 0.0:
        return 0.0
    root = closing * closing + 2.0 * closing_accel * gap
    if root < 0.0:
        return inf
    bottom = closing + sqrt(root)
    if bottom <= SLOW:
        return inf
    return 2.0 * gap / bottom


@device
def mobil_gain(
    own_after: float, own_now: float, new_after: float, new_now: float, old_after: float, old_now: float,
    politeness: float,
) -> float:  # fmt: skip
    """What a change of lane gains everyone, m/s^2 (Kesting, Treiber, Helbing: MOBIL, TRR 1999, 2007).

    Accelerations with the change (`after`) and without (`now`) of the car itself, of its new follower and of its old
    one, weighted by `politeness` (0 selfish, 1 all count alike).
    """
    return own_after - own_now + politeness * (new_after - new_now + old_after - old_now)


@device
def mobil_wants(gain: float, threshold: float, bias: float) -> bool:
    """The incentive (Kesting 2007): the gain beats the threshold and the bias against that lane, m/s^2."""
    return gain > threshold + bias


@device
def mobil_safe(new_follower_after: float, safe_brake: float) -> bool:
    """The safety criterion (Kesting 2007): the new follower need not brake harder than `safe_brake`, m/s^2."""
    return new_follower_after >= -safe_brake
