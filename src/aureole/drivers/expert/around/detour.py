"""A detour that a sign orders: the road ahead is closed, and the lanes of the one to turn into cannot be seen yet.

Between the line before a junction and the sign that closes the road behind it lies the road that crosses. Until a lane
leads there the car drives along an arc onto the place where that road must be; what it has turned it knows by odometry.
"""

from __future__ import annotations

import math

from aureole.core.kinds import SignalKind, SignalState
from aureole.drivers.expert.around.line import at, cut_in, spot, turn
from aureole.drivers.expert.look import Look
from aureole.drivers.expert.memory import D_ANGLE, D_BEND, D_H, D_POST, D_SIDE, D_X, D_Y, Memory
from aureole.drivers.expert.sheet import (
    BASE,
    G_AGAINST,
    G_D,
    G_DETOUR,
    G_END,
    G_HOME,
    G_S,
    G_TOWARDS,
    G_TURN,
    G_WHEELBASE,
    LANES,
    REF,
    STATIONS,
    Sheet,
    X,
    Y,
)  # fmt: skip
from aureole.drivers.rules.path import half_turn, place
from aureole.kernels import device

DETOUR, NO_ENTRY, LIGHT, STOP, GIVE_WAY, LIMIT = (
    int(SignalKind.DETOUR), int(SignalKind.NO_ENTRY), int(SignalKind.LIGHT), int(SignalKind.STOP),
    int(SignalKind.YIELD), int(SignalKind.LIMIT),
)  # fmt: skip
LEFT, RIGHT = int(SignalState.LEFT), int(SignalState.RIGHT)
SEEN = 90.0  # m; a sign farther away is not acted on yet
LINE, SIGN = 6.5, 3.0  # m; so far before a junction its line lies, so far behind it the sign stands
TIGHTEST, LATE, BEFORE = 5.5, 3.0, 40.0  # m; smallest radius; the arc begins so late; of the driven line before it
LED, ALONG, FAR = 0.9, 0.45, 35.0  # rad, rad, m; a lane that leads aside: it turns by so much, and lies as the car does
DONE, OVER = 9.0, 110.0  # mark of a detour that is taken; m, so far behind the arc it ends in any case
WIDE = 1.7  # m; half of a lane that is not seen
QUARTER, SKEW = 0.5 * math.pi, 0.4  # rad; how askew roads cross


@device
def ordered(look: Look, w: int, width: float, memory: Memory, sheet: Sheet) -> None:
    """Note where the arc of a detour begins, in the frame of the odometry, as long as its signs are in sight."""
    way, shut, line, post = 0.0, math.inf, math.inf, 0.0
    for i in range(look.signal_id.shape[1]):
        ahead, kind, state = look.signal_ahead[w, i], look.signal_kind[w, i], look.signal_state[w, i]
        if not look.signal[w, i] or not 0.0 < ahead < SEEN:
            continue
        if kind == DETOUR and (state == LEFT or state == RIGHT):
            way = 1.0 if state == LEFT else -1.0
        elif kind == NO_ENTRY:
            shut = min(shut, ahead)
        elif (kind == LIGHT or kind == STOP or kind == GIVE_WAY) and ahead < line:
            line = ahead
            post = abs(spot(sheet.ref, look.signal_xy[w, i, 0], look.signal_xy[w, i, 1])[1])
    row = memory.detour[w]
    way = way if way != 0.0 else row[D_SIDE]
    begin = line + LINE
    if way == 0.0 or shut == math.inf or begin + 2.0 * TIGHTEST > shut - SIGN or begin < 1.0:
        return
    middle = 0.5 * (begin + shut - SIGN)
    x, y, h = at(sheet.ref, sheet.facts[G_S] + begin)
    pose = memory.pose[w]
    c, s = math.cos(pose[2]), math.sin(pose[2])
    row[D_SIDE], row[D_BEND], row[D_ANGLE] = way, max(middle + way * width - begin - LATE, TIGHTEST), QUARTER
    row[D_POST] = post
    row[D_X], row[D_Y], row[D_H] = pose[0] + c * x - s * y, pose[1] + s * x + c * y, pose[2] + h


@device
def measured(look: Look, w: int, memory: Memory) -> None:
    """Fit the arc to the road that is turned into, by a sign beside it, which stands as far aside as those of ours."""
    row, pose = memory.detour[w], memory.pose[w]
    c, s = math.cos(pose[2] - row[D_H]), math.sin(pose[2] - row[D_H])
    ch, sh = math.cos(row[D_H]), math.sin(row[D_H])
    ex, ey = pose[0] - row[D_X], pose[1] - row[D_Y]
    for i in range(look.signal_id.shape[1]):
        if not look.signal[w, i] or math.isfinite(look.signal_ahead[w, i]) or look.signal_kind[w, i] != LIMIT:
            continue
        angle = half_turn(look.signal_heading[w, i] + pose[2] - row[D_H])
        x, y = look.signal_xy[w, i, 0], look.signal_xy[w, i, 1]
        ahead = ch * ex + sh * ey + c * x - s * y - row[D_POST] * math.sin(angle)
        aside = ch * ey - sh * ex + s * x + c * y + row[D_POST] * math.cos(angle)
        turned = angle * row[D_SIDE]
        if abs(turned - QUARTER) > SKEW or not 10.0 < aside * row[D_SIDE] < 50.0:
            continue
        meets = ahead - aside / math.tan(angle)
        bend = (meets - LATE) / math.tan(0.5 * turned)
        if TIGHTEST < bend < 3.0 * row[D_BEND]:
            row[D_BEND], row[D_ANGLE] = bend, turned


@device
def taken(w: int, memory: Memory, sheet: Sheet) -> bool:
    """Whether a lane leads the way of the detour by now."""
    row, pose = memory.detour[w], memory.pose[w]
    turned = half_turn(pose[2] - row[D_H]) * row[D_SIDE]
    line, count = sheet.lines[BASE], sheet.counts[BASE]
    here = place(line, count, sheet.facts[G_S])[2]
    there = place(line, count, sheet.facts[G_S] + FAR)[2]
    leads = half_turn(there + pose[2] - row[D_H]) * row[D_SIDE] > LED
    return bool(turned > 0.5 * LED and leads and abs(half_turn(here)) < ALONG)


@device
def led_aside(look: Look, w: int, width: float, memory: Memory, sheet: Sheet) -> None:
    """Lay the driven line along the arc of a detour ordered and not taken yet, in place; `width`: half of a lane."""
    facts, row = sheet.facts, memory.detour[w]
    facts[G_DETOUR] = 0.0
    if row[D_SIDE] == DONE:
        return
    ordered(look, w, width, memory, sheet)
    if row[D_SIDE] == 0.0:
        return
    if taken(w, memory, sheet):
        row[D_SIDE] = DONE
        return
    measured(look, w, memory)
    pose, ref, way, bend, most = memory.pose[w], sheet.ref, row[D_SIDE], row[D_BEND], row[D_ANGLE]
    c, s = math.cos(pose[2]), math.sin(pose[2])
    dx, dy, h = row[D_X] - pose[0], row[D_Y] - pose[1], row[D_H] - pose[2]
    x0, y0, ch, sh = c * dx + s * dy, c * dy - s * dx, math.cos(h), math.sin(h)
    for p in range(REF):
        u = p - BEFORE - LATE
        ahead, aside = u + LATE, 0.0
        if u > 0.0:
            angle, rest = min(u / bend, most), max(u - bend * most, 0.0)
            ahead = LATE + bend * math.sin(angle) + rest * math.cos(angle)
            aside = way * (bend * (1.0 - math.cos(angle)) + rest * math.sin(angle))
        ref[X, p], ref[Y, p] = x0 + ch * ahead - sh * aside, y0 + sh * ahead + ch * aside
    turn(ref)
    cut_in(ref, facts[G_WHEELBASE])
    facts[G_END] = float(REF)
    facts[G_S], facts[G_D], facts[G_TURN] = spot(ref, 0.0, 0.0)
    facts[G_DETOUR] = max(BEFORE - facts[G_S], 0.01)
    if facts[G_S] > BEFORE + LATE + bend * most + OVER:
        row[D_SIDE] = DONE


@device
def lone(sheet: Sheet) -> None:
    """On the arc of a detour there is one lane, that of the arc."""
    facts = sheet.facts
    if facts[G_DETOUR] == 0.0:
        return
    facts[G_TOWARDS], facts[G_AGAINST] = 0.0, -1.0
    home = int(facts[G_HOME])
    for j in range(STATIONS):
        for k in range(LANES):
            sheet.lane_half[k, j] = -1.0
        sheet.lane_d[home, j], sheet.lane_half[home, j] = 0.0, WIDE
