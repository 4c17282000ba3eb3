"""The compiled scenario: integer tables shared by all worlds, and one row of numbers for each world.

Columns of the tables are the module's constants; a *slot* is a column of `values`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aureole.core.notes import Float64, Int64

ELEMENTS, CONDITIONS, JOBS, PLACES, LISTS = range(5)
# Elements, in preorder; init actions follow after the storyboard's own.
STORYBOARD, STORY, ACT, GROUP, MANEUVER, EVENT, ACTION = range(7)
KIND_NAMES = ("storyboard", "story", "act", "maneuverGroup", "maneuver", "event", "action")
E_KIND, E_PARENT, E_END, E_RUNS, E_PRIORITY, E_START, E_STOP, E_JOB, E_JOB_END, E_PLAYS, E_COLUMNS = range(11)
OVERWRITE, SKIP, PARALLEL = range(3)

# Conditions.
(
    TIME, SPEED, RELATIVE_SPEED, ACCELERATION, STAND_STILL, TRAVELED, RELATIVE_DISTANCE, DISTANCE, HEADWAY,
    COLLISION_TIME, REACH, COLLISION, STATE, END_OF_ROAD, OFF_ROAD, ASKED, KEPT, ANGLE, CLEARANCE, CONTROLLER,
) = range(20)  # fmt: skip
(
    C_KIND, C_EDGE, C_DELAY, C_WHO, C_WHO_END, C_ALL, C_RULE, C_VALUE, C_REF, C_FRAME, C_TYPE, C_FREE, C_PLACE,
    C_COLUMNS,
) = range(14)  # fmt: skip
EDGE_NONE, EDGE_RISING, EDGE_FALLING, EDGE_ANY = range(4)
LESS, LESS_EQUAL, EQUAL, NOT_EQUAL, GREATER_EQUAL, GREATER = range(6)
FRAME_ENTITY, FRAME_ROAD = range(2)
LONGITUDINAL, LATERAL, EUCLIDEAN = range(3)
# What a condition on a storyboard element waits for (C_TYPE).
IN_STANDBY, IN_RUNNING, IN_COMPLETE, AT_START, AT_END, AT_STOP, AT_SKIP = range(7)

# Jobs: one action of one agent.
(
    TELEPORT, SPEED_CHANGE, LANE_CHANGE, LANE_OFFSET, KEEP_DISTANCE, TRAJECTORY, NOTHING, SET, ADD, MULTIPLY, LIGHT,
    APPEAR, VANISH, SYNCHRONIZE, PROFILE, CONNECT, DISCONNECT, ROUTE, JUMP, FRICTION,
) = range(20)  # fmt: skip
(
    J_KIND, J_ELEMENT, J_AGENT, J_SHAPE, J_DIMENSION, J_TARGET, J_SIZE, J_REF, J_MODE, J_CONTINUOUS, J_PLACE,
    J_PLACE_END, J_EXTRA, J_OTHER, J_UP, J_DOWN, J_FASTEST, J_UP_RATE, J_DOWN_RATE, J_COLUMNS,
) = range(20)  # fmt: skip
STEP, LINEAR, CUBIC, SINUSOIDAL = range(4)
BY_TIME, BY_RATE, BY_DISTANCE = range(3)
ABSOLUTE, DELTA, FACTOR = range(3)
TRAILING, LEADING, ANY = range(3)
ON_LEFT, ON_RIGHT = range(2)
BY_METRES, BY_SECONDS = range(2)
UNTIMED, TIMED_RELATIVE, TIMED_ABSOLUTE = range(3)
ALONG_TOUR, TO_PLACE, TO_MOVING = range(3)

# Places: a position that is found when it is needed; a live one again in every step, because an entity moves it.
(
    AT_WORLD, AT_LANE, AT_ROAD, BESIDE_LANE, BESIDE_OBJECT, BESIDE_WORLD, AT_CURVE, ON_PATH, ON_ROUTE, BESIDE_ROAD,
    AT_BLEND, A_PIECE,
) = range(12)  # fmt: skip
# A_PIECE is no place: a row of numbers that a speed profile keeps.
P_KIND, P_REF, P_A, P_B, P_C, P_D, P_H, P_TURN, P_TIME, P_LIVE, P_COLUMNS = range(11)
TURN_NONE, TURN_RELATIVE, TURN_ABSOLUTE = range(3)
MOVES, STAYS = 1, 2  # P_LIVE: looked at, and moved by an entity or not

# Measures of an agent in `boxes`; its trailer at the start is an agent, -1 none.
(
    B_LENGTH, B_WIDTH, B_HEIGHT, B_X, B_Y, B_Z, B_WHEELBASE, B_SPEED, B_ACCEL, B_BRAKE, B_HITCH, B_COUPLER,
    B_TRAILER, B_COLUMNS,
) = range(14)  # fmt: skip


# Spots: fixed places as found on the map; road -1 is a pose of the world; way: along the rows from the first one.
# What is looked at also knows the road it lies on (-1 none), its s and its t there.
SP_ROAD, SP_S, SP_LANE, SP_OFFSET, SP_TURN, SP_X, SP_Y, SP_H, SP_TIME, SP_WAY, SP_ON, SP_AT, SP_ASIDE, SP_COLUMNS = (
    range(14)
)


class Tables(NamedTuple):
    """The structure that all worlds of one batch share."""

    elements: Int64
    """[elements, E_COLUMNS]"""
    conditions: Int64
    """[conditions, C_COLUMNS]"""
    jobs: Int64
    """[jobs, J_COLUMNS]"""
    places: Int64
    """[places, P_COLUMNS]"""
    lists: Int64
    """[rows, 2]: triggers (first group row and the one after the last), groups (conditions alike), entities (agent).

    A turn of a route is a row (2 · road + 1 if its end is left, 0 if its start; how many pairs follow, -1: the route is
    over there) and its pairs (lane that is left, lane that is entered).
    """

    def packed(self) -> Int64:
        """All of them in one array [5, rows, columns], as the kernels take them: fewer arrays compile faster."""
        rows, columns = max(len(table) for table in self), max(table.shape[1] for table in self)
        program = np.zeros((len(self), max(1, rows), columns), dtype=np.int64)
        for place, table in enumerate(self):
            program[place, : len(table), : table.shape[1]] = table
        return program


class Numbers(NamedTuple):
    """What differs between the worlds of one batch and does not change."""

    values: Float64
    """[worlds, slots]: every number of the file, after parameters and expressions."""
    boxes: Float64
    """[worlds, agents, B_COLUMNS]"""
    spots: Float64
    """[worlds, places, SP_COLUMNS]"""
    ways: Float64
    """[2 roads, 2 roads + 1], the same for all worlds: `world.roads.ways`; empty where nothing asks for it."""
