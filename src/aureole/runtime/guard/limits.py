"""The car's limits: angle, grip and rate of steering; acceleration, braking and jerk."""

from __future__ import annotations

from math import atan

from aureole.runtime.guard.bounds import RISE, ROUNDING, STANDS, Bounds
from aureole.runtime.guard.findings import Finding, Found
from aureole.runtime.guard.state import State


def grip_angle(speed: float, bounds: Bounds) -> float:
    """Steering angle beyond which the tyres would have to give more than their friction, rad.

    Lateral acceleration v^2 tan(angle) / wheelbase, and what understeer needs on top.
    """
    bend = bounds.grip / max(speed * speed, 1.0)
    return atan(bend * bounds.wheelbase) + bounds.understeer * speed * speed * bend


def steer_within(wanted: float, span: float, state: State, bounds: Bounds, found: Found) -> float:
    """The angle nearest to `wanted` that limits allow `span` seconds after the last one, rad."""
    steer, grip = wanted, grip_angle(state.speed, bounds)
    if abs(steer) > grip + ROUNDING:
        found[Finding.GRIP] = (steer, grip)
        steer = min(max(steer, -grip), grip)
    if abs(steer) > bounds.steer:
        found[Finding.STEER] = (steer, bounds.steer)
        steer = min(max(steer, -bounds.steer), bounds.steer)
    reach = bounds.steer_rate * span
    if abs(steer - state.steer) > reach + ROUNDING:
        found[Finding.STEER_RATE] = ((steer - state.steer) / max(span, ROUNDING), bounds.steer_rate)
        steer = min(max(steer, state.steer - reach), state.steer + reach)
    return steer


def rise(span: float, state: State, bounds: Bounds) -> float:
    """Hardest acceleration that jerk allows `span` seconds after the last one, m/s^2.

    Brakes let go with the jerk of an emergency down to comfortable braking, then gently; those of a standing car at
    once. On the way back to the commands everything is gentle.
    """
    last = state.accel
    if last < -bounds.comfort_brake and not state.returning:
        return last + bounds.brake_jerk * span
    if abs(state.speed) < STANDS:
        last = max(last, 0.0)
    return last + RISE * bounds.jerk * span


def accel_within(wanted: float, span: float, state: State, bounds: Bounds, found: Found) -> float:
    """The acceleration nearest to `wanted` that limits allow `span` seconds after the last one, m/s^2."""
    accel = wanted
    if accel < -bounds.brake:
        found[Finding.BRAKE] = (-accel, bounds.brake)
        accel = -bounds.brake
    if accel > bounds.accel:
        found[Finding.ACCEL] = (accel, bounds.accel)
        accel = bounds.accel
    if accel > 0.0 and state.speed > bounds.top_speed:
        found[Finding.TOP_SPEED] = (state.speed, bounds.top_speed)
        accel = 0.0
    least, most = min(state.accel, 0.0) - bounds.brake_jerk * span, rise(span, state, bounds)
    if accel < least - ROUNDING:
        found[Finding.JERK] = ((accel - state.accel) / max(span, ROUNDING), -bounds.brake_jerk)
        accel = least
    if accel > most + ROUNDING:
        found[Finding.JERK] = ((accel - state.accel) / max(span, ROUNDING), RISE * bounds.jerk)
        accel = most
    return accel
