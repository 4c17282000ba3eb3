"""Non-uniform rational B-splines sampled: what each control point weighs at each vertex (Piegl, Tiller 1997, §4.2)."""

from __future__ import annotations

import numpy as np

from aureole.core.notes import Float64

EVEN = 1e-9  # of a weight; so near they are the same
SHORT = 1e-6  # of the parameter; a chord so short lies along the curve


def shares(order: int, knots: Float64, weights: Float64, steps: int) -> Float64:
    """What each control point weighs at evenly spaced parameters, shape (steps + 1, control points); rows sum to 1.

    `order` is the degree plus one; there are as many `knots` as control points and `order` together.
    """
    return at_parameters(order, knots, weights, np.linspace(knots[0], knots[-1], steps + 1))


def slopes(order: int, knots: Float64, weights: Float64, steps: int) -> Float64:
    """How the shares change where the curve goes on from each vertex (at the last one, where it comes from)."""
    span = knots[-1] - knots[0]
    after = np.minimum(np.linspace(knots[0], knots[-1], steps + 1) + SHORT * span, knots[-1])
    before = at_parameters(order, knots, weights, after - SHORT * span)
    found: Float64 = (at_parameters(order, knots, weights, after) - before) / SHORT
    return found


def at_parameters(order: int, knots: Float64, weights: Float64, at: Float64) -> Float64:
    """What each control point weighs at these parameters, shape (parameters, control points); rows sum to 1."""
    at = np.clip(at, knots[0], knots[-1])
    ends = (knots[:-1] < knots[1:]) & (knots[1:] == knots[-1])  # the last span has both its ends
    basis = ((knots[:-1] <= at[:, None]) & ((at[:, None] < knots[1:]) | ends)).astype(np.float64)
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
    most = found >= found.max(axis=0) - EVEN
    peaks = np.maximum.accumulate(most.argmax(axis=0)).astype(np.float64)
    return np.interp(np.arange(len(found)), peaks, given)
