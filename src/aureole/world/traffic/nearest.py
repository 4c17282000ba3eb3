"""The nearest few of many, exactly: a threshold that so many are below, found by counting, and no sorting.

Counting is a loop without branches that a CPU does several at a time. Equal distances are told apart by order.
"""

from __future__ import annotations

from aureole.core.notes import Array, Float64
from aureole.kernels import device

LOOKS = 14  # thresholds tried before the values themselves are
TOP = 4e36  # m^2; nobody is further away
FIRST = 1.15  # how far from a guess the next is, times


@device(inline=True)
def below(square: Float64, count: int, limit: float) -> int:
    """How many of the first `count` are less than the limit."""
    found = 0
    for i in range(count):
        found += 1 if square[i] < limit else 0
    return found


@device
def threshold(square: Float64, count: int, wanted: int, guess: float) -> tuple[float, int]:
    """A limit, and how many are less: `wanted` of them, or fewer with the limit the value of those that fill up.

    0 < wanted < count, values not below zero. `guess`: a limit that may be near; the answer does not depend on it, but
    for which of many equally good limits is given.
    """
    low, fewer, high, more = 0.0, 0, TOP, count
    limit, reach = guess, FIRST
    for look in range(LOOKS):
        here = below(square, count, limit)
        if here == wanted:
            return limit, here
        if here < wanted:
            low, fewer = limit, here
        else:
            high, more = limit, here
        if high == TOP or low == 0.0:
            limit, reach = limit * reach if high == TOP else limit / reach, reach * reach
        else:
            share = (wanted - fewer) / (more - fewer) if look % 3 != 2 else 0.5
            limit = low + share * (high - low)
    while True:  # the least value from `low` on, and the next, until enough are as near
        value = high
        for i in range(count):
            value = square[i] if low <= square[i] < value else value
        same = 0
        for i in range(count):
            same += 1 if square[i] == value else 0
        if fewer + same >= wanted or value == high:
            return value, fewer
        after = high
        for i in range(count):
            after = square[i] if value < square[i] < after else after
        low, fewer = after, fewer + same


@device(inline=True)
def choose(square: Float64, count: int, wanted: int, guess: float, chosen: Array) -> float:
    """Writes the places of the `wanted` least of the first `count`, in order, into `chosen`; gives the limit.

    `chosen` has room for one more than wanted.
    """
    limit, less = threshold(square, count, wanted, guess)
    n = 0
    if less == wanted:
        for i in range(count):
            chosen[n] = i
            n += 1 if square[i] < limit else 0
        return limit
    spare = wanted - less
    for i in range(count):
        if square[i] < limit:
            chosen[n] = i
            n += 1
        elif square[i] == limit and spare > 0:
            chosen[n] = i
            n += 1
            spare -= 1
    return limit
