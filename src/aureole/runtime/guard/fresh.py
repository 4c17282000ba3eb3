"""Whether what comes in can be believed: own motion, and the command's stamp, numbers and codes."""

from __future__ import annotations

from math import isfinite, tan
from typing import TypeGuard

from aureole.core.kinds import Gear, Lamps
from aureole.runtime.guard.bounds import (
    AHEAD,
    CRAWL,
    GOOD,
    LEAP_NOISE,
    NANO,
    ROLLING,
    TRACKS_LIFE,
    Bounds,
)
from aureole.runtime.guard.findings import Finding, Found
from aureole.runtime.guard.rows import Look, Wish
from aureole.runtime.guard.state import NEVER, State

KNOWN_LAMPS = int(Lamps.HAZARD | Lamps.BRAKE | Lamps.REVERSE | Lamps.LOW_BEAM | Lamps.HIGH_BEAM)
GEARS = frozenset(int(gear) for gear in Gear)
OLDEST = 1e6  # s; what never was is that old
MEANT = 1e9  # -; larger values are told as this


def told(value: float) -> float:
    """A value as findings hold it: finite, not a number becomes the largest."""
    return min(max(value, -MEANT), MEANT) if value == value else MEANT  # noqa: PLR0124


def age(now: int, stamp: int) -> float:
    """Seconds since a stamp."""
    return OLDEST if stamp == NEVER else min((now - stamp) * NANO, OLDEST)


def feel(look: Look | None, now: int, state: State, bounds: Bounds, found: Found) -> bool:
    """Take in the car's own motion; gives whether the car is blind."""
    if look is not None and look.stamp != state.seen:
        take(look, now, state, bounds, found)
    old = age(now, state.seen)
    if now - state.seen > bounds.look_life:
        found[Finding.BLIND] = (old, bounds.look_life * NANO)
        return True
    return False


def take(look: Look, now: int, state: State, bounds: Bounds, found: Found) -> None:
    """Believe a new observation, or not."""
    if look.stamp > now + AHEAD or look.stamp < state.seen:
        found[Finding.OBSERVATION_BAD] = (told((look.stamp - now) * NANO), AHEAD * NANO)
        return
    if not (isfinite(look.speed) and isfinite(look.yaw_rate) and isfinite(look.steer)):
        found[Finding.OBSERVATION_BAD] = (0.0, 0.0)
        return
    leap = LEAP_NOISE + bounds.leap * age(look.stamp, state.seen)
    if abs(look.speed - state.speed) > leap:
        found[Finding.SPEED_LEAPS] = (told(look.speed - state.speed), leap)
        return
    wheel = min(max(look.steer, -bounds.steer), bounds.steer)
    if state.now == NEVER:
        state.steer = wheel
    state.seen, state.speed = look.stamp, look.speed
    rolls = abs(look.speed) >= ROLLING
    state.bend = look.yaw_rate / look.speed if rolls else tan(wheel) / bounds.wheelbase


def sees(late: float, found: Found) -> bool:
    """Whether tracks that show how it was so many seconds ago are fresh enough to brake for."""
    if late <= TRACKS_LIFE:
        return True
    found[Finding.TRACKS_OLD] = (told(late), TRACKS_LIFE)
    return False


def judge(wish: Wish | None, now: int, state: State, bounds: Bounds, found: Found) -> TypeGuard[Wish]:
    """Whether a command can be obeyed; if not, why."""
    if wish is None:
        found[Finding.NO_WISH] = (age(now, state.stamp), bounds.wish_life * NANO)
    elif not (isfinite(wish.steer) and isfinite(wish.accel)):
        found[Finding.NOT_FINITE] = (0.0, 0.0)
    elif wish.stamp > now + AHEAD:
        found[Finding.WISH_AHEAD] = (told((wish.stamp - now) * NANO), AHEAD * NANO)
    elif wish.stamp < state.stamp:
        found[Finding.WISH_BACKWARDS] = (told((state.stamp - wish.stamp) * NANO), 0.0)
    elif now - wish.stamp > bounds.wish_life:
        ceased = Finding.WISH_FROZEN if wish.stamp == state.stamp else Finding.WISH_OLD
        found[ceased] = (told((now - wish.stamp) * NANO), bounds.wish_life * NANO)
    elif now > wish.until:
        found[Finding.WISH_EXPIRED] = (told((now - wish.until) * NANO), 0.0)
    else:
        return True
    return False


def remember(wish: Wish, state: State) -> None:
    """Keep a good command, in case the next one is not; a stamp counts once towards the return."""
    if wish.stamp != state.stamp:
        state.good = min(state.good + 1, GOOD)
    state.stamp, state.until = wish.stamp, wish.until
    state.good_steer, state.good_accel = wish.steer, wish.accel


def codes(wish: Wish, state: State, found: Found) -> tuple[int, int]:
    """Gear and lamps that may be given: known ones, and no gear but forward above walking pace."""
    gear, lamps = wish.gear, wish.lamps & KNOWN_LAMPS
    moving = abs(state.speed) > CRAWL and gear in (Gear.REVERSE, Gear.PARK)
    if gear not in GEARS or (moving and gear != state.gear):
        found[Finding.BAD_CODE] = (float(gear), float(state.gear))
        gear = state.gear
    if lamps != wish.lamps:
        found[Finding.BAD_CODE] = (float(wish.lamps), float(KNOWN_LAMPS))
    return gear, lamps
