"""The route score of the CARLA leaderboard and Bench2Drive: completion times a penalty for every infraction.

CARLA Autonomous Driving Leaderboard 2.0, evaluation and metrics; Jia et al., Bench2Drive, NeurIPS 2024; penalties and
rules as in the published `statistics_manager` and `atomic_criteria` (docs: reference, scores).
"""

from __future__ import annotations

from math import isnan, nan
from typing import NamedTuple

import numpy as np

from aureole.core.kinds import Kind
from aureole.core.notes import Float64
from aureole.exam.scores.combine import lacking, product
from aureole.exam.scores.factors.ground import Ground, centres, survey
from aureole.exam.scores.factors.meet import PEOPLE, THINGS, overlaps
from aureole.exam.scores.factors.progress import headings, headway, length
from aureole.exam.scores.logs.log import Log

PEDESTRIAN, VEHICLE, STATIC = 0.5, 0.6, 0.65  # factors for each collision
RED_LIGHT, STOP_SIGN, TIMEOUT, EMERGENCY = 0.7, 0.8, 0.7, 0.7  # factors for each of these
MOVING = 0.1  # m/s; a car slower than this is not to blame for a collision
RADIUS = 5.0  # m; a collision so near to the one before is the same
OUTSIDE = 1.3  # m; a car so far beside its lanes is outside them
REACHED = 0.99  # -; of the way


class Route(NamedTuple):
    """The score with its factors; NaN: could not be judged."""

    score: float
    completion: float
    """Share of the way made good."""
    collisions: float
    """Product of the penalties for collisions."""
    red_lights: float
    stop_signs: float
    timeouts: float
    """Scenarios that were not ended in time."""
    emergency: float
    """Emergency vehicles not let through."""
    lanes: float
    """1 - share of the way driven outside the lanes of the way."""
    success: float
    """1 if the way was completed without any infraction (one's speed is none)."""
    lacks: tuple[str, ...]
    """Factors that could not be judged."""


def completion(log: Log) -> float:
    """Share of the way made good, 1 at its end; NaN without a way.

    Where there is a task it is that of its goal. Else, where only the human's (or else the safe planner's) motion says
    how far the way goes, up to where that came.
    """
    if log.task is not None:
        return 1.0 if log.task.reached else min(under_way(log, log.task.way), REACHED)
    if log.route is None:
        return nan
    goal = log.human if log.human is not None else log.safe
    if goal is None:
        start = headway(log.route, np.stack((log.route[0], centres(log)[0, :2])))
        whole = length(log.route) - start
    else:
        whole = headway(log.route, centres(log.driven_by(goal))[:, :2])
    done = headway(log.route, centres(log)[:, :2])
    share = 1.0 if whole <= 0.0 else min(1.0, max(0.0, done / whole))
    return 1.0 if share >= REACHED else share


def under_way(log: Log, way: Float64) -> float:
    """Share of the way from where the car began to the end of a line of points, from 0 to 1."""
    middle = centres(log)[:, :2]
    whole = headway(way, np.stack((middle[0], way[-1])))
    return 1.0 if whole <= 0.0 else min(1.0, max(0.0, headway(way, middle) / whole))


def collisions(log: Log) -> float:
    """Product of the penalties: one for each collision of the moving car, whoever is at fault; NaN if not known.

    The same one again, or one within 5 m of the last, is not counted again.
    """
    others = log.others
    if others is None:
        return nan
    hit, factor = overlaps(log) & (log.ego.speed >= MOVING)[:, None], 1.0
    last, where = -1, np.full(2, np.inf)
    for moment, agent in np.argwhere(hit):
        place = log.ego.xy[moment]
        if agent == last or float(np.hypot(*(place - where))) <= RADIUS:
            continue
        last, where, kind = int(agent), place, int(others.kind[agent])
        walks = kind in (int(Kind.PEDESTRIAN), int(Kind.ANIMAL))
        factor *= STATIC if kind in THINGS else PEDESTRIAN if walks and kind in PEOPLE else VEHICLE
    return factor


def in_lanes(log: Log, ground: Ground | None) -> float:
    """1 - share of the driven way 1.3 m beside the lanes or against the traffic, outside junctions; NaN: not known.

    Where the drive's task lets the car use lanes that lead the other way, driving against the traffic counts nothing.
    """
    if ground is None or np.isnan(ground.away).any():
        return nan
    middle = centres(log)[:, :2]
    moved = np.concatenate([[0.0], np.hypot(*np.diff(middle, axis=0).T)])
    path = log.route if log.task is None else log.task.way
    way = log.ego.heading if path is None else headings(path, middle)
    with np.errstate(invalid="ignore"):
        against = np.cos(ground.direction - way) < 0.0
    astray = (ground.row < 0) & (ground.away.max(axis=1) > OUTSIDE)
    if log.task is None or not log.task.opposite:
        astray |= against
    astray &= ~ground.junction
    return 1.0 if moved.sum() <= 0.0 else 1.0 - float(moved[astray].sum() / moved.sum())


def penalty(factor: float, count: int | None) -> float:
    """A factor for each infraction; NaN where nobody counted."""
    return nan if count is None else factor**count


def route(log: Log, ground: Ground | None = None) -> Route:
    """The route score of a whole drive.

    Args:
        log: `task` is the way to the goal where there is one; else `route` is the way, up to `safe` or `human` where
            they are known; `slips` are what others saw.
        ground: `survey(log)`, where it is known already.
    """
    ground = survey(log) if ground is None else ground
    done, bumps, lanes, slips = completion(log), collisions(log), in_lanes(log, ground), log.slips
    red, stop = penalty(RED_LIGHT, slips.red_lights), penalty(STOP_SIGN, slips.stop_signs)
    late, help_ = penalty(TIMEOUT, slips.scenario_timeouts), penalty(EMERGENCY, slips.emergency)
    factors = (bumps, red, stop, late, help_, lanes)
    gate = product(factors)
    value = nan if isnan(done) or isnan(bumps) else done * gate
    success = nan if isnan(value) else float(done >= 1.0 and gate >= 1.0)
    lacks = lacking(
        completion=done, collisions=bumps, red_lights=red, stop_signs=stop, timeouts=late, emergency=help_, lanes=lanes
    )
    return Route(value, done, bumps, red, stop, late, help_, lanes, success, lacks)
