"""Who is around: what is seen now, what was seen and is hidden now, each beside the driven line and in its lane."""

from __future__ import annotations

import math

from aureole.core.notes import Float64
from aureole.drivers.expert.around.line import spot
from aureole.drivers.expert.look import Look
from aureole.drivers.expert.memory import (
    K_ACCEL,
    K_FIRST,
    K_H,
    K_ID,
    K_KIND,
    K_LAMPS,
    K_LENGTH,
    K_MOVED,
    K_SEEN,
    K_SPEED,
    K_STOOD,
    K_TURN,
    K_VX,
    K_VY,
    K_WIDTH,
    K_X,
    K_Y,
    Memory,
)  # fmt: skip
from aureole.drivers.expert.sheet import (
    A_ACCEL,
    A_AWAY,
    A_D,
    A_H,
    A_HD,
    A_HIDDEN,
    A_HS,
    A_ID,
    A_IS,
    A_KIND,
    A_LAMPS,
    A_LANE,
    A_LANE_D,
    A_LANE_S,
    A_LANE_VD,
    A_LENGTH,
    A_MOVED,
    A_S,
    A_SPEED,
    A_STOOD,
    A_TURN,
    A_VD,
    A_VS,
    A_VX,
    A_VY,
    A_WIDTH,
    A_X,
    A_Y,
    AGENTS,
    G_S,
    KNOWN,
    LANES,
    Sheet,
)  # fmt: skip
from aureole.drivers.rules.path import half_turn, project
from aureole.kernels import device

STANDS = 0.4  # m/s; slower counts as standing
SMOOTH = 0.5  # -; share of the newest value in accelerations and turning
HIDES = 6.0  # s; so long one that went out of sight behind something is still reckoned with
GONE = 0.35  # s; one that is not where it should be, in plain sight
OVERLOOKED, KNOWN_WELL = 2.5, 1.0  # s; the same where eyes tell, which overlook at times what they saw for so long
ALIGNED = 0.5  # rad; a vehicle that looks so little aside of a lane drives in it
ROUND = 55.0  # m; as far as it sees all around


@device
def recall(look: Look, w: int, memory: Memory, step: float) -> None:
    """Move the odometry on, and bring what is known of the others up to date, in place."""
    pose, known = memory.pose[w], memory.known[w]
    v, turn = look.speed[w], look.yaw_rate[w]
    if step > 0.0 and math.isfinite(v) and math.isfinite(turn):
        middle = pose[2] + 0.5 * turn * step
        pose[0] += v * step * math.cos(middle)
        pose[1] += v * step * math.sin(middle)
        pose[2] = half_turn(pose[2] + turn * step)
    now = look.now[w]
    late = look.age[w] if look.age[w] < 1.0 else 0.0
    c, s = math.cos(pose[2]), math.sin(pose[2])
    for i in range(look.track_id.shape[1]):
        if not look.track[w, i]:
            continue
        x, y = look.track_xy[w, i, 0], look.track_xy[w, i, 1]
        vx, vy = look.track_velocity[w, i, 0], look.track_velocity[w, i, 1]
        if not (math.isfinite(x) and math.isfinite(y) and math.isfinite(vx) and math.isfinite(vy)):
            continue
        row = row_of(known, float(look.track_id[w, i]))
        k = known[row]
        is_new = k[K_ID] != look.track_id[w, i]
        speed = math.hypot(vx, vy)
        heading = look.track_heading[w, i] + pose[2]
        if is_new:
            for col in range(KNOWN):
                k[col] = 0.0
            k[K_ID], k[K_FIRST], k[K_STOOD], k[K_SPEED], k[K_H] = look.track_id[w, i], now, math.inf, speed, heading
        elif step > 0.0:
            span = max(now - k[K_SEEN], 0.05)
            k[K_ACCEL] = SMOOTH * min(max((speed - k[K_SPEED]) / span, -12.0), 6.0) + (1.0 - SMOOTH) * k[K_ACCEL]
            k[K_TURN] = SMOOTH * min(max(half_turn(heading - k[K_H]) / span, -1.5), 1.5) + (1.0 - SMOOTH) * k[K_TURN]
        x, y = x + late * vx, y + late * vy
        k[K_X], k[K_Y] = pose[0] + c * x - s * y, pose[1] + s * x + c * y
        k[K_VX], k[K_VY], k[K_H], k[K_SPEED] = c * vx - s * vy, s * vx + c * vy, heading, speed
        k[K_LENGTH], k[K_WIDTH] = look.track_size[w, i, 0], look.track_size[w, i, 1]
        k[K_KIND], k[K_LAMPS], k[K_SEEN] = look.track_kind[w, i], look.track_lamps[w, i], now
        if speed > 1.0:
            k[K_MOVED] = 1.0
        if speed > STANDS:
            k[K_STOOD] = math.inf
        elif k[K_STOOD] == math.inf:
            k[K_STOOD] = now


@device
def row_of(known: Float64, number: float) -> int:
    """Row of the other with that id; else the one longest out of sight, to be used anew."""
    oldest, seen = 0, math.inf
    for i in range(known.shape[0]):
        if known[i, K_ID] == number:
            return i
        last = known[i, K_SEEN] if known[i, K_ID] >= 0.0 else -math.inf
        if last < seen:
            oldest, seen = i, last
    return oldest


@device
def gather(look: Look, w: int, memory: Memory, sheet: Sheet) -> None:
    """Put everybody who is there, or must be, on the sheet, in the car's frame."""
    pose, known, agents, now = memory.pose[w], memory.known[w], sheet.agents, look.now[w]
    c, s, count = math.cos(pose[2]), math.sin(pose[2]), 0
    for i in range(AGENTS):
        k = known[i]
        if k[K_ID] < 0.0:
            continue
        hidden = now - k[K_SEEN]
        dx, dy = k[K_X] + hidden * k[K_VX] - pose[0], k[K_Y] + hidden * k[K_VY] - pose[1]
        x, y = c * dx + s * dy, c * dy - s * dx
        well = not look.given[w] and k[K_SEEN] - k[K_FIRST] > KNOWN_WELL
        gone = OVERLOOKED if well else GONE
        if hidden > HIDES or (hidden > gone and not is_hidden(look, w, x, y)):
            k[K_ID] = -1.0
            continue
        a = agents[count]
        a[A_ID], a[A_X], a[A_Y], a[A_H] = k[K_ID], x, y, half_turn(k[K_H] - pose[2])
        a[A_VX], a[A_VY] = c * k[K_VX] + s * k[K_VY], c * k[K_VY] - s * k[K_VX]
        a[A_LENGTH], a[A_WIDTH], a[A_KIND], a[A_LAMPS] = k[K_LENGTH], k[K_WIDTH], k[K_KIND], k[K_LAMPS]
        a[A_SPEED], a[A_ACCEL], a[A_TURN], a[A_MOVED] = k[K_SPEED], k[K_ACCEL], k[K_TURN], k[K_MOVED]
        a[A_STOOD] = now - k[K_STOOD] if k[K_STOOD] < math.inf else 0.0
        a[A_HIDDEN], a[A_IS] = hidden, 0.0
        along(sheet, a)
        in_lane(sheet, a)
        count += 1
    sheet.totals[0] = count


@device
def is_hidden(look: Look, w: int, x: float, y: float) -> bool:
    """Whether something that is seen stands before that place, or the place is out of reach."""
    far = math.hypot(x, y)
    if far > ROUND:
        return True
    for i in range(look.track_id.shape[1]):
        if look.track[w, i] and covers(
            look.track_xy[w, i, 0], look.track_xy[w, i, 1],
            0.5 * max(look.track_size[w, i, 0], look.track_size[w, i, 1]), x, y,
        ):  # fmt: skip
            return True
    return False


@device
def covers(ox: float, oy: float, half: float, x: float, y: float) -> bool:
    """Whether a round thing at (ox, oy) stands on the way from the car to (x, y)."""
    far = math.hypot(x, y)
    ux, uy = x / max(far, 1e-6), y / max(far, 1e-6)
    along = ox * ux + oy * uy
    return 2.0 < along < far - 0.5 and abs(ox * uy - oy * ux) < half + 0.3


@device
def along(sheet: Sheet, a: Float64) -> None:
    """Fill where one is against the driven line: metres ahead of the car's reference point, offset, speeds, extents."""
    s, d, h = spot(sheet.ref, a[A_X], a[A_Y])
    c, n = math.cos(h), math.sin(h)
    turn = a[A_H] - h
    along, across = abs(math.cos(turn)), abs(math.sin(turn))
    a[A_S], a[A_D] = s - sheet.facts[G_S], d
    a[A_VS], a[A_VD] = c * a[A_VX] + n * a[A_VY], c * a[A_VY] - n * a[A_VX]
    a[A_HS] = 0.5 * (along * a[A_LENGTH] + across * a[A_WIDTH])
    a[A_HD] = 0.5 * (across * a[A_LENGTH] + along * a[A_WIDTH])


@device
def in_lane(sheet: Sheet, a: Float64) -> None:
    """Fill the lane one drives in (its place, -1 none), where in it, and whether against its way (`A_AWAY` -1)."""
    a[A_LANE], nearest = -1.0, math.inf
    for place in range(LANES):
        count = sheet.counts[place]
        if count < 2:
            continue
        line = sheet.lines[place]
        s, d, h = project(line, count, a[A_X], a[A_Y])
        if s < -15.0 or s > line[2, count - 1] + 5.0 or abs(d) > nearest:
            continue
        turn = half_turn(a[A_H] - h)
        way = 1.0 if abs(turn) < 0.5 * math.pi else -1.0
        if way < 0.0:
            turn = half_turn(turn - math.pi)
        if abs(turn) < ALIGNED and abs(d) < 2.4:
            nearest = abs(d)
            a[A_LANE], a[A_LANE_S], a[A_LANE_D], a[A_AWAY] = place, s, d, way
            a[A_LANE_VD] = math.cos(h) * a[A_VY] - math.sin(h) * a[A_VX]
