"""AlpaSim's scene score: 0 after a collision at fault or off the road, else progress / 0.8, at most 1.

NVIDIA AlpaSim, `eval.aggregation.scene_score` (docs: reference, scores). The drive counts up to its first collision, at
fault or not, or its first moment off the road.
"""

from __future__ import annotations

from math import isnan, nan
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Bool, Float64
from aureole.exam.scores.combine import lacking
from aureole.exam.scores.factors.ground import Ground, centres, survey
from aureole.exam.scores.factors.meet import edge, overlaps
from aureole.exam.scores.factors.progress import length, project
from aureole.exam.scores.logs.log import Log

FULL = 0.8  # -; this share of the recorded way counts full
SHORT = 5.0  # m; of a shorter recorded way any progress does
CORRIDOR = 4.0  # m; further beside the recorded way is off it


class Alpasim(NamedTuple):
    """The score with its factors; NaN: could not be judged."""

    score: float
    collision: float
    """1 without a collision with the front or a side."""
    road: float
    """1 if no corner left the paved area."""
    corridor: float
    """1 if the car stayed within 4 m beside the recorded way."""
    progress: float
    """Share of the recorded way, at most 1."""
    lacks: tuple[str, ...]
    """Factors that could not be judged."""


def beside(way: Float64, points: Float64) -> Float64:
    """m beside the way; past its end beside its last heading, so that to drive further is no deviation."""
    place, distance = project(way, points)
    leg = np.diff(way, axis=0)
    last = leg[np.flatnonzero(np.hypot(*leg.T) > 0.0)[-1:]]
    if len(last) == 0:
        return distance
    heading = last[0] / np.hypot(*last[0])
    off = points - way[-1]
    past = place >= length(way) - 1e-9
    return np.where(past, np.abs(off[:, 0] * heading[1] - off[:, 1] * heading[0]), distance)


def first(*flags: Bool) -> int:
    """The moment at which one of the flags is first up; the last moment if none is."""
    up = np.logical_or.reduce(flags)
    return int(up.argmax()) if up.any() else len(up) - 1


def alpasim(log: Log, ground: Ground | None = None) -> Alpasim:
    """AlpaSim's score of a whole drive.

    Args:
        log: `human` (or else `safe`) is the recorded drive that progress is measured by.
        ground: `survey(log)`, where it is known already.
    """
    ground = survey(log) if ground is None else ground
    count = len(log)
    hit = overlaps(log)
    behind = edge(log, -1.0) & ~edge(log, 1.0)
    any_hit, guilty = np.asarray(hit.any(axis=1)), np.asarray((hit & ~behind).any(axis=1))
    off = np.zeros(count, np.bool_) if ground is None else ground.off
    end = first(any_hit, off)
    span = slice(0, end + 1)
    collision = nan if log.others is None else float(not guilty[span].any())
    unpaved = ground is None or bool(np.isnan(ground.away).any())
    road = nan if unpaved else float(not off[span].any())
    recorded = log.human if log.human is not None else log.safe
    progress, corridor = nan, nan
    if recorded is not None:
        way = centres(log.driven_by(recorded))[:, :2]
        points = centres(log)[span, :2]
        whole = length(way)
        corridor = float((beside(way, points) < CORRIDOR).all())
        progress = 1.0 if whole < SHORT else min(1.0, max(0.0, float(project(way, points[-1:])[0][0]) / whole))
    failed = 0.0 in (collision, road, corridor)
    unknown = isnan(progress) or isnan(collision)
    value = 0.0 if failed else nan if unknown else min(progress / FULL, 1.0)
    lacks = lacking(collision=collision, road=road, corridor=corridor, progress=progress)
    return Alpasim(value, collision, road, corridor, progress, lacks)
