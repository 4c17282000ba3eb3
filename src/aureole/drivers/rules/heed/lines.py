"""Lines on the own way: where to stop, for whom to wait, and how fast signs let it go."""

from __future__ import annotations

import math

from aureole.conduct.rights import signs as demand
from aureole.core.concepts import Concept
from aureole.core.kinds import Kind
from aureole.core.notes import Float64
from aureole.drivers.rules.heed.signed import (
    CROSSING,
    FAR,
    HAND,
    LIGHT,
    LIMIT,
    LIMIT_ENDS,
    NARROWS,
    PADDLE,
    PASSED,
    STOP,
    WORKS_END,
    YIELD,
    Signed,
    distance,
    said,
)  # fmt: skip
from aureole.drivers.rules.memory import Memory
from aureole.drivers.rules.pace import NEVER, stop_at
from aureole.drivers.rules.room import Own
from aureole.drivers.rules.threats import thing
from aureole.drivers.rules.tracks import HALF_D, HALF_S, SIDEWAYS, SPEED, D, S, Seen
from aureole.kernels import device

BEFORE = 1.5  # m; it stands so far before a line
LAST = 0.3  # m; nearer than this to its place it brakes until it stands
PERSON = 3.0  # m; and so far before somebody who holds a paddle or directs traffic
SOFT = 3.0  # m/s^2; what yellow may ask for
STOOD = 4.0  # m; standing so near before a stop sign is standing at it
EARLY, FIRM = 0.9, 1.1  # m/s^2, -; braking towards a limit begins when so much is needed, with so much more
SLOW = 30.0 / 3.6  # m/s; past a paddle that says slow
NEXT = 1.0  # m; a sign so near before the front holds
CREEPS = 4.0  # m/s; the least it comes towards a line at which it gives way
COMFORT = 1.5  # m/s^2
AREA = 22.0  # m; so far behind a line ways cross
SPARE = 1.5  # s; left to who goes first, beside what crossing takes
WAITS = 12.0  # s; who comes later is not waited for
ASIDE = 0.5  # m; free beside who crosses
PEOPLE, COMES = 6.0, 100.0  # m; beside the lane, who wants to cross; ahead, who comes through a narrowing
PEDESTRIAN = int(Kind.PEDESTRIAN)
RED_LIGHT, STOP_SIGN, GIVE_WAY = int(Concept.RED_LIGHT), int(Concept.STOP_SIGN), int(Concept.YIELD)
FLAGGER, TEMPORARY = int(Concept.FLAGGER), int(Concept.TEMPORARY_LIMIT)
LIMITED, CROSSES = int(Concept.LIMIT), int(Concept.CROSSING)


@device
def crosser(tracks: Seen, w: int, placed: Float64, own: Own, speed: float, front: float, away: float) -> int:
    """Who crosses behind a line, `away` metres before the front, before the own car is through; -1 nobody."""
    for i in range(tracks.id.shape[1]):
        t = placed[i]
        if not tracks.present[w, i] or thing(tracks.kind[w, i]):
            continue
        near = front + away - 2.0 < t[S] + t[HALF_S] and t[S] - t[HALF_S] < front + away + AREA
        nearer = -math.copysign(1.0, t[D]) * t[SIDEWAYS]
        strip = t[HALF_D] + own.half_width + ASIDE
        if not near or abs(t[SIDEWAYS]) < 0.5:
            continue
        if abs(t[D]) < strip:
            return int(tracks.id[w, i])
        if nearer < 0.5:
            continue
        way = max(t[S] + t[HALF_S] - front, 0.0) + (own.front - own.rear)
        through = (-speed + math.sqrt(speed * speed + 2.0 * COMFORT * way)) / COMFORT
        enters = (abs(t[D]) - strip) / nearer
        if enters < min(through + SPARE, WAITS):
            return int(tracks.id[w, i])
    return -1


@device
def walker(tracks: Seen, w: int, placed: Float64, own: Own, front: float, away: float) -> int:
    """Who is on a crossing on foot, or about to be; -1 nobody."""
    for i in range(tracks.id.shape[1]):
        t = placed[i]
        if not tracks.present[w, i] or tracks.kind[w, i] != PEDESTRIAN or abs(t[S] - front - away) > PEOPLE:
            continue
        nearer = -math.copysign(1.0, t[D]) * t[SIDEWAYS]
        if (abs(t[D]) < PEOPLE and nearer > 0.2) or abs(t[D]) < own.half_width + 1.0:
            return int(tracks.id[w, i])
    return -1


@device
def comer(tracks: Seen, w: int, placed: Float64, front: float) -> int:
    """Who comes through a narrowing; -1 nobody."""
    for i in range(tracks.id.shape[1]):
        t = placed[i]
        if tracks.present[w, i] and t[SPEED] < -0.5 and 0.0 < t[S] - front < COMES and abs(t[D]) < PEOPLE:
            return int(tracks.id[w, i])
    return -1


@device
def limits(signs: Signed, w: int, memory: Memory, own: Own, speed: float) -> tuple[float, float, bool]:
    """The limit that signs have told, the acceleration that one ahead leaves, and whether it is one of works.

    What is passed is remembered, in place.
    """
    accel, temporary = NEVER, False
    for i in range(signs.id.shape[1]):
        kind = signs.kind[w, i]
        if kind != LIMIT and kind != LIMIT_ENDS and kind != WORKS_END:
            continue
        away = distance(signs, w, i, own.front)
        value, works = float(signs.value[w, i]), bool(signs.temporary[w, i])
        if -own.front - NEXT < away <= speed * own.period + NEXT:
            told = (float(memory.works_limit[w]), float(memory.sign_limit[w]))
            memory.works_limit[w], memory.sign_limit[w] = demand.told(kind, value, works, told)
        elif kind == LIMIT and 0.0 < away < FAR and speed > value:
            need = (speed * speed - value * value) / (2.0 * max(away - speed * own.period, 1.0))
            if need > EARLY and -FIRM * need < accel:
                accel, temporary = -FIRM * need, works
    limit = demand.limit_of((float(memory.works_limit[w]), float(memory.sign_limit[w])))
    return limit, accel, temporary or memory.works_limit[w] < demand.UNTOLD


@device
def shut(kind: int, state: int, speed: float, away: float, words: tuple[int, int, bool]) -> int:
    """For what a line must not be passed now: a reason, 0 if it may be."""
    hand, paddle, _ = words
    if kind == LIGHT:
        if hand != 0 or paddle < 0:
            return FLAGGER if hand > 0 else 0
        yellow = state == demand.YELLOW and demand.may_stop(speed, away - BEFORE, SOFT)
        return RED_LIGHT if demand.forbids(state) or yellow else 0
    if (kind == HAND or (kind == PADDLE and hand >= 0)) and demand.halts(state):
        return FLAGGER
    return 0


@device
def lines(
    signs: Signed, tracks: Seen, w: int, placed: Float64, memory: Memory, own: Own, speed: float, front: float
) -> tuple[float, int, int, bool]:
    """Acceleration that the lines ahead leave, the reason, for whom (-1 nobody), and whether one is shut.

    Before a line that is shut a queue is no obstruction.
    """
    accel, reason, about, waits = NEVER, 0, -1, False
    for i in range(signs.id.shape[1]):
        away = distance(signs, w, i, own.front)
        if away >= FAR or away < -PASSED:
            continue
        kind, state, words = signs.kind[w, i], signs.state[w, i], said(signs, w, own.front, away)
        why, gap, who = shut(kind, state, speed, away, words), away - BEFORE, -1
        if why != 0:
            waits = True
            gap = away - PERSON if kind == HAND or kind == PADDLE else gap
        elif kind == PADDLE and speed > SLOW and demand.waves(state):
            accel, reason = min(accel, max(0.5 * (SLOW - speed), -COMFORT)), FLAGGER
        elif kind == CROSSING:
            who = walker(tracks, w, placed, own, front, away)
            why = 0 if who < 0 else CROSSES
            gap = away - PERSON
        elif kind == NARROWS:
            told = words[0] < 0 or words[1] < 0 or words[2]
            who = -1 if told else comer(tracks, w, placed, front)
            why = 0 if who < 0 else GIVE_WAY
        elif (kind == STOP or kind == YIELD) and words[0] == 0 and words[1] == 0 and not words[2]:
            if kind == STOP and speed < demand.STOOD and away < STOOD:
                memory.stood[w] = signs.id[w, i]
            who = crosser(tracks, w, placed, own, speed, front, away)
            if kind == STOP and memory.stood[w] != signs.id[w, i]:
                why = STOP_SIGN
            elif who >= 0:
                why = GIVE_WAY
            elif speed > CREEPS and speed * speed > CREEPS * CREEPS + 2.0 * COMFORT * max(gap, 0.0):
                accel, reason = min(accel, -COMFORT), GIVE_WAY
        if why != 0:
            left = stop_at(gap, speed)
            left = min(left, -COMFORT) if gap < LAST and speed > 0.0 else left
            if left < accel or reason == 0:
                accel, reason, about = min(left, accel), why, who
    return accel, reason, about, waits
