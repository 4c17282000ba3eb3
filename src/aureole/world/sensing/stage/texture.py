"""A tile of noise that ground, leaves and clouds take their grain from."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from aureole.core.noise import key, uniform
from aureole.core.notes import Float32, Float64

SIDE = 256  # texels; a power of two, so that a tile repeats by its last bits
TURNS = 2048  # places around the horizon
HILLS = 0.028  # rad; how high far hills reach


@lru_cache(maxsize=1)
def grain() -> Float32:
    """Smooth noise of several sizes that repeats, (256, 256), from -1 to 1, mean 0."""
    whole: Float64 = np.zeros((SIDE, SIDE))
    for step, share in ((2, 0.35), (8, 0.5), (32, 0.7), (64, 1.0)):
        whole += share * spread(step)
    whole += 0.25 * (uniform(keys(0), 0, (SIDE, SIDE))[0] - 0.5)
    whole -= whole.mean()
    found: Float32 = (whole / np.abs(whole).max()).astype(np.float32)
    return found


def keys(number: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint64]]:
    """The key of one layer."""
    return np.array([key("texture", number, "grain")], dtype=np.uint64)


def spread(step: int) -> Float64:
    """Random values every `step` texels, smooth in between."""
    count = SIDE // step
    values = uniform(keys(step), 0, (count, count))[0] - 0.5
    at = np.arange(SIDE) / step
    low = at.astype(np.int64)
    share = at - low
    share = share * share * (3.0 - 2.0 * share)
    rows = values[low % count] * (1.0 - share)[:, None] + values[(low + 1) % count] * share[:, None]
    found: Float64 = rows[:, low % count] * (1.0 - share) + rows[:, (low + 1) % count] * share
    return found


@lru_cache(maxsize=1)
def ridges() -> Float32:
    """How high far hills stand all around (2048,), rad; over y / (|x| + |y|), from south by east to south."""
    at = np.arange(TURNS) / (TURNS // 4) - 1.0
    aside = np.where(at > 1.0, 2.0 - at, at)
    ahead = np.where(at > 1.0, -1.0, 1.0) * (1.0 - np.abs(aside))
    turn = np.arctan2(aside, ahead) / (2.0 * np.pi)
    broad, fine = (np.interp(count * turn % SIDE, np.arange(SIDE + 1), np.append(row, row[0]))
                   for count, row in ((SIDE, grain()[9]), (4 * SIDE, grain()[60])))  # fmt: skip
    found: Float32 = (HILLS * (0.42 + 0.5 * broad + 0.2 * fine)).astype(np.float32)
    return found
