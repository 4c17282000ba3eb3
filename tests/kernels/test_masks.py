"""Sixty-four comparisons at once against the plain formulas that GPUs run."""

import numpy as np
import pytest

from aureole.kernels import kernel
from aureole.kernels.masks import WORD, below, below_plainly, lowest, lowest_plainly, tally, tally_plainly


@kernel
def asked(values, first, count, limit, out):
    mask = below(values, first, count, limit)
    out[0], out[1] = mask, np.uint64(tally(mask))
    out[2] = np.uint64(lowest(mask)) if mask != np.uint64(0) else np.uint64(WORD)


def told(values, first, count, limit):
    out = np.zeros(3, np.uint64)
    asked(np.asarray(values, np.float32), first, count, np.float32(limit), out)
    return out.tolist()


def plainly(values, first, count, limit):
    mask = below_plainly(np.asarray(values, np.float32), first, count, np.float32(limit))
    return [int(mask), tally_plainly(mask), lowest_plainly(mask) if mask else WORD]


@pytest.mark.parametrize("limit", [0.0, 0.25, 0.5, 1.0, 2.0, np.inf, np.nan])
def test_bits_are_those_of_comparing_one_after_the_other(limit):
    values = np.random.default_rng(5).uniform(0.0, 1.0, 4 * WORD)
    values[::7], values[5::11] = np.nan, 0.25
    for first in (0, 1, 63, 64, 3 * WORD):
        assert told(values, first, len(values), limit) == plainly(values, first, len(values), limit)


def test_bit_i_is_that_of_the_ith_number():
    for place in range(WORD):
        values = np.full(WORD, 2.0)
        values[place] = 1.0
        assert told(values, 0, WORD, 1.5) == [1 << place, 1, place]


def test_what_fills_up_is_not_looked_at_plainly():
    values = np.full(WORD, np.inf)
    values[:3] = 0.0
    assert told(values, 0, 3, 1.0) == plainly(values, 0, 3, 1.0) == [7, 3, 0]
