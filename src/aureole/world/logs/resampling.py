"""Poses at uneven moments, brought to even ticks: between two moments along a straight line."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aureole.core.notes import Bool, Float64, Int64

NEAR = 1.5  # ticks; two moments further apart than this have a gap between them


class Even(NamedTuple):
    """Poses at even ticks."""

    present: Bool
    """[ticks]"""
    values: Float64
    """[ticks, columns]; NaN where not present."""


def ticks_of(stamps: Int64, step: float) -> Float64:
    """Even moments from the first stamp (ns) to the last, s since the first."""
    span = (int(stamps.max()) - int(stamps.min())) * 1e-9 if len(stamps) else 0.0
    return np.asarray(step * np.arange(int(np.floor(span / step + 0.5)) + 1), np.float64)


def even(time: Float64, values: Float64, at: Float64, step: float, turns: int) -> Even:
    """One track at even moments.

    Args:
        time: s, of each row; rising.
        values: one row a moment.
        at: the even moments, s.
        step: s between them.
        turns: the column that is an angle (rad).

    Present is who has a row within half a step, or one on either side that are no more than 1.5 steps apart.
    """
    rows = values.astype(np.float64).copy()
    rows[:, turns] = np.unwrap(rows[:, turns])
    right = np.clip(np.searchsorted(time, at), 0, len(time) - 1)
    left = np.clip(np.searchsorted(time, at, side="right") - 1, 0, len(time) - 1)
    inside = (at >= time[0]) & (at <= time[-1])
    close = np.minimum(np.abs(time[left] - at), np.abs(time[right] - at)) <= 0.5 * step
    bridged = inside & (time[right] - time[left] <= NEAR * step)
    present = close | bridged
    found = np.stack([np.interp(at, time, column) for column in rows.T], axis=1)
    hold = ~bridged & close  # at the rim of a gap nothing lies between: the nearest row counts
    nearer = np.where(np.abs(time[left] - at) <= np.abs(time[right] - at), left, right)
    found[hold] = rows[nearer[hold]]
    found[~present] = np.nan
    return Even(present, found)
