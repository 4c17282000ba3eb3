"""How to follow another car: the intelligent driver model, safe speed, and the gap that stays behind it."""

from __future__ import annotations

from math import inf, sqrt

from aureole.kernels import device

EXPONENT = 4.0  # -; how sharply acceleration fades near the set speed, Treiber 2000


@device
def desired_gap(
    speed: float, lead_speed: float, time_gap: float, min_gap: float, accel: float, comfort_brake: float
) -> float:  # fmt: skip
    """Gap the intelligent driver wants, m (Treiber, Hennecke, Helbing, Phys. Rev. E 62, 2000).

    Never less than `min_gap`: a leader that pulls away does not make the wish negative (Treiber, Kesting, Traffic Flow
    Dynamics, 2nd ed., §12.3). Speeds in m/s, `time_gap` in s, `accel` and `comfort_brake` in m/s^2, above zero.
    """
    dynamic = speed * time_gap + speed * (speed - lead_speed) / (2.0 * sqrt(accel * comfort_brake))
    return min_gap + max(dynamic, 0.0)


@device
def idm_free(speed: float, set_speed: float, accel: float) -> float:
    """Acceleration on a free road, m/s^2 (Treiber 2000, first term); `set_speed` above zero."""
    ratio = speed / set_speed
    square = ratio * ratio
    return accel * (1.0 - square * square)


@device
def idm_accel(
    speed: float, gap: float, lead_speed: float, set_speed: float,
    time_gap: float, min_gap: float, accel: float, comfort_brake: float,
) -> float:  # fmt: skip
    """Acceleration of the intelligent driver, m/s^2 (Treiber 2000), with the exponent 4.

    `gap` is bumper to bumper, m; at or below 1 cm it counts as 1 cm. Not limited to what brakes can do: clip it.
    """
    wish = desired_gap(speed, lead_speed, time_gap, min_gap, accel, comfort_brake) / max(gap, 0.01)
    return idm_free(speed, set_speed, accel) - accel * wish * wish


@device
def idm_equilibrium_gap(speed: float, set_speed: float, time_gap: float, min_gap: float) -> float:
    """Gap at which the intelligent driver neither brakes nor speeds up behind an equally fast car, m.

    Treiber 2000; infinite at the set speed and above it.
    """
    ratio = speed / set_speed
    square = ratio * ratio
    room = 1.0 - square * square
    if room <= 0.0:
        return inf
    return (min_gap + speed * time_gap) / sqrt(room)


@device
def safe_speed(gap: float, lead_speed: float, reaction: float, brake: float, lead_brake: float) -> float:
    """Highest speed that still stops behind a leader that brakes now, m/s (Gipps, Transp. Res. B 15, 1981).

    Uses the whole `gap`, m: hand in what is beyond the gap to be left. `reaction` in s, brakes in m/s^2, above zero.
    """
    lag = brake * reaction
    room = max(gap, 0.0) + lead_speed * lead_speed / (2.0 * lead_brake)
    return sqrt(lag * lag + 2.0 * brake * room) - lag


@device
def brake_needed(speed: float, gap: float, lead_speed: float, lead_accel: float) -> float:
    """Constant deceleration that just avoids the leader, m/s^2, zero or above; infinite at no gap and closing.

    The leader keeps `lead_accel` until it stands. Either we stop behind where it has stopped, or both are equally fast
    at no gap while it still moves (kinematics of constant accelerations, ours).
    """
    if gap <= 0.0:
        return inf if speed > 0.0 else 0.0
    if lead_accel < 0.0:
        needed = 0.5 * speed * speed / (gap - 0.5 * lead_speed * lead_speed / lead_accel)
        # we stop later than the leader; one that brakes immeasurably little needs no braking at all by this count
        if needed > 0.0 and speed * -lead_accel >= lead_speed * needed:
            return needed
    if speed <= lead_speed:
        return 0.0
    closing = speed - lead_speed
    return max(closing * closing / (2.0 * gap) - lead_accel, 0.0)
