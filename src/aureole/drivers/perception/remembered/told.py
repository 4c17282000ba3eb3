"""From what is remembered to the words that a driver reads: tracks, objects, signals, nearest first."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from aureole.core.kinds import Kind, Lamps, SignalKind
from aureole.core.notes import Bool, Float32, Float64, Int32
from aureole.drivers.perception.lanes import Line, beside
from aureole.drivers.perception.remembered.tracking import (
    K_BRAKE,
    K_CLASS,
    K_COS,
    K_ID,
    K_LEFT,
    K_LENGTH,
    K_LIMIT,
    K_P,
    K_RIGHT,
    K_SIN,
    K_SURE,
    K_TEMPORARY,
    K_TOLD,
    K_VX,
    K_VY,
    K_WIDTH,
    K_X,
    K_Y,
    still,
)  # fmt: skip
from aureole.drivers.perception.table import LIMITS, SIGNS, THINGS
from aureole.drivers.perception.words import SIGNALS
from aureole.kernels import kernel

STANDS = 0.6  # m/s; slower is standing
KMH = 1.0 / 3.6  # m/s
READ = 0.7  # -; a figure that is less sure is not read
OURS = 9.0  # m; a sign so far beside the route may speak to us
FACING = 1.0  # rad; within which it is turned towards us
LAID = np.array([kind in (Kind.CONE, Kind.BARRIER) for kind in THINGS])
KINDS = np.array([int(kind) for kind in THINGS])
BRAKE, LEFT, RIGHT = int(Lamps.BRAKE), int(Lamps.INDICATOR_LEFT), int(Lamps.INDICATOR_RIGHT)


def in_frame(rows: Float64, pose: Float64) -> Float64:
    """Those that are remembered and sure enough, in the car's frame, the nearest first; rows as of `tracking`."""
    found = np.empty_like(rows)
    return found[: framed(rows, float(pose[0]), float(pose[1]), np.cos(pose[2]), np.sin(pose[2]), found)]


@kernel
def framed(rows: Float64, x: float, y: float, c: float, s: float, out: Float64) -> int:
    """What `in_frame` gives, in the first rows of `out`; how many they are."""
    far, order, count = np.empty(len(rows)), np.empty(len(rows), np.int64), 0
    for n in range(len(rows)):
        if rows[n, K_ID] < 0.0 or not rows[n, K_TOLD] > 0.0:
            continue
        dx, dy = rows[n, K_X] - x, rows[n, K_Y] - y
        far[n] = math.hypot(c * dx + s * dy, c * dy - s * dx)
        k = count
        while k > 0 and (
            far[n] < far[order[k - 1]] or (far[n] == far[order[k - 1]] and rows[n, K_ID] < rows[order[k - 1], K_ID])
        ):
            order[k], k = order[k - 1], k - 1
        order[k], count = n, count + 1
    for k in range(count):
        row, one = out[k], rows[order[k]]
        row[:] = one
        dx, dy = one[K_X] - x, one[K_Y] - y
        row[K_X], row[K_Y] = c * dx + s * dy, c * dy - s * dx
        row[K_VX], row[K_VY] = c * one[K_VX] + s * one[K_VY], c * one[K_VY] - s * one[K_VX]
        row[K_COS], row[K_SIN] = c * one[K_COS] + s * one[K_SIN], c * one[K_SIN] - s * one[K_COS]
    return count


class Told(NamedTuple):
    """Words of one world that `tell` fills; velocities and lamps of tracks alone."""

    present: Bool
    id: Int32
    xy: Float32
    heading: Float32
    size: Float32
    kind: Int32
    sure: Float32
    velocity: Float32
    lamps: Int32


def told_of(word: dict[str, Any], w: int) -> Told:
    """The words of world w."""
    parts = (word["present"], word["id"], word["xy"], word["heading"], word["size"], word["kind"], word["sure"])
    velocity, lamps = word.get("velocity", word["xy"]), word.get("lamps", word["kind"])
    return Told(*(part[w] for part in (*parts, velocity, lamps)))


def tell_users(near: Float64, tracks: dict[str, Any], objects: dict[str, Any], w: int) -> None:
    """Fill tracks and objects of world w from rows in the car's frame, in place."""
    tell(near, np.arctan2(near[:, K_SIN], near[:, K_COS]), told_of(tracks, w), told_of(objects, w))


@kernel
def tell(near: Float64, heading: Float64, tracks: Told, objects: Told) -> None:
    """What `tell_users` does, for one world."""
    count = laid = 0
    for n in range(len(near)):
        row, kind = near[n], int(near[n, K_CLASS])
        if kind >= len(KINDS):
            continue
        lies = LAID[kind]
        word, k = (objects, laid) if lies else (tracks, count)
        if k >= len(word.present):
            continue
        word.present[k], word.id[k], word.kind[k], word.heading[k] = True, int(row[K_ID]), KINDS[kind], heading[n]
        word.xy[k, 0], word.xy[k, 1] = row[K_X], row[K_Y]
        word.size[k, 0], word.size[k, 1] = row[K_LENGTH], row[K_WIDTH]
        word.sure[k] = min(max(row[K_SURE], 0.0), 1.0)
        if lies:
            laid += 1
            continue
        count += 1
        if math.hypot(row[K_VX], row[K_VY]) > STANDS:
            word.velocity[k, 0], word.velocity[k, 1] = row[K_VX], row[K_VY]
        word.lamps[k] = (
            (BRAKE if row[K_BRAKE] > 0.5 else 0) | (LEFT if row[K_LEFT] > 0.5 else 0)
            | (RIGHT if row[K_RIGHT] > 0.5 else 0)
        )  # fmt: skip


def tell_signs(near: Float64, line: Line, signals: dict[str, Any], w: int) -> None:
    """Fill the signals of world w: those on the own way first; in place."""
    rows = near[[still(int(kind)) and kind >= len(THINGS) for kind in near[:, K_CLASS]]]
    if not len(rows):
        return
    kinds = np.array([int(kind) for kind, _ in SIGNS])[rows[:, K_CLASS].astype(np.int64) - len(THINGS)]
    states = np.array([int(state) for _, state in SIGNS])[rows[:, K_CLASS].astype(np.int64) - len(THINGS)]
    share = rows[:, K_LIMIT:K_P]
    value = np.where(kinds == SignalKind.LIMIT, KMH * np.array(LIMITS)[np.argmax(share, axis=1)], 0.0)
    read = (kinds != SignalKind.LIMIT) | (share.max(axis=1) > READ)
    heading = np.arctan2(rows[:, K_SIN], rows[:, K_COS])
    along, left = beside(line, rows[:, K_X : K_Y + 1])
    way = np.interp(along, line.s, line.heading)
    turned = np.abs(np.arctan2(np.sin(heading - way), np.cos(heading - way)))
    ours = (np.abs(left) < OURS) & (turned < FACING) & (rows[:, K_BRAKE] > 0.5) & (along > 0.0) & (along < line.end)
    ahead = np.where(ours, np.maximum(along + rows[:, K_LENGTH], 0.0), np.inf)
    far = np.hypot(rows[:, K_X], rows[:, K_Y])
    order = [k for k in np.lexsort((far, ahead)) if read[k]][:SIGNALS]
    place = (w, slice(0, len(order)))
    signals["present"][place], signals["id"][place] = True, rows[order, K_ID]
    signals["xy"][place], signals["heading"][place] = rows[order, K_X : K_Y + 1], heading[order]
    signals["kind"][place], signals["state"][place] = kinds[order], states[order]
    signals["value"][place], signals["ahead"][place] = value[order], ahead[order]
    signals["temporary"][place] = rows[order, K_TEMPORARY] > 0.5
    signals["sure"][place] = np.clip(rows[order, K_SURE], 0.0, 1.0)
