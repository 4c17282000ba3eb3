"""Positions beside an entity, found where it is now; and teleports to any position."""

from __future__ import annotations

import math

from aureole.core.road import Road
from aureole.kernels import device
from aureole.world.roads.lanes import lane_on, lane_row, road_of
from aureole.world.roads.place import entered_at_start
from aureole.world.scenarios.motion.motion import forward, pose_to, wrap
from aureole.world.scenarios.motion.places import MOVING, blend, curve_to_world, find_road, given, lay, measure_way
from aureole.world.scenarios.player.state import (
    A_FIRST,
    A_H,
    A_LANE,
    A_LEG,
    A_NEW,
    A_OFFSET,
    A_ROAD,
    A_S,
    A_SECTION,
    A_T,
    A_TILL,
    A_TURN,
    A_X,
    A_Y,
    FAULT_PLACE,
    M_FAULT,
    ON_LANE,
    SNAP,
    Stage,
)
from aureole.world.scenarios.player.turns import ends, goes_on, row_after, turn_at
from aureole.world.scenarios.tables import (
    ALONG_TOUR,
    AT_BLEND,
    AT_CURVE,
    AT_LANE,
    AT_ROAD,
    BESIDE_LANE,
    BESIDE_OBJECT,
    BESIDE_ROAD,
    BESIDE_WORLD,
    J_AGENT,
    J_EXTRA,
    J_MODE,
    J_OTHER,
    J_PLACE,
    J_SIZE,
    JOBS,
    LISTS,
    MOVES,
    ON_ROUTE,
    P_A,
    P_B,
    P_C,
    P_H,
    P_KIND,
    P_LIVE,
    P_REF,
    P_TURN,
    PLACES,
    SP_AT,
    SP_H,
    SP_LANE,
    SP_OFFSET,
    SP_ON,
    SP_ROAD,
    SP_S,
    SP_TURN,
    SP_X,
    SP_Y,
    TO_MOVING,
    TURN_ABSOLUTE,
    TURN_NONE,
)

LOST = -3.0  # road of a spot that is not there now
FARTHEST = 100  # roads that a position may lie ahead


@device
def lane_beside(lane: int, change: int, turn: float) -> int:
    """The lane `change` lanes to the left of a lane as seen by something heading `turn`; lane 0 is no lane."""
    found = lane + change * int(forward(turn))
    if found == 0 or (lane < 0) != (found < 0):
        found += 1 if found >= lane else -1
    return found


@device
def onward(stage: Stage, road: Road, agent: int, lane: int, ds: float) -> tuple[int, int, float, bool]:
    """Road, lane and station `ds` along s from an agent, beyond the road's ends too, and whether s runs against.

    It follows linked lanes, and ahead of the agent its route; the road is -1 where the lane does not go on.
    """
    a = stage.agents[agent]
    r, s, leg, against = int(a[A_ROAD]), a[A_S] + ds, int(a[A_LEG]), False
    ahead, row = ds * forward(a[A_TURN]) > 0.0, lane_row(road, r, a[A_S], lane)
    for _ in range(FARTHEST):
        up, inside = s > 0.0, 0.0 <= s <= road.road_length[r]
        if row >= 0:
            row = lane_on(road, row, s)
        if row < 0:
            row = lane_row(road, r, min(max(s, 0.0), road.road_length[r]), lane)
        if row >= 0:
            lane = int(road.lane_id[row])
        if inside:
            return r, lane, s, against
        turn, on = turn_at(stage, agent, leg, r, up) if ahead else -1, -1
        if row >= 0:
            on = goes_on(stage, road, turn, row, up)
        if turn >= 0:
            ahead, leg = not ends(stage, turn), row_after(stage, turn)
        if on < 0:
            break
        beyond, other = s - road.road_length[r] if up else -s, road_of(road, on)
        starts = entered_at_start(road, r, up, other)
        r, row, s = other, on, beyond if starts else road.road_length[other] - beyond
        against = against != (starts != up)
    return -1, lane, s, against


@device
def beside(stage: Stage, road: Road, row: int) -> None:
    """Find a place beside an entity where that one is now; its road is `LOST` where there is no such place."""
    kind, spot = stage.tables[PLACES, row, P_KIND], stage.spots[row]
    who = int(stage.tables[PLACES, row, P_REF])
    other = stage.agents[who]
    first, second = given(stage, row, P_A), given(stage, row, P_B)
    if kind in (BESIDE_OBJECT, BESIDE_WORLD):
        if kind == BESIDE_OBJECT:
            c, s = math.cos(other[A_H]), math.sin(other[A_H])
            first, second = c * first - s * second, s * first + c * second
        turn = 0.0 if stage.tables[PLACES, row, P_TURN] == TURN_ABSOLUTE else other[A_H]
        spot[SP_ROAD], spot[SP_X], spot[SP_Y] = -1.0, other[A_X] + first, other[A_Y] + second
        spot[SP_H] = given(stage, row, P_H) + turn
        if stage.tables[PLACES, row, P_LIVE] == MOVES:
            find_road(stage, road, row, int(other[A_ROAD]), other[A_S])
        return
    lose(stage, row)
    if other[A_ROAD] < 0.0:
        return
    way, lane = forward(other[A_TURN]), int(other[A_LANE])
    if kind == BESIDE_LANE:
        lane = lane_beside(lane, int(first), other[A_TURN])
        r, lane, s, against = onward(stage, road, who, lane, way * second)
        there = r >= 0 and lay(stage, road, row, r, s, lane, given(stage, row, P_C), True)
    else:
        r, lane, s, against = onward(stage, road, who, lane, first)
        t = other[A_T] + second
        there = r >= 0 and lay(stage, road, row, r, s, lane, -t if against else t, False)
    if not there:
        lose(stage, row)
    elif stage.tables[PLACES, row, P_TURN] == TURN_NONE:
        spot[SP_H] -= spot[SP_TURN]
        spot[SP_TURN] = 0.0 if (way > 0.0) != against else math.pi  # the way the other one looks
        spot[SP_H] = wrap(spot[SP_H] + spot[SP_TURN])


@device
def lose(stage: Stage, row: int) -> None:
    """There is no such place now."""
    spot = stage.spots[row]
    spot[SP_ROAD], spot[SP_X], spot[SP_Y], spot[SP_ON] = LOST, math.nan, math.nan, -1.0


@device
def track(stage: Stage, road: Road) -> None:
    """Find the places that conditions and synchronised arrivals look at and that an entity moves."""
    for row in range(len(stage.spots)):
        if stage.tables[PLACES, row, P_LIVE] == MOVES:
            beside(stage, road, row)


@device
def unfold(stage: Stage, road: Road, agent: int, first: int, end: int) -> None:
    """Find the vertices of a trajectory that depend on where entities are now, or on where its follower is."""
    for row in range(first, end):
        kind, start = stage.tables[PLACES, row, P_KIND], int(stage.tables[PLACES, row, P_REF])
        if kind in MOVING:
            beside(stage, road, row)
            if stage.spots[row, SP_ROAD] == LOST:
                stage.misc[M_FAULT] = FAULT_PLACE
        elif kind == AT_BLEND:
            for control in range(start, first if row == first else start):
                if stage.tables[PLACES, control, P_KIND] in MOVING:
                    beside(stage, road, control)
            blend(stage, row)
        elif kind == AT_CURVE and start < 0:
            a = stage.agents[agent]
            curve_to_world(stage.spots[row], a[A_X], a[A_Y], a[A_H])
        elif kind == AT_CURVE and stage.tables[PLACES, start, P_KIND] in MOVING:
            if row == first or start != stage.tables[PLACES, row - 1, P_REF]:
                beside(stage, road, start)
            spot = stage.spots[start]
            curve_to_world(stage.spots[row], spot[SP_X], spot[SP_Y], spot[SP_H])
    for row in range(first + 1, end):
        measure_way(stage, row)


@device
def teleport(stage: Stage, road: Road, agent: int, row: int) -> None:
    """Put an agent at a place; its pose follows with `motion.place`."""
    a, kind, spot = stage.agents[agent], stage.tables[PLACES, row, P_KIND], stage.spots[row]
    if kind in MOVING:
        beside(stage, road, row)
        if spot[SP_ROAD] == LOST:
            stage.misc[M_FAULT] = FAULT_PLACE
            return
    a[A_SECTION] = -1.0
    if kind in (AT_LANE, AT_ROAD, ON_ROUTE, BESIDE_LANE, BESIDE_ROAD):
        a[A_ROAD], a[A_S], a[A_LANE] = spot[SP_ROAD], spot[SP_S], spot[SP_LANE]
        a[A_OFFSET], a[A_TURN] = spot[SP_OFFSET], spot[SP_TURN]
        a[A_NEW] = ON_LANE if kind in (AT_LANE, BESIDE_LANE) else SNAP
        return
    a[A_ROAD] = -1.0
    if kind in MOVING:
        other = stage.agents[stage.tables[PLACES, row, P_REF]]
        a[A_ROAD], a[A_S] = other[A_ROAD], other[A_S]
    pose_to(stage, agent, spot[SP_X], spot[SP_Y], spot[SP_H])


@device
def start_route(stage: Stage, road: Road, job: int) -> None:
    """Give an agent a route instead of the one it had; towards a place that an entity moves: of where that is now."""
    row, first, end = (
        stage.tables[JOBS, job],
        int(stage.tables[JOBS, job, J_EXTRA]),
        int(stage.tables[JOBS, job, J_OTHER]),
    )
    a, leg = stage.agents[row[J_AGENT]], int(row[J_SIZE])
    if row[J_MODE] == TO_MOVING:
        beside(stage, road, int(row[J_PLACE]))
        on = int(stage.spots[row[J_PLACE], SP_ON])
        if on < 0:
            stage.misc[M_FAULT] = FAULT_PLACE
            return
        first, end = int(stage.tables[LISTS, first + 2 * on, 0]), int(stage.tables[LISTS, first + 2 * on, 1])
        leg = int(stage.tables[LISTS, int(row[J_EXTRA]) + 2 * on + 1, 0])
    if row[J_MODE] != ALONG_TOUR:
        spot = stage.spots[row[J_PLACE]]
        if a[A_ROAD] == spot[SP_ON] and (spot[SP_AT] - a[A_S]) * forward(a[A_TURN]) < 0.0:
            leg = first  # it lies behind: out of this road first
    a[A_FIRST], a[A_TILL], a[A_LEG] = first, end, leg
