"""nuPlan's score on drawn logs: every factor failing alone, and the formula."""

from dataclasses import replace

import numpy as np
import pytest

from aureole.core.kinds import Kind
from aureole.exam.scores.nuplan import nuplan
from tests.exam.scores import drawn
from tests.exam.scores.drawn import LANE, LEFT, SECOND, log, straight, terrain

LONG = 151  # moments: nuPlan's 15 s


def known(road, ego, *agents, limit=30.0, **more):
    full = {"human": straight(len(ego)), "terrain": terrain(road, limit)}
    return log(road, ego, *agents, **full | more)


def test_everything_right_scores_one(road):
    found = nuplan(known(road, straight(LONG)))
    assert found == (1.0,) * 9 + ((),)


@pytest.mark.parametrize(("speed", "progress", "making"), [(5.0, 0.5, 1.0), (2.01, 0.201, 1.0), (1.99, 0.199, 0.0)])
def test_progress_is_the_share_of_the_experts_and_a_fifth_of_it_is_needed(road, speed, progress, making):
    found = nuplan(known(road, straight(LONG, speed=speed)))
    assert found.progress == pytest.approx(progress)
    assert found.making_progress == making
    assert found.score == pytest.approx(making * (5 * progress + 5 + 4 + 2) / 16)


def test_an_expert_that_hardly_moved_counts_as_2_m(road):
    still = straight(LONG, speed=0.01)  # 0.15 m
    assert nuplan(known(road, straight(LONG, speed=1.0 / 15.0), human=still)).progress == pytest.approx(0.5)


def test_over_the_limit_counts_by_how_much_and_how_long(road):
    found = nuplan(known(road, straight(LONG, speed=11.0), limit=10.0))
    # 151 moments of 1 m/s · 0.1 s over 2.23 m/s · 15 s
    assert found.speed == pytest.approx(1 - 151 * 0.1 / (2.23 * 15.0))
    assert found.score == pytest.approx((10 + 4 * found.speed + 2) / 16)
    assert nuplan(known(road, straight(LONG, speed=13.0), limit=10.0)).speed == 0.0


def test_time_to_collision_must_stay_above_95_hundredths(road):
    def gap(seconds):
        """Equally fast but for a moment's difference: at 10 m/s behind one at 9 m/s, so far that boxes meet then."""
        return nuplan(known(road, straight(2), {"x": 103.6 + 2.25 + 1.0 * seconds, "speed": 9.0}, human=straight(2)))

    assert gap(0.93).ttc == 0.0  # boxes meet in the tenth step of the second moment: 0.83 s, found at 0.9 s
    assert gap(1.06).ttc == 1.0  # 0.96 s, found at 1.0 s


def test_a_car_that_turns_away_is_projected_all_the_same(road):
    ahead = {"x": 103.6 + 2.25 + 20.0, "speed": 10.0}
    assert nuplan(known(road, straight(LONG), ahead)).ttc == 1.0


def test_a_collision_with_a_car_or_a_person_is_zero_and_one_with_an_object_half(road):
    def hit(kind, count=1):
        things = [{"x": 115.0 + 8.0 * k, "kind": kind, "size": (0.5, 0.5)} for k in range(count)]
        return nuplan(known(road, straight(LONG), *things)).nc

    assert hit(Kind.CAR) == hit(Kind.PEDESTRIAN) == 0.0
    assert hit(Kind.OBSTACLE) == 0.5
    assert hit(Kind.OBSTACLE, 2) == 0.0


def test_at_fault_means_time_to_collision_zero(road):
    found = nuplan(known(road, straight(LONG), {"x": 115.0, "kind": Kind.OBSTACLE, "size": (0.5, 0.5)}))
    assert (found.nc, found.ttc) == (0.5, 0.0)
    assert found.score == pytest.approx(0.5 * (5 + 0 + 4 + 2) / 16)


def test_a_corner_three_tenths_off_is_allowed_and_more_is_not(road):
    edge = -13.0 + 0.5 * 1.85
    assert nuplan(known(road, straight(LONG, y=edge - 0.29))).dac == 1.0
    assert nuplan(known(road, straight(LONG, y=edge - 0.31))).dac == 0.0


def test_against_the_traffic_counts_by_metres_in_a_second(road):
    def wrong(speed):
        return nuplan(known(road, straight(LONG, speed=speed, y=LEFT), human=straight(LONG, speed=speed))).ddc

    assert wrong(1.7) == 1.0  # eleven steps: 1.87 m
    assert wrong(1.9) == 0.5
    assert wrong(5.6) == 0.0


def test_reversing_in_ones_own_lane_is_against_the_traffic(road):
    back = straight(LONG, speed=-3.0)
    assert nuplan(known(road, back)).ddc == 0.5


def test_discomfort_costs_an_eighth(road):
    ego = straight(LONG, speed=20.0)
    ego.accel[60:80, 0] = -5.0
    assert nuplan(known(road, ego)).score == pytest.approx(14 / 16)


def test_the_side_is_at_fault_only_between_lanes(road):
    side = {"x": 101.35, "speed": 10.0, "y": LANE - 4.0, "side": 1.0}
    assert nuplan(known(road, straight(LONG), side)).nc == 1.0
    middle = 0.5 * (LANE + SECOND)
    assert nuplan(known(road, straight(LONG, y=middle), side | {"y": middle - 4.0})).nc == 0.0


def test_unknown_limits_are_left_out_with_their_weight(road):
    found = nuplan(replace(known(road, straight(LONG, speed=5.0)), terrain=terrain(road)))
    assert found.lacks == ("speed",)
    assert found.score == pytest.approx((5 * 0.5 + 5 + 2) / 12)


def test_without_a_map_what_needs_one_is_named(road):
    found = nuplan(replace(drawn.log(road, straight(LONG), human=straight(LONG)), terrain=None))
    assert found.lacks == ("dac", "ddc", "speed")
    assert found.score == 1.0


def test_one_moment_lacks_comfort_and_says_so(road):
    found = nuplan(known(road, straight(1), human=straight(1)))
    assert found.lacks == ("comfort",)
    assert not np.isnan(found.score)
