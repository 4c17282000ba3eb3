"""The rule driver before lights, signs, people who direct traffic, cones and barriers."""

from __future__ import annotations

import numpy as np
import pytest

from aureole.core.concepts import Concept
from aureole.core.kinds import Kind, SignalKind, SignalState
from aureole.drivers.rules.driver import Rules
from tests.drivers.road_ahead import look, mission

FRONT = 3.7  # m; about where the sedan's front bumper is ahead of its reference point
LIGHT, STOP, YIELD, LIMIT = SignalKind.LIGHT, SignalKind.STOP, SignalKind.YIELD, SignalKind.LIMIT
RED, GREEN, YELLOW, NONE = SignalState.RED, SignalState.GREEN, SignalState.YELLOW, SignalState.NONE
HALT, SLOW = SignalState.STOP, SignalState.SLOW


def decided(observation):
    """The first plan: its acceleration, why, and the rest of it."""
    driver = Rules()
    plan, _ = driver.drive(observation, driver.reset(mission(len(observation.stamp))))
    return plan


def accel(plan):
    return float(plan.speed[0, 1] - plan.speed[0, 0]) / 0.1


def reasons(plan):
    return {Concept(int(concept)) for concept, _ in plan.why[0] if concept}


def driven(start, shown_at, *, speed=12.0, span=40.0, set_speed=14.0, placed_at=lambda time, s: (), stood=()):
    """A point that does as planned: stations and speeds at each look; `shown_at(time, s)` tells the signals."""
    driver = Rules()
    mind = driver.reset(mission(set_speed=set_speed))
    s, v, track = start, speed, []
    for k in range(round(span / 0.1)):
        time = 0.1 * k
        seen = look(
            speed=v, set_speed=set_speed, stamp=time, left=0, right=0, shown=shown_at(time, s),
            placed=placed_at(time, s), stood=[(x - s, *rest) for x, *rest in stood],
        )  # fmt: skip
        plan, mind = driver.drive(seen, mind)
        track.append((time, s, v))
        after = max(float(plan.speed[0, 1]), 0.0)
        s, v = s + 0.05 * (v + after), after
    return np.array(track)


@pytest.mark.parametrize("state", [RED, SignalState.RED_YELLOW])
def test_it_stops_before_a_red_light(state):
    track = driven(0.0, lambda time, s: [(LIGHT, state, 100.0 - s)])
    assert track[-1, 2] < 0.1
    assert 95.0 < track[-1, 1] + FRONT < 100.0
    assert np.diff(track[:, 2]).min() / 0.1 > -3.5


def test_it_goes_on_when_the_light_turns_green():
    track = driven(0.0, lambda time, s: [(LIGHT, RED if time < 20.0 else GREEN, 100.0 - s)])
    assert track[-1, 1] > 130.0
    assert track[190, 2] < 0.1


def test_at_yellow_it_stops_where_it_can_and_goes_on_where_it_cannot():
    assert accel(decided(look(speed=14.0, shown=[(LIGHT, YELLOW, FRONT + 60.0)]))) < -1.0
    assert accel(decided(look(speed=14.0, set_speed=14.0, shown=[(LIGHT, YELLOW, FRONT + 15.0)]))) > -0.5


def test_it_says_why_it_stops():
    assert Concept.RED_LIGHT in reasons(decided(look(speed=14.0, shown=[(LIGHT, RED, FRONT + 40.0)])))
    assert Concept.STOP_SIGN in reasons(decided(look(speed=10.0, shown=[(STOP, NONE, FRONT + 25.0)])))
    assert Concept.FLAGGER in reasons(decided(look(speed=10.0, shown=[(SignalKind.PADDLE, HALT, FRONT + 25.0)])))


def test_a_light_off_the_own_way_says_nothing():
    plain, lit = look(speed=14.0), look(speed=14.0, shown=[(LIGHT, RED, np.inf)])
    assert np.array_equal(decided(plain).speed, decided(lit).speed)


def test_it_stands_before_a_stop_sign_and_then_goes():
    track = driven(0.0, lambda time, s: [(STOP, NONE, 100.0 - s)] if s < 110.0 else [])
    stood = track[track[:, 2] < 0.1]
    assert len(stood)
    assert (np.abs(100.0 - stood[:, 1] - FRONT) < 5.0).any()
    assert (stood[:, 1] + FRONT < 100.0).all()
    assert track[-1, 1] > 130.0


def crosser(time, s, *, at=112.0, start=60.0, speed=10.0, count=1, apart=20.0):
    """Cars that come over the own way at station `at` from the right, one behind the other."""
    return [(at - s, -start - apart * k + speed * time, 0.0, speed, 4.5, 1.8, int(Kind.CAR)) for k in range(count)]


def test_at_a_stop_sign_it_lets_crossing_traffic_pass():
    def cars(time, s):
        return crosser(time, s, start=100.0, count=8, apart=25.0)

    track = driven(0.0, lambda time, s: [(STOP, NONE, 100.0 - s)] if s < 110.0 else [], placed_at=cars, span=60.0)
    last = (100.0 + 7 * 25.0) / 10.0  # s; when the last of them is on the own way
    over = track[track[:, 1] + FRONT > 108.0]
    assert len(over)
    assert over[0, 0] > last
    free = driven(0.0, lambda time, s: [(STOP, NONE, 100.0 - s)] if s < 110.0 else [])
    assert free[free[:, 1] + FRONT > 108.0][0, 0] < over[0, 0]


def test_at_a_yield_sign_it_goes_through_where_nobody_comes_and_waits_where_somebody_does():
    def shown(time, s):
        return [(YIELD, NONE, 100.0 - s)] if s < 110.0 else []

    free = driven(0.0, shown)
    assert free[:, 2].min() > 2.0
    held = driven(0.0, shown, placed_at=lambda time, s: crosser(time, s, start=120.0))
    over = held[held[:, 1] + FRONT > 108.0]
    assert over[0, 0] > 12.0


def test_a_hand_goes_before_a_red_light_and_before_a_green_one():
    red = [(LIGHT, RED, FRONT + 40.0), (SignalKind.HAND, GREEN, FRONT + 50.0)]
    green = [(LIGHT, GREEN, FRONT + 40.0), (SignalKind.HAND, HALT, FRONT + 50.0)]
    assert accel(decided(look(speed=14.0, set_speed=14.0, shown=red))) > -0.5
    assert accel(decided(look(speed=14.0, set_speed=14.0, shown=green))) < -1.0


def test_it_waits_before_a_paddle_on_stop_and_passes_slowly_on_slow():
    track = driven(0.0, lambda time, s: [(SignalKind.PADDLE, HALT if time < 20.0 else SLOW, 100.0 - s)])
    assert track[190, 2] < 0.1
    assert track[190, 1] + FRONT < 100.0
    beside = track[np.searchsorted(track[:, 1], 98.0)]
    assert beside[2] < 9.0
    assert track[-1, 1] > 130.0


def test_it_is_as_slow_as_a_limit_where_it_stands_and_remembers_it_until_works_end():
    def shown(time, s):
        signs = [(LIMIT, NONE, 150.0 - s, 8.0, True), (SignalKind.WORKS_END, NONE, 250.0 - s, 0.0, True)]
        return [sign for sign in signs if -5.0 < sign[2] < 140.0]

    track = driven(0.0, shown, set_speed=14.0, speed=14.0)
    within = track[(track[:, 1] + FRONT > 150.0) & (track[:, 1] + FRONT < 249.0)]
    assert within[:, 2].max() < 8.5
    assert within[:, 2].min() > 7.0
    assert track[-1, 2] > 12.0


def test_a_sign_of_a_danger_is_not_one_of_works_and_makes_it_no_slower():
    warned = decided(look(speed=14.0, set_speed=14.0, shown=[(SignalKind.DANGER, NONE, FRONT + 30.0)]))
    free = decided(look(speed=14.0, set_speed=14.0))
    assert np.array_equal(warned.speed, free.speed)
    assert reasons(warned) == reasons(free)


CONES = [(100.0 + 4.0 * k, -1.6 + 0.4 * k, 0.4, 0.4, int(Kind.CONE)) for k in range(9)]


def test_without_a_lane_beside_it_stops_before_cones_that_close_its_own():
    track = driven(0.0, lambda time, s: [], stood=CONES)
    assert track[-1, 2] < 0.1
    assert 90.0 < track[-1, 1] + FRONT < 114.0


def test_it_changes_to_a_free_lane_before_cones():
    stood = [(90.0 + 4.0 * k, 0.0, 0.4, 0.4, int(Kind.CONE)) for k in range(5)]
    plan = decided(look(speed=15.0, left=1, right=0, stood=stood))
    assert Concept.CHANGE_LEFT in reasons(plan)


def test_between_cones_that_leave_room_it_goes_through():
    stood = [(20.0 + 6.0 * k, side, 0.3, 0.3, int(Kind.CONE)) for k in range(6) for side in (-1.6, 1.6)]
    assert accel(decided(look(speed=10.0, set_speed=10.0, left=0, right=0, stood=stood))) > -0.3


def test_it_keeps_away_from_cones_on_one_side():
    stood = [(10.0 + 6.0 * k, 1.55, 0.3, 0.3, int(Kind.CONE)) for k in range(6)]
    plan = decided(look(speed=10.0, set_speed=10.0, left=0, right=0, stood=stood))
    assert Concept.SIDE in reasons(plan) or plan.xy[0, -1, 1] < -0.005


def test_an_arrow_board_makes_it_wish_for_the_lane_it_points_to():
    board = [(SignalKind.ARROW_BOARD, SignalState.LEFT, 150.0)]
    plan = decided(look(speed=15.0, left=1, right=1, shown=board))
    assert {Concept.CHANGE_LEFT, Concept.LANE_CLOSED} <= reasons(plan)
    assert Concept.CHANGE_RIGHT not in reasons(plan)


def test_a_queue_before_a_red_light_is_no_obstruction():
    car = [(40.0, 0.0, 0.0, 0.0, 4.5, 1.8, int(Kind.CAR))]
    driver = Rules()
    mind = driver.reset(mission())
    for k in range(200):
        seen = look(speed=0.0, placed=car, left=1, stamp=0.1 * k, shown=[(LIGHT, RED, 60.0)])
        plan, mind = driver.drive(seen, mind)
    assert plan.ask[0] == 0
    assert not {Concept.CHANGE_LEFT, Concept.CHANGE_RIGHT} & reasons(plan)


def test_things_in_one_world_do_not_change_another():
    both = look(speed=15.0, worlds=2, stood=CONES, shown=[(LIGHT, RED, 60.0)])
    for array in (both.objects.present, both.signals.present):
        array[1] = False
    plain = look(speed=15.0)
    assert np.array_equal(decided(both).speed[1], decided(plain).speed[0])
    assert np.array_equal(decided(both).xy[1], decided(plain).xy[0])
