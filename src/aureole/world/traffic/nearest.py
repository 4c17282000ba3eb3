"""The nearest few of many, exactly: a threshold that so many are below, found by counting, and no sorting.

Counting is 64 comparisons at once (`kernels/masks.py`), in float32. Rounding keeps an order: what is less
in float32 is less in float64, so a threshold that parts the rounded values parts the exact ones. Where none does, the
exact values of those that look alike decide; equal ones are told apart by order.
"""

from __future__ import annotations

from math import inf

import numpy as np

from aureole.core.notes import Array, Float32, Float64
from aureole.kernels import device
from aureole.kernels.masks import WORD, below, lowest, tally

LOOKS = 12  # thresholds tried before the values themselves are
TOP = 4e36  # m^2; nobody is further away
PAD = 1e36  # m^2; fills values up to what is compared at once


@device(inline=True)
def fewer_than(rounded: Float32, count: int, limit: np.float32) -> int:
    """How many of the first `count` are less than the limit; filled up to a multiple of `WORD`."""
    found = 0
    for first in range(0, count, WORD):
        found += tally(below(rounded, first, count, limit))
    return found


@device(inline=True)
def threshold(rounded: Float32, count: int, wanted: int, guess: float, beside: int) -> tuple[np.float32, int]:
    """A limit, and how many are less: `wanted` of them, or fewer with the limit the value of those that fill up.

    0 < wanted < count, values not below zero, filled up to a multiple of `WORD`. `guess`: a limit that may be near;
    the answer does not depend on it, but for which of many equally good limits is given. `beside`: so many more are
    known to be less, which says how fast the count rises.
    """
    for i in range(count, (count + WORD - 1) // WORD * WORD):
        rounded[i] = np.float32(PAD)
    low, fewer, high, more = np.float32(0.0), 0, np.float32(TOP), count
    limit = np.float32(guess)
    for look in range(LOOKS):
        here = fewer_than(rounded, count, limit)
        if here == wanted:
            return limit, here
        if here < wanted:
            low, fewer = limit, here
        else:
            high, more = limit, here
        if high == np.float32(TOP) or low == np.float32(0.0):
            limit = np.float32(limit * np.float32((beside + wanted) / (beside + here + 1e-3)))
            if high == np.float32(TOP):
                limit = np.float32(max(limit, low * np.float32(1.02)))
            else:
                limit = np.float32(min(limit, high * np.float32(0.98)))
        else:
            share = np.float32((wanted - fewer) / (more - fewer)) if look % 3 != 2 else np.float32(0.5)
            limit = np.float32(low + share * (high - low))
    return least(rounded, count, wanted, low, fewer)


@device
def least(rounded: Float32, count: int, wanted: int, low: np.float32, fewer: int) -> tuple[np.float32, int]:
    """The same by the values themselves: the least from `low` on, and the next, until enough are as near."""
    value = np.float32(TOP)
    for i in range(count):
        value = rounded[i] if low <= rounded[i] < value else value
    while True:
        same, after = 0, np.float32(TOP)
        for i in range(count):
            same += 1 if rounded[i] == value else 0
            after = rounded[i] if value < rounded[i] < after else after
        if fewer + same >= wanted or after == np.float32(TOP):
            return value, fewer
        value, fewer = after, fewer + same


@device
def parted(rounded: Float32, exact: Float64, count: int, value: np.float32, spare: int) -> tuple[float, int]:
    """Of those that look like `value`: the exact limit of the `spare` least, and how many of those at it are taken."""
    low = -1.0
    while True:
        limit, same = inf, 0
        for i in range(count):
            if rounded[i] == value and exact[i] > low:
                if exact[i] < limit:
                    limit, same = exact[i], 1
                elif exact[i] == limit:
                    same += 1
        if same >= spare or limit == inf:
            return limit, spare
        low, spare = limit, spare - same


@device
def fill_up(
    rounded: Float32, exact: Float64, count: int, limit: np.float32, spare: int, chosen: Array, n: int
) -> None:  # fmt: skip
    """Writes the places of those less than `limit`, and of the `spare` least that look like it, from chosen[n] on."""
    bound, left = parted(rounded, exact, count, limit, spare)
    for i in range(count):
        taken = rounded[i] < limit
        if rounded[i] == limit and exact[i] <= bound:
            taken = exact[i] < bound or left > 0
            left -= 1 if exact[i] == bound else 0
        if taken:
            chosen[n] = i
            n += 1


@device(inline=True)
def choose(
    rounded: Float32, exact: Float64, count: int, wanted: int, guess: float, beside: int, chosen: Array, n: int
) -> float:
    """Writes the places of the `wanted` least of the first `count`, in order, from chosen[n] on; gives the limit.

    `rounded` are the `exact` values, with room to be filled up.
    """
    limit, less = threshold(rounded, count, wanted, guess, beside)
    if less < wanted:
        fill_up(rounded, exact, count, limit, wanted - less, chosen, n)
        return float(limit)
    at = np.uint64(n)
    for first in range(0, count, WORD):
        mask = below(rounded, first, count, limit)
        while mask != np.uint64(0):
            chosen[at] = first + lowest(mask)
            mask &= mask - np.uint64(1)
            at += np.uint64(1)
    return float(limit)
