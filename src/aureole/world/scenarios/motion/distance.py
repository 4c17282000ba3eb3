"""Keeping a distance ahead or behind (OpenSCENARIO LongitudinalDistanceAction), at once or within dynamic constraints.

The standard gives the distance and the limits and leaves the way there open. Here, as in the reference player: a spring
to the distance that is asked for, critically damped, as stiff as the limits are wide.
"""

from __future__ import annotations

import math

from aureole.kernels import device
from aureole.world.scenarios.motion.motion import advance
from aureole.world.scenarios.player.gaps import gap
from aureole.world.scenarios.player.state import A_SPEED, D_FROM, D_X, Stage, slot
from aureole.world.scenarios.tables import (
    ANY,
    B_ACCEL,
    B_BRAKE,
    B_SPEED,
    BY_SECONDS,
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
)

REACHED = 0.1  # m; a distance this close is kept
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
