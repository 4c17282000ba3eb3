"""Lanes given by their borders lie where lanes given by widths lie."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.world.roads.reading.borders import at, joined
from aureole.world.roads.reading.opendrive import read_map
from tests.world.roads.maps import ask_across, document, made, road, write

SECTION = (
    """<laneSection s="0"><left>{left}</left><center><lane id="0"/></center><right>{right}</right></laneSection>"""
)


def lane(lane_id, *rows, name="border"):
    cubics = "".join(f'<{name} sOffset="{s}" a="{a}" b="{b}" c="{c}" d="{d}"/>' for s, a, b, c, d in rows)
    return f'<lane id="{lane_id}" type="driving">{cubics}</lane>'


def test_borders_are_where_the_file_puts_them(tmp_path):
    left = lane(2, (0, 6, 0.01, 0, 0)) + lane(1, (0, 3, 0, 0, 0), (50, 3.5, 0, 0, 0))
    right = lane(-1, (0, -3, 0, 0, 0)) + lane(-2, (0, -5, 0, 0, 1e-7), (80, -6, 0, 0, 0))
    road_ = made(tmp_path, road(lanes=SECTION.format(left=left, right=right))).road
    s = np.array([0.0, 30.0, 49.9, 60.0, 100.0])
    outer = [ask_across(road_, 0, s, row)[:, 0 if row < 2 else 1] for row in (0, 1, 3, 4)]
    assert outer[0] == pytest.approx(np.where(s < 80, -5 + 1e-7 * s**3, -6.0), abs=1e-12)
    assert outer[1] == pytest.approx(np.full(5, -3.0), abs=1e-12)
    assert outer[2] == pytest.approx(np.where(s < 50, 3.0, 3.5), abs=1e-12)
    assert outer[3] == pytest.approx(6 + 0.01 * s, abs=1e-12)


def test_a_border_beside_a_lane_with_a_width_is_measured_from_the_centre(tmp_path):
    left = lane(1, (0, 3, 0, 0, 0), name="width") + lane(2, (0, 7, 0, 0, 0)) + lane(3, (0, 2, 0, 0, 0), name="width")
    road_ = made(tmp_path, road(lanes=SECTION.format(left=left, right=""))).road
    assert [ask_across(road_, 0, 10.0, row)[0, 1] for row in (1, 2, 3)] == pytest.approx([3.0, 7.0, 9.0])


def test_a_width_goes_before_a_border_and_that_is_noted(tmp_path):
    both = lane(1, (0, 3, 0, 0, 0), name="width").replace(
        "</lane>", '<border sOffset="0" a="9" b="0" c="0" d="0"/></lane>'
    )
    map_ = read_map(write(tmp_path, document(road(lanes=SECTION.format(left=both, right="")))))
    assert ask_across(map_.road, 0, 10.0, 1)[0, 1] == 3.0
    assert any("<border> of a lane is not used" in notice.what for notice in map_.notices)


SMALL = st.floats(-2.0, 2.0)
ROWS = st.lists(st.tuples(st.floats(0.0, 50.0), st.tuples(SMALL, SMALL, SMALL, SMALL)), max_size=4)


def value(rows, s):
    return at(rows, s)[0]


@settings(max_examples=100, deadline=None)
@given(ROWS, ROWS, st.floats(0.0, 60.0))
def test_a_sum_of_two_profiles_is_the_sum_at_every_station(one, other, s):
    one, other = ([(0.0, (1.0, 0.0, 0.0, 0.0)), *sorted(rows)] for rows in (one, other))
    exact = value(one, s) - value(other, s)
    assert value(joined(one, other, -1.0, 1.0), s) == pytest.approx(exact, abs=1e-6, rel=1e-9)


def test_the_public_map_with_borders_has_the_lanes_it_draws(data):
    name = "odr-qc/performance_avoid_redundant_info/performance_avoid_redundant_info_lane_border_valid.xodr"
    map_ = read_map(data / name)
    s = float(map_.road.section_s[0]) + 1.0
    assert ask_across(map_.road, 0, s, 0)[0, :2] == pytest.approx([-3.57, 0.0])
    assert ask_across(map_.road, 0, s, 2)[0, :2] == pytest.approx([0.0, 3.57])
