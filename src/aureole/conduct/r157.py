"""Bounds of UN R157 (automated lane keeping): time gaps, cut-ins, emergency and minimal-risk manoeuvres.

Figures as collected by the project, not verified against the legal text where a line says so. They restate functional
tests; passing them here is not an approval.
"""

from __future__ import annotations

from aureole.kernels import device

KMH = 1.0 / 3.6  # m/s per km/h

INTRUSION = 0.3  # m; outer edge of the front tyre past the marking is a lane intrusion; not verified
CUT_IN_BRAKE = 6.0  # m/s^2; what the system must be able to brake for a cut-in; not verified
CUT_IN_DELAY = 0.35  # s; in the bound of R157 §5.2.5.2; not verified
CUT_IN_DELAY_EU = 0.25  # s; fits the table of EU 2022/1426 (0.48 s at 10 km/h … 1.64 s at 60 km/h) to 0.01 s
EMERGENCY = 5.0  # m/s^2; a demand above this is an emergency manoeuvre, §5.3; not verified
MRM_BRAKE = 4.0  # m/s^2; hardest braking of a minimal-risk manoeuvre, §5.5; not verified
ESCALATE = 4.0  # s; a transition demand escalates no later than this after its start, §5.4; not verified
MRM_AFTER = 10.0  # s; earliest minimal-risk manoeuvre after an unanswered transition demand, §5.4; not verified
RANGE = 46.0  # m; forward detection at 60 km/h, §7.1.1; not verified
STOPPED_GAP = 2.0  # m; smallest gap when following, §5.2.3.3

GAP_SLOW, GAP_SLOW_TIME = 2.0, 1.0  # m/s, s; first row of the table of §5.2.3.3
GAP_NEXT, GAP_NEXT_TIME = 10.0 * KMH, 1.1  # m/s, s; second row; from here on 0.1 s more each 10 km/h
GAP_RISE = 0.1 / (10.0 * KMH)  # s per m/s
GAP_MOST = 2.0  # s; ours: the table ends with 1.6 s at 60 km/h, continued to this


@device
def following_time_gap(speed: float) -> float:
    """Smallest time gap to the car ahead, s (R157 §5.2.3.3, table; linear between its rows).

    7.2 km/h 1.0 s, 10 km/h 1.1 s, 20 km/h 1.2 s … 60 km/h 1.6 s; above it continued in the same manner to 2 s, which is
    ours.
    """
    if speed <= GAP_SLOW:
        return GAP_SLOW_TIME
    if speed <= GAP_NEXT:
        return GAP_SLOW_TIME + (GAP_NEXT_TIME - GAP_SLOW_TIME) * (speed - GAP_SLOW) / (GAP_NEXT - GAP_SLOW)
    return min(GAP_NEXT_TIME + GAP_RISE * (speed - GAP_NEXT), GAP_MOST)


@device
def following_gap(speed: float) -> float:
    """Smallest gap to the car ahead, m: speed times time gap, 2 m at least (R157 §5.2.3.3)."""
    return max(speed * following_time_gap(speed), STOPPED_GAP)


@device
def cut_in_ttc(closing: float) -> float:
    """TTC at lane intrusion above which a collision must be avoided, s (R157 §5.2.5.2; not verified).

    `closing` is our speed less the other's, m/s.
    """
    return max(closing, 0.0) / (2.0 * CUT_IN_BRAKE) + CUT_IN_DELAY


@device
def cut_in_ttc_eu(closing: float) -> float:
    """The same bound as in the table of EU 2022/1426, s; formula ours, fits the table's six values."""
    return max(closing, 0.0) / (2.0 * CUT_IN_BRAKE) + CUT_IN_DELAY_EU


@device
def cut_in_must_avoid(ttc_at_intrusion: float, closing: float) -> bool:
    """Whether a collision with this cut-in must be avoided (R157 §5.2.5.2; not verified)."""
    return ttc_at_intrusion > cut_in_ttc(closing)


@device
def intrusion(border: float, tyre: float) -> float:
    """Metres a front tyre's outer edge lies past a marking, both measured towards the inside of our lane."""
    return tyre - border


@device
def intrudes(border: float, tyre: float) -> bool:
    """Whether that is a lane intrusion: more than 0.3 m (not verified)."""
    return intrusion(border, tyre) > INTRUSION


@device
def is_emergency(decel_demand: float) -> bool:
    """Whether a braking demand (m/s^2, above zero) is an emergency manoeuvre (R157 §5.3; not verified)."""
    return decel_demand > EMERGENCY
