"""What kernels of perception make of the network's answer, written plainly: the oracle for their tests."""

import numpy as np

from aureole.core.kinds import Lamps
from aureole.drivers.perception.decode import (
    D_BRAKE,
    D_CLASS,
    D_EYE,
    D_HEADING,
    D_LEFT,
    D_LENGTH,
    D_LIMIT,
    D_RIGHT,
    D_SURE,
    D_TEMPORARY,
    D_VX,
    D_VY,
    D_WIDTH,
    D_X,
    D_Y,
    FURTHEST,
    LEAST,
    LOGIT,
    LOWEST,
    MOST,
    SEEN,
    is_sign,
    kinds_of,
)
from aureole.drivers.perception.lanes import ANOTHER, NARROW, SMOOTH, STAYS, WIDE, sigmoid
from aureole.drivers.perception.remembered.told import LAID, STANDS
from aureole.drivers.perception.remembered.tracking import (
    K_BRAKE,
    K_CLASS,
    K_COS,
    K_ID,
    K_LEFT,
    K_LENGTH,
    K_RIGHT,
    K_SIN,
    K_SURE,
    K_TOLD,
    K_VX,
    K_VY,
    K_WIDTH,
    K_X,
    K_Y,
)
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
    G_SURE,
    L_LEFT,
    L_RIGHT,
    L_SURE,
    SIZE_SCALE,
    SPEED_SCALE,
    STATIONS,
    THINGS,
)
from aureole.drivers.perception.words import OBJECTS, TRACKS
from tests.drivers.perception import clear


def seen(found, eyes, aims, calibration, new=None):
    """What is seen in one look, the surest first."""
    heat = found["heat"]
    lowest = (np.log(LEAST / (1.0 - LEAST)) - calibration[:, 1]) / calibration[:, 0]
    masked = heat if new is None else np.where(new[:, None, None, None], heat, np.float32(-1e3))
    eye, kind, row, column = clear.peaks(masked, lowest)
    logit = np.clip(heat[eye, kind, row, column].astype(np.float64), -LOGIT, LOGIT)
    sure = 1.0 / (1.0 + np.exp(-(logit * calibration[kind, 0] + calibration[kind, 1])))
    order = np.argsort(-sure, kind="stable")[: 2 * MOST]
    eye, kind, row, column = eye[order], kind[order], row[order], column[order]
    told = found["fields"][eye, :, row, column].astype(np.float64)
    table = np.zeros((len(eye), SEEN))
    if not len(eye):
        return table
    aim, places = aims.ways[eye, row, column], np.stack([one.place for one in eyes])[eye]
    way = aim + aims.sides[eye] * told[:, F_TURN]
    far = distance(aims.drops[eye, row, column] + aims.sides[eye] * told[:, F_FAR], places[:, 2])
    table[:, D_SURE], table[:, D_CLASS], table[:, D_EYE] = sure[order], kind, eye
    table[:, D_X], table[:, D_Y] = places[:, 0] + far * np.cos(way), places[:, 1] + far * np.sin(way)
    table[:, D_HEADING] = np.arctan2(told[:, F_SIN], told[:, F_COS]) + aim
    for column_, field, scale in ((D_LENGTH, F_LENGTH, SIZE_SCALE[0]), (D_WIDTH, F_WIDTH, SIZE_SCALE[1])):
        table[:, column_] = scale * np.exp(np.clip(told[:, field], -4.0, 2.0))
    signs = is_sign(kind)
    table[signs, D_LENGTH], table[signs, D_WIDTH] = SPEED_SCALE * told[signs, F_OFFSET], 0.0
    table[:, D_VX : D_VY + 1] = SPEED_SCALE * turned(told[:, F_AHEAD : F_LEFT + 1], aim)
    for column_, field in (
        (D_BRAKE, F_BRAKE), (D_LEFT, F_INDICATE_LEFT), (D_RIGHT, F_INDICATE_RIGHT), (D_TEMPORARY, F_TEMPORARY),
    ):  # fmt: skip
        table[:, column_] = 1.0 / (1.0 + np.exp(-np.clip(told[:, field], -LOGIT, LOGIT)))
    table[:, D_LIMIT:] = shares(told[:, F_LIMIT:FIELDS])
    return clear.single(table)[:MOST]


def turned(xy, way):
    """What is told along a way and to its left, (n, 2), along the car's axes."""
    c, s = np.cos(way), np.sin(way)
    return np.stack((c * xy[:, 0] - s * xy[:, 1], s * xy[:, 0] + c * xy[:, 1]), axis=-1)


def distance(drop, height):
    """How far away the level road is, m, that an eye so many metres above it sees so far below level (tangent)."""
    height = np.maximum(height, LOWEST)
    return height / np.maximum(drop, height / FURTHEST)


def shares(logits):
    """Softmax along the last axis."""
    part = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return part / part.sum(axis=-1, keepdims=True)


def spreads(seen, eye):
    """Covariances of where things are seen, (things, 2, 2): along the line of sight distances are told worse."""
    dx, dy = seen[:, D_X] - eye[0], seen[:, D_Y] - eye[1]
    far = np.maximum(np.hypot(dx, dy), 1.0)
    ux, uy = dx / far, dy / far
    along, across = (0.1 * far + 0.4) ** 2, (0.015 * far + 0.2) ** 2
    found = np.empty((len(seen), 2, 2))
    found[:, 0, 0], found[:, 1, 1] = along * ux**2 + across * uy**2, along * uy**2 + across * ux**2
    found[:, 0, 1] = found[:, 1, 0] = (along - across) * ux * uy
    return found


def abroad(table, pose):
    """Things seen, turned into the frame in which the car has a pose, and their covariances there; in place."""
    spread = spreads(table, (0.0, 0.0))
    c, s = np.cos(pose[2]), np.sin(pose[2])
    turn = np.array([[c, -s], [s, c]])
    signs = is_sign(table[:, D_CLASS].astype(np.int64))
    xy = table[:, D_X : D_Y + 1].copy()
    table[:, D_X], table[:, D_Y] = pose[0] + c * xy[:, 0] - s * xy[:, 1], pose[1] + s * xy[:, 0] + c * xy[:, 1]
    table[:, D_HEADING] += pose[2]
    v = table[:, D_VX : D_VY + 1].copy()
    table[~signs, D_VX], table[~signs, D_VY] = (c * v[:, 0] - s * v[:, 1])[~signs], (s * v[:, 0] + c * v[:, 1])[~signs]
    return np.einsum("ij,njk,lk->nil", turn, spread, turn)


def own_lane(found, line, before):
    """Middle and half width of the own lane at `STATIONS`, how sure each is, and all of it; mixed with before."""
    told = found["lane"].astype(np.float64)
    left, right = (np.einsum("ij,j->i", SMOOTH, told[:, k]) for k in (L_LEFT, L_RIGHT))
    middle, half = 0.5 * (left + right), np.clip(0.5 * (left - right), NARROW, WIDE)
    each, whole = sigmoid(told[:, L_SURE]), float(sigmoid(found["facts"][G_SURE]))
    if before.known > 0.0:
        s, t = clear.beside(line, before.xy)
        rising = np.concatenate(([True], np.diff(s) > 0.1))
        if rising.sum() > 2:
            inside = (s[rising][0] < STATIONS) & (s[rising][-1] > STATIONS)
            old, wide = np.interp(STATIONS, s[rising], t[rising]), np.interp(STATIONS, s[rising], before.half[rising])
            stays = STAYS * np.clip(before.known / np.maximum(each, 0.05), 0.0, 1.5)
            fits = inside & (np.abs(old - middle) < ANOTHER)
            middle = np.where(fits, middle + stays * (old - middle), middle)
            half = np.where(fits, half + stays * (wide - half), half)
    return middle, half, each, whole


def in_frame(rows, pose):
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


def tell_users(near, tracks, objects, w):
    """Fill tracks and objects of world w from rows in the car's frame, in place."""
    classes = near[:, K_CLASS].astype(np.int64)
    things = classes < len(THINGS)
    kinds = kinds_of(classes)
    laid = things & LAID[np.minimum(classes, len(THINGS) - 1)]
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


def lamps_of(rows):
    """`Lamps` of rows."""
    found = np.zeros(len(rows), dtype=np.int64)
    for column, lamp in ((K_BRAKE, Lamps.BRAKE), (K_LEFT, Lamps.INDICATOR_LEFT), (K_RIGHT, Lamps.INDICATOR_RIGHT)):
        found |= np.where(rows[:, column] > 0.5, int(lamp), 0)
    return found
