"""The plan's limits: its age, its brake, its end, and whether the steering is the plan's."""

from __future__ import annotations

from math import tan

from aureole.core.plan import Ask, Plan
from aureole.runtime.guard.bounds import (
    AHEAD,
    HOLD,
    NANO,
    OFF_TIME,
    PLAN_STANDS,
    SIGN_TIME,
    SINGLE,
    SLOWER,
    STANDS,
    Bounds,
)
from aureole.runtime.guard.findings import Finding, Found
from aureole.runtime.guard.fresh import age, told
from aureole.runtime.guard.rows import Way, Wish, sound, way_of
from aureole.runtime.guard.state import State


def read(plan: Plan | None, world: int, now: int, state: State, bounds: Bounds, found: Found) -> Way | None:
    """What the plan asks for now; None without one, or where it cannot be followed or comes from the future."""
    if plan is None:
        return None
    stamp = int(plan.stamp[world])
    if stamp > now + AHEAD or stamp < state.plan or not sound(plan, world):
        found[Finding.PLAN_BAD] = (told((stamp - now) * NANO), AHEAD * NANO)
        return None
    if stamp != state.plan:
        state.plan, state.way = stamp, abs(state.speed) * (now - stamp) * NANO
    return way_of(plan, world, (now, state.way, state.speed), bounds)


def too_old(way: Way | None, now: int, state: State, bounds: Bounds, found: Found) -> bool:
    """Whether the last sound plan is beyond its life or its own horizon."""
    most = bounds.plan_life * NANO
    if way is not None:
        most = min(most, way.end)
    old = age(now, state.plan)
    if old > most + SINGLE:
        found[Finding.PLAN_OLD] = (old, most)
        return True
    return False


def slows(wanted: float, way: Way | None, span: float, state: State, bounds: Bounds, found: Found) -> float:
    """`wanted` (m/s^2) no further from the plan than the plan allows.

    What it allowed a moment ago fades with the comfortable jerk, because that is how the follower leaves it.
    """
    if way is None:
        state.allowed, state.ceiling = bounds.brake, bounds.accel
        return wanted
    fade = bounds.jerk * span
    state.allowed = max(way.brake, HOLD, state.allowed - fade)
    if way.top < max(PLAN_STANDS, state.speed - SLOWER):
        state.ceiling = max(state.ceiling - fade, 0.0)
    else:
        state.ceiling = bounds.accel
    if wanted < -state.allowed - SINGLE:
        found[Finding.PLAN_BRAKE] = (-wanted, state.allowed)
        wanted = -state.allowed
    if wanted > state.ceiling + SINGLE:
        found[Finding.PLAN_SLOWS] = (wanted, state.ceiling)
        wanted = state.ceiling
    return wanted


def ended(wanted: float, way: Way | None, state: State, found: Found) -> float:
    """`wanted` (m/s^2), but no driving on once a minimal-risk manoeuvre has come to its standstill."""
    if way is not None:
        risk = way.ask == Ask.MINIMAL_RISK
        state.ended = int(risk and (bool(state.ended) or abs(state.speed) < STANDS))
    if state.ended and wanted > 0.0:
        found[Finding.RISK_ENDED] = (wanted, 0.0)
        return -HOLD
    return wanted


def strays(wish: Wish, way: Way | None, span: float, state: State, bounds: Bounds, found: Found) -> bool:
    """Whether the steering has not been the plan's for too long; measured in lateral acceleration."""
    if way is None or way.steer is None:
        state.off = state.wrong = 0.0
        return False
    gain = state.speed * state.speed / bounds.wheelbase
    mine, plans = told(gain * tan(wish.steer)), told(gain * tan(way.steer))
    state.off = state.off + span if abs(mine - plans) > bounds.lateral else 0.0
    half = 0.5 * bounds.lateral
    state.wrong = state.wrong + span if min(mine, plans) < -half and max(mine, plans) > half else 0.0
    if state.wrong > SIGN_TIME:
        found[Finding.STEER_SIGN] = (mine, plans)
        return True
    if state.off > OFF_TIME:
        found[Finding.STEER_OFF_PLAN] = (mine, plans)
        return True
    return False
