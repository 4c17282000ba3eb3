"""How well single frames are seen that were never trained on: things by class, lanes, cells, honesty."""

from __future__ import annotations

from typing import Any

import numpy as np

from aureole.core.kinds import SignalKind
from aureole.core.notes import Bool, Float32, Float64
from aureole.drivers.perception.decode import (
    D_CLASS,
    D_HEADING,
    D_LENGTH,
    D_SURE,
    D_VX,
    D_WIDTH,
    D_X,
    D_Y,
    GROUPS,
    is_sign,
    kinds_of,
)
from aureole.drivers.perception.lanes import sigmoid
from aureole.drivers.perception.table import G_MARK_LEFT, G_SURE, L_SURE, MARKS, STATIONS, THINGS
from aureole.exam.scores.perception import detection
from aureole.exam.scores.perception.boxes import Boxes, boxes, fair, joined
from aureole.exam.scores.perception.calibration import calibration as honest
from aureole.learn.perception.calibrate import NEAR as ROOM
from aureole.learn.perception.calibrate import SHARE, Found, Frame, answers, looked
from aureole.learn.perception.data.ground import HIDDEN
from aureole.learn.perception.data.things import (
    FEWEST,
    R_CLASS,
    R_HEADING,
    R_LENGTH,
    R_PIXELS,
    R_VX,
    R_WHO,
    R_WIDTH,
    R_X,
    R_Y,
)  # fmt: skip
from aureole.learn.perception.lessons import Lessons
from aureole.learn.perception.net import Net
from aureole.learn.perception.targets import to_see

TAKEN = 2  # class of a cell
NEAR, FAR = (0.0, 20.0), (20.0, 40.0)  # m ahead; over which the lane is judged
TOLERANCE = 0.3  # m
READ, REACH = 0.3, 50.0  # -, m; how sure a signal must be to count as seen, and up to where they are judged
LIGHT = 10 + int(SignalKind.LIGHT)  # of `GROUPS`


def scores(net: Net, lessons: Lessons, calibration: Float32) -> dict[str, Any]:
    """Figures by name, over all frames."""
    found, there, here, lanes, signs, cells = [], [], [], [], [], np.zeros((3, 2))
    for frame in answers(net, lessons):
        one = looked(frame, lessons, calibration)
        found.append(one)
        there.append(truths(lessons.given.rows(frame.number), frame.number))
        here.append(perceived(one, frame.number))
        lanes.append(lane_errors(frame, lessons))
        signs.append(signals_of(one, lessons.given.rows(frame.number)))
        cells += cells_of(frame, lessons)
    truth, seen = fair(joined(there), joined(here))
    detected = detection.scored(detection.matches(truth, seen), None)
    right, sure = (np.concatenate([getattr(one, name) for one in found]) for name in ("right", "logit"))
    sure = np.concatenate([one.table[:, D_SURE] for one in found])
    told = honest(sure, right)
    return {
        "frames": len(lessons.given), "detection.map": detected.mean,
        **{f"detection.{name}": getattr(detected, name) for name in detection.ERRORS},
        **{f"detection.ap.{name}": one.mean for name, one in detected.classes.items() if one.truths > 0.0},
        **signal_scores(signs), **lane_scores(lanes),
        "occupancy.iou.taken": float(cells[TAKEN, 0] / max(cells[TAKEN, 1], 1.0)),
        "occupancy.iou.off_road": float(cells[1, 0] / max(cells[1, 1], 1.0)), "ece": told.ece, "brier": told.brier,
    }  # fmt: skip


def truths(rows: Float32, number: int) -> Boxes:
    """Road users and objects of a frame that some eye sees."""
    rows = rows[rows[:, R_CLASS] < len(THINGS)]
    who, first = np.unique(rows[:, R_WHO], return_index=True)
    pixels = np.array([rows[rows[:, R_WHO] == one, R_PIXELS].max() for one in who])
    rows = rows[first]
    found = filled(len(rows), number, rows[:, [R_X, R_HEADING, R_LENGTH, R_WIDTH, R_VX]].astype(np.float64),
                   rows[:, R_X : R_X + 2].astype(np.float64), rows[:, R_VX : R_VX + 2].astype(np.float64))  # fmt: skip
    kinds = kinds_of(rows[:, R_CLASS].astype(np.int64))
    return found._replace(id=who.astype(np.int64), kind=kinds, counted=pixels >= FEWEST)


def filled(count: int, number: int, about: Float64, xy: Float64, velocity: Float64) -> Boxes:
    """Boxes of a frame with places, headings, sizes, velocities."""
    whole = np.full(count, number, np.int64)
    return boxes(count)._replace(
        drive=np.zeros(count, np.int64), look=whole, xy=xy, heading=about[:, 1], size=about[:, 2:4], velocity=velocity
    )


def perceived(found: Found, number: int) -> Boxes:
    """Road users and objects that are seen in a frame."""
    keep: Bool = ~is_sign(found.kind)
    table, kind = found.table[keep], found.kind[keep]
    told = filled(len(table), number, table[:, [D_X, D_HEADING, D_LENGTH, D_WIDTH, D_VX]],
                  table[:, D_X : D_X + 2], table[:, D_VX : D_VX + 2])  # fmt: skip
    return told._replace(id=np.arange(len(table)), kind=kinds_of(kind), sure=np.clip(table[:, D_SURE], 0.0, 1.0))


def signals_of(found: Found, rows: Float32) -> Float64:
    """Of signals of a frame: to be seen, seen, told, told rightly; of lights: to be seen, seen, state right; (7,).

    One is seen if one of its kind is told within 2 m and a tenth of its distance.
    """
    signs = rows[rows[:, R_CLASS] >= len(THINGS)].astype(np.float64)
    table = found.table[is_sign(found.kind) & (found.table[:, D_SURE] >= READ)]
    table = table[np.hypot(table[:, D_X], table[:, D_Y]) <= REACH]
    groups, kinds = np.array(GROUPS), table[:, D_CLASS].astype(np.int64)
    asked = np.array([to_see(row) and np.hypot(row[R_X], row[R_Y]) <= REACH for row in signs], np.bool_)
    classes = signs[:, R_CLASS].astype(np.int64)
    away = np.hypot(table[:, None, D_X] - signs[None, :, R_X], table[:, None, D_Y] - signs[None, :, R_Y])
    fits = away < np.maximum(ROOM, SHARE * np.hypot(signs[:, R_X], signs[:, R_Y]))[None]
    fits &= groups[kinds][:, None] == groups[classes][None]
    counts = np.zeros(7)
    counts[2:4] = len(table), fits.any(axis=1).sum()
    for who in np.unique(signs[asked, R_WHO]):  # seen by several eyes it is one
        k = np.flatnonzero(asked & (signs[:, R_WHO] == who))
        told = np.flatnonzero(fits[:, k].any(axis=1))
        light = groups[classes[k[0]]] == LIGHT
        counts[[0, 4]] += 1.0, light
        counts[[1, 5]] += len(told) > 0, light and len(told) > 0
        counts[6] += light and len(told) > 0 and kinds[told[np.argmax(table[told, D_SURE])]] == classes[k[0]]
    return counts


def signal_scores(parts: list[Float64]) -> dict[str, float]:
    """Shares of signals that are seen, of those told that are there, and of lights; of what there was any of."""
    total = np.sum(parts, axis=0) if parts else np.zeros(7)
    names = {"signals.seen": (1, 0), "signals.right": (3, 2), "lights.seen": (5, 4), "lights.state": (6, 5)}
    return {name: float(total[part] / total[whole]) for name, (part, whole) in names.items() if total[whole] > 0.0}


def lane_errors(frame: Frame, lessons: Lessons) -> Float64:
    """Of each station: errors of the left and right border (m; NaN where there is none), how sure; (stations, 5)."""
    wanted = lessons.given.arrays["borders"][frame.number].astype(np.float64)
    off = np.where(wanted[:, 2:] > 0.0, frame.lane[:, :2] - wanted[:, :2], np.nan)
    facts = lessons.given.arrays["facts"][frame.number]
    mark = np.argmax(frame.facts[G_MARK_LEFT : G_MARK_LEFT + MARKS]) == np.argmax(
        facts[G_MARK_LEFT : G_MARK_LEFT + MARKS]
    )
    about = np.full((len(STATIONS), 3), np.nan)
    about[:, 0], about[0, 1], about[0, 2] = sigmoid(frame.lane[:, L_SURE]), sigmoid(frame.facts[G_SURE]), float(mark)
    return np.concatenate((off, about), axis=1)


def lane_scores(parts: list[Float64]) -> dict[str, float]:
    """Errors of the borders, near and further away."""
    told = np.stack(parts)
    found = {"lanes.marks": float(np.nanmean(told[:, 0, 4]))}
    for name, (low, high) in (("near", NEAR), ("far", FAR)):
        chosen = (low < STATIONS) & (high >= STATIONS)
        off = np.abs(told[:, chosen, :2])
        known = np.isfinite(off)
        found[f"lanes.error.{name}"] = float(np.nanmedian(off))
        found[f"lanes.within_{TOLERANCE}.{name}"] = float((off[known] < TOLERANCE).mean())
    return found


def cells_of(frame: Frame, lessons: Lessons) -> Float64:
    """Of each class of cells that some eye sees: in both, and in either, (3, 2)."""
    wanted = lessons.given.arrays["occupied"][frame.number]
    told = np.argmax(frame.occupied, axis=0)
    found = np.zeros((3, 2))
    for k in range(3):
        one, other = (wanted == k), (told == k) & (wanted != HIDDEN)
        found[k] = (one & other).sum(), (one | other).sum()
    return found
