"""When the guard brakes fully, for whom, and until when."""

from __future__ import annotations

from dataclasses import replace
from math import cos, inf, nan, pi, sin, sqrt

import pytest

from aureole.runtime.guard import emergency
from aureole.runtime.guard.bounds import bounds_of
from aureole.runtime.guard.emergency import NOTHING, Danger, along_path
from aureole.runtime.guard.findings import Finding
from aureole.runtime.guard.rows import Around
from aureole.runtime.guard.state import State
from tests.runtime.guard.scene import CAR, Other, look

B = bounds_of(CAR, 0.01)._replace(brake_late=0.0, steer_late=0.0, latency=0.0)
FRONT = CAR.body.box_x + CAR.body.length / 2


def met(other=None, *, speed=10.0, bend=0.0, late=0.0, bounds=B, **given):
    other = Other(**{"x": FRONT + 2.0 + 10.0, **given}) if other is None else other
    moved = max(late - bounds.latency, 0.0)
    row = (other.x, other.y, other.heading, other.vx, other.vy, other.length, other.width, late, moved)
    return emergency.meet(row, State(speed=speed, bend=bend), bounds)


def test_a_straight_path_is_the_car_s_own_axis():
    assert along_path(5.0, -2.0, 0.0) == (5.0, -2.0, 0.0)
    assert along_path(5.0, -2.0, 0.9e-6) == (5.0, -2.0, 0.0)
    assert along_path(5.0, -2.0, -0.9e-6) == (5.0, -2.0, 0.0)
    assert along_path(5.0, 2.0, 1e-6) != (5.0, 2.0, 0.0)


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_an_arc_is_measured_along_and_across(side):
    turn, off = 0.3, 1.5
    x, y = (50.0 - off) * sin(turn), 50.0 - (50.0 - off) * cos(turn)
    assert along_path(x, side * y, side / 50.0) == pytest.approx((15.0, side * off, side * turn))


def test_a_standing_car_ahead_needs_what_kinematics_says():
    danger = met()
    assert danger.gap == pytest.approx(10.0)
    assert danger.time == pytest.approx(1.0)
    assert danger.needed == pytest.approx(5.0)
    assert danger.dodge == pytest.approx(sqrt(2.0 * (0.9 + CAR.body.width / 2) / 2.0))


def test_a_lateness_of_brakes_and_steering_counts():
    late = B._replace(brake_late=0.2, steer_late=0.3)
    assert met(bounds=late).needed == pytest.approx(100.0 / (2.0 * (10.0 - 2.0)))
    assert met(bounds=late).dodge == pytest.approx(met().dodge + 0.3)
    real = bounds_of(CAR, 0.01)
    assert real.brake_late == pytest.approx(0.03 + 0.05 + 0.5 * 9.0 / 25.0)
    assert real.steer_late == pytest.approx(0.09)


def test_what_the_motor_still_gives_counts_where_the_car_speeds_up():
    late = B._replace(brake_late=0.2)
    assert late.drive_late == 0.25
    row = (FRONT + 12.0, 0.0, 0.0, 0.0, 0.0, 4.0, 1.8, 0.0, 0.0)
    pushed = emergency.meet(row, State(speed=10.0, accel=4.0), late)
    assert pushed.needed == pytest.approx(11.0**2 / (2.0 * (10.0 - 11.0 * 0.2)))
    assert emergency.meet(row, State(speed=10.0, accel=-4.0), late).needed == pytest.approx(100.0 / 16.0)


def test_a_moving_car_ahead_is_measured_by_the_closing_speed():
    danger = met(vx=6.0)
    assert (danger.time, danger.needed) == (pytest.approx(2.5), pytest.approx(0.8))
    assert met(vx=10.0) == Danger(0.0, inf, 0.0, pytest.approx(10.0))
    assert met(vx=12.0, y=3.0) == NOTHING


def test_an_oncoming_car_closes_with_both_speeds():
    assert met(vx=-5.0).time == pytest.approx(10.0 / 15.0)


def test_who_stands_beside_the_path_is_no_danger():
    edge = 0.9 + CAR.body.width / 2
    assert met(y=edge + 0.01) == NOTHING
    assert met(y=-edge - 0.01) == NOTHING
    near = met(y=edge - 0.01)
    assert near.needed == pytest.approx(5.0)
    assert near.dodge == pytest.approx(sqrt(0.01), rel=1e-3)
    assert met(y=0.5 + 0.25, width=1.0, bounds=B._replace(half_width=0.25)) == NOTHING


def test_who_leaves_the_path_in_time_is_no_danger_but_near():
    assert met(vy=3.0) == Danger(0.0, inf, 0.0, pytest.approx(10.0))


def test_who_comes_onto_the_path_in_time_is_a_danger_and_not_yet_near():
    danger = met(y=4.0, vy=-4.0)
    assert danger.needed == pytest.approx(5.0)
    assert danger.gap == inf
    assert met(y=4.0, vy=4.0) == NOTHING


def test_a_turned_box_is_as_long_as_it_looks():
    across = met(heading=pi / 2)
    assert across.gap == pytest.approx(12.0 - 0.9)
    assert across.dodge == pytest.approx(sqrt(2.0 + CAR.body.width / 2))
    slanting = met(heading=pi / 4)
    assert slanting.gap == pytest.approx(12.0 - 0.5 * sqrt(0.5) * 5.8)
    assert slanting.dodge == pytest.approx(sqrt(0.5 * sqrt(0.5) * 5.8 + CAR.body.width / 2))


def test_tracks_are_moved_on_by_their_age():
    assert met(vx=6.0, late=0.5).gap == pytest.approx(10.0 + 3.0 - 5.0)
    assert met(vx=6.0, late=0.5, bounds=B._replace(latency=0.2)).gap == pytest.approx(10.0 + 3.0 - 3.0)
    assert met(vx=6.0, late=0.1, bounds=B._replace(latency=0.2)).gap == pytest.approx(10.0 + 0.6)
    assert met(y=1.0, vy=-1.0, vx=10.0, late=0.5).gap == pytest.approx(10.0)
    assert met(y=3.0, vy=-3.0, vx=12.0, late=0.5).gap == pytest.approx(11.0)


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_in_a_bend_the_path_bends_along(side):
    turn = 0.3
    s = 50.0 * turn
    other = Other(50.0 * sin(turn), side * (50.0 - 50.0 * cos(turn)), heading=side * turn)
    there = met(other, bend=side / 50.0)
    assert there.gap == pytest.approx(s - 2.0 - FRONT)
    along = other._replace(vx=6.0 * cos(turn), vy=side * 6.0 * sin(turn))
    assert met(along, bend=side / 50.0).time == pytest.approx(there.gap / 4.0)
    aside = other._replace(vx=-side * sin(turn) * 9.0 * side, vy=side * 9.0 * cos(turn))
    assert met(aside, bend=side / 50.0).time == inf
    assert met(other._replace(heading=0.0)).dodge < there.dodge


def test_behind_beside_and_around_the_corner_is_not_ahead():
    assert met(Other(0.0)) == NOTHING
    assert met(Other(-5.0)) == NOTHING
    assert met(Other(FRONT + 2.0 - 1.1)) == NOTHING
    assert met(Other(FRONT + 2.0 - 0.9)).time == 0.0
    assert met(Other(1.0, 22.0, length=0.1), bend=0.1) == NOTHING
    assert emergency.meet((5.0 + FRONT, 0.0, 0.0, 0.0, 0.0, 10.0 + 2.0, 1.0, 0.0, 0.0), State(speed=1.0), B).time == 0.0


def test_half_a_turn_ahead_is_the_last_that_counts():
    assert met(Other(10.5, 10.0, length=0.1, heading=pi / 2), bend=0.1) != NOTHING
    assert met(Other(10.5, 10.2, length=0.1, heading=pi / 2), bend=0.1) == NOTHING


def looked(*others, speed=10.0, late=0.0, bounds=B):
    return emergency.look_ahead(Around(look(others=others).tracks, late, late), 0, State(speed=speed), bounds)


def test_the_worst_of_all_counts_and_the_nearest_gap():
    far, near = Other(FRONT + 22.0), Other(FRONT + 7.0, vx=9.0)
    assert looked() == NOTHING
    for pair in ((far, near), (near, far)):
        danger = looked(*pair)
        assert danger.needed == pytest.approx(2.5)
        assert danger.gap == pytest.approx(5.0)


def test_what_is_imminent_comes_before_what_merely_needs_more():
    hits = Other(FRONT + 2.0 + 6.0)
    brushes = Other(FRONT + 2.0 + 5.0, y=0.9 + CAR.body.width / 2 - 1e-4)
    assert not emergency.imminent(looked(brushes), B)
    for pair in ((hits, brushes), (brushes, hits)):
        assert looked(*pair).time == pytest.approx(0.6)


def test_unsure_and_absurd_tracks_are_left_out():
    other = Other(FRONT + 7.0)
    assert looked(other._replace(sure=0.49)) == NOTHING
    assert looked(other._replace(sure=0.5)) != NOTHING
    assert looked(other._replace(sure=nan)) == NOTHING
    for field in ("x", "y", "vx", "vy", "heading", "length", "width"):
        assert looked(other._replace(**{field: nan})) == NOTHING
    assert looked(other._replace(x=inf), other) == looked(other)
    assert looked(other, late=0.1).gap == pytest.approx(4.0)


def test_of_what_eyes_see_only_what_they_are_sure_of_counts():
    other, eyes = Other(FRONT + 7.0), bounds_of(CAR, 0.01, eyes=True)
    given = bounds_of(CAR, 0.01)
    assert (eyes.sure, eyes.eyes, given.sure, given.eyes) == (0.6, True, 0.5, False)
    assert looked(other._replace(sure=0.59), bounds=eyes) == NOTHING
    assert looked(other._replace(sure=0.61), bounds=eyes) != NOTHING


def test_a_car_that_drove_on_in_a_bend_is_that_much_further_along_it():
    turn = 0.3
    other = Other(50.0 * sin(turn), 50.0 - 50.0 * cos(turn), heading=turn)
    row = (other.x, other.y, other.heading, 0.0, 0.0, other.length, other.width, 0.4, 0.2)
    danger = emergency.meet(row, State(speed=10.0, bend=1.0 / 50.0), B)
    assert danger.gap == pytest.approx(50.0 * turn - 2.0 - 2.0 - FRONT)
    straight = (*row[:2], 0.0, *row[3:])
    assert emergency.meet(straight, State(speed=15.0, bend=1.0 / 50.0), B).gap < danger.gap
    assert emergency.meet((*row[:7], 0.4, 1.5), State(speed=10.0, bend=1.0 / 50.0), B) == NOTHING


def test_where_nobody_is_on_the_path_no_braking_is_needed_and_nothing_is_near():
    assert looked() == met(Other(-5.0)) == Danger(needed=0.0, time=inf, dodge=0.0, gap=inf)


def test_where_every_row_holds_a_track_all_are_looked_at():
    far, near = Other(FRONT + 22.0), Other(FRONT + 7.0)
    assert looked(far, far, far, near).gap == pytest.approx(5.0)


def test_tracks_whose_rows_do_not_match_are_an_error_and_nobody_is_overlooked():
    tracks = look(others=(Other(FRONT + 7.0),) * 4).tracks
    with pytest.raises(ValueError, match="zip"):
        emergency.look_ahead(Around(replace(tracks, sure=tracks.sure[:, :2]), 0.0, 0.0), 0, State(speed=10.0), B)


def test_what_is_behind_the_reference_point_is_not_ahead_however_short_the_car():
    short = B._replace(front=0.2)
    assert met(Other(0.1, length=0.4), bounds=short).time == 0.0
    assert met(Other(0.0, length=0.4), bounds=short) == NOTHING
    assert met(Other(-0.1, length=0.4), bounds=short) == NOTHING


def test_who_is_not_there_is_left_out_however_sure():
    tracks = look(others=(Other(FRONT + 7.0),)).tracks
    tracks.present[:] = [[False, False, False, True]]
    assert emergency.look_ahead(Around(tracks, 0.0, 0.0), 0, State(speed=10.0), B) == NOTHING


def test_a_collision_is_imminent_beyond_both_bounds():
    assert B.need == 6.75
    assert emergency.imminent(Danger(6.75, 0.9, 1.0, 1.0), B)
    assert not emergency.imminent(Danger(6.74, 0.9, 1.0, 1.0), B)
    assert not emergency.imminent(Danger(9.0, 1.0, 1.0, 1.0), B)
    assert emergency.rank(Danger(7.0, 0.9, 1.0, 1.0), B) == (True, 7.0)


def braked(danger, accel=1.0, speed=10.0, braking=0, returning=0):
    found, state = {}, State(speed=speed, braking=braking, returning=returning)
    return emergency.brakes(danger, accel, state, B, found), found, state


DIRE = Danger(8.0, 0.5, 1.0, 3.0)


def test_it_brakes_from_imminent_on_and_says_so():
    out, found, state = braked(DIRE)
    assert (out, found, state.braking, state.returning) == (True, {Finding.COLLISION: (8.0, 6.75)}, 1, 0)
    assert braked(DIRE._replace(needed=inf))[1] == {Finding.COLLISION: (1e9, 6.75)}
    assert braked(DIRE._replace(needed=6.7))[:2] == (False, {})
    assert braked(DIRE._replace(needed=6.7))[2].returning == 0


def test_it_goes_on_until_the_danger_is_over():
    assert braked(DIRE._replace(needed=1.0), braking=1)[0]
    assert braked(DIRE._replace(needed=1.0), braking=1)[2].braking == 1
    assert braked(DIRE._replace(needed=0.9, gap=1.9), braking=1)[0]
    out, found, state = braked(DIRE._replace(needed=0.9, gap=2.0), braking=1)
    assert (out, found, state.braking, state.returning) == (False, {}, 0, 1)


@pytest.mark.parametrize("speed", [0.0, 0.009, -0.009])
def test_a_stopped_car_is_held_while_the_command_would_drive_on(speed):
    near = Danger(0.0, inf, 0.0, 1.9)
    assert braked(near, 0.1, speed, braking=1)[0]
    assert not braked(near, 0.0, speed, braking=1)[0]
    assert not braked(near._replace(gap=2.0), 0.1, speed, braking=1)[0]
    assert not braked(near._replace(needed=5.0, gap=3.0), 0.1, speed, braking=1)[0]


def test_a_hundredth_of_a_metre_a_second_is_not_standing():
    assert braked(Danger(0.0, inf, 0.0, 1.9), 0.0, 0.01, braking=1)[0]
    assert braked(Danger(0.0, inf, 0.0, 1.9), 0.0, -0.01, braking=1)[0]


def test_a_box_that_looks_the_other_way_is_as_long():
    assert met(heading=pi).gap == pytest.approx(10.0)
    assert met(heading=-pi / 2).gap == pytest.approx(12.0 - 0.9)
    assert met(heading=-pi / 2).dodge == pytest.approx(sqrt(2.0 + CAR.body.width / 2))


def test_around_a_right_corner_is_not_ahead():
    assert met(Other(10.5, -10.2, length=0.1, heading=pi / 2), bend=-0.1) == NOTHING
