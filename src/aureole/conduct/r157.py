"""Bounds of UN R157 (automated lane keeping): time gaps, cut-ins, emergency and minimal-risk manoeuvres.

What the text demands, which sources were compared and what is ours stands in the reference, `clauses`. They restate
functional tests; passing them here is not an approval. `00` is the original text, `01` the 01 series of amendments
(in force since January 2023, up to 130 km/h).
"""

from __future__ import annotations

from aureole.kernels import device

KMH = 1.0 / 3.6  # m/s per km/h

INTRUSION = 0.3  # m; outer edge of the front tyre past the marking is a lane intrusion, 5.2.5.2; EU 2022/1426
CUT_IN_BRAKE = 6.0  # m/s^2; what the bound of 5.2.5.2 presumes (Amend. 3 and 4)
CUT_IN_DELAY = 0.35  # s; in the bound of 5.2.5.2 (Amend. 3 and 4)
EU_DELAY, EU_RISE = 0.1, 20.0  # s, m/s^3; reconstructed: fit all twelve values of EU 2022/1426 Annex III 1.4.2
CUT_IN_SEEN = 0.72  # s; sideways movement visible for so long before the intrusion, 5.2.5.2; one source
WALKER_SPEED = 5.0 * KMH  # m/s; crossing pedestrian of 5.2.5.3; also EU 2022/1426 Annex III 1.4.3
EMERGENCY = 5.0  # m/s^2; a demand above this is an emergency manoeuvre, 5.3.1.1
MRM_BRAKE = 4.0  # m/s^2; aim for the braking demand of a minimal-risk manoeuvre, 5.5.1 (00), 5.5.2 (01)
ESCALATE = 4.0  # s; a transition demand escalates no later than this after its start, 5.4.3.2
MRM_AFTER = 10.0  # s; earliest minimal-risk manoeuvre after an unanswered transition demand, 5.4.4.1

TABLE_END = 60.0 * KMH  # m/s; where the table of 5.2.3.3 ends, in 00 and in 01
GAP_SLOW, GAP_SLOW_TIME = 2.0, 1.0  # m/s, s; first row of the table of 5.2.3.3, cars and vans (M1, N1)
GAP_NEXT, GAP_NEXT_TIME = 10.0 * KMH, 1.1  # m/s, s; second row; from here on 0.1 s more each 10 km/h
GAP_RISE = 0.1 / (10.0 * KMH)  # s per m/s
GAP_MOST = 2.0  # s; ours: the table ends with 1.6 s at 60 km/h, continued to this
STOPPED_GAP = 2.0  # m; smallest gap when following, 5.2.3.3
HEAVY = 3500.0  # kg; above it the rows for buses and lorries (M2, M3, N2, N3) hold; R.E.3 divides N1 from N2 there
HEAVY_SLOW_TIME, HEAVY_NEXT_TIME = 1.2, 1.4  # s; their first rows (Amend. 3 and 4)
HEAVY_MOST = 2.4  # s; their last row, 60 km/h; ours: kept above it
HEAVY_STOPPED_GAP = 2.4  # m

RANGE_SLOW, RANGE_NEXT = 46.0, 50.0  # m; forward detection up to 60 and at 70 km/h, 7.1.1 (01)
RANGE_STEPS = (10.0, 15.0, 15.0, 20.0, 20.0, 20.0)  # m; what each 10 km/h more adds, to 150 m at 130 km/h


@device
def following_time_gap(speed: float) -> float:
    """Smallest time gap of a car or van to the one ahead, s (R157 5.2.3.3, table; linear between its rows).

    7.2 km/h 1.0 s, 10 km/h 1.1 s, 20 km/h 1.2 s … 60 km/h 1.6 s; above it continued in the same manner to 2 s, which is
    ours.
    """
    if speed <= GAP_SLOW:
        return GAP_SLOW_TIME
    if speed <= GAP_NEXT:
        return GAP_SLOW_TIME + (GAP_NEXT_TIME - GAP_SLOW_TIME) * (speed - GAP_SLOW) / (GAP_NEXT - GAP_SLOW)
    return min(GAP_NEXT_TIME + GAP_RISE * (speed - GAP_NEXT), GAP_MOST)


@device
def heavy_time_gap(speed: float) -> float:
    """Smallest time gap of a bus or lorry to the one ahead, s (R157 5.2.3.3, table, columns M2, M3, N2, N3).

    7.2 km/h 1.2 s, 10 km/h 1.4 s, 20 km/h 1.6 s … 60 km/h 2.4 s; above it the last row holds on, which is ours.
    """
    if speed <= GAP_SLOW:
        return HEAVY_SLOW_TIME
    if speed <= GAP_NEXT:
        return HEAVY_SLOW_TIME + (HEAVY_NEXT_TIME - HEAVY_SLOW_TIME) * (speed - GAP_SLOW) / (GAP_NEXT - GAP_SLOW)
    return min(HEAVY_NEXT_TIME + 2.0 * GAP_RISE * (speed - GAP_NEXT), HEAVY_MOST)


@device
def following_gap(speed: float) -> float:
    """Smallest gap of a car or van to the one ahead, m: speed times time gap, 2 m at least (R157 5.2.3.3)."""
    return max(speed * following_time_gap(speed), STOPPED_GAP)


@device
def required_gap(speed: float, mass: float) -> float:
    """Smallest gap to the one ahead of a vehicle of this mass (kg), m (R157 5.2.3.3)."""
    if mass > HEAVY:
        return max(speed * heavy_time_gap(speed), HEAVY_STOPPED_GAP)
    return following_gap(speed)


@device
def detection_range(speed: float) -> float:
    """Least forward detection range for a highest speed, m (R157 7.1.1, 01 series, table; linear between its rows).

    Up to 60 km/h 46 m, 70: 50, 80: 60, 90: 75, 100: 90, 110: 110, 120: 130, 130: 150; above it the last row holds on.
    """
    rows = (speed / KMH - 60.0) / 10.0
    if rows <= 0.0:
        return RANGE_SLOW
    reach = RANGE_SLOW + (RANGE_NEXT - RANGE_SLOW) * min(rows, 1.0)
    for step in range(len(RANGE_STEPS)):
        reach += RANGE_STEPS[step] * min(max(rows - 1.0 - step, 0.0), 1.0)
    return reach


@device
def cut_in_ttc(closing: float) -> float:
    """TTC at lane intrusion above which a collision must be avoided, s (R157 5.2.5.2).

    `closing` is our speed less the other's, m/s.
    """
    return max(closing, 0.0) / (2.0 * CUT_IN_BRAKE) + CUT_IN_DELAY


@device
def cut_in_ttc_eu(closing: float, brake: float) -> float:
    """The same bound as in the table of EU 2022/1426, s, for `brake` m/s^2: 6, or 2.4 with standing occupants.

    The formula is ours: it fits the six values of either column to their last digit.
    """
    return max(closing, 0.0) / (2.0 * brake) + EU_DELAY + brake / (2.0 * EU_RISE)


@device
def cut_in_must_avoid(ttc_at_intrusion: float, closing: float) -> bool:
    """Whether a collision with this cut-in must be avoided (R157 5.2.5.2)."""
    return ttc_at_intrusion > cut_in_ttc(closing)


@device
def intrusion(border: float, tyre: float) -> float:
    """Metres a front tyre's outer edge lies past a marking, both measured towards the inside of our lane."""
    return tyre - border


@device
def intrudes(border: float, tyre: float) -> bool:
    """Whether that is a lane intrusion: more than 0.3 m (R157 5.2.5.2)."""
    return intrusion(border, tyre) > INTRUSION


@device
def is_emergency(decel_demand: float) -> bool:
    """Whether a braking demand (m/s^2, above zero) is an emergency manoeuvre (R157 5.3.1.1)."""
    return decel_demand > EMERGENCY


@device
def is_imminent(brake_needed: float) -> bool:
    """Whether a collision is imminent: it cannot be avoided by braking with less than 5 m/s^2 (R157 2.6, 5.3.1)."""
    return brake_needed >= EMERGENCY


@device
def risk_brakes_gently(decel_demand: float) -> bool:
    """Whether a minimal-risk manoeuvre keeps to the braking it shall aim at (R157 5.5.1)."""
    return decel_demand <= MRM_BRAKE


@device
def must_escalate(since: float) -> bool:
    """Whether an unanswered transition demand must have escalated `since` seconds after its start (R157 5.4.3.2)."""
    return since >= ESCALATE


@device
def may_start_risk(since: float, failed: bool) -> bool:
    """Whether a minimal-risk manoeuvre may begin `since` seconds after a transition demand (R157 5.4.4.1).

    At the earliest after 10 s without an answer; at once after a severe failure.
    """
    return failed or since >= MRM_AFTER


@device
def past_line(line: float, tyre: float, side: int) -> float:
    """Metres by which a tyre's outer edge is past a line on its `side` (1 left, -1 right), below zero inside.

    R157 5.2.1; both measured to the left from the same place.
    """
    return side * (tyre - line)
