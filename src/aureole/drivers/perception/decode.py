"""From heat to things: peaks in the features of each eye, placed in the car's frame; what two eyes see is one thing."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from aureole.core.kinds import SignalKind
from aureole.core.notes import Bool, Float32, Float64, Int64
from aureole.drivers.perception.eyes import Aims, Eye
from aureole.drivers.perception.table import (
    F_AHEAD,
    F_BRAKE,
    F_COS,
    F_FAR,
    F_INDICATE_LEFT,
    F_INDICATE_RIGHT,
    F_LEFT,
    F_LENGTH,
    F_LIMIT,
    F_OFFSET,
    F_SIN,
    F_TEMPORARY,
    F_TURN,
    F_WIDTH,
    FIELDS,
    HEAT,
    LIMITS,
    SIGNS,
    SIZE_SCALE,
    SPEED_SCALE,
    THINGS,
)
from aureole.kernels import device, kernel

(
    D_SURE, D_CLASS, D_EYE, D_X, D_Y, D_HEADING, D_LENGTH, D_WIDTH, D_VX, D_VY, D_BRAKE, D_LEFT, D_RIGHT, D_TEMPORARY,
    D_LIMIT,
) = range(15)  # fmt: skip
SEEN = D_LIMIT + len(LIMITS)
"""Columns of a thing; D_LENGTH of a signal is how much further than itself it counts, m, D_BRAKE whether it
speaks to our way."""
LEAST = 0.12  # -; what is less sure is not looked at
MOST = 64  # things of one look
FURTHEST = 120.0  # m
LOWEST = 0.1  # m; no eye is taken to be nearer to the road
LOGIT = 30.0  # logits are held within; further out nothing changes

GROUPS: tuple[int, ...] = (0, 0, 1, 1, 2, 3, 3, 3, *(10 + int(kind) for kind, _ in SIGNS))
"""By class: what may be taken for each other, and is one thing if it stands in one place."""
CLEAR = (2.2, 1.2, 0.7, 0.5, 1.2)
"""m; nearer to each other two things of a group (vehicles, cycles, people, objects, signals) are one, seen twice."""
OVERLAP = 0.4  # -; of its length, nearer to its middle no other vehicle stands
RADIAL = 0.06  # -; of the distance; two eyes tell it so differently
GROUP, ROOM = np.array(GROUPS), np.array(CLEAR)
WIDE, LIT = (F_LENGTH, F_WIDTH), (F_BRAKE, F_INDICATE_LEFT, F_INDICATE_RIGHT, F_TEMPORARY)
O_LIMIT = len(WIDE) + len(LIT)
POWERS = O_LIMIT + len(LIMITS)
"""Columns of exponentials: of sizes, of lamps, and from O_LIMIT on of limits. `exp` and `arctan2` are numpy's."""


def seen(
    found: Mapping[str, Float32], eyes: tuple[Eye, ...], aims: Aims, calibration: Float32, new: Bool | None = None
) -> Float64:
    """What is seen in one look, the surest first, (things, SEEN): columns D_*, in the car's frame at that moment.

    Args:
        found: outputs of the network.
        eyes: of the car.
        aims: where their cells look (`eyes.aims`).
        calibration: slope and shift of each class's logit.
        new: which eyes' pictures are looked at; all if left out.
    """
    heat, fields = np.ascontiguousarray(found["heat"]), np.ascontiguousarray(found["fields"])
    lowest = (np.log(LEAST / (1.0 - LEAST)) - calibration[:, 1]) / calibration[:, 0]
    at = hottest(heat, lowest.astype(np.float64), np.ones(len(eyes), dtype=np.bool_) if new is None else new)
    logit = np.clip(heat[at[0], at[1], at[2], at[3]].astype(np.float64), -LOGIT, LOGIT)
    sure = 1.0 / (1.0 + np.exp(-(logit * calibration[at[1], 0] + calibration[at[1], 1])))
    order = np.argsort(-sure, kind="stable")[: 2 * MOST]
    at, count = at.take(order, axis=1), len(order)
    told, powers, table = np.empty((count, FIELDS)), np.empty((count, POWERS)), np.zeros((count, SEEN))
    read(fields, at, told, powers)
    powers, heading = np.exp(powers), np.arctan2(told[:, F_SIN], told[:, F_COS])
    known = (sure[order], heading, powers[:, O_LIMIT:].sum(axis=1))
    tell(at, told, powers, known, aims, np.array([one.place for one in eyes]), table)
    return single(table)[:MOST]


@kernel
def read(fields: Float32, at: Int64, told: Float64, powers: Float64) -> None:
    """What is told at some places (eye, class, row, column; rows), and what exponentials are asked of, in place."""
    for n in range(len(told)):
        for k in range(FIELDS):
            told[n, k] = fields[at[0, n], k, at[2, n], at[3, n]]
        for k in range(len(WIDE)):
            powers[n, k] = min(max(told[n, WIDE[k]], -4.0), 2.0)
        for k in range(len(LIT)):
            powers[n, len(WIDE) + k] = -min(max(told[n, LIT[k]], -LOGIT), LOGIT)
        most = told[n, F_LIMIT]
        for k in range(F_LIMIT, FIELDS):
            most = max(most, told[n, k])
        for k in range(F_LIMIT, FIELDS):
            powers[n, O_LIMIT + k - F_LIMIT] = told[n, k] - most


@kernel
def tell(
    at: Int64, told: Float64, powers: Float64, known: tuple[Float64, Float64, Float64], aims: Aims, places: Float64,
    table: Float64,
) -> None:  # fmt: skip
    """Fill the table of `seen`.

    Args:
        at: eye, class, row and column of each thing.
        told: what is told there.
        powers: exponentials of what `read` asked.
        known: how sure each is, its heading against where its cell looks, and the sum of its powers of limits.
        aims: where cells look.
        places: of the eyes.
        table: zeros.
    """
    for n in range(len(table)):
        e, row = at[0, n], table[n]
        aim, height = aims.ways[e, at[2, n], at[3, n]], max(places[e, 2], LOWEST)
        way = aim + aims.sides[e] * told[n, F_TURN]
        drop = aims.drops[e, at[2, n], at[3, n]] + aims.sides[e] * told[n, F_FAR]
        far = height / max(drop, height / FURTHEST)  # where the level road lies so far below level
        row[D_SURE], row[D_CLASS], row[D_EYE] = known[0][n], at[1, n], e
        row[D_X], row[D_Y] = places[e, 0] + far * math.cos(way), places[e, 1] + far * math.sin(way)
        row[D_HEADING] = known[1][n] + aim
        if at[1, n] >= len(THINGS):
            row[D_LENGTH] = SPEED_SCALE * told[n, F_OFFSET]
        else:
            row[D_LENGTH], row[D_WIDTH] = SIZE_SCALE[0] * powers[n, 0], SIZE_SCALE[1] * powers[n, 1]
        c, s = math.cos(aim), math.sin(aim)
        row[D_VX] = SPEED_SCALE * (c * told[n, F_AHEAD] - s * told[n, F_LEFT])
        row[D_VY] = SPEED_SCALE * (s * told[n, F_AHEAD] + c * told[n, F_LEFT])
        for k in range(len(LIT)):
            row[D_BRAKE + k] = 1.0 / (1.0 + powers[n, len(WIDE) + k])
        for k in range(len(LIMITS)):
            row[D_LIMIT + k] = powers[n, O_LIMIT + k] / known[2][n]


@kernel
def hottest(heat: Float32, lowest: Float64, new: Bool) -> Int64:
    """Eye, class, row and column, rows, of cells hotter than `lowest` of their class, (HEAT,), and than all around.

    Of equals that touch each other the first counts; `new` says which eyes are asked.
    """
    eyes, kinds, rows, columns = heat.shape
    hot = 0
    for e in range(eyes):
        for k in range(kinds):
            hot += above(heat[e, k], lowest[k]) if new[e] else 0
    found, count = np.empty((4, hot), np.int64), 0
    for e in range(eyes):
        for k in range(kinds):
            if not new[e] or above(heat[e, k], lowest[k]) == 0:
                continue
            for i in range(rows):
                for j in range(columns):
                    if heat[e, k, i, j] > lowest[k] and top(heat[e, k], i, j):
                        found[0, count], found[1, count], found[2, count], found[3, count] = e, k, i, j
                        count += 1
    return found[:, :count].copy()


@device
def above(heat: Float32, lowest: float) -> int:
    """How many cells are hotter."""
    count = 0
    for i in range(heat.shape[0]):
        row = heat[i]
        for j in range(len(row)):
            count += 1 if row[j] > lowest else 0
    return count


@device
def top(heat: Float32, i: int, j: int) -> bool:
    """Whether a cell is hotter than those before it that touch it, and not less hot than those behind."""
    here = heat[i, j]
    for y in range(max(i - 1, 0), min(i + 2, heat.shape[0])):
        for x in range(max(j - 1, 0), min(j + 2, heat.shape[1])):
            before = y < i or (y == i and x < j)
            if here < heat[y, x] or (before and here == heat[y, x]):
                return False
    return True


def single(table: Float64) -> Float64:
    """Without those that are another one seen twice: by another eye, in another cell, or as another class."""
    keep = np.ones(len(table), dtype=np.bool_)
    once(np.ascontiguousarray(table), GROUP, ROOM, keep)
    return table[keep]


@kernel
def once(table: Float64, groups: Int64, room: Float64, keep: Bool) -> None:
    """Which of the things of `single` stay, in place."""
    for k in range(len(table)):
        one, far = table[k], math.hypot(table[k, D_X], table[k, D_Y])
        group = groups[int(one[D_CLASS])]
        clear = room[min(group, len(room) - 1)]
        for j in range(k):
            other = table[j]
            if not keep[j] or groups[int(other[D_CLASS])] != group:
                continue
            dx, dy, away = one[D_X] - other[D_X], one[D_Y] - other[D_Y], math.hypot(other[D_X], other[D_Y])
            ux, uy = other[D_X] / max(away, 1e-6), other[D_Y] / max(away, 1e-6)
            along, across = abs(dx * ux + dy * uy), abs(dx * uy - dy * ux)
            long = OVERLAP * other[D_LENGTH] if group == 0 else 0.0  # two middles of one lorry
            apart = max(clear, long) + (RADIAL * far if one[D_EYE] != other[D_EYE] else 0.0)
            if along < apart and across < clear:
                keep[k] = False
                break


def kinds_of(classes: Int64) -> Int64:
    """`Kind` of road users and objects by class."""
    found: Int64 = np.array([int(kind) for kind in THINGS])[np.minimum(classes, len(THINGS) - 1)]
    return found


def is_sign(classes: Int64) -> Bool:
    """Which classes are signals."""
    found: Bool = classes >= len(THINGS)
    return found


LIMIT_CLASS = len(THINGS) + [kind for kind, _ in SIGNS].index(SignalKind.LIMIT)
assert len(GROUPS) == HEAT  # noqa: S101  # a class without a group would be lost silently
