"""How well single frames are seen that were never trained on: things by class, lanes, cells, honesty."""

from __future__ import annotations

from typing import Any

import numpy as np

from aureole.core.notes import Bool, Float32, Float64
from aureole.drivers.perception.decode import D_HEADING, D_LENGTH, D_SURE, D_VX, D_WIDTH, D_X, is_sign, kinds_of
from aureole.drivers.perception.lanes import sigmoid
from aureole.drivers.perception.table import G_MARK_LEFT, G_SURE, L_SURE, MARKS, STATIONS, THINGS
from aureole.exam.scores.perception import detection
from aureole.exam.scores.perception.boxes import Boxes, boxes, fair, joined
from aureole.exam.scores.perception.calibration import calibration as honest
from aureole.learn.perception.calibrate import Found, Frame, answers, looked
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
)  # fmt: skip
from aureole.learn.perception.lessons import Lessons
from aureole.learn.perception.net import Net

TAKEN = 2  # class of a cell
NEAR, FAR = (0.0, 20.0), (20.0, 40.0)  # m ahead; over which the lane is judged
TOLERANCE = 0.3  # m


def scores(net: Net, lessons: Lessons, calibration: Float32) -> dict[str, Any]:
    """Figures by name, over all frames."""
    found, there, here, lanes, cells = [], [], [], [], np.zeros((3, 2))
    for frame in answers(net, lessons):
        one = looked(frame, lessons, calibration)
        found.append(one)
        there.append(truths(lessons.given.rows(frame.number), frame.number))
        here.append(perceived(one, frame.number))
        lanes.append(lane_errors(frame, lessons))
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
        **lane_scores(lanes), "occupancy.iou.taken": float(cells[TAKEN, 0] / max(cells[TAKEN, 1], 1.0)),
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
