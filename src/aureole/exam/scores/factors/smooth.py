"""Savitzky–Golay filters: smoothing and derivatives by least-squares polynomials, as the published scores use them.

The values are those of the common implementation (SciPy's `savgol_filter` with its default edges): inside, a polynomial
is fitted to the window around each sample; the first and last half windows take the polynomial of the first and last
whole window. A window of even length has no middle sample; its value is then that of half a step later.
"""

from __future__ import annotations

from functools import lru_cache
from math import factorial

import numpy as np

from aureole.core.notes import Float64

SHORT = 100  # values; up to so many the filter is one matrix, kept


@lru_cache(maxsize=64)
def weights(window: int, order: int, derivative: int) -> Float64:
    """Row k gives the derivative at sample k of a window from its samples (steps of 1); the last row at its middle."""
    places = np.append(np.arange(window), 0.5 * (window - 1))
    fit = np.linalg.pinv(np.vander(np.arange(window) - 0.5 * (window - 1), order + 1, increasing=True))
    at = places - 0.5 * (window - 1)
    terms = np.zeros((len(places), order + 1))
    for power in range(derivative, order + 1):
        terms[:, power] = factorial(power) / factorial(power - derivative) * at ** (power - derivative)
    found: Float64 = terms @ fit
    found.flags.writeable = False
    return found


@lru_cache(maxsize=64)
def filter_of(count: int, window: int, order: int, derivative: int) -> Float64:
    """The whole filter of a row of values as one matrix (count, count), for steps of 1."""
    rows, half, first = weights(window, order, derivative), window // 2, (window - 1) // 2
    found = np.zeros((count, count))
    for place in range(count - window + 1):
        found[first + place, place : place + window] = rows[-1]
    found[:half, :window] = rows[:half]
    found[:half, window:] = 0.0
    found[count - half :] = 0.0
    found[count - half :, count - window :] = rows[window - half : window]
    found.flags.writeable = False
    return found


def savgol(values: Float64, window: int, order: int, *, derivative: int = 0, step: float = 1.0) -> Float64:
    """Smoothed values, or a derivative of them, along the only axis (Savitzky, Golay, Anal. Chem. 36, 1964).

    The window is cut to the length of the values; NaN everywhere if they are too few for the polynomial.

    >>> (savgol(np.arange(6.0) ** 2, 5, 2, derivative=1).round(9) + 0.0).tolist()
    [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]
    """
    count = len(values)
    window = min(window, count)
    if window <= order:
        return np.full(count, np.nan)
    if count <= SHORT:
        return np.asarray(np.sum(filter_of(count, window, order, derivative) * values, axis=1) / step**derivative)
    rows, half = weights(window, order, derivative), window // 2
    out = np.empty(count)
    inner = np.sum(np.lib.stride_tricks.sliding_window_view(values, window) * rows[-1], axis=1)
    out[(window - 1) // 2 : (window - 1) // 2 + len(inner)] = inner
    out[:half] = np.sum(rows[:half] * values[:window], axis=1)
    out[count - half :] = np.sum(rows[window - half : window] * values[count - window :], axis=1)
    return out / step**derivative
