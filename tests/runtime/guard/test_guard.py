"""The guard as a whole, tick by tick: what is sound passes, what is not ends at standstill."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from aureole.core.plan import Ask
from aureole.core.topic import Topic
from aureole.runtime.guard.bounds import bounds_of
from aureole.runtime.guard.findings import Action, Finding
from aureole.runtime.guard.guard import Guard
from aureole.runtime.guard.state import NEVER, unpack
from aureole.vehicle.constants import chassis
from tests.runtime.guard.scene import CAR, LIFE, TICK, Drive, Other, asked, look, plan, wish

FRONT = CAR.body.box_x + CAR.body.length / 2
WALL = Other(FRONT + 2.0 + 6.0)


def state(drive):
    return unpack(drive.memory, 0)


def test_a_sound_command_is_given_back_itself():
    drive = Drive()
    for accel in (0.03, 0.05, -0.1):
        sent = wish(drive.now, steer=0.003, accel=accel, lamps=5)
        drive.tick(sent)
        assert drive.given is sent
        assert (drive.found, drive.action, drive.strongest) == (set(), Action.PASSED, (-1, 0.0, 0.0))


def test_the_memory_handed_in_stays_as_it_is():
    drive = Drive()
    drive.for_ticks(3)
    before = drive.memory
    copies = [array.copy() for array in before]
    drive.tick(accel=9.0)
    assert all(np.array_equal(a, b) for a, b in zip(before, copies, strict=True))
    assert drive.memory.whole is not before.whole


def test_worlds_are_guarded_each_by_itself():
    guard, mixed = Guard(CAR), wish(0, worlds=3)
    mixed = replace(mixed, accel=np.array([0.03, np.nan, 3.0]), horn=np.array([True, False, False]))
    given, memory, findings = guard.check(mixed, plan(worlds=3), look(worlds=3), 0, guard.reset(3))
    assert given is not mixed
    assert findings.action.tolist() == [Action.PASSED, Action.STOPPING, Action.LIMITED]
    assert given.accel.tolist() == [0.03, pytest.approx(-0.04), pytest.approx(0.04)]
    assert given.horn.tolist() == [True, False, False]
    assert (memory.whole.shape[0], memory.real.shape[0]) == (3, 3)
    assert [getattr(given, f.name).dtype for f in fields(given)] == [
        getattr(mixed, f.name).dtype for f in fields(mixed)
    ]
    assert [array.dtype for array in findings] == ["int32", "int64", "int32", "float64", "float64"]


def test_no_worlds_need_no_guarding():
    guard = Guard(CAR)
    given, memory, _ = guard.check(wish(worlds=0), plan(worlds=0), look(worlds=0), 0, guard.reset(0))
    assert len(given.stamp) == 0
    assert memory.whole.shape[0] == memory.real.shape[0] == 0


def test_no_worlds_without_commands_are_given_none():
    guard = Guard(CAR)
    given, _, _ = guard.check(None, None, None, 0, guard.reset(0))
    assert len(given.stamp) == len(given.accel) == 0


def test_a_trifle_beyond_a_limit_is_clipped_too():
    drive = Drive()
    assert drive.tick(accel=0.04 + 5e-6)[1] == 0.04
    assert (drive.action, drive.found) == (Action.LIMITED, {"JERK"})


def test_what_is_beyond_a_limit_is_clipped_and_named():
    drive = Drive()
    assert drive.tick(accel=3.0) == (0.0, pytest.approx(0.04))
    assert (drive.action, drive.found) == (Action.LIMITED, {"JERK"})
    assert drive.strongest == (Finding.JERK, pytest.approx(300.0), 4.0)
    assert drive.given.stamp[0] == 0
    assert drive.given.until[0] == LIFE


def test_the_first_step_is_as_long_as_the_guard_was_told():
    guard = Guard(CAR, 0.1)
    given, _, _ = guard.check(wish(accel=3.0), plan(), look(), 0, guard.reset(1))
    assert given.accel[0] == pytest.approx(0.4)


def test_a_long_pause_is_no_licence():
    drive = Drive()
    drive.tick()
    drive.now += 10 * LIFE
    assert drive.tick(steer=0.2, accel=4.0)[1] < 1.01
    assert state(drive).now == 10 * LIFE + TICK


def test_a_clock_that_goes_back_moves_nothing():
    drive = Drive()
    drive.tick(accel=0.04)
    drive.now = -TICK
    assert drive.tick(accel=0.08)[1] == 0.04
    assert state(drive).now == 0


def test_one_bad_command_is_bridged_with_the_last_good_one():
    drive = Drive()
    drive.for_ticks(5, steer=0.001, accel=0.04, horn=True, lamps=16)
    assert drive.tick(None) == (0.001, 0.04)
    assert (drive.action, drive.found) == (Action.BRIDGED, {"NO_WISH"})
    assert (drive.given.stamp[0], drive.given.until[0]) == (4 * TICK, 4 * TICK + LIFE)
    assert (drive.given.horn[0], drive.given.lamps[0]) == (True, 16)
    assert drive.tick(accel=np.nan)[1] == 0.04
    assert drive.tick(accel=0.05)[1] == 0.05
    assert drive.action == Action.PASSED


def test_when_commands_cease_the_car_brakes_comfortably_along_its_plan():
    drive = Drive()
    drive.for_ticks(5, accel=0.04)
    bent = [drive.tick(None, plan(drive.now, bend=0.01)) for _ in range(5)]
    assert drive.action == Action.BRIDGED
    assert {accel for _, accel in bent} == {0.04}
    steer, accel = drive.tick(None, plan(drive.now, bend=0.01), horn=True)
    assert (drive.action, drive.found) == (Action.STOPPING, {"NO_WISH"})
    assert steer == pytest.approx(0.006)
    assert accel == pytest.approx(-0.04)
    assert drive.given.lamps[0] == 7
    assert (drive.given.stamp[0], drive.given.until[0]) == (drive.now - TICK, drive.now - TICK + 10 * TICK)
    steer, accel = [drive.tick(None, plan(drive.now, bend=0.01)) for _ in range(100)][-1]
    assert accel == -2.5
    own = chassis(CAR)
    assert steer == pytest.approx(np.arctan(0.01 * own.wheelbase) + own.understeer, rel=1e-3)


def test_a_step_longer_than_a_command_lives_is_given_time():
    guard = Guard(CAR, 0.1)
    given, _, _ = guard.check(None, plan(), look(), 0, guard.reset(1))
    assert given.until[0] == 200_000_000


def test_without_a_plan_a_stop_keeps_its_steering():
    drive = Drive()
    drive.for_ticks(5, steer=0.004)
    assert drive.for_ticks(30, None, None)[0] == 0.004
    assert drive.found == {"NO_WISH"}
    assert drive.for_ticks(5, None, plan(0, speed=0.0))[0] == 0.004


def test_a_stop_never_brakes_less_than_the_driver_did():
    drive = Drive()
    drive.for_ticks(30, accel=-6.0)
    assert drive.for_ticks(20, None)[1] == pytest.approx(-6.0)
    assert drive.action == Action.STOPPING


def test_a_standing_car_without_commands_is_held():
    drive = Drive(speed=0.0)
    assert drive.for_ticks(30, None) == (0.0, -0.5)
    drive = Drive(speed=-0.009)
    assert drive.for_ticks(30, None) == (0.0, -0.5)
    drive = Drive(speed=0.011)
    assert drive.for_ticks(200, None) == (0.0, -2.5)


def test_a_car_that_knows_nothing_any_more_brakes_fully():
    drive = Drive()
    drive.tick()
    drive.for_ticks(20, None, None, look(0))
    assert "BLIND" not in drive.found
    assert drive.tick(None, None, look(0))[1] > -2.6
    assert drive.found == {"BLIND", "NO_WISH"}
    assert drive.for_ticks(60, None, None, None)[1] == -9.0
    assert drive.strongest[0] == Finding.BLIND


def test_a_blind_car_with_commands_brakes_comfortably_with_their_steering():
    drive = Drive()
    drive.tick(steer=0.001)
    for _ in range(150):
        steer, accel = drive.tick(wish(drive.now, steer=0.002), plan(drive.now), look(0))
    assert (steer, accel) == (0.002, -2.5)
    assert drive.found == {"BLIND"}


def test_a_stop_brakes_as_hard_as_a_good_command_asks():
    drive = Drive()
    drive.tick()
    for _ in range(80):
        accel = drive.tick(wish(drive.now, accel=-7.0), plan(drive.now), look(0))[1]
    assert accel == -7.0


def test_commands_that_come_back_must_be_good_ten_times_and_return_smoothly():
    drive = Drive()
    drive.for_ticks(5, accel=0.04)
    drive.for_ticks(200, None)
    for k in range(9):
        assert drive.tick(accel=0.5)[1] == -2.5, k
        assert drive.action == Action.STOPPING
    assert drive.tick(accel=0.5)[1] == pytest.approx(-2.46)
    assert (drive.action, drive.found) == (Action.LIMITED, {"RETURNING", "JERK"})
    accels = []
    while drive.action == Action.LIMITED:
        accels.append(drive.tick(accel=0.5)[1])
    assert np.diff(accels).max() == pytest.approx(0.04)
    assert (drive.found, accels[-1], state(drive).returning) == (set(), 0.5, 0)


def test_a_bad_one_in_between_starts_the_count_anew():
    drive = Drive()
    drive.for_ticks(20, None)
    drive.for_ticks(9)
    drive.tick(None)
    drive.for_ticks(9)
    assert drive.action == Action.STOPPING
    drive.tick()
    assert drive.action == Action.LIMITED


def test_the_same_command_again_and_again_is_no_return():
    drive = Drive()
    drive.for_ticks(20, None)
    frozen = wish(drive.now)
    drive.for_ticks(5, frozen)
    assert drive.action == Action.STOPPING
    drive.for_ticks(5, frozen)
    assert drive.found == {"WISH_FROZEN"}


def test_frozen_late_expired_forged_and_reversed_commands_are_named():
    def after(name, make):
        drive = Drive()
        drive.for_ticks(8)
        while name not in drive.found:
            drive.tick(make(drive.now))
            assert drive.now < 20 * TICK
        drive.for_ticks(10, make(drive.now))
        assert drive.action == Action.STOPPING
        return drive

    frozen = wish(7 * TICK)
    after("WISH_FROZEN", lambda now: frozen)
    after("WISH_OLD", lambda now: wish(now - 6 * TICK))
    after("WISH_EXPIRED", lambda now: wish(now, until=now - 1))
    after("WISH_BACKWARDS", lambda now: wish(6 * TICK))
    drive = after("WISH_AHEAD", lambda now: wish(1 << 61))
    drive.for_ticks(10)
    assert drive.action == Action.LIMITED, "a forged stamp must not shut out honest ones"


def test_a_command_that_lives_too_long_is_shortened():
    drive = Drive()
    drive.tick(until=1_000_000_000)
    assert drive.found == set()
    drive.tick(until=drive.now + 1_000_000_001)
    assert (drive.found, drive.action) == ({"UNTIL_FAR"}, Action.LIMITED)
    assert drive.given.until[0] == drive.now - TICK + 1_000_000_000
    assert drive.strongest == (Finding.UNTIL_FAR, 1000000001 * 1e-9, 1.0)


def test_the_last_good_command_is_not_bridged_beyond_its_own_end():
    drive = Drive()
    drive.tick(until=TICK)
    drive.tick(None)
    assert drive.action == Action.BRIDGED
    drive.tick(None)
    assert drive.action == Action.STOPPING


def test_an_old_plan_ends_at_standstill_although_commands_come():
    drive = Drive()
    word = plan(0)
    for _ in range(51):
        drive.tick(wish(drive.now, steer=0.001), word)
    assert (drive.action, drive.found) == (Action.PASSED, set())
    steer, accel = drive.tick(wish(drive.now, steer=0.001), word)
    assert (drive.action, drive.found) == (Action.STOPPING, {"PLAN_OLD"})
    assert (steer, accel) == (0.001, pytest.approx(-0.04))
    for _ in range(9):
        drive.tick(wish(drive.now), plan(drive.now))
    assert drive.action == Action.STOPPING
    drive.tick(wish(drive.now), plan(drive.now))
    assert drive.action == Action.LIMITED


def test_the_way_along_a_plan_is_measured_by_own_speed():
    drive = Drive()
    word = plan(0)
    for _ in range(11):
        drive.tick(wish(drive.now), word)
    assert state(drive).way == pytest.approx(1.0)


def test_braking_beyond_the_plan_is_held_back():
    drive = Drive()
    mild = np.float32([1.0])
    for _ in range(300):
        accel = drive.tick(wish(drive.now, accel=-8.0), plan(drive.now, brake=mild))[1]
    assert (accel, drive.found) == (-1.0, {"PLAN_BRAKE"})


def test_after_a_minimal_risk_manoeuvre_nothing_drives_on():
    drive = Drive(speed=0.0)
    for _ in range(30):
        accel = drive.tick(wish(drive.now, accel=1.0), asked(drive.now, Ask.MINIMAL_RISK, speed=0.0, end=9.0))[1]
    assert (accel, drive.found) == (-0.5, {"RISK_ENDED"})


def test_steering_that_leaves_the_plan_ends_at_standstill_along_the_plan():
    drive = Drive()
    names = set()
    for _ in range(200):
        steer, accel = drive.tick(steer=0.1)
        names |= drive.found
    assert "STEER_OFF_PLAN" in names
    assert (steer, accel, drive.action) == (0.0, -2.5, Action.STOPPING)


def test_an_imminent_collision_is_braked_for_whatever_is_wanted():
    drive = Drive()
    drive.tick(accel=0.04)
    for _ in range(50):
        steer, accel = drive.tick(
            wish(drive.now, steer=0.002, accel=1.0), plan(drive.now), look(drive.now, others=(WALL,))
        )
    assert (steer, accel) == (0.002, -9.0)
    assert drive.action == Action.EMERGENCY
    assert "COLLISION" in drive.found
    assert drive.given.lamps[0] == 7
    assert drive.given.stamp[0] == drive.now - TICK


def test_emergency_braking_builds_up_as_fast_as_the_brake():
    drive = Drive()
    accels = [drive.tick(wish(drive.now), plan(drive.now), look(drive.now, others=(WALL,)))[1] for _ in range(3)]
    assert accels == pytest.approx([-0.25, -0.5, -0.75])
    assert drive.found == {"COLLISION"}


def test_a_driver_who_brakes_fully_already_is_left_alone_bit_for_bit():
    drive = Drive()
    accel = 0.0
    for _ in range(50):
        accel = max(accel - 25.0 * 0.01, -9.0 + 5e-6)
        sent = wish(drive.now, accel=accel, lamps=4)
        hard = plan(drive.now, brake=np.float32([9.0]))
        drive.tick(sent, hard, look(drive.now, others=(WALL,)))
        assert drive.given is sent
        assert drive.action == Action.EMERGENCY
    drive.tick(wish(drive.now, accel=-9.0 + 2e-5), hard, look(drive.now, others=(WALL,)))
    assert drive.given.accel[0] == -9.0


def test_danger_out_of_sight_is_not_over():
    drive = Drive()
    for _ in range(20):
        drive.tick(wish(drive.now), plan(drive.now), look(drive.now, others=(WALL,)))
    for _ in range(20):
        drive.tick(wish(drive.now), plan(drive.now), look(drive.now, age=9.0))
    assert drive.action == Action.EMERGENCY
    assert drive.found == {"COLLISION", "TRACKS_OLD", "RETURNING"}
    drive.tick(wish(drive.now), plan(drive.now), None)
    assert drive.action == Action.EMERGENCY
    drive.tick()
    assert drive.found == {"RETURNING", "JERK"}


def test_a_car_stopped_by_the_guard_may_still_brake_for_a_collision():
    drive = Drive()
    for _ in range(60):
        accel = drive.tick(None, plan(drive.now), look(drive.now, others=(WALL,)))[1]
    assert (accel, drive.action) == (-9.0, Action.EMERGENCY)
    assert not drive.given.horn[0]


def test_wrong_codes_are_replaced_by_the_last_right_ones():
    drive = Drive()
    drive.tick(gear=1, lamps=16)
    drive.tick(gear=9, lamps=1 << 20)
    assert (drive.given.gear[0], drive.given.lamps[0], drive.found) == (1, 0, {"BAD_CODE"})
    drive.tick(None)
    assert drive.given.gear[0] == 1


def topic(kind, rate, deadline):
    return Topic(name="t", type=kind, rate=rate, deadline=deadline, writer="w", readers=())


def test_the_topics_of_the_car_say_how_old_a_word_may_be():
    car = replace(CAR, topics=(topic("Scene", 1.0, 1.0), topic("Command", 50.0, 0.01), topic("Observation", 10.0, 0.1)))
    bounds = bounds_of(car, 0.01)
    assert (bounds.wish_life, bounds.look_life) == (30_000_000, 200_000_000)
    none = bounds_of(replace(CAR, topics=(topic("Command", 0.0, 0.01),)), 0.01)
    assert (none.wish_life, none.look_life, none.plan_life) == (50_000_000, 200_000_000, LIFE)
    slow = bounds_of(replace(CAR, topics=(topic("Command", 0.5, 0.01),)), 0.01)
    assert slow.wish_life == 2_010_000_000


def test_the_bounds_are_the_car_s_own():
    b, limits, body = bounds_of(CAR, 0.02), CAR.limits, CAR.body
    assert b[:3] == (0.02, limits.steer, limits.steer_rate)
    assert (b.grip, b.wheelbase, b.understeer) == (body.friction * 9.80665, 2.82, chassis(CAR).understeer)
    assert (b.accel, b.brake, b.comfort_brake, b.jerk, b.brake_jerk) == (4.0, 9.0, 2.5, 2.0, 25.0)
    assert (b.top_speed, b.lateral, b.half_width, b.latency) == (60.0, 2.0, 0.92, 0.1)
    assert b.front == 1.4 + 2.35
    weak = replace(CAR, limits=replace(limits, brake=4.0, comfort_brake=5.0))
    assert (bounds_of(weak, 0.01).need, bounds_of(weak, 0.01).comfort_brake) == (4.0, 4.0)
    middling = replace(CAR, limits=replace(limits, brake=6.0))
    assert bounds_of(middling, 0.01).need == 5.0
    loose = replace(CAR, body=replace(body, cornering_front=3e5, cornering_rear=1e5))
    assert bounds_of(loose, 0.01).understeer == 0.0
    quick = replace(CAR, limits=replace(limits, brake=12.0))
    assert bounds_of(quick, 0.01).leap == 18.0
    racing = replace(CAR, limits=replace(limits, accel=14.0))
    assert bounds_of(racing, 0.01).leap == 21.0


def test_nothing_was_before_the_first_check():
    memory = Guard(CAR).reset(2)
    first = unpack(memory, 1)
    assert (first.now, first.stamp, first.until, first.plan, first.seen) == (NEVER,) * 5
    assert first.ceiling == 4.0


def test_a_stop_under_good_commands_steers_as_they_say():
    drive = Drive()
    drive.tick(steer=0.001)
    for _ in range(40):
        steer, _ = drive.tick(wish(drive.now, steer=0.004), plan(drive.now, bend=0.01), look(0))
    assert (steer, drive.action) == (0.004, Action.STOPPING)


def test_good_commands_go_on_steering_through_a_stop():
    drive = Drive()
    drive.for_ticks(5, steer=0.001)
    steers = [
        drive.tick(wish(drive.now, steer=steer), plan(drive.now, bend=0.01), None)[0]
        for steer in [0.001] * 30 + [0.002, 0.004, -0.001]
    ]
    assert (drive.action, drive.found) == (Action.STOPPING, {"BLIND"})
    assert steers[-3:] == [0.002, 0.004, -0.001]


def test_steering_beyond_a_limit_is_named_where_the_driver_steers():
    drive = Drive()
    assert drive.tick(steer=0.1)[0] == pytest.approx(0.006)
    assert (drive.action, drive.found) == (Action.LIMITED, {"STEER_RATE"})
    assert drive.strongest == (Finding.STEER_RATE, pytest.approx(10.0), 0.6)


def test_steering_beyond_a_limit_is_named_while_the_guard_brakes_for_a_collision():
    drive = Drive()
    steer, _ = drive.tick(wish(0, steer=0.1), plan(), look(others=(WALL,)))
    assert steer == pytest.approx(0.006)
    assert (drive.action, drive.found) == (Action.EMERGENCY, {"COLLISION", "STEER_RATE"})


def test_what_a_stop_itself_clips_is_no_fault_of_the_driver_s():
    drive = Drive()
    drive.for_ticks(5)
    for _ in range(6):
        drive.tick(None, plan(drive.now, bend=0.1))
    assert (drive.action, drive.found) == (Action.STOPPING, {"NO_WISH"})
    assert drive.given.steer[0] == pytest.approx(0.006)


def test_a_car_that_stands_before_something_it_no_longer_sees_is_not_driven_on():
    drive = Drive()
    for _ in range(3):
        drive.tick(wish(drive.now), plan(drive.now), look(drive.now, speed=0.4, others=(Other(FRONT + 2.05),)))
    assert drive.action == Action.EMERGENCY
    for _ in range(3):
        accel = drive.tick(wish(drive.now, accel=0.5), plan(drive.now), look(drive.now, speed=0.0, age=9.0))[1]
    assert (drive.action, drive.found) == (Action.EMERGENCY, {"COLLISION", "TRACKS_OLD", "RETURNING"})
    assert accel < 0.0


def test_a_horn_that_a_stop_did_not_ask_for_is_silent():
    drive = Drive()
    drive.for_ticks(3, horn=True)
    for _ in range(10):
        drive.tick(None, horn=True)
    assert (drive.action, bool(drive.given.horn[0])) == (Action.STOPPING, False)
    for _ in range(3):
        drive.tick(horn=False)
    assert (drive.action, bool(drive.given.horn[0])) == (Action.STOPPING, False)
    drive.tick(horn=True)
    assert bool(drive.given.horn[0])


def test_a_car_that_rolls_back_still_brakes_to_standstill():
    drive = Drive(speed=-3.0)
    word = plan(0)
    drive.for_ticks(11, None, word)
    assert state(drive).way == pytest.approx(0.3)
    assert drive.for_ticks(200, None)[1] == -2.5


def test_a_pause_stretches_the_limits_of_rate_a_quarter_of_a_second_at_most():
    drive = Drive()
    drive.tick()
    drive.now += 29 * TICK
    drive.tick(steer=0.002)
    drive.now += 39 * TICK
    assert drive.tick(accel=4.0)[1] == pytest.approx(1.0)
    assert drive.strongest[0] == Finding.JERK


def test_what_a_slippery_car_needs_and_leaps_is_its_own():
    ice = replace(CAR, body=replace(CAR.body, friction=2.0), limits=replace(CAR.limits, brake=8.0))
    assert bounds_of(ice, 0.01).leap == 1.5 * 2.0 * 9.80665
    assert bounds_of(ice, 0.01).need == 6.0
    assert bounds_of(CAR, 0.01).drive_late == 0.25


def test_a_car_with_eyes_brakes_for_what_they_see_and_not_for_what_stands_beside_its_own_motion():
    danger = (Other(FRONT + 2.0 + 8.0),)
    drive = Drive(eyes=True)
    drive.seen = look(0)
    drive.for_ticks(20, o=look(0, others=danger))
    drive.tick(o=look(drive.now, others=danger))
    assert (drive.action, drive.found) == (Action.PASSED, set())
    drive.seen = look(drive.now, others=danger)
    drive.tick()
    assert (drive.action, drive.found) == (Action.EMERGENCY, {"COLLISION"})
    usual = Drive()
    usual.seen = look(0, others=danger)
    usual.tick()
    assert (usual.action, usual.found) == (Action.PASSED, set())


def test_a_car_whose_eyes_have_told_nothing_yet_or_nothing_for_long_says_so():
    drive = Drive(eyes=True)
    drive.tick()
    assert (drive.action, drive.found) == (Action.PASSED, {"TRACKS_OLD"})
    drive.seen = look(0)
    drive.tick()
    assert drive.found == set()
    drive.for_ticks(45)
    assert drive.found == {"TRACKS_OLD"}


def test_who_does_not_feel_its_own_motion_any_more_does_not_believe_that_the_danger_is_over():
    danger = (Other(FRONT + 2.0 + 8.0),)
    drive = Drive()
    drive.for_ticks(20)
    for _ in range(25):
        drive.tick(o=look(drive.now, speed=np.nan, others=danger))
    drive.tick(o=look(drive.now, speed=np.nan))
    assert (drive.action, drive.found) == (Action.EMERGENCY, {"COLLISION", "BLIND", "OBSERVATION_BAD", "RETURNING"})
