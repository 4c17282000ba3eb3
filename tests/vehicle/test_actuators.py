"""Lag, rate limit and dead time, against closed forms."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.vehicle.actuators import CAPACITY, approach, approach_twice, delayed, remember, stride

values = st.floats(-10.0, 10.0)
spans = st.floats(1e-4, 2.0)


def test_a_slow_lag_is_the_exponential_of_the_textbook():
    assert approach(0.0, 1.0, 0.5, 1e9, 0.5) == pytest.approx(1.0 - math.exp(-1.0), rel=1e-12)


def test_a_rate_limit_is_a_straight_line():
    assert approach(0.0, 9.0, 0.05, 25.0, 0.2) == pytest.approx(5.0, rel=1e-12)


def test_no_lag_and_no_limit_is_there_at_once():
    assert approach(-3.0, 4.0, 0.0, 1e9, 1e-3) == 4.0


@given(value=values, target=values, lag=st.floats(0.0, 1.0), rate=st.floats(0.1, 100.0), first=spans, second=spans)
def test_two_spans_are_one_long_span(value, target, lag, rate, first, second):
    twice = approach(approach(value, target, lag, rate, first), target, lag, rate, second)
    assert twice == pytest.approx(approach(value, target, lag, rate, first + second), abs=1e-9)


@given(value=values, target=values, lag=st.floats(0.0, 1.0), rate=st.floats(0.1, 1e9), span=spans)
def test_half_a_span_and_all_of_it_are_told_together_as_one_after_the_other(value, target, lag, rate, span):
    half, whole = approach_twice(value, target, lag, rate, span)
    assert half == pytest.approx(approach(value, target, lag, rate, 0.5 * span), rel=1e-14, abs=1e-14)
    assert whole == pytest.approx(approach(value, target, lag, rate, span), rel=1e-14, abs=1e-14)


@given(value=values, target=values, lag=st.floats(0.0, 1.0), rate=st.floats(0.1, 100.0), span=spans)
def test_it_never_overshoots_and_never_exceeds_the_rate(value, target, lag, rate, span):
    after = approach(value, target, lag, rate, span)
    assert min(value, target) - 1e-12 <= after <= max(value, target) + 1e-12
    assert abs(after - value) <= rate * span + 1e-9


@pytest.mark.parametrize(("dt", "delay"), [(0.01, 0.0), (0.01, 0.03), (0.01, 0.31), (0.001, 0.05), (0.002, 0.5)])
def test_an_order_comes_out_after_its_dead_time(dt, delay):
    orders = np.zeros(CAPACITY)
    every = stride(delay, dt)
    out = []
    for tick in range(round(1.0 / dt)):
        remember(orders, tick, every, float(tick))
        out.append(delayed(orders, tick, every, delay, dt))
    late = np.arange(len(out)) - np.array(out)
    settled = late[round(delay / dt) + every :]
    assert settled.min() * dt >= delay - 1.5 * every * dt
    assert settled.max() * dt <= delay + 1.5 * every * dt
    if every == 1:
        assert np.all(settled * dt == pytest.approx(delay))
