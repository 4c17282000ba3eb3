"""Giving way: who goes first where ways meet, and what must be left to them.

Rights of way: StVO §8 (right before left, signs 205 and 206), §9 (turning), §26 (crossings), §38 (blue lights);
Vienna Convention on Road Traffic (1968) art. 16, 18, 21 and 34. What must be left follows the measures of conflict
studies: the deceleration rate to avoid a crash above which a conflict is serious, 3.35 m/s^2 (Archer, Indicators for
traffic safety assessment and prediction, KTH 2005), and the 1.5 s of FHWA's Surrogate Safety Assessment Model
(FHWA-HRT-08-051, 2008).
"""

from __future__ import annotations

from math import atan2, cos, pi, sin

from aureole.kernels import device

HARD = 3.35  # m/s^2; whoever goes first must not be made to brake harder
SPARE = 1.5  # s; nearer before somebody nobody enters their way
HELD = 5.0  # s; so long an emergency vehicle may be held up; ours
ALIKE = pi / 4.0  # rad; within this of the same, of the right, of opposite
TURNS = 0.35  # rad, 20°; who has turned by more is turning off
LEANS = 0.1  # rad; who turns left across oncoming traffic has turned by so much


@device
def time_left(distance: float, speed: float) -> float:
    """Seconds until somebody at `speed` is where a car came into its way, `distance` metres ahead of it."""
    return max(distance, 0.0) / max(speed, 1e-3)


@device
def time_due(speed: float, entering: bool) -> float:
    """Seconds that must be left to whoever goes first: to brake with no more than `HARD`, on entering also `SPARE`.

    Braking from v within d needs v² / (2 d), and d = v · t: so t must be at least v / (2 · HARD).
    """
    brakes = speed / (2.0 * HARD)
    return max(brakes, SPARE) if entering else brakes


@device
def half_turn(angle: float) -> float:
    """The same angle from -π to π."""
    return atan2(sin(angle), cos(angle))


@device
def from_right(own: float, other: float, left_hand: bool) -> bool:
    """Whether who drives towards `other` comes from the side that goes first: the right, in left-hand traffic the left.

    Headings in rad, counter-clockwise; ours is that with which the car came to the junction.
    """
    turn = half_turn(other - own)
    turn = -turn if left_hand else turn
    return ALIKE < turn < pi - ALIKE


@device
def oncoming(own: float, other: float) -> bool:
    """Whether somebody comes from ahead."""
    return abs(half_turn(other - own)) >= pi - ALIKE


@device
def turned_across(own: float, heading: float, left_hand: bool) -> bool:
    """Whether the car turns across oncoming traffic: to the left, in left-hand traffic to the right."""
    turn = half_turn(heading - own)
    return (-turn if left_hand else turn) > LEANS
