"""Precision over recall as nuScenes draws it, its mean, and errors over recall.

Caesar et al., nuScenes: A Multimodal Dataset for Autonomous Driving, CVPR 2020; where the paper is silent, as in the
published devkit (`nuscenes/eval/detection/algo.py`): 101 recalls, linear in between, no envelope, 0 beyond the highest
recall; the mean is taken above recall 0.1 of what lies above precision 0.1. Where several are equally sure the devkit
leaves their order to its sort; here the curve has one point for them all.
"""

from __future__ import annotations

from math import nan
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Bool, Float64

GRID = np.arange(101) / 100.0  # -; recalls, each the float64 nearest to it, as a share of counts is
FLOOR = 0.1  # -; of recall and of precision
FIRST = round(100 * FLOOR) + 1  # place of the first recall above the floor


class Curve(NamedTuple):
    """One value for each recall of `GRID`."""

    precision: Float64
    sure: Float64
    """The confidence at which that recall is reached; 0 beyond."""
    reached: float
    """The highest recall."""

    @property
    def mean(self) -> float:
        """Average precision: 1 if all is found and nothing else, 0 if nothing is right."""
        return min(1.0, float(np.maximum(self.precision[FIRST:] - FLOOR, 0.0).mean() / (1.0 - FLOOR)))


def curve(right: Bool, sure: Float64, truths: float, weight: Float64) -> Curve:
    """The curve of what was perceived.

    Args:
        right: each found a truth that nobody surer found.
        sure: its confidence.
        truths: how many there were; above 0.
        weight: how often each counts.
    """
    order = np.argsort(-sure, kind="stable")
    order = order[weight[order] > 0.0]
    ends = _ends(sure[order])
    hits, all_ = np.cumsum((weight * right)[order])[ends], np.cumsum(weight[order])[ends]
    if not len(ends) or hits[-1] <= 0.0:
        return Curve(np.zeros(len(GRID)), np.zeros(len(GRID)), 0.0)
    recall, precision = hits / truths, hits / all_
    return Curve(
        np.interp(GRID, recall, precision, right=0.0), np.interp(GRID, recall, sure[order][ends], right=0.0),
        float(recall[-1]),
    )  # fmt: skip


def error(shape: Curve, errors: Float64, sure: Float64, weight: Float64) -> float:
    """Mean error over the recalls from 0.1 on that are reached, each the mean of all who are at least as sure.

    1 where recall stays below 0.1 (as in the devkit, whatever the unit); NaN where there is nothing to measure.

    Args:
        shape: the class's curve at 2 m.
        errors: of those who are right; NaN is left out.
        sure: their confidence.
        weight: how often each counts.
    """
    known = ~np.isnan(errors) & (weight > 0.0)
    last = int(np.searchsorted(GRID, shape.reached + 1e-12, "right")) - 1
    if last < FIRST:
        return 1.0
    if not known.any():
        return nan
    order = np.flatnonzero(known)[np.argsort(-sure[known], kind="stable")]
    ends = _ends(sure[order])
    means = (np.cumsum((errors * weight)[order]) / np.cumsum(weight[order]))[ends]
    along = np.interp(shape.sure[FIRST : last + 1], sure[order][ends][::-1], means[::-1])
    return float(along.mean())


def _ends(sure: Float64) -> Bool:
    """The last of each group of equally sure ones."""
    return np.append(sure[1:] != sure[:-1], True)[: len(sure)]
