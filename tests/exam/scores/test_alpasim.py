"""AlpaSim's scene score on drawn logs."""

from dataclasses import replace

import numpy as np
import pytest

from aureole.exam.scores.alpasim import alpasim
from tests.exam.scores.drawn import LANE, SECOND, log, straight


def known(road, ego, *agents, **more):
    return log(road, ego, *agents, **{"human": straight(len(ego))} | more)


@pytest.mark.parametrize(("speed", "score"), [(10.0, 1.0), (8.0, 1.0), (4.0, 0.5), (2.0, 0.25), (0.0, 0.0)])
def test_four_fifths_of_the_recorded_way_count_full(road, speed, score):
    assert alpasim(known(road, straight(101, speed=speed))).score == pytest.approx(score)


def test_a_recorded_way_below_5_m_needs_no_progress(road):
    assert alpasim(known(road, straight(101, speed=0.0), human=straight(101, speed=0.49))).score == 1.0


def test_a_collision_with_the_front_or_a_side_is_zero(road):
    assert alpasim(known(road, straight(101), {"x": 130.0})).score == 0.0
    side = {"x": 101.35, "speed": 10.0, "y": LANE - 4.0, "side": 1.0}
    assert alpasim(known(road, straight(101), side)).score == 0.0


def test_hit_from_behind_ends_the_count_but_is_no_fault(road):
    found = alpasim(known(road, straight(101), {"x": 85.0, "speed": 20.0}))
    # the rear is reached after 1.19 s; at 1.2 s the car has gone 12 m of 100 m
    assert (found.collision, found.progress) == (1.0, pytest.approx(0.12))
    assert found.score == pytest.approx(0.12 / 0.8)


def test_off_the_road_is_zero(road):
    found = alpasim(known(road, straight(101, y=-13.0)))
    assert (found.road, found.score) == (0.0, 0.0)


def test_4_m_beside_the_recorded_way_is_zero_and_further_along_it_is_not(road):
    found = alpasim(known(road, straight(101, y=LANE - 4.0)))
    assert (found.corridor, found.score) == (0.0, 0.0)
    assert alpasim(known(road, straight(101, y=SECOND))).score == 1.0  # 3.5 m
    assert alpasim(known(road, straight(101, speed=20.0))).score == 1.0  # far beyond its end


def test_without_a_recording_there_is_no_score(road):
    found = alpasim(known(road, straight(101), human=None))
    assert np.isnan(found.score)
    assert found.lacks == ("corridor", "progress")


def test_without_a_map_the_road_is_named(road):
    assert alpasim(replace(known(road, straight(101)), terrain=None)).lacks == ("road",)
