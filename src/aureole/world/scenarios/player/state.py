"""What a played scenario remembers from step to step, and the one bundle its formulas work on."""

from __future__ import annotations

from typing import NamedTuple

from aureole.core.notes import Float64, Int64
from aureole.core.road import Road
from aureole.kernels import device
from aureole.world.roads.line import line_on
from aureole.world.roads.place import ASIDE, flat_to_t, follow_from
from aureole.world.scenarios.tables import (
    E_END,
    ELEMENTS,
)

# Agents: `road` -1 is off every road, then `s` and `offset` are x and y, and `turn` is the heading. `here` is the lane
# below the reference point, 0 beside all lanes.
(
    A_ROAD, A_S, A_LANE, A_OFFSET, A_TURN, A_SPEED, A_X, A_Y, A_Z, A_H, A_PITCH, A_ROLL, A_T, A_BEND, A_VX, A_VY,
    A_ACCEL, A_YAW, A_WAY, A_STILL, A_OFF, A_END, A_NEW, A_MOVED, A_JUMPED, A_OLD_X, A_OLD_Y, A_OLD_H, A_OLD_SPEED,
    A_ROW, A_LAMPS, A_GONE, A_HERE, A_TRAILER, A_TRACTOR, A_LEFT, A_STRAY, A_FIRST, A_TILL, A_LEG, A_SECTION,
    A_LINE_ON, A_LINE_AT, A_LINE_PIECE, A_LINE_X, A_LINE_Y, A_LINE_BEND, A_LINE_C, A_LINE_S, A_SLICK, A_COLUMNS,
) = range(51)  # fmt: skip
# A_TRAILER, A_TRACTOR: agents, -1 none; A_LEFT: the tractor that let go of it and still overlaps it, -1 none.
# A_STRAY: came off a trajectory or a tractor, and nothing has moved it since.
# A_FIRST, A_TILL: rows of the route that is followed (`player.turns`), none if they are equal; A_LEG: the next one.
# A_SECTION: lane section of the road where the agent was placed last, -1 none.
# A_SLICK: the part of its tyres' friction that the road takes, 0 where it is dry; the examined car's alone counts.
# A_LINE_...: the reference line where the agent was placed last: road, station, piece, pose (`line.line_frame`).
# A_NEW: pose and lane agree; lane and station are new; the same, then the nearest lane; x, y and heading are new.
PLACED, ON_LANE, SNAP, POSED = range(4)
KNOWN = 2.0  # A_MOVED: a job has moved it (1.0) and has said its velocity, too

# Jobs under way.
(D_STATE, D_X, D_FROM, D_TO, D_LENGTH, D_SCALE, D_LANE, D_OFFSET, D_COLUMNS) = range(9)
IDLE, RUNNING, DONE, FRESH = range(4)  # fresh: started by the storyboard, not begun yet

# Conditions: result at the last look (-1 before the first), value then, delayed result and its queue.
S_RESULT, S_VALUE, S_LATE, S_COUNT, S_QUEUE = range(5)
QUEUE = 8  # changes of one delayed condition that can be under way at once
S_COLUMNS = S_QUEUE + QUEUE

# Elements: state, executions, and the tick after the one in which each transition last happened.
T_STATE, T_RUNS, T_START, T_ENDED, T_STOPPED, T_SKIPPED, T_COLUMNS = range(7)
INIT, STANDBY, ACTIVE, COMPLETE = range(4)
STATE_NAMES = ("initState", "standbyState", "runningState", "completeState")

# One number each per world.
M_TICK, M_LOGGED, M_HIT, M_EXERCISED, M_FAULT, M_HUNG, M_COLUMNS = range(7)
# M_HUNG: a trailer hangs on a tractor, or has hung.
FAULT_LANE, FAULT_PLACE, FAULT_LOOP = 1, 2, 3
FAULTS = (
    "", "a lane change leads to a lane that the road does not have", "a position lies off every road or lane",
    "a trailer is hung on itself",
)  # fmt: skip

SMALL = 1e-6  # s, m, m/s, rad: closer than this is equal


class Stage(NamedTuple):
    """One world while a kernel works on it: shared tables, its own numbers, its own state; the map stays outside.

    Small on purpose: every array here is handed to every formula, and costs compile time in each.
    """

    tables: Int64
    """[5, rows, columns]: `Tables` in one array."""
    values: Float64
    """[slots]"""
    boxes: Float64
    """[agents, B_COLUMNS]"""
    spots: Float64
    """[places, SP_COLUMNS]"""
    ways: Float64
    """[2 roads, 2 roads + 1], or empty: `Numbers.ways`."""
    agents: Float64
    """[agents, A_COLUMNS]"""
    doing: Float64
    """[jobs, D_COLUMNS]"""
    seen: Float64
    """[conditions, S_COLUMNS]"""
    states: Int64
    """[elements, T_COLUMNS]"""
    misc: Int64
    """[M_COLUMNS + rows]: single numbers, then the log: tick, element and states of each transition in one number."""
    step: float
    passive: bool


@device
def slot(stage: Stage, column: int, default: float) -> float:
    """A number of the file in this world; the default if it has no slot."""
    return stage.values[column] if column >= 0 else default


@device
def keep_line(road: Road, a: Float64, r: int, s: float) -> tuple[float, float, float, float, float, float]:
    """`line_frame` of road r at s, kept with an agent (a row of `Stage.agents`)."""
    piece, x, y, heading, bend, cosine, sine = line_on(road, r, s)
    a[A_LINE_ON], a[A_LINE_AT], a[A_LINE_PIECE], a[A_LINE_X], a[A_LINE_Y] = r, s, piece, x, y
    a[A_LINE_BEND], a[A_LINE_C], a[A_LINE_S] = bend, cosine, sine
    return x, y, heading, bend, cosine, sine


@device
def follow_line(road: Road, a: Float64) -> tuple[float, float, bool]:
    """What `locate` finds from where an agent was on its road, if one step from the line kept is enough: (s, t)."""
    s = a[A_S]
    if a[A_ROAD] < 0.0 or a[A_LINE_ON] != a[A_ROAD] or a[A_LINE_AT] != s:
        return 0.0, 0.0, False
    r = int(a[A_ROAD])
    if not 0.0 < s < road.road_length[r]:
        return 0.0, 0.0, False
    line = (s, a[A_LINE_X], a[A_LINE_Y], a[A_LINE_BEND], a[A_LINE_C], a[A_LINE_S])
    s, across, found = follow_from(road, r, int(a[A_LINE_PIECE]), line, a[A_X], a[A_Y])
    t = flat_to_t(road, r, s, across)
    return s, t, bool(found and abs(t) <= ASIDE)


@device
def record(stage: Stage, element: int, state: int, transition: int) -> None:
    """Bring an element into a state by a transition (a column of `states`; 0 for none), and write it down."""
    before = stage.states[element, T_STATE]
    stage.states[element, T_STATE] = state
    if transition > 0:
        stage.states[element, transition] = stage.misc[M_TICK] + 1
    count = stage.misc[M_LOGGED]
    if M_COLUMNS + count < len(stage.misc) and before != state:
        stage.misc[M_COLUMNS + count] = (stage.misc[M_TICK] << 32) | (element << 8) | (before << 4) | state
        stage.misc[M_LOGGED] = count + 1


@device
def children_done(stage: Stage, element: int) -> bool:
    """Whether every child of an element is complete."""
    child = element + 1
    while child < stage.tables[ELEMENTS, element, E_END]:
        if stage.states[child, T_STATE] != COMPLETE:
            return False
        child = int(stage.tables[ELEMENTS, child, E_END])
    return True
