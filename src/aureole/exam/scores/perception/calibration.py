"""Whether what is said to be so sure is so often right: expected calibration error, reliability table, Brier score.

Guo, Pleiss, Sun, Weinberger: On Calibration of Modern Neural Networks, ICML 2017 (bins of equal width, error weighed by
what is in them); Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78, 1950.
"""

from __future__ import annotations

from math import isfinite, nan
from typing import NamedTuple

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.notes import Bool, Float64
from aureole.exam.statistics.bounds import Interval, wilson

BINS = 10


class Bin(NamedTuple):
    """Everything that was so sure."""

    low: float
    high: float
    """The bin holds confidences above `low`, up to `high`; the first one 0 too."""
    cases: int
    sure: float
    """Mean confidence; NaN in an empty bin."""
    right: float
    """Share that is right; NaN in an empty bin."""
    bounds: Interval
    """Of that share (Wilson), as if all were independent, which looks of one drive are not."""


class Calibration(NamedTuple):
    """NaN of nothing."""

    ece: float
    """0: what is said to be so sure is so often right, in every bin."""
    brier: float
    """Mean square of confidence minus being right."""
    rows: tuple[Bin, ...]


def calibration(sure: Float64, right: Bool, weight: Float64 | None = None, bins: int = BINS) -> Calibration:
    """How honest confidences are.

    Args:
        sure: from 0 to 1.
        right: what was so sure is right.
        weight: how often each counts; once, if left out. The table counts each once.
        bins: of equal width.

    Raises:
        BadInput: unequal lengths, or a confidence that is none.
    """
    if sure.shape != right.shape or sure.ndim != 1:
        raise BadInput(f"{sure.shape} confidences of {right.shape}", place="sure", remedy="give one each")
    if not (np.isfinite(sure) & (sure >= 0.0) & (sure <= 1.0)).all():
        raise BadInput("a confidence is not from 0 to 1", place="sure", remedy="give a probability")
    times = np.ones(len(sure)) if weight is None else weight
    whole = float(times.sum())
    place = np.clip(np.ceil(sure * bins).astype(np.int64) - 1, 0, bins - 1)
    if whole <= 0.0:
        return Calibration(nan, nan, tuple(_bin(k, bins, sure[:0], right[:0]) for k in range(bins)))
    gap = np.abs(np.bincount(place, times * (sure - right), minlength=bins))
    rows = tuple(_bin(k, bins, sure[place == k], right[place == k]) for k in range(bins))
    return Calibration(float(gap.sum()) / whole, float((times * (sure - right) ** 2).sum()) / whole, rows)


def _bin(place: int, bins: int, sure: Float64, right: Bool) -> Bin:
    count, hits = len(sure), int(right.sum())
    mean = float(sure.mean()) if count else nan
    return Bin(place / bins, (place + 1) / bins, count, mean, hits / count if count else nan, wilson(hits, count))


def table(found: Calibration) -> str:
    """The reliability table as lines of text."""
    lines = [f"{'confidence':<12}{'count':>8}{'mean':>8}{'right':>8}  95 %"]
    for low, high, cases, sure, right, (least, most) in found.rows:
        told = f"{sure:8.3f}{right:8.3f}  {least:.3f} … {most:.3f}" if isfinite(sure) else ""
        lines.append(f"{low:.1f} … {high:.1f}   {cases:>8}{told}")
    return "\n".join(lines)
