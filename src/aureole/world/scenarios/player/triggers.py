"""Conditions: what they measure, their rules, edges and delays, and how groups of them make a trigger."""

from __future__ import annotations

import math

from aureole.kernels import device
from aureole.world.scenarios.player.gaps import gap, gap_to_point, touching
from aureole.world.scenarios.player.state import (
    A_ACCEL,
    A_END,
    A_GONE,
    A_H,
    A_OFF,
    A_SPEED,
    A_STILL,
    A_TURN,
    A_VX,
    A_VY,
    A_WAY,
    A_X,
    A_Y,
    A_YAW,
    ACTIVE,
    COMPLETE,
    M_TICK,
    QUEUE,
    S_COUNT,
    S_LATE,
    S_QUEUE,
    S_RESULT,
    S_VALUE,
    SMALL,
    STANDBY,
    T_ENDED,
    T_SKIPPED,
    T_START,
    T_STATE,
    T_STOPPED,
    Stage,
    slot,
)
from aureole.world.scenarios.tables import (
    ACCELERATION,
    ASKED,
    AT_END,
    AT_START,
    AT_STOP,
    C_ALL,
    C_DELAY,
    C_EDGE,
    C_FRAME,
    C_FREE,
    C_KIND,
    C_PLACE,
    C_REF,
    C_RULE,
    C_TYPE,
    C_VALUE,
    C_WHO,
    C_WHO_END,
    COLLISION,
    CONDITIONS,
    DISTANCE,
    EDGE_ANY,
    EDGE_FALLING,
    EDGE_NONE,
    EDGE_RISING,
    END_OF_ROAD,
    EQUAL,
    EUCLIDEAN,
    FRAME_ENTITY,
    GREATER,
    GREATER_EQUAL,
    HEADWAY,
    IN_COMPLETE,
    IN_RUNNING,
    IN_STANDBY,
    LATERAL,
    LESS,
    LESS_EQUAL,
    LISTS,
    NOT_EQUAL,
    OFF_ROAD,
    REACH,
    RELATIVE_DISTANCE,
    RELATIVE_SPEED,
    SP_X,
    SP_Y,
    SPEED,
    STAND_STILL,
    STATE,
    TIME,
    TRAVELED,
)


@device
def holds(value: float, limit: float, rule: int, before: float) -> bool:
    """Whether a value keeps a rule; `SMALL` apart counts as equal, not a number keeps none.

    A value that runs through a strict limit and meets it exactly has reached it: which of two steps it would be
    otherwise is the noise of rounding. `before` is the value at the last look, not a number where there was none.
    """
    apart = value - limit
    if rule == LESS:
        return apart < -SMALL or (apart <= SMALL and before > limit + SMALL)
    if rule == LESS_EQUAL:
        return apart <= SMALL
    if rule == EQUAL:
        return abs(apart) <= SMALL
    if rule == NOT_EQUAL:
        return abs(apart) > SMALL
    if rule == GREATER_EQUAL:
        return apart >= -SMALL
    if rule == GREATER:
        return apart > SMALL or (apart >= -SMALL and before < limit - SMALL)
    return False


@device
def since(stage: Stage, tick: float) -> float:
    """Seconds since a tick; not a number if it is below zero (never)."""
    return (stage.misc[M_TICK] - tick) * stage.step if tick >= 0.0 else math.nan


@device
def closing(stage: Stage, one: int, other: int, frame: int, kind: int) -> float:
    """Speed at which `one` gains on `other`, m/s: along or across its heading or its road, or straight between them."""
    a, o = stage.agents[one], stage.agents[other]
    dx, dy = o[A_X] - a[A_X], o[A_Y] - a[A_Y]
    if kind != EUCLIDEAN:
        axis = a[A_H] - (a[A_TURN] if frame != FRAME_ENTITY else 0.0) + (0.5 * math.pi if kind == LATERAL else 0.0)
        c, s = math.cos(axis), math.sin(axis)
        gain = c * (a[A_VX] - o[A_VX]) + s * (a[A_VY] - o[A_VY])
        return float(gain if c * dx + s * dy >= 0.0 else -gain)
    apart = math.sqrt(dx * dx + dy * dy)
    return ((a[A_VX] - o[A_VX]) * dx + (a[A_VY] - o[A_VY]) * dy) / apart if apart > 0.0 else 0.0


@device
def speed_along(stage: Stage, one: int, axes: int, kind: int) -> float:
    """Speed of an agent: its own, or the part of its velocity along or across another's heading, m/s."""
    a, heading = stage.agents[one], stage.agents[axes, A_H]
    if kind == EUCLIDEAN:
        return float(a[A_SPEED])
    if kind == LATERAL:
        heading += 0.5 * math.pi
    return float(math.cos(heading) * a[A_VX] + math.sin(heading) * a[A_VY])


@device
def measure(stage: Stage, condition: int, agent: int) -> float:
    """What an entity condition compares, for one triggering entity; not a number where it is not defined."""
    row = stage.tables[CONDITIONS, condition]
    kind, ref, a = row[C_KIND], int(row[C_REF]), stage.agents[agent]
    if a[A_GONE] == 1.0 or (ref >= 0 and stage.agents[ref, A_GONE] == 1.0):
        return math.nan
    if kind in (SPEED, RELATIVE_SPEED):
        mine = speed_along(stage, agent, agent, int(row[C_TYPE]))
        return mine if kind == SPEED else mine - speed_along(stage, ref, agent, int(row[C_TYPE]))
    if kind == ACCELERATION:
        return float(a[A_SPEED] * a[A_YAW] if row[C_TYPE] == LATERAL else a[A_ACCEL])
    if kind == TRAVELED:
        return float(a[A_WAY])
    if kind in (STAND_STILL, END_OF_ROAD, OFF_ROAD):
        return since(stage, a[A_STILL] if kind == STAND_STILL else (a[A_END] if kind == END_OF_ROAD else a[A_OFF]))
    if kind == COLLISION:
        return 1.0 if touching(stage, agent, ref) else math.nan
    if kind in (DISTANCE, REACH):
        x, y = stage.spots[row[C_PLACE], SP_X], stage.spots[row[C_PLACE], SP_Y]
        form = EUCLIDEAN if kind == REACH else int(row[C_TYPE])
        return abs(gap_to_point(stage, agent, x, y, form, kind == DISTANCE and row[C_FREE] == 1))
    far = gap(stage, agent, ref, int(row[C_FRAME]), int(row[C_TYPE]), row[C_FREE] == 1)
    if kind == RELATIVE_DISTANCE:
        return abs(far)
    if kind == HEADWAY:
        ahead = far if row[C_TYPE] != EUCLIDEAN else math.copysign(far, ahead_of(stage, agent, ref))
        return ahead / a[A_SPEED] if ahead >= 0.0 and a[A_SPEED] > SMALL else math.nan
    rate = closing(stage, agent, ref, int(row[C_FRAME]), int(row[C_TYPE]))
    return abs(far) / rate if rate > SMALL else math.nan


@device
def ahead_of(stage: Stage, agent: int, other: int) -> float:
    """How far the origin of `other` lies ahead of `agent`, m."""
    a, o = stage.agents[agent], stage.agents[other]
    return float(math.cos(a[A_H]) * (o[A_X] - a[A_X]) + math.sin(a[A_H]) * (o[A_Y] - a[A_Y]))


@device
def in_state(stage: Stage, condition: int) -> bool:
    """Whether an element is in a state, or made a transition since the last look, which is seen once."""
    row, element = stage.tables[CONDITIONS, condition], stage.tables[CONDITIONS, condition, C_REF]
    wanted, states = row[C_TYPE], stage.states[element]
    if wanted == IN_STANDBY:
        return bool(states[T_STATE] == STANDBY)
    if wanted == IN_RUNNING:
        return bool(states[T_STATE] == ACTIVE)
    if wanted == IN_COMPLETE:
        return bool(states[T_STATE] == COMPLETE)
    column = T_SKIPPED
    if wanted == AT_START:
        column = T_START
    elif wanted == AT_END:
        column = T_ENDED
    elif wanted == AT_STOP:
        column = T_STOPPED
    late = stage.misc[M_TICK] + 1 - states[column]
    return bool(late == 0 or (late == 1 and stage.misc[M_TICK] > 0 and stage.seen[condition, S_RESULT] != 1.0))


@device
def plain(stage: Stage, condition: int) -> bool:
    """The logical expression of a condition, without edge and delay."""
    row, seen = stage.tables[CONDITIONS, condition], stage.seen[condition]
    if row[C_KIND] == STATE:
        return in_state(stage, condition)
    limit = slot(stage, int(row[C_VALUE]), 0.0)
    if row[C_KIND] == TIME:
        return holds(stage.misc[M_TICK] * stage.step, limit, int(row[C_RULE]), math.nan)
    rule = int(row[C_RULE])
    if row[C_KIND] == ASKED:
        return holds(stage.seen[row[C_REF], S_VALUE], limit, rule, math.nan)
    if row[C_KIND] == COLLISION:
        rule, limit = GREATER, 0.0
    elif row[C_KIND] in (STAND_STILL, END_OF_ROAD, OFF_ROAD):
        rule = GREATER_EQUAL
    alone = row[C_WHO_END] - row[C_WHO] == 1
    every = bool(row[C_ALL] == 1)
    result = every
    for place in range(int(row[C_WHO]), int(row[C_WHO_END])):
        value = measure(stage, condition, int(stage.tables[LISTS, place, 0]))
        one = holds(value, limit, rule, seen[S_VALUE] if alone and seen[S_RESULT] >= 0.0 else math.nan)
        seen[S_VALUE] = value
        if one != every:
            result = not every
    return result


@device
def late(stage: Stage, condition: int, now: bool, ticks: int) -> bool:
    """The result `ticks` steps ago: changes wait in a queue until they are old enough."""
    seen = stage.seen[condition]
    tick, count = stage.misc[M_TICK], int(seen[S_COUNT])
    newest = (seen[S_LATE] == 1.0) != (count % 2 == 1)
    if now != newest and count < QUEUE:
        seen[S_QUEUE + count] = tick
        count += 1
    while count > 0 and seen[S_QUEUE] + ticks <= tick:
        seen[S_LATE] = 1.0 - seen[S_LATE]
        for place in range(S_QUEUE, S_QUEUE + count - 1):
            seen[place] = seen[place + 1]
        count -= 1
    seen[S_COUNT] = count
    return bool(seen[S_LATE] == 1.0)


@device
def met(stage: Stage, condition: int) -> bool:
    """A condition with its edge and delay (the edge first, then the delay: OpenSCENARIO Condition)."""
    row, seen = stage.tables[CONDITIONS, condition], stage.seen[condition]
    now, before = plain(stage, condition), seen[S_RESULT]
    seen[S_RESULT] = 1.0 if now else 0.0
    edge = row[C_EDGE]
    result = now
    if edge != EDGE_NONE:
        rose, fell = now and before == 0.0, not now and before == 1.0
        result = (rose and edge in (EDGE_RISING, EDGE_ANY)) or (fell and edge in (EDGE_FALLING, EDGE_ANY))
    delay = slot(stage, int(row[C_DELAY]), 0.0)
    if delay <= 0.0:
        return result
    return late(stage, condition, result, math.ceil(delay / stage.step - SMALL))


@device
def forget(stage: Stage, trigger: int) -> None:
    """Begin to look at a trigger's conditions: nothing was seen, nothing is under way."""
    if trigger < 0:
        return
    for group in range(int(stage.tables[LISTS, trigger, 0]), int(stage.tables[LISTS, trigger, 1])):
        for condition in range(int(stage.tables[LISTS, group, 0]), int(stage.tables[LISTS, group, 1])):
            seen = stage.seen[condition]
            seen[S_RESULT], seen[S_VALUE] = -1.0, math.nan
            seen[S_LATE], seen[S_COUNT] = 0.0, 0.0


@device
def fires(stage: Stage, trigger: int) -> bool:
    """Whether all conditions of one of a trigger's groups are met; every condition is looked at."""
    result = False
    for group in range(int(stage.tables[LISTS, trigger, 0]), int(stage.tables[LISTS, trigger, 1])):
        first, end = int(stage.tables[LISTS, group, 0]), int(stage.tables[LISTS, group, 1])
        every = end > first
        for condition in range(first, end):
            if not met(stage, condition):
                every = False
        result = result or every
    return result
