"""From what is remembered to the words that a driver reads: tracks, objects, signals, nearest first."""

from __future__ import annotations

from typing import Any

import numpy as np

from aureole.core.kinds import Kind, Lamps, SignalKind
from aureole.core.notes import Bool, Float64, Int64
from aureole.drivers.perception.decode import kinds_of
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
from aureole.drivers.perception.words import OBJECTS, SIGNALS, TRACKS

STANDS = 0.6  # m/s; slower is standing
KMH = 1.0 / 3.6  # m/s
READ = 0.7  # -; a figure that is less sure is not read
OURS = 9.0  # m; a sign so far beside the route may speak to us
FACING = 1.0  # rad; within which it is turned towards us
LAID = np.array([kind in (Kind.CONE, Kind.BARRIER) for kind in THINGS])


def in_frame(rows: Float64, pose: Float64) -> Float64:
    """Those that are remembered and sure enough, in the car's frame, the nearest first; rows as of `tracking`."""
    found = rows[(rows[:, K_ID] >= 0.0) & (rows[:, K_TOLD] > 0.0)].copy()
    c, s = np.cos(pose[2]), np.sin(pose[2])
    dx, dy = found[:, K_X] - pose[0], found[:, K_Y] - pose[1]
    found[:, K_X], found[:, K_Y] = c * dx + s * dy, c * dy - s * dx
    for one, other in ((K_VX, K_VY), (K_COS, K_SIN)):
        a, b = found[:, one].copy(), found[:, other].copy()
        found[:, one], found[:, other] = c * a + s * b, c * b - s * a
    order = np.lexsort((found[:, K_ID], np.hypot(found[:, K_X], found[:, K_Y])))
    return found[order]


def tell_users(near: Float64, tracks: dict[str, Any], objects: dict[str, Any], w: int) -> None:
    """Fill tracks and objects of world w from rows in the car's frame, in place."""
    classes = near[:, K_CLASS].astype(np.int64)
    things: Bool = classes < len(THINGS)
    kinds = kinds_of(classes)
    laid: Bool = things & LAID[np.minimum(classes, len(THINGS) - 1)]
    for chosen, room, word in ((things & ~laid, TRACKS, tracks), (laid, OBJECTS, objects)):
        rows = np.flatnonzero(chosen)[:room]
        place = (w, slice(0, len(rows)))
        word["present"][place], word["id"][place] = True, near[rows, K_ID]
        word["xy"][place] = near[rows, K_X : K_Y + 1]
        word["heading"][place] = np.arctan2(near[rows, K_SIN], near[rows, K_COS])
        word["size"][place] = near[rows, K_LENGTH : K_WIDTH + 1]
        word["kind"][place], word["sure"][place] = kinds[rows], np.clip(near[rows, K_SURE], 0.0, 1.0)
        if word is tracks:
            moves = np.hypot(near[rows, K_VX], near[rows, K_VY]) > STANDS
            word["velocity"][place] = np.where(moves[:, None], near[rows, K_VX : K_VY + 1], 0.0)
            word["lamps"][place] = lamps_of(near[rows])


def lamps_of(rows: Float64) -> Int64:
    """`Lamps` of rows."""
    found = np.zeros(len(rows), dtype=np.int64)
    for column, lamp in ((K_BRAKE, Lamps.BRAKE), (K_LEFT, Lamps.INDICATOR_LEFT), (K_RIGHT, Lamps.INDICATOR_RIGHT)):
        found |= np.where(rows[:, column] > 0.5, int(lamp), 0)
    return found


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
