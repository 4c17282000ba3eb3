"""Cars that keep to the middle of their lane through the junctions of a public town: nothing to find fault with."""

import numpy as np
import pytest

from aureole.exam.scores.factors.ground import survey
from aureole.exam.scores.factors.reference import along, way_ahead
from aureole.exam.scores.logs.log import Log
from aureole.exam.scores.logs.terrain import of_map
from aureole.exam.scores.nuplan import nuplan
from aureole.world.roads import queries
from aureole.world.roads.reading.opendrive import read_map
from tests.exam.scores.drawn import BODY, STEP, others

MOMENTS = 121
PACE = 8.0  # m/s


@pytest.fixture(scope="module")
def town(data):
    return of_map(read_map(data / "odr-carla-towns" / "Town10HD.xodr.gz"))


def drives(town):
    """From the start of every seventh lane, 96 m along the lanes that follow."""
    road = town.road
    section = np.repeat(np.arange(len(road.section_s)), np.diff(road.lane_first))
    for row in np.flatnonzero(town.lanes & (town.way != 0))[::7]:
        x, y, _, heading = queries.lane_to_world(road, row, road.section_s[section[row]] + 0.5)[0]
        heading += np.pi if town.way[row] < 0 else 0.0
        way = way_ahead(town, int(row), (float(x), float(y), float(heading)), 150.0)
        motion = along(way, 20.0 + PACE * STEP * np.arange(MOMENTS), np.full(MOMENTS, PACE), STEP)
        yield Log(STEP * np.arange(MOMENTS), motion, BODY, others(MOMENTS), town, way, human=motion, safe=motion)


def test_who_keeps_the_lane_stays_on_the_road_in_its_direction_and_in_one_lane(town):
    grounds = []
    for log in drives(town):
        ground = survey(log)
        found = nuplan(log, ground)
        assert (found.dac, found.ddc, found.progress) == (1.0, 1.0, 1.0)
        assert (ground.row >= 0).all()
        grounds.append(ground)
    assert np.mean([ground.junction.mean() for ground in grounds]) > 0.3
    # corners that are cut in narrow bends of junctions are left: a few moments
    assert np.mean([ground.across.mean() for ground in grounds]) < 0.005


def test_the_town_has_lights_so_that_nobody_may_say_none_was_run(town):
    assert town.lights > 0
