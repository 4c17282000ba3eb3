"""Emergency braking beneath the driver, for what no comfortable braking or steering avoids any more.

The words are UN R152's (advanced emergency braking); its tests are not restated here and no approval is claimed.
"""

from __future__ import annotations

from collections.abc import Callable
from math import atan2, copysign, cos, hypot, inf, isfinite, pi, sin, sqrt
from typing import NamedTuple

from aureole.conduct.following import brake_needed
from aureole.conduct.gaps import ttc
from aureole.runtime.guard.bounds import PASSED_GAP, RELEASE, STANDING_GAP, STANDS, Bounds
from aureole.runtime.guard.findings import Finding, Found
from aureole.runtime.guard.fresh import told
from aureole.runtime.guard.rows import Around
from aureole.runtime.guard.state import State

STRAIGHT = 1e-6  # 1/m; less bend is none

plain_brake_needed: Callable[[float, float, float, float], float] = getattr(brake_needed, "py_func", brake_needed)
plain_ttc: Callable[[float, float], float] = getattr(ttc, "py_func", ttc)


class Danger(NamedTuple):
    """The worst of what lies on the path."""

    needed: float  # m/s^2; braking that avoids it, zero without one
    time: float  # s; to the collision
    dodge: float  # s; that steering around it takes
    gap: float  # m; to the nearest on the path, infinite without one


NOTHING = Danger(0.0, inf, 0.0, inf)


def along_path(x: float, y: float, bend: float) -> tuple[float, float, float]:
    """Metres along the arc that starts at the origin, metres left of it, and its direction there, rad."""
    if abs(bend) < STRAIGHT:
        return x, y, 0.0
    radius = 1.0 / bend
    side = copysign(1.0, bend)
    turn = atan2(x, side * (radius - y))
    return abs(radius) * turn, side * (abs(radius) - hypot(x, radius - y)), side * turn


def meet(track: tuple[float, ...], state: State, bounds: Bounds) -> Danger:
    """What one track means.

    x, y (m), heading (rad), velocity x, y (m/s), length, width (m), seconds since it was so, and seconds since the car
    was where that is told from: it has gone on along its arc.
    """
    x, y, heading, vx, vy, length, width, late, moved = track
    x += vx * late
    y += vy * late
    s, d, turn = along_path(x, y, state.bend)
    s -= state.speed * moved
    if s <= 0.0 or abs(turn) > 0.5 * pi:
        return NOTHING
    c, n = cos(turn), sin(turn)
    ahead, left = c * vx + n * vy, c * vy - n * vx
    c, n = abs(cos(heading - turn)), abs(sin(heading - turn))
    gap = s - 0.5 * (c * length + n * width) - bounds.front
    half = 0.5 * (n * length + c * width) + bounds.half_width
    closing = state.speed - ahead
    if gap < PASSED_GAP:
        return NOTHING
    time = plain_ttc(gap, closing)
    lies = abs(d) < half
    if time == inf:
        return Danger(0.0, inf, 0.0, gap) if lies else NOTHING
    inside = half - abs(d + left * time)
    if inside <= 0.0:
        return Danger(0.0, inf, 0.0, gap) if lies else NOTHING
    gained = max(state.accel, 0.0) * bounds.drive_late
    room = gap - (closing + gained) * bounds.brake_late
    needed = plain_brake_needed(state.speed + gained, room, ahead, 0.0)
    dodge = bounds.steer_late + sqrt(2.0 * inside / bounds.lateral)
    return Danger(needed, time, dodge, gap if lies else inf)


def look_ahead(around: Around, world: int, state: State, bounds: Bounds) -> Danger:
    """The worst of all tracks; those that are unsure or hold a value that is no number are left out."""
    worst, nearest, tracks = NOTHING, inf, around.tracks
    there = tracks.present[world].tolist()
    if True not in there:
        return NOTHING
    rows = zip(
        there, tracks.sure[world].tolist(), tracks.xy[world].tolist(), tracks.heading[world].tolist(),
        tracks.velocity[world].tolist(), tracks.size[world].tolist(), strict=True,
    )  # fmt: skip
    for present, sure, xy, heading, velocity, size in rows:
        row = (*xy, heading, *velocity, *size, around.late, around.moved)
        if not (present and sure >= bounds.sure and isfinite(sum(row))):
            continue
        danger = meet(row, state, bounds)
        nearest = min(nearest, danger.gap)
        if rank(danger, bounds) > rank(worst, bounds):
            worst = danger
    return worst._replace(gap=nearest)


def rank(danger: Danger, bounds: Bounds) -> tuple[bool, float]:
    """What is imminent comes before what is not, then what needs more braking."""
    return imminent(danger, bounds), danger.needed


def imminent(danger: Danger, bounds: Bounds) -> bool:
    """Whether neither comfortable steering nor braking with less than `bounds.need` avoids it any more."""
    return danger.needed >= bounds.need and danger.time < danger.dodge


def brakes(danger: Danger, accel: float, state: State, bounds: Bounds, found: Found) -> bool:
    """Whether the guard brakes fully now: from an imminent collision until the danger is over.

    After a stop it holds for as long as something is near ahead and the command (`accel`, m/s^2) would drive on.
    """
    if imminent(danger, bounds):
        state.braking = 1
    elif state.braking:
        near = danger.gap < STANDING_GAP
        stands = abs(state.speed) < STANDS
        over = (accel <= 0.0 or not near) if stands else danger.needed < RELEASE and not near
        state.braking = 0 if over else 1
        state.returning = 1
    if state.braking:
        found[Finding.COLLISION] = (told(danger.needed), bounds.need)
    return bool(state.braking)
