"""The rule driver, decision by decision, on roads made by hand."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from road_ahead import later, look, mission

from aureole.core.concepts import Concept
from aureole.core.notes import check
from aureole.core.plan import Ask
from aureole.drivers.rules.driver import Rules
from aureole.drivers.rules.order import Intent, understand
from aureole.vehicle import cars

CAR, PEDESTRIAN = 1, 7


def decide(*, looks=3, order="", **sight):
    """The plan after a few looks at the same sight."""
    driver, plan = Rules(), None
    mind = driver.reset(mission(sight.get("worlds", 1), order=order))
    for k in range(looks):
        plan, mind = driver.drive(look(stamp=0.1 * k, order=order, **sight), mind)
    check(plan)
    return plan


def accel(plan):
    return float(plan.speed[0, 5] - plan.speed[0, 0]) / float(plan.time[0, 5])


def reasons(plan):
    return [Concept(int(concept)) for concept in plan.why[0, :, 0] if concept]


def test_on_a_free_road_it_keeps_its_lane_and_speeds_up_to_the_set_speed():
    plan = decide(speed=20.0)
    assert 0.5 < accel(plan) <= 1.5
    assert np.abs(plan.xy[0, :, 1]).max() < 1e-3
    assert reasons(plan) == [Concept.KEEP_LANE]


def test_it_does_not_speed_up_beyond_the_set_speed():
    assert accel(decide(speed=25.0)) == pytest.approx(0.0, abs=1e-3)


def test_it_plans_back_to_the_centre_of_the_lane():
    plan = decide(speed=20.0, offset=0.6, looks=1)
    assert plan.xy[0, 0, 1] == pytest.approx(0.0, abs=1e-3)
    assert plan.xy[0, -1, 1] == pytest.approx(-0.6, abs=0.02)


def test_in_a_bend_the_plan_bends_with_the_lane_and_slows_down():
    plan = decide(speed=30.0, bend=1 / 150)
    assert accel(plan) < -0.5
    x, y = plan.xy[0, -1]
    assert y == pytest.approx(150 - np.sqrt(150**2 - x**2), rel=0.02)


def test_it_keeps_its_distance_to_a_lead():
    near = decide(speed=20.0, placed=[(25.0, 0.0, 20.0, 0.0, 4.5, 1.8, CAR)])
    far = decide(speed=20.0, placed=[(80.0, 0.0, 20.0, 0.0, 4.5, 1.8, CAR)])
    assert accel(near) < -0.3 < 0.3 < accel(far)
    assert Concept.FOLLOW in reasons(near)


def test_a_lead_that_brakes_hard_makes_it_brake_hard():
    driver = Rules()
    mind = driver.reset(mission())
    for k in range(6):
        sight = look(stamp=0.1 * k, placed=[(35.0, 0.0, 20.0 - 0.9 * k, 0.0, 4.5, 1.8, CAR)])
        plan, mind = driver.drive(sight, mind)
    assert accel(plan) < -3.0
    assert plan.brake[0] > 3.0


def test_it_answers_a_cut_in_before_it_is_in_the_lane():
    beside = [(20.0, 3.2, 14.0, -0.8, 4.5, 1.8, CAR)]
    parallel = [(20.0, 3.2, 14.0, 0.0, 4.5, 1.8, CAR)]
    assert accel(decide(speed=20.0, placed=beside)) < -1.0
    assert {Concept.CUT_IN, Concept.EMERGENCY} & set(reasons(decide(speed=20.0, placed=beside)))
    assert accel(decide(speed=20.0, placed=parallel)) > 0.0


def test_it_stops_for_what_stands_in_its_lane():
    plan = decide(speed=16.0, left=0, right=0, placed=[(60.0, 0.3, 0.0, 0.0, 4.5, 1.8, CAR)])
    assert accel(plan) < -1.5


def test_what_stands_beside_the_lane_does_not_stop_it():
    assert accel(decide(speed=16.0, placed=[(60.0, 3.5, 0.0, 0.0, 4.5, 1.8, CAR)])) > 0.0


@pytest.mark.parametrize(("clear", "stops"), [(0.02, True), (0.12, True), (0.18, False), (0.5, False)])
def test_what_stands_a_hands_breadth_beside_its_way_is_stopped_for_and_never_grazed(clear, stops):
    aside = 0.5 * (2.0 + cars.load("sedan").body.width) + clear
    plan = decide(speed=10.0, left=0, right=0, placed=[(40.0, aside, 0.0, 0.0, 5.0, 2.0, CAR)])
    assert (accel(plan) < -0.5) == stops
    assert (Concept.STANDING in reasons(plan)) == stops


def test_it_lets_a_pedestrian_cross_before_the_path_is_entered():
    plan = decide(speed=14.0, placed=[(45.0, 5.0, 0.0, -1.4, 0.5, 0.5, PEDESTRIAN)])
    assert accel(plan) < -1.5
    assert {Concept.CROSSING, Concept.EMERGENCY} & set(reasons(plan))


def test_a_pedestrian_who_walks_away_does_not_stop_it():
    assert accel(decide(speed=14.0, placed=[(45.0, 3.0, 0.0, 1.4, 0.5, 0.5, PEDESTRIAN)])) > 0.0


def test_it_changes_lanes_round_what_stands_when_the_next_lane_is_free():
    plan = decide(speed=16.0, looks=20, placed=[(110.0, 0.0, 0.0, 0.0, 4.5, 1.8, CAR)])
    assert Concept.CHANGE_LEFT in reasons(plan)
    assert plan.xy[0, -1, 1] > 1.0


def test_it_stays_when_somebody_drives_beside_it():
    left, right = (-3.0, 3.5, 16.0, 0.0, 4.5, 1.8, CAR), (0.0, -3.5, 16.0, 0.0, 4.5, 1.8, CAR)
    placed = [(110.0, 0.0, 0.0, 0.0, 4.5, 1.8, CAR), left, right]
    plan = decide(speed=16.0, looks=20, placed=placed)
    assert {Concept.WAIT_FOR_GAP, Concept.EMERGENCY, Concept.STANDING} & set(reasons(plan))
    assert np.abs(plan.xy[0, :, 1]).max() < 0.5


@pytest.mark.parametrize(("order", "side"), [("change left", 1), ("请换到右车道", -1)])
def test_it_changes_lanes_on_order(order, side):
    plan = decide(speed=20.0, looks=20, order=order)
    assert side * plan.xy[0, -1, 1] > 1.0
    assert Concept.ORDER in reasons(plan)


def test_an_order_into_no_lane_is_not_carried_out():
    plan = decide(speed=20.0, looks=20, order="change left", left=0)
    assert np.abs(plan.xy[0, :, 1]).max() < 0.1


def test_an_order_it_does_not_know_is_said_to_be_not_understood():
    assert Concept.NOT_UNDERSTOOD in reasons(decide(order="sing a song"))


@pytest.mark.parametrize(
    ("words", "intent"),
    [("靠边停车", Intent.PULL_OVER), ("Pull over, please", Intent.PULL_OVER), ("向左变道", Intent.LEFT),
     ("right lane", Intent.RIGHT), ("开慢一点", Intent.SLOWER), ("faster!", Intent.FASTER), ("", Intent.NONE)],
)  # fmt: skip
def test_orders_are_understood_in_both_languages(words, intent):
    assert understand(words) is intent


def test_without_sight_it_asks_for_a_takeover_and_then_goes_to_minimal_risk():
    driver = Rules()
    mind = driver.reset(mission())
    blind = look(age=1.0)
    plan, mind = driver.drive(blind, mind)
    assert plan.ask[0] == Ask.TAKEOVER
    for k in range(1, 103):
        plan, mind = driver.drive(later(blind, 0.1 * k), mind)
    assert plan.ask[0] == Ask.MINIMAL_RISK
    assert -4.0 < accel(plan) < -1.0


def test_before_the_road_ends_it_stops():
    assert accel(decide(speed=15.0, seen=14)) < -1.0


def test_a_plan_does_not_depend_on_the_batch_it_was_made_in():
    placed = [(30.0, -3.0, 15.0, 0.7, 4.5, 1.8, CAR), (60.0, 0.0, 12.0, 0.0, 4.5, 1.8, CAR)]
    alone, many = decide(placed=placed), decide(placed=placed, worlds=33)
    assert alone.xy[0].tobytes() == many.xy[32].tobytes()
    assert alone.speed[0].tobytes() == many.speed[17].tobytes()


def test_what_it_remembers_is_handed_in_and_out_and_never_changed_in_place():
    driver = Rules()
    mind = driver.reset(mission())
    before = [array.copy() for array in mind.memory]
    driver.drive(replace(look(placed=[(30.0, 0.0, 10.0, 0.0, 4.5, 1.8, CAR)])), mind)
    assert all(np.array_equal(a, b) for a, b in zip(before, mind.memory, strict=True))


def test_an_order_to_pull_over_burns_the_hazard_lights_while_it_is_carried_out():
    plan = decide(speed=20.0, looks=20, order="靠边停车")
    assert Concept.STOP_ASKED in reasons(plan)
    assert plan.xy[0, -1, 1] < -1.0


def turned(radius, ahead):
    """A lane that turns right through a quarter of a circle, so many metres ahead, and its route."""
    s = -20.0 + 5.0 * np.arange(32)
    turn = np.clip((s - ahead) / radius, 0.0, 0.5 * np.pi)
    beyond = np.maximum(s - ahead - 0.5 * np.pi * radius, 0.0)
    x = np.minimum(s, ahead) + radius * np.sin(turn)
    return np.stack((x, -radius * (1.0 - np.cos(turn)) - beyond), axis=1).astype(np.float32)


def sees(line, route=None, **sight):
    found = look(**sight)
    found.lanes.centre[0, 0] = line
    if route is not None:
        found.route[0, :28] = route[4:]
        found.route[0, 28:] = route[-1]
    return found


def test_before_a_sharp_turn_it_brakes_gently_and_in_time():
    driver = Rules()
    speed, way = 13.9, 90.0
    mind = driver.reset(mission(set_speed=speed))
    hardest = 0.0
    for k in range(400):
        plan, mind = driver.drive(sees(turned(8.0, way), left=0, right=0, speed=speed, stamp=0.1 * k), mind)
        pull = accel(plan)
        hardest = min(hardest, pull)
        way -= speed * 0.1
        speed += pull * 0.1
        if way <= 0.0:
            break
    assert way <= 0.0
    assert speed**2 / 8.0 < 3.0  # m/s^2 sideways; 4.89 is what passengers bear
    assert hardest > -2.5


def test_in_a_sharp_turn_the_rear_axle_keeps_inside_so_that_the_front_wheels_stay_in_the_lane():
    line = turned(8.0, 0.0)
    mind = Rules().reset(mission())
    plan, _ = Rules().drive(sees(line, left=0, right=0, speed=4.0, set_speed=4.0), mind)
    inside = 8.0 - np.hypot(*(plan.xy[0, 14:20].astype(float) - np.array([0.0, -8.0])).T)
    assert (inside > 0.1).all()
    assert (inside < 0.6).all()


def test_it_changes_to_the_lane_that_its_route_runs_in():
    straight = np.stack((-20.0 + 5.0 * np.arange(32), np.zeros(32)), axis=1).astype(np.float32)
    for side, concept in ((1.0, Concept.CHANGE_LEFT), (-1.0, Concept.CHANGE_RIGHT)):
        driver = Rules()
        mind = driver.reset(mission())
        for k in range(4):
            route = straight + np.float32([0.0, 3.5 * side])
            plan, mind = driver.drive(sees(straight, route, speed=15.0, stamp=0.1 * k), mind)
        assert concept in reasons(plan)


def test_a_route_in_its_own_lane_changes_nothing():
    straight = np.stack((-20.0 + 5.0 * np.arange(32), np.zeros(32)), axis=1).astype(np.float32)
    plan, _ = Rules().drive(sees(straight, straight, speed=20.0), Rules().reset(mission()))
    told, _ = Rules().drive(sees(straight, speed=20.0), Rules().reset(mission()))
    assert (plan.xy == told.xy).all()
    assert reasons(plan) == reasons(told)
