"""Conditions: what they measure, their rules, edges and delays, and how groups of them make a trigger."""

from __future__ import annotations

import math

from aureole.kernels import device
from aureole.world.scenarios.player.measures import measure
from aureole.world.scenarios.player.state import (
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
    ASKED,
    AT_END,
    AT_START,
    AT_STOP,
    C_ALL,
    C_DELAY,
    C_EDGE,
    C_KIND,
    C_REF,
    C_RULE,
    C_TYPE,
    C_VALUE,
    C_WHO,
    C_WHO_END,
    CLEARANCE,
    COLLISION,
    CONDITIONS,
    EDGE_ANY,
    EDGE_FALLING,
    EDGE_NONE,
    EDGE_RISING,
    END_OF_ROAD,
    EQUAL,
    GREATER,
    GREATER_EQUAL,
    IN_COMPLETE,
    IN_RUNNING,
    IN_STANDBY,
    LESS,
    LESS_EQUAL,
    LISTS,
    NOT_EQUAL,
    OFF_ROAD,
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
    if row[C_KIND] in (COLLISION, CLEARANCE):
        rule, limit = GREATER, 0.0
    elif row[C_KIND] in (STAND_STILL, END_OF_ROAD, OFF_ROAD):
        rule = GREATER_EQUAL
    alone = row[C_WHO_END] - row[C_WHO] == 1
    every = bool(row[C_ALL] == 1)
    result = every
    for place in range(int(row[C_WHO]), int(row[C_WHO_END])):
        value = measure(stage, condition, int(stage.tables[LISTS, place, 0]))
        if row[C_KIND] == TRAVELED:
            one = bool(value >= limit)  # as it is, no rounding forgiven
        else:
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
