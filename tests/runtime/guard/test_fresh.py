"""What is believed of commands and of the car's own motion."""

from __future__ import annotations

from math import inf, nan, tan

import pytest

from aureole.runtime.guard import fresh
from aureole.runtime.guard.bounds import bounds_of
from aureole.runtime.guard.findings import Finding
from aureole.runtime.guard.rows import Look, Wish
from aureole.runtime.guard.state import NEVER, State
from tests.runtime.guard.scene import CAR

B = bounds_of(CAR, 0.01)
MS = 1_000_000  # ns
NOW = 1000 * MS


def order(**given):
    return Wish(
        **{"stamp": NOW, "steer": 0.1, "accel": 0.2, "gear": 0, "lamps": 0, "horn": False, "until": NOW, **given}
    )


def judged(wish, **state):
    found = {}
    return fresh.judge(wish, NOW, State(**state), B, found), found


def test_a_fresh_command_is_good_up_to_each_limit():
    assert judged(order()) == (True, {})
    assert judged(order(stamp=NOW - 50 * MS), stamp=NOW - 50 * MS) == (True, {})
    assert judged(order(stamp=NOW + MS)) == (True, {})


def test_each_fault_of_a_command_has_its_name_value_and_limit():
    assert judged(None, stamp=NOW - 20 * MS) == (False, {Finding.NO_WISH: (0.02, 0.05)})
    assert judged(None) == (False, {Finding.NO_WISH: (1e6, 0.05)})
    for bad in (nan, inf, -inf):
        assert judged(order(steer=bad)) == (False, {Finding.NOT_FINITE: (0.0, 0.0)})
        assert judged(order(accel=bad)) == (False, {Finding.NOT_FINITE: (0.0, 0.0)})
    late = MS + 1
    assert judged(order(stamp=NOW + late)) == (False, {Finding.WISH_AHEAD: (late * 1e-9, 0.001)})
    assert judged(order(stamp=NOW - 1), stamp=NOW) == (False, {Finding.WISH_BACKWARDS: (1e-9, 0.0)})
    old = 50 * MS + 1
    assert judged(order(stamp=NOW - old)) == (False, {Finding.WISH_OLD: (old * 1e-9, 0.05)})
    assert judged(order(stamp=NOW - old), stamp=NOW - old) == (False, {Finding.WISH_FROZEN: (old * 1e-9, 0.05)})
    assert judged(order(until=NOW - 2)) == (False, {Finding.WISH_EXPIRED: (2e-9, 0.0)})


def test_what_is_told_is_always_finite():
    assert [fresh.told(v) for v in (nan, inf, -inf, 1e300, -3.5)] == [1e9, 1e9, -1e9, 1e9, -3.5]


def test_an_age_is_in_seconds_and_never_is_very_old():
    assert fresh.age(5, NEVER) == 1e6
    assert fresh.age(NEVER + 5, NEVER) == 1e6
    assert fresh.age(3 * 10**9, 10**9) == 2.0
    assert fresh.age(10**18, 0) == 1e6


def test_a_good_command_counts_once_and_not_without_end():
    state = State(good=8)
    for stamp, count in ((1, 9), (1, 9), (2, 10), (3, 10)):
        fresh.remember(order(stamp=stamp), state)
        assert state.good == count
    assert (state.stamp, state.until, state.good_steer, state.good_accel) == (3, NOW, 0.1, 0.2)


def felt(look, now=NOW, moment=NEVER, **state):
    found, state = {}, State(now=moment, **state)
    return fresh.feel(look, now, state, B, found), found, state


def test_own_motion_is_taken_in_with_the_path_it_means():
    blind, found, state = felt(Look(NOW, 10.0, 0.2, 0.1))
    assert (blind, found, state.seen, state.speed, state.bend, state.steer) == (False, {}, NOW, 10.0, 0.02, 0.1)
    assert felt(Look(NOW, 3.0, 0.3, 0.1))[2].bend == 0.3 / 3.0
    assert felt(Look(NOW, 2.9, 0.3, 0.1))[2].bend == tan(0.1) / B.wheelbase
    assert felt(Look(NOW, -3.0, 0.3, 0.1))[2].bend == pytest.approx(-0.1)
    assert felt(Look(NOW, 2.0, 0.3, 9.0))[2].bend == tan(0.55) / B.wheelbase
    assert felt(Look(NOW, 2.0, 0.3, -9.0))[2].bend == tan(-0.55) / B.wheelbase


def test_the_first_wheel_angle_is_where_steering_starts():
    assert felt(Look(NOW, 1.0, 0.0, 9.0))[2].steer == 0.55
    assert felt(Look(NOW, 1.0, 0.0, -9.0))[2].steer == -0.55
    assert felt(Look(NOW, 1.0, 0.0, 0.3), now=NOW, moment=NOW - MS)[2].steer == 0.0


def test_the_same_observation_again_ages_until_the_car_is_blind():
    old = Look(NOW - 200 * MS, 10.0, 0.0, 0.0)
    assert felt(old, seen=NOW - 200 * MS)[:2] == (False, {})
    assert felt(old, NOW + 1, seen=NOW - 200 * MS)[:2] == (True, {Finding.BLIND: (200000001 * 1e-9, 0.2)})
    assert felt(None)[:2] == (True, {Finding.BLIND: (1e6, 0.2)})


@pytest.mark.parametrize(
    "look",
    [Look(NOW + MS + 1, 9.0, 0.0, 0.0), Look(NOW - 11 * MS, 9.0, 0.0, 0.0), Look(NOW, nan, 0.0, 0.0),
     Look(NOW, 9.0, inf, 0.0), Look(NOW, 9.0, 0.0, nan)],
)  # fmt: skip
def test_an_observation_with_a_wrong_stamp_or_number_is_not_taken_in(look):
    _, found, state = felt(look, seen=NOW - 10 * MS, speed=9.0)
    assert set(found) == {Finding.OBSERVATION_BAD}
    assert state.seen == NOW - 10 * MS


def test_an_observation_as_old_as_the_last_is_no_step_back():
    found, state = {}, State(seen=NOW, speed=9.0)
    fresh.take(Look(NOW, 9.1, 0.0, 0.0), NOW, state, B, found)
    assert (found, state.speed) == ({}, 9.1)


def test_an_observation_taken_in_already_is_not_judged_again_where_the_clock_goes_back():
    _, found, state = felt(Look(NOW, 9.5, 0.0, 0.0), now=NOW - 2 * MS, seen=NOW, speed=9.0)
    assert (found, state.speed) == ({}, 9.0)


def test_even_a_first_speed_is_not_believed_where_no_tyres_reach_it_in_a_million_seconds():
    blind, found, state = felt(Look(NOW, -1e8, 0.0, 0.0))
    leap = 0.5 + B.leap * 1e6
    assert (blind, state.seen, state.speed) == (True, NEVER, 0.0)
    assert found == {Finding.SPEED_LEAPS: (-1e8, leap), Finding.BLIND: (1e6, 0.2)}


def test_what_is_told_of_a_bad_observation_is_its_stamp():
    assert felt(Look(NOW + 2 * MS, 9.0, 0.0, 0.0))[1][Finding.OBSERVATION_BAD] == (0.002, 0.001)
    assert felt(Look(NOW, nan, 0.0, 0.0))[1][Finding.OBSERVATION_BAD] == (0.0, 0.0)
    assert felt(Look(NOW + MS, 9.0, 0.0, 0.0))[1] == {}


def test_a_speed_that_leaps_is_not_believed_until_it_could_have_come_about():
    before = {"seen": NOW - 10 * MS, "speed": 10.0}
    leap = 0.5 + B.leap * (10 * MS * 1e-9)
    assert felt(Look(NOW, leap, 0.0, 0.0), seen=NOW - 10 * MS, speed=0.0)[1] == {}
    _, found, state = felt(Look(NOW, 10.7, 0.0, 0.0), **before)
    assert found == {Finding.SPEED_LEAPS: (pytest.approx(0.7), leap)}
    assert (state.speed, state.seen) == (10.0, NOW - 10 * MS)
    assert felt(Look(NOW, 9.3, 0.0, 0.0), **before)[1] == {Finding.SPEED_LEAPS: (pytest.approx(-0.7), leap)}
    assert felt(Look(NOW, 40.0, 0.0, 0.0), seen=NOW - 190 * MS, speed=37.5)[1] == {}
    assert felt(Look(NOW, 40.0, 0.0, 0.0))[1] == {}
    assert B.leap == 1.5 * CAR.body.friction * 9.80665


def test_tracks_are_seen_where_they_are_fresh():
    found = {}
    assert fresh.sees(0.5, found)
    assert found == {}
    assert not fresh.sees(inf, found)
    assert found == {Finding.TRACKS_OLD: (1e9, 0.5)}
    assert not fresh.sees(nan, {})


def coded(gear=0, lamps=0, **state):
    found = {}
    state = {"speed": 0.0, **state}
    return *fresh.codes(order(gear=gear, lamps=lamps), State(speed=state["speed"]), found), found


def test_known_codes_pass():
    assert coded(0, 63, speed=10.0) == (0, 63, {})
    assert coded(1, 0, speed=10.0) == (1, 0, {})
    assert coded(2, 8, speed=0.5) == (2, 8, {})
    assert coded(3, 8, speed=-0.5) == (3, 8, {})
    assert coded(2, 0, speed=-3.0) == (0, 0, {Finding.BAD_CODE: (2.0, 0.0)})


def test_unknown_codes_do_not():
    assert coded(7, 0) == (0, 0, {Finding.BAD_CODE: (7.0, 0.0)})
    assert coded(-1, 0) == (0, 0, {Finding.BAD_CODE: (-1.0, 0.0)})
    assert coded(0, 64 + 4) == (0, 4, {Finding.BAD_CODE: (68.0, 63.0)})


def coded_at(gear, kept, speed):
    found = {}
    return fresh.codes(order(gear=gear), State(gear=kept, speed=speed), found)[0]


def test_reverse_and_park_wait_for_walking_pace():
    assert [coded_at(gear, 0, 0.6) for gear in (0, 1, 2, 3)] == [0, 1, 0, 0]
    assert [coded_at(gear, 0, 0.5) for gear in (0, 1, 2, 3)] == [0, 1, 2, 3]
    assert coded_at(2, 2, 3.0) == 2


def test_a_car_that_goes_on_in_reverse_above_walking_pace_is_not_told_of_its_gear():
    found = {}
    assert fresh.codes(order(gear=2), State(gear=2, speed=-3.0), found) == (2, 0)
    assert found == {}
