"""Keeping a distance ahead, behind or beside (Longitudinal- and LateralDistanceAction), at once or within limits.

The standard gives the distance and the limits and leaves the way there open. Here, as in the reference player: a spring
to the distance that is asked for, critically damped, as stiff as the limits are wide; sideways, where only the speed is
limited, at that speed.
"""

from __future__ import annotations

import math

from aureole.kernels import device
from aureole.world.scenarios.motion.motion import advance, forward, pose_to
from aureole.world.scenarios.player.gaps import gap, onto
from aureole.world.scenarios.player.state import (
    A_BEND,
    A_H,
    A_MOVED,
    A_NEW,
    A_OFFSET,
    A_ROAD,
    A_S,
    A_SPEED,
    A_T,
    A_TURN,
    A_VX,
    A_VY,
    A_X,
    A_Y,
    D_FROM,
    D_LANE,
    D_LENGTH,
    D_OFFSET,
    D_SCALE,
    D_TO,
    D_X,
    PLACED,
    SMALL,
    SNAP,
    Stage,
    slot,
)
from aureole.world.scenarios.tables import (
    ANY,
    B_ACCEL,
    B_BRAKE,
    B_SPEED,
    B_WIDTH,
    BY_SECONDS,
    FRAME_ENTITY,
    J_AGENT,
    J_CONTINUOUS,
    J_DIMENSION,
    J_DOWN,
    J_DOWN_RATE,
    J_EXTRA,
    J_FASTEST,
    J_MODE,
    J_OTHER,
    J_REF,
    J_SHAPE,
    J_TARGET,
    J_UP,
    J_UP_RATE,
    JOBS,
    LEADING,
    ON_LEFT,
)

REACHED = 0.1  # m; a distance this close is kept
BESIDE = 0.01  # m; the same of a distance beside
CROSSING = 0.1  # the least cosine between one heading and the road of who keeps beside it
STIFF = 0.4  # 1/s^2 of the spring for each m/s^2 of the limit


@device
def far(stage: Stage, job: int) -> float:
    """Signed distance to the other one, m, plus ahead; not a number where none is known."""
    row = stage.tables[JOBS, job]
    free = row[J_EXTRA] == 1
    return gap(stage, int(row[J_AGENT]), int(row[J_REF]), int(row[J_OTHER]), int(row[J_SHAPE]), free)


@device
def start_distance(stage: Stage, job: int) -> None:
    """Begin without acceleration; who may be on any side stays on its own."""
    d, row = stage.doing[job], stage.tables[JOBS, job]
    d[D_X], d[D_FROM] = 0.0, 1.0 if row[J_MODE] == LEADING else 0.0
    if row[J_MODE] == ANY:
        d[D_FROM] = 1.0 if far(stage, job) < 0.0 else 0.0


@device
def step_distance(stage: Stage, job: int, moves: bool, dt: float) -> bool:
    """One step; True when the distance was there already and need not be kept."""
    row, d = stage.tables[JOBS, job], stage.doing[job]
    now, agent = far(stage, job), int(row[J_AGENT])
    if not moves or math.isnan(now):
        return bool(row[J_CONTINUOUS] == 0)
    other = stage.agents[row[J_REF], A_SPEED]
    wanted = abs(slot(stage, int(row[J_TARGET]), 0.0)) * (abs(other) if row[J_DIMENSION] == BY_SECONDS else 1.0)
    off = now + wanted if d[D_FROM] == 1.0 else now - wanted
    if row[J_UP] >= 0 or row[J_DOWN] >= 0:
        approach(stage, job, off, dt)
    else:
        advance(stage, agent, off)
        stage.agents[agent, A_SPEED] = other
    return bool(row[J_CONTINUOUS] == 0 and abs(off) < REACHED)


@device
def approach(stage: Stage, job: int, off: float, dt: float) -> None:
    """One step of speed towards a distance that is `off` metres away, within the limits of speed and its changes."""
    row, d = stage.tables[JOBS, job], stage.doing[job]
    box = stage.boxes[row[J_AGENT]]  # what the entity can do limits it too
    up = min(slot(stage, int(row[J_UP]), math.inf), box[B_ACCEL])
    down = min(slot(stage, int(row[J_DOWN]), math.inf), box[B_BRAKE])
    tension = up if off < 0.0 else down
    stiff = STIFF * (min(up, down) if math.isinf(tension) else tension)
    speed, other = stage.agents[row[J_AGENT], A_SPEED], stage.agents[row[J_REF], A_SPEED]
    accel = min(max(off * stiff - (speed - other) * 2.0 * math.sqrt(stiff), -down), up)
    if accel < 0.0 and accel < d[D_X]:
        accel = max(accel, d[D_X] - slot(stage, int(row[J_DOWN_RATE]), math.inf) * dt)
    elif accel > 0.0 and accel > d[D_X]:
        accel = min(accel, d[D_X] + slot(stage, int(row[J_UP_RATE]), math.inf) * dt)
    d[D_X] = accel
    fastest = min(slot(stage, int(row[J_FASTEST]), math.inf), box[B_SPEED])
    stage.agents[row[J_AGENT], A_SPEED] = min(max(speed + accel * dt, -fastest), fastest)


@device
def beside(stage: Stage, job: int) -> tuple[float, float]:
    """How far an agent is to the left of the other one, as that one looks, m; and t of its own road per metre of it.

    Not a number where neither lies on a road that leads to the other's.
    """
    row = stage.tables[JOBS, job]
    a, o = stage.agents[row[J_AGENT]], stage.agents[row[J_REF]]
    if row[J_OTHER] == FRAME_ENTITY:
        left = math.cos(o[A_H]) * (a[A_Y] - o[A_Y]) - math.sin(o[A_H]) * (a[A_X] - o[A_X])
        along = math.cos(o[A_H] - a[A_H] + a[A_TURN])
        return float(left), 1.0 / math.copysign(max(abs(along), CROSSING), along)
    _, way = onto(stage, int(a[A_ROAD]), a[A_S], int(o[A_ROAD]), o[A_S])
    if way == 0.0:
        return math.nan, 1.0
    look = way * forward(o[A_TURN])
    return float(look * (a[A_T] - way * o[A_T])), look


@device
def start_beside(stage: Stage, job: int) -> None:
    """Choose side and distance: where nothing is said, those of now; freespace lies between boxes that drive along."""
    row, d = stage.tables[JOBS, job], stage.doing[job]
    now, _ = beside(stage, job)
    d[D_X], d[D_SCALE], d[D_LANE], d[D_LENGTH] = 0.0, 0.0, 0.0, 0.0
    d[D_FROM] = 1.0 if row[J_MODE] == ON_LEFT or (row[J_MODE] == ANY and now >= 0.0) else -1.0
    d[D_TO] = abs(slot(stage, int(row[J_TARGET]), now))
    if row[J_EXTRA] == 1 and row[J_TARGET] >= 0:
        d[D_TO] += 0.5 * (stage.boxes[row[J_AGENT], B_WIDTH] + stage.boxes[row[J_REF], B_WIDTH])


@device
def step_beside(stage: Stage, job: int, moves: bool, dt: float) -> bool:
    """One step; True when the distance is reached and need not be kept. In its first step it looks only."""
    row, d = stage.tables[JOBS, job], stage.doing[job]
    now, look = beside(stage, job)
    if not moves or math.isnan(now):
        return bool(row[J_CONTINUOUS] == 0)
    off, speed = look * (d[D_FROM] * d[D_TO] - now), stage.agents[row[J_AGENT], A_SPEED]
    near, way = abs(off) < BESIDE, abs(speed) * dt
    if d[D_X] == 0.0:
        near, d[D_X], d[D_LENGTH] = False, 1.0, way
    elif row[J_FASTEST] < 0 and row[J_UP] < 0 and row[J_DOWN] < 0:
        sidle(stage, int(row[J_AGENT]), off, 0.0, way)
    else:
        most = max(min(slot(stage, int(row[J_FASTEST]), math.inf), abs(speed)) - SMALL, 0.0)
        if row[J_UP] >= 0 or row[J_DOWN] >= 0:
            d[D_SCALE] = min(max(d[D_SCALE] + sideways(stage, job, off, look, dt) * dt, -most), most)
        else:
            near = abs(off) <= most * dt
            d[D_SCALE] = off / max(dt, SMALL) if near else math.copysign(most, off)
        ahead = math.sqrt(max(way * way - d[D_SCALE] * d[D_SCALE] * dt * dt, 0.0))
        sidle(stage, int(row[J_AGENT]), d[D_SCALE] * dt, ahead, ahead + d[D_LENGTH])
        stage.agents[row[J_AGENT], A_MOVED], d[D_LENGTH] = 1.0, 0.0
    d[D_OFFSET] = stage.agents[row[J_REF], A_TURN]
    return bool(row[J_CONTINUOUS] == 0 and near)


@device
def sideways(stage: Stage, job: int, off: float, look: float, dt: float) -> float:
    """Acceleration to the left of the road, m/s^2, to a place `off` metres away; a limit not given is the other one.

    Damped against the other one's drift: its velocity across its own heading, as the reference player has it.
    """
    row, d = stage.tables[JOBS, job], stage.doing[job]
    other = stage.agents[row[J_REF]]
    heading = other[A_H]
    if other[A_NEW] != PLACED:  # it has been moved in this step already, its pose follows
        heading += other[A_TURN] - d[D_OFFSET] + other[A_BEND] * other[A_SPEED] * dt
    drift = math.cos(heading) * other[A_VY] - math.sin(heading) * other[A_VX]
    up, down = slot(stage, int(row[J_UP]), math.inf), slot(stage, int(row[J_DOWN]), math.inf)
    stiff = STIFF * (down if math.isinf(up) else up)
    rate = min(slot(stage, int(row[J_UP_RATE]), math.inf), slot(stage, int(row[J_DOWN_RATE]), math.inf)) * dt
    accel = off * stiff - (d[D_SCALE] - (drift if look > 0.0 else -drift)) * 2.0 * math.sqrt(stiff)
    accel = min(max(accel, d[D_LANE] - rate), d[D_LANE] + rate)
    limit = min(up, down) if math.isinf(up) or math.isinf(down) else (up if accel * d[D_SCALE] >= 0.0 else down)
    d[D_LANE] = min(max(accel, -limit), limit)
    return float(d[D_LANE])


@device
def sidle(stage: Stage, agent: int, left: float, ahead: float, since: float) -> None:
    """Move an agent to the left of its road and along it; it looks along the way, which `since` metres ahead lead to.

    Without a road it keeps its heading.
    """
    a = stage.agents[agent]
    turn = 0.0 if forward(a[A_TURN]) > 0.0 else math.pi
    back = -1.0 if a[A_SPEED] < 0.0 else 1.0
    if a[A_ROAD] < 0.0:
        c, s = math.cos(a[A_H]), math.sin(a[A_H])
        pose_to(stage, agent, a[A_X] + c * back * ahead - s * left, a[A_Y] + s * back * ahead + c * left, a[A_H])
        return
    a[A_S] += forward(turn) * back * ahead / max(1.0 - a[A_BEND] * a[A_T], 0.1)
    a[A_T] += left
    a[A_OFFSET] += left
    a[A_TURN] = turn + (forward(turn) * back * math.atan2(left, since) if since > 0.0 else 0.0)
    a[A_NEW] = SNAP
