"""The filters: the common implementation's values, and what polynomials must give."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.exam.scores.factors import smooth
from aureole.exam.scores.factors.smooth import savgol

ROW = np.array([0.0, 1.0, 4.0, 2.0, 7.0, 3.0, 5.0, 1.0, 0.0, 2.0])


def test_an_even_window_gives_the_common_implementations_values():
    # scipy.signal.savgol_filter(ROW, 8, 2), SciPy 1.17.1
    wanted = [-0.541666667, 1.696428571, 3.303571429, 4.279761905, 4.71875, 3.625, 3.357142857, 2.642857143, 1.69047619,
              0.5]  # fmt: skip
    assert savgol(ROW, 8, 2) == pytest.approx(wanted, abs=1e-8)


def test_a_second_derivative_gives_the_common_implementations_values():
    # the same with window 5, order 3, second derivative, steps of 0.1
    wanted = [-457.142857, -207.142857, 42.857143, -100.0, -14.285714, -171.428571, 0.0, 42.857143, 492.857143,
              942.857143]  # fmt: skip
    assert savgol(ROW, 5, 3, derivative=2, step=0.1) == pytest.approx(wanted, abs=1e-5)


def test_the_kept_matrix_and_the_sliding_window_agree(monkeypatch):
    kept = savgol(ROW, 5, 2, derivative=1, step=0.1)
    monkeypatch.setattr(smooth, "SHORT", 0)
    assert savgol(ROW, 5, 2, derivative=1, step=0.1) == pytest.approx(kept)


@given(st.tuples(*[st.floats(-10.0, 10.0)] * 3), st.integers(5, 130), st.sampled_from([5, 15]))
def test_a_parabola_keeps_its_shape_and_its_slope(parts, count, window):
    a, b, c = parts
    t = 0.1 * np.arange(count)
    assert savgol(a + b * t + c * t**2, window, 2) == pytest.approx(a + b * t + c * t**2, abs=1e-6)
    assert savgol(a + b * t + c * t**2, window, 2, derivative=1, step=0.1) == pytest.approx(b + 2 * c * t, abs=1e-5)


def test_too_few_values_for_the_polynomial_are_none():
    assert np.isnan(savgol(np.zeros(2), 5, 2)).all()
