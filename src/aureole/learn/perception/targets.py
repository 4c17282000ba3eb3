"""From kept truth to what the network is asked: heat, the cells at which fields are asked for, and weights."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Float32, Float64, Int64
from aureole.drivers.perception.decode import LOWEST
from aureole.drivers.perception.eyes import STRIDE, Aims
from aureole.drivers.perception.table import (
    F_AHEAD,
    F_BRAKE,
    F_COS,
    F_COUNTS,
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
    HEAT,
    SIZE_SCALE,
    SPEED_SCALE,
    THINGS,
)  # fmt: skip
from aureole.learn.perception.data.things import (
    FEWEST,
    R_BRAKE,
    R_CLASS,
    R_COLUMN,
    R_COUNTS,
    R_EYE,
    R_HEADING,
    R_LEFT,
    R_LENGTH,
    R_LIMIT,
    R_OFFSET,
    R_PIXELS,
    R_RIGHT,
    R_ROW,
    R_TEMPORARY,
    R_VX,
    R_VY,
    R_WIDTH,
    R_X,
    R_Y,
)  # fmt: skip

BESIDE = ((0, 0, 1.0), (0, 1, 0.3), (0, -1, 0.3), (1, 0, 0.3), (-1, 0, 0.3))
"""Cells around the middle at which fields are asked for too, and how much they count: a peak may fall beside it."""
FURTHEST = 80.0  # m; what is further away may be seen or not
NEAREST = 0.5  # m; nearer to an eye nothing is asked to be
FACING = 0.2  # cosine; a signal that is turned further away shows its back


class Asked(NamedTuple):
    """What one batch is asked for."""

    heat: Float32
    """(frames, eyes, HEAT, rows, columns), 0 to 1; below zero where nothing is asked."""
    place: Int64
    """Cells at which fields are asked for, (n, 4): frame, eye, row, column."""
    value: Float32
    """Fields there, (n, F_LIMIT); numbers, then yes (1) or no (0)."""
    weight: Float32
    """How much each counts, the same shape."""
    share: Float32
    """By what share of the distance one of F_FAR changes it there, (n,)."""
    limit: Int64
    """Place in `LIMITS`, -1 where none is asked."""


class Where(NamedTuple):
    """What the eyes of the data have in common."""

    aims: Aims
    """Where each cell looks."""
    places: Float64
    """x, y, z of each eye, m."""


def asked(rows: list[Float32], where: Where) -> Asked:
    """The questions to a batch, from the rows of its frames (`data.things.COLUMNS`)."""
    eyes, high, wide = where.aims.ways.shape
    heat = np.zeros((len(rows), eyes, HEAT, high, wide), np.float32)
    found: list[tuple[list[int], Float64, Float64, float, int]] = []
    for n, table in enumerate(rows):
        for row in table.astype(np.float64):
            eye, kind = int(row[R_EYE]), int(row[R_CLASS])
            i = min(max(int((row[R_ROW]) / STRIDE), 0), high - 1)
            j = min(max(int((row[R_COLUMN]) / STRIDE), 0), wide - 1)
            if not to_see(row):
                part = heat[n, eye, kind, max(i - 1, 0) : i + 2, max(j - 1, 0) : j + 2]
                part[part < 1.0] = -1.0
                continue
            spread(heat[n, eye, kind], i, j, float(row[R_PIXELS]))
            for di, dj, near in BESIDE:
                if 0 <= i + di < high and 0 <= j + dj < wide:
                    value, weight, share = fields(row, where, (eye, i + di, j + dj))
                    limit = int(row[R_LIMIT]) if near == 1.0 else -1
                    found.append(([n, eye, i + di, j + dj], value, near * weight, share, limit))
    if not found:
        none = np.zeros((0, F_LIMIT), np.float32)
        return Asked(heat, np.zeros((0, 4), np.int64), none, none, none[:, 0], np.zeros(0, np.int64))
    place, value_, weight_, share_, limit_ = zip(*found, strict=True)
    return Asked(
        heat, np.array(place, np.int64), np.array(value_, np.float32), np.array(weight_, np.float32),
        np.array(share_, np.float32), np.array(limit_, np.int64),
    )  # fmt: skip


def to_see(row: Float64) -> bool:
    """Whether it is to be seen: large enough in the picture, near enough, and, of a signal, not from behind."""
    if row[R_PIXELS] < FEWEST or math.hypot(row[R_X], row[R_Y]) > FURTHEST:
        return False
    return row[R_CLASS] < len(THINGS) or math.cos(row[R_HEADING] - math.atan2(row[R_Y], row[R_X])) > FACING


def spread(heat: Float32, i: int, j: int, pixels: float) -> None:
    """A peak at a cell, wider for what is large in the picture, in place."""
    sigma = min(max(0.16 * math.sqrt(pixels) / STRIDE, 0.45), 1.6)
    reach = int(3.0 * sigma) + 1
    top, left = max(i - reach, 0), max(j - reach, 0)
    part = heat[top : i + reach + 1, left : j + reach + 1]
    y, x = np.arange(top, top + part.shape[0]) - i, np.arange(left, left + part.shape[1]) - j
    np.maximum(part, np.exp(-(y[:, None] ** 2 + x[None] ** 2) / (2.0 * sigma * sigma)), out=part)


def fields(row: Float64, where: Where, cell: tuple[int, int, int]) -> tuple[Float64, Float64, float]:
    """What is asked of a thing at a cell (eye, row, column), how much each counts, (F_LIMIT,) each; and `Asked.share`.

    Velocities are told along the way the cell looks: what a picture shows of them turns with it.
    """
    value, weight = np.zeros(F_LIMIT), np.zeros(F_LIMIT)
    way, side, eye = float(where.aims.ways[cell]), where.aims.sides[cell[0]], where.places[cell[0]]
    dx, dy = row[R_X] - eye[0], row[R_Y] - eye[1]
    turn = math.atan2(dy, dx) - way
    drop = max(float(eye[2]), LOWEST) / max(math.hypot(dx, dy), NEAREST)
    value[F_TURN] = math.atan2(math.sin(turn), math.cos(turn)) / side
    value[F_FAR] = (drop - where.aims.drops[cell]) / side
    value[F_COS], value[F_SIN] = math.cos(row[R_HEADING] - way), math.sin(row[R_HEADING] - way)
    weight[[F_TURN, F_FAR, F_COS, F_SIN]] = 0.25, 6.0, 1.0, 1.0  # by F_COS they are counted (`losses`)
    if row[R_CLASS] < len(THINGS):
        value[F_LENGTH] = math.log(max(row[R_LENGTH], 0.1) / SIZE_SCALE[0])
        value[F_WIDTH] = math.log(max(row[R_WIDTH], 0.1) / SIZE_SCALE[1])
        c, s = math.cos(way), math.sin(way)
        value[F_AHEAD], value[F_LEFT] = c * row[R_VX] + s * row[R_VY], c * row[R_VY] - s * row[R_VX]
        value[[F_AHEAD, F_LEFT]] /= SPEED_SCALE
        value[[F_BRAKE, F_INDICATE_LEFT, F_INDICATE_RIGHT]] = row[[R_BRAKE, R_LEFT, R_RIGHT]]
        weight[[F_LENGTH, F_WIDTH]], weight[[F_AHEAD, F_LEFT]] = 0.7, 1.0
        weight[[F_BRAKE, F_INDICATE_LEFT, F_INDICATE_RIGHT]] = 0.3
    else:
        value[F_TEMPORARY], weight[F_TEMPORARY] = row[R_TEMPORARY], 0.3
        if row[R_COUNTS] >= 0.0:
            value[F_COUNTS], weight[F_COUNTS] = row[R_COUNTS], 0.5
            value[F_OFFSET], weight[F_OFFSET] = row[R_OFFSET] / SPEED_SCALE, row[R_COUNTS]
    return value, weight, float(side / drop)
