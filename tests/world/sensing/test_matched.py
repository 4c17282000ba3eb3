"""From a trajectory to the lanes it takes."""

from __future__ import annotations

import numpy as np
import pytest

from aureole.world.roads import queries
from aureole.world.roads.reading.opendrive import Map, read_map
from aureole.world.roads.routes import Ways
from aureole.world.sensing.matched import legs
from tests.world.scenarios.crossings import town


@pytest.fixture(scope="module")
def streets(tmp_path_factory: pytest.TempPathFactory) -> Map:
    return read_map(town(tmp_path_factory.mktemp("town")))


def line(map_: Map, *places: tuple[str, int, float]) -> np.ndarray:
    """A polyline over (road, lane, s)."""
    road = map_.road
    found = []
    for name, number, s in places:
        r = map_.names.index(name)
        rows = range(*road.lane_first[road.section_first[r] : road.section_first[r] + 2].tolist())
        row = next(row for row in rows if road.lane_id[row] == number)
        found.append(queries.lane_to_world(road, row, s)[0, :2])
    return np.array(found)


def taken(map_: Map, trajectory: np.ndarray) -> list[str]:
    """The roads it takes, one after the other."""
    ways = Ways(map_, "shortest", frozenset(), 0.0)
    roads = [map_.names[ways.road[ways.section[lane]]] for leg in legs(map_, trajectory) for lane in leg.lane]
    return [name for k, name in enumerate(roads) if k == 0 or roads[k - 1] != name]


def test_a_trajectory_takes_the_roads_below_it_and_the_way_through_the_junction_between(streets):
    left = line(streets, ("h00", -1, 50), ("h00", -1, 159), ("v01", -1, 2), ("v01", -1, 80))
    assert taken(streets, left) == ["h00", "h00-v01", "v01"]


def test_round_a_block_it_takes_each_turn(streets):
    block = line(streets, ("h00", -1, 50), ("h00", -1, 159), ("v01", -1, 2), ("v01", -1, 159), ("h11", -1, 2),
                 ("h11", -1, 159))  # fmt: skip
    found = taken(streets, block)
    assert [name for name in found if "-" not in name] == ["h00", "v01", "h11"]


def test_it_ends_where_the_trajectory_leaves_the_roads(streets):
    away = np.concatenate([line(streets, ("h00", -1, 50), ("h00", -1, 120)), [(5000.0, 5000.0)]])
    assert taken(streets, away) == ["h00"]


def test_a_road_that_is_crossed_is_not_taken(streets):
    x, y = line(streets, ("v01", -1, 80))[0]
    assert taken(streets, np.array([(x - 40.0, y), (x + 40.0, y)])) == []


def test_off_every_road_and_against_the_traffic_there_is_none(streets):
    assert taken(streets, np.array([(9000.0, 0.0), (9100.0, 50.0)])) == []
    assert taken(streets, line(streets, ("h00", -1, 120), ("h00", -1, 50))) == []
    assert taken(streets, np.array([(0.0, 0.0), (0.0, 0.0)])) == []


def test_a_change_of_lanes_within_a_road_stays_on_it(streets):
    over = line(streets, ("h00", -1, 20), ("h00", -1, 60), ("h00", -2, 100), ("h00", -2, 150))
    assert taken(streets, over) == ["h00"]
