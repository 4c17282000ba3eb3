"""Cosine, sine and arc tangent by table and series against the library's."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aureole.kernels.small import MOST, QUARTER, SLOPE, TURN, arc, arc_tangent, cosine_sine

angles = st.floats(-2.0 * TURN, 2.0 * TURN) | st.floats(-10.0, 10.0)
EXACT = 2.3e-16  # a place of a number near 1


@given(angle=angles)
@example(angle=TURN)
@example(angle=-TURN)
@example(angle=QUARTER * MOST)
@example(angle=math.pi)
@example(angle=1e-300)
def test_cosine_and_sine_are_the_librarys_but_for_the_last_place(angle):
    c, s = cosine_sine(angle)
    room = EXACT if abs(angle) <= TURN else 1.5 * EXACT
    assert abs(c - math.cos(angle)) <= room
    assert abs(s - math.sin(angle)) <= (EXACT * abs(math.sin(angle)) + 5e-324 if abs(angle) <= TURN else room)


def test_no_turn_is_exactly_none_and_no_number_stays_none():
    assert cosine_sine(0.0) == (1.0, 0.0)
    assert math.copysign(1.0, cosine_sine(-0.0)[1]) == -1.0
    assert all(math.isnan(part) for part in cosine_sine(math.nan))


@given(tangent=st.floats(-2.0 * SLOPE, 2.0 * SLOPE) | st.floats(allow_nan=False))
@example(tangent=SLOPE)
def test_the_arc_of_a_tangent_is_the_librarys(tangent):
    assert arc(tangent) == pytest.approx(math.atan(tangent), rel=EXACT, abs=0.0)


@given(y=st.floats(-1e3, 1e3), x=st.floats(-1e3, 1e3))
@example(y=0.0, x=0.0)
@example(y=0.0, x=-1.0)
@example(y=-0.0, x=-1.0)
@example(y=1e-320, x=1e-320)
@example(y=SLOPE, x=1.0)
def test_the_angle_of_a_point_is_the_librarys_all_around(y, x):
    assert arc_tangent(y, x) == pytest.approx(math.atan2(y, x), rel=3e-16, abs=0.0)
