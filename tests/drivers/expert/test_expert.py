"""The expert, decision by decision, on roads made by hand."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from staged import accel, decide, look, mission, oncoming, reasons, signal, things

from aureole.core.concepts import Concept
from aureole.core.kinds import LaneKind, SignalKind, SignalState
from aureole.core.plan import Ask
from aureole.drivers.expert.driver import Expert

CAR, WALKER, CONE = 1, 7, 12


def test_on_a_free_road_it_keeps_its_lane_and_speeds_up():
    plan = decide(look(speed=20.0))
    assert 0.3 < accel(plan) < 2.0
    assert np.abs(plan.xy[0, :, 1]).max() < 0.02
    assert reasons(plan) == [Concept.KEEP_LANE]


def test_it_slows_down_behind_a_slower_car_and_names_it():
    plan = decide(look(speed=20.0, placed=[(55.0, 0.0, 10.0, 0.0, 4.6, 1.8, CAR)], left=0, right=0))
    assert accel(plan) < -0.3
    assert tuple(plan.why[0, 0]) == (Concept.FOLLOW, 1)


@pytest.mark.parametrize(("kind", "leaves"), [(LaneKind.DRIVING, True), (LaneKind.EXIT, False)])
def test_behind_a_slow_car_it_changes_lanes_but_not_out_of_the_exit_by_which_its_route_leads(kind, leaves):
    sight = look(speed=22.0, placed=[(30.0, 0.0, 8.0, 0.0, 4.6, 1.8, CAR)], left=1, right=0)
    sight.lanes.kind[:, 0] = kind
    sight.route[0, :, 0] = 5.0 * np.arange(sight.route.shape[1])
    assert (Concept.CHANGE_LEFT in reasons(decide(sight, looks=8))) == leaves


def test_it_brakes_hard_for_a_walker_who_steps_out():
    walker = [(30.0, -3.0, 0.0, 1.5, 0.5, 0.5, WALKER)]
    plan = decide(look(speed=13.0, set_speed=13.0, placed=walker, left=0, right=0))
    assert accel(plan) < -2.0
    assert plan.why[0, 0, 1] == 1


def test_it_stops_at_a_red_light_and_drives_through_a_green_one():
    def sight():
        return look(speed=12.0, set_speed=13.0, left=0, right=0)

    red = decide(signal(sight(), SignalKind.LIGHT, 35.0, state=SignalState.RED))
    green = decide(signal(sight(), SignalKind.LIGHT, 35.0, state=SignalState.GREEN))
    assert accel(red) < -0.8
    assert Concept.RED_LIGHT in reasons(red)
    assert accel(green) >= 0.0


def test_a_hand_that_waves_on_goes_before_a_red_light():
    sight = signal(look(speed=6.0, set_speed=13.0, left=0, right=0), SignalKind.LIGHT, 25.0, state=SignalState.RED)
    plan = decide(signal(sight, SignalKind.HAND, 25.0, state=SignalState.SLOW, place=1))
    assert accel(plan) > -0.2
    assert Concept.RED_LIGHT not in reasons(plan)


def test_a_paddle_that_shows_stop_goes_before_a_green_light():
    sight = signal(look(speed=10.0, set_speed=13.0, left=0, right=0), SignalKind.LIGHT, 28.0, state=SignalState.GREEN)
    plan = decide(signal(sight, SignalKind.PADDLE, 28.0, state=SignalState.STOP, place=1))
    assert accel(plan) < -0.8
    assert Concept.FLAGGER in reasons(plan)


def test_a_temporary_limit_goes_before_the_one_that_always_stands_there():
    sight = signal(look(speed=20.0, left=0, right=0), SignalKind.LIMIT, 40.0, value=27.8)
    plan = decide(signal(sight, SignalKind.LIMIT, 40.0, value=11.1, temporary=True, place=1))
    assert accel(plan) < -0.8
    assert Concept.LIMIT in reasons(plan)


def test_a_limit_holds_on_after_its_sign_is_passed():
    driver, mind = Expert(), Expert().reset(mission())
    plan, mind = driver.drive(signal(look(speed=14.0, left=0, right=0), SignalKind.LIMIT, 2.0, value=14.0), mind)
    for k in range(1, 4):
        plan, mind = driver.drive(look(speed=14.0, left=0, right=0, stamp=0.1 * k), mind)
    assert accel(plan) < 0.2


def test_at_a_stop_sign_it_stands_first_and_then_goes_on():
    driver, mind, speeds = Expert(), Expert().reset(mission()), []
    for k in range(20):
        sight = signal(look(speed=0.0, set_speed=13.0, left=0, right=0, stamp=0.1 * k), SignalKind.STOP, 5.2)
        plan, mind = driver.drive(sight, mind)
        speeds.append(float(plan.speed[0, -1]))
    assert speeds[0] < 0.3
    assert speeds[-1] > 1.0


def test_it_goes_round_a_parked_car_where_the_oncoming_lane_is_free():
    parked = [(45.0, -0.3, 0.0, 0.0, 4.6, 1.8, CAR)]
    plan = decide(oncoming(look(speed=8.0, set_speed=12.0, placed=parked, left=1, right=0)), looks=12)
    assert Concept.OVERTAKE in reasons(plan) or Concept.CHANGE_LEFT in reasons(plan)


def test_cones_across_the_lane_are_a_fence():
    row = [(30.0 + 3.0 * k, -1.6 + 0.8 * k, 0.4, 0.4, CONE) for k in range(5)]
    plan = decide(things(look(speed=12.0, set_speed=13.0, left=0, right=0), row))
    assert accel(plan) < -0.5


def test_hidden_road_users_are_reckoned_with_for_a_while():
    driver, mind = Expert(), Expert().reset(mission())
    walker, van = (25.0, -4.0, 0.0, 1.2, 0.5, 0.5, WALKER), (14.0, -2.7, 0.0, 0.0, 5.0, 2.0, 2)
    road = {"speed": 9.0, "set_speed": 9.0, "left": 0, "right": 0}
    for k in range(3):
        plan, mind = driver.drive(look(placed=[van, walker], stamp=0.1 * k, **road), mind)
    plan, mind = driver.drive(look(placed=[van], stamp=0.3, **road), mind)
    assert 2.0 in set(mind.memory.known[0, :, 0])
    assert accel(plan) < 0.0


def without_a_car(*, given, seen=15, gone=10):
    """The plan where a car stood ahead for `seen` looks, and is not told for `gone` looks, in plain sight."""
    driver, mind, plan = Expert(), Expert().reset(mission()), None
    stands = (22.0, 0.0, 0.0, 0.0, 4.6, 1.8, CAR)
    for k in range(seen + gone):
        sight = look(placed=[stands] if k < seen else [], stamp=0.1 * k, speed=0.0, set_speed=9.0, left=0, right=0)
        sight.tracks.given[:] = given
        plan, mind = driver.drive(sight, mind)
    return plan


def test_what_eyes_overlook_for_a_moment_is_still_reckoned_with():
    assert without_a_car(given=True).speed[0].max() > without_a_car(given=False).speed[0].max() + 1.0
    free = without_a_car(given=False, gone=30)  # longer than eyes overlook anything
    assert free.speed[0].max() == pytest.approx(without_a_car(given=True, gone=30).speed[0].max(), rel=0.05)


def test_what_eyes_saw_for_an_instant_is_forgotten_as_soon_as_it_is_not_there():
    flash = without_a_car(given=False, seen=5)
    assert np.array_equal(flash.speed, without_a_car(given=True, seen=5).speed)


def test_a_look_twice_gives_the_same_bits_and_changes_nothing_that_it_was_handed():
    driver, sight = Expert(), look(speed=15.0, placed=[(40.0, 0.0, 10.0, 0.0, 4.6, 1.8, CAR)])
    mind = driver.reset(mission())
    before = [array.copy() for array in mind.memory]
    first, second = driver.drive(sight, mind)[0], driver.drive(sight, mind)[0]
    assert first.xy.tobytes() == second.xy.tobytes()
    assert first.speed.tobytes() == second.speed.tobytes()
    assert all(np.array_equal(a, b) for a, b in zip(before, mind.memory, strict=True))


def test_a_world_alone_gives_the_bits_it_gives_among_others():
    placed = [(40.0, 0.0, 10.0, 0.0, 4.6, 1.8, CAR), (25.0, 3.5, 18.0, -0.3, 4.6, 1.8, CAR)]
    many, alone = decide(look(speed=15.0, placed=placed, worlds=3)), decide(look(speed=15.0, placed=placed))
    assert many.xy[2].tobytes() == alone.xy[0].tobytes()
    assert many.speed[2].tobytes() == alone.speed[0].tobytes()


def test_without_a_lane_it_brakes_straight_and_asks_for_help():
    sight = look(speed=10.0)
    plan = decide(replace(sight, lanes=replace(sight.lanes, present=np.zeros_like(sight.lanes.present))))
    assert accel(plan) < -3.0
    assert plan.ask[0] == Ask.TAKEOVER


def test_a_speed_that_is_no_number_lets_the_car_brake():
    sight = look(speed=float("nan"))
    plan = decide(sight)
    assert not np.isfinite(plan.speed[0]).all() or accel(plan) < -3.0


def test_silent_sensors_let_it_ask_for_a_takeover():
    assert decide(look(speed=10.0, age=float("inf"))).ask[0] == Ask.TAKEOVER


@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_it_plans_back_to_the_middle_of_its_lane(side):
    plan = decide(look(speed=15.0, offset=0.4 * side), looks=1)
    assert plan.xy[0, -1, 1] == pytest.approx(-0.4 * side, abs=0.05)


def test_a_sign_of_a_danger_is_not_one_of_works_and_makes_it_no_slower():
    warned = decide(signal(look(speed=13.0, set_speed=13.0, left=0, right=0), SignalKind.DANGER, 30.0))
    free = decide(look(speed=13.0, set_speed=13.0, left=0, right=0))
    assert np.array_equal(warned.speed, free.speed)
    assert reasons(warned) == reasons(free)
