"""How hard to accelerate or brake behind one thing ahead."""

from __future__ import annotations

import math

from aureole.conduct.r157 import following_time_gap
from aureole.kernels import device

SPACING = 3.0  # m; kept behind what stands, R157 asks at least 2 m
SLACK = 0.15  # s; above the time gap of UN R157, so that control errors do not undercut it
DELAY = 0.35  # s; from seeing to full braking: sensing, deciding, actuators
PULL = 0.12  # 1/s^2; acceleration per metre of missing or spare gap
DAMP = 0.6  # 1/s; acceleration per m/s of speed difference
CALM = 2.0  # m/s^2; comfortable braking behind others
EARLY = 1.1  # m/s^2; needed braking from which braking begins
FIRM = 1.12  # -; margin on needed braking
HARD = 3.2  # m/s^2; needed braking from which it is an emergency
BRISK = 1.5  # m/s^2; comfortable acceleration
NEVER = 99.0  # m/s^2; more than any car accelerates


@device
def needed(gap: float, speed: float, lead: float, lead_accel: float, spacing: float) -> float:
    """Constant braking (m/s^2, above zero) that just keeps `spacing` behind a lead.

    The lead keeps its braking until it stands, and nothing else is assumed of it. A gap that is
    already too short needs braking without bound.
    """
    closing = max(speed - lead, 0.0)
    room = gap - min(spacing, max(0.6 * gap, 0.5)) - closing * DELAY
    if closing <= 0.0 and lead_accel > -0.5:
        return 0.0
    if room <= 0.05:
        room = 0.05
    most = closing * closing / (2.0 * room)
    if lead_accel < -0.5:
        rest = lead * lead / (2.0 * -lead_accel)
        most = max(most, speed * speed / (2.0 * (room + rest)))
    return most


@device
def behind(gap: float, speed: float, lead: float, lead_accel: float, spacing: float) -> float:
    """Acceleration behind a lead `gap` metres ahead (bumper to bumper), below zero brakes."""
    need = needed(gap, speed, lead, lead_accel, spacing)
    accel = NEVER
    if lead > 0.5:
        wish = max(spacing, (following_time_gap(speed) + SLACK) * speed)
        accel = min(max(PULL * (gap - wish) + DAMP * (lead - speed), -CALM), BRISK)
    elif gap < spacing + 1.0 and speed < 1.0:
        accel = -CALM
    if need > HARD:
        return min(accel, -(FIRM * need + 1.0))
    if need > EARLY:
        return min(accel, -FIRM * need)
    return accel


@device
def towards(speed: float, wish: float) -> float:
    """Acceleration on a free road towards a wished speed."""
    return min(max(0.5 * (wish - speed), -CALM), BRISK)


@device
def stop_at(gap: float, speed: float) -> float:
    """Acceleration to stand `gap` metres ahead, softly; nothing while it is far."""
    if speed < 0.05 and gap < 1.0:
        return -1.0
    need = speed * speed / (2.0 * max(gap, 0.3))
    return -need if need > 0.9 or (gap < 2.0 and math.fabs(speed) < 1.0) else NEVER
