"""Where the journey goes: the lane the route runs in, a lane that goes on as the route does, and sharp turns."""

from __future__ import annotations

import math

from aureole.core.kinds import LaneKind
from aureole.core.notes import Array, Float64
from aureole.drivers.rules.change import LaneTable
from aureole.drivers.rules.path import BEND, half_turn, lay, look_up, measure_on, place, project
from aureole.drivers.rules.room import Own
from aureole.drivers.rules.tracks import HALF_D, HALF_S, SPEED, STANDS, D, Known, S, Seen, in_lane
from aureole.kernels import device

EXIT = int(LaneKind.EXIT)
LOOK = 2  # points of the route ahead, 10 m: where it says which lane to be in
SPACING, BEHIND = 5.0, 4  # m between points of a lane; how many of them lie behind the car at the most
TAKES = 2.5  # s; so far ahead a lane must be wide enough to move into
FURTHEST = 1e6  # points; no car comes so far, nor one whose speed is no number
CLOSE = 0.5  # m; a route so near to the end of a lane goes on from there
OPENS, LACK = 16, 0.05  # points ahead, 80 m, within which a lane is as wide as it gets; m, less is no opening
SHORT = 1.0  # m; points nearer to each other are one
TIGHT = 1.0 / 60.0  # 1/m; a sharper bend is a turn
TURNS = 20.0  # m/s; only a turn makes the speed for bends ahead lower than this
EARLY = 1.1  # m/s^2; braking before a turn, from when that much is needed
EXITS = 28.0  # m/s; so fast at most where one leaves a motorway: a bend for 60 km/h comes into sight at 135 m
NEAREST = 1.5  # m; braking before a turn is never planned over less
BEFORE = 4.0  # m; a turn begins so far before the point at which it is seen
HALF = 3.0  # m; before and after a place, for its bend
STEP = 0.25  # m; before and after a place, for its heading
SWING = 0.4  # -; of wheelbase² times curvature; the front wheels run wide by 0.5, and the car of its plan by some more
MOST = 0.45  # m; it moves inwards in a turn


@device
def is_told(route: Array, w: int) -> bool:
    """Whether there is a route at all."""
    return bool(route[w, LOOK, 0] != 0.0 or route[w, LOOK, 1] != 0.0)


@device
def aside(lanes: LaneTable, w: int, line: Float64, seen: int) -> int:
    """Side to which the route's lane lies of the car's own: 1 left, -1 right, 0 none."""
    if not is_told(lanes.route, w):
        return 0
    s, d, _ = project(line, seen, lanes.route[w, LOOK, 0], lanes.route[w, LOOK, 1])
    if s > line[2, seen - 1] or abs(d) <= lanes.half_width[w, 0, min(BEHIND + LOOK, seen - 1)]:
        return 0
    return 1 if d > 0.0 else -1


@device
def leads(lanes: LaneTable, w: int, other: int, room: Float64) -> bool:
    """Whether the route runs in this lane."""
    if other < 0 or lanes.seen[w, other] < 2 or not is_told(lanes.route, w):
        return False
    count = lanes.seen[w, other]
    lay(lanes.centre[w, other], count, room)
    _, d, _ = look_up(room, count, lanes.route[w, LOOK, 0], lanes.route[w, LOOK, 1])
    return bool(abs(d) < max(lanes.half_width[w, other, min(BEHIND + LOOK, count - 1)], CLOSE))


@device
def has_room(
    lanes: LaneTable, w: int, other: int, tracks: Seen, known: Known, own: Own, room: Float64, t: Float64
) -> bool:
    """Whether a lane is wide enough where the car would enter it, and nobody stands in it."""
    count, points = lanes.seen[w, other], TAKES * own.speed[w] / SPACING
    if count < 2 or not abs(points) < FURTHEST:
        return False
    if lanes.half_width[w, other, min(max(BEHIND + 1 + int(points), 0), count - 1)] < own.half_width:
        return False
    lay(lanes.centre[w, other], count, room)
    for i in range(tracks.id.shape[1]):
        if tracks.present[w, i]:
            spot = look_up(room, count, tracks.xy[w, i, 0], tracks.xy[w, i, 1])
            in_lane(tracks, w, i, known, spot, t)
            ahead = t[S] + t[HALF_S] > 0.0 and abs(t[D]) < t[HALF_D] + own.half_width
            if ahead and t[SPEED] < STANDS:
                return False
    return True


@device
def opened(line: Float64, count: int, half_width: Array, side: int) -> None:
    """Move the middle of a lane that opens to where it would be were the lane as wide as it soon is, `side` outwards.

    A lane that opens beside another one has a middle that goes away from it and then along it: who changes over while
    it opens would swing back with it. The border to the lane the car comes from does not.
    """
    moved = False
    for i in range(count):
        full = half_width[i]
        for k in range(i + 1, min(i + 1 + OPENS, count)):
            full = max(full, half_width[k])
        lack = float(full - half_width[i])
        if lack > LACK:
            line[0, i] -= math.sin(line[3, i]) * side * lack
            line[1, i] += math.cos(line[3, i]) * side * lack
            moved = True
    if moved:
        measure_on(line, 0, count)


@device
def extended(line: Float64, count: int, route: Array, w: int) -> int:
    """Go on along the route from where a lane ends, if the route passes there; how many points the line then has."""
    if not is_told(route, w):
        return count
    x, y, best, after = line[0, count - 1], line[1, count - 1], CLOSE * CLOSE, -1
    for i in range(route.shape[1] - 1):
        ux, uy = route[w, i + 1, 0] - route[w, i, 0], route[w, i + 1, 1] - route[w, i, 1]
        length = ux * ux + uy * uy
        u = ((x - route[w, i, 0]) * ux + (y - route[w, i, 1]) * uy) / max(length, 1e-9)
        u = min(max(u, 0.0), 1.0)
        dx, dy = x - route[w, i, 0] - u * ux, y - route[w, i, 1] - u * uy
        if dx * dx + dy * dy < best:
            best, after = dx * dx + dy * dy, i + 1
    if after < 0:
        return count
    grown = count
    for i in range(after, route.shape[1]):
        if grown == line.shape[1]:
            break
        step = math.hypot(route[w, i, 0] - line[0, grown - 1], route[w, i, 1] - line[1, grown - 1])
        if step >= SHORT:
            line[0, grown], line[1, grown] = route[w, i, 0], route[w, i, 1]
            grown += 1
    if grown > count:
        measure_on(line, count, grown)
    return grown


@device
def before_turn(line: Float64, count: int, s: float, speed: float, lateral: float, leaves: bool) -> float:
    """Braking (m/s^2, above zero) that is needed to be slow enough in every turn ahead; of a line that is smooth.

    For who leaves a motorway (`leaves`) every bend is a turn: its lane was made to slow down on.
    """
    most, tight = 0.0, (0.0 if leaves else TIGHT)
    for i in range(1, count - 1):
        bend = abs(line[BEND, i])
        ahead = line[2, i] - s - BEFORE
        if bend > tight and ahead > -BEFORE - SPACING:
            most = max(most, (speed * speed - lateral / bend) / (2.0 * max(ahead, NEAREST)))
    return most


@device
def turning(line: Float64, count: int, s: float, wheelbase: float) -> tuple[float, float, float]:
    """Point and heading at arc length `s` of the line a car's rear axle takes through turns."""
    x, y = shifted(line, count, s, wheelbase)
    back_x, back_y = shifted(line, count, s - STEP, wheelbase)
    next_x, next_y = shifted(line, count, s + STEP, wheelbase)
    return x, y, math.atan2(next_y - back_y, next_x - back_x)


@device
def shifted(line: Float64, count: int, s: float, wheelbase: float) -> tuple[float, float]:
    """The lane's middle at arc length `s`, in a turn so far inwards that the front wheels run about as far out.

    They run wide of the rear ones by wheelbase² · curvature / 2.
    """
    ahead, back = place(line, count, s + 0.5 * wheelbase + HALF)[2], place(line, count, s + 0.5 * wheelbase - HALF)[2]
    bend = half_turn(ahead - back) / (2.0 * HALF)
    beyond = max(abs(bend) - TIGHT, 0.0)
    d = math.copysign(min(SWING * wheelbase * wheelbase * beyond, MOST), bend)
    x, y, h = place(line, count, s)
    return x - math.sin(h) * d, y + math.cos(h) * d
