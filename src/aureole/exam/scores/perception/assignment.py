"""Who belongs to whom: the assignment of rows to columns with the highest sum of scores.

Shortest augmenting paths with potentials (Kuhn 1955, Munkres 1957; Jonker and Volgenant, Computing 38, 1987).
"""

from __future__ import annotations

import numpy as np

from aureole.core.notes import Float64, Int64


def assigned(score: Float64) -> Int64:
    """The column of each row, each at most once, so that the sum is highest; -1 where that would give nothing.

    Args:
        score: (rows, columns); at or below zero two never belong together.

    >>> assigned(np.array([[0.9, 0.8], [0.8, 0.0]])).tolist()
    [1, 0]
    """
    found = np.full(len(score), -1, dtype=np.int64)
    rows, columns = np.flatnonzero((score > 0.0).any(axis=1)), np.flatnonzero((score > 0.0).any(axis=0))
    if not len(rows):
        return found
    worth = np.maximum(score[np.ix_(rows, columns)], 0.0)
    wide = worth if len(rows) <= len(columns) else worth.T
    of = _cheapest(-wide)
    pairs = np.stack((np.arange(len(of)), of) if wide is worth else (of, np.arange(len(of))))
    pairs = pairs[:, worth[pairs[0], pairs[1]] > 0.0]
    found[rows[pairs[0]]] = columns[pairs[1]]
    return found


def _cheapest(cost: Float64) -> Int64:
    """The column of every row with the lowest sum of costs; there are no more rows than columns."""
    rows, columns = cost.shape
    up, over = np.zeros(rows), np.zeros(columns + 1)  # potentials
    row_of = np.full(columns + 1, -1, dtype=np.int64)  # the last column stands for no column
    for row in range(rows):
        row_of[columns], column = row, columns
        least, before = np.full(columns, np.inf), np.full(columns, columns, dtype=np.int64)
        used = np.zeros(columns + 1, dtype=np.bool_)
        while row_of[column] >= 0:
            used[column] = True
            here = row_of[column]
            reduced = cost[here] - up[here] - over[:columns]
            better = ~used[:columns] & (reduced < least)
            least[better], before[better] = reduced[better], column
            free = np.where(used[:columns], np.inf, least)
            column = int(free.argmin())
            step = free[column]
            up[row_of[used]] += step
            over[used] -= step
            least[~used[:columns]] -= step
        while column != columns:
            row_of[column] = row_of[before[column]]
            column = int(before[column])
    of = np.empty(rows, dtype=np.int64)
    taken = np.flatnonzero(row_of[:columns] >= 0)
    of[row_of[taken]] = taken
    return of
