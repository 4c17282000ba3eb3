"""Heights of lanes: in straight lines from entry to entry, in steps, between inner and outer border, written again."""

from __future__ import annotations

import pytest

from aureole.core.errors import BadInput
from aureole.world.roads import queries
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.roads.writing.compare import differences
from aureole.world.roads.writing.opendrive import document as written
from tests.world.roads.maps import document, road, write

WIDTH = '<width sOffset="0" a="2" b="0" c="0" d="0"/>'
HEIGHTS = (
    '<height sOffset="10" inner="0.1" outer="0.1"/><height sOffset="20" inner="0.1" outer="0.1"/>'
    '<height sOffset="22" inner="0" outer="0.1"/><height sOffset="30" inner="0" outer="0.3"/>'
    '<height sOffset="30" inner="0.2" outer="0.2"/>'
)


def made(folder, heights):
    text = document(road())
    assert WIDTH in text
    return read_map(write(folder, text.replace(WIDTH, f"{WIDTH}{heights}", 1)))


def raised(map_):
    """The row of the lane that has heights."""
    tables = map_.road
    return next(
        row for row in range(len(tables.lane_id))
        if tables.width_cubic[tables.width_first[row] : tables.width_first[row + 1], 4:].any()
    )  # fmt: skip


def test_a_lane_is_as_high_as_its_entries_and_straight_between_them(tmp_path):
    map_ = made(tmp_path, HEIGHTS)
    row = raised(map_)
    out = 1.0 if map_.road.lane_id[row] > 0 else -1.0  # outwards
    for s, outwards, height in (
        (5.0, 0.0, 0.0), (10.0, 0.5, 0.1), (15.0, -0.5, 0.1), (21.0, -1.0, 0.05), (21.0, 0.0, 0.075),
        (22.0, 0.5, 0.075), (26.0, 0.0, 0.1), (26.0, 0.5, 0.15), (30.0, 0.3, 0.2), (100.0, 0.3, 0.2),
    ):  # fmt: skip
        place = queries.lane_to_world(map_.road, [row], [s], [out * outwards])
        assert place[0, 2] == pytest.approx(height, abs=1e-9), (s, outwards)


def test_a_point_of_a_road_lies_on_the_lane_that_is_there(tmp_path):
    map_ = made(tmp_path, HEIGHTS)
    row = raised(map_)
    right, left = queries.lane_span(map_.road, [row], [50.0])[0]
    assert queries.to_world(map_.road, [0], [50.0], [0.5 * (right + left)])[0, 2] == pytest.approx(0.2)
    assert queries.to_world(map_.road, [0], [50.0], [0.0])[0, 2] == 0.0


def test_heights_are_written_so_that_they_read_the_same(tmp_path):
    map_ = made(tmp_path, HEIGHTS)
    path = tmp_path / "again.xodr"
    path.write_bytes(written(map_))
    again = read_map(path)
    assert differences(map_, again) == ()
    assert written(again) == written(map_)


def test_heights_of_nothing_are_no_entries(tmp_path):
    level = made(tmp_path, '<height sOffset="0" inner="0" outer="0"/><height sOffset="9" inner="0" outer="0"/>')
    assert differences(level, made(tmp_path, "")) == ()


def test_heights_that_are_not_sorted_are_refused(tmp_path):
    with pytest.raises(BadInput, match="sort the entries"):
        made(tmp_path, '<height sOffset="9" inner="1" outer="0"/><height sOffset="2" inner="0" outer="0"/>')
