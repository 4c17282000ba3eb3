"""Jobs begun and stepped: one door to every kind of action."""

from __future__ import annotations

from aureole.core.road import Road
from aureole.kernels import device
from aureole.world.scenarios.motion.beside import start_route, teleport
from aureole.world.scenarios.motion.distance import start_beside, start_distance, step_beside, step_distance
from aureole.world.scenarios.motion.lateral import (
    start_lane_change,
    start_lane_offset,
    step_lane_change,
    step_lane_offset,
)
from aureole.world.scenarios.motion.motion import jump, place
from aureole.world.scenarios.motion.paths import start_path, step_path
from aureole.world.scenarios.motion.profile import start_profile, step_profile
from aureole.world.scenarios.motion.speed import start_speed, step_speed
from aureole.world.scenarios.motion.synchronize import start_synchronize, step_synchronize
from aureole.world.scenarios.player.coupling import connect, disconnect, towed
from aureole.world.scenarios.player.state import (
    A_GONE,
    A_LAMPS,
    A_SLICK,
    A_STRAY,
    D_STATE,
    FRESH,
    M_TICK,
    RUNNING,
    S_QUEUE,
    S_RESULT,
    S_VALUE,
    Stage,
    slot,
)
from aureole.world.scenarios.player.trailing import straighten
from aureole.world.scenarios.tables import (
    ADD,
    APPEAR,
    CONNECT,
    DISCONNECT,
    E_END,
    ELEMENTS,
    FRICTION,
    J_AGENT,
    J_ELEMENT,
    J_EXTRA,
    J_KIND,
    J_MODE,
    J_PLACE,
    J_REF,
    J_SHAPE,
    J_TARGET,
    JOBS,
    JUMP,
    KEEP_DISTANCE,
    LANE_CHANGE,
    LANE_OFFSET,
    LATERAL,
    LIGHT,
    PROFILE,
    ROUTE,
    SET,
    SPEED_CHANGE,
    STEP,
    SYNCHRONIZE,
    TELEPORT,
    TRAJECTORY,
    UNTIMED,
    VANISH,
)

ALONG, ACROSS = 1, 2


@device
def domains(stage: Stage, job: int) -> int:
    """Which motion a job holds: bits `ALONG` and `ACROSS`; a second job on the same one stops the first."""
    kind = stage.tables[JOBS, job, J_KIND]
    beside = kind == KEEP_DISTANCE and stage.tables[JOBS, job, J_SHAPE] == LATERAL
    if kind in (LANE_CHANGE, LANE_OFFSET) or beside:
        return ACROSS
    if kind in (SPEED_CHANGE, KEEP_DISTANCE, SYNCHRONIZE, PROFILE):
        return ALONG
    if kind == TRAJECTORY:
        return ACROSS if stage.tables[JOBS, job, J_MODE] == UNTIMED else ALONG | ACROSS
    return ALONG | ACROSS if kind == TELEPORT else 0


@device
def moves(stage: Stage, job: int) -> bool:
    """Whether a job moves its agent: a driven ego is moved by its driver after Init, a trailer by its tractor.

    Their jobs only live.
    """
    agent = int(stage.tables[JOBS, job, J_AGENT])
    return (stage.passive or agent != 0) and not towed(stage, agent)


@device
def of_init(stage: Stage, job: int) -> bool:
    """Whether a job belongs to Init, which places a driven ego too."""
    return bool(stage.tables[JOBS, job, J_ELEMENT] >= stage.tables[ELEMENTS, 0, E_END])


@device
def places(stage: Stage, job: int) -> bool:
    """Whether a job moves its agent when it begins: those of Init too, but for a trailer's."""
    return moves(stage, job) or (of_init(stage, job) and not towed(stage, int(stage.tables[JOBS, job, J_AGENT])))


@device
def begin_jobs(stage: Stage, road: Road) -> None:
    """Begin every job that the storyboard has started, in file order; a teleport moves its agent now."""
    for job in range(len(stage.doing)):
        if stage.doing[job, D_STATE] != FRESH:
            continue
        stage.doing[job, D_STATE] = RUNNING
        kind, agent = stage.tables[JOBS, job, J_KIND], int(stage.tables[JOBS, job, J_AGENT])
        acts = places(stage, job)
        at_once(stage, job, acts)
        if kind == SPEED_CHANGE:
            start_speed(stage, job, acts)
        elif kind == LANE_CHANGE:
            start_lane_change(stage, road, job)
        elif kind == LANE_OFFSET:
            start_lane_offset(stage, job)
        elif kind == SYNCHRONIZE:
            start_synchronize(stage, job)
        elif kind == KEEP_DISTANCE and stage.tables[JOBS, job, J_SHAPE] == LATERAL:
            start_beside(stage, job)
        elif kind == KEEP_DISTANCE:
            start_distance(stage, job)
        elif kind == PROFILE:
            start_profile(stage, job)
        elif kind == TRAJECTORY:
            start_path(stage, road, job, acts)
        elif kind == ROUTE and acts:
            start_route(stage, road, job)
        elif kind in (TELEPORT, APPEAR) and acts:
            teleport(stage, road, agent, int(stage.tables[JOBS, job, J_PLACE]))
            jump(stage, agent)
        place(stage, road, agent)
        if kind in (TELEPORT, APPEAR) and acts:
            straighten(stage, agent)


@device
def at_once(stage: Stage, job: int, acts: bool) -> None:
    """What a job changes at once, beside how its agent moves."""
    kind, agent = stage.tables[JOBS, job, J_KIND], int(stage.tables[JOBS, job, J_AGENT])
    if kind in (APPEAR, VANISH) and acts:
        stage.agents[agent, A_GONE] = 1.0 if kind == VANISH else 0.0
    if kind == LIGHT:
        shine(stage, job)
    if kind == CONNECT:
        connect(stage, agent, int(stage.tables[JOBS, job, J_REF]))
    if kind == DISCONNECT:
        disconnect(stage, agent)
    if acts and domains(stage, job) & ALONG:
        stage.agents[agent, A_STRAY] = 0.0


@device
def skipped(stage: Stage, job: int) -> None:
    """A speed that is to be stepped to is reached though another action takes over before anything has moved."""
    row = stage.tables[JOBS, job]
    if row[J_KIND] == SPEED_CHANGE and row[J_SHAPE] == STEP:
        start_speed(stage, job, places(stage, job))


@device
def change(stage: Stage, job: int) -> None:
    """Give a variable, a parameter or a signal another value, a controller another phase, the road other friction."""
    row = stage.tables[JOBS, job]
    if row[J_KIND] == FRICTION:
        stage.agents[0, A_SLICK] = 1.0 - slot(stage, int(row[J_TARGET]), 1.0)
        return
    if row[J_KIND] == JUMP:
        stage.seen[row[J_REF], S_RESULT] = row[J_EXTRA] + 1
        stage.seen[row[J_REF], S_QUEUE] = stage.misc[M_TICK]
        return
    kept, by = stage.seen[row[J_REF]], slot(stage, int(row[J_TARGET]), 0.0)
    if row[J_KIND] == SET:
        kept[S_VALUE] = by
    elif row[J_KIND] == ADD:
        kept[S_VALUE] += by
    else:
        kept[S_VALUE] *= by


@device
def shine(stage: Stage, job: int) -> None:
    """Switch lamps of an agent on or off; a driven ego's are its driver's."""
    row = stage.tables[JOBS, job]
    a, bits = stage.agents[row[J_AGENT]], int(slot(stage, int(row[J_TARGET]), 0.0))
    before = int(a[A_LAMPS])
    a[A_LAMPS] = before | bits if row[J_MODE] == 1 else before & ~bits


@device
def step_job(stage: Stage, job: int, dt: float) -> bool:
    """One step of a running job; True when it is done. At dt 0 a driven ego is still placed by Init."""
    acts = places(stage, job) if dt == 0.0 else moves(stage, job)
    kind = stage.tables[JOBS, job, J_KIND]
    if kind == SPEED_CHANGE:
        return step_speed(stage, job, acts, dt)
    if kind == LANE_CHANGE:
        return step_lane_change(stage, job, acts, dt)
    if kind == LANE_OFFSET:
        return step_lane_offset(stage, job, acts, dt)
    if kind == SYNCHRONIZE:
        return step_synchronize(stage, job, acts, dt)
    if kind == TRAJECTORY:
        return step_path(stage, job, acts, dt)
    if kind == PROFILE:
        return step_profile(stage, job, acts, dt)
    if kind == KEEP_DISTANCE and stage.tables[JOBS, job, J_SHAPE] == LATERAL:
        return step_beside(stage, job, acts, dt)
    if kind == KEEP_DISTANCE:
        return step_distance(stage, job, acts, dt)
    return True
