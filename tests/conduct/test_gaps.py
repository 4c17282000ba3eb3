"""Time gaps, time to collision and the wish to change lane."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.conduct.gaps import headway, mobil_gain, mobil_safe, mobil_wants, time_gap, ttc, ttc_accel


def test_known_gaps():
    assert time_gap(30.0, 15.0) == 2.0
    assert time_gap(30.0, 0.0) == math.inf
    assert time_gap(-1.0, 10.0) == 0.0
    assert headway(30.0, 5.0, 17.5) == 2.0


def test_known_times_to_collision():
    assert ttc(20.0, 10.0) == 2.0
    assert ttc(20.0, -1.0) == math.inf
    assert ttc(20.0, 0.0) == math.inf
    assert ttc(0.0, -3.0) == 0.0


def test_a_closing_that_stops_in_time_never_collides():
    assert ttc_accel(20.0, 10.0, -3.0) == math.inf
    assert ttc_accel(20.0, 10.0, -2.0) == pytest.approx(10.0 / 2.0 - math.sqrt(100 - 80) / 2.0)


@settings(deadline=None)
@given(gap=st.floats(0.1, 100.0), closing=st.floats(0.1, 40.0), accel=st.floats(-5.0, 9.0))
def test_time_to_collision_solves_its_equation(gap, closing, accel):
    time = ttc_accel(gap, closing, accel)
    if math.isfinite(time):
        assert closing * time + accel * time**2 / 2 == pytest.approx(gap, rel=1e-6)
    if accel == 0.0:
        assert time == pytest.approx(ttc(gap, closing))


@settings(deadline=None)
@given(gap=st.floats(0.1, 100.0), more=st.floats(0.0, 50.0), closing=st.floats(0.1, 40.0))
def test_more_gap_never_collides_sooner(gap, more, closing):
    assert ttc(gap + more, closing) >= ttc(gap, closing)


def test_a_selfish_driver_counts_only_itself():
    assert mobil_gain(0.5, 0.1, -3.0, 0.0, 0.2, 0.2, 0.0) == pytest.approx(0.4)


def test_a_polite_driver_stays_where_others_would_brake():
    gain = mobil_gain(0.5, 0.1, -3.0, 0.0, 0.2, 0.2, 0.5)
    assert gain == pytest.approx(0.4 - 1.5)
    assert not mobil_wants(gain, 0.1, 0.0)


def test_the_incentive_must_beat_threshold_and_bias():
    assert mobil_wants(0.5, 0.1, 0.3)
    assert not mobil_wants(0.4, 0.1, 0.3)


def test_nobody_is_forced_to_brake_harder_than_safe():
    assert mobil_safe(-4.0, 4.0)
    assert not mobil_safe(-4.01, 4.0)
