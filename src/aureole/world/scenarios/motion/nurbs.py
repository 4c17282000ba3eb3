"""Non-uniform rational B-splines sampled: what each control point weighs at each vertex (Piegl, Tiller 1997, §4.2)."""

from __future__ import annotations

import numpy as np

from aureole.core.notes import Float64

LAST = 1e-9  # of the last knot; the basis is open at its upper end


def shares(order: int, knots: Float64, weights: Float64, steps: int) -> Float64:
    """What each control point weighs at evenly spaced parameters, shape (steps + 1, control points); rows sum to 1.

    `order` is the degree plus one; there are as many `knots` as control points and `order` together.
    """
    at = np.clip(np.linspace(knots[0], knots[-1], steps + 1), knots[0], knots[-1] - LAST * (knots[-1] - knots[0]))
    basis = ((knots[:-1] <= at[:, None]) & (at[:, None] < knots[1:])).astype(np.float64)
    for k in range(2, order + 1):
        count = basis.shape[1] - 1
        rise, fall = knots[k - 1 : k - 1 + count] - knots[:count], knots[k : k + count] - knots[1 : 1 + count]
        up = np.divide(at[:, None] - knots[:count], rise, out=np.zeros((len(at), count)), where=rise > 0.0)
        down = np.divide(knots[k : k + count] - at[:, None], fall, out=np.zeros((len(at), count)), where=fall > 0.0)
        basis = up * basis[:, :count] + down * basis[:, 1 : 1 + count]
    rational = basis * weights
    found: Float64 = rational / rational.sum(axis=1, keepdims=True)
    return found


def times(found: Float64, given: Float64) -> Float64:
    """Time at each vertex: a control point's own where it weighs most, even in the parameter in between.

    Where it weighs as much at two vertices, the first one counts.
    """
    most = found >= found.max(axis=0) - LAST
    peaks = np.maximum.accumulate(most.argmax(axis=0)).astype(np.float64)
    return np.interp(np.arange(len(found)), peaks, given)
