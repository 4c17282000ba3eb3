"""What conditions on entities measure: speeds, distances, times and angles of one triggering entity."""

from __future__ import annotations

import math

from aureole.kernels import device
from aureole.world.scenarios.motion.motion import wrap
from aureole.world.scenarios.player.clearance import clear, met_one
from aureole.world.scenarios.player.gaps import gap, gap_to_place, gap_to_point
from aureole.world.scenarios.player.state import (
    A_ACCEL,
    A_END,
    A_GONE,
    A_H,
    A_OFF,
    A_PITCH,
    A_ROLL,
    A_SPEED,
    A_STILL,
    A_TURN,
    A_VX,
    A_VY,
    A_WAY,
    A_X,
    A_Y,
    A_YAW,
    M_TICK,
    SMALL,
    Stage,
    slot,
)
from aureole.world.scenarios.tables import (
    ACCELERATION,
    ANGLE,
    C_FRAME,
    C_FREE,
    C_KIND,
    C_PLACE,
    C_REF,
    C_TYPE,
    CLEARANCE,
    COLLISION,
    COLLISION_TIME,
    CONDITIONS,
    DISTANCE,
    END_OF_ROAD,
    EUCLIDEAN,
    FRAME_ENTITY,
    FRAME_ROAD,
    HEADWAY,
    LATERAL,
    MOVES,
    OFF_ROAD,
    P_LIVE,
    P_REF,
    PLACES,
    REACH,
    RELATIVE_DISTANCE,
    RELATIVE_SPEED,
    SP_X,
    SP_Y,
    SPEED,
    STAND_STILL,
    TRAVELED,
)


@device
def since(stage: Stage, tick: float) -> float:
    """Seconds since a tick; not a number if it is below zero (never)."""
    return (stage.misc[M_TICK] - tick) * stage.step if tick >= 0.0 else math.nan


@device
def closing(stage: Stage, one: int, x: float, y: float, other: int, frame: int, kind: int) -> float:
    """Speed at which `one` gains on a point, m/s: along or across its heading or its road, or straight between them.

    The point moves as `other` does; it stands still if that is below zero.
    """
    a = stage.agents[one]
    vx, vy = (stage.agents[other, A_VX], stage.agents[other, A_VY]) if other >= 0 else (0.0, 0.0)
    dx, dy = x - a[A_X], y - a[A_Y]
    if kind != EUCLIDEAN:
        axis = a[A_H] - (a[A_TURN] if frame != FRAME_ENTITY else 0.0) + (0.5 * math.pi if kind == LATERAL else 0.0)
        c, s = math.cos(axis), math.sin(axis)
        gain = c * (a[A_VX] - vx) + s * (a[A_VY] - vy)
        return float(gain if c * dx + s * dy >= 0.0 else -gain)
    apart = math.sqrt(dx * dx + dy * dy)
    return float(((a[A_VX] - vx) * dx + (a[A_VY] - vy) * dy) / apart) if apart > 0.0 else 0.0


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
    if kind == ANGLE:
        column = A_H if row[C_TYPE] == 0 else (A_PITCH if row[C_TYPE] == 1 else A_ROLL)
        angle = a[column] - (stage.agents[ref, column] if ref >= 0 else 0.0)
        if row[C_FRAME] == FRAME_ROAD:
            angle = a[A_TURN]
        return abs(wrap(angle - slot(stage, int(row[C_PLACE]), 0.0)))
    if kind == COLLISION:
        return 1.0 if met_one(stage, condition, agent) else math.nan
    if kind == CLEARANCE:
        return 1.0 if clear(stage, condition, agent) else 0.0
    if kind in (DISTANCE, REACH) or (kind == COLLISION_TIME and ref < 0):
        x, y = stage.spots[row[C_PLACE], SP_X], stage.spots[row[C_PLACE], SP_Y]
        form = EUCLIDEAN if kind == REACH else int(row[C_TYPE])
        if row[C_FRAME] == FRAME_ROAD and form != EUCLIDEAN:
            away = abs(gap_to_place(stage, agent, int(row[C_PLACE]), form, row[C_FREE] == 1))
        else:
            away = abs(gap_to_point(stage, agent, x, y, form, kind != REACH and row[C_FREE] == 1))
        if kind != COLLISION_TIME:
            return away
        moves = stage.tables[PLACES, row[C_PLACE], P_LIVE] == MOVES
        with_it = int(stage.tables[PLACES, row[C_PLACE], P_REF]) if moves else -1
        rate = closing(stage, agent, x, y, with_it, int(row[C_FRAME]), form)
        return away / rate if rate > SMALL else math.nan
    far = gap(stage, agent, ref, int(row[C_FRAME]), int(row[C_TYPE]), row[C_FREE] == 1)
    if kind == RELATIVE_DISTANCE:
        return abs(far)
    if kind == HEADWAY:
        ahead = far if row[C_TYPE] != EUCLIDEAN else math.copysign(far, ahead_of(stage, agent, ref) - SMALL)
        return ahead / a[A_SPEED] if ahead >= 0.0 and a[A_SPEED] > SMALL else math.nan
    x, y = stage.agents[ref, A_X], stage.agents[ref, A_Y]
    rate = closing(stage, agent, x, y, ref, int(row[C_FRAME]), int(row[C_TYPE]))
    return abs(far) / rate if rate > SMALL else math.nan


@device
def ahead_of(stage: Stage, agent: int, other: int) -> float:
    """How far the origin of `other` lies ahead of `agent`, m."""
    a, o = stage.agents[agent], stage.agents[other]
    return float(math.cos(a[A_H]) * (o[A_X] - a[A_X]) + math.sin(a[A_H]) * (o[A_Y] - a[A_Y]))
