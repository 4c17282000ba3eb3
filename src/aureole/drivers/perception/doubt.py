"""Who does not see asks for a takeover, then for a minimal-risk manoeuvre, and brakes meanwhile."""

from __future__ import annotations

import dataclasses

import numpy as np

from aureole.core.concepts import Concept
from aureole.core.notes import Float64, Int32
from aureole.core.plan import Ask, Plan

SILENT = 0.5  # s; an older picture is none
PATIENT = 4.0  # s; so long the own lane may be unknown
CREEPS = 1.5  # m/s; who waits where roads meet, or edges up to them, has no lane before it, and stops at once
SURE = 0.25  # -; a lane that is less sure is unknown
DEMAND = 10.0  # s; from asking for a takeover to the minimal-risk manoeuvre (UN R157 5.4.1)
SEVERE = 2.0  # s; the same where nothing is seen ahead (R157 5.4.4: at once in case of a severe failure)
SLOWS = 1.5  # m/s^2; while the lane is unknown
BRAKES = 3.5  # m/s^2; while nothing is seen ahead; R157 allows 4


def since(now: Float64, lost: Float64, speed: Float64) -> Float64:
    """Since when the own lane is not known, s: the time does not run while the car waits, until it has asked."""
    waits = (speed < CREEPS) & (now - lost <= PATIENT)
    found: Float64 = np.where(waits & np.isfinite(lost), now, lost)
    return found


def asks(now: Float64, dark: Float64, lost: Float64) -> tuple[Int32, Float64]:
    """What each world asks (`Ask`), and how hard it brakes (m/s^2), from since when it is dark ahead or lost, s."""
    black, astray = now - dark, now - lost - PATIENT
    ask = np.full(len(now), int(Ask.NOTHING), dtype=np.int32)
    ask[(black >= 0.0) | (astray > 0.0)] = int(Ask.TAKEOVER)
    ask[(black > SEVERE) | (astray > DEMAND)] = int(Ask.MINIMAL_RISK)
    brake = np.where(black >= 0.0, BRAKES, np.where(astray > 0.0, SLOWS, 0.0))
    brake = np.where(ask == Ask.MINIMAL_RISK, BRAKES, brake)
    return ask, brake


def overruled(plan: Plan, ask: Int32, brake: Float64, speed: Float64) -> Plan:
    """The plan, slower where the car asks: along the same way, braking at least so hard; `speed` is the car's, m/s."""
    rows = np.flatnonzero(ask > 0)
    if not len(rows):
        return plan
    found = {field.name: getattr(plan, field.name).copy() for field in dataclasses.fields(plan)}
    for w in rows:
        slow(found, int(w), float(brake[w]), max(float(speed[w]), 0.0))
        found["ask"][w] = max(int(found["ask"][w]), int(ask[w]))
        found["sure"][w] = min(float(found["sure"][w]), 0.3)
        found["brake"][w] = max(float(found["brake"][w]), 1.15 * float(brake[w]))
        found["why"][w, 1:], found["why"][w, 0] = found["why"][w, :-1].copy(), (int(Concept.SENSOR_SILENT), -1)
    return Plan(**found)


def slow(plan: dict[str, np.ndarray], w: int, brake: float, speed: float) -> None:
    """Brake along the way of a plan (its arrays by name) in world w, in place; never faster than it was to be."""
    time, xy = plan["time"][w].astype(np.float64), plan["xy"][w].astype(np.float64)
    heading, was = np.unwrap(plan["heading"][w].astype(np.float64)), plan["speed"][w].astype(np.float64)
    steps = np.hypot(*np.diff(xy, axis=0).T)
    way = np.concatenate(([0.0], np.cumsum(steps)))
    t = np.minimum(time, speed / brake)
    place, wanted = np.minimum(speed * t - 0.5 * brake * t * t, way), np.maximum(speed - brake * time, 0.0)
    rising = np.concatenate(([True], steps > 1e-6))
    s = way[rising]
    plan["xy"][w] = np.stack([np.interp(place, s, xy[rising, k]) for k in range(2)], axis=-1)
    plan["heading"][w] = np.interp(place, s, heading[rising])
    plan["speed"][w] = np.minimum(wanted, was)
