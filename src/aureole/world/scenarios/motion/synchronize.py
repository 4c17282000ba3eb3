"""The synchronize job: an entity is at its place when another one is at its own (OpenSCENARIO SynchronizeAction).

The standard asks for the moment and the final speed and leaves the speed in between open. Here, as in the reference
player: with constant acceleration where that arrives in time, else accelerating and braking (or braking and
accelerating) at one rate, else standing until there is no more time to lose.
"""

from __future__ import annotations

import math

from aureole.kernels import device
from aureole.world.scenarios.player.gaps import onto
from aureole.world.scenarios.player.state import (
    A_H,
    A_ROAD,
    A_S,
    A_SPEED,
    A_TURN,
    A_VX,
    A_VY,
    A_X,
    A_Y,
    D_FROM,
    D_LANE,
    D_SCALE,
    D_STATE,
    D_TO,
    D_X,
    M_TICK,
    RUNNING,
    SMALL,
    Stage,
    slot,
)
from aureole.world.scenarios.tables import (
    ABSOLUTE,
    BY_METRES,
    FACTOR,
    J_AGENT,
    J_DIMENSION,
    J_EXTRA,
    J_KIND,
    J_MODE,
    J_OTHER,
    J_PLACE,
    J_PLACE_END,
    J_REF,
    J_SIZE,
    J_TARGET,
    JOBS,
    ON_PATH,
    P_KIND,
    PLACES,
    SP_AT,
    SP_ON,
    SP_S,
    SP_WAY,
    SP_X,
    SP_Y,
    TRAJECTORY,
)

UNSET, BENT, STRAIGHT, STOPPED, HURRIED, WAITING, STEADY = range(7)  # how the speed goes on; D_X
NEVER = 1e10  # s; the other one stands
CLOSE = 0.1  # m/s; this near the straight line, the rest of the way is on it
NOTHING = 1e-3  # m, s; what is left of a way or a time: the reference player plans no speed for less
HARD = 8.0  # m/s^2; where braking gently takes too long


@device
def way_left(stage: Stage, agent: int, row: int) -> float:
    """Metres from an agent to a place: along its trajectory, along the road of both, or straight."""
    a, spot = stage.agents[agent], stage.spots[row]
    if stage.tables[PLACES, row, P_KIND] == ON_PATH:
        for job in range(len(stage.doing)):
            mine = stage.tables[JOBS, job, J_KIND] == TRAJECTORY and stage.tables[JOBS, job, J_AGENT] == agent
            if mine and stage.doing[job, D_STATE] == RUNNING:
                first = stage.tables[JOBS, job, J_PLACE]
                return float(abs(spot[SP_S] - (stage.doing[job, D_SCALE] - stage.spots[first, SP_WAY])))
    base, way = onto(stage, int(a[A_ROAD]), a[A_S], int(spot[SP_ON]), spot[SP_AT])
    if way != 0.0:
        return float(abs(base + way * spot[SP_AT] - a[A_S]))
    return math.sqrt((spot[SP_X] - a[A_X]) ** 2 + (spot[SP_Y] - a[A_Y]) ** 2)


@device
def start_synchronize(stage: Stage, job: int) -> None:
    """Nothing is decided yet."""
    d = stage.doing[job]
    d[D_X], d[D_FROM], d[D_TO] = UNSET, math.inf, math.inf


@device
def final_speed(stage: Stage, job: int) -> float:
    """The speed that is asked for at the end."""
    row = stage.tables[JOBS, job]
    value, master = slot(stage, int(row[J_TARGET]), 0.0), stage.agents[row[J_REF], A_SPEED]
    if row[J_MODE] == ABSOLUTE:
        return value
    return float(master * value if row[J_MODE] == FACTOR else master + value)


@device
def apex(way: float, time: float, before: float, after: float) -> tuple[float, float]:
    """Speed at the apex and acceleration of a speed that goes there and to `after` at one rate, over way and time."""
    if abs(after - before) < SMALL:
        top = 2.0 * way / time - before
        return top, (top - before) / (0.5 * time)
    inner = 2.0 * way * way - 2.0 * (after + before) * time * way + (after * after + before * before) * time * time
    root = math.sqrt(2.0 * max(inner, 0.0))
    for sign in (1.0, -1.0):
        at = -(sign * root + 2.0 * way - 2.0 * after * time) / (2.0 * (after - before))
        if 0.0 < at < time:
            top = (2.0 * way - sign * root) / (2.0 * time)
            return top, (top - before) / at
    return 0.0, 0.0


@device
def step_synchronize(stage: Stage, job: int, moves: bool, dt: float) -> bool:
    """One step; True when either has arrived, or goes away from where it should arrive."""
    row, d = stage.tables[JOBS, job], stage.doing[job]
    agent, master = int(row[J_AGENT]), int(row[J_REF])
    way, master_way = way_left(stage, agent, int(row[J_PLACE])), way_left(stage, master, int(row[J_PLACE_END]))
    near, master_near = slot(stage, int(row[J_EXTRA]), 0.0), slot(stage, int(row[J_OTHER]), 0.0)
    done = way < near + SMALL or master_way < master_near + SMALL or way > d[D_FROM] or master_way > d[D_TO]
    d[D_FROM], d[D_TO] = way, master_way
    way, master_way = max(way - near, SMALL), max(master_way - master_near, SMALL)
    speed = abs(along_road(stage, master))
    time = NEVER
    if speed > SMALL and stage.misc[M_TICK] > 0:
        time = master_way / speed
        done = done or time < dt
    if row[J_MODE] < 0:
        if moves and not done:
            stage.agents[agent, A_SPEED] += 2.0 * (way / time - stage.agents[agent, A_SPEED]) / time * dt
        return done
    final = final_speed(stage, job)
    if done:
        if moves:
            stage.agents[agent, A_SPEED] = final
        return True
    if row[J_DIMENSION] >= 0 and d[D_X] != STEADY and final > SMALL:
        size = slot(stage, int(row[J_SIZE]), 0.0)
        steady = size if row[J_DIMENSION] == BY_METRES else size * final
        if way - steady < SMALL or time - steady / final < SMALL:
            d[D_X] = STEADY
        else:
            way, time = way - steady, time - steady / final
    after = next_speed(stage, job, way, time, final, dt)
    if moves:
        stage.agents[agent, A_SPEED] = after
    return False


@device
def along_road(stage: Stage, agent: int) -> float:
    """Speed of an agent along its road; off every road, its speed."""
    a = stage.agents[agent]
    if a[A_ROAD] < 0.0:
        return float(a[A_SPEED])
    line = a[A_H] - a[A_TURN]
    return float(math.copysign(abs(math.cos(line) * a[A_VX] + math.sin(line) * a[A_VY]), a[A_SPEED]))


@device
def next_speed(stage: Stage, job: int, way: float, time: float, final: float, dt: float) -> float:
    """The speed in the next step, and how it goes on from there."""
    d = stage.doing[job]
    speed = stage.agents[stage.tables[JOBS, job, J_AGENT], A_SPEED]
    if d[D_X] == STEADY:
        return final
    if d[D_X] == WAITING:
        if time >= NEVER:
            return float(speed)
        d[D_X] = UNSET
    if d[D_X] == HURRIED:
        if speed - HARD * dt < 0.0:
            d[D_X] = WAITING
        return float(max(speed - HARD * dt, 0.0))
    if d[D_X] == STOPPED:
        if time >= 2.0 * way / max(final, SMALL):
            return 0.0
        d[D_X] = STRAIGHT
    if d[D_X] == BENT and time < NEVER and abs(speed - (2.0 * way / time - final)) < CLOSE:
        d[D_X] = STRAIGHT
        return float(speed)
    if d[D_X] == STRAIGHT:
        near = way < NOTHING or time < NOTHING  # of the way before the steady state; it stands for a step, as there
        return max(0.0, 2.0 * way / time - max(final, 0.0)) if time < NEVER and not near else 0.0
    if d[D_X] == UNSET and stage.misc[M_TICK] == 0:
        d[D_X] = STRAIGHT
        return 0.0
    if d[D_X] == UNSET:
        d[D_X], d[D_LANE] = BENT, 1.0 if 0.5 * (final + speed) < way / time else -1.0
    along = along_road(stage, int(stage.tables[JOBS, job, J_AGENT]))  # not the speed: so the reference player plans
    top, accel = apex(way, time, along, final)
    if accel * d[D_LANE] < 0.0:
        d[D_X] = STRAIGHT
        return float(speed)
    if top < 0.0:
        squares = along * along + final * final
        brake = 2.0 * along * way / squares if squares > 0.0 else 0.0
        accel = -along / brake if abs(brake) > SMALL else 0.0
        if 0.5 * brake * along > 0.5 * way:
            d[D_X], accel = HURRIED, -HARD
        if speed + accel * dt < 0.0:
            d[D_X] = STOPPED
            return 0.0
    return float(speed + accel * dt)
