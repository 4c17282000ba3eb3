"""Where an agent is on the map: from lane and station to its pose, and back."""

from __future__ import annotations

import math

from aureole.core.road import Road
from aureole.kernels import device
from aureole.world.roads.lanes import (
    centre_or_offset,
    height_at,
    lane_again,
    lane_on,
    lane_row,
    middle,
    road_of,
    section_at,
    section_of,
)
from aureole.world.roads.place import (
    beyond,
    elevation_at,
    entered_at_start,
    lean,
    locate,
    project,
    superelevation_at,
)
from aureole.world.scenarios.player.state import (
    A_BEND,
    A_END,
    A_FIRST,
    A_H,
    A_HERE,
    A_JUMPED,
    A_LANE,
    A_LEG,
    A_NEW,
    A_OFFSET,
    A_PITCH,
    A_ROAD,
    A_ROLL,
    A_ROW,
    A_S,
    A_SECTION,
    A_SPEED,
    A_T,
    A_TILL,
    A_TURN,
    A_X,
    A_Y,
    A_Z,
    D_FROM,
    D_LANE,
    D_OFFSET,
    D_STATE,
    D_TO,
    M_TICK,
    ON_LANE,
    PLACED,
    POSED,
    RUNNING,
    SMALL,
    SNAP,
    Stage,
    follow_line,
    keep_line,
)
from aureole.world.scenarios.player.turns import goes_on, take, turn_at
from aureole.world.scenarios.tables import J_AGENT, J_KIND, JOBS, LANE_CHANGE, LANE_OFFSET


@device
def wrap(angle: float) -> float:
    """The same angle from -π to π."""
    if -math.pi < angle <= math.pi:
        return angle
    return math.atan2(math.sin(angle), math.cos(angle))


@device
def forward(turn: float) -> float:
    """1 if something heading `turn` off the reference line goes up in s, -1 if it goes down."""
    off = abs(turn)
    return 1.0 if off <= 0.5 * math.pi or off > 1.5 * math.pi else -1.0


@device
def standing(speed: float) -> bool:
    """Too slow to move."""
    return abs(speed) < SMALL


@device
def lane_turn(road: Road, r: int, lane: int) -> float:
    """Heading of a lane's traffic relative to the reference line: 0 or π."""
    against = lane > 0 if not road.road_left_hand[r] else lane < 0
    return math.pi if against else 0.0


@device
def advance(stage: Stage, agent: int, way: float) -> None:
    """Move an agent `way` metres along its lane at its offset: on the inside of a bend s grows faster (1/(1 − κt))."""
    a = stage.agents[agent]
    if a[A_ROAD] < 0.0:
        a[A_X] += way * math.cos(a[A_H])
        a[A_Y] += way * math.sin(a[A_H])
        a[A_NEW] = POSED
        return
    a[A_S] += forward(a[A_TURN]) * way / max(1.0 - a[A_BEND] * a[A_T], 0.1)
    a[A_NEW] = max(a[A_NEW], ON_LANE)


@device
def pose_to(stage: Stage, agent: int, x: float, y: float, heading: float) -> None:
    """Put an agent at a pose of the world; its lane is found afterwards."""
    a = stage.agents[agent]
    a[A_X], a[A_Y], a[A_H], a[A_NEW] = x, y, heading, POSED


@device
def place(stage: Stage, road: Road, agent: int) -> None:
    """Bring pose and lane of an agent together after either has changed."""
    a = stage.agents[agent]
    if a[A_NEW] == PLACED:
        return
    if a[A_NEW] != POSED:
        pass_sections(stage, road, agent)
        if a[A_S] < 0.0 or a[A_S] > road.road_length[int(a[A_ROAD])]:
            leave(stage, road, agent)
            pass_sections(stage, road, agent)
        elif 0.0 < a[A_S] < road.road_length[int(a[A_ROAD])]:
            a[A_END] = -1.0  # it no longer stands at the end of a road
    else:
        a[A_END] = -1.0
        find(stage, road, agent)
    before = int(a[A_ROW])
    a[A_ROW], a[A_HERE], a[A_SECTION] = -1.0, 0.0, -1.0
    if a[A_ROAD] >= 0.0:
        a[A_SECTION] = section_at(road, int(a[A_ROAD]), a[A_S])
        stand(stage, road, agent, before)
        if a[A_ROW] >= 0.0:
            a[A_HERE] = road.lane_id[int(a[A_ROW])]
        if a[A_NEW] == SNAP:
            snap(stage, road, agent)
    a[A_NEW] = PLACED


@device
def pass_sections(stage: Stage, road: Road, agent: int) -> None:
    """Follow the links of an agent's lane from the lane section where it was to the one where it is now."""
    a, before = stage.agents[agent], int(stage.agents[agent, A_SECTION])
    if before < 0 or a[A_ROAD] < 0.0 or section_at(road, int(a[A_ROAD]), a[A_S]) == before:
        return
    row = int(road.lane_first[before] + a[A_LANE] - road.lane_id[road.lane_first[before]])
    if road.lane_first[before] <= row < road.lane_first[before + 1] and road_of(road, row) == a[A_ROAD]:
        row = lane_on(road, row, a[A_S])
        if row >= 0 and road.lane_id[row] != a[A_LANE]:
            a[A_LANE] = road.lane_id[row]
            keep_across(stage, agent, 1.0)


@device
def keep_across(stage: Stage, agent: int, way: float) -> None:
    """A lane change or offset under way goes on in the lane the agent's has become; way is -1 where s runs back."""
    for job in range(len(stage.doing)):
        row, d = stage.tables[JOBS, job], stage.doing[job]
        if d[D_STATE] != RUNNING or row[J_AGENT] != agent or row[J_KIND] not in (LANE_CHANGE, LANE_OFFSET):
            continue
        d[D_LANE] = stage.agents[agent, A_LANE]
        d[D_FROM], d[D_TO], d[D_OFFSET] = way * d[D_FROM], way * d[D_TO], way * d[D_OFFSET]


@device
def stand(stage: Stage, road: Road, agent: int, before: int) -> None:
    """The pose of an agent from its lane, station, offset and turn, or these from its pose; and the lane it is over.

    `before` is the row of the lane it was over, -1 none.
    """
    a, posed = stage.agents[agent], stage.agents[agent, A_NEW] == POSED
    r, s, t, section, row = int(a[A_ROAD]), a[A_S], a[A_T], int(a[A_SECTION]), -1
    x, y, heading, bend, cosine, sine = keep_line(road, a, r, s)
    z, climb = elevation_at(road, r, s)
    tilt, twist = superelevation_at(road, r, s)
    if posed:
        row = lane_again(road, (r, s, t), section, before)
        a[A_LANE] = road.lane_id[row] if row >= 0 else 0
        own = row if row >= 0 else lane_row(road, r, s, 0)
    else:
        same = before >= 0 and road.lane_section[before] == section and road.lane_id[before] == a[A_LANE]
        own = before if same else lane_row(road, r, s, int(a[A_LANE]))
    centre, slope = centre_or_offset(road, r, s, own)
    if posed:
        a[A_OFFSET], turn = t - centre, wrap(a[A_H] - heading)
        if tilt != 0.0:
            turn = math.atan2(math.sin(turn), math.cos(turn) * math.cos(tilt))  # on the surface
        a[A_TURN] = turn if slope == 0.0 else wrap(turn - math.atan(slope))  # off its lane, which may narrow
    else:
        t = centre + a[A_OFFSET]
        row = lane_again(road, (r, s, t), section, own)
    turn = a[A_TURN]
    a[A_T], a[A_BEND], a[A_ROW], a[A_PITCH], a[A_ROLL] = t, bend, row, 0.0, 0.0
    a[A_Z] = z + height_at(road, r, s, t, row)
    if climb != 0.0 or tilt != 0.0:
        a[A_Z] += t * math.sin(tilt)
        a[A_PITCH], a[A_ROLL], turn = lean(turn, math.atan(climb), tilt)
    if not posed:
        if tilt != 0.0 or twist != 0.0:
            slope = slope * math.cos(tilt) - t * math.sin(tilt) * twist  # of the way on the ground
            t *= math.cos(tilt)
        a[A_H] = wrap(heading + turn + (math.atan(slope) if slope != 0.0 else 0.0))
        a[A_X], a[A_Y] = x - t * sine, y + t * cosine


@device
def snap(stage: Stage, road: Road, agent: int) -> None:
    """The lane an agent is in now, and its offset there; beside all lanes, the centre lane's."""
    a = stage.agents[agent]
    r, s = int(a[A_ROAD]), a[A_S]
    lane = int(road.lane_id[int(a[A_ROW])]) if a[A_ROW] >= 0.0 else 0
    a[A_LANE], a[A_OFFSET] = lane, a[A_T] - middle(road, r, s, lane)[0]


@device
def find(stage: Stage, road: Road, agent: int) -> None:
    """Road, station and t of an agent from its pose; off every road it keeps the pose alone."""
    a = stage.agents[agent]
    r, (s, t, found) = int(a[A_ROAD]), follow_line(road, a)
    if not found:
        r, s, t = locate(road, a[A_X], a[A_Y], int(a[A_ROAD]), a[A_S])
    if r != a[A_ROAD] and a[A_ROAD] >= 0.0 and ((agent == 0 and not stage.passive) or a[A_TILL] > a[A_FIRST]):
        r, s, t = led(stage, road, agent, (r, s, t))
    a[A_H] = wrap(a[A_H])
    if beyond(road, r, s):
        a[A_ROAD], a[A_S], a[A_LANE], a[A_OFFSET], a[A_TURN] = -1.0, 0.0, 0.0, 0.0, 0.0
        a[A_Z], a[A_PITCH], a[A_ROLL], a[A_T], a[A_BEND] = 0.0, 0.0, 0.0, 0.0, 0.0
    else:
        a[A_ROAD], a[A_S], a[A_T] = r, min(max(s, 0.0), road.road_length[r]), t


@device
def led(stage: Stage, road: Road, agent: int, found: tuple[int, float, float]) -> tuple[int, float, float]:
    """Of roads that lie over each other, that on which the lane goes on that an agent has left, by its route."""
    a = stage.agents[agent]
    before, up = int(a[A_ROAD]), a[A_S] > 0.5 * road.road_length[int(a[A_ROAD])]
    turn = turn_at(stage, agent, int(a[A_LEG]), before, up)
    row = lane_row(road, before, road.road_length[before] if up else 0.0, int(a[A_LANE]))
    on = goes_on(stage, road, turn, row, up) if row >= 0 else -1
    if on < 0:
        return found
    r = road_of(road, on)
    s, t, there = project(road, r, a[A_X], a[A_Y], entered_at_start(road, before, up, r))
    if there or r == found[0]:
        take(stage, agent, turn)
    return (r, s, t) if there and r != found[0] else found


@device
def leave(stage: Stage, road: Road, agent: int) -> bool:
    """Go over the end of a road where its lane goes on; else stop at the end. True if the lane goes on."""
    a = stage.agents[agent]
    r, s = int(a[A_ROAD]), a[A_S]
    end = min(max(s, 0.0), road.road_length[r])
    row = lane_row(road, r, end, int(a[A_LANE]))
    turn = turn_at(stage, agent, int(a[A_LEG]), r, s > end)
    on = goes_on(stage, road, turn, row, s > end) if row >= 0 else -1
    if on >= 0:
        take(stage, agent, turn)
        hand_over(stage, road, agent, on)
        return True
    a[A_S] = end
    if a[A_END] >= 0.0:
        a[A_SPEED] = 0.0
    else:
        a[A_END] = stage.misc[M_TICK]
    return False


@device
def hand_over(stage: Stage, road: Road, agent: int, lane: int) -> None:
    """Go on in a lane of the next road, as far as the station lies beyond the end of this one."""
    a = stage.agents[agent]
    r, other = int(a[A_ROAD]), road_of(road, lane)
    up, length = a[A_S] > 0.0, road.road_length[other]
    beyond = a[A_S] - road.road_length[r] if up else -a[A_S]
    starts = entered_at_start(road, r, up, other)
    a[A_ROAD], a[A_LANE] = other, road.lane_id[lane]
    a[A_S] = min(beyond, length) if starts else max(length - beyond, 0.0)
    a[A_SECTION] = section_of(road, lane)
    if starts != up:
        a[A_TURN], a[A_OFFSET] = wrap(a[A_TURN] + math.pi), -a[A_OFFSET]
    keep_across(stage, agent, 1.0 if starts == up else -1.0)


@device
def jump(stage: Stage, agent: int) -> None:
    """Mark a teleport: the way is not driven, so it gives no velocity."""
    stage.agents[agent, A_JUMPED] = 1.0
