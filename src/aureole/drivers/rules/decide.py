"""The whole decision of the rule driver for a batch, in one kernel."""

from __future__ import annotations

import math

import numpy as np

from aureole.core.concepts import Concept
from aureole.core.plan import Ask
from aureole.drivers.rules import change
from aureole.drivers.rules import way as way_to_go
from aureole.drivers.rules.change import LaneTable
from aureole.drivers.rules.heed.lines import limits, lines
from aureole.drivers.rules.heed.signed import Signed, closing
from aureole.drivers.rules.heed.things import is_thing, remembered
from aureole.drivers.rules.memory import Memory
from aureole.drivers.rules.order import Intent
from aureole.drivers.rules.pace import CALM, HARD, SPACING, stop_at, towards
from aureole.drivers.rules.path import ROWS, curve_speed, ease, measure, project, smooth, turn_speed
from aureole.drivers.rules.room import Own, free
from aureole.drivers.rules.sketch import RISK_BRAKE, Made, draw, reason, stand
from aureole.drivers.rules.steps.aside import ASIDE, SHIFT, wished
from aureole.drivers.rules.steps.blocked import standing
from aureole.drivers.rules.steps.patience import STILL, obey, tidy, wants
from aureole.drivers.rules.threats import answer, soft
from aureole.drivers.rules.tracks import (
    HALF_S,
    SPEED,
    STANDS,
    D,
    Known,
    S,
    Seen,
    in_lane,
    recall,
)  # fmt: skip
from aureole.kernels import kernel

DODGE = 1.4  # s; within which it moves aside for one that comes over fast
LOST = 0.6  # m; farther from where it planned to be, it plans anew from where it is
VISION = 120.0  # m; a lane seen to end nearer than this does end

KEEP_LANE, CURVE, LIMIT = int(Concept.KEEP_LANE), int(Concept.CURVE), int(Concept.LIMIT)
LEFT, RIGHT, WAIT = (
    int(Concept.CHANGE_LEFT), int(Concept.CHANGE_RIGHT), int(Concept.WAIT_FOR_GAP),
)  # fmt: skip
EMERGENCY, ORDER, STANDING = int(Concept.EMERGENCY), int(Concept.ORDER), int(Concept.STANDING)
CANNOT, ENDS, SIDE = int(Concept.CANNOT_GO_ON), int(Concept.ROAD_ENDS), int(Concept.SIDE)
SENSOR, NO_ORDER = int(Concept.SENSOR_SILENT), int(Concept.NOT_UNDERSTOOD)
STOPS, TEMPORARY, LANE_CLOSED = int(Concept.STOP_ASKED), int(Concept.TEMPORARY_LIMIT), int(Concept.LANE_CLOSED)
MINIMAL_RISK = int(Ask.MINIMAL_RISK)
STOP, UNKNOWN = int(Intent.STOP), int(Intent.UNKNOWN)


@kernel
def decide(own: Own, lanes: LaneTable, tracks: Seen, signs: Signed, memory: Memory, made: Made) -> None:
    """Fill one plan a world and carry the memory on, both in place."""
    points, count = lanes.centre.shape[2], tracks.id.shape[1]
    line, target_line, room = np.empty((ROWS, points)), np.empty((ROWS, points)), np.empty(8)
    placed = np.empty((count, 8))  # each track in the lane that is driven
    ids, moved = np.empty(count, dtype=np.int32), np.empty(count, dtype=np.bool_)
    before = Known(ids, np.empty(count), np.empty(count), moved, np.empty(count))
    ids, moved = np.empty(count, dtype=np.int32), np.empty(count, dtype=np.bool_)
    known = Known(ids, np.empty(count), np.empty(count), moved, np.empty(count))
    for w in range(own.speed.shape[0]):
        now, speed = own.stamp[w] * 1e-9, float(own.speed[w])
        step = now - memory.clock[w] if memory.clock[w] >= 0.0 else 0.0
        memory.clock[w] = now
        past = Known(
            memory.track_id[w], memory.track_speed[w], memory.track_accel[w],
            memory.track_moved[w], memory.track_stood[w],
        )  # fmt: skip
        recall(tracks, w, past, before, now, step)
        remembered(tracks, w, past, known)
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
        wish_left, wish_right = False, False
        ahead, cause = standing(tracks, w, known, placed, line, seen, own, front, now)
        stops, for_line, for_whom, queue = lines(signs, tracks, w, placed, memory, own, speed, front)
        if queue and cause >= 0 and not is_thing(tracks, w, cause):
            ahead, cause = np.inf, -1
        shut, to = closing(signs, w, own.front)
        closed = shut < ahead
        if closed:
            ahead, cause = shut, -1
        blocked = ahead < 130.0 or closed
        if onto != 0 and not blocked and memory.change[w] == 0:
            other = change.neighbour(lanes, w, np.int64(0), np.int64(onto), np.int64(change.LED))
            if other >= 0 and way_to_go.has_room(lanes, w, other, tracks, known, own, target_line, room):
                wish_left, wish_right = onto > 0, onto < 0
        if memory.change[w] == 0 and (blocked or side != 0):
            wish_left = side > 0 or (blocked and side == 0 and not (closed and to < 0))
            wish_right = side < 0 or (blocked and side == 0 and not (closed and to > 0))
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
        if goal == 0:
            aside, rate = wished(tracks, w, placed, own, speed, front, rear)
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
        signed_limit, slows, works = limits(signs, w, memory, own, speed)
        limit = min(limit, signed_limit)
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
            concept = TEMPORARY if works and limit == signed_limit else LIMIT
        if slows < accel:
            accel, concept = slows, TEMPORARY if works else LIMIT
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
        if for_line != 0 and stops < accel:
            accel, concept, about = stops, for_line, for_whom
        held = 0 if queue else held
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
        if closed:
            reason(made.why, w, np.int64(LANE_CLOSED), np.int64(-1))
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
