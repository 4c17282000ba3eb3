"""The nearest few of many against sorting: ties in float32 and in float64, all equal, few different."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.kernels import kernel
from aureole.world.traffic.nearest import choose


@kernel
def choose_all(exact, wanted, guess, chosen):
    rounded = np.zeros(len(exact) + 64, np.float32)
    for i in range(len(exact)):
        rounded[i] = exact[i]
    choose(rounded, exact, len(exact), wanted, guess, 0, chosen, 0)


def chosen(exact, wanted, guess=1.0):
    out = np.zeros(len(exact) + 1, np.uint32)
    choose_all(np.asarray(exact, np.float64), wanted, guess, out)
    return out[:wanted].tolist()


def sorted_out(exact, wanted):
    return sorted(np.argsort(exact, kind="stable")[:wanted].tolist())


close = st.integers(0, 12).map(lambda k: 100.0 + k * 1e-9)  # alike in float32
squares = st.lists(st.one_of(close, st.floats(0.0, 1e6), st.sampled_from([0.0, 4.0, 1e36])), min_size=2, max_size=70)


@settings(max_examples=400, deadline=None)
@given(squares, st.data())
def test_the_least_are_those_of_a_stable_sort(exact, data):
    wanted = data.draw(st.integers(1, len(exact) - 1))
    guess = data.draw(st.floats(1e-3, 1e7))
    assert chosen(exact, wanted, guess) == sorted_out(exact, wanted)


@pytest.mark.parametrize("exact", [[5.0] * 9, [0.0] * 9, [1e36] * 9, [1.0, 1.0 + 1e-12] * 5])
def test_equal_ones_are_told_apart_by_order(exact):
    assert chosen(exact, 4) == sorted_out(exact, 4)
