"""What each published model holds unsafe about one other road user, and how hard it would brake for it."""

from __future__ import annotations

from math import inf

from aureole.conduct import careful, fuzzy, rss
from aureole.conduct.following import brake_needed
from aureole.conduct.r157 import CUT_IN_BRAKE, cut_in_ttc
from aureole.kernels import device

CC, REG, RSS, FSM = 0, 1, 2, 3
DELAYS = (careful.DELAY, 0.35, 0.75, fuzzy.RESPONSE)  # s; from unsafe to braking, R157 5.2.5.2 and the models' papers

REG_ASIDE = 0.5  # m; sideways gap below which `r157-reg` looks at the time to collision
REG_STEP = 0.1  # s; the published driver reckons with one step of its own on top of R157's bound

RSS_RESPONSE = 0.75  # s
RSS_ACCEL = 3.0  # m/s^2; the rear car may still speed up so during the response
RSS_BRAKE = 6.0  # m/s^2; of both
RSS_MARGIN = 0.3  # m; fluctuation of the sideways position, the paper's mu
RSS_SIDE = 1.0  # m/s^2; sideways, both ways

NEAR = 1e-6  # m; an observation is float32: a sideways gap so little above a threshold has met it

STANDS = 0.5  # m/s
FIRM = 3.0  # m/s^2; r157-cc: what stands ahead is a danger once it needs this much after the delay
SLOWS = -0.4  # m/s^2; r157-cc: a followed car that brakes harder than a released pedal is a danger


@device
def regulation(gap: float, aside: float, closing: float) -> bool:
    """Unsafe by the bound of R157 5.2.5.2: near sideways, and the time to collision at the bound or below.

    How far it sees is the car's matter (R157 7.1.1: 46 m at 60 km/h); the published frame has no such limit.
    """
    if aside > REG_ASIDE + NEAR or closing == 0.0:
        return False
    return not abs(gap / closing) > cut_in_ttc(closing) + REG_STEP


@device
def responsible(gap: float, aside: float, rear: float, front: float, drift: float) -> bool:
    """Unsafe by RSS: too near along and across; `drift` is the other's sideways speed, either way."""
    along = rss.longitudinal(rear, front, RSS_RESPONSE, RSS_ACCEL, RSS_BRAKE, RSS_BRAKE)
    across = RSS_MARGIN + rss.sideways(abs(drift), RSS_RESPONSE, RSS_SIDE, RSS_SIDE)
    return rss.unsafe(gap, along, aside, across)


@device
def after_delay(gap: float, speed: float, other: float) -> float:
    """Braking that what stands or is slower ahead needs, once the careful driver's delay is over, m/s^2."""
    closing = speed - other
    if closing <= 0.0:
        return 0.0
    return brake_needed(speed, gap - fuzzy.MARGIN - closing * careful.DELAY, other, 0.0)


@device
def fuzzy_wish(
    gap: float, aside: float, rear: float, front: float, towards: float, accel: float, length: float
) -> float:  # fmt: skip
    """Braking by the fuzzy metrics, m/s^2; 0 is safe. `length` of both cars together, m."""
    if fuzzy.passes_first(aside, towards, gap + length, rear - front):
        return 0.0
    return fuzzy.braking(fuzzy.proactive(gap, rear, front), fuzzy.critical(gap, rear, front, accel))


@device
def unbounded(model: int) -> float:
    """Braking a model asks for where something is unsafe, m/s^2; infinite: as the brake builds up."""
    return CUT_IN_BRAKE if model == REG else inf
