"""The route score on drawn logs: completion and every penalty."""

from dataclasses import replace

import numpy as np
import pytest

from aureole.core.kinds import Kind
from aureole.exam.scores.logs.log import Slips, Task
from aureole.exam.scores.route import REACHED, route
from tests.exam.scores import drawn
from tests.exam.scores.drawn import LEFT, log, straight

CLEAN = Slips(0, 0, 0, 0)


def known(road, ego, *agents, **more):
    return log(road, ego, *agents, **{"safe": straight(len(ego)), "slips": CLEAN} | more)


def test_a_clean_completed_route_scores_one_and_is_a_success(road):
    found = route(known(road, straight(101)))
    assert found == (1.0,) * 9 + ((),)


def test_completion_is_the_share_of_the_way(road):
    found = route(known(road, straight(101, speed=7.0)))
    assert (found.score, found.success) == (pytest.approx(0.7), 0.0)


def test_without_a_reference_the_way_itself_is_the_route(road):
    way = np.array([[0.0, drawn.LANE], [301.35, drawn.LANE]])  # 200 m ahead of the box's middle
    found = route(known(road, straight(101), safe=None, route=way))
    assert found.completion == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("slips", "factor"),
    [
        (Slips(1, 0, 0, 0), 0.7), (Slips(2, 0, 0, 0), 0.49), (Slips(0, 1, 0, 0), 0.8), (Slips(0, 0, 1, 0), 0.7),
        (Slips(0, 0, 0, 1), 0.7), (Slips(1, 1, 1, 1), 0.7 * 0.8 * 0.7 * 0.7),
    ],
)  # fmt: skip
def test_every_infraction_multiplies(road, slips, factor):
    found = route(known(road, straight(101), slips=slips))
    assert (found.score, found.success) == (pytest.approx(factor), 0.0)


@pytest.mark.parametrize(
    ("kind", "factor"), [(Kind.PEDESTRIAN, 0.5), (Kind.CAR, 0.6), (Kind.BICYCLE, 0.6), (Kind.OBSTACLE, 0.65)]
)
def test_a_collision_costs_by_what_was_hit(road, kind, factor):
    thing = {"x": 130.0, "kind": kind, "size": (0.5, 0.5)}
    assert route(known(road, straight(101), thing)).score == pytest.approx(factor)


def test_two_collisions_within_5_m_are_one_and_further_apart_two(road):
    def pair(apart):
        things = [{"x": 130.0 + k * apart, "kind": Kind.OBSTACLE, "size": (0.5, 0.5)} for k in range(2)]
        return route(known(road, straight(101), *things)).collisions

    assert pair(1.0) == 0.65
    assert pair(12.0) == pytest.approx(0.65**2)


def test_a_standing_car_that_is_hit_has_no_collision(road):
    comes = {"x": 130.0, "speed": -10.0, "heading": np.pi}
    assert route(known(road, straight(101, speed=0.0), comes)).collisions == 1.0


def test_the_share_against_the_traffic_is_taken_off(road):
    ego = straight(101)
    ego.xy[51:, 1] = LEFT
    found = route(known(road, ego))
    moved = np.hypot(*np.diff(ego.xy, axis=0).T)
    assert found.lanes == pytest.approx(1 - moved[50:].sum() / moved.sum())
    assert found.score == pytest.approx(found.lanes)


def test_what_nobody_counted_is_named(road):
    found = route(known(road, straight(101), slips=Slips()))
    assert found.lacks == ("red_lights", "stop_signs", "timeouts", "emergency")
    assert found.score == 1.0


def test_without_a_way_there_is_no_score(road):
    found = route(replace(known(road, straight(101)), route=None))
    assert np.isnan(found.score)
    assert "completion" in found.lacks


HOME = np.array([[101.35, drawn.LANE], [301.35, drawn.LANE]])
"""200 m from where the box's middle begins."""


def overtaking():
    """Half the way in the lane of those who come."""
    ego = straight(101)
    ego.xy[51:, 1] = LEFT
    return ego


def test_a_task_that_lets_the_car_use_the_oncoming_lane_does_not_count_it(road):
    found = route(known(road, overtaking(), task=Task(HOME, reached=True, opposite=True)))
    assert (found.lanes, found.completion, found.success) == (1.0, 1.0, 1.0)
    barred = route(known(road, overtaking(), task=Task(HOME, reached=True)))
    assert barred.lanes < 0.6
    assert barred.success == 0.0


def test_beside_all_lanes_the_oncoming_lane_excuses_nothing(road):
    ego = straight(101)
    ego.xy[51:, 1] = LEFT + 8.0
    assert route(known(road, ego, task=Task(HOME, reached=True, opposite=True))).lanes < 0.6


def test_who_did_not_come_to_the_goal_has_made_its_share_of_the_way_and_no_success(road):
    found = route(known(road, straight(101), safe=straight(101), task=Task(HOME, reached=False)))
    assert found.completion == pytest.approx(0.5)
    near = route(known(road, straight(101, speed=19.95), task=Task(HOME, reached=False)))
    assert (near.completion, near.success) == (REACHED, 0.0)
