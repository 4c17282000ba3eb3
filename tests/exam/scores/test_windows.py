"""A whole drive in windows, the safe reference, and the way ahead."""

from dataclasses import replace

import numpy as np
import pytest

from aureole.exam.scores.factors.ground import survey
from aureole.exam.scores.factors.progress import project
from aureole.exam.scores.factors.reference import aim, safe_motion, way_ahead
from aureole.exam.scores.table import measures
from aureole.exam.scores.windows import windows
from tests.exam.scores.drawn import LANE, LEFT, STEP, WAY, log, straight


def test_a_window_begins_every_second_and_one_ends_with_the_drive(road):
    found = log(road, straight(86))  # 8.5 s
    starts = [part.time[0] for part, _ in windows(found, survey(found))]
    assert starts == pytest.approx([0.0, 1.0, 2.0, 3.0, 4.0, 4.5])


def test_a_short_drive_is_one_window(road):
    found = log(road, straight(20))
    assert [len(part) for part, _ in windows(found, survey(found))] == [20]


def test_a_window_knows_its_past_and_a_second_of_the_others_future(road):
    found = log(road, straight(86))
    parts = [part for part, _ in windows(found, survey(found))]
    assert [0 if part.past is None else len(part.past) for part in parts] == [0, 10, 15, 15, 15, 15]
    assert [len(part) for part in parts] == [50, 50, 50, 50, 46, 41]
    assert parts[1].past.xy[-1, 0] == pytest.approx(100.0 + 9.0)


def test_the_mean_over_windows_says_over_how_many_and_what_was_worst(road):
    ego = straight(81)
    found, lacks = measures(log(road, ego, {"x": 100.0 + 75.0}, safe=None, route=None), ["pdms"], 10.0)
    # the front is at the standing car's rear after 6.9 s: the windows from 3 s and from 4 s on hold that
    assert found["pdms.windows"] == 5.0
    assert found["pdms.worst"] == 0.0
    assert found["pdms.nc"] == pytest.approx(3 / 5)
    assert lacks == {}


def test_a_factor_lacking_in_some_windows_is_counted(road):
    lacks = measures(log(road, straight(81), safe=None, route=None), ["epdms"], 10.0)[1]
    assert lacks["epdms"] == "tlc, ec, history (1 of 5), human"


def test_the_free_intelligent_driver_keeps_its_speed(road):
    found = safe_motion(log(road, straight(101)), WAY, 10.0)
    assert found.speed == pytest.approx(10.0)
    assert found.xy[-1] == pytest.approx([200.0, LANE])


def test_the_intelligent_driver_stops_behind_what_stands_and_ignores_the_lane_beside(road):
    behind = safe_motion(log(road, straight(301), {"x": 200.0}), WAY, 10.0)
    front = behind.xy[:, 0] + 1.35 + 2.25
    assert 0.5 < 200.0 - 2.25 - front[-1] < 2.5  # PDM-Closed keeps 1 m
    assert behind.speed[-1] < 0.1
    beside = safe_motion(log(road, straight(301), {"x": 200.0, "y": LANE - 3.5}), WAY, 10.0)
    assert beside.speed == pytest.approx(10.0)


def test_the_aim_is_the_lower_of_set_speed_and_limit():
    assert aim(20.0, 13.0) == 13.0
    assert aim(20.0, float("inf")) == 20.0
    assert aim(0.0, float("nan")) == 15.0


def test_the_way_ahead_follows_the_lane_in_the_direction_of_the_car(road):
    found = log(road, straight(2))
    row = int(survey(found).row[0])
    way = way_ahead(found.terrain, row, (101.35, LANE, 0.0), 100.0)
    assert way[:, 1] == pytest.approx(LANE)
    assert way[0, 0] < 101.35
    assert way[-1, 0] > 201.35
    back = way_ahead(found.terrain, row, (101.35, LANE, np.pi), 100.0)
    assert back[-1, 0] < 1.35


def test_the_way_ahead_of_a_bend_bends(tmp_path):
    from tests.exam import staged

    bend = staged.road(tmp_path, radius=200.0)
    found = log(bend, straight(2, x=0.0))
    way = way_ahead(found.terrain, int(survey(found).row[0]), (1.35, LANE, 0.0), 150.0)
    centre = np.array([0.0, 200.0])
    inside = way[10:70]
    assert np.hypot(*(inside - centre).T) == pytest.approx(200.0 + 1.75, abs=0.02)


def test_beside_every_lane_there_is_no_way(road):
    found = log(road, straight(2, y=40.0))
    assert way_ahead(found.terrain, int(survey(found).row[0]), (101.0, 40.0, 0.0), 50.0) is None


def test_the_map_tells_lanes_corners_and_what_is_beside(road):
    found = survey(log(road, straight(2, y=-3.5)))
    assert found.across.all()
    assert (found.away == 0.0).all()
    out = survey(log(road, straight(2, y=-13.0)))
    assert out.away[0] == pytest.approx([0.0, 0.0, 0.925, 0.925])
    assert out.scattered.all()
    assert survey(log(road, straight(2, y=LEFT))).direction == pytest.approx(np.pi)
    assert np.isnan(survey(log(road, straight(2, y=-12.0))).direction).all()


def test_the_end_of_the_road_is_the_end_of_the_paved_area(road):
    found = survey(log(road, straight(2, x=1996.5)))  # its front at 2000.1
    assert found.away[0] == pytest.approx([0.1, 0.0, 0.0, 0.1], abs=1e-4)


def test_projection_clamps_at_both_ends():
    path = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]])
    place, aside = project(path, np.array([[-5.0, 0.0], [4.0, 3.0], [12.0, 5.0], [10.0, 14.0]]))
    assert place == pytest.approx([0.0, 4.0, 15.0, 20.0])
    assert aside == pytest.approx([5.0, 3.0, 2.0, 4.0])


def test_a_time_step_is_taken_from_the_log(road):
    coarse = log(road, straight(21, speed=20.0), safe=straight(21, speed=20.0))
    assert replace(coarse, time=2 * STEP * np.arange(21)).step == pytest.approx(0.2)
