"""The competent and careful human driver of UN R157: when risk is perceived, and how the brake builds up.

UN R157, Annex 4, Appendix 3 (guidance on traffic disturbance critical scenarios); numbers as the project's facts have
them.
"""

from __future__ import annotations

from aureole.kernels import device

DELAY = 0.75  # s; from the perceived risk until the brake bites
RELEASE = 0.4  # m/s^2; what the released pedal takes meanwhile
JERK = 12.65  # m/s^3; how the braking builds up: 0.774 g within 0.6 s
BRAKE = 0.774 * 9.81  # m/s^2; the hardest braking
CRITICAL_TTC = 2.0  # s; a car that cuts in with more than this is no danger
HEADWAY = 2.0  # s; kept when following
RECOVER = 1.0  # m/s^2; how the wished speed is regained


@device
def build_up(before: float, step: float, most: float) -> float:
    """Braking `step` seconds after `before`, m/s^2, on its way to `most`."""
    return min(before + JERK * step, BRAKE, most)


@device
def calm_ttc(gap: float, closing: float) -> bool:
    """Whether a car that has just come in is no danger: time to collision above the critical one, gap in m."""
    return closing == 0.0 or abs(gap / closing) > CRITICAL_TTC
