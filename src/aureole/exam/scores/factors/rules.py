"""The factors that nuPlan's score and NAVSIM's share: collisions at fault, the drivable area, the driving direction."""

from __future__ import annotations

from math import nan

import numpy as np

from aureole.core.notes import Float64
from aureole.exam.scores.factors.ground import Ground, centres, linked_rows
from aureole.exam.scores.factors.meet import PEOPLE, THINGS, Contacts
from aureole.exam.scores.logs.log import Log

WRONG_WAY = 2.0  # m in one second against the traffic still count full
WRONG_WAY_MOST = 6.0  # m; and from here on not at all
SPAN = 1.0  # s; over which they are counted
TOLERANCE = 0.3  # m; nuPlan lets a corner be so far beside the drivable area


def unsure(found: Contacts) -> bool:
    """A contact whose fault only a map could tell, and none that is at fault for certain."""
    return bool(np.isnan(found.fault).any())


def navsim_nc(log: Log, found: Contacts) -> float:
    """NAVSIM: 0 if a contact with a road user was its fault, 1/2 if one with an object was, else 1."""
    if log.others is None:
        return nan
    guilty = found.other[found.fault > 0.0]
    if guilty.size:
        things = np.isin(log.others.kind[guilty], THINGS).all()
        return nan if things and unsure(found) else 0.5 if things else 0.0
    return nan if unsure(found) else 1.0


def nuplan_nc(log: Log, found: Contacts) -> float:
    """nuPlan: max(0, 1 - n / (allowed + 1)) of the contacts at fault, multiplied over people, vehicles and objects.

    One contact with an object is allowed and halves the factor; none with people or vehicles is.
    """
    if log.others is None:
        return nan
    kinds = log.others.kind[found.other[found.fault > 0.0]]
    things = int(np.isin(kinds, THINGS).sum())
    people = int(np.isin(kinds, PEOPLE).sum())
    vehicles = len(kinds) - things - people
    value = 0.0 if people or vehicles else max(0.0, 1.0 - 0.5 * things)
    return nan if value > 0.0 and unsure(found) else value


def dac(ground: Ground | None, tolerance: float | None) -> float:
    """1 if no corner is ever beside the paved area; nuPlan: nowhere by its tolerance (m) or more. NaN: not known."""
    if ground is None or np.isnan(ground.away).any():
        return nan
    beside = ground.off.any() if tolerance is None else (ground.away >= tolerance).any()
    return 0.0 if beside else 1.0


def graded(most: float) -> float:
    """Driving direction compliance of the metres driven against the traffic within a second."""
    return 1.0 if most < WRONG_WAY else 0.5 if most < WRONG_WAY_MOST else 0.0


def over_span(values: Float64, step: float) -> Float64:
    """Sum of each value with those of the second before."""
    reach = round(SPAN / step)
    total = np.concatenate([np.zeros(reach + 1), np.cumsum(values)])
    return np.asarray(total[reach + 1 :] - total[: len(values)])


def navsim_ddc(log: Log, ground: Ground | None, way: Float64) -> float:
    """NAVSIM: metres moved while the box's middle is in no lane that leads the way; junctions are left out.

    `way` is the heading of the way at each moment (rad): a lane leads it if its traffic goes within 90° of that.
    """
    if ground is None:
        return nan
    with np.errstate(invalid="ignore"):
        against = np.cos(ground.direction - way) < 0.0
    astray = ((ground.row < 0) | against) & ~ground.junction
    middle = centres(log)[:, :2]
    moved = np.concatenate([[0.0], np.hypot(*np.diff(middle, axis=0).T)])
    return graded(float(over_span(np.where(astray, moved, 0.0), log.step).max()))


def nuplan_ddc(log: Log, ground: Ground | None) -> float:
    """nuPlan: metres made good against the traffic of the lane; entering another lane counts nothing for two steps."""
    if ground is None:
        return nan
    middle = centres(log)[:, :2]
    moved = np.concatenate([np.zeros((1, 2)), np.diff(middle, axis=0)])
    direction = np.nan_to_num(ground.direction)
    made = moved[:, 0] * np.cos(direction) + moved[:, 1] * np.sin(direction)
    made[np.isnan(ground.direction)] = 0.0
    row = ground.row
    assert log.terrain is not None  # noqa: S101  # there is no ground without one
    stays = np.concatenate([[False], linked_rows(log.terrain, row[:-1], row[1:])])
    stays &= np.concatenate([[False], stays[:-1]]) | (np.arange(len(row)) == 1)
    worst = over_span(np.where(stays, made, 0.0), log.step).min()
    return graded(float(max(-worst, 0.0)))
