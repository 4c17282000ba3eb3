"""Detection: mean average precision by distance of middles, and the errors of what was found, as nuScenes scores it.

Caesar et al., nuScenes, CVPR 2020, and its devkit (docs: reference, scores of perception): thresholds 0.5, 1, 2, 4 m;
in each look the surest first takes the nearest truth of its class that is still free, if it is nearer than the
threshold; errors are of those found within 2 m. Classes are ours (`boxes.CLASSES`); nuScenes' attributes are none of
ours, so there is no attribute error and no NDS.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isnan, nan
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Bool, Float64, Int64
from aureole.exam.scores.perception.boxes import CLASSES, NEAR, Boxes, Class, apart, classed, shared, taken
from aureole.exam.scores.perception.curve import curve, error

LIMITS = (0.5, 1.0, 2.0, 4.0)  # m
ERRORS = ("translation", "scale", "orientation", "velocity")


class Matches(NamedTuple):
    """What was perceived of one class, with what it found."""

    drive: Int64
    sure: Float64
    right: Bool
    """(limits, rows)."""
    errors: Float64
    """Translation (m), 1 - IoU of sizes, heading (rad), velocity (m/s) of what was found within 2 m, (4, rows)."""
    truths: Int64
    """Drive of each truth."""
    kind: Class


class ClassScore(NamedTuple):
    """How one class was detected; NaN: there was none, or it has no such error."""

    truths: float
    perceived: float
    ap: tuple[float, ...]
    """At each limit."""
    mean: float
    translation: float
    """m."""
    scale: float
    """1 - IoU of the sizes laid over each other."""
    orientation: float
    """rad."""
    velocity: float
    """m/s."""


class Detection(NamedTuple):
    """Means over the classes that were there; what was perceived of other classes stands in `classes` alone."""

    mean: float
    """mAP."""
    translation: float
    scale: float
    orientation: float
    velocity: float
    classes: Mapping[str, ClassScore]


def detection(truth: Boxes, seen: Boxes, classes: Sequence[Class] = CLASSES) -> Detection:
    """The scores of fair rows (`boxes.fair`)."""
    return scored(matches(truth, seen, classes))


def matches(truth: Boxes, seen: Boxes, classes: Sequence[Class] = CLASSES) -> dict[str, Matches]:
    """What found what, by class; the part that need not be done again for another weight of the drives."""
    class_truth, class_seen = classed(truth, classes), classed(seen, classes)
    found = {}
    for place, one in enumerate(classes):
        there, here = taken(truth, class_truth == place), taken(seen, class_seen == place)
        hits = [takes(there, here, limit) for limit in LIMITS]
        errors = errors_of(there, here, takes(there, here, NEAR), one)
        found[one.name] = Matches(here.drive, here.sure, np.stack(hits) >= 0, errors, there.drive, one)
    return found


def takes(truth: Boxes, seen: Boxes, limit: float) -> Int64:
    """The truth that each found, -1 none; within a look the rows of `seen` are in order, the surest first."""
    hit = np.full(len(seen.look), -1, dtype=np.int64)
    for there, here in shared(truth.look, seen.look):
        away = apart(taken(seen, here), taken(truth, there))
        for place, row in enumerate(here):
            nearest = int(away[place].argmin())
            if away[place, nearest] < limit:
                hit[row] = there[nearest]
                away[:, nearest] = np.inf
    return hit


def errors_of(truth: Boxes, seen: Boxes, hit: Int64, kind: Class) -> Float64:
    """The four errors of each that found a truth, (4, rows); NaN of the others and of what the class has not."""
    found = np.full((len(ERRORS), len(hit)), np.nan)
    rows = np.flatnonzero(hit >= 0)
    mine, its = taken(seen, rows), taken(truth, hit[rows])
    found[0, rows] = np.hypot(*(mine.xy - its.xy).T)
    common = np.minimum(mine.size, its.size).prod(axis=1)
    both = mine.size.prod(axis=1) + its.size.prod(axis=1) - common
    found[1, rows] = 1.0 - np.divide(common, both, out=np.zeros(len(rows)), where=both > 0.0)
    if kind.period:
        found[2, rows] = np.abs((mine.heading - its.heading + kind.period / 2) % kind.period - kind.period / 2)
    if kind.moves:
        found[3, rows] = np.hypot(*(mine.velocity - its.velocity).T)
    return found


def scored(found: Mapping[str, Matches], times: Float64 | None = None) -> Detection:
    """The scores of what found what.

    Args:
        found: by class.
        times: how often each drive counts, (drives,); once, if left out.
    """
    classes = {name: of_class(one, times) for name, one in found.items()}
    there = [one for one in classes.values() if one.truths > 0.0]
    shift, scale, turn, speed = (mean(getattr(one, name) for one in there) for name in ERRORS)
    return Detection(mean(one.mean for one in there), shift, scale, turn, speed, classes)


def of_class(one: Matches, times: Float64 | None) -> ClassScore:
    """The score of one class."""
    weight = np.ones(len(one.drive)) if times is None else times[one.drive]
    truths = float(len(one.truths)) if times is None else float(times[one.truths].sum())
    perceived = float(weight.sum())
    if truths <= 0.0:
        return ClassScore(truths, perceived, (nan,) * len(LIMITS), nan, nan, nan, nan, nan)
    shapes = [curve(right, one.sure, truths, weight) for right in one.right]
    ap, near = tuple(shape.mean for shape in shapes), shapes[LIMITS.index(NEAR)]
    has = (True, True, one.kind.period > 0.0, one.kind.moves)
    slips = [error(near, row, one.sure, weight) if can else nan for row, can in zip(one.errors, has, strict=True)]
    return ClassScore(truths, perceived, ap, mean(ap), *slips)


def mean(values: Iterable[float]) -> float:
    """Of those that are a number; NaN of none."""
    known = [value for value in values if not isnan(value)]
    return sum(known) / len(known) if known else nan
