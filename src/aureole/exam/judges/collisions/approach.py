"""How others come into the ego's way, step by step: cutting in, standing, revealed, crossing, braking ahead.

Kept for each agent: how it came into the way and how much room was left then (what proofs rest on), when it began to
brake ahead, and the tightest moment of each kind: the least speed in hand, that is the closing speed which the car's
full braking could still take off before contact, less the closing speed there was. Only what is in the ego's own path
counts there: boxes that lie side by side are no threat.
"""

from __future__ import annotations

from math import cos, inf

from aureole.conduct.avoidance import (
    braking_hits,
    braking_must_avoid,
    crossing_ttc,
    lets_pass,
    revealed_ttc,
    standing_ttc,
    stoppable,
)
from aureole.conduct.following import brake_needed
from aureole.conduct.gaps import ttc
from aureole.conduct.r157 import INTRUSION, cut_in_ttc, intrusion, required_gap
from aureole.core.kinds import LaneKind
from aureole.core.notes import Float64
from aureole.core.road import Road
from aureole.exam.judges.collisions.contact import contact
from aureole.exam.judges.collisions.visible import in_view
from aureole.exam.judges.found import PER_SECOND
from aureole.exam.judges.sight import FAR, Sight, extent, own_span
from aureole.kernels import device, kernel

FRONT_AXLE = 0.3  # of the length ahead of the box's centre: wheelbase about 0.6 of the length
STANDING = 0.5  # m/s along the road; slower stands or crosses
DRIFTS = 0.1  # m/s across the road; faster crosses
STOPPED = 0.05  # m/s; nuPlan's threshold for a stopped track
BEYOND = 300.0  # m; too far to cut in, to be hit or to be stood before
BRAKES = -1.0  # m/s^2; the car ahead brakes
SETTLE = 5.0  # s; ours: so long a gap that another cut short is not the ego's doing

GENERAL, CUT_IN, STANDS, REVEALED, CROSSES, BRAKING, REVERSES = range(7)  # how it came into the way
KINDS = 6  # that have tightest moments
STARTED, DONE, LANE, CHANGED, OTHER, TIME, IMPACT, SIDE, FAULT, ROAD, ASTRAY = range(11)
DRIVE_COLUMNS = 11
BASIS, OPEN, INSIDE, SEEN, HIDDEN, SINCE, TTC, CLOSING, BOUND, PASSES = range(10)
BRAKED, BRAKED_AT, BRAKED_GAP, REQUIRED, OWN_SPEED, LEAD_S, SHORT, HITS, BACKED = range(10, 19)
AGENT_COLUMNS = 19
HAND, WHEN, CLOSED, LIMIT = range(4)  # of a tightest moment: m/s, s, m/s, m/s
HAND_COLUMNS = 4
FRONT, REAR = 0, 2
BOTH_WAYS = int(LaneKind.BIDIRECTIONAL)


@device
def judge_fault(sight: Sight, m: int, a: int, side: int, within: bool) -> bool:
    """nuPlan: hit what stands, hit with the front, or at the side while in more than one lane or beside the lanes.

    `within`: the ego's box lies within one lane.
    """
    if abs(sight.speed[m, 0]) < STOPPED:
        return False
    if abs(sight.speed[m, a]) < STOPPED or side == FRONT:
        return True
    return side != REAR and not within


@device
def astray(sight: Sight, road: Road, m: int, a: int, way: float) -> bool:
    """Whether the ego, on its way along s (1) or against it (-1), is in a lane of those who come, and `a` comes."""
    lane, r = sight.lane[m, 0], sight.road[m, 0]
    if r < 0 or lane < 0 or road.lane_kind[lane] == BOTH_WAYS or abs(sight.speed[m, a]) < STANDING:
        return False
    leads = 1.0 if (road.lane_id[lane] < 0) != road.road_left_hand[r] else -1.0
    return leads != way and cos(sight.heading[m, a] - sight.heading[m, 0]) * sight.speed[m, a] < 0.0


@device
def record(row: Float64, basis: int, time: float, gap: float, closing: float, bound: float) -> None:
    """Note on an agent's row how and when it came into the way and how much room was left."""
    row[BASIS] = basis
    row[OPEN] = 1.0
    row[SINCE] = time
    row[CLOSING] = closing
    row[TTC] = min(ttc(gap, closing), FAR)
    row[BOUND] = bound


@device
def braking(
    row: Float64, time: float, gap: float, speeds: tuple[float, float, float], lead_s: float, mass: float
) -> None:
    """Follow a car ahead in the lane through its braking; `speeds`: ours, how fast the gap closes, its acceleration."""
    speed, closing, accel = speeds
    if row[BRAKED] == 0.0 and accel < BRAKES:
        row[BRAKED], row[BRAKED_AT], row[BRAKED_GAP] = 1.0, time, gap
        row[OWN_SPEED], row[LEAD_S] = max(speed, 0.0), lead_s
        row[REQUIRED] = required_gap(row[OWN_SPEED], mass)
        late = row[BASIS] == CUT_IN and time - row[SINCE] <= SETTLE
        row[SHORT] = 1.0 if late and not braking_must_avoid(gap, row[REQUIRED]) else 0.0
    elif row[BRAKED] > 0.0 and accel >= BRAKES and closing <= 0.0:
        row[BRAKED] = 0.0


@device
def tighten(row: Float64, best: Float64, time: float, gap: float, closing: float, brake: float) -> None:
    """Keep the least speed in hand under the kind that the agent is of at this moment."""
    kind = int(row[BASIS])
    if kind == CUT_IN and row[OPEN] == 0.0:
        kind = GENERAL
    if row[BRAKED] > 0.0:
        kind = BRAKING
    limit = stoppable(gap, brake)
    if limit - closing < best[kind, HAND]:
        best[kind, HAND], best[kind, WHEN] = limit - closing, time
        best[kind, CLOSED], best[kind, LIMIT] = closing, limit


@kernel
def watch_approach(
    sight: Sight, road: Road, accel: Float64, car: tuple[float, float, float], drives: Float64, agents: Float64,
    hands: Float64, needed: Float64,
) -> None:  # fmt: skip
    """The moments of every world that is not over yet; the last four are changed in place.

    `car`: how far it sees (m), its full braking (m/s^2), its mass (kg). `needed` takes the braking that just avoids
    whatever is in the ego's path at each moment, m/s^2.
    """
    reach, brake, mass = car
    ticks = len(sight.stamp) // len(drives)
    for w in range(len(drives)):
        drive = drives[w]
        for m in range(w * ticks, (w + 1) * ticks):
            if drive[DONE] > 0.0:
                break
            drive[DONE] = 1.0 if sight.over[m] else 0.0
            time = sight.stamp[m] / PER_SECOND
            r, lane = sight.road[m, 0], sight.lane[m, 0]
            first = drive[STARTED] == 0.0
            drive[STARTED] = 1.0
            needed[m] = 0.0
            changed = False
            # what stands or drives on a road that the ego comes to was there: it did not come into the way
            entered = not first and r >= 0 and float(r) != drive[ROAD]
            if r >= 0:
                drive[ROAD] = r
            if r >= 0 and lane >= 0:
                lane_id = float(road.lane_id[lane])
                changed = not first and lane_id != drive[LANE]
                if changed:
                    drive[CHANGED] = time
                drive[LANE] = lane_id
            entered = entered or changed
            if drive[OTHER] >= 0.0:
                continue
            within = False
            own_s, own_t, own_half, way, speed = 0.0, 0.0, 0.0, 1.0, 0.0
            own_width = 0.5 * sight.size[w, 0, 1]
            if r >= 0 and lane >= 0:
                for a in range(sight.present.shape[1]):
                    row = agents[w, a]
                    if not sight.present[m, a] or sight.road[m, a] != r:
                        row[INSIDE], row[BRAKED] = 0.0, 0.0
                        continue
                    if a > 0 and abs(sight.s[m, a] - own_s) > BEYOND:
                        continue
                    other_s, other_t, other_half, other_width, other_c, other_sin, other_speed, drift = extent(
                        sight, road, w, m, a
                    )
                    right, left, there = own_span(sight, road, m, other_s)
                    if a == 0:  # the ego comes first: one place in the compiled code finds a box on its road
                        own_s, own_t, own_half, speed = other_s, other_t, other_half, other_speed
                        way = 1.0 if other_c >= 0.0 else -1.0
                        within = there and other_t - other_width >= right and other_t + other_width <= left
                        continue
                    if not there:
                        continue
                    gap = way * (other_s - own_s) - own_half - other_half
                    closing = way * (speed - other_speed)
                    ahead = way * (other_s - own_s) > 0.0
                    if row[OPEN] > 0.0 and gap > 0.0 and closing <= 0.0:
                        row[OPEN] = 0.0
                    # the front tyres, for a car that comes from the side
                    axle = other_t + FRONT_AXLE * sight.size[w, a, 0] * other_sin
                    tyre = 0.5 * sight.size[w, a, 1] * abs(other_c)
                    depth = min(intrusion(axle - tyre, left), intrusion(right, axle + tyre))
                    inside = depth > INTRUSION or (row[INSIDE] > 0.0 and depth > 0.0)
                    moves = abs(other_speed) >= STANDING
                    if inside and row[INSIDE] == 0.0 and not first and not entered and moves and row[SEEN] == 0.0:
                        record(row, CUT_IN, time, gap, closing, cut_in_ttc(closing))
                    row[INSIDE] = 1.0 if inside else 0.0
                    front = ahead and gap > 0.0
                    if row[SEEN] == 0.0 and front:
                        # what stands or crosses: in the lane, or about to be when the ego gets there
                        arrival = (gap + sight.size[w, 0, 0]) / max(way * speed, 0.1)
                        enters, leaves = FAR, inf
                        if drift < -DRIFTS:
                            enters = max((other_t - other_width - left) / -drift, 0.0) if other_t > right else FAR
                            leaves = max((other_t + other_width - own_t + own_width) / -drift, 0.0)
                        elif drift > DRIFTS:
                            enters = max((right - other_t - other_width) / drift, 0.0) if other_t < left else FAR
                            leaves = max((own_t + own_width - other_t + other_width) / drift, 0.0)
                        in_lane = min(left - (other_t - other_width), other_t + other_width - right) > 0.0
                        if inside if moves else in_lane or enters <= arrival:
                            if in_view(sight, w, m, a, reach):
                                row[SEEN] = 1.0
                                # one that drives ahead in the lane is known: stopping later is no coming into the way
                                lead = moves and row[HIDDEN] > 0.0 and closing > STANDING and row[BASIS] == GENERAL
                                if not entered and lead:
                                    record(row, REVEALED, time, gap, closing, revealed_ttc(closing))
                                elif not moves and not entered and leaves < inf:
                                    record(row, CROSSES, time, gap, closing, crossing_ttc(closing))
                                    row[PASSES] = 1.0 if lets_pass(max(closing, 0.0), gap, leaves) else 0.0
                                elif not moves and not entered and row[HIDDEN] > 0.0:
                                    record(row, REVEALED, time, gap, closing, revealed_ttc(closing))
                                elif not moves and not entered:
                                    record(row, STANDS, time, gap, closing, standing_ttc(closing))
                            elif gap < reach:
                                row[HIDDEN] = 1.0
                    slows = accel[m, a] if other_c * way >= 0.0 else -accel[m, a]
                    if not inside or not ahead:
                        row[BRAKED] = 0.0
                    elif gap > 0.0 and (moves or row[BRAKED] > 0.0):
                        braking(row, time, gap, (way * speed, closing, slows), way * other_s, mass)
                    aside = abs(other_t - own_t) - own_width - other_width
                    if front and row[SEEN] > 0.0 and aside < 0.0:
                        tighten(row, hands[w, a], time, gap, closing, brake)
                    nears = -drift if other_t > own_t else drift
                    # in the ego's path, or it will be when the ego gets there
                    meets = aside < 0.0 or (closing > 0.0 and aside < nears * ttc(gap, closing))
                    if front and meets:
                        lead = way * other_speed
                        need = brake_needed(max(way * speed, 0.0), gap, lead, slows if lead > 0.0 else 0.0)
                        needed[m] = max(needed[m], need)
                    stood = within and abs(speed) < STOPPED
                    if sight.hit[m] == a and ahead and stood and way * other_c > 0.0 and way * other_speed < -STOPPED:
                        row[BACKED] = 1.0
                    if sight.hit[m] == a and row[BRAKED] > 0.0 and row[SHORT] > 0.0:
                        came = way * other_s - row[LEAD_S]
                        now = (way * other_speed, slows)
                        since = time - row[BRAKED_AT]
                        hits = braking_hits(row[OWN_SPEED], row[BRAKED_GAP], since, came, now)
                        row[HITS] = 1.0 if hits else 0.0
            if sight.hit[m] >= 1:
                a = sight.hit[m]
                side, impact = contact(sight, w, m, a)
                drive[OTHER], drive[TIME], drive[IMPACT], drive[SIDE] = a, time, impact, side
                drive[ASTRAY] = 1.0 if astray(sight, road, m, a, way) else 0.0
                drive[FAULT] = 1.0 if judge_fault(sight, m, a, side, within) else 0.0
