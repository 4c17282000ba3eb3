"""Lateral jobs: lane changes and lane offsets (OpenSCENARIO LaneChangeAction, LaneOffsetAction)."""

from __future__ import annotations

import math

from aureole.core.road import Road
from aureole.kernels import device
from aureole.world.roads.lanes import middle
from aureole.world.scenarios.motion.beside import lane_beside
from aureole.world.scenarios.motion.motion import forward, standing
from aureole.world.scenarios.motion.shapes import length_by_accel, length_by_rate, share, steepness
from aureole.world.scenarios.player.state import (
    A_BEND,
    A_LANE,
    A_MOVED,
    A_NEW,
    A_OFFSET,
    A_ROAD,
    A_S,
    A_SPEED,
    A_T,
    A_TURN,
    D_FROM,
    D_LANE,
    D_LENGTH,
    D_OFFSET,
    D_TO,
    D_X,
    FAULT_LANE,
    M_FAULT,
    ON_LANE,
    SMALL,
    SNAP,
    Stage,
    slot,
)
from aureole.world.scenarios.tables import (
    BY_DISTANCE,
    BY_RATE,
    J_AGENT,
    J_CONTINUOUS,
    J_DIMENSION,
    J_EXTRA,
    J_REF,
    J_SHAPE,
    J_SIZE,
    J_TARGET,
    JOBS,
    STEP,
)


@device
def base_turn(turn: float) -> float:
    """The heading along the reference line, forwards or backwards, that is nearest to `turn`."""
    return 0.0 if forward(turn) > 0.0 else math.pi


@device
def start_lane_change(stage: Stage, road: Road, job: int) -> None:
    """Choose the target lane and measure the way to its middle (or to its target offset)."""
    row, d = stage.tables[JOBS, job], stage.doing[job]
    a = stage.agents[row[J_AGENT]]
    lane = int(slot(stage, int(row[J_TARGET]), 0.0))
    if row[J_REF] >= 0:
        other = stage.agents[row[J_REF]]
        lane = lane_beside(int(other[A_LANE]), lane, other[A_TURN])
    d[D_X], d[D_LANE], d[D_FROM], d[D_TO], d[D_LENGTH] = 0.0, lane, 0.0, 0.0, 0.0
    if a[A_ROAD] < 0.0:
        stage.misc[M_FAULT] = FAULT_LANE
        return
    centre, _, known = middle(road, int(a[A_ROAD]), a[A_S], lane)
    if not known:
        stage.misc[M_FAULT] = FAULT_LANE
        return
    d[D_FROM], d[D_TO] = a[A_T] - centre, slot(stage, int(row[J_EXTRA]), 0.0)
    d[D_OFFSET], d[D_LENGTH] = d[D_FROM], slot(stage, int(row[J_SIZE]), 0.0)
    if row[J_DIMENSION] == BY_RATE:
        d[D_LENGTH] = length_by_rate(int(row[J_SHAPE]), d[D_TO] - d[D_FROM], d[D_LENGTH])


@device
def glide(stage: Stage, job: int, speed: float, dt: float) -> tuple[float, float, float]:
    """One step along the transition: offset now, way along the lane, heading off the lane (left plus).

    The agent keeps its speed over ground: what goes sideways is missing forwards. A sideways speed beyond the
    agent's own is cut to it, then the way is straight sideways.
    """
    row, d = stage.tables[JOBS, job], stage.doing[job]
    change, way = d[D_TO] - d[D_FROM], abs(speed) * dt
    if row[J_SHAPE] == STEP or d[D_LENGTH] < SMALL:
        d[D_X] = d[D_LENGTH]
        return d[D_TO], way, 0.0
    slope = steepness(int(row[J_SHAPE]), d[D_X], d[D_LENGTH]) * change
    if row[J_DIMENSION] == BY_DISTANCE:
        ahead = way / math.sqrt(1.0 + slope * slope)
        d[D_X] = min(d[D_X] + ahead, d[D_LENGTH])
        return d[D_FROM] + share(int(row[J_SHAPE]), d[D_X], d[D_LENGTH]) * change, ahead, math.atan(slope)
    side = abs(slope) * dt
    if side < way + SMALL:
        d[D_X] = min(d[D_X] + dt, d[D_LENGTH])
        ahead = math.sqrt(max(way * way - side * side, 0.0))
        heading = math.copysign(math.atan2(side, ahead), slope) if side > 0.0 else 0.0
        return d[D_FROM] + share(int(row[J_SHAPE]), d[D_X], d[D_LENGTH]) * change, ahead, heading
    d[D_X] = min(d[D_X] + way * d[D_LENGTH] / abs(change), d[D_LENGTH])
    return d[D_FROM] + d[D_X] / d[D_LENGTH] * change, 0.0, math.copysign(0.5 * math.pi - SMALL, slope)


@device
def step_lane_change(stage: Stage, job: int, moves: bool, dt: float) -> bool:
    """One step of a lane change: along and across; True when the target is reached."""
    row, d = stage.tables[JOBS, job], stage.doing[job]
    a = stage.agents[row[J_AGENT]]
    speed = a[A_SPEED]
    if standing(speed) or a[A_ROAD] < 0.0:
        return bool(a[A_ROAD] < 0.0)
    offset, ahead, heading = glide(stage, job, speed, dt)
    reached = bool(d[D_X] > d[D_LENGTH] - SMALL) or abs(offset - d[D_TO]) < SMALL
    if not moves:
        return reached
    along = base_turn(a[A_TURN])
    t = a[A_T] + offset - d[D_OFFSET]
    sign = forward(along) * (1.0 if speed >= 0.0 else -1.0)
    a[A_S] += sign * ahead / max(1.0 - a[A_BEND] * t, 0.1)
    if not reached:
        along += sign * heading
    a[A_LANE], a[A_OFFSET], a[A_TURN], d[D_OFFSET] = d[D_LANE], offset, along, offset
    a[A_T] = t  # whoever keeps a distance beside it sees where it is now
    a[A_NEW], a[A_MOVED] = SNAP, 1.0
    return reached


@device
def start_lane_offset(stage: Stage, job: int) -> None:
    """Measure the way to the target offset in the agent's own lane."""
    row, d = stage.tables[JOBS, job], stage.doing[job]
    a = stage.agents[row[J_AGENT]]
    target = slot(stage, int(row[J_TARGET]), 0.0)
    if row[J_REF] >= 0:
        other = stage.agents[row[J_REF]]
        target = other[A_T] + forward(other[A_TURN]) * target - (a[A_T] - a[A_OFFSET])
    d[D_X], d[D_FROM], d[D_TO] = 0.0, a[A_OFFSET], target
    d[D_LENGTH] = length_by_accel(int(row[J_SHAPE]), target - a[A_OFFSET], slot(stage, int(row[J_SIZE]), math.inf))


@device
def step_lane_offset(stage: Stage, job: int, moves: bool, dt: float) -> bool:
    """One step of a lane offset; the agent goes on along its lane by itself. True when the target is reached."""
    row, d = stage.tables[JOBS, job], stage.doing[job]
    a = stage.agents[row[J_AGENT]]
    change = d[D_TO] - d[D_FROM]
    offset = d[D_FROM] + share(int(row[J_SHAPE]), d[D_X], d[D_LENGTH]) * change
    reached = bool(d[D_X] > d[D_LENGTH] - SMALL) or abs(offset - d[D_TO]) < SMALL
    if moves and a[A_ROAD] >= 0.0:
        turn = base_turn(a[A_TURN])
        if reached:
            offset = d[D_TO]
        elif not standing(a[A_SPEED]):
            slope = steepness(int(row[J_SHAPE]), d[D_X], d[D_LENGTH]) * change
            turn += forward(turn) * math.atan(slope / a[A_SPEED])
        a[A_T] += offset - a[A_OFFSET]
        a[A_OFFSET], a[A_TURN], a[A_NEW] = offset, turn, max(a[A_NEW], ON_LANE)
    d[D_X] = min(d[D_X] + dt, d[D_LENGTH])
    return bool(reached and row[J_CONTINUOUS] == 0)
