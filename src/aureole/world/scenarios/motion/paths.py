"""The trajectory job: along a polyline by its times or at the agent's own speed (FollowTrajectoryAction)."""

from __future__ import annotations

import math

from aureole.core.road import Road
from aureole.kernels import device
from aureole.world.scenarios.motion.beside import unfold
from aureole.world.scenarios.motion.motion import jump, pose_to, wrap
from aureole.world.scenarios.player.state import (
    A_H,
    A_MOVED,
    A_SPEED,
    A_STRAY,
    A_VX,
    A_VY,
    A_X,
    A_Y,
    D_FROM,
    D_LENGTH,
    D_SCALE,
    D_TO,
    D_X,
    KNOWN,
    M_TICK,
    SMALL,
    Stage,
    slot,
)
from aureole.world.scenarios.tables import (
    AT_BLEND,
    AT_CURVE,
    J_AGENT,
    J_DIMENSION,
    J_MODE,
    J_OTHER,
    J_PLACE,
    J_PLACE_END,
    J_SHAPE,
    J_SIZE,
    J_TARGET,
    JOBS,
    P_KIND,
    P_TURN,
    PLACES,
    SP_H,
    SP_TIME,
    SP_TURN,
    SP_WAY,
    SP_X,
    SP_Y,
    TIMED_ABSOLUTE,
    TURN_NONE,
    UNTIMED,
)

CORNER = 2.0  # m before and after a vertex over which the heading turns


@device
def leg(stage: Stage, row: int) -> tuple[float, float, float, float]:
    """Way along x and y, length and direction of the leg from a vertex to the next; on a curve as long as the arc."""
    one, other = stage.spots[row], stage.spots[row + 1]
    dx, dy = other[SP_X] - one[SP_X], other[SP_Y] - one[SP_Y]
    arc = stage.tables[PLACES, row + 1, P_KIND] == AT_CURVE and other[SP_TURN] > 0.0
    length = other[SP_TURN] if arc else math.sqrt(dx * dx + dy * dy)
    return dx, dy, length, math.atan2(dy, dx)


@device
def heading_at(stage: Stage, row: int, end: int) -> float:
    """Heading at a vertex: its own, else that of the leg after it; at the last one, before `end`, of the leg before."""
    if stage.tables[PLACES, row, P_TURN] != TURN_NONE or stage.tables[PLACES, row, P_KIND] == AT_BLEND:
        return float(stage.spots[row, SP_H])
    return leg(stage, row if row < end - 1 else row - 1)[3]


@device
def sampled(stage: Stage, row: int) -> bool:
    """Whether a vertex is one of a curve's, not one of the file's."""
    return bool(stage.tables[PLACES, row, P_KIND] == AT_CURVE or stage.tables[PLACES, row, P_KIND] == AT_BLEND)


@device
def heading_on(stage: Stage, job: int, place: int, part: float) -> float:
    """Heading on a leg, at this part of its length.

    Along sampled curves, and between headings that are given with times or in the mode `follow`, it turns evenly. Else
    it keeps what it has at the vertex and turns to the next one near the corner only, over `CORNER` before and after.
    """
    row = stage.tables[JOBS, job]
    here, end = heading_at(stage, place, int(row[J_PLACE_END])), int(row[J_PLACE_END])
    after = heading_at(stage, place + 1, end)
    even = row[J_DIMENSION] == 1 or row[J_MODE] != UNTIMED
    if sampled(stage, place) or (even and stage.tables[PLACES, place, P_TURN] != TURN_NONE):
        return wrap(here + part * wrap(after - here))
    length = leg(stage, place)[2]
    near, way = min(CORNER, 0.5 * length), part * length
    if way < near:
        if place == row[J_PLACE]:
            return wrap(here)
        before = heading_at(stage, place - 1, end)
        return wrap(before + (near + way) / (2.0 * near) * wrap(here - before))
    if way > length - near:
        return wrap(here + (near - (length - way)) / (2.0 * near) * wrap(after - here))
    return wrap(here)


@device
def when(stage: Stage, row: int) -> float:
    """The time of a vertex, s."""
    return float(stage.spots[row, SP_TIME])


@device
def put(stage: Stage, job: int, place: int, part: float) -> float:
    """Put the agent on a leg, at this part of its length; gives the leg's length."""
    agent = int(stage.tables[JOBS, job, J_AGENT])
    dx, dy, length, _ = leg(stage, place)
    start = stage.spots[place]
    heading = heading_on(stage, job, place, part)
    free = stage.tables[PLACES, place, P_TURN] == TURN_NONE or stage.tables[PLACES, place, P_KIND] == AT_CURVE
    if free and stage.agents[agent, A_SPEED] < 0.0:
        heading = wrap(heading + math.pi)
    pose_to(stage, agent, start[SP_X] + part * dx, start[SP_Y] + part * dy, heading)
    stage.agents[agent, A_MOVED] = 1.0
    stage.doing[job, D_SCALE] = start[SP_WAY] + part * length
    return length


@device
def start_path(stage: Stage, road: Road, job: int, moves: bool) -> None:
    """Begin at the first vertex."""
    row, d = stage.tables[JOBS, job], stage.doing[job]
    unfold(stage, road, int(row[J_AGENT]), int(row[J_PLACE]), int(row[J_PLACE_END]))
    d[D_X], d[D_FROM], d[D_LENGTH], d[D_SCALE] = 0.0, row[J_PLACE], 0.0, stage.spots[row[J_PLACE], SP_WAY]
    d[D_TO] = stage.agents[row[J_AGENT], A_SPEED]
    if moves:
        begin_at(stage, job, slot(stage, int(row[J_OTHER]), 0.0))


@device
def begin_at(stage: Stage, job: int, offset: float) -> None:
    """Put the agent on its trajectory, so far from its start."""
    row, d = stage.tables[JOBS, job], stage.doing[job]
    a = stage.agents[row[J_AGENT]]
    place, last = int(row[J_PLACE]), int(row[J_PLACE_END]) - 1
    length = leg(stage, place)[2]
    while place < last - 1 and offset >= length and offset > 0.0:
        offset -= length
        place += 1
        length = leg(stage, place)[2]
    part = min(offset / length, 1.0) if length > 0.0 else 0.0
    if row[J_MODE] == UNTIMED:
        d[D_FROM], d[D_X] = place, offset
    elif place > row[J_PLACE] or part > 0.0:
        time = when(stage, place) + part * (when(stage, place + 1) - when(stage, place))
        d[D_FROM], d[D_X] = place, time / slot(stage, int(row[J_SIZE]), 1.0)
    x, y = a[A_X], a[A_Y]
    put(stage, job, place, part)
    a[A_MOVED] = 0.0
    if abs(x - a[A_X]) + abs(y - a[A_Y]) > SMALL:
        jump(stage, int(row[J_AGENT]))


@device
def step_path(stage: Stage, job: int, moves: bool, dt: float) -> bool:
    """One step along the polyline; True at its end. Afterwards the agent keeps its speed and follows its lane."""
    if stage.tables[JOBS, job, J_MODE] == UNTIMED:
        return step_untimed(stage, job, moves, dt)
    row, d = stage.tables[JOBS, job], stage.doing[job]
    d[D_X] += dt
    time = d[D_X]
    if row[J_MODE] == TIMED_ABSOLUTE:
        time = stage.misc[M_TICK] * stage.step + dt
    time = time * slot(stage, int(row[J_SIZE]), 1.0) + slot(stage, int(row[J_TARGET]), 0.0)
    first, last = int(row[J_PLACE]), int(row[J_PLACE_END]) - 1
    end = when(stage, last)
    if not moves:
        return bool(time > end - SMALL)
    place = int(d[D_FROM])
    while place < last - 1 and when(stage, place + 1) <= time + SMALL:
        d[D_TO] = speed_after(stage, place, d[D_TO])
        place += 1
    d[D_FROM] = place
    span = when(stage, place + 1) - when(stage, place)
    part = min(max((time - when(stage, place)) / span, 0.0), 1.0) if span > 0.0 else 1.0
    before = d[D_SCALE]
    steady = row[J_DIMENSION] != 1 or sampled(stage, place)
    if not steady:
        part = share_of_leg(stage, place, d[D_TO], part)
    length = put(stage, job, place, part)
    if time < end + SMALL and dt > 0.0:
        waits = time < when(stage, first) - SMALL
        speed = pace(stage, job, place, length, span) if steady else pace(stage, job, place, d[D_SCALE] - before, dt)
        stage.agents[row[J_AGENT], A_SPEED] = 0.0 if waits else speed
        if steady and not waits and time < end - SMALL:
            know(stage, int(row[J_AGENT]), place, span)
    if time > end - SMALL:
        beyond(stage, int(row[J_AGENT]), max(time - end, 0.0) * stage.agents[row[J_AGENT], A_SPEED])
        return True
    return False


@device
def know(stage: Stage, agent: int, place: int, span: float) -> None:
    """The velocity on a leg that is driven evenly; at a vertex that of the leg to come, like the speed."""
    a = stage.agents[agent]
    dx, dy, _, _ = leg(stage, place)
    a[A_VX], a[A_VY], a[A_MOVED] = dx / span, dy / span, KNOWN


@device
def speed_after(stage: Stage, row: int, before: float) -> float:
    """Speed at the end of a leg that is driven in its time at one acceleration from this speed; 0 at the least."""
    length, span = leg(stage, row)[2], when(stage, row + 1) - when(stage, row)
    return max(2.0 * length / span - before, 0.0) if span > 0.0 and length > SMALL else 0.0


@device
def share_of_leg(stage: Stage, row: int, before: float, part: float) -> float:
    """Share of a leg's length after this part of its time, at one acceleration; who is early waits at its end."""
    length, span = leg(stage, row)[2], when(stage, row + 1) - when(stage, row)
    if length < SMALL or span <= 0.0:
        return part
    if 2.0 * length / span < before:  # at one acceleration it stands before the time is up
        part = min(part * span * before / (2.0 * length), 1.0)
        return part * (2.0 - part)
    return (before * span * part + (length - before * span) * part * part) / length


@device
def pace(stage: Stage, job: int, place: int, length: float, span: float) -> float:
    """Speed on a leg of this length and span: one over the other, below zero if it leads against the agent's heading.

    Not the way since the last step: where a step passes a vertex that would be the mean of two legs.
    """
    if span <= 0.0:
        return 0.0
    direction = leg(stage, place)[3]
    heading = stage.agents[stage.tables[JOBS, job, J_AGENT], A_H]
    return (length if length < SMALL or math.cos(direction - heading) >= 0.0 else -length) / span


@device
def step_untimed(stage: Stage, job: int, moves: bool, dt: float) -> bool:
    """One step at the agent's own speed; D_FROM is the leg, D_X the way on it."""
    row, d = stage.tables[JOBS, job], stage.doing[job]
    a = stage.agents[row[J_AGENT]]
    last = int(row[J_PLACE_END]) - 1
    way = d[D_X] + abs(a[A_SPEED]) * dt
    place, closed = int(d[D_FROM]), row[J_SHAPE] == 1
    length = leg(stage, place)[2]
    while (place < last - 1 or (closed and stage.spots[last, SP_WAY] > stage.spots[row[J_PLACE], SP_WAY])) and (
        way >= length
    ):
        way -= length
        place = place + 1 if place < last - 1 else int(row[J_PLACE])
        length = leg(stage, place)[2]
    d[D_FROM], d[D_X] = place, way
    if moves:
        put(stage, job, place, min(way / length, 1.0) if length > 0.0 else 1.0)
    if place >= last - 1 and way > length - SMALL:
        if moves:
            way = max(way - length, 0.0)
            beyond(stage, int(row[J_AGENT]), way if math.cos(leg(stage, place)[3] - a[A_H]) >= 0.0 else -way)
        return True
    return False


@device
def beyond(stage: Stage, agent: int, way: float) -> None:
    """The rest of a step after the last vertex: straight on, backwards for who reverses."""
    a = stage.agents[agent]
    pose_to(stage, agent, a[A_X] + way * math.cos(a[A_H]), a[A_Y] + way * math.sin(a[A_H]), a[A_H])
    a[A_STRAY] = 1.0
