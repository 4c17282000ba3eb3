"""Lanelet2 maps: lanelets put in the way of travel, neighbours by ways, followers by nodes, rules by relations."""

import gzip

import numpy as np
import pytest

from aureole.core.errors import BadInput
from aureole.core.kinds import LaneKind, Mark
from aureole.world.roads import queries
from aureole.world.roads.lanelet2.elements import read_drawing
from aureole.world.roads.lanelet2.lanelets import read_lanelets
from aureole.world.roads.lanelet2.reading import read_lanelet2
from aureole.world.roads.lanelet2.regulating import speed_limits
from aureole.world.roads.reading.markup import load
from tests.world.lanelet2.drawings import street
from tests.world.lanelets.lanes import after


@pytest.fixture
def read(tmp_path):
    """Reads a drawing as a map."""

    def one(drawing, **given):
        path = tmp_path / "map.osm"
        path.write_text(drawing if isinstance(drawing, str) else drawing.text())
        return read_lanelet2(path, **given)

    return one


@pytest.fixture
def lanelets(tmp_path):
    """Reads the lanelets of a drawing, by id."""

    def one(drawing):
        path = tmp_path / "map.osm"
        path.write_text(drawing.text())
        found = read_drawing(load(path, "osm"))
        return {lanelet.name: lanelet for lanelet in read_lanelets(found, speed_limits(found))}

    return one


def told(made):
    return " ".join(notice.what for notice in made.notices)


def test_the_left_border_lies_on_the_left_whichever_way_it_was_drawn(lanelets):
    found = lanelets(street())
    assert found["b"].left[:, 0].tolist() == [0.0, 60.0]
    assert found["b"].right.tolist() == [[0.0, -4.0], [60.0, -4.0]]
    assert found["o"].left[0].tolist() == [60.0, 4.0]


def test_neighbours_share_a_way_and_may_come_against(lanelets):
    found = lanelets(street())
    assert (found["a"].beside_right, found["b"].beside_left) == ("b", "a")
    assert (found["a"].beside_left, found["a"].same_left) == ("o", False)
    assert (found["o"].beside_left, found["o"].same_left) == ("a", False)
    assert found["b"].beside_right == "d"


def test_who_begins_at_both_nodes_of_an_end_follows(read):
    made = read(street())
    assert after(made, "a") == {"c"}
    assert after(made, "b") == set()


def test_one_road_holds_what_lies_side_by_side(read):
    made = read(street())
    road = made.map.road
    ids = {name: int(road.lane_id[row]) for name, row in made.lane_of.items()}
    assert ids == {"a": -1, "b": -2, "d": -3, "o": 1, "c": -1}
    assert [int(road.lane_kind[made.lane_of[name]]) for name in "abd"] == [1, 1, LaneKind.BIKING]
    assert made.map.links.way[made.lane_of["o"]] == -1


def test_marks_are_those_of_the_ways_seen_in_the_way_of_travel(lanelets):
    found = lanelets(street())
    assert (found["a"].mark_left, found["a"].mark_right) == (Mark.BROKEN, Mark.BROKEN_SOLID)
    assert (found["b"].mark_right, found["d"].mark_right) == (Mark.KERB, Mark.SOLID)
    assert (found["c"].mark_left, found["c"].mark_right) == (Mark.NONE, Mark.NONE)
    drawing = street()
    drawing.lanelet("x", "w1", "w0")  # the other way round: its ways are drawn against it
    assert lanelets(drawing)["x"].left[0].tolist() in ([0.0, 4.0], [60.0, 0.0])


def test_limits_come_from_tags_from_regions_and_from_signs(lanelets):
    drawing = street()
    drawing.way("s", (70, -2), (70, -1), type="traffic_sign", subtype="de274-20")
    drawing.relation("r", [("way", "s", "refers")], type="regulatory_element", subtype="speed_limit")
    found = lanelets(drawing)
    assert [found[name].limit for name in "abcd"] == pytest.approx([10.0, 50 / 3.6, 20 / 3.6, np.inf])


def test_lights_and_rights_of_way_stand_where_their_lines_are(read):
    drawing = street()
    drawing.way("stop", (62, 0), (62, 4), type="stop_line")
    drawing.way("lamp", (80, -1), (80, -2), type="traffic_light")
    drawing.relation("r", [("way", "stop", "ref_line"), ("way", "lamp", "refers")],
                     type="regulatory_element", subtype="traffic_light")  # fmt: skip
    drawing.relation("y", [("relation", "c", "yield"), ("relation", "b", "right_of_way")],
                     type="regulatory_element", subtype="right_of_way")  # fmt: skip
    signals = read(drawing).map.signals
    assert (signals.ids, signals.kind) == (("r", "y"), ("1000001", "205"))
    assert signals.s.tolist() == pytest.approx([2.0, 39.0])
    assert signals.xyz[0, :2] == pytest.approx([80.0, -1.5])


def test_degrees_near_zero_are_metres_around_zero(read):
    near, far = read(street()), read(street(local=False))
    points = [queries.lane_to_world(made.map.road, made.lane_of["b"], [0.0, 30.0, 60.0])[:, :2] for made in (near, far)]
    assert np.abs(points[0] - points[1]).max() < 0.05
    assert far.map.header.geo_reference.startswith("+proj=tmerc +lat_0=0 +lon_0=0 +k=1")
    assert near.map.header.geo_reference == ""


def test_the_grid_of_utm_is_longer_by_its_scale(read):
    plain, grid = (read(street(local=False), projection=name) for name in ("local", "utm"))
    assert grid.map.road.road_length[0] / plain.map.road.road_length[0] == pytest.approx(1.00098, abs=3e-5)
    with pytest.raises(BadInput, match="projection 'moon'"):
        read(street(), projection="moon")


def test_a_crosswalk_lies_across_lanes_and_is_told(read):
    drawing = street()
    drawing.way("z1", (20, -6), (20, 8), type="zebra_marking")
    drawing.way("z2", (24, -6), (24, 8), type="zebra_marking")
    drawing.lanelet("z", "z2", "z1", subtype="crosswalk")
    made = read(drawing)
    assert "z" not in made.lane_of
    assert "subtype crosswalk" in told(made)


def test_a_road_that_is_driven_both_ways_is_bidirectional(read):
    drawing = street()
    drawing.way("v0", (0, 50), (40, 50))
    drawing.way("v1", (0, 46), (40, 46))
    drawing.lanelet("v", "v0", "v1", one_way="no")
    made = read(drawing)
    assert made.map.links.way[made.lane_of["v"]] == 0


def test_areas_and_drawings_beside_the_lanes_are_told(read):
    drawing = street()
    drawing.way("f", (0, 30), (9, 30), type="fence")
    drawing.relation("area", [("way", "f", "outer")], type="multipolygon", subtype="parking")
    made = read(drawing)
    assert "areas without lanes" in told(made)
    assert "type 'fence' is no border" in told(made)


def test_a_lanelet_whose_way_is_not_in_the_file_is_told_and_the_rest_is_read(read):
    drawing = street()
    drawing.lanelet("lost", "w0", "nowhere")
    drawing.relation("half", [("way", "w0", "left")], type="lanelet")
    made = read(drawing)
    assert set(made.lane_of) == set("abcdo")
    assert "right border is not in the file" in told(made)
    assert "0 ways as its right border" in told(made)


def test_a_packed_map_is_read(tmp_path):
    path = tmp_path / "map.osm.gz"
    path.write_bytes(gzip.compress(street().text().encode()))
    assert set(read_lanelet2(path).lane_of) == set("abcdo")


WRONG = {
    "no lanelets": (street().text().replace('v="lanelet"', 'v="route"'), "no <relation> of type lanelet"),
    "a latitude": (street(local=False).text().replace('lat="0.0"', 'lat="91"', 1), "is no place on a map"),
    "a word": (street(local=False).text().replace('lat="0.0"', 'lat="north"', 1), "'north' is not a number"),
    "two nodes": (street().text().replace('<node id="2"', '<node id="1"'), "second one with id='1'"),
    "a nameless way": (street().text().replace('<way id="w0"', "<way"), "attribute 'id' is missing"),
    "a member": (street().text().replace('ref="w0" ', "", 1), "attribute 'ref' is missing"),
    "another root": (street().text().replace("<osm ", "<map ").replace("</osm>", "</map>"), "not <osm>"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_map_is_refused_with_its_line(read, tmp_path, name):
    text, words = WRONG[name]
    with pytest.raises(BadInput, match=words) as caught:
        read(text)
    assert caught.value.place.startswith(f"{tmp_path / 'map.osm'}:")
    assert caught.value.remedy
