"""Longitudinal jobs: speed changes (OpenSCENARIO SpeedAction)."""

from __future__ import annotations

from aureole.kernels import device
from aureole.world.scenarios.motion.shapes import length_by_rate, peak, share
from aureole.world.scenarios.player.state import (
    A_SPEED,
    D_FROM,
    D_LENGTH,
    D_SCALE,
    D_TO,
    D_X,
    SMALL,
    Stage,
    slot,
)
from aureole.world.scenarios.tables import (
    ABSOLUTE,
    B_ACCEL,
    B_BRAKE,
    B_SPEED,
    BY_DISTANCE,
    BY_RATE,
    DELTA,
    J_AGENT,
    J_CONTINUOUS,
    J_DIMENSION,
    J_MODE,
    J_REF,
    J_SHAPE,
    J_SIZE,
    J_TARGET,
    JOBS,
    STEP,
)


@device
def target_speed(stage: Stage, job: int) -> float:
    """The speed that is asked for, within what the entity can do."""
    row = stage.tables[JOBS, job]
    value = slot(stage, int(row[J_TARGET]), 0.0)
    if row[J_MODE] != ABSOLUTE:
        other = stage.agents[row[J_REF], A_SPEED]
        value = other + value if row[J_MODE] == DELTA else other * value
    most = stage.boxes[row[J_AGENT], B_SPEED]
    return float(min(max(value, -most), most))


@device
def time_for_way(before: float, after: float, way: float) -> float:
    """Seconds in which a speed changes from one to the other over `way` metres, at constant mean speed."""
    if abs(after - before) < SMALL:
        return 0.0
    if before * after < 0.0:
        first = way * before * before / (before * before + after * after)
        return 2.0 * first / abs(before) + 2.0 * (way - first) / abs(after)
    return 2.0 * way / max(abs(before + after), SMALL)


@device
def start_speed(stage: Stage, job: int, moves: bool) -> None:
    """Plan a speed change from now; a step takes effect at once."""
    row, d = stage.tables[JOBS, job], stage.doing[job]
    before, after = stage.agents[row[J_AGENT], A_SPEED], target_speed(stage, job)
    size = slot(stage, int(row[J_SIZE]), 0.0)
    d[D_X], d[D_FROM], d[D_TO], d[D_LENGTH], d[D_SCALE] = 0.0, before, after, size, 1.0
    if row[J_SHAPE] == STEP:
        d[D_LENGTH] = 0.0
        if moves:
            stage.agents[row[J_AGENT], A_SPEED] = after
        return
    if row[J_DIMENSION] == BY_RATE:
        d[D_LENGTH] = length_by_rate(int(row[J_SHAPE]), after - before, size)
    elif row[J_DIMENSION] == BY_DISTANCE:
        d[D_LENGTH] = time_for_way(before, after, size)
    limit = stage.boxes[row[J_AGENT], B_ACCEL if after > before else B_BRAKE]
    steepest = peak(int(row[J_SHAPE])) * abs(after - before) / d[D_LENGTH] if d[D_LENGTH] > SMALL else 0.0
    if steepest > limit > 0.0:
        d[D_SCALE] = steepest / limit


@device
def step_speed(stage: Stage, job: int, moves: bool, dt: float) -> bool:
    """One step of a speed change; True when the target is reached and need not be kept."""
    row, d = stage.tables[JOBS, job], stage.doing[job]
    continuous = row[J_CONTINUOUS] == 1 and row[J_MODE] != ABSOLUTE
    if continuous:
        d[D_TO] = target_speed(stage, job)
    speed = stage.agents[row[J_AGENT], A_SPEED]
    if d[D_LENGTH] > 0.0 and d[D_X] > d[D_LENGTH] - SMALL:
        box = stage.boxes[row[J_AGENT]]
        speed += min(max(d[D_TO] - speed, -box[B_BRAKE] * dt), box[B_ACCEL] * dt)
    else:
        d[D_X] = min(d[D_X] + dt / d[D_SCALE], d[D_LENGTH])
        speed = d[D_FROM] + share(int(row[J_SHAPE]), d[D_X], d[D_LENGTH]) * (d[D_TO] - d[D_FROM])
    reached = d[D_X] > d[D_LENGTH] - SMALL and (abs(speed - d[D_TO]) < SMALL or not moves)
    if reached:
        speed = d[D_TO]
    if moves:
        stage.agents[row[J_AGENT], A_SPEED] = speed
    return reached and not continuous
