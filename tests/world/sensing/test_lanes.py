"""Lanes and route as the car sees them."""

from __future__ import annotations

import numpy as np
import pytest

from aureole.core.kinds import LaneKind, Mark
from aureole.kernels import kernel
from aureole.world.roads.lanes import lane_centre, lane_row
from aureole.world.roads.place import locate, to_world
from aureole.world.sensing.lanes import BEHIND, POINTS
from aureole.world.sensing.places import LANES
from tests.world.sensing.looks import look
from tests.world.sensing.maps import MOTORWAY, WIDTH, road, scene

D, S, B, N = LaneKind.DRIVING, LaneKind.STOP, LaneKind.BORDER, LaneKind.NONE
STATIONS = 5.0 * (np.arange(POINTS) - BEHIND)


@kernel
def pose(road, s, t):
    return to_world(road, 0, s, t)


@kernel
def find(road, x, y):
    r, s, t = locate(road, x, y, -1, 0.0)
    return r, s, t


@kernel
def centre_at(road, s, lane_id):
    return lane_centre(road, 0, s, lane_row(road, 0, s, lane_id))[0]


def stand(roads, s, t, heading=0.0, **more):
    """The ego on the road, looking along the reference line or turned against it."""
    x, y, z, line = pose(roads, s, t)
    return scene([], xyz=(x, y, z), heading=line + heading, s=s, t=t, **more)


def test_place_0_is_the_own_lane_and_the_others_follow_from_right_to_left():
    lanes = look(stand(road(), 300.0, -WIDTH * 1.5)).lanes
    assert lanes.present[0].tolist() == [True] * 5 + [False] * 3
    beside = lanes.centre[0, :5, BEHIND]
    np.testing.assert_allclose(beside[:, 0], 0.0, atol=1e-4)
    np.testing.assert_allclose(beside[:, 1], [0.0, -WIDTH, WIDTH, 2 * WIDTH, 3 * WIDTH], atol=1e-4)
    assert lanes.kind[0, :5].tolist() == [D, S, D, D, D]
    assert lanes.forward[0, :5].tolist() == [True, True, True, False, False]
    assert lanes.left[0, :5].tolist() == [2, 0, 3, 4, -1]
    assert lanes.right[0, :5].tolist() == [1, -1, 0, 2, 3]
    np.testing.assert_allclose(lanes.half_width[0, :5], WIDTH / 2)
    np.testing.assert_allclose(lanes.limit[0, :5], 130 / 3.6, rtol=1e-6)
    assert lanes.seen[0, :5].tolist() == [POINTS] * 5


def test_points_run_from_20_m_behind_every_5_m():
    lanes = look(stand(road(), 300.0, -WIDTH * 0.5)).lanes
    np.testing.assert_allclose(lanes.centre[0, 0, :, 0], STATIONS, atol=1e-4)
    np.testing.assert_allclose(lanes.centre[0, 0, :, 1], 0.0, atol=1e-4)


def test_lines_are_seen_from_the_own_side():
    lanes = look(stand(road(), 300.0, -WIDTH * 1.5)).lanes
    assert lanes.mark_right[0, :5].tolist() == [Mark.BROKEN, Mark.SOLID, Mark.BROKEN, Mark.SOLID, Mark.BROKEN]
    assert lanes.mark_left[0, :5].tolist() == [Mark.BROKEN, Mark.BROKEN, Mark.SOLID, Mark.BROKEN, Mark.BROKEN]
    assert lanes.may_left[0, :5].tolist() == [True, True, False, True, True]
    assert lanes.may_right[0, :5].tolist() == [True, False, True, False, True]


def test_the_bits_of_a_line_tell_which_way_it_may_be_crossed():
    roads = road()
    roads.mark_change[list(roads.lane_id).index(-1)] = 1  # between -2 and -1: only towards higher ids
    along = look(stand(roads, 300.0, -WIDTH * 1.5), road=roads).lanes
    assert along.may_left[0, 0]
    assert not along.may_right[0, along.left[0, 0]]
    against = look(stand(roads, 300.0, -WIDTH * 1.5, np.pi), road=roads).lanes
    assert against.may_right[0, 0]
    assert not against.may_left[0, against.right[0, 0]]


def test_against_the_reference_line_everything_is_mirrored():
    lanes = look(stand(road(), 300.0, WIDTH * 1.5, np.pi)).lanes
    beside = lanes.centre[0, :5, BEHIND]
    np.testing.assert_allclose(beside[:, 1], [0.0, WIDTH, 2 * WIDTH, 3 * WIDTH, 4 * WIDTH], atol=1e-4)
    np.testing.assert_allclose(lanes.centre[0, 0, :, 0], STATIONS, atol=1e-4)
    assert lanes.forward[0, :5].tolist() == [True, True, False, False, False]
    assert lanes.left[0, :5].tolist() == [1, 2, 3, 4, -1]
    assert lanes.right[0, :5].tolist() == [-1, 0, 1, 2, 3]


def test_where_traffic_keeps_left_the_directions_are_swapped():
    roads = road(left_hand=True)
    lanes = look(stand(roads, 300.0, WIDTH * 1.5), road=roads).lanes
    own = lanes.centre[0, :5, BEHIND, 1]
    np.testing.assert_allclose(own, [0.0, -4 * WIDTH, -3 * WIDTH, -2 * WIDTH, -WIDTH], atol=1e-4)
    assert lanes.forward[0, :5].tolist() == [True, False, False, False, True]


@pytest.mark.parametrize("t", [-1.5 * WIDTH, 0.5 * WIDTH, 20.0])
@pytest.mark.parametrize("way", [0.0, np.pi])
def test_neighbours_are_symmetrical(t, way):
    lanes = look(stand(road(), 300.0, t, way)).lanes
    for place in range(LANES):
        if lanes.left[0, place] >= 0:
            assert lanes.right[0, lanes.left[0, place]] == place
        if lanes.right[0, place] >= 0:
            assert lanes.left[0, lanes.right[0, place]] == place


def test_outside_the_lanes_the_nearest_driving_lane_is_the_own_one():
    right = look(stand(road(), 300.0, -20.0)).lanes
    np.testing.assert_allclose(right.centre[0, 0, BEHIND, 1], 20.0 - WIDTH * 1.5, atol=1e-4)
    left = look(stand(road(), 300.0, 20.0)).lanes
    np.testing.assert_allclose(left.centre[0, 0, BEHIND, 1], WIDTH * 1.5 - 20.0, atol=1e-4)


def test_on_the_stop_lane_it_is_the_own_one():
    roads = road()
    stop = list(roads.lane_id).index(-3)
    lanes = look(stand(roads, 300.0, -WIDTH * 2.5, lane=stop), road=roads).lanes
    assert lanes.kind[0, 0] == S
    np.testing.assert_allclose(lanes.centre[0, 0, BEHIND, 1], 0.0, atol=1e-4)


def test_off_every_road_there_is_no_lane_and_no_route():
    observation = look(scene([], road=-1))
    assert not observation.lanes.present.any()
    assert not observation.lanes.seen.any()
    assert not observation.route.any()


@pytest.mark.parametrize("curvature", [1 / 250, -1 / 250, 1 / 60])
@pytest.mark.parametrize("way", [0.0, np.pi])
def test_on_a_bend_points_lie_on_the_centre_of_their_lane(curvature, way):
    roads = road(length=300.0, curvature=curvature, offset=0.4)
    here = stand(roads, 150.0, -0.5 * WIDTH + 0.4, way + 0.1)
    lanes = look(here, road=roads).lanes
    ids = {0.0: [-1, -3, -2, 1, 2], np.pi: [-1, 2, 1, -2, -3]}[way]
    cosine, sine = np.cos(here.heading[0, 0]), np.sin(here.heading[0, 0])
    for place, lane_id in enumerate(ids):
        points = lanes.centre[0, place].astype(np.float64)
        for i, (ahead, left) in enumerate(points):
            x = here.xyz[0, 0, 0] + cosine * ahead - sine * left
            y = here.xyz[0, 0, 1] + sine * ahead + cosine * left
            r, s, t = find(roads, x, y)
            assert r == 0
            assert abs(t - centre_at(roads, s, lane_id)) < 1e-3
            assert abs(s - (150.0 + STATIONS[i] * np.cos(way))) < 1e-3


def test_lanes_end_with_the_road_exactly():
    roads = road(length=363.0)
    ahead = look(stand(roads, 300.0, -1.0), road=roads)
    count = ahead.lanes.seen[0, 0]
    assert count == BEHIND + 1 + 12 + 1
    np.testing.assert_allclose(ahead.lanes.centre[0, 0, count - 1, 0], 63.0, atol=1e-4)
    assert not ahead.lanes.centre[0, 0, count:].any()
    np.testing.assert_allclose(ahead.route[0, 13:, 0], 63.0, atol=1e-4)
    begin = look(stand(roads, 7.0, -1.0), road=roads).lanes
    np.testing.assert_allclose(begin.centre[0, 0, :4, 0], [-7.0, -5.0, 0.0, 5.0], atol=1e-4)
    assert begin.seen[0, 0] == 2 + POINTS - BEHIND


@pytest.mark.parametrize("link", [True, False])
def test_lanes_go_on_over_sections_linked_or_not(link):
    roads = road(sections=[(0.0, MOTORWAY), (287.0, MOTORWAY), (312.0, MOTORWAY), (313.0, MOTORWAY)], link=link)
    lanes = look(stand(roads, 300.0, -WIDTH * 0.5), road=roads).lanes
    assert lanes.seen[0, :5].tolist() == [POINTS] * 5
    np.testing.assert_allclose(lanes.centre[0, 0, :, 0], STATIONS, atol=1e-4)
    np.testing.assert_allclose(lanes.centre[0, 1, :, 1], -2 * WIDTH, atol=1e-4)


def test_a_lane_that_ends_is_seen_to_its_last_station():
    narrow = [lane for lane in MOTORWAY if lane[0] > -2]
    roads = road(sections=[(0.0, MOTORWAY), (331.0, narrow)])
    lanes = look(stand(roads, 300.0, -WIDTH * 0.5), road=roads).lanes
    assert lanes.seen[0, 0] == POINTS
    assert lanes.kind[0, 2] == D
    assert lanes.seen[0, 2] == BEHIND + 7


def test_lanes_go_on_over_a_link_to_the_next_road():
    roads = road(length=320.0, roads=2, curvature=1 / 300)
    single = road(length=640.0, curvature=1 / 300)
    here = look(stand(roads, 300.0, -1.0), road=roads)
    there = look(stand(single, 300.0, -1.0), road=single)
    np.testing.assert_allclose(here.lanes.centre, there.lanes.centre, atol=1e-3)
    np.testing.assert_allclose(here.route, there.route, atol=1e-3)
    assert (here.lanes.seen == there.lanes.seen).all()


def test_of_many_lanes_the_nearest_are_given():
    roads = road(sections=[(0.0, [(0, N), *((-i, D) for i in range(1, 13))])])
    lanes = look(stand(roads, 300.0, -WIDTH * 6.5), road=roads).lanes
    beside = sorted(lanes.centre[0, :, BEHIND, 1] / WIDTH)
    np.testing.assert_allclose(beside, [-4, -3, -2, -1, 0, 1, 2, 3], atol=1e-4)
    edge = look(stand(roads, 300.0, -WIDTH * 11.5), road=roads).lanes
    np.testing.assert_allclose(sorted(edge.centre[0, :, BEHIND, 1] / WIDTH), range(8), atol=1e-4)
    assert edge.right[0, 0] == -1


def test_no_neighbour_is_named_across_a_strip_nobody_drives_on():
    roads = road(sections=[(0.0, [(0, N), (-1, D), (-2, LaneKind.MEDIAN), (-3, D)])])
    lanes = look(stand(roads, 300.0, -WIDTH * 0.5), road=roads).lanes
    assert lanes.present[0].sum() == 2
    assert (lanes.left[0] == -1).all()
    assert (lanes.right[0] == -1).all()


def test_without_a_way_to_go_the_route_is_the_lane_the_car_is_in():
    from tests.world.sensing.looks import senses
    from tests.world.sensing.maps import car, sensor

    roads = road(sections=[(0.0, MOTORWAY), (320.0, MOTORWAY)])
    eyes = senses(car(sensor()), road=roads)
    first = stand(roads, 300.0, -WIDTH * 1.5)
    observation, state = eyes.sense(first, eyes.reset(first))
    np.testing.assert_allclose(observation.route[0, :, 0], 5.0 * np.arange(POINTS), atol=1e-4)
    np.testing.assert_allclose(observation.route[0, :, 1], 0.0, atol=1e-4)
    later = stand(roads, 330.0, -WIDTH * 0.5, stamp=100_000_000)
    observation, state = eyes.sense(later, state)
    np.testing.assert_allclose(observation.route[0, :, 1], 0.0, atol=1e-4)
    assert (state.route_row >= 0).all()


@pytest.mark.parametrize("curvature", [0.0, 1 / 250, -1 / 1000])
@pytest.mark.parametrize("turned", [0.0, np.pi])
def test_points_of_one_section_are_those_of_the_walk_to_the_last_bit(curvature, turned):
    roads = road(curvature=curvature, offset=0.3)
    leaning = roads._replace(  # by nothing; but a road that leans is walked station by station
        superelevation_first=np.array([0, 1], dtype=np.int32), superelevation_s=np.zeros(1),
        superelevation_cubic=np.zeros((1, 4)),
    )  # fmt: skip
    for s in (400.0, 512.34567, 700.1):
        here = stand(roads, s, -WIDTH * 1.4, heading=turned + 0.013)
        found, walked = look(here, road=roads), look(here, road=leaning)
        for name in ("centre", "half_width", "seen", "present", "left", "right"):
            one, other = getattr(found.lanes, name), getattr(walked.lanes, name)
            assert one.tobytes() == other.tobytes(), name
        assert found.route.tobytes() == walked.route.tobytes()
        assert found.lanes.seen[0, 0] == POINTS
