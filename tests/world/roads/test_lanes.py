"""Lanes at a station against brute force."""

import math

import numpy as np
import pytest

from aureole.core.kinds import LaneKind, Mark
from tests.world.roads.maps import ask_across, ask_lanes, limit_of, made, road, row_of

WIDENING = """<laneSection s="0"><left>
<lane id="2" type="border"><link><successor id="1"/></link><width sOffset="0" a="1" b="0" c="0" d="0"/></lane>
<lane id="1" type="driving"><width sOffset="0" a="3" b="0.01" c="0.0002" d="-0.000001"/>
<width sOffset="60" a="4" b="0" c="0" d="0"/></lane></left>
<center><lane id="0" type="none"/></center>
<right><lane id="-1" type="driving"><link><successor id="-1"/></link><width sOffset="0" a="3.5" b="0" c="0" d="0"/>
<roadMark sOffset="10" type="solid" width="0.3" laneChange="none"/>
<roadMark sOffset="40" type="broken" weight="bold" laneChange="increase"/></lane></right></laneSection>
<laneSection s="120"><left>
<lane id="1" type="border"><link><predecessor id="2"/></link><width sOffset="0" a="2" b="0" c="0" d="0"/></lane></left>
<center><lane id="0" type="none"/></center>
<right><lane id="-1" type="driving"><link><predecessor id="-1"/></link>
<width sOffset="0" a="3.5" b="-0.01" c="0" d="0"/>
</lane><lane id="-2" type="special1"><width sOffset="0" a="0" b="0.02" c="0" d="0"/></lane></right></laneSection>"""
OFFSET = '<laneOffset s="0" a="0" b="0" c="0" d="0"/><laneOffset s="50" a="0" b="0.02" c="0.0001" d="0"/>'


@pytest.fixture
def map_(tmp_path):
    return made(tmp_path, road(lanes=WIDENING, offset=OFFSET))


def borders(s):
    """t of every border by hand, from the right; and the id of the lane left of each."""
    offset = 0.0 if s < 50 else 0.02 * (s - 50) + 0.0001 * (s - 50) ** 2
    if s < 120:
        width = 3 + 0.01 * s + 0.0002 * s**2 - 0.000001 * s**3 if s < 60 else 4.0
        return [offset - 3.5, offset, offset + width, offset + width + 1], [-1, 1, 2]
    ds = s - 120
    right = 3.5 - 0.01 * ds
    return [offset - right - 0.02 * ds, offset - right, offset, offset + 2], [-2, -1, 1]


def test_the_lane_at_a_place_is_the_one_between_its_borders(map_):
    for s in np.linspace(0.0, 200.0, 81):
        edges, ids = borders(s)
        for t in np.linspace(-10.0, 15.0, 101):
            if min(abs(t - edge) for edge in edges) < 1e-9:
                continue
            inside = [lane for low, high, lane in zip(edges, edges[1:], ids, strict=False) if low < t < high]
            (row,) = ask_lanes(map_.road, 0, s, t)
            assert inside == [] if row < 0 else [map_.road.lane_id[row]] == inside


def test_borders_middle_and_slope_agree_with_each_other(map_):
    for row in range(len(map_.road.lane_id)):
        low, high = (0.5, 119.5) if row < 4 else (120.5, 199.5)
        s = np.arange(low, high, 3.3)
        lane = ask_across(map_.road, 0, s, row)
        after = ask_across(map_.road, 0, s + 1e-6, row)
        assert np.abs(lane[:, :2].mean(axis=1) - lane[:, 2]).max() < 1e-12
        assert np.abs((after[:, 2] - lane[:, 2]) / 1e-6 - lane[:, 3]).max() < 1e-6
        for station, across in zip(s, lane, strict=True):
            edges, ids = borders(station)
            lane_id = map_.road.lane_id[row]
            if lane_id:
                k = ids.index(lane_id)
                assert np.allclose(across[:2], edges[k : k + 2], atol=1e-12)


def test_a_lane_is_found_by_its_id_and_section(map_):
    assert [map_.road.lane_id[row_of(map_.road, 0, 10.0, lane)] for lane in (-1, 0, 1, 2)] == [-1, 0, 1, 2]
    assert row_of(map_.road, 0, 10.0, -1) != row_of(map_.road, 0, 130.0, -1)
    assert row_of(map_.road, 0, 10.0, -2) == -1
    assert row_of(map_.road, 0, 130.0, 2) == -1


def test_lanes_go_on_as_their_links_say(map_):
    road_ = map_.road
    assert list(road_.lane_id) == [-1, 0, 1, 2, -2, -1, 0, 1]
    assert list(road_.lane_successor) == [5, -1, -1, 7, -1, -1, -1, -1]
    assert list(road_.lane_predecessor) == [-1, -1, -1, -1, -1, 0, -1, 3]


def test_a_lane_kind_nobody_tells_apart_is_noted(map_):
    assert map_.road.lane_kind[4] == LaneKind.OTHER
    assert any("special1" in notice.what for notice in map_.notices)


def test_a_mark_holds_from_its_offset_to_the_next(map_):
    rows = ask_across(map_.road, 0, [5.0, 20.0, 60.0], 0)[:, 4].astype(int)
    assert list(rows) == [-1, 0, 1]
    assert list(map_.road.mark_kind) == [Mark.SOLID, Mark.BROKEN]
    assert list(map_.road.mark_width) == [0.3, 0.25]
    assert list(map_.road.mark_change) == [0, 1]


def test_nothing_is_a_lane_beyond_the_ends(map_):
    assert (ask_lanes(map_.road, 0, [-0.01, 0.0, 200.0, 200.01], 2.0) >= 0).tolist() == [False, True, True, False]


def test_a_narrow_cubic_is_never_wider_than_nothing(tmp_path):
    lanes = WIDENING.replace('a="3" b="0.01"', 'a="1" b="-0.1"')
    map_ = made(tmp_path, road(lanes=lanes))
    right, left, *_ = ask_across(map_.road, 0, 40.0, 2)[0]
    assert (right, left) == (0.0, 0.0)


def test_limits_come_from_the_type_and_then_from_the_lane(tmp_path):
    types = """<type s="0" type="rural"><speed max="100" unit="km/h"/></type>
    <type s="80" type="rural"><speed max="50" unit="mph"/></type>"""
    lanes = WIDENING.replace('<roadMark sOffset="10"', '<speed sOffset="90" max="20"/><roadMark sOffset="10"', 1)
    map_ = made(tmp_path, road(lanes=lanes, types=types))
    found = [limit_of(map_.limits, 0, s) for s in (0.0, 85.0, 95.0)]
    assert np.allclose(found, [100 / 3.6, 50 * 1609.344 / 3600, 20.0])
    assert math.isclose(limit_of(map_.limits, 5, 130.0), 50 * 1609.344 / 3600)
    assert math.isclose(map_.road.road_limit[0], 50 * 1609.344 / 3600)
