"""How sure a score of many drives is that is no share of independent trials: drives are drawn again and again.

The bootstrap by clusters (Efron & Tibshirani, An Introduction to the Bootstrap, 1993, chapters 8 and 13; Field & Welsh,
Journal of the Royal Statistical Society B 69, 2007): looks of one drive are alike, so whole drives are drawn.
"""

from __future__ import annotations

import numpy as np

from aureole.core.noise import key, uniform
from aureole.core.notes import Float64
from aureole.exam.statistics.bounds import LEVEL, Interval

DRAWS = 200  # from which the ends of an interval at 95 % are told to a tenth of its width
UNKNOWN = Interval(float("nan"), float("nan"))


def again(clusters: int, draws: int = DRAWS, seed: int = 0) -> Float64:
    """How often each of so many clusters is drawn in each draw of as many, (draws, clusters).

    >>> again(3, draws=2).sum(axis=1).tolist()
    [3.0, 3.0]
    """
    stream = np.array([key("resampled", seed, "clusters")], dtype=np.uint64)
    drawn = (uniform(stream, 0, (draws, clusters))[0] * clusters).astype(np.int64)
    times = np.zeros((draws, clusters))
    np.add.at(times, (np.arange(draws)[:, None], drawn), 1.0)
    return times


def interval(values: Float64, level: float = LEVEL) -> Interval:
    """Percentiles of what came of the draws; NaN of fewer than two numbers.

    >>> [round(bound, 9) for bound in interval(np.arange(101.0), 0.9)]
    [5.0, 95.0]
    """
    known = values[np.isfinite(values)]
    if len(known) < 2:
        return UNKNOWN
    tail = (1.0 - level) / 2.0
    return Interval(*(float(np.quantile(known, share)) for share in (tail, 1.0 - tail)))
