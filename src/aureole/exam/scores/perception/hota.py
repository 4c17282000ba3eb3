"""HOTA: how well things were found, and how well they were kept apart over time, in one number.

Luiten, Ošep, Dendorfer, Torr, Geiger, Leal-Taixé, Leibe: HOTA: A Higher Order Metric for Evaluating Multi-Object
Tracking, IJCV 129, 2021; where the paper leaves it open as in the published TrackEval (`hota.py`): one assignment a
look, of the highest sum of similarity times the share of looks that two tracks have in common, for all thresholds.
Similarity is 1 - d / 2 m of the distance of middles, not below 0 (TrackEval's own for points), and 0 between classes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Float64, Int64
from aureole.exam.scores.perception.assignment import assigned
from aureole.exam.scores.perception.boxes import CLASSES, NEAR, Boxes, Class, apart, classed, shared, taken

ALPHAS = np.arange(1, 20) / 20.0  # -; least similarity of a pair, 0.05 to 0.95
SLACK = float(np.finfo(np.float64).eps)  # as TrackEval allows


class Tally(NamedTuple):
    """What was counted in each drive at each threshold, (drives, alphas)."""

    right: Float64
    missed: Float64
    false: Float64
    associated: Float64
    """Sum over the right pairs of how well their two tracks agree."""
    located: Float64
    """Sum over the right pairs of their similarity."""


class Hota(NamedTuple):
    """The score with its parts, each the mean over the thresholds; NaN if there was nothing at all."""

    hota: float
    deta: float
    """Detection: right / (right + missed + false)."""
    assa: float
    """Association, mean over the right pairs."""
    loca: float
    """Similarity of the right pairs."""
    at: Float64
    """HOTA at each threshold."""


def hota(truth: Boxes, seen: Boxes, classes: Sequence[Class] = CLASSES) -> Hota:
    """The score of fair rows (`boxes.fair`); drives are put together as TrackEval puts sequences together."""
    drives = 1 + max((int(rows.drive.max()) for rows in (truth, seen) if len(rows.drive)), default=0)
    return scored(tally(truth, seen, drives, classes))


def tally(truth: Boxes, seen: Boxes, drives: int, classes: Sequence[Class] = CLASSES) -> Tally:
    """What is counted, drive by drive."""
    whole = Tally(*np.zeros((len(Tally._fields), drives, len(ALPHAS))))
    for drive in range(drives):
        there, here = taken(truth, truth.drive == drive), taken(seen, seen.drive == drive)
        for sums, values in zip(whole, _of_drive(there, here, classes), strict=True):
            sums[drive] = values
    return whole


def scored(counted: Tally, times: Float64 | None = None) -> Hota:
    """The score of what was counted.

    Args:
        counted: by drive.
        times: how often each drive counts; once, if left out.
    """
    weight = np.ones(len(counted.right)) if times is None else times
    right, missed, false, associated, located = (weight @ column for column in counted)
    whole = right + missed + false
    with np.errstate(invalid="ignore"):
        deta = np.where(whole > 0.0, right / whole, np.nan)
    some = np.maximum(right, 1.0)
    # TrackEval: where nothing is right, location is 1 and association 0; where nothing is at any, here it has none
    assa = np.where(whole > 0.0, associated / some, np.nan)
    loca = np.where(right.max() > 0.0, np.where(right > 0.0, located / some, 1.0), np.nan)
    at = np.sqrt(deta * assa)
    return Hota(float(at.mean()), float(deta.mean()), float(assa.mean()), float(loca.mean()), at)


def _of_drive(truth: Boxes, seen: Boxes, classes: Sequence[Class]) -> Tally:
    """The counts of one drive, each (alphas,)."""
    (ids, mine), (others, its) = (np.unique(rows.id, return_inverse=True) for rows in (truth, seen))
    alike = _similarities(truth, seen, classes)
    common = _common(alike, (mine, its), (len(ids), len(others)))
    right, located = np.zeros(len(ALPHAS)), np.zeros(len(ALPHAS))
    pairs = np.zeros((len(ALPHAS), len(ids), len(others)))
    for there, here, similar in alike:
        to = assigned(similar * common[np.ix_(mine[there], its[here])])
        ones = np.flatnonzero(to >= 0)
        value = similar[ones, to[ones]]
        enough = value[None, :] >= ALPHAS[:, None] - SLACK
        right += enough.sum(axis=1)
        located += (enough * value).sum(axis=1)
        pairs[:, mine[there[ones]], its[here[to[ones]]]] += enough
    looks = np.bincount(mine, minlength=len(ids))[:, None] + np.bincount(its, minlength=len(others))[None, :]
    agree = pairs * np.divide(pairs, looks - pairs, out=np.zeros_like(pairs), where=pairs > 0.0)
    return Tally(right, len(mine) - right, len(its) - right, agree.sum(axis=(1, 2)), located)


def _similarities(truth: Boxes, seen: Boxes, classes: Sequence[Class]) -> list[tuple[Int64, Int64, Float64]]:
    """Rows of truths and of what was perceived in each look that has both, with how similar they are."""
    class_truth, class_seen = classed(truth, classes), classed(seen, classes)
    found = []
    for there, here in shared(truth.look, seen.look):
        similar = np.maximum(0.0, 1.0 - apart(taken(seen, here), taken(truth, there)).T / NEAR)
        found.append((there, here, similar * (class_truth[there][:, None] == class_seen[here][None, :])))
    return found


def _common(alike: list[tuple[Int64, Int64, Float64]], of: tuple[Int64, Int64], shape: tuple[int, int]) -> Float64:
    """The share of looks that two tracks have in common, weighed by similarity, (truths' tracks, perceived tracks)."""
    mine, its = of
    sums = np.zeros(shape)
    for there, here, similar in alike:
        both = similar.sum(axis=1)[:, None] + similar.sum(axis=0)[None, :] - similar
        share = np.divide(similar, both, out=np.zeros_like(similar), where=both > SLACK)
        sums[np.ix_(mine[there], its[here])] += share
    looks = np.bincount(mine, minlength=shape[0])[:, None] + np.bincount(its, minlength=shape[1])[None, :]
    shares: Float64 = sums / (looks - sums)
    return shares
