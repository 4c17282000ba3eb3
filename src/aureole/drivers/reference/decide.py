"""The whole decision of a reference driver for a batch, in one kernel.

The published models are told for two cars on a straight road; here every track counts that is ahead: one that is unsafe
makes the look unsafe, the hardest braking wins. Sideways is measured from the line the car drives on.
"""

from __future__ import annotations

from math import copysign, inf, isnan

import numpy as np

from aureole.conduct import careful
from aureole.conduct.following import idm_accel
from aureole.core.concepts import Concept
from aureole.drivers.reference.danger import (
    CC,
    FIRM,
    FSM,
    NEAR,
    REG,
    RSS,
    SLOWS,
    STANDS,
    after_delay,
    fuzzy_wish,
    regulation,
    responsible,
    unbounded,
)
from aureole.drivers.reference.memory import Memory
from aureole.drivers.rules.change import KEEP, LaneTable
from aureole.drivers.rules.path import ROWS, curve_speed, measure, project
from aureole.drivers.rules.room import Own
from aureole.drivers.rules.sketch import Made, draw, reason, stand
from aureole.drivers.rules.tracks import HALF_D, HALF_S, SIDEWAYS, SPEED, D, Known, S, Seen, in_lane
from aureole.kernels import device, kernel

GENTLE = 2.0  # m/s^2; comfortable braking behind others, ISO 15622 (recalled)
NEAREST = 2.0  # m; kept at standstill

KEEP_LANE, FOLLOW, CUT_IN = int(Concept.KEEP_LANE), int(Concept.FOLLOW), int(Concept.CUT_IN)
STANDING, EMERGENCY, CURVE = int(Concept.STANDING), int(Concept.EMERGENCY), int(Concept.CURVE)


@device
def recall(tracks: Seen, w: int, memory: Memory, before: Memory) -> None:
    """Carry what is known about tracks over to this look's places; speeds are renewed by the caller.

    `before` has one row and is room for what was known until now.
    """
    count = tracks.id.shape[1]
    for i in range(count):
        before.track_id[0, i], before.track_speed[0, i] = memory.track_id[w, i], memory.track_speed[w, i]
        before.track_led[0, i], before.track_brakes[0, i] = memory.track_led[w, i], memory.track_brakes[w, i]
    for i in range(count):
        memory.track_id[w, i] = tracks.id[w, i] if tracks.present[w, i] else -1
        memory.track_speed[w, i] = np.nan
        memory.track_led[w, i], memory.track_brakes[w, i] = False, False
        for j in range(count):
            if tracks.present[w, i] and before.track_id[0, j] == tracks.id[w, i]:
                memory.track_speed[w, i] = before.track_speed[0, j]
                memory.track_led[w, i], memory.track_brakes[w, i] = before.track_led[0, j], before.track_brakes[0, j]


@device
def careful_unsafe(
    memory: Memory, w: int, i: int, gap: float, aside: float, speed: float, other: float, span: float
) -> bool:  # fmt: skip
    """Whether the careful human perceives a danger; renews what is remembered about the track.

    A car that comes in with more than the critical time to collision is followed from then on (the published case ends
    there); a followed car that brakes is a danger until it is no longer caught up with.
    """
    last = memory.track_speed[w, i]
    if aside > NEAR:
        memory.track_led[w, i] = False
        return False
    slows = not isnan(last) and (other - last) / span < SLOWS
    if memory.track_led[w, i] and slows and other > STANDS:
        memory.track_brakes[w, i] = True
    if memory.track_brakes[w, i]:
        memory.track_brakes[w, i] = slows or speed > other
        return bool(memory.track_brakes[w, i])
    if other < STANDS:
        return after_delay(gap, speed, other) > FIRM
    if memory.track_led[w, i] or careful.calm_ttc(gap, speed - other):
        memory.track_led[w, i] = True
        return False
    return True


@kernel
def decide(model: int, own: Own, lanes: LaneTable, tracks: Seen, memory: Memory, spare: Memory, made: Made) -> None:
    """Fill one plan a world and carry the memory on, both in place; `spare` is a memory of one row to work with."""
    points, count = lanes.centre.shape[2], tracks.id.shape[1]
    line, t = np.empty((ROWS, points)), np.empty(8)
    ids, moved = np.empty(count, dtype=np.int32), np.zeros(count, dtype=np.bool_)
    nothing = Known(ids, np.zeros(count), np.zeros(count), moved, np.zeros(count))
    for w in range(own.speed.shape[0]):
        now, speed = own.stamp[w] * 1e-9, float(own.speed[w])
        span = now - memory.clock[w] if memory.clock[w] >= 0.0 else own.period
        span = span if span > 0.0 else own.period
        memory.clock[w] = now
        last = speed if isnan(memory.speed[w]) else memory.speed[w]
        actual = (speed - last) / span
        memory.speed[w] = speed
        for k in range(made.why.shape[1]):
            made.why[w, k, 0], made.why[w, k, 1] = 0, -1
        made.ask[w] = 0
        seen = lanes.seen[w, 0]
        if not lanes.present[w, 0] or seen < 2:
            stand(w, speed, own, made)
            continue
        recall(tracks, w, memory, spare)
        measure(lanes.centre[w, 0], seen, line)
        s, offset, heading = project(line, seen, 0.0, 0.0)
        middle, half = s + 0.5 * (own.front + own.rear), 0.5 * (own.front - own.rear)

        unsafe, wish, about, follow, leader, entered = False, 0.0, -1, inf, -1, False
        for i in range(count):
            if not tracks.present[w, i]:
                continue
            spot = project(line, seen, tracks.xy[w, i, 0], tracks.xy[w, i, 1])
            in_lane(tracks, w, i, nothing, spot, t)
            along, other = t[S] - middle, t[SPEED]
            if along < 0.0:
                memory.track_speed[w, i] = other
                continue
            gap, aside = along - half - t[HALF_S], abs(t[D] - offset) - own.half_width - t[HALF_D]
            towards = -copysign(1.0, t[D] - offset) * t[SIDEWAYS]
            front = max(other, 0.0)
            bad, hard = False, unbounded(model)
            if model == CC:
                bad = careful_unsafe(memory, w, i, gap, aside, speed, other, span)
                if aside <= NEAR and not bad:
                    accel = idm_accel(
                        speed, gap, front, max(float(own.set_speed[w]), 0.1), careful.HEADWAY, NEAREST,
                        careful.RECOVER, GENTLE,
                    )  # fmt: skip
                    if accel < follow:
                        follow, leader = accel, tracks.id[w, i]
            elif model == REG:
                bad = regulation(gap, aside, speed - other)
            elif model == RSS:
                bad = responsible(gap, aside, speed, front, t[SIDEWAYS])
            elif model == FSM:
                hard = fuzzy_wish(gap, aside, speed, front, towards, actual, 2.0 * (half + t[HALF_S]))
                bad = hard > 0.0
            memory.track_speed[w, i] = other
            if bad and (not unsafe or hard > wish):
                wish, about, entered = max(wish, hard), tracks.id[w, i], aside > 0.0
            unsafe = unsafe or bad

        concept = KEEP_LANE
        if unsafe and memory.delay[w] > 0.0:
            memory.delay[w] -= span
            memory.braking[w] = careful.RELEASE if model == CC else 0.0
            accel, concept = -memory.braking[w], CUT_IN if entered else FOLLOW
        elif unsafe:
            memory.braking[w] = wish if model == REG else careful.build_up(memory.braking[w], span, wish)
            accel, concept = -memory.braking[w], EMERGENCY
        elif memory.calm[w]:
            accel = min(max((float(own.set_speed[w]) - speed) / span, -careful.RECOVER), careful.RECOVER)
        else:
            accel = 0.0
        memory.calm[w] = memory.calm[w] and not unsafe
        if not unsafe and follow < accel:
            accel, concept, about = max(follow, -own.brake), FOLLOW, leader
        bend = curve_speed(line, seen, s, own.lateral, 1.2)
        if bend < speed and accel > -GENTLE:
            accel, concept, about = max((bend - speed) / span, -GENTLE), CURVE, -1
        reason(made.why, w, np.int64(concept), np.int64(about))
        length = max(speed * KEEP, 10.0)
        slope = np.tan(min(max(-heading, -0.5), 0.5))
        draw(w, line, seen, s, offset, slope, 0.0, length, 0.0, speed, accel, 0.0, made)
        made.brake[w] = max(careful.BRAKE, -accel) if unsafe or accel < -GENTLE else GENTLE
        made.sure[w] = 1.0
