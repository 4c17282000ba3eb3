"""Positions that no entity moves, found on the map once for each world."""

from __future__ import annotations

import math

from aureole.core.notes import Float64
from aureole.core.road import Road
from aureole.kernels import device
from aureole.world.roads.lanes import middle
from aureole.world.roads.line import line_pose
from aureole.world.roads.place import locate, to_world
from aureole.world.scenarios.motion.motion import lane_turn, wrap
from aureole.world.scenarios.player.state import (
    FAULT_PLACE,
    M_FAULT,
    Stage,
    slot,
)
from aureole.world.scenarios.tables import (
    AT_BLEND,
    AT_CURVE,
    AT_LANE,
    AT_ROAD,
    AT_WORLD,
    BESIDE_LANE,
    BESIDE_OBJECT,
    BESIDE_ROAD,
    BESIDE_WORLD,
    LISTS,
    ON_PATH,
    ON_ROUTE,
    P_A,
    P_B,
    P_C,
    P_D,
    P_H,
    P_KIND,
    P_LIVE,
    P_REF,
    P_TIME,
    P_TURN,
    PLACES,
    SP_ASIDE,
    SP_AT,
    SP_H,
    SP_LANE,
    SP_OFFSET,
    SP_ON,
    SP_ROAD,
    SP_S,
    SP_TIME,
    SP_TURN,
    SP_WAY,
    SP_X,
    SP_Y,
    STAYS,
    TURN_ABSOLUTE,
    TURN_NONE,
)

WAITS = -2.0  # road of a vertex that is placed when somebody begins to follow


MOVING = (BESIDE_LANE, BESIDE_ROAD, BESIDE_OBJECT, BESIDE_WORLD)  # places that an entity moves


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
    form = stage.tables[PLACES, row, P_KIND]
    in_lane = form == ON_ROUTE and stage.tables[PLACES, row, P_REF] >= 0
    if form == AT_ROAD or (kind != TURN_NONE and not in_lane and form in (ON_ROUTE, BESIDE_ROAD)):
        return heading  # relative to the reference line (RoadPosition; 0 without one), not to the lane's traffic
    return lane_turn(road, r, lane) + (heading if kind != TURN_NONE else 0.0)


@device
def survey(stage: Stage, road: Road, row: int) -> None:
    """Find a fixed place on the map, once for each world; a lane or station that is not there is a fault."""
    kind, spot = stage.tables[PLACES, row, P_KIND], stage.spots[row]
    if kind == AT_CURVE:
        start = int(stage.tables[PLACES, row, P_REF])
        spot[SP_S], spot[SP_LANE], spot[SP_OFFSET] = spot[SP_X], spot[SP_Y], spot[SP_H]
        spot[SP_ROAD] = WAITS
        if start >= 0 and stage.spots[start, SP_ROAD] != WAITS:
            curve_to_world(spot, stage.spots[start, SP_X], stage.spots[start, SP_Y], stage.spots[start, SP_H])
    elif kind in MOVING:
        spot[SP_ROAD] = WAITS
    elif kind == AT_BLEND:
        blend(stage, row)
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
        if not lay(stage, road, row, r, s, lane, offset, in_lane):
            stage.misc[M_FAULT] = FAULT_PLACE
    if stage.tables[PLACES, row, P_LIVE] == STAYS and kind in (AT_WORLD, ON_PATH):
        find_road(stage, road, row, -1, 0.0)
    measure_way(stage, row)


@device
def blend(stage: Stage, row: int) -> None:
    """A vertex that is a mean of other places; without a heading of its own it looks along the curve.

    The first vertex looks as the second does, as in the reference player.
    """
    spot, x, y, turn = stage.spots[row], 0.0, 0.0, 0.0
    first, end = int(given(stage, row, P_A)), int(given(stage, row, P_B))
    base = stage.spots[int(stage.tables[LISTS, first, 0]), SP_H]
    for term in range(first, end):
        control, share = stage.spots[int(stage.tables[LISTS, term, 0])], given_term(stage, term)
        x, y = x + share * control[SP_X], y + share * control[SP_Y]
        turn += share * wrap(control[SP_H] - base)
    spot[SP_ROAD], spot[SP_X], spot[SP_Y], spot[SP_H] = -1.0, x, y, base + turn
    if stage.tables[PLACES, row, P_TURN] != TURN_NONE:
        return
    x, y = 0.0, 0.0
    for term in range(int(given(stage, row, P_C)), int(given(stage, row, P_D))):
        control, change = stage.spots[int(stage.tables[LISTS, term, 0])], given_term(stage, term)
        x, y = x + change * control[SP_X], y + change * control[SP_Y]
    spot[SP_H] = math.atan2(y, x)
    if stage.tables[PLACES, row - 1, P_KIND] == AT_BLEND and stage.tables[PLACES, row - 2, P_KIND] != AT_BLEND:
        stage.spots[row - 1, SP_H] = spot[SP_H]


@device
def given_term(stage: Stage, term: int) -> float:
    """How much a place weighs in a mean."""
    return slot(stage, int(stage.tables[LISTS, term, 1]), 0.0)


@device
def find_road(stage: Stage, road: Road, row: int, r: int, s: float) -> None:
    """The road that a pose of the world lies on, looked for near station s of road r first."""
    spot = stage.spots[row]
    on, at, aside = locate(road, spot[SP_X], spot[SP_Y], r, s)
    known = on >= 0 and 0.0 <= at <= road.road_length[on]
    spot[SP_ON], spot[SP_AT], spot[SP_ASIDE] = on if known else -1.0, at, aside


@device
def measure_way(stage: Stage, row: int) -> None:
    """The way along the rows up to this one."""
    if row > 0:
        before, spot = stage.spots[row - 1], stage.spots[row]
        dx, dy = spot[SP_X] - before[SP_X], spot[SP_Y] - before[SP_Y]
        arc = stage.tables[PLACES, row, P_KIND] == AT_CURVE and spot[SP_TURN] > 0.0
        spot[SP_WAY] = before[SP_WAY] + (spot[SP_TURN] if arc else math.sqrt(dx * dx + dy * dy))


@device
def lay(stage: Stage, road: Road, row: int, r: int, s: float, lane: int, offset: float, in_lane: bool) -> bool:
    """Write a spot on road r: its lane and offset there (or t), its turn and its pose; False if it is not there."""
    spot = stage.spots[row]
    centre, _, known = middle(road, r, s, lane)
    t = offset + (centre if in_lane else 0.0)
    spot[SP_ROAD], spot[SP_S], spot[SP_LANE], spot[SP_OFFSET] = r, s, lane, t - centre
    spot[SP_ON], spot[SP_AT], spot[SP_ASIDE] = r, s, t
    spot[SP_TURN] = turned(stage, road, row, r, s, lane)
    spot[SP_X], spot[SP_Y], _, heading = to_world(road, r, s, t)
    spot[SP_H] = heading + spot[SP_TURN]
    return 0.0 <= s <= road.road_length[r] and (known or not in_lane)


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
    """A vertex of a curve, kept as seen from its start, in the world."""
    c, s = math.cos(heading), math.sin(heading)
    x, y = spot[SP_S], spot[SP_LANE]
    spot[SP_ROAD], spot[SP_H] = -1.0, heading + spot[SP_OFFSET]
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
