"""What lights, signs, paddles and hands ask: where to stop, how fast at most, to whom to give way."""

from __future__ import annotations

import math

from aureole.core.concepts import Concept
from aureole.core.kinds import Kind, SignalKind, SignalState
from aureole.core.notes import Float64
from aureole.drivers.expert.look import Look
from aureole.drivers.expert.memory import C_LIMIT, C_ROAD, C_SIGN, C_STOPPED, C_WORKS, Memory
from aureole.drivers.expert.sheet import (
    A_D,
    A_HD,
    A_KIND,
    A_S,
    A_SPEED,
    A_VD,
    G_DETOUR,
    G_FRONT,
    G_GIVEN_WAY,
    G_HALF,
    G_LIMIT,
    G_NOW,
    G_SPEED,
    G_WORKS,
    G_YIELD,
    STOPS,
    T_CAP,
    T_END,
    T_HARD,
    T_ID,
    T_S,
    T_WHY,
    Sheet,
)  # fmt: skip
from aureole.kernels import device

SHORT = 1.0  # m; it stands so far before a line
LEAST = 3.0  # m/s^2; braking for a yellow light; harder is not asked for
SAME = 35.0  # m; a person or a temporary sign so near to a light or a sign speaks in its stead
STILL = 0.15  # m/s; slower is standing
PAUSE = 0.6  # s; it stands so long at a stop sign
WALKS = 7.0  # m/s; past a flagger that shows SLOW
LOOKS = 5.5  # m/s; towards a line where it must give way and cannot see yet
NEAR = 4.0  # m; who stands so near to a crossing wants to cross
LIGHT, STOP, GIVE_WAY, LIMIT, LIMIT_ENDS, PRIORITY, WORKS, WORKS_END = (
    int(SignalKind.LIGHT), int(SignalKind.STOP), int(SignalKind.YIELD), int(SignalKind.LIMIT),
    int(SignalKind.LIMIT_ENDS), int(SignalKind.PRIORITY), int(SignalKind.WORKS), int(SignalKind.WORKS_END),
)  # fmt: skip
PADDLE, NO_ENTRY, NARROW, CROSSING, HAND = (
    int(SignalKind.PADDLE), int(SignalKind.NO_ENTRY), int(SignalKind.ONE_WAY_TURNS), int(SignalKind.CROSSING),
    int(SignalKind.HAND),
)  # fmt: skip
RED, RED_YELLOW, GREEN, YELLOW, FLASHING, DARK, SHOWS_STOP, SLOW = (
    int(SignalState.RED), int(SignalState.RED_YELLOW), int(SignalState.GREEN), int(SignalState.YELLOW),
    int(SignalState.FLASHING), int(SignalState.DARK), int(SignalState.STOP), int(SignalState.SLOW),
)  # fmt: skip
RED_LIGHT, STOP_SIGN, YIELD, FLAGGER, BY_WORKS, BY_LIMIT, CANNOT = (
    int(Concept.RED_LIGHT), int(Concept.STOP_SIGN), int(Concept.YIELD), int(Concept.FLAGGER), int(Concept.WORKS),
    int(Concept.LIMIT), int(Concept.CANNOT_GO_ON),
)  # fmt: skip
WALKER, ANIMAL, BICYCLE = int(Kind.PEDESTRIAN), int(Kind.ANIMAL), int(Kind.BICYCLE)


@device
def add(sheet: Sheet, s: float, why: float, who: float, cap: float, end: float) -> None:
    """One more place to stop (`cap` 0) or stretch to go slowly, in metres ahead of the reference point."""
    n = sheet.totals[3]
    if n < STOPS:
        t = sheet.stops[n]
        t[T_S], t[T_WHY], t[T_ID], t[T_CAP], t[T_END] = s, why, who, cap, end
        t[T_HARD] = 1.0 if cap == 0.0 else 0.0
        sheet.totals[3] = n + 1


@device
def outranked(look: Look, w: int, i: int) -> bool:
    """Whether a person, a light that works, or a temporary signal of its kind speaks in its stead."""
    ahead, kind = look.signal_ahead[w, i], look.signal_kind[w, i]
    if kind == PADDLE or kind == HAND:
        return False
    for j in range(look.signal_id.shape[1]):
        if j == i or not look.signal[w, j] or not abs(look.signal_ahead[w, j] - ahead) < SAME:
            continue
        other, says = look.signal_kind[w, j], look.signal_state[w, j]
        person = (other == PADDLE or other == HAND) and says != 0 and says != DARK
        if person and (kind == LIGHT or kind == STOP or kind == GIVE_WAY):
            return True
        is_light = other == LIGHT and says != DARK and says != FLASHING and says != 0
        if is_light and (kind == STOP or kind == GIVE_WAY or kind == PRIORITY):
            return True
        same = other == kind or (other == LIMIT_ENDS and kind == LIMIT)
        if same and look.signal_temporary[w, j] and not look.signal_temporary[w, i]:
            return True
    return False


@device
def obey(look: Look, w: int, memory: Memory, sheet: Sheet) -> None:
    """Fill the places to stop and the stretches to go slowly; keep what holds after a sign in the memory."""
    facts, choice = sheet.facts, memory.choice[w]
    sheet.totals[3] = 0
    facts[G_YIELD], facts[G_WORKS], facts[G_GIVEN_WAY] = math.inf, 0.0, 0.0
    v, front = facts[G_SPEED], facts[G_FRONT]
    if choice[C_ROAD] != facts[G_LIMIT]:  # another road, or another limit of this one
        choice[C_ROAD], choice[C_LIMIT] = facts[G_LIMIT], math.inf
    for i in range(look.signal_id.shape[1]):
        ahead, kind, state = look.signal_ahead[w, i], look.signal_kind[w, i], look.signal_state[w, i]
        if not look.signal[w, i] or not math.isfinite(ahead):
            continue
        if facts[G_DETOUR] > 0.0 and ahead > facts[G_DETOUR]:  # on the road that is left
            continue
        number, room = float(look.signal_id[w, i]), ahead - front - SHORT
        if kind == WORKS and ahead < 60.0:
            choice[C_WORKS] = 1.0
        elif kind == WORKS_END and ahead < front + 0.2 * v:
            choice[C_WORKS] = 0.0
        if outranked(look, w, i):
            continue
        if kind == LIMIT and look.signal_value[w, i] > 0.0:
            if ahead < front + 0.2 * v:
                choice[C_LIMIT] = look.signal_value[w, i]
            else:
                add(sheet, ahead - front, BY_LIMIT, -1.0, look.signal_value[w, i], math.inf)
        elif (kind == LIMIT_ENDS or kind == WORKS_END) and ahead < 0.5 + 0.2 * v:
            choice[C_LIMIT] = math.inf
        elif kind == LIGHT and ahead > front - 1.5:
            stop = state == RED or state == RED_YELLOW
            if state == YELLOW:
                stop = v * v <= 2.0 * LEAST * max(room, 0.1) or v < 1.0
            if stop:
                add(sheet, room, RED_LIGHT, number, 0.0, math.inf)
            elif state == FLASHING or state == DARK:
                add(sheet, room, YIELD, number, LOOKS, room + 12.0)
            if state == GREEN and look.signal_temporary[w, i]:
                facts[G_GIVEN_WAY] = 1.0
        elif (kind == PADDLE or kind == HAND) and ahead > front - 1.5:
            if state == SHOWS_STOP or state == RED:
                add(sheet, line_before(look, w, ahead, front) - front - SHORT, FLAGGER, number, 0.0, math.inf)
            else:
                facts[G_GIVEN_WAY] = 1.0
                add(sheet, room, FLAGGER, number, WALKS, room + 25.0)
        elif kind == STOP and ahead > front - 1.5:
            halt(sheet, choice, number, room, v)
        elif kind == GIVE_WAY and ahead > front - 4.0:
            facts[G_YIELD] = min(facts[G_YIELD], ahead)
            add(sheet, room, YIELD, number, LOOKS, room + 8.0)
        elif kind == NARROW and ahead > 0.0:
            facts[G_YIELD] = min(facts[G_YIELD], ahead)
        elif kind == NO_ENTRY and ahead > front - 1.0:
            add(sheet, room, CANNOT, number, 0.0, math.inf)
        elif kind == CROSSING and ahead > front - 2.0:
            crossing(sheet, ahead, number)
    facts[G_LIMIT] = min(facts[G_LIMIT], choice[C_LIMIT])
    facts[G_WORKS] = choice[C_WORKS]


@device
def line_before(look: Look, w: int, ahead: float, front: float) -> float:
    """Metres to the line that a person's stop counts for: the nearest one not far before that person."""
    nearest = ahead
    for j in range(look.signal_id.shape[1]):
        kind, there = look.signal_kind[w, j], look.signal_ahead[w, j]
        stops = look.signal[w, j] and (kind == LIGHT or kind == STOP or kind == GIVE_WAY)
        if stops and max(ahead - SAME, front - 1.5) < there < nearest:
            nearest = there
    return float(nearest)


@device
def halt(sheet: Sheet, choice: Float64, number: float, room: float, v: float) -> None:
    """A stop sign: stand once before its line, then give way."""
    facts = sheet.facts
    facts[G_YIELD] = min(facts[G_YIELD], room + facts[G_FRONT] + SHORT)
    if choice[C_SIGN] == number and choice[C_STOPPED] < 0.0:  # done with this one
        add(sheet, room, YIELD, number, LOOKS, room + 8.0)
        return
    if choice[C_SIGN] != number:
        choice[C_SIGN], choice[C_STOPPED] = number, 0.0
    if v < STILL and room < 2.5:
        if choice[C_STOPPED] == 0.0:
            choice[C_STOPPED] = facts[G_NOW]
        elif facts[G_NOW] - choice[C_STOPPED] > PAUSE:
            choice[C_STOPPED] = -1.0
    add(sheet, room, STOP_SIGN, number, 0.0, math.inf)


@device
def crossing(sheet: Sheet, ahead: float, number: float) -> None:
    """A crossing: slowly where somebody is near, and stop for who walks or waits there."""
    facts, wait = sheet.facts, False
    for i in range(sheet.totals[0]):
        a = sheet.agents[i]
        if a[A_KIND] != WALKER and a[A_KIND] != BICYCLE:
            continue
        if abs(a[A_S] - ahead) > 5.0 or abs(a[A_D]) > 12.0:
            continue
        edge = abs(a[A_D]) - facts[G_HALF] - a[A_HD]
        comes = -math.copysign(1.0, a[A_D]) * a[A_VD]
        if (comes > 0.3 and edge < 8.0) or (a[A_SPEED] < 0.5 and edge < NEAR) or edge < 1.0:
            wait = True
    room = ahead - facts[G_FRONT] - 2.0
    if wait and room > -1.0:
        add(sheet, room, YIELD, number, 0.0, math.inf)
    else:
        add(sheet, room, YIELD, number, 9.0, room + 6.0)
