"""There and back: (s, t) to the world and the world to (s, t)."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.kernels import kernel
from aureole.world.roads.line import line_on
from aureole.world.roads.place import follow_from
from aureole.world.roads.reading.opendrive import read
from tests.world.roads.maps import LANES, Pose, ask_located, ask_worlds, geometry, made, road

CURVES = [(120.0, 0.0, 0.0), (60.0, 0.0, 0.02), (40.0, 0.02, 0.02), (160.0, 0.02, -0.02), (120.0, -0.02, 0.0)]
SUPER = """<elevationProfile><elevation s="0" a="10" b="0.02" c="0" d="0"/></elevationProfile>
<lateralProfile><superelevation s="0" a="0.05" b="0.0001" c="0" d="0"/></lateralProfile>"""


@pytest.fixture(scope="module")
def curvy(tmp_path_factory):
    return made(tmp_path_factory.mktemp("curvy"), road(CURVES, pose=Pose(500.0, -300.0, 2.0))).road


@settings(max_examples=300, deadline=None)
@given(st.floats(0.0, 500.0), st.floats(-19.9, 19.9), st.floats(-3.0, 3.0))
def test_there_and_back_from_a_near_hint_is_the_same_place(curvy, s, t, off):
    xy = ask_worlds(curvy, 0, s, t)[0, :2]
    r, back_s, back_t = ask_located(curvy, xy, 0, s + off)[0]
    assert r == 0
    assert abs(back_s - s) < 1e-9
    assert abs(back_t - t) < 1e-9


@kernel
def from_known(road, s, x, y, out):
    piece, line_x, line_y, _, bend, cosine, sine = line_on(road, 0, s)
    out[1], out[2], found = follow_from(road, 0, piece, (s, line_x, line_y, bend, cosine, sine), x, y)
    return found


@settings(max_examples=300, deadline=None)
@given(st.floats(1.0, 499.0), st.floats(-3.0, 3.0), st.floats(-19.9, 19.9))
def test_a_step_from_a_known_station_is_the_search_from_there(curvy, s, off, t):
    x, y = ask_worlds(curvy, 0, min(max(s + off, 0.5), 499.5), t)[0, :2].tolist()
    out = np.zeros(3)
    if from_known(curvy, s, x, y, out):
        assert ask_located(curvy, np.array([x, y]), 0, s)[0].tobytes() == out.tobytes()


@settings(max_examples=200, deadline=None)
@given(st.floats(0.0, 500.0), st.floats(-19.9, 19.9))
def test_there_and_back_without_a_hint_is_the_same_place(curvy, s, t):
    xy = ask_worlds(curvy, 0, s, t)[0, :2]
    assert np.abs(ask_located(curvy, xy)[0] - (0, s, t)).max() < 1e-8


@settings(max_examples=100, deadline=None)
@given(st.floats(-40.0, 60.0), st.floats(-50.0, 50.0), st.floats(-200.0, 900.0))
def test_a_far_hint_ends_at_a_foot_of_the_point(curvy, dx, dy, hint):
    xy = ask_worlds(curvy, 0, 250.0, 0.0)[0, :2] + (dx, dy)
    r, s, t = ask_located(curvy, xy, 0, hint)[0]
    if r == 0 and 0 <= s <= 500:
        assert np.abs(ask_worlds(curvy, 0, s, t)[0, :2] - xy).max() < 1e-7


@pytest.mark.parametrize("name", ["different_curvatures", "left_radius_250m", "right_radius_250m", "straight"])
def test_the_alks_roads_lead_there_and_back(data, name):
    road_ = read(data / f"osc-alks/concrete_scenarios/road_networks/alks_road_{name}.xodr")
    s = np.linspace(0.0, road_.road_length[0], 2001)
    for t in (-20.0, -7.75, 0.0, 20.0):
        xy = np.ascontiguousarray(ask_worlds(road_, 0, s, t)[:, :2])
        for found in (ask_located(road_, xy), ask_located(road_, xy, 0, s - 0.3)):
            assert (found[:, 0] == 0).all()
            assert np.abs(found[:, 1] - s).max() < 1e-8
            assert np.abs(found[:, 2] - t).max() < 1e-8


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.floats(-49.0, 0.0), st.floats(500.0, 549.0)), st.floats(-19.9, 19.9))
def test_there_and_back_without_a_hint_holds_beyond_the_ends(curvy, s, t):
    xy = ask_worlds(curvy, 0, s, t)[0, :2]
    assert np.abs(ask_located(curvy, xy)[0] - (0, s, t)).max() < 1e-8


def test_a_point_in_the_wedge_of_a_kink_is_placed_at_the_corner(tmp_path):
    bent = road([(100.0, 0.0, 0.0)]).replace('length="100.0" ', 'length="200.0" ', 1)
    more = '<geometry s="100.0" x="100.0" y="0.0" hdg="0.1" length="100.0"><line/></geometry></planView>'
    map_ = made(tmp_path, bent.replace("</planView>", more))
    r, s, t = ask_located(map_.road, [100.2, -10.0])[0]
    assert (r, s) == (0, 100)
    assert t == pytest.approx(-math.hypot(0.2, 10.0))
    assert any("jumps" in notice.what for notice in map_.notices)


def test_a_point_far_from_every_road_is_on_none(curvy):
    assert ask_located(curvy, [5000.0, 5000.0])[0, 0] == -1
    edge = ask_worlds(curvy, 0, 60.0, 0.0)[0]
    side = np.array([-math.sin(edge[3]), math.cos(edge[3])])
    for hint in (0, -1):
        assert ask_located(curvy, edge[:2] - side * 99.0, hint, 60.0)[0, 0] == 0
        assert ask_located(curvy, edge[:2] - side * 101.0, hint, 60.0)[0, 0] == -1


def test_before_the_start_s_is_below_zero_and_far_before_it_is_on_none(curvy):
    start = ask_worlds(curvy, 0, -20.0, 2.0)[0]
    for hint in (0, -1):
        assert np.abs(ask_located(curvy, start[:2], hint, 3.0)[0] - (0, -20, 2)).max() < 1e-9
    assert ask_located(curvy, ask_worlds(curvy, 0, -51.0, 0.0)[0, :2], 0, 0.0)[0, 0] == -1


def test_a_rolled_road_lifts_its_left_and_stays_invertible(tmp_path):
    road_ = made(tmp_path, road(CURVES, before=SUPER)).road
    x, y, z, _ = ask_worlds(road_, 0, 100.0, 10.0)[0]
    assert math.isclose(z, 10 + 2 + 10 * math.sin(0.06), abs_tol=1e-12)
    assert np.abs(ask_located(road_, [x, y], 0, 99.0)[0] - (0, 100, 10)).max() < 1e-9


@pytest.mark.parametrize("contact", ["start", "end"])
def test_a_car_drives_on_over_a_link(tmp_path, contact):
    first = [(100.0, 0.0, 0.01)]
    end = geometry(first)[1]
    second = [(100.0, 0.0, 0.0)]
    pose = end
    if contact == "end":
        far = geometry(second, end)[1]
        pose = Pose(far.x, far.y, far.heading + math.pi)
    lanes = LANES.replace(
        '<lane id="-1" type="driving">', '<lane id="-1" type="driving"><link><successor id="{}"/></link>'
    )
    way, back = ("-1", "predecessor") if contact == "start" else ("1", "successor")
    one = road(first, name="a", lanes=lanes.format(way), link=_link("successor", "b", contact))
    other = road(second, name="b", pose=pose, link=_link(back, "a", "end"))
    map_ = made(tmp_path, one, other)
    assert map_.names == ("a", "b")
    beyond = ask_worlds(map_.road, 0, 110.0, -1.5)[0, :2]
    r, s, t = ask_located(map_.road, beyond, 0, 99.9)[0]
    assert r == map_.number("b") == 1
    assert (s, t) == pytest.approx((10.0, -1.5) if contact == "start" else (90.0, 1.5), abs=1e-9)


def _link(name, road_id, contact):
    return f'<{name} elementType="road" elementId="{road_id}" contactPoint="{contact}"/>'


def test_of_two_roads_the_one_whose_lane_holds_the_point_wins(tmp_path):
    wide = LANES.replace('a="2"', 'a="20"')
    map_ = made(tmp_path, road(name="wide", lanes=wide), road(name="near", pose=Pose(0.0, -25.0, 0.0)))
    r, s, t = ask_located(map_.road, [50.0, -20.0])[0]
    assert (map_.names[int(r)], s, t) == ("wide", 50.0, -20.0)
