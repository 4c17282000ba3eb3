"""One check of one car: what is believed, what is wanted, what is given."""

from __future__ import annotations

from math import inf

from aureole.core.kinds import Lamps
from aureole.core.observation import Observation
from aureole.core.plan import Plan
from aureole.runtime.guard import emergency, fresh, limits, plans
from aureole.runtime.guard.bounds import (
    GOOD,
    HOLD,
    NANO,
    RELEASE,
    RISE,
    SECOND,
    SINGLE,
    SPAN_MOST,
    STANDS,
    UNTIL_MOST,
    Bounds,
)
from aureole.runtime.guard.findings import Action, Finding, Found
from aureole.runtime.guard.rows import Way, Wish, around_of, look_of
from aureole.runtime.guard.state import NEVER, State

Kept = tuple[State, Bounds, Found]
Words = tuple[Plan | None, Observation | None, Observation | None, int]
"""Plan, own motion with what is given, what eyes see, and the row of all three that is one world's."""
WARNING = int(Lamps.HAZARD | Lamps.BRAKE)
UNSEEN = emergency.Danger(RELEASE, inf, inf, -inf)
"""What cannot be seen is not over, and may be near."""


def decide(wish: Wish | None, words: Words, now: int, kept: Kept) -> tuple[Wish, Action]:
    """What is given to the port at `now` (ns), and what was done; `kept` is changed in place."""
    plan, observation, seen, world = words
    state, bounds, found = kept
    span = bounds.step if state.now == NEVER else min(max((now - state.now) * NANO, 0.0), SPAN_MOST)
    look = None if observation is None else look_of(observation, world)
    blind = fresh.feel(look, now, state, bounds, found)
    state.now = max(now, state.now)
    state.way += abs(state.speed) * span
    way = plans.read(plan, world, now, state, bounds, found)
    old = plans.too_old(way, now, state, bounds, found)
    good = believe(wish, way, now, span, kept)
    lost = now - state.stamp > bounds.wish_life or now > state.until
    stopping = stops(lost, old or blind, state)
    sound = wish if good else None
    if stopping:
        steer, accel, action = stop(sound, way, span, lost and blind, kept)
    else:
        action = Action.PASSED if good else Action.BRIDGED
        steer, accel = state.good_steer, plans.slows(state.good_accel, way, span, state, bounds, found)
        accel = plans.ended(accel, way, state, found)
    danger = UNSEEN
    if observation is not None and not blind:
        around = around_of(observation, seen, world, now, bounds)
        if fresh.sees(around.late, found):
            danger = emergency.look_ahead(around, world, state, bounds)
    if emergency.brakes(danger, accel, state, bounds, found):
        accel, action = -bounds.brake, Action.EMERGENCY
    return give(sound, (steer, accel, action), now, span, kept)


def believe(wish: Wish | None, way: Way | None, now: int, span: float, kept: Kept) -> bool:
    """Whether the command is good; a good one is remembered, another one breaks the row of good ones."""
    state, bounds, found = kept
    if fresh.judge(wish, now, state, bounds, found) and not plans.strays(wish, way, span, state, bounds, found):
        fresh.remember(wish, state)
        return True
    state.good = 0
    return False


def stops(lost: bool, unknown: bool, state: State) -> bool:
    """Whether the guard brakes to standstill: from the first reason on until enough good commands have come."""
    if lost or unknown:
        state.stopping, state.good = 1, 0
    elif state.stopping and state.good >= GOOD:
        state.stopping, state.returning = 0, 1
    return bool(state.stopping)


def stop(
    wish: Wish | None, way: Way | None, span: float, helpless: bool, kept: Kept
) -> tuple[float, float, Action]:  # fmt: skip
    """Steering and braking of a car that stops by itself: along its plan, comfortably, never less than it brakes now.

    `wish` is the command where it is good; `helpless`: neither commands nor own motion come in: brake fully.
    """
    state, bounds, _ = kept
    steer = state.steer
    if wish is not None:
        steer = wish.steer
    elif way is not None and way.steer is not None:
        steer = way.steer
    if helpless:
        return steer, -bounds.brake, Action.STOPPING
    if abs(state.speed) < STANDS:
        return steer, -HOLD, Action.STOPPING
    eased = min(state.accel, 0.0) - RISE * bounds.jerk * span
    accel = min(max(eased, -bounds.comfort_brake), state.accel)
    if wish is not None:
        accel = min(accel, wish.accel)
    return steer, accel, Action.STOPPING


def give(
    wish: Wish | None, wanted: tuple[float, float, Action], now: int, span: float, kept: Kept
) -> tuple[Wish, Action]:  # fmt: skip
    """The command within the car's limits; the wish itself, bit for bit, where nothing is to be changed."""
    state, bounds, found = kept
    steer, accel, action = wanted
    own: Found = {}
    steer = limits.steer_within(steer, span, state, bounds, own if action == Action.STOPPING else found)
    accel = limits.accel_within(accel, span, state, bounds, found if action < Action.STOPPING else own)
    if wish is not None and action == Action.EMERGENCY and abs(accel - wish.accel) <= SINGLE:
        accel = wish.accel
    order = filled(wish, steer, accel, now, (action, kept))
    if order == wish and action != Action.EMERGENCY:
        action, state.returning = Action.PASSED, 0
    elif action == Action.PASSED:
        action = Action.LIMITED
    if state.returning:
        found[Finding.RETURNING] = (order.accel, state.good_accel)
    state.steer, state.accel = order.steer, order.accel
    state.gear, state.lamps, state.horn = order.gear, order.lamps, int(order.horn)
    return order, action


def filled(wish: Wish | None, steer: float, accel: float, now: int, how: tuple[Action, Kept]) -> Wish:
    """Stamp, codes and validity beside steering and acceleration."""
    action, (state, bounds, found) = how
    gear, lamps, horn = state.gear, state.lamps, bool(state.horn)
    stamp, until = state.stamp, state.until
    if wish is not None:
        gear, lamps = fresh.codes(wish, state, found)
        horn = wish.horn
    if until > now + UNTIL_MOST:
        found[Finding.UNTIL_FAR] = (fresh.told((until - now) * NANO), UNTIL_MOST * NANO)
        until = now + UNTIL_MOST
    ours = action >= Action.STOPPING and not (wish is not None and accel == wish.accel)
    if ours:
        lamps, horn = lamps | WARNING, horn and wish is not None
        stamp, until = now, now + 2 * max(bounds.wish_life, round(bounds.step * SECOND))
    return Wish(stamp, steer, accel, gear, lamps, horn, until)
