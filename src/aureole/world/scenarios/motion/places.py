"""Positions found on the map: fixed ones once, those beside an entity when a teleport needs them."""

from __future__ import annotations

import math

from aureole.core.notes import Float64
from aureole.core.road import Road
from aureole.kernels import device
from aureole.world.roads.line import line_pose
from aureole.world.scenarios.motion.motion import forward, lane_turn, middle, pose_to
from aureole.world.scenarios.player.state import (
    A_H,
    A_LANE,
    A_NEW,
    A_OFFSET,
    A_ROAD,
    A_S,
    A_TURN,
    A_X,
    A_Y,
    FAULT_PLACE,
    M_FAULT,
    ON_LANE,
    SNAP,
    Stage,
    slot,
)
from aureole.world.scenarios.tables import (
    AT_CURVE,
    AT_LANE,
    AT_ROAD,
    AT_WORLD,
    BESIDE_LANE,
    BESIDE_OBJECT,
    LISTS,
    ON_PATH,
    ON_ROUTE,
    P_A,
    P_B,
    P_C,
    P_D,
    P_H,
    P_KIND,
    P_REF,
    P_TIME,
    P_TURN,
    PLACES,
    SP_H,
    SP_LANE,
    SP_OFFSET,
    SP_ROAD,
    SP_S,
    SP_TIME,
    SP_TURN,
    SP_WAY,
    SP_X,
    SP_Y,
    TURN_ABSOLUTE,
    TURN_NONE,
)

WAITS = -2.0  # road of a vertex that is placed when somebody begins to follow


@device
def lane_beside(lane: int, change: int, turn: float) -> int:
    """The lane `change` lanes to the left of a lane as seen by something heading `turn`; lane 0 is no lane."""
    found = lane + change * int(forward(turn))
    if found == 0 or (lane < 0) != (found < 0):
        found += 1 if found >= lane else -1
    return found


@device
def given(stage: Stage, row: int, column: int) -> float:
    """A number of a place in this world; 0 where it has none."""
    return slot(stage, int(stage.tables[PLACES, row, column]), 0.0)


@device
def turned(stage: Stage, road: Road, row: int, r: int, s: float, lane: int) -> float:
    """Heading relative to the reference line that a place's orientation gives; without one, the lane's."""
    kind = stage.tables[PLACES, row, P_TURN]
    heading = given(stage, row, P_H)
    if kind == TURN_ABSOLUTE:
        return heading - line_pose(road, r, s)[2]
    if kind != TURN_NONE and stage.tables[PLACES, row, P_KIND] in (AT_ROAD, ON_ROUTE):
        return heading  # relative to the reference line (RoadPosition), not to the lane's traffic
    return lane_turn(road, r, lane) + (heading if kind != TURN_NONE else 0.0)


@device
def survey(stage: Stage, road: Road, row: int) -> None:
    """Find a fixed place on the map, once for each world; a lane or station that is not there is a fault."""
    kind, spot = stage.tables[PLACES, row, P_KIND], stage.spots[row]
    if kind == AT_CURVE:
        spot[SP_ROAD] = WAITS
        if stage.tables[PLACES, row, P_REF] >= 0:
            start = stage.spots[stage.tables[PLACES, row, P_REF]]
            curve_to_world(spot, start[SP_X], start[SP_Y], start[SP_H])
    elif kind == ON_PATH:
        on_path(stage, row)
    if kind != AT_CURVE:
        spot[SP_TIME] = given(stage, row, P_TIME)
    first, second = given(stage, row, P_A), given(stage, row, P_B)
    if kind == AT_WORLD:
        spot[SP_ROAD], spot[SP_X], spot[SP_Y] = -1.0, first, second
        spot[SP_H] = given(stage, row, P_H)
    elif kind in (AT_LANE, AT_ROAD, ON_ROUTE):
        r, s, offset = int(first), given(stage, row, P_C), given(stage, row, P_D)
        in_lane = kind == AT_LANE
        lane = int(second) if in_lane else (-1 if offset < 0.0 else 1)
        if kind == ON_ROUTE:
            r, s = along_route(stage, int(first), int(second), s)
            in_lane = stage.tables[PLACES, row, P_REF] >= 0
            if in_lane:
                lane = int(given(stage, row, P_REF))
        centre, _, known = middle(road, r, s, lane)
        if s < 0.0 or s > road.road_length[r] or (in_lane and not known):
            stage.misc[M_FAULT] = FAULT_PLACE
        t = offset + (centre if in_lane else 0.0)
        spot[SP_ROAD], spot[SP_S], spot[SP_LANE], spot[SP_OFFSET] = r, s, lane, t - centre
        spot[SP_TURN] = turned(stage, road, row, r, s, lane)
        x, y, heading, _ = line_pose(road, r, s)
        spot[SP_X], spot[SP_Y] = x - t * math.sin(heading), y + t * math.cos(heading)
        spot[SP_H] = heading + spot[SP_TURN]
    if row > 0:
        before = stage.spots[row - 1]
        dx, dy = spot[SP_X] - before[SP_X], spot[SP_Y] - before[SP_Y]
        spot[SP_WAY] = before[SP_WAY] + math.sqrt(dx * dx + dy * dy)


@device
def along_route(stage: Stage, first: int, end: int, way: float) -> tuple[int, float]:
    """Road and station so many metres along a route; beyond its end, on along its last road."""
    row = first
    while row < end - 2 and way > slot(stage, int(stage.tables[LISTS, row + 1, 1]), 0.0):
        way -= slot(stage, int(stage.tables[LISTS, row + 1, 1]), 0.0)
        row += 2
    start = slot(stage, int(stage.tables[LISTS, row, 1]), 0.0)
    return int(stage.tables[LISTS, row, 0]), start + way * stage.tables[LISTS, row + 1, 0]


@device
def curve_to_world(spot: Float64, at_x: float, at_y: float, heading: float) -> None:
    """A vertex of a curve, seen from its start, to the world."""
    c, s = math.cos(heading), math.sin(heading)
    x, y = spot[SP_X], spot[SP_Y]
    spot[SP_ROAD], spot[SP_H] = -1.0, heading + spot[SP_H]
    spot[SP_X], spot[SP_Y] = at_x + c * x - s * y, at_y + s * x + c * y


@device
def on_path(stage: Stage, row: int) -> None:
    """The pose at a way along a trajectory, and aside of it."""
    first, last = int(given(stage, row, P_A)), int(given(stage, row, P_B)) - 1
    way, aside = given(stage, row, P_C), given(stage, row, P_D)
    origin = stage.spots[first, SP_WAY]
    leg = first
    while leg < last - 1 and stage.spots[leg + 1, SP_WAY] - origin <= way:
        leg += 1
    one, other, spot = stage.spots[leg], stage.spots[leg + 1], stage.spots[row]
    dx, dy = other[SP_X] - one[SP_X], other[SP_Y] - one[SP_Y]
    heading, rest = math.atan2(dy, dx), way - (one[SP_WAY] - origin)
    c, s = math.cos(heading), math.sin(heading)
    spot[SP_ROAD], spot[SP_S] = -1.0, way
    spot[SP_X], spot[SP_Y] = one[SP_X] + c * rest - s * aside, one[SP_Y] + s * rest + c * aside
    turn = stage.tables[PLACES, row, P_TURN]
    spot[SP_H] = given(stage, row, P_H) + (0.0 if turn == TURN_ABSOLUTE else heading)


@device
def teleport(stage: Stage, road: Road, agent: int, row: int) -> None:
    """Put an agent at a place; its pose follows with `motion.place`."""
    a, kind = stage.agents[agent], stage.tables[PLACES, row, P_KIND]
    if kind == BESIDE_LANE:
        teleport_beside_lane(stage, road, agent, row)
    elif kind in (AT_LANE, AT_ROAD, ON_ROUTE):
        spot = stage.spots[row]
        a[A_ROAD], a[A_S], a[A_LANE] = spot[SP_ROAD], spot[SP_S], spot[SP_LANE]
        a[A_OFFSET], a[A_TURN], a[A_NEW] = spot[SP_OFFSET], spot[SP_TURN], ON_LANE if kind == AT_LANE else SNAP
    elif kind in (AT_WORLD, ON_PATH):
        spot = stage.spots[row]
        a[A_ROAD] = -1.0
        pose_to(stage, agent, spot[SP_X], spot[SP_Y], spot[SP_H])
    else:
        other = stage.agents[stage.tables[PLACES, row, P_REF]]
        dx, dy = given(stage, row, P_A), given(stage, row, P_B)
        if kind == BESIDE_OBJECT:
            c, s = math.cos(other[A_H]), math.sin(other[A_H])
            dx, dy = c * dx - s * dy, s * dx + c * dy
        heading = given(stage, row, P_H)
        if stage.tables[PLACES, row, P_TURN] != TURN_ABSOLUTE:
            heading += other[A_H]
        a[A_ROAD], a[A_S] = other[A_ROAD], other[A_S]
        pose_to(stage, agent, other[A_X] + dx, other[A_Y] + dy, heading)


@device
def teleport_beside_lane(stage: Stage, road: Road, agent: int, row: int) -> None:
    """Lanes to the left and metres ahead of another agent, as that one looks."""
    a, other = stage.agents[agent], stage.agents[stage.tables[PLACES, row, P_REF]]
    change, ahead = int(given(stage, row, P_A)), given(stage, row, P_B)
    r = int(other[A_ROAD])
    lane = lane_beside(int(other[A_LANE]), change, other[A_TURN])
    s = other[A_S] + forward(other[A_TURN]) * ahead
    if r < 0 or s < 0.0 or s > road.road_length[r] or not middle(road, r, s, lane)[2]:
        stage.misc[M_FAULT] = FAULT_PLACE
        return
    a[A_ROAD], a[A_S], a[A_LANE], a[A_OFFSET] = r, s, lane, given(stage, row, P_C)
    a[A_TURN], a[A_NEW] = turned(stage, road, row, r, s, lane), ON_LANE
    if stage.tables[PLACES, row, P_TURN] == TURN_NONE:
        a[A_TURN] = 0.0 if forward(other[A_TURN]) > 0.0 else math.pi  # the way the other one looks
