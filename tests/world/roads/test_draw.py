"""The outline of a map for pages."""

import json

import numpy as np

from aureole.core.kinds import LaneKind, Mark
from aureole.world.roads.draw import outline
from aureole.world.roads.reading.opendrive import read
from tests.world.roads.maps import LANES, made, road

ROADS = "osc-alks/concrete_scenarios/road_networks"


def test_a_straight_lane_is_two_points_a_side(tmp_path):
    drawn = outline(made(tmp_path, road()).road)
    lane = next(lane for lane in drawn["lanes"] if lane["id"] == -1)
    assert lane["left"] == [[0.0, 0.0], [200.0, 0.0]]
    assert lane["right"] == [[0.0, -3.5], [200.0, -3.5]]
    assert lane["kind"] == LaneKind.DRIVING
    assert drawn["marks"] == [{"kind": int(Mark.BROKEN), "width": 0.12, "xy": [[0.0, 0.0], [200.0, 0.0]]}]


def test_a_lane_on_the_left_has_its_outer_border_on_its_left(tmp_path):
    lane = next(lane for lane in outline(made(tmp_path, road()).road)["lanes"] if lane["id"] == 1)
    assert (lane["right"][0], lane["left"][0]) == ([0.0, 0.0], [0.0, 3.5])


def test_every_alks_map_fits_into_a_page(data):
    for path in sorted((data / ROADS).glob("*.xodr")):
        assert len(json.dumps(outline(read(path)))) < 200_000


def test_a_chord_stays_near_its_arc(tmp_path):
    drawn = outline(made(tmp_path, road([(300.0, 0.01, 0.01)])).road)
    line = np.array(next(lane for lane in drawn["lanes"] if lane["id"] == -1)["left"])
    middles = 0.5 * (line[1:] + line[:-1])
    assert np.abs(np.hypot(middles[:, 0], middles[:, 1] - 100.0) - 100.0).max() < 0.05


def test_a_box_leaves_out_what_is_far(data):
    road_ = read(data / ROADS / "alks_road_different_curvatures.xodr")
    near = outline(road_, box=(500.0, -50.0, 700.0, 50.0), margin=50.0)
    xy = np.array([point for lane in near["lanes"] for point in lane["left"]])
    assert xy[:, 0].min() > 300.0
    assert xy[:, 0].max() < 850.0
    assert outline(road_, box=(0.0, 9000.0, 1.0, 9001.0)) == {"lanes": [], "marks": []}


def test_a_mark_ends_where_the_next_begins(tmp_path):
    two = '<roadMark sOffset="0" type="broken" width="0.12"/><roadMark sOffset="80" type="solid"/>'
    lanes = LANES.replace('<roadMark sOffset="0" type="broken" width="0.12"/>', two)
    marks = outline(made(tmp_path, road(lanes=lanes)).road)["marks"]
    assert [mark["xy"] for mark in marks] == [[[0.0, 0.0], [80.0, 0.0]], [[80.0, 0.0], [200.0, 0.0]]]


def test_a_lane_offset_that_leaps_is_drawn_without_a_wedge(tmp_path):
    leap = "".join(f'<laneOffset s="{s}" a="{a}" b="0" c="0" d="0"/>' for s, a in ((0, -14), (2, 0), (90, 7)))
    second = LANES.replace('s="0"', 's="2"', 1)
    lanes = outline(made(tmp_path, road(lanes=leap + LANES + second)).road)["lanes"]
    short, long = (lane["left"] for lane in lanes if lane["id"] == -1)
    assert short == [[0.0, -14.0], [2.0, -14.0]]
    assert long == [[2.0, 0.0], [90.0, 0.0], [90.0, 7.0], [200.0, 7.0]]
