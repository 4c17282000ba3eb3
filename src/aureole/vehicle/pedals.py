"""The longitudinal half of the follower: from a plan's speeds to an acceleration, without jerks."""

from __future__ import annotations

from aureole.core.notes import Float32
from aureole.kernels import device
from aureole.vehicle.constants import Chassis

PULL = 0.8  # 1/s; how fast an error of speed is taken out
HALF = 0.05  # s; the plan's acceleration is taken over twice this
STANDS = 0.05  # m/s; a plan slower than this wants to stand
HOLD = 0.5  # m/s^2; brakes that hold a standing car
RELEASE = 2.0  # -; jerk of letting go after hard braking, over the comfortable one
SETTLE = 1.5  # 1/s; least deceleration per speed where the plan already stands


@device
def speed_at(time: Float32, speed: Float32, moment: float) -> float:
    """Speed of the plan at `moment` (s since its stamp), m/s; its first and last one beyond its ends."""
    if moment <= time[0]:
        return max(float(speed[0]), 0.0)
    for i in range(1, len(time)):
        if moment <= time[i]:
            share = (moment - float(time[i - 1])) / (float(time[i]) - float(time[i - 1]))
            return max(float(speed[i - 1]) + share * (float(speed[i]) - float(speed[i - 1])), 0.0)
    return max(float(speed[len(time) - 1]), 0.0)


@device
def slope_at(time: Float32, speed: Float32, moment: float) -> float:
    """Acceleration of the plan around `moment`, m/s^2; zero beyond its end."""
    first, second = max(moment - HALF, float(time[0])), min(moment + HALF, float(time[len(time) - 1]))
    if second - first < HALF:
        return 0.0
    return (speed_at(time, speed, second) - speed_at(time, speed, first)) / (second - first)


@device
def wanted_accel(
    time: Float32, speed: Float32, moment: float, now: float, brake: float, chassis: Chassis
) -> float:  # fmt: skip
    """Acceleration (m/s^2) that keeps to the plan `moment` seconds after its stamp at speed `now`.

    The plan's own acceleration is taken as far ahead as the actuators are late; the speed error is taken out by `PULL`.
    `brake` is the hardest braking allowed, above zero.
    """
    ahead = moment + chassis.brake_delay + chassis.brake_lag
    accel = slope_at(time, speed, ahead)
    if accel > 0.0:
        accel = max(slope_at(time, speed, moment + chassis.drive_delay + chassis.drive_lag), 0.0)
    accel += PULL * (speed_at(time, speed, moment) - now)
    later = moment + chassis.drive_delay + chassis.drive_lag + 2.0 * HALF
    if speed_at(time, speed, ahead) < STANDS and speed_at(time, speed, later) < STANDS:
        accel = min(accel, -max(HOLD, SETTLE * now))
        return max(accel, -max(brake, HOLD))
    return min(max(accel, -brake), chassis.accel)


@device
def ease(before: float, wanted: float, span: float, limits: tuple[float, float, float], hard: bool) -> float:
    """The next acceleration command (m/s^2), `span` seconds after `before`.

    `limits` are comfortable jerk, emergency jerk (m/s^3) and comfortable braking (m/s^2). The emergency jerk serves
    where the plan allows hard braking, and to let go of it; what is left of it goes at `RELEASE` times comfort.
    """
    soft, quick, comfort = limits
    down = quick if hard else soft
    if wanted <= before:
        return max(wanted, before - down * span)
    if before < -comfort:
        return min(wanted, before + quick * span)
    up = RELEASE * soft if hard and before < 0.0 else soft
    return min(wanted, before + up * span)
