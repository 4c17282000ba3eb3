"""PDMS on drawn logs: every factor failing alone, and the formula."""

from dataclasses import replace

import numpy as np
import pytest

from aureole.core.kinds import Kind
from aureole.exam.scores.logs.log import Motion
from aureole.exam.scores.pdms import pdms
from tests.exam.scores import drawn
from tests.exam.scores.drawn import LANE, log, straight


def ahead(**agent):
    """The same car in front: its rear 0.2 m before the ego's front (100 + 1.35 + 2.25) at the first moment."""
    return {"x": 103.6 + 0.2 + 2.25, "speed": 10.0} | agent


def test_a_quiet_drive_as_far_as_the_safe_one_scores_one(road):
    found = pdms(log(road, straight(), safe=straight()))
    assert found == (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, ())


def test_half_the_progress_of_the_safe_planner_costs_half_of_five_twelfths(road):
    found = pdms(log(road, straight(speed=5.0), safe=straight(speed=10.0)))  # 20 m of 40 m
    assert found.ep == pytest.approx(0.5)
    assert found.score == pytest.approx((5 * 0.5 + 5 + 2) / 12)


def test_going_further_than_the_safe_planner_counts_full(road):
    assert pdms(log(road, straight(speed=12.0), safe=straight(speed=10.0))).ep == 1.0


def test_where_nobody_could_go_5_m_progress_counts_full(road):
    assert pdms(log(road, straight(speed=0.0), safe=straight(speed=1.25))).ep == 1.0  # exactly 5.0 m
    assert pdms(log(road, straight(speed=0.0), safe=straight(speed=1.26))).ep == 0.0


def test_an_unsafe_safe_planner_is_no_measure(road):
    standing = {"x": 130.0, "y": LANE}  # the planner at 10 m/s drives 40 m, into it
    found = pdms(log(road, straight(speed=3.0), standing, safe=straight(speed=10.0)))
    assert found.ep == 1.0  # 12 m of its own 12 m, not of 40 m


def test_a_standing_car_hit_makes_it_zero(road):
    found = pdms(log(road, straight(), {"x": 115.0}, safe=straight()))
    assert (found.nc, found.ttc, found.score) == (0.0, 0.0, 0.0)
    assert found.ep == 0.0  # one's own progress counts times one's own gates


def test_an_object_hit_halves_it(road):
    cone = {"x": 115.0, "kind": Kind.OBSTACLE, "size": (0.4, 0.4)}
    found = pdms(log(road, straight(), cone, safe=straight(speed=5.0)))
    assert (found.nc, found.dac, found.ttc, found.c) == (0.5, 1.0, 0.0, 1.0)
    assert found.ep == 1.0  # 40 m · 0.5 = 20 m of max(20 m, 20 m)
    assert found.score == pytest.approx(0.5 * (5 + 0 + 2) / 12)


def test_hit_from_behind_is_no_fault(road):
    found = pdms(log(road, straight(), {"x": 85.0, "speed": 20.0}, safe=straight()))
    assert found.nc == 1.0
    # NAVSIM looks from where the car is at where the other will be, 9 m on: that is ahead, so it does count for TTC
    assert found.ttc == 0.0
    assert found.score == pytest.approx(7 / 12)


def test_hit_while_standing_is_no_fault(road):
    towards = {"x": 115.0, "speed": -10.0, "heading": np.pi}
    found = pdms(log(road, straight(speed=0.0), towards, safe=straight(speed=0.0)))
    assert (found.nc, found.ttc) == (1.0, 1.0)


def test_a_side_hit_is_no_fault_in_one_lane_and_a_fault_between_two(road):
    side = {"x": 101.35, "speed": 10.0, "y": LANE - 4.0, "side": 1.0}  # touches after 2.15 m of 1 m/s
    assert pdms(log(road, straight(), side, safe=straight())).nc == 1.0
    between = straight(y=-3.5)  # on the line between the first and the second lane
    other = side | {"y": -3.5 - 4.0}
    assert pdms(log(road, between, other, safe=straight())).nc == 0.0


def test_without_a_map_the_fault_of_a_side_hit_is_not_judged(road):
    side = {"x": 101.35, "speed": 10.0, "y": LANE - 4.0, "side": 1.0}
    found = pdms(replace(log(road, straight(), side, safe=straight()), terrain=None))
    assert np.isnan(found.nc)
    assert np.isnan(found.score)
    assert found.lacks == ("nc", "dac")


def test_one_corner_beside_the_paved_lanes_makes_it_zero(road):
    edge = -13.0 + 0.5 * 1.85  # the stop lane ends at t = -13
    way = {"route": np.array([[0.0, edge], [1900.0, edge]])}
    assert pdms(log(road, straight(y=edge + 0.01), safe=straight(), **way)).dac == 1.0
    off = pdms(log(road, straight(y=edge - 0.01), safe=straight(), **way))
    assert (off.dac, off.score) == (0.0, 0.0)


def test_closing_in_on_the_car_ahead_fails_time_to_collision_alone(road):
    t = drawn.STEP * np.arange(50)
    crowd = drawn.others(50, ahead(x=103.6 + 8.9 + 2.25, speed=0.0))
    crowd.xy[:, 0, 0] += 30.0 * t  # it really drives away at 30 m/s: its box is where it really is
    away = log(road, straight(50), others=crowd, safe=straight(50))
    assert pdms(away).ttc == 1.0  # NAVSIM projects the ego alone
    slow = log(road, straight(41, speed=10.0, accel=-2.4), {"x": 103.6 + 21.5 + 2.25}, safe=straight(41))
    found = pdms(slow)  # it comes 20.8 m far, 0.7 m short; 9 - 2.16 t = 21.5 - 10 t + 1.2 t² where t = 2.75 s
    assert (found.nc, found.ttc) == (1.0, 0.0)
    assert found.score == pytest.approx((5 * found.ep + 0 + 2) / 12)


def test_the_projection_looks_nine_tenths_of_a_second_ahead_and_no_further(road):
    def braked(gap):
        """One moment at 10 m/s, the standing other's rear so far before the front: the box is moved on by 9 m."""
        return pdms(log(road, Motion(*still), {"x": 103.6 + gap + 2.25}, safe=straight(10)))

    motion = straight(10)
    still = (np.tile(motion.xy[:1], (10, 1)), motion.heading, motion.velocity, motion.accel, motion.yaw_rate)
    assert braked(8.9).ttc == 0.0
    assert braked(9.1).ttc == 1.0


def test_hard_braking_is_uncomfortable(road):
    braking = straight(41, speed=20.0, accel=-4.05)  # the bound itself is out
    assert pdms(log(road, braking, safe=braking)).c == 0.0
    assert pdms(log(road, braking, safe=braking)).score == pytest.approx(10 / 12)
    softer = straight(41, speed=20.0, accel=-4.04)
    assert pdms(log(road, softer, safe=softer)).c == 1.0


@pytest.mark.parametrize(
    ("field", "value", "bound"),
    [("along", 2.40, 1.0), ("across", 4.89, 1.0), ("turn", 0.95, 1.0)],
)
def test_every_bound_of_comfort_is_its_own(road, field, value, bound):
    def with_(share):
        motion = straight(41)
        moment = np.arange(41) * drawn.STEP
        if field == "along":
            motion.accel[:, 0] = share * value
        elif field == "across":
            motion.accel[:, 1] = share * value
        else:
            motion = replace(motion, heading=share * value * moment)
        return replace(log(road, motion, safe=straight()), terrain=None)

    assert pdms(with_(0.999)).c == 1.0
    assert pdms(with_(1.001)).c == 0.0


def test_without_a_measure_of_progress_there_is_no_score(road):
    found = pdms(log(road, straight()))
    assert np.isnan(found.score)
    assert found.lacks == ("ep",)


def test_a_human_is_the_measure_where_there_is_no_planner(road):
    assert pdms(log(road, straight(speed=5.0), human=straight(speed=10.0))).ep == pytest.approx(0.5)


def test_only_the_first_four_seconds_count(road):
    late = {"x": 100.0 + 43.0 + 2.0 + 1.35 + 2.25 + 2.25}  # its rear is reached after 4.5 s
    found = pdms(log(road, straight(50), late, safe=straight(50)))
    assert found.nc == 1.0
