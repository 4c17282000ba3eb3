"""How a command becomes a wheel angle and a push: dead time, first-order lag, limited rate."""

from __future__ import annotations

from math import ceil, exp

import numpy as np

from aureole.core.notes import Float64
from aureole.kernels import device

CAPACITY = 32  # orders remembered for the dead time


@device
def approach(value: float, target: float, lag: float, rate: float, span: float) -> float:
    """Where a first-order lag with a limited rate is after `span` seconds; exact, whatever the span.

    Solves dv/dt = clip((target - v) / lag, -rate, rate): straight at first, then exponential.
    """
    gap = target - value
    side = 1.0 if gap >= 0.0 else -1.0
    size = abs(gap)
    knee = rate * lag
    if size > knee:
        straight = (size - knee) / rate
        if span <= straight:
            return value + side * rate * span
        span -= straight
        size = knee
    if lag <= 0.0 or size <= 0.0:
        return target
    return target - side * size * exp(-span / lag)


@device
def approach_twice(value: float, target: float, lag: float, rate: float, span: float) -> tuple[float, float]:
    """What `approach` gives after half a span and after all of it."""
    gap = target - value
    if lag <= 0.0 or not abs(gap) <= rate * lag:
        return approach(value, target, lag, rate, 0.5 * span), approach(value, target, lag, rate, span)
    left = exp(-0.5 * span / lag)
    return target - gap * left, target - gap * left * left


@device
def stride(longest: float, dt: float) -> int:
    """Every how many steps an order is remembered, so that the longest dead time fits into the memory."""
    return max(1, int(ceil(longest / (dt * (CAPACITY - 1)) - 1e-9)))


@device
def remember(orders: Float64, tick: int, every: int, order: float) -> None:
    """Write an order into the ring (CAPACITY,)."""
    if tick % every == 0:
        orders[(tick // every) % CAPACITY] = order


@device
def delayed(orders: Float64, tick: int, every: int, delay: float, dt: float) -> float:
    """The order of `delay` seconds ago, to the nearest remembered step."""
    back = int(np.rint(delay / (dt * every)))
    return float(orders[(tick // every - back) % CAPACITY])
