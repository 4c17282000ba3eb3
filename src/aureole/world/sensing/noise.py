"""Counter-based noise inside kernels: the same numbers as `core.noise`, one at a time.

The integers of Philox and the uniform numbers are equal bit for bit to `core.noise.uniform`; the
normal numbers use scalar `log` and `cos`, so they never depend on the batch they are drawn in.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import cast

import numpy as np

from aureole.core import noise
from aureole.kernels import device

LOW = noise.LOW
HALF = noise.HALF
UP = np.uint64(20)  # the first word gives the upper 32 of 52 bits
DOWN = np.uint64(12)  # the second word the lower 20

Word = tuple[np.uint64, np.uint64, np.uint64, np.uint64]
_philox = cast(Callable[[Word, np.uint64], Word], device(noise.philox))
_philox_within = cast(Callable[[Word, np.uint64], Word], device(inline=True)(noise.philox))


@device
def uniform(key: np.uint64, tick: int, place: int) -> float:
    """Number `place` of `core.noise.uniform(key, tick, ...)`, in (0, 1)."""
    zero = np.uint64(0)
    word = np.uint64(tick)
    words = _philox((np.uint64(place), zero, word & LOW, word >> HALF), key)
    bits = (words[0] << UP) ^ (words[1] >> DOWN)
    return (np.float64(bits) + 0.5) * 2.0**-52


@device(inline=True)
def words(key: np.uint64, tick: int, place: int) -> Word:
    """The four words of 32 bits that number `place` of `uniform` is taken from; in loops, for many places at once."""
    zero, word = np.uint64(0), np.uint64(tick)
    return _philox_within((np.uint64(place), zero, word & LOW, word >> HALF), key)


@device
def normal(key: np.uint64, tick: int, place: int) -> float:
    """Number `place` of `core.noise.normal(key, tick, ...)`: standard normal (Box, Muller 1958)."""
    radius = math.sqrt(-2.0 * math.log(uniform(key, tick, 2 * place)))
    return radius * math.cos(2.0 * math.pi * uniform(key, tick, 2 * place + 1))
