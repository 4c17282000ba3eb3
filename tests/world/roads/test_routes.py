"""Routes over lanes: the shortest, the fastest, the one with the fewest junctions."""

import math

import numpy as np
import pytest

from aureole.core.kinds import LaneKind
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.roads.routes import Spot, find_route, find_tour
from tests.world.roads.maps import document, geometry, road, write
from tests.world.roads.test_links import LANES, lane, right, row_of, to

TWO = LANES.format(left="", right=lane(-1) + lane(-2))


@pytest.fixture(scope="module")
def square(tmp_path_factory):
    """A ring of four one-lane roads: three of 100 m, and 300 m in two roads of a junction that is a detour."""
    pose, roads = None, []
    order = ["a", "b", "c", "d"]
    for k, name in enumerate(order):
        parts = [(100.0, 0.0, 0.0), (20.0, math.pi / 40, math.pi / 40)]
        after, before = order[(k + 1) % 4], order[k - 1]
        link = to("predecessor", "road", before, "end") + to("successor", "road", after, "start")
        given = {} if pose is None else {"pose": pose}
        roads.append(road(parts, name=name, link=link, lanes=right(before=[-1], after=[-1]), **given))
        pose = geometry(parts, *([] if pose is None else [pose]))[1]
    return read_map(write(tmp_path_factory.mktemp("ring"), document(*roads)))


def names(map_, route):
    first = np.searchsorted(map_.road.lane_first, route.lane, side="right") - 1
    return [map_.names[int(r)] for r in np.searchsorted(map_.road.section_first, first, side="right") - 1]


def test_ahead_on_the_same_lane_is_one_stretch(square):
    route = find_route(square, Spot(row_of(square, "a"), 10.0), Spot(row_of(square, "a"), 70.0))
    assert route.length == 60.0
    assert route.lane.tolist() == route.enters.tolist() == [row_of(square, "a")]


def test_a_place_behind_is_reached_around_the_ring(square):
    route = find_route(square, Spot(row_of(square, "a"), 70.0), Spot(row_of(square, "a"), 10.0))
    assert names(square, route) == ["a", "b", "c", "d", "a"]
    assert route.length == pytest.approx(4 * 120.0 - 60.0)
    assert route.distances().tolist() == pytest.approx([0.0, 50.0, 170.0, 290.0, 410.0, 420.0])


def test_against_the_traffic_there_is_no_way(tmp_path):
    map_ = read_map(write(tmp_path, document(road(lanes=right()))))
    assert find_route(map_, Spot(0, 70.0), Spot(0, 10.0)) is None


def test_on_a_lane_for_both_ways_one_may_turn_back_at_once(tmp_path):
    map_ = read_map(write(tmp_path, document(road(lanes=right(kind="bidirectional")))))
    route = find_route(map_, Spot(0, 70.0), Spot(0, 10.0))
    assert (route.length, route.way.tolist()) == (60.0, [-1])


def test_lanes_are_changed_within_a_section(tmp_path):
    map_ = read_map(write(tmp_path, document(road(lanes=TWO))))
    route = find_route(map_, Spot(1, 20.0), Spot(0, 90.0))
    assert (route.enters.tolist(), route.lane.tolist()) == ([1], [0])
    assert route.length == 70.0


def test_over_a_lane_that_is_not_driven_there_is_no_way(tmp_path):
    lanes = LANES.format(left="", right=lane(-1) + lane(-2, kind="sidewalk") + lane(-3))
    map_ = read_map(write(tmp_path, document(road(lanes=lanes))))
    assert find_route(map_, Spot(2, 20.0), Spot(0, 90.0)) is None
    both = frozenset({LaneKind.DRIVING, LaneKind.SIDEWALK})
    assert find_route(map_, Spot(2, 20.0), Spot(0, 90.0), kinds=both).length == 70.0


def branch():
    """From "in" to "out": straight over "on" (a junction, slow), or over "by", longer, of no junction, fast."""
    start = [(50.0, 0.0, 0.0)]
    end = geometry(start)[1]
    far = geometry([(100.0, 0.0, 0.0)], end)[1]
    slow = '<type s="0" type="town"><speed max="5"/></type>'
    fast = '<type s="0" type="town"><speed max="30"/></type>'
    both = to("predecessor", "road", "in", "end") + to("successor", "road", "out", "start")
    bent = [(55.0, 0.005, 0.005), (55.0, -0.005, -0.005)]
    lanes = right(before=[-1], after=[-1])
    return document(
        road(start, name="in", lanes=right(), types=fast),
        road([(100.0, 0.0, 0.0)], name="on", pose=end, link=both, lanes=lanes, types=slow).replace(
            'junction="-1"', 'junction="7"'
        ),
        road(bent, name="by", pose=end, link=both, lanes=lanes, types=fast),
        road(start, name="out", pose=far, lanes=right(), types=fast),
        outside='<junction id="7"/>',
    )


@pytest.mark.parametrize(("by", "over"), [("shortest", "on"), ("fastest", "by"), ("leastIntersections", "by")])
def test_each_measure_has_its_own_best_route(tmp_path, by, over):
    map_ = read_map(write(tmp_path, branch()))
    route = find_route(map_, Spot(row_of(map_, "in"), 10.0), Spot(row_of(map_, "out"), 10.0), by=by)
    assert names(map_, route) == ["in", over, "out"]


def test_a_tour_passes_its_places_in_order(square):
    a, c = row_of(square, "a"), row_of(square, "c")
    tour = find_tour(square, [Spot(a, 10.0), Spot(c, 50.0), Spot(a, 20.0)])
    assert names(square, tour) == ["a", "b", "c", "c", "d", "a"]
    assert tour.length == pytest.approx(4 * 120.0 + 10.0)


def test_equal_ways_are_always_decided_alike(tmp_path):
    lanes = LANES.format(left="", right="".join(lane(-k) for k in range(1, 5)))
    map_ = read_map(write(tmp_path, document(road(lanes=lanes))))
    routes = [find_route(map_, Spot(1, 20.0), Spot(2, 90.0)) for _ in range(3)]
    assert all(np.array_equal(routes[0].lane, route.lane) for route in routes)


def test_stretches_of_a_route_through_a_town_touch(data):
    map_ = read_map(data / "osc-esmini/xodr/fabriksgatan.xodr")
    links = map_.links
    found = 0
    driven = [row for row in range(len(map_.road.lane_id)) if map_.road.lane_kind[row] == LaneKind.DRIVING]
    for one in driven[:6]:
        for other in driven:
            route = find_route(map_, Spot(one, 5.0), Spot(other, 5.0))
            if route is None or len(route.lane) < 2:
                continue
            found += 1
            for k in range(len(route.lane) - 1):
                first, lanes = (
                    (links.after_first, links.after_lane)
                    if route.way[k] > 0
                    else (links.before_first, links.before_lane)
                )
                assert route.enters[k + 1] in lanes[first[route.lane[k]] : first[route.lane[k] + 1]]
    assert found > 10
