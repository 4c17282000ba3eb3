"""EPDMS on drawn logs: every factor failing alone, the human's failures forgiven, plans that do not agree."""

from dataclasses import replace

import numpy as np
import pytest

from aureole.exam.scores.epdms import epdms
from aureole.exam.scores.logs.log import Lights
from tests.exam.scores import drawn
from tests.exam.scores.drawn import LANE, LEFT, log, plans, straight

NO_LIGHT = Lights(np.zeros((0, 2)), np.zeros(0), np.zeros((0, 2)), np.zeros((41, 0), np.bool_))


def known(road, ego, *agents, **more):
    """A log that lacks nothing but what a test takes away."""
    full = {
        "safe": straight(), "human": straight(), "lights": NO_LIGHT, "past": straight(15, x=85.0),
        "plans": plans((10.0, 0.0, 0.0), (10.0, 0.0, 0.0), made=(-0.5, 0.0)),
    }  # fmt: skip
    return log(road, ego, *agents, **full | more)


def test_everything_right_scores_one_and_lacks_nothing(road):
    found = epdms(known(road, straight()))
    assert found.score == 1.0
    assert found[1:-1] == (1.0,) * 9
    assert found.lacks == ()


def test_half_the_progress_costs_half_of_five_sixteenths(road):
    found = epdms(known(road, straight(speed=5.0), past=straight(15, x=92.5, speed=5.0)))
    assert found.ep == pytest.approx(0.5)
    assert found.score == pytest.approx((5 * 0.5 + 5 + 2 + 2 + 2) / 16)


def test_a_failing_car_keeps_its_progress(road):
    found = epdms(known(road, straight(), {"x": 115.0}, human=None))
    assert (found.nc, found.ep, found.score) == (0.0, 1.0, 0.0)  # NAVSIM 1 would say ep 0


def test_half_a_metre_off_the_middle_for_two_seconds_fails_lane_keeping(road):
    def off(moments, by=0.6):
        ego = straight()
        ego.xy[5 : 5 + moments, 1] += by
        return epdms(known(road, ego)).lk

    assert off(19) == 1.0
    assert off(20) == 0.0
    assert off(30, by=0.49) == 1.0


def test_moments_in_a_junction_do_not_count_for_lane_keeping(road):
    ego = straight()
    ego.xy[:, 1] += 0.6
    found = known(road, ego)
    assert epdms(found).lk == 0.0
    crossing = found.terrain._replace(junction=np.zeros(1, np.int32))
    assert epdms(replace(found, terrain=crossing)).lk == 1.0


def test_a_red_light_makes_it_zero_and_a_green_one_does_not(road):
    def at(red):
        lights = Lights(np.array([[130.0, LANE]]), np.zeros(1), np.array([[10.0, 3.5]]), np.full((41, 1), red))
        return epdms(known(road, straight(), lights=lights, human=None))

    assert (at(True).tlc, at(True).score) == (0.0, 0.0)
    assert at(False).score == 1.0


def test_metres_against_the_traffic_in_a_second_count(road):
    def wrong(speed):
        ego = straight(speed=speed, y=LEFT)
        return epdms(known(road, ego, safe=straight(speed=speed), human=None)).ddc

    assert wrong(1.7) == 1.0  # eleven steps in the window: 1.87 m
    assert wrong(1.9) == 0.5  # 2.09 m
    assert wrong(5.3) == 0.5  # 5.83 m
    assert wrong(5.6) == 0.0  # 6.16 m


def test_what_the_human_fails_too_is_forgiven(road):
    both = {"human": straight(y=LEFT), "safe": straight()}
    found = epdms(known(road, straight(y=LEFT), **both))
    assert (found.ddc, found.lk) == (1.0, 1.0)
    assert epdms(known(road, straight(y=LEFT), human=straight(), safe=straight())).ddc == 0.0


def test_what_the_human_only_half_fails_is_not_forgiven(road):
    half = straight(speed=2.0, y=LEFT)
    assert epdms(known(road, half, human=half, safe=straight(speed=2.0))).ddc == 0.5


def test_the_past_is_part_of_comfort(road):
    jerky = straight(15, x=85.0)
    jerky.accel[-5:, 0] = -9.0
    found = epdms(known(road, straight(), past=jerky, human=None))
    assert found.hc == 0.0
    assert epdms(known(road, straight(), past=jerky)).hc == 1.0  # the human's past is the same one
    assert found.score == pytest.approx(14 / 16)


@pytest.mark.parametrize(
    ("speed", "accel", "turn", "verdict"),
    [
        (10.0, 0.69, 0.0, 1.0), (10.0, 0.71, 0.0, 0.0),  # m/s^2
        (0.5, 0.0, 0.099, 1.0), (0.5, 0.0, 0.101, 0.0),  # rad/s; so slowly that v · yaw rate stays small
    ],
)  # fmt: skip
def test_a_plan_must_agree_with_the_one_before(road, speed, accel, turn, verdict):
    two = plans((speed, 0.0, 0.0), (speed, accel, turn), made=(-0.5, 0.0))
    found = epdms(known(road, straight(), plans=two))
    assert found.ec == verdict
    assert found.score == pytest.approx((14 + 2 * verdict) / 16)


def test_plans_too_far_apart_are_not_compared(road):
    apart = plans((10.0, 0.0, 0.0), (10.0, 0.0, 0.0), made=(-0.6, 0.0))
    found = epdms(known(road, straight(), plans=apart))
    assert np.isnan(found.ec)
    assert found.lacks == ("ec",)
    assert found.score == 1.0  # the fourteen others


def test_what_a_log_lacks_is_named_and_left_out_with_its_weight(road):
    found = epdms(drawn.log(road, straight(speed=5.0), safe=straight()))
    assert found.lacks == ("tlc", "ec", "history", "human")
    assert found.score == pytest.approx((5 * 0.5 + 5 + 2 + 2) / 14)


def test_time_to_collision_is_projected_from_no_later_than_the_horizon_allows(road):
    # from 3.2 s on the projection would need what happens after 4 s
    late = {"x": 100.0 + 3.6 + 2.25 + 31.0 + 9.5, "speed": 0.0}
    ego = straight(50)
    more = {"lights": None, "human": None, "safe": straight(50)}
    assert epdms(known(road, ego, late, **more)).ttc == 1.0
    nearer = late | {"x": late["x"] - 1.0}
    assert epdms(known(road, ego, nearer, **more)).ttc == 0.0
