"""The bounds of UN R157 against the tables they come from."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.conduct import r157


@pytest.mark.parametrize(
    ("speed", "gap"),
    [(0.0, 1.0), (7.2, 1.0), (10, 1.1), (20, 1.2), (30, 1.3), (40, 1.4), (50, 1.5), (60, 1.6), (55, 1.55)],
)
def test_the_time_gap_is_that_of_the_table(speed, gap):
    assert r157.following_time_gap(speed / 3.6) == pytest.approx(gap, abs=1e-12)


def test_above_the_table_the_time_gap_goes_on_to_two_seconds():
    assert r157.following_time_gap(80 / 3.6) == pytest.approx(1.8)
    assert r157.following_time_gap(130 / 3.6) == 2.0


def test_nobody_stands_closer_than_two_metres():
    assert r157.following_gap(0.0) == 2.0
    assert r157.following_gap(1.9) == 2.0
    assert r157.following_gap(60 / 3.6) == pytest.approx(60 / 3.6 * 1.6)


@settings(deadline=None)
@given(speed=st.floats(0.0, 60.0), more=st.floats(0.0, 10.0))
def test_a_faster_car_never_keeps_less(speed, more):
    assert r157.following_time_gap(speed + more) >= r157.following_time_gap(speed) - 1e-12
    assert r157.following_gap(speed + more) >= r157.following_gap(speed) - 1e-12


@pytest.mark.parametrize(("closing", "bound"), [(10, 0.48), (20, 0.71), (30, 0.94), (40, 1.18), (50, 1.41), (60, 1.64)])
def test_the_european_bound_is_that_of_its_table(closing, bound):
    assert r157.cut_in_ttc_eu(closing / 3.6, 6.0) == pytest.approx(bound, abs=0.0051)


@pytest.mark.parametrize(("closing", "bound"), [(10, 0.74), (20, 1.32), (30, 1.9), (40, 2.47), (50, 3.05), (60, 3.63)])
def test_the_european_bound_with_standing_occupants_is_that_of_its_table(closing, bound):
    assert r157.cut_in_ttc_eu(closing / 3.6, 2.4) == pytest.approx(bound, abs=0.0051)


def test_the_bound_of_the_regulation_is_a_tenth_of_a_second_longer():
    assert r157.cut_in_ttc(12.0) == pytest.approx(1.35)
    assert r157.cut_in_ttc(12.0) - r157.cut_in_ttc_eu(12.0, 6.0) == pytest.approx(0.1)
    assert r157.cut_in_ttc(-5.0) == 0.35


def test_a_cut_in_beyond_the_bound_must_be_avoided():
    assert r157.cut_in_must_avoid(1.36, 12.0)
    assert not r157.cut_in_must_avoid(1.35, 12.0)


def test_a_tyre_thirty_centimetres_past_the_marking_is_not_yet_an_intrusion():
    assert not r157.intrudes(0.0, 0.3)
    assert r157.intrudes(0.0, 0.301)


def test_more_than_five_is_an_emergency():
    assert not r157.is_emergency(5.0)
    assert r157.is_emergency(5.01)


@pytest.mark.parametrize(
    ("speed", "gap"), [(7.2, 1.2), (10, 1.4), (20, 1.6), (30, 1.8), (40, 2.0), (50, 2.2), (60, 2.4)]
)
def test_the_time_gap_of_a_lorry_is_that_of_its_table(speed, gap):
    assert r157.heavy_time_gap(speed / 3.6) == pytest.approx(gap, abs=1e-12)
    assert r157.required_gap(speed / 3.6, mass=12_000.0) == pytest.approx(max(gap * speed / 3.6, 2.4))


def test_a_car_keeps_the_gap_of_a_car():
    assert r157.required_gap(16.0, mass=1600.0) == r157.following_gap(16.0)


@pytest.mark.parametrize(
    ("speed", "reach"), [(0, 46), (60, 46), (70, 50), (80, 60), (90, 75), (100, 90), (110, 110), (120, 130), (130, 150)]
)
def test_the_detection_range_is_that_of_the_table(speed, reach):
    assert r157.detection_range(speed / 3.6) == pytest.approx(reach)


def test_a_collision_is_imminent_where_braking_with_less_than_five_does_not_avoid_it():
    assert r157.is_imminent(5.0)
    assert not r157.is_imminent(4.99)


def test_a_minimal_risk_manoeuvre_waits_ten_seconds_unless_something_failed():
    assert not r157.may_start_risk(9.9, failed=False)
    assert r157.may_start_risk(10.0, failed=False)
    assert r157.may_start_risk(0.0, failed=True)
    assert r157.must_escalate(4.0)
    assert not r157.must_escalate(3.9)


def test_a_tyre_is_past_a_line_on_the_side_the_line_lies():
    assert r157.past_line(2.0, 2.5, 1) == pytest.approx(0.5)
    assert r157.past_line(-2.0, -1.5, -1) == pytest.approx(-0.5)
