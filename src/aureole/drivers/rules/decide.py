"""The whole decision of the rule driver for a batch, in one kernel."""

from __future__ import annotations

import math

import numpy as np

from aureole.core.concepts import Concept
from aureole.core.plan import Ask
from aureole.drivers.rules import change
from aureole.drivers.rules import way as way_to_go
from aureole.drivers.rules.change import LaneTable
from aureole.drivers.rules.memory import Memory, Whole
from aureole.drivers.rules.order import Intent
from aureole.drivers.rules.pace import CALM, HARD, SPACING, stop_at, towards
from aureole.drivers.rules.path import ROWS, curve_speed, ease, measure, project, smooth, turn_speed
from aureole.drivers.rules.room import Own, free
from aureole.drivers.rules.sketch import RISK_BRAKE, Made, draw, reason, stand
from aureole.drivers.rules.threats import DRIFT, answer, soft
from aureole.drivers.rules.tracks import (
    HALF_D,
    HALF_S,
    SIDEWAYS,
    SPEED,
    STANDS,
    STOOD,
    D,
    Known,
    S,
    Seen,
    in_lane,
    recall,
)  # fmt: skip
from aureole.kernels import device, kernel

PATIENCE = 10.0  # s; stands blocked so long before it asks for a takeover
DEMAND = 10.0  # s; from the transition demand to the minimal-risk manoeuvre, UN R157 5.4
STILL = 0.1  # m/s
ROOM = 0.7  # m; free space wished beside a vehicle alongside
ASIDE = 0.4  # m; most it moves off the centre for that
SHIFT = 0.3  # m/s; how fast; twice that beside one that comes over
DODGE = 1.4  # s; within which it moves aside for one that comes over fast
SOON = 1.5  # s; until it is beside one that is slower, it makes room for it
AHEAD = 1.0  # s; the room is that which will be left by then
LOST = 0.6  # m; farther from where it planned to be, it plans anew from where it is
VISION = 120.0  # m; a lane seen to end nearer than this does end
SILENT = 0.5  # s; older sight is no sight

KEEP_LANE, CURVE, LIMIT = int(Concept.KEEP_LANE), int(Concept.CURVE), int(Concept.LIMIT)
LEFT, RIGHT, WAIT = (
    int(Concept.CHANGE_LEFT), int(Concept.CHANGE_RIGHT), int(Concept.WAIT_FOR_GAP),
)  # fmt: skip
EMERGENCY, ORDER, STANDING = int(Concept.EMERGENCY), int(Concept.ORDER), int(Concept.STANDING)
CANNOT, ENDS, SIDE = int(Concept.CANNOT_GO_ON), int(Concept.ROAD_ENDS), int(Concept.SIDE)
SENSOR, NO_ORDER = int(Concept.SENSOR_SILENT), int(Concept.NOT_UNDERSTOOD)
STOPS = int(Concept.STOP_ASKED)
TAKEOVER, MINIMAL_RISK = int(Ask.TAKEOVER), int(Ask.MINIMAL_RISK)
GO_LEFT, GO_RIGHT, PULL_OVER = int(Intent.LEFT), int(Intent.RIGHT), int(Intent.PULL_OVER)
FASTER, SLOWER, STOP, UNKNOWN = (
    int(Intent.FASTER), int(Intent.SLOWER), int(Intent.STOP), int(Intent.UNKNOWN),
)  # fmt: skip


@device
def tidy(memory: Memory, w: int, speed: float, held: Whole, now: float, own: Own) -> int:
    """How long it has stood blocked and asked for help; what to ask now."""
    if held and speed < STILL:
        memory.blocked[w] = min(memory.blocked[w], now)
    else:
        memory.blocked[w] = np.inf
    silent = own.age[w, 0] > SILENT
    needs = silent or now - memory.blocked[w] > PATIENCE or held == ENDS
    if not needs:
        memory.asked[w] = np.inf
        return 0
    memory.asked[w] = min(memory.asked[w], now)
    return MINIMAL_RISK if now - memory.asked[w] > DEMAND else TAKEOVER


@device
def obey(memory: Memory, w: int) -> None:
    """Orders that only change the pace are carried out at once."""
    if memory.order[w] == FASTER:
        memory.pace[w], memory.order[w] = 1.15, 0
    elif memory.order[w] == SLOWER:
        memory.pace[w], memory.order[w] = 0.8, 0


@device
def wants(memory: Memory, w: int) -> tuple[int, bool]:
    """Side an order asks for, and whether the hard shoulder may be entered for it."""
    order = memory.order[w]
    if order == GO_LEFT:
        return 1, False
    if order == GO_RIGHT or order == PULL_OVER:
        return -1, order == PULL_OVER
    return 0, False


@kernel
def decide(own: Own, lanes: LaneTable, tracks: Seen, memory: Memory, made: Made) -> None:
    """Fill one plan a world and carry the memory on, both in place."""
    points, count = lanes.centre.shape[2], tracks.id.shape[1]
    line, target_line, room = np.empty((ROWS, points)), np.empty((ROWS, points)), np.empty(8)
    placed = np.empty((count, 8))  # each track in the lane that is driven
    ids, moved = np.empty(count, dtype=np.int32), np.empty(count, dtype=np.bool_)
    before = Known(ids, np.empty(count), np.empty(count), moved, np.empty(count))
    for w in range(own.speed.shape[0]):
        now, speed = own.stamp[w] * 1e-9, float(own.speed[w])
        step = now - memory.clock[w] if memory.clock[w] >= 0.0 else 0.0
        memory.clock[w] = now
        known = Known(
            memory.track_id[w], memory.track_speed[w], memory.track_accel[w],
            memory.track_moved[w], memory.track_stood[w],
        )  # fmt: skip
        recall(tracks, w, known, before, now, step)
        obey(memory, w)
        seen = lanes.seen[w, 0]
        if not lanes.present[w, 0] or seen < 2:
            stand(w, speed, own, made)
            made.ask[w] = tidy(memory, w, speed, np.int64(SENSOR), now, own)
            continue
        measure(lanes.centre[w, 0], seen, line)
        under_way = memory.change[w]
        if under_way != 0 and memory.phase[w] == change.ACROSS:
            way_to_go.opened(line, seen, lanes.half_width[w, 0], under_way)
        s, offset, heading = project(line, seen, 0.0, 0.0)
        change.progress(memory, w, offset, heading, now)
        memory.offset[w] = offset
        front, rear = s + own.front, s + own.rear
        side, pull_over = wants(memory, w)
        arrived = side != 0 and under_way != 0 and memory.change[w] == 0
        for_ = change.PULL_OVER if pull_over else change.PLAIN
        onto = way_to_go.aside(lanes, w, line, seen) if side == 0 else 0

        # What stands ahead in this lane, and whether the next lane is free.
        ahead, cause, wish_left, wish_right = np.inf, -1, False, False
        for i in range(count):
            if not tracks.present[w, i]:
                continue
            t = placed[i]
            spot = project(line, seen, tracks.xy[w, i, 0], tracks.xy[w, i, 1])
            in_lane(tracks, w, i, known, spot, t)
            gap = t[S] - t[HALF_S] - front
            within = abs(t[D]) < t[HALF_D] + own.half_width + 0.3
            if gap < 0.0 or not within or soft(tracks.kind[w, i]) or gap > ahead:
                continue
            patience = 5.0 if known.moved[i] else 0.5
            if t[SPEED] < STANDS and now - t[STOOD] >= patience:
                ahead, cause = gap, tracks.id[w, i]
        blocked = ahead < 130.0
        if onto != 0 and not blocked and memory.change[w] == 0:
            other = change.neighbour(lanes, w, np.int64(0), np.int64(onto), np.int64(change.LED))
            if other >= 0 and way_to_go.has_room(lanes, w, other, tracks, known, own, target_line, room):
                wish_left, wish_right = onto > 0, onto < 0
        if memory.change[w] == 0 and (blocked or side != 0):
            wish_left = side > 0 or (blocked and side == 0)
            wish_right = side < 0 or (blocked and side == 0)
        chosen = 0
        for attempt in range(2):
            way = 1 if attempt == 0 else -1
            if (wish_left if way > 0 else wish_right) and chosen == 0:
                other = change.neighbour(
                    lanes, w, np.int64(0), np.int64(way), np.int64(change.LED if way == onto else for_)
                )
                if other >= 0 and free(lanes, w, other, tracks, known, own, speed, target_line, room):
                    chosen = way
        if chosen != 0 and (not blocked or ahead > change.room_needed(speed)):
            change.begin(memory, w, np.int64(chosen), now)
        way = memory.change[w]
        goal, goal_seen = 0, seen
        if way != 0 and memory.phase[w] != change.ACROSS:
            over = abs(offset) + own.half_width > lanes.half_width[w, 0, min(way_to_go.BEHIND, seen - 1)]
            for_way = change.BEGUN if over else change.LED
            goal = change.neighbour(lanes, w, np.int64(0), np.int64(way), np.int64(for_way if way == onto else for_))
            lost = goal < 0 or lanes.seen[w, goal] < 2
            if lost or not free(lanes, w, goal, tracks, known, own, speed, target_line, room):
                clear = abs(offset) > 1.2 and not lost
                if not clear:
                    change.give_up(memory, w)
                    goal, way = 0, 0
        if memory.phase[w] == change.SIGNALLING:
            goal = 0
        if goal > 0:
            goal_seen = lanes.seen[w, goal]
            measure(lanes.centre[w, goal], goal_seen, line)
            way_to_go.opened(line, goal_seen, lanes.half_width[w, goal], way)
            goal_seen = way_to_go.extended(line, goal_seen, lanes.route, w)
            s, offset, heading = project(line, goal_seen, 0.0, 0.0)
            front, rear = s + own.front, s + own.rear
            for i in range(count):
                if tracks.present[w, i]:
                    spot = project(line, goal_seen, tracks.xy[w, i, 0], tracks.xy[w, i, 1])
                    in_lane(tracks, w, i, known, spot, placed[i])
        if arrived:
            done = (
                not pull_over or change.neighbour(lanes, w, np.int64(0), np.int64(-1), np.int64(change.PULL_OVER)) < 0
            )
            memory.order[w] = (STOP if pull_over else 0) if done else memory.order[w]

        # The path: back to the centre of the goal lane, a little aside of what drives alongside.
        aside, rate = 0.0, SHIFT * own.period
        for i in range(count):
            if not tracks.present[w, i] or goal > 0:
                continue
            t = placed[i]
            reach = max(0.5 * speed, SOON * (speed - t[SPEED])) + 5.0
            near = t[S] + t[HALF_S] > rear - 2.0 and t[S] - t[HALF_S] < front + reach
            free_side = abs(t[D]) - t[HALF_D] - own.half_width
            nearer = max(-math.copysign(1.0, t[D]) * t[SIDEWAYS] - DRIFT, 0.0)
            free_then = free_side - AHEAD * nearer
            if near and free_side > 0.0 and free_then < ROOM and t[SPEED] > STANDS:
                aside -= math.copysign(min(ROOM - free_then, ASIDE + 0.25 * min(nearer, 0.6)), t[D])
                rate = max(rate, min(nearer, 2.0 * SHIFT) * own.period)
        spare = max(float(lanes.half_width[w, 0, 4]) - own.half_width - 0.25, 0.0)
        spare = min(ASIDE + 0.15, spare)
        aside = min(max(aside, -spare), spare)
        memory.aside[w] += min(max(aside - memory.aside[w], -rate), rate)
        aside = memory.aside[w]
        lasts = change.remaining(memory, w, now)
        if rate > 1.5 * SHIFT * own.period and way == 0:
            lasts = min(lasts, DODGE)
        length = max(speed * lasts, 10.0)
        curve = memory.curve[w]
        if step <= 0.0 or step > 2.0 * own.period or not abs(curve[0] - offset) < LOST:
            curve[0], curve[1], curve[2] = offset, math.tan(min(max(-heading, -0.5), 0.5)), 0.0
        start, slope, swerve = curve[0] - aside, curve[1], curve[2]

        # The pace: the smallest acceleration anything leaves.
        limit = float(lanes.limit[w, 0])
        cruise = min(float(own.set_speed[w]) * memory.pace[w], limit)
        leaves = lanes.kind[w, 0] == way_to_go.EXIT
        cruise = min(cruise, way_to_go.EXITS) if lanes.kind[w, goal] == way_to_go.EXIT else cruise
        bend = curve_speed(line, goal_seen, s, own.lateral, 1.2)
        turns = bend < way_to_go.TURNS
        if turns or leaves:
            smooth(line, goal_seen)
            bend = min(bend, turn_speed(line, goal_seen, s, own.lateral, 1.2))
        accel = towards(speed, min(cruise, bend))
        if turns or leaves:
            need = way_to_go.before_turn(line, goal_seen, s, speed, own.lateral, leaves)
            accel = min(accel, -need if need > way_to_go.EARLY else accel)
        concept, about, held = KEEP_LANE, -1, 0
        if bend < cruise and bend < speed + 1.0:
            concept = CURVE
        elif float(own.set_speed[w]) > limit and speed > limit - 1.0:
            concept = LIMIT
        can_swing = blocked and (wish_left or wish_right or way != 0)
        for i in range(count):
            if not tracks.present[w, i]:
                continue
            t = placed[i]
            here, _, _ = ease(start, slope, swerve, length, t[S] - t[HALF_S] - s)
            nearby, _, _ = ease(start, slope, swerve, length, t[S] + t[HALF_S] - s)
            path = here if abs(t[D] - aside - here) < abs(t[D] - aside - nearby) else nearby
            swing = can_swing and t[SPEED] < STANDS and not soft(tracks.kind[w, i])
            spacing = change.SWING if swing and change.round_it(lanes, w) else SPACING
            left, name, gap = answer(
                t, tracks.kind[w, i], path + aside, front, rear, own.half_width, speed, spacing, float(own.age[w, 0])
            )
            if left < accel:
                accel, concept, about = left, name, tracks.id[w, i]
                if t[SPEED] < STANDS and gap < spacing + 12.0:
                    held = CANNOT
        end = line[2, goal_seen - 1] - front
        if end < VISION and stop_at(end - 2.0, speed) < accel:
            accel, concept, about = stop_at(end - 2.0, speed), ENDS, -1
            held = ENDS if end < 60.0 else held
        if memory.order[w] == STOP:
            accel, concept = min(accel, -CALM if speed > STILL else -1.0), ORDER
        made.ask[w] = tidy(memory, w, speed, np.int64(held), now, own)
        if made.ask[w] == MINIMAL_RISK:
            accel = min(accel, -RISK_BRAKE if speed > STILL else -1.0)
        accel = max(accel, -own.brake)
        hard = accel < -HARD

        for k in range(made.why.shape[1]):
            made.why[w, k, 0], made.why[w, k, 1] = 0, -1
        reason(made.why, w, np.int64(EMERGENCY if hard else concept), np.int64(about))
        if way != 0:
            reason(made.why, w, np.int64(LEFT if way > 0 else RIGHT), np.int64(cause))
            if side != 0:
                reason(made.why, w, np.int64(ORDER), np.int64(-1))
        elif (wish_left or wish_right) and chosen == 0:
            reason(made.why, w, np.int64(WAIT), np.int64(cause))
        if abs(aside) > 0.05:
            reason(made.why, w, np.int64(SIDE), np.int64(-1))
        if made.ask[w] != 0:
            reason(made.why, w, np.int64(CANNOT), np.int64(about))
        if pull_over or memory.order[w] == STOP:
            reason(made.why, w, np.int64(STOPS), np.int64(-1))
        if memory.order[w] == UNKNOWN:
            reason(made.why, w, np.int64(NO_ORDER), np.int64(-1))
        wheelbase = own.wheelbase if turns else 0.0
        draw(w, line, goal_seen, s, start, slope, swerve, length, aside, speed, accel, wheelbase, made)
        after, curve[1], curve[2] = ease(start, slope, swerve, length, speed * own.period)
        curve[0] = after + aside
        made.brake[w] = max(CALM * 1.25, -1.1 * accel)
        made.sure[w] = 0.3 if made.ask[w] != 0 else 1.0
