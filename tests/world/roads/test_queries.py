"""Questions for many places at once: laws of there and back, and agreement of the fast search with the clear one."""

import gzip
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.core.kinds import LaneKind
from aureole.kernels import kernel
from aureole.world.roads import place, queries
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.roads.routes import Spot, find_route
from tests.world.roads.maps import LANES, Pose, document, road, write

CURVES = [(120.0, 0.0, 0.0), (60.0, 0.0, 0.02), (40.0, 0.02, 0.02), (160.0, 0.02, -0.02), (120.0, -0.02, 0.0)]
OFFSET = '<laneOffset s="0" a="0.5" b="0.001" c="0" d="0"/>'
MORE = """<elevationProfile><elevation s="0" a="3" b="0.02" c="0" d="0"/></elevationProfile>
<lateralProfile><superelevation s="0" a="0.04" b="0" c="0" d="0"/></lateralProfile>"""
TAPER = LANES.replace('<width sOffset="0" a="2" b="0"', '<width sOffset="0" a="2" b="0.002"')


@pytest.fixture(scope="module")
def bent(tmp_path_factory):
    text = road(CURVES, pose=Pose(500.0, -300.0, 2.0), lanes=TAPER, offset=OFFSET, before=MORE)
    return read_map(write(tmp_path_factory.mktemp("bent"), document(text)))


@pytest.fixture(scope="module")
def town(data, tmp_path_factory):
    packed = data / "odr-liboped/libOpenDRIVE_test.xodr.gz"
    return read_map(write(tmp_path_factory.mktemp("town"), gzip.decompress(packed.read_bytes())))


SHARE = st.floats(0.0, 1.0)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(SHARE, SHARE, st.integers(0, 3)), min_size=1, max_size=20))
def test_a_place_in_a_lane_leads_to_the_world_and_back(bent, spots):
    share, across, row = (np.array(column) for column in zip(*spots, strict=True))
    row = np.where(row == 2, 3, row)  # row 2 is the centre lane
    s = share * 500.0
    span = queries.lane_span(bent.road, row, s)
    offset = (across - 0.5) * 0.98 * (span[:, 1] - span[:, 0])
    xyz = queries.lane_to_world(bent.road, row, s, offset)
    for found in (queries.locate(bent.road, xyz[:, :2]), queries.locate(bent.road, xyz[:, :2], 0, s + 0.7)):
        assert found.r.tolist() == [0] * len(s)
        assert found.row.tolist() == row.tolist()
        assert np.abs(found.s - s).max() < 1e-8
        assert np.abs(found.offset - offset).max() < 1e-8
        assert np.abs(queries.to_world(bent.road, found.r, found.s, found.t)[:, :3] - xyz[:, :3]).max() < 1e-8


@settings(max_examples=40, deadline=None)
@given(SHARE, st.integers(0, 3))
def test_the_heading_of_a_lane_is_the_way_its_middle_leads(bent, share, row):
    s = 1.0 + 498.0 * share
    near = queries.lane_to_world(bent.road, row, [s - 1e-4, s + 1e-4])
    dx, dy = near[1, :2] - near[0, :2]
    found = queries.lane_to_world(bent.road, row, s)[0, 3]
    assert math.isclose(math.remainder(math.atan2(dy, dx) - found, math.tau), 0.0, abs_tol=2e-4)


def test_places_in_a_town_lead_there_and_back(town):
    """Connecting roads overlap, so the road may be another: then its lane holds the point as well."""
    road_ = town.road
    first = np.searchsorted(road_.lane_first, np.arange(len(road_.lane_id)), side="right") - 1
    rows = np.flatnonzero((road_.lane_id != 0) & (road_.lane_kind == LaneKind.DRIVING))[::3]
    s = road_.section_s[first[rows]] + 0.01
    rows, s = rows[queries.width(road_, rows, s) > 0.5], s[queries.width(road_, rows, s) > 0.5]
    xyz = queries.lane_to_world(road_, rows, s)
    found = queries.locate(road_, xyz[:, :2])
    assert (found.row >= 0).all()
    assert np.hypot(*(queries.to_world(road_, found.r, found.s, found.t)[:, :2] - xyz[:, :2]).T).max() < 1e-6
    back = np.searchsorted(road_.section_first, first[rows], side="right") - 1
    hinted = queries.locate(road_, xyz[:, :2], back, s)
    assert (hinted.r == back).all()
    assert np.abs(hinted.offset).max() < 1e-6


@kernel
def searched(road_, xy, out):
    for k in range(len(xy)):
        out[k, 0, 0], out[k, 0, 1], out[k, 0, 2] = place.search(road_, xy[k, 0], xy[k, 1])
        out[k, 1, 0], out[k, 1, 1], out[k, 1, 2] = place.seek(road_, xy[k, 0], xy[k, 1])


@settings(max_examples=25, deadline=None)
@given(SHARE, SHARE)
def test_the_fast_search_finds_what_the_clear_one_finds(town, across, up):
    low, high = town.road.piece_xy.min(axis=0) - 60.0, town.road.piece_xy.max(axis=0) + 60.0
    out = np.empty((1, 2, 3))
    searched(town.road, (low + (high - low) * (across, up))[None], out)
    assert out[0, 0].tolist() == out[0, 1].tolist()


@settings(max_examples=15, deadline=None)
@given(SHARE, SHARE, st.floats(-8.0, 8.0))
def test_the_fast_search_agrees_on_the_roads_of_a_town(town, which, share, t):
    r = int(which * (len(town.road.road_length) - 1))
    xy = queries.to_world(town.road, r, share * town.road.road_length[r], t)[:, :2].copy()
    out = np.empty((1, 2, 3))
    searched(town.road, xy, out)
    assert out[0, 0].tolist() == out[0, 1].tolist()


@settings(max_examples=40, deadline=None)
@given(st.floats(-200.0, 700.0), st.floats(-150.0, 150.0))
def test_the_fast_search_agrees_beside_and_beyond_a_road(bent, s, t):
    xy = queries.to_world(bent.road, 0, s, t)[:, :2].copy()
    out = np.empty((1, 2, 3))
    searched(bent.road, xy, out)
    assert out[0, 0].tolist() == out[0, 1].tolist()


def test_neighbours_step_over_the_centre_lane(bent):
    assert queries.neighbours(bent.road, [0, 1, 2, 3]).tolist() == [[-1, 1], [0, 3], [1, 3], [1, -1]]


def test_widths_and_limits_are_asked_by_lane(tmp_path):
    types = '<type s="0" type="town"><speed max="50" unit="km/h"/></type>'
    map_ = read_map(write(tmp_path, document(road(types=types, lanes=TAPER))))
    assert queries.width(map_.road, [0, 1], 100.0).tolist() == pytest.approx([2.2, 3.5])
    assert queries.speed_limit(map_.limits, [0, 1, 3], 10.0).tolist() == pytest.approx([50 / 3.6] * 3)


def test_what_goes_on_is_given_for_many_lanes_at_once(data):
    map_ = read_map(data / "osc-esmini/xodr/fabriksgatan.xodr")
    rows = np.arange(len(map_.road.lane_id))
    first, lane, way = queries.goes_on(map_.links, rows, 1)
    assert first.tolist() == map_.links.after_first.tolist()
    assert lane.tolist() == map_.links.after_lane.tolist()
    assert set(way.tolist()) <= {1, -1}


def test_the_distance_along_a_route_grows_by_what_is_driven(data):
    map_ = read_map(data / "osc-esmini/xodr/fabriksgatan.xodr")
    driven = np.flatnonzero(map_.road.lane_kind == LaneKind.DRIVING).tolist()
    pairs = ((Spot(one, 5.0), Spot(other, 5.0)) for one in driven for other in driven)
    found_routes = ((start, goal, find_route(map_, start, goal)) for start, goal in pairs)
    start, goal, route = next(found for found in found_routes if found[2] is not None and len(found[2].lane) >= 3)
    middle = 0.5 * (route.start + route.end)
    found = queries.along(map_.road, route, route.lane, middle)
    assert found == pytest.approx(route.distances()[:-1] + 0.5 * np.abs(route.end - route.start))
    assert queries.along(map_.road, route, goal.lane, goal.s)[0] == pytest.approx(route.length)
    assert np.isnan(queries.along(map_.road, route, start.lane, start.s, since=route.length)).all()
