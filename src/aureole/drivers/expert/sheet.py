"""One world's working sheet: the arrays a decision fills from top to bottom, and what their columns are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aureole.core.notes import Float64, Int64
from aureole.drivers.rules.path import ROWS

LANES, LANE_POINTS, BASE = 8, 64, 8  # lanes of an observation, points of a line, row of the line that is driven along
REF = 180  # m; points of the driven line, one a metre
X, Y, H, K, C, S = range(6)  # rows of the driven line: m, m, rad (not wrapped), 1/m, cosine and sine of the heading
STATIONS = 40  # of a path through what stands
OFFSETS, GRAIN = 65, 0.25  # cells across, m: 8 m to either side
AGENTS, KNOWN = 24, 17  # others that are remembered; columns of the memory about one
(
    A_ID, A_X, A_Y, A_H, A_VX, A_VY, A_LENGTH, A_WIDTH, A_KIND, A_LAMPS, A_SPEED, A_ACCEL, A_TURN, A_MOVED, A_STOOD,
    A_HIDDEN, A_S, A_D, A_VS, A_VD, A_HS, A_HD, A_LANE, A_LANE_S, A_LANE_D, A_LANE_VD, A_AWAY, A_IS,
) = range(28)  # fmt: skip
A_COLUMNS = 28
MOVES, PARKED, QUEUES, SLOW = 0, 1, 2, 3  # what one is to the path (`A_IS`)
HYPOTHESES, TIMES, STEP = 56, 33, 0.25  # futures, points in time, s between them
F_AGENT, F_WEIGHT, F_HALF_LENGTH, F_HALF_WIDTH, F_WHAT, F_STANDS, F_MARGIN = range(7)
SAME_WAY, ACROSS, PERSON, AGAINST, THING, UNSEEN = range(6)  # what a future is of (`F_WHAT`)
WALLS = 224
W_X, W_Y, W_H, W_HALF_LENGTH, W_HALF_WIDTH, W_ID, W_MARGIN, W_S, W_D, W_HS, W_HD = range(11)
PATH = 80  # points of a path
P_X, P_Y, P_H, P_K, P_S, P_D, P_CAP, P_WHY, P_ID, P_COS, P_SIN = range(11)
BLOCKS = 14  # at one moment on one path
B_LOW, B_HIGH, B_SPEED, B_FUTURE, B_WEIGHT, B_WHAT, B_MARGIN = range(7)
STOPS = 12
T_S, T_WHY, T_ID, T_HARD, T_CAP, T_END = range(6)  # stop lines and capped stretches, m along the driven line
DEPTH, LABELS, BINS = 9, 80, 4096
L_S, L_V, L_A, L_COST, L_FROM, L_ACTION = range(6)
VARIANTS = 9
TRIED, COST, LOST, WOVEN, CLOSED = range(5)  # tried, cost in all, of its pace alone, woven, no way through
(
    G_S, G_D, G_TURN, G_END, G_D0, G_SLOPE, G_BEND, G_SPEED, G_FRONT, G_REAR, G_HALF, G_CRUISE, G_STEP, G_YIELD,
    G_AHEAD, G_LENGTH, G_HOME, G_WHEELBASE, G_LATERAL, G_BRAKE, G_LIMIT, G_WAITS, G_BOX, G_ACCEL, G_NOW, G_WORKS,
    G_GIVEN_WAY,
    G_AGAINST, G_AGAINST_LIMIT, G_TOWARDS, G_STUCK, G_SIREN, G_ENOUGH, G_DETOUR,
) = range(34)  # fmt: skip
FACTS = 34


class Sheet(NamedTuple):
    """Room for one world's decision."""

    lines: Float64  # (9, ROWS, points); each lane in sight, and the driven line
    counts: Int64  # (9,) points of each; (9,) is 0 where there is none
    room: Float64  # (4, LANE_POINTS) to work in
    ref: Float64  # (6, REF)
    facts: Float64  # (FACTS,) numbers by name, G_*
    agents: Float64  # (AGENTS, A_COLUMNS)
    totals: Int64  # (8,) how many agents, futures, walls, stops
    futures: Float64  # (HYPOTHESES, TIMES, 3) x, y, heading
    about: Float64  # (HYPOTHESES, 7)
    lane_d: Float64  # (LANES, STATIONS) offset of each lane's middle from the driven line
    lane_half: Float64  # (LANES, STATIONS) half its width; below zero where it is not
    edge: Float64  # (2, STATIONS) least and greatest offset at which the whole car is on the road
    walls: Float64  # (WALLS, 11)
    cells: Float64  # (STATIONS, OFFSETS) cost of being there
    hard: Float64  # (STATIONS, OFFSETS) above zero where something stands
    best: Float64  # (STATIONS, OFFSETS)
    back: Int64  # (STATIONS, OFFSETS)
    lateral: Float64  # (4, STATIONS) a path's offset, its bounds, room
    path: Float64  # (VARIANTS, 11, PATH)
    span: Float64  # (2, TIMES) what one future takes of a path
    blocks: Float64  # (TIMES, BLOCKS, 7)
    crowd: Int64  # (TIMES,) how many blocks
    stops: Float64  # (STOPS, 6)
    labels: Float64  # (DEPTH + 1, LABELS, 6)
    held: Int64  # (DEPTH + 1,)
    bins: Int64  # (BINS,)
    pace: Float64  # (VARIANTS, DEPTH) accelerations of each variant
    score: Float64  # (VARIANTS, 8)


def blank() -> Sheet:
    """A fresh sheet."""
    zeros, whole = np.zeros, np.int64
    return Sheet(
        zeros((9, ROWS, LANE_POINTS)), zeros(9, whole), zeros((4, LANE_POINTS)), zeros((6, REF)), zeros(FACTS),
        zeros((AGENTS, A_COLUMNS)),
        zeros(8, whole), zeros((HYPOTHESES, TIMES, 3)), zeros((HYPOTHESES, 7)), zeros((LANES, STATIONS)),
        zeros((LANES, STATIONS)), zeros((2, STATIONS)), zeros((WALLS, 11)),
        zeros((STATIONS, OFFSETS)), zeros((STATIONS, OFFSETS)), zeros((STATIONS, OFFSETS)),
        zeros((STATIONS, OFFSETS), whole), zeros((4, STATIONS)),
        zeros((VARIANTS, 11, PATH)), zeros((2, TIMES)), zeros((TIMES, BLOCKS, 7)), zeros(TIMES, whole),
        zeros((STOPS, 6)),
        zeros((DEPTH + 1, LABELS, 6)), zeros(DEPTH + 1, whole), zeros(BINS, whole), zeros((VARIANTS, DEPTH)),
        zeros((VARIANTS, 8)),
    )  # fmt: skip
